//! What a person sees when something is wrong: place, fact, reason, next step; and the exit code.
use std::fmt;

/// Exit codes, as documented in `plan-loyalty --help`.
pub mod exit {
    /// A plan was made.
    pub const PLANNED: u8 = 0;
    /// Something of the machine: disk full, no permission to write.
    pub const MACHINE: u8 = 1;
    /// The input or the request is not usable.
    pub const BAD_INPUT: u8 = 2;
    /// Escalated or infeasible: saved, not fit to launch.
    pub const ESCALATED: u8 = 3;
    /// Looked at and not as it should be: verify, reproduce, review.
    pub const DIFFERS: u8 = 4;
    /// Stopped by Ctrl-C.
    pub const STOPPED: u8 = 130;
}

/// An error for a person.
#[derive(Debug)]
pub struct Refusal {
    /// Where: a flag, a file with line, a setting.
    pub place: String,
    /// What was found.
    pub fact: String,
    /// Why that does not do.
    pub reason: String,
    /// What to do now.
    pub next: String,
    /// Exit code.
    pub code: u8,
}
impl Refusal {
    /// Bad input.
    pub fn input(place: impl Into<String>, fact: impl Into<String>, reason: impl Into<String>, next: impl Into<String>) -> Self {
        Refusal { place: place.into(), fact: fact.into(), reason: reason.into(), next: next.into(), code: exit::BAD_INPUT }
    }
    /// The machine said no.
    pub fn machine(place: impl Into<String>, fact: impl Into<String>, next: impl Into<String>) -> Self {
        Refusal { place: place.into(), fact: fact.into(), reason: String::new(), next: next.into(), code: exit::MACHINE }
    }
}
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sentence = |s: &str| if s.is_empty() || s.ends_with(['.', '!', '?']) { s.to_string() } else { format!("{s}.") };
        write!(f, "{}: {}", self.place, sentence(&self.fact))?;
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
impl From<loyalty_plans::store::StoreError> for Refusal {
    fn from(e: loyalty_plans::store::StoreError) -> Self {
        use loyalty_plans::store::StoreError;
        let next = match &e {
            StoreError::Io { .. } => "free some space or choose another folder with --out and --plans; nothing was half-written",
            StoreError::NotAPlan { .. } | StoreError::Shape { .. } => "give a plan that plan-loyalty wrote",
            StoreError::Busy { .. } | StoreError::Moved { .. } => "run the command again",
        };
        let code = if matches!(e, StoreError::NotAPlan { .. } | StoreError::Shape { .. }) { exit::BAD_INPUT } else { exit::MACHINE };
        Refusal { code, ..Refusal::machine("the plan", e.to_string(), next) }
    }
}
