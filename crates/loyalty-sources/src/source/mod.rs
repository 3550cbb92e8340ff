//! Where an extract comes from: one port, whatever lies behind it. The engine never learns which source answered.
//!
//! ```text
//! Files           CSV, TSV, JSON, workbooks, Parquet; read again where a file was not whole
//!   └ WithProfile files that may tell nothing of purchases: a company profile stands in for the customers
//! Demonstration   the made-up company
//! Profile         a few figures that a person gave
//! ```
mod demonstration;
mod files;
mod profile;

pub use crate::intake::Cancelled;
pub use demonstration::Demonstration;
pub use files::{Files, Read};
pub use profile::{Profile, StandIn, WithProfile};

use crate::drivers::DriverError;
use crate::extract::ExtractError;
pub use crate::intake::Ask as Question;
use crate::intake::{IntakeError, IntakeErrorKind, SetAsideRow};
use loyalty_model::brief::Given;
use loyalty_model::extract::{Extract, Origin};
use loyalty_model::fact::{Fact, FactId};
use loyalty_model::input::InputRecord;
use loyalty_model::units::{Currency, Date};
use std::fmt;

/// What answers with an extract.
pub trait Source: Sync {
    /// What would answer; nothing is read for it.
    fn describe(&self) -> Description;
    /// Reads and measures. The answer depends on content, on `ask` and on nothing else: neither names of files nor the order of rows, nor
    /// threads, nor the clock.
    ///
    /// # Errors
    /// [`SourceError`]; its `cancelled` is true where `cancelled` said so first.
    fn extract(&self, ask: &Ask, cancelled: Cancelled) -> Result<Extracted, SourceError>;
}
/// What a source is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// Label of every figure that comes from it.
    pub origin: Origin,
    /// In words, for a person.
    pub what: String,
    /// Tables that would be read.
    pub tables: Vec<&'static str>,
}
/// What is asked of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The day of the question: rows after it are set aside, and it stands for the end of observation where nothing tells one.
    pub asked_on: Date,
    /// Last day observed, where a person says so.
    pub as_of: Option<Date>,
    /// Customers in the panel at most.
    pub panel_size: usize,
    /// Threads to use; 0 for one per core.
    pub threads: usize,
}
impl Ask {
    /// The usual question of a day: a panel of 200,000 customers, all cores, up to the last day seen.
    pub fn on(asked_on: Date) -> Ask {
        Ask { asked_on, as_of: None, panel_size: 200_000, threads: 0 }
    }
}
/// The answer of a source.
#[derive(Debug, Clone)]
pub struct Extracted {
    /// What was measured. Its currency is `XXX` where the source does not know it.
    pub extract: Extract,
    /// What it came from: provenance, for the history of a plan.
    pub inputs: Vec<InputRecord>,
    /// Rows set aside.
    pub set_aside: Vec<SetAsideRow>,
    /// Attempts: how, and an error or `ok`.
    pub attempts: Vec<Fact>,
    /// Currency that the source tells.
    pub currency: Option<Currency>,
    /// The company's name, where the source has one.
    pub company: Option<String>,
    /// Assumptions that the source tells, by id, in order: a later one of the same id does not count, nor one beside a person's word.
    pub given: Vec<(String, Given)>,
}
/// Why a source has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceError {
    /// Whoever asked wants no answer any more; nothing is wrong.
    pub cancelled: bool,
    /// Where.
    pub place: String,
    /// What was found.
    pub fact: String,
    /// Why that does not do.
    pub reason: String,
    /// What to do.
    pub next_step: String,
    /// The question that would settle it.
    pub question: Option<Question>,
    /// Place, fact, reason and next step for those who may not see what the files hold; none: the same.
    pub withheld: Option<[String; 4]>,
}
impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}. {}. {}.", self.place, self.fact, self.reason, self.next_step)
    }
}
impl std::error::Error for SourceError {}
impl From<IntakeError> for SourceError {
    fn from(e: IntakeError) -> Self {
        let question = e.asks().cloned();
        SourceError {
            cancelled: e.kind == IntakeErrorKind::Stopped,
            place: e.place(),
            fact: e.fact(),
            reason: e.reason(),
            next_step: e.next_step(),
            question,
            withheld: Some(e.withheld()),
        }
    }
}
impl From<ExtractError> for SourceError {
    fn from(e: ExtractError) -> Self {
        if matches!(e, ExtractError::OnlyZeroOrders(_)) {
            return SourceError {
                cancelled: false,
                place: "--transactions".into(),
                fact: e.to_string(),
                reason: "Orders of nothing (samples, gifts, replacements) count as purchases only where a person says so".into(),
                next_step: "name the column that holds the amount: --map transactions.amount=COLUMN; where the orders are purchases although nothing was \
                            paid, add --count-zero-orders"
                    .into(),
                question: None,
                withheld: None,
            };
        }
        SourceError {
            cancelled: e == ExtractError::Cancelled,
            place: "the data".into(),
            fact: e.to_string(),
            reason: "Nothing can be measured then".into(),
            next_step: "give a file with rows that can be used, or leave the data out to plan for the demonstration company".into(),
            question: None,
            withheld: None,
        }
    }
}
impl From<DriverError> for SourceError {
    fn from(e: DriverError) -> Self {
        SourceError {
            cancelled: false,
            place: "--drivers".into(),
            fact: e.to_string(),
            reason: "The sheet stands in for data, so each figure of it counts".into(),
            next_step: "fix the sheet".into(),
            question: None,
            withheld: None,
        }
    }
}
/// A value that a source tells.
fn told(value: f64, by: FactId, note: FactId) -> Given {
    Given { value, sd: None, by: by.into(), note: note.into(), measured_on: None }
}
fn going_on(cancelled: Cancelled) -> Result<(), SourceError> {
    if cancelled() { Err(ExtractError::Cancelled.into()) } else { Ok(()) }
}
