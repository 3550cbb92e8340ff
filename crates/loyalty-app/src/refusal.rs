//! Why something was not done: place, fact, reason, next step; and, where one answer would settle it, the question as typed data.
use loyalty_model::brief::Goal;
use loyalty_model::plain::escaped;
use loyalty_plans::store::StoreError;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What kind of refusal it is; a door turns it into an exit code or a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefusalKind {
    /// The input or the request cannot be used.
    BadInput,
    /// An input or output error: disk full, no permission.
    Machine,
    /// Escalated or infeasible: not fit to launch.
    Escalated,
    /// Looked at and not as it should be.
    Differs,
    /// Cancelled.
    Stopped,
}
/// What a person must say before it can be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "asks")]
pub enum Question {
    /// What the program is for.
    Goal {
        /// The goals.
        choices: Vec<Goal>,
    },
    /// Which column of a file stands for a canonical one.
    Column {
        table: String,
        /// Canonical column.
        column: String,
        /// Columns of the file that may be meant, as a map names them.
        candidates: Vec<String>,
    },
    /// Which order day and month have in the dates of a file.
    DateOrder {
        /// `dmy`, `mdy`, `ymd`.
        choices: Vec<String>,
    },
}
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Where: an argument, a file with line, a setting.
    pub place: String,
    /// What was found.
    pub fact: String,
    /// Why that does not do.
    pub reason: String,
    /// What to do now.
    pub next: String,
    pub kind: RefusalKind,
    /// The question that would settle it.
    #[serde(default)]
    pub question: Option<Question>,
    /// Place, fact, reason and next step for those who may not see what the files hold; none: the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withheld: Option<Box<[String; 4]>>,
}
impl Refusal {
    /// Bad input.
    pub fn input(place: impl Into<String>, fact: impl Into<String>, reason: impl Into<String>, next: impl Into<String>) -> Self {
        Refusal {
            place: place.into(),
            fact: fact.into(),
            reason: reason.into(),
            next: next.into(),
            kind: RefusalKind::BadInput,
            question: None,
            withheld: None,
        }
    }
    /// An input or output error.
    pub fn machine(place: impl Into<String>, fact: impl Into<String>, next: impl Into<String>) -> Self {
        Refusal { kind: RefusalKind::Machine, ..Refusal::input(place, fact, "", next) }
    }
    /// Cancelled before it was done.
    pub fn stopped(place: impl Into<String>, fact: impl Into<String>, next: impl Into<String>) -> Self {
        Refusal { kind: RefusalKind::Stopped, ..Refusal::input(place, fact, "", next) }
    }
    /// As those may read it who may not see what the files hold.
    #[must_use]
    pub fn without_data(self) -> Self {
        match self.withheld {
            Some(told) => {
                let [place, fact, reason, next] = *told;
                Refusal { place, fact, reason, next, withheld: None, ..self }
            }
            None => self,
        }
    }
    /// With the question that would settle it.
    pub fn asking(self, question: Question) -> Self {
        Refusal { question: Some(question), ..self }
    }
}
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sentence = |s: &str| if s.is_empty() || s.ends_with(['.', '!', '?']) { s.to_string() } else { format!("{s}.") };
        // A file's name or a cell may hold anything: it begins no line of its own.
        write!(f, "{}: {}", escaped(&self.place), escaped(&sentence(&self.fact).replace(['\n', '\r', '\t'], " ")))?;
        if !self.reason.is_empty() {
            write!(f, " {}", sentence(&self.reason))?;
        }
        if !self.next.is_empty() {
            write!(f, "\n  Next: {}", sentence(&self.next))?;
        }
        Ok(())
    }
}
impl std::error::Error for Refusal {}
impl From<StoreError> for Refusal {
    fn from(e: StoreError) -> Self {
        let next = match &e {
            StoreError::Io { .. } => "free some space or choose another folder with --out and --plans; nothing was half-written",
            StoreError::NotAPlan { .. } | StoreError::Shape { .. } => "give a plan that plan-loyalty wrote",
            StoreError::Busy { .. } | StoreError::Moved { .. } => "run the command again",
            StoreError::Unfinished { .. } => "remove the cause, then run the command again",
            StoreError::Waiting { .. } => "let a person who may write in these folders run plan-loyalty list with this folder as --plans",
            StoreError::Damaged { .. } => "move this file away, then run plan-loyalty verify; plan-loyalty renew writes the deliverables of a plan again",
        };
        let kind = if matches!(e, StoreError::NotAPlan { .. } | StoreError::Shape { .. }) { RefusalKind::BadInput } else { RefusalKind::Machine };
        Refusal { kind, ..Refusal::machine("the plan", e.to_string(), next) }
    }
}
