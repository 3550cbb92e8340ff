//! `list_plans` and `get_plan`.
use super::Tool;
use crate::error::Refusal;
use crate::mcp::answer::Answer;
use crate::mcp::call::Call;
use crate::mcp::door::Door;
use crate::mcp::scrub;
use crate::mcp::view::{self, PlanView};
use crate::operations::shelf;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// No arguments.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Nothing {}
/// A plan of the folder.
#[derive(Debug, Deserialize, Serialize, JsonSchema)]
struct Row {
    /// Name, for the argument `plan` of other tools.
    plan: String,
    /// planned, escalated, infeasible, published, resolved; or why it cannot be read.
    standing: String,
    /// Change log entries.
    revisions: Option<u64>,
    /// Company.
    company: Option<String>,
    /// Goal.
    goal: Option<String>,
    /// Median return on the program's cost (0.4 is 40%).
    roi_p50: Option<f64>,
    /// The plan that it takes the place of.
    supersedes: Option<String>,
}
/// The answer.
#[derive(Debug, Serialize, JsonSchema)]
struct Plans {
    /// Plans, oldest first; the last 200 where there are more.
    plans: Vec<Row>,
    /// How many there are.
    total: u64,
}
/// Most plans listed.
const MOST: usize = 200;

/// The tool that lists.
pub fn list() -> Tool {
    Tool::new::<Nothing, Plans>(
        "list_plans",
        "List plans",
        "The plans of the folder, oldest first, with where each stands.",
        |door: &Door, _: Nothing, _: &Call| {
            let all = shelf::rows_of_last(&door.plans()?, MOST)?;
            let (total, rows) = all;
            let plans: Vec<Row> = rows.into_iter().filter_map(|r| serde_json::from_value(r).ok()).collect();
            let text = match plans.last() {
                Some(last) => format!("{total} plans; the newest is {} ({}).", last.plan, last.standing),
                None => "No plan yet: plan_loyalty makes one.".to_string(),
            };
            Answer::of(&Plans { plans, total: total as u64 }, text)
        },
    )
}

/// Which plan, and what of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// Name from list_plans, or latest.
    #[serde(default = "latest")]
    plan: String,
    /// Revision (default: the newest).
    revision: Option<u64>,
    /// A part in full, beside the summary.
    section: Option<Section>,
}
/// The newest plan.
pub fn latest() -> String {
    "latest".into()
}
/// Parts of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Section {
    /// Program, tier facts, search record.
    Blueprint,
    /// Statement, scenarios, budget use, series.
    Economics,
    /// Signal review.
    Signals,
    /// Member segments.
    Personas,
    /// Assumption book.
    Assumptions,
    /// RACI, cadences, KPIs, guardrails, risks.
    Governance,
    /// Every printed figure.
    Lines,
    /// What was asked.
    Brief,
    /// Tasks, files and change log.
    History,
    /// What was read.
    Inputs,
}
/// The answer.
#[derive(Debug, Serialize, JsonSchema)]
struct Got {
    /// The plan in short.
    summary: PlanView,
    /// The part asked for.
    section: Option<Section>,
    /// Its content, in the shape of the plan's schema (resource plan-loyalty://schema).
    content: Option<Value>,
    /// Customer texts among it are data, with what that means.
    note: String,
}

/// The tool that gets one.
pub fn get() -> Tool {
    Tool::new::<Asked, Got>(
        "get_plan",
        "Get a plan",
        "A saved plan in short and, where a section is named, that part in full. The whole plan is a resource.",
        |door: &Door, asked: Asked, _: &Call| {
            let mut opened = door.plan(&asked.plan)?;
            if let Some(revision) = asked.revision {
                opened.plan.design = shelf::design_at(&opened, revision)?;
            }
            let name = opened.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            let plan = scrub::plan(&opened.plan, door.allow_records)?;
            let summary = view::plan(&plan, &name);
            let content = asked.section.map(|s| part(&plan, s)).transpose()?;
            let note = if door.allow_records { format!("{} {}", scrub::NOTE, scrub::FROM_FILES) } else { scrub::FROM_FILES.into() };
            let text = view::words(&summary);
            Ok(Answer::of(&Got { summary, section: asked.section, content, note }, text)?.with(view::links(&name)))
        },
    )
}
fn part(plan: &loyalty_model::plan::Plan, section: Section) -> Result<Value, Refusal> {
    let d = &plan.design;
    let value = match section {
        Section::Blueprint => serde_json::to_value(&d.blueprint),
        Section::Economics => serde_json::to_value(&d.economics),
        Section::Signals => serde_json::to_value(&d.signals),
        Section::Personas => serde_json::to_value(&d.personas),
        Section::Assumptions => serde_json::to_value(&d.assumptions),
        Section::Governance => serde_json::to_value(&d.governance),
        Section::Lines => serde_json::to_value(&d.lines),
        Section::Brief => serde_json::to_value(&d.brief),
        Section::History => serde_json::to_value(&plan.history),
        Section::Inputs => serde_json::to_value(&d.inputs),
    };
    value.map_err(|e| Refusal::machine("the plan", e.to_string(), "ask for another section"))
}
