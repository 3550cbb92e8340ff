//! `plan_loyalty`: the whole plan, as the terminal makes it.
use super::Tool;
use crate::error::Refusal;
use crate::mcp::answer::Answer;
use crate::mcp::call::Call;
use crate::mcp::door::{Door, PLANS};
use crate::mcp::input::PlanInput;
use crate::mcp::scrub;
use crate::mcp::view::{self, PlanView};
use crate::operations::{command, plan};
use loyalty_model::plan::Act;
use schemars::JsonSchema;
use serde::Serialize;

/// The answer.
#[derive(Debug, Serialize, JsonSchema)]
struct Planned {
    /// The plan.
    #[serde(flatten)]
    plan: PlanView,
    /// Deliverables written, in the folders of the server.
    files: Vec<String>,
    /// What was taken for granted because nothing said it.
    taken_for_granted: Vec<String>,
    /// What to do next.
    next_steps: Vec<String>,
}

/// The tool.
pub fn tool() -> Tool {
    Tool::new::<PlanInput, Planned>(
        "plan_loyalty",
        "Plan a loyalty program",
        "Designs, costs and governs a loyalty program from the company's data and saves the plan with its deliverables: tiers, benefits, triggers, economics with \
         ranges, guardrails, compliance, open questions. Same request, data and seed: same plan. State no figure that this tool did not return. Without data it \
         plans for a built-in demonstration company, and says so. Takes some seconds.",
        run,
    )
    .computing()
    .writing()
}
fn run(door: &Door, input: PlanInput, call: &Call) -> Result<Answer, Refusal> {
    let words = input.command(door)?;
    let request = command::planning(&words)
        .map_err(|e| Refusal::input("the request", e, "", "look at the input schema; goal, tiers and budget are needed unless the settings say them"))?;
    door.plans()?;
    door.check(&request)?;
    let prepared = plan::prepare(&request)?;
    call.going_on()?;
    let made = plan::make(&request, words, prepared, (None, Act::Created), call)?;
    let name = made.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let view = view::plan(&scrub::plan(&made.plan, door.allow_records)?, &name);
    let taken = input.budget().1.then(|| "The reward pool was taken as monthly: say budget_period if it is not.".to_string());
    let text = format!("{}\nSaved as {PLANS}/{name} with {} deliverables.", view::words(&view), made.files.len());
    let links = view::links(&name);
    let planned = Planned {
        next_steps: next(&view),
        plan: view,
        files: made.files.iter().map(|f| f.display().to_string()).collect(),
        taken_for_granted: taken.into_iter().collect(),
    };
    Ok(Answer::of(&planned, text)?.with(links))
}
fn next(view: &PlanView) -> Vec<String> {
    let mut out = vec![];
    if view.escalation.is_some() {
        out.push("A person must decide on the escalation: show it whole. No tool resolves it (terminal: plan-loyalty resolve).".to_string());
    }
    if !view.compliance_blockers.is_empty() {
        out.push("Show the compliance blockers with their priced remedies; amend_plan takes one.".into());
    }
    if view.assumptions.assumed > 0 {
        out.push("Ask finance for the margin and the running cost (arguments margin and assume): they are placeholders.".into());
    }
    out.push("explain_number traces a figure; simulate_change tries a change without saving; amend_plan saves it with its reason.".into());
    out.push(
        "export_deliverables writes files; review_plan says what is missing before publishing. Approving and publishing are for a person, in a terminal."
            .into(),
    );
    out
}
