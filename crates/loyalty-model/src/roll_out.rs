//! How the program would go live, and how the company would leave it: dates, gates, and what would then be owed.
use crate::fact::Fact;
use crate::units::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// From the decision to an end, should it come to one. Months of the figures count from the launch; a later launch moves every date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RollOut {
    /// Last day on which the decision is in time for the launch that the figures assume.
    pub decide_by: Date,
    /// First day of the program in the figures.
    pub launch: Date,
    /// Why the launch is on that day, and what to know about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<Fact>,
    /// What speaks against that day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Fact>,
    /// Roles that sign, in the order in which they can.
    pub signatories: Vec<String>,
    /// Phases in order.
    pub phases: Vec<Phase>,
    /// The way out.
    pub exit: Exit,
}
/// A phase of the roll-out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Phase {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Fact,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// What is done.
    pub work: Fact,
    /// Owner by role.
    pub owner: String,
    /// What must hold at its end.
    pub gate: Fact,
}
/// How the company leaves the program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Exit {
    /// Month from launch at which a stop is priced: the month of the decision to go on or stop, or the last one looked at.
    pub month: u32,
    /// Expected cost of points outstanding then, in plan currency, mean over draws.
    pub owed: f64,
    /// Its P90.
    pub owed_p90: f64,
    /// Steps in order.
    pub steps: Vec<ExitStep>,
}
/// A step of the exit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ExitStep {
    /// Months after the decision to stop.
    pub months_after: u32,
    /// What is done.
    pub step: Fact,
    /// Owner by role.
    pub owner: String,
}
