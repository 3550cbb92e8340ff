//! `plan_loyalty`: the whole plan, as the terminal makes it.
use super::Tool;
use crate::mcp::answer::Answer;
use crate::mcp::call::Call;
use crate::mcp::input::PlanInput;
use crate::mcp::redact;
use crate::mcp::server_context::ServerContext;
use crate::mcp::view::{self, PlanView};
use loyalty_app::context::{Context, PLANS};
use loyalty_app::operations::plan;
use loyalty_app::refusal::Refusal;
use loyalty_app::settings;
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
    /// What was assumed because the request does not say it.
    taken_for_granted: Vec<String>,
    /// What to do next.
    next_steps: Vec<String>,
}

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
fn run(shared: &ServerContext, input: PlanInput, call: &Call) -> Result<Answer, Refusal> {
    let agent = Some(call.agent(input.acting_as));
    let context = Context { settings: input.data.config.as_ref().map(Into::into), agent, ..shared.context(call) };
    let made = plan::plan(&context, &settings::complete(&context, input.draft(shared.small_effort)?)?)?;
    let name = made.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let view = view::plan(&redact::plan(&made.plan, shared.allow_records)?, &made.plan, &name);
    let taken = input.budget().1.then(|| "We read the reward pool as monthly; give budget_period if it is not.".to_string());
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
        out.push("A person must decide on the escalation: show it in full. No tool resolves it (in a terminal: plan-loyalty resolve).".to_string());
    }
    if !view.compliance_blockers.is_empty() {
        out.push("Show the compliance blockers with their priced remedies; amend_plan applies one.".into());
    }
    if view.assumptions.assumed > 0 {
        out.push("Ask finance for the margin and the running costs (arguments margin and assume); both are placeholders.".into());
    }
    out.push("explain_number traces a figure; simulate_change tries a change without saving; amend_plan saves it with its reason.".into());
    out.push("export_deliverables writes files; review_plan shows what is open before publication. A person approves and publishes, in a terminal.".into());
    out
}
