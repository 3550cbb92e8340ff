//! What is to be done before the launch: the rows of a task system.
use crate::fact::Fact;
use crate::units::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a piece of work comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WorkKind {
    /// A question that a person must answer.
    Question,
    /// A compliance rule that applies.
    Compliance,
    /// An item of the launch checklist.
    Checklist,
    /// A trigger to set up in the sending system.
    Trigger,
    /// An approval by a role.
    Approval,
}
impl WorkKind {
    /// The word of the JSON.
    pub const fn word(self) -> &'static str {
        match self {
            WorkKind::Question => "question",
            WorkKind::Compliance => "compliance",
            WorkKind::Checklist => "checklist",
            WorkKind::Trigger => "trigger",
            WorkKind::Approval => "approval",
        }
    }
}
/// A piece of work with its owner and its due date. Not a task of the run that made the plan: see `TaskRecord`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WorkItem {
    /// Id, unique in the plan: `approval-legal`.
    pub id: String,
    /// What it comes from.
    pub kind: WorkKind,
    /// What is done, in one line.
    pub title: Fact,
    /// Why, and what to know.
    pub detail: Fact,
    /// Owner: the person where one is named, else the role.
    pub owner: String,
    /// Last day on which it is in time for the launch that the figures assume.
    pub due: Date,
    /// The launch waits for it.
    pub blocks_launch: bool,
    /// Ids of work that must be done before.
    pub after: Vec<String>,
}
