//! Findings: a rule always answers.
use crate::units::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A rule's answer. Missing data is `Unknown`: never a pass, never a skip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Settled, in order.
    Pass,
    /// Settled, not in order.
    Fail,
    /// The rule does not touch this design.
    NotApplicable,
    /// It cannot be settled with what is known.
    Unknown,
}
/// How much a failed rule weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Background.
    Info,
    /// A person with the right role decides.
    Review,
    /// Stops the launch.
    Blocker,
}
/// One guardrail with today's verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Guardrail {
    /// Id, as its file is named.
    pub id: String,
    /// What it guards.
    pub title: String,
    /// Answer.
    pub verdict: Verdict,
    /// Weight when failed.
    pub severity: Severity,
    /// The fact found, with its figures.
    pub fact: String,
    /// The limit it was held against.
    pub limit: String,
    /// What to do.
    pub next_step: String,
    /// Lines behind it.
    pub lines: Vec<String>,
}
/// One compliance rule of the table, evaluated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ComplianceFinding {
    /// Rule id.
    pub rule: String,
    /// Title.
    pub title: String,
    /// `Fail`: the rule applies. `Unknown`: facts are missing. `NotApplicable`: the facts rule it out.
    pub verdict: Verdict,
    /// Weight.
    pub severity: Severity,
    /// Places of the rule.
    pub jurisdictions: Vec<String>,
    /// What it asks.
    pub obligation: String,
    /// What a designer changes.
    pub remedy: String,
    /// Source.
    pub source: String,
    /// Confidence of the table in the rule.
    pub confidence: String,
    /// Day when last looked at.
    pub checked: Date,
    /// Older than twelve months at the day of asking: never shown as clear.
    pub stale: bool,
    /// Unset facts that an `Unknown` waits for.
    pub missing: Vec<String>,
    /// Who settles it.
    pub owner: String,
}
/// Something that a person must answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OpenQuestion {
    /// Id.
    pub id: String,
    /// The question; the words of an unrecognised constraint stand as written.
    pub question: String,
    /// Why it matters.
    pub why: String,
    /// Who answers.
    pub owner: String,
}
