//! Who decides, when, by what, and what is open.
use crate::fact::Fact;
use crate::finding::{ComplianceFinding, Guardrail, OpenQuestion};
use crate::roll_out::RollOut;
use crate::units::Date;
use crate::work::WorkItem;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A constraint of the brief and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ConstraintOutcome {
    /// The words as written.
    pub words: String,
    /// What became of it.
    pub standing: Standing,
    /// What it changed, or what is asked.
    pub changed: Fact,
    /// Who answers for what the design cannot follow; empty: nobody has to.
    pub owner: String,
}
/// What became of a constraint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// The design follows it.
    Binds,
    /// It is known, and its owner answers.
    Question,
    /// Nothing follows it yet; it is kept word for word.
    NotUnderstood,
}
/// Governance packet.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Governance {
    /// Constraints of the brief and what they changed, in the order in which they were written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub constraints: Vec<ConstraintOutcome>,
    /// Activity → responsible, accountable, consulted, informed.
    pub raci: Vec<Raci>,
    /// What is to be done before the launch, with owners and due dates.
    #[serde(default)]
    pub work: Vec<WorkItem>,
    /// Meetings and reviews.
    pub cadences: Vec<Cadence>,
    /// KPIs.
    pub kpis: Vec<Kpi>,
    /// Approvals as a dependency graph.
    pub approvals: Vec<Approval>,
    /// Guardrails with today's verdict.
    pub guardrails: Vec<Guardrail>,
    /// Risks.
    pub risks: Vec<Risk>,
    /// Compliance findings.
    pub compliance: Vec<ComplianceFinding>,
    /// Rules that do not touch this design.
    pub compliance_not_applicable: u32,
    /// Rules that wait for facts.
    #[serde(default)]
    pub compliance_open: u32,
    /// Facts that they wait for, each an open question.
    #[serde(default)]
    pub open_facts: u32,
    /// What the table is and is not.
    pub compliance_disclaimer: Fact,
    /// Open questions.
    pub open_questions: Vec<OpenQuestion>,
    /// Launch checklist.
    pub checklist: Vec<ChecklistItem>,
    /// Redemption flows to test the real system with.
    pub redemption_flows: Vec<FlowCase>,
    /// Dates and gates of the roll-out, and the way out; absent in plans of before.
    #[serde(default)]
    pub roll_out: Option<RollOut>,
}
/// A redemption flow: steps and the balance after each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FlowCase {
    /// Id.
    pub id: String,
    /// What is tested.
    pub title: Fact,
    /// Steps in order.
    pub steps: Vec<FlowStep>,
    /// The ledger of the simulation gives the balances that the rules say.
    pub agrees: bool,
}
/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FlowStep {
    /// What is done.
    pub action: Fact,
    /// Months since the beginning of the case.
    pub month: u32,
    /// Points that may be spent after it.
    pub spendable: u64,
    /// Points that wait after it.
    pub pending: u64,
    /// Points owed after it, because what was returned had been spent.
    pub owed: u64,
    /// Tier after it, where the case is about tiers.
    pub tier: Option<String>,
    /// What must happen.
    pub outcome: Fact,
}
/// One activity and its people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Raci {
    pub activity: Fact,
    pub responsible: String,
    pub accountable: String,
    /// Roles; a plan of shape 1.2 holds them in one string.
    #[serde(deserialize_with = "roles")]
    pub consulted: Vec<String>,
    /// Roles.
    #[serde(deserialize_with = "roles")]
    pub informed: Vec<String>,
}
fn roles<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        One(String),
        Many(Vec<String>),
    }
    Ok(match Either::deserialize(d)? {
        Either::One(all) => all.split(", ").map(str::to_string).collect(),
        Either::Many(all) => all,
    })
}
/// A meeting or review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Cadence {
    /// Id, kebab-case; empty in plans of shape 1.2 and older.
    #[serde(default)]
    pub id: String,
    pub name: Fact,
    pub every: Fact,
    pub owner: String,
    pub agenda: Fact,
    pub decision: Fact,
    /// First day on which it is held.
    #[serde(default)]
    pub first: Date,
    /// How it comes again, as a recurrence rule of RFC 5545 without the `RRULE:`; `None`: once.
    #[serde(default)]
    pub repeats: Option<String>,
}
/// A KPI with its target from the model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Kpi {
    /// Id.
    pub id: String,
    /// Name and definition.
    pub name: Fact,
    /// Unit.
    pub unit: crate::line::Unit,
    /// Today, or `None` where not identified.
    pub baseline: Option<f64>,
    /// Target.
    pub target: Option<f64>,
    /// Below (or above) this, act.
    pub threshold: Option<f64>,
    /// By when.
    pub by: Date,
    /// Owner.
    pub owner: String,
    /// Where baseline and target come from.
    pub basis: Fact,
}
/// One approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Approval {
    /// legal, finance, operations, exec-sponsor.
    pub role: String,
    /// What is approved.
    pub subject: Fact,
    /// Roles that must have approved before.
    pub after: Vec<String>,
    /// `pending` in a fresh plan.
    pub state: String,
}
/// A risk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Risk {
    pub risk: Fact,
    pub sign: Fact,
    pub response: Fact,
    pub owner: String,
}
/// One item before launch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChecklistItem {
    pub item: Fact,
    pub owner: String,
    pub done: bool,
}
