//! What a run is given, what it gives, and why it may refuse.
use crate::accounting::price::PriceFault;
use crate::orchestrate::{Cancelled, Pattern, TraceStep};
use crate::progress::RunEffort;
use crate::step_cache::Digest;
use crate::{design, personas};
use loyalty_model::brief::Brief;
use loyalty_model::extract::Extract;
use loyalty_model::plan::{Design, TaskRecord};

/// What a run works on besides the extract.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Job {
    /// What was asked.
    pub brief: Brief,
    /// Seed of every draw.
    pub seed: u64,
    /// Version of the program.
    pub version: String,
    /// Pattern that was asked for.
    pub pattern: Option<Pattern>,
    /// How hard it looks.
    #[serde(default)]
    pub depth: RunEffort,
    /// The plan is only looked at: what no figure on a page hangs on is left out (the response curve of the workbook).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sketch: bool,
}
/// Where a customer of the panel stands, for `members.csv`.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct Placement {
    pub customer: String,
    pub persona: String,
    pub tier: String,
    pub p_alive: f64,
    pub points: f64,
}
/// What a run gives.
#[derive(Debug)]
pub struct RunOutcome {
    /// The design part of the plan.
    pub design: Design,
    /// How it was made.
    pub tasks: Vec<TaskRecord>,
    /// Customer by customer.
    pub placements: Vec<Placement>,
    /// Which steps were worked out and which were reused.
    pub trace: Vec<TraceStep>,
}
/// Why a run made no plan: bad input only.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// A persona that nobody knows, or whose condition cannot be read.
    #[error("{0}")]
    Persona(#[from] personas::PersonaError),
    /// Nobody to plan for.
    #[error("the data hold no customer with an order or a running subscription")]
    Nobody,
    /// A figure that a person fixed does not fit the design.
    #[error("{0}")]
    Pin(#[from] design::pins::PinError),
    /// A stand-alone price of a point that a person gave does not agree with its value.
    #[error("{0}")]
    Price(#[from] PriceFault),
    /// The run was asked to stop.
    #[error("the run was asked to stop")]
    Stopped,
}
impl From<Cancelled> for RunError {
    fn from(_: Cancelled) -> Self {
        RunError::Stopped
    }
}
/// An extract with the hash of its content. Hashing a large panel takes a moment: take it once and keep it.
#[derive(Debug, Clone)]
pub struct Measured<'a> {
    /// The extract.
    pub extract: &'a Extract,
    content: String,
}
impl<'a> Measured<'a> {
    /// Hashes the extract, its reading aside (names of columns, rows set aside: they touch no figure).
    pub fn of(extract: &'a Extract) -> Self {
        let Extract { origin, currency, as_of, fingerprint, tables: _, transactions, spend_per_point, assumed_order_value, lost: _, .. } = extract;
        let Extract { incomplete, subscriptions, usage, voice, members, ledger, rewards, items, panel, panel_weight, .. } = extract;
        let facts = (origin, currency, as_of, fingerprint, transactions, (spend_per_point, assumed_order_value), incomplete);
        let others = (subscriptions, usage, voice, members, ledger, (rewards, items), panel, panel_weight);
        let content = Digest::new("").part("facts", &facts).part("others", &others).key("pull-data").hex();
        Measured { extract, content }
    }
    /// An extract whose content hash is known from before.
    pub fn known(extract: &'a Extract, content: String) -> Self {
        Measured { extract, content }
    }
    /// The hash, to be kept beside the extract.
    pub fn content(&self) -> &str {
        &self.content
    }
}
