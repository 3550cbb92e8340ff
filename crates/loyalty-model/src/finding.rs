//! Findings: a rule always answers.
use crate::fact::Fact;
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
    pub title: Fact,
    /// Answer.
    pub verdict: Verdict,
    /// Weight when failed.
    pub severity: Severity,
    /// The fact found, with its figures.
    pub fact: Fact,
    /// The limit it was held against.
    pub limit: Fact,
    /// What to do.
    pub next_step: Fact,
    /// Lines behind it.
    pub lines: Vec<String>,
}
/// A rule of the compliance table, or one of the company's own in the same form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ComplianceRule {
    /// Id, kebab-case.
    pub id: String,
    /// Title.
    pub title: String,
    /// ISO 3166 codes of places, `EU`, or `*`.
    pub jurisdictions: Vec<String>,
    /// Weight where it applies.
    pub severity: Severity,
    /// Expression over design facts.
    pub applies_when: String,
    /// What it asks.
    pub obligation: String,
    /// What a designer changes.
    pub remedy: String,
    /// Source.
    pub source: String,
    /// How well the source was read: high, medium, low.
    pub confidence: String,
    /// Day when last looked at.
    pub checked: Date,
}
/// A change of the design that takes a blocker away, priced on the same draws as the design.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DesignRemedy {
    /// As `plan-loyalty amend` takes it: `--set 'blueprint.expiry={"kind":"none"}'`.
    pub change: String,
    /// In words.
    pub words: Fact,
    /// Change of the mean net value over the horizon, in plan currency.
    pub net_value: f64,
    /// Change of the mean reward cost over the horizon, in plan currency.
    pub reward_cost: f64,
    /// Change of the mean highest expected cost of points outstanding, in plan currency.
    pub peak_liability: f64,
    /// Median ROI with the change.
    pub roi_p50: f64,
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
    /// Changes of the design that take a blocker away, least costly first; empty where no change of the design alone does.
    #[serde(default)]
    pub remedies: Vec<DesignRemedy>,
}
/// Something that a person must answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OpenQuestion {
    /// Id.
    pub id: String,
    /// The question; the words of an unrecognised constraint stand as written.
    pub question: Fact,
    /// Why it matters.
    pub why: Fact,
    /// Who answers.
    pub owner: String,
    /// Change of ROI from the P10 to the P90 of what is assumed; none: no drawn input of the result, or too small to be listed.
    #[serde(default)]
    pub moves: Option<f64>,
    /// What `--answer` of the main command and of `amend` takes to answer it, with an example of a value; empty: words answer it.
    #[serde(default)]
    pub answer: String,
}
impl OpenQuestion {
    /// A question that words answer.
    pub fn new(id: impl Into<String>, question: Fact, why: Fact, owner: impl Into<String>) -> OpenQuestion {
        OpenQuestion { id: id.into(), question, why, owner: owner.into(), moves: None, answer: String::new() }
    }
    /// The same, answered by `--answer NAME=VALUE`.
    pub fn answered(self, name: &str, example: &str) -> OpenQuestion {
        OpenQuestion { answer: format!("{name}={example}"), ..self }
    }
}
