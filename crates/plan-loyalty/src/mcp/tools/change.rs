//! `simulate_change` and `amend_plan`: what a change of a plan does; the first saves nothing, the second records who and why.
use super::Tool;
use crate::mcp::answer::Answer;
use crate::mcp::call::Call;
use crate::mcp::input::{AgentWord, ChangeInput, sane};
use crate::mcp::redact;
use crate::mcp::server_context::ServerContext;
use crate::mcp::server_context::plan_name;
use crate::mcp::view::{self, Concern, Figure};
use loyalty_app::context::Context;
use loyalty_app::operations::amend::{self, AmendRequest, ChangeOutcome, SimulateRequest};
use loyalty_app::refusal::Refusal;
use loyalty_exports::copy::standing_word;
use loyalty_exports::diff::{between, summary};
use loyalty_exports::format;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A change to try.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Tried {
    /// Name from list_plans, or latest.
    #[serde(default = "super::plans::latest")]
    plan: String,
    /// The change.
    change: ChangeInput,
}
/// A change to save.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Amended {
    /// Name from list_plans, or latest.
    #[serde(default = "super::plans::latest")]
    plan: String,
    /// The change.
    change: ChangeInput,
    /// Reason, for the change log.
    reason: String,
    /// The person who requests it (default: the one who started the server).
    by: Option<String>,
    /// The agent of the plugin that calls, where one does.
    acting_as: Option<AgentWord>,
}
/// One difference.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Differs {
    /// brief, tiers, rewards, benefits, triggers, economics, assumptions, governance, data.
    pub area: String,
    /// In words.
    pub sentence: String,
}
/// The answer.
#[derive(Debug, Serialize, JsonSchema)]
struct Effect {
    /// The plan.
    plan: String,
    /// True: the change is saved; false: it was only simulated.
    saved: bool,
    /// One-line summary.
    summary: String,
    /// Differences by meaning.
    differences: Vec<Differs>,
    /// Headline figures before the change.
    before: Vec<Figure>,
    /// Headline figures after it.
    after: Vec<Figure>,
    /// Status after the change: planned, infeasible or escalated.
    status: String,
    /// Verdict after the change.
    verdict: String,
    /// Compliance rules that block the launch after the change.
    compliance_blockers: Vec<Concern>,
    /// Hash of the changed design.
    plan_hash: String,
    /// Approvals of the earlier design that the change revokes (or would revoke).
    approvals_taken_back: Vec<String>,
}

/// The tool that tries.
pub fn simulate() -> Tool {
    Tool::new::<Tried, Effect>(
        "simulate_change",
        "Try a change",
        "Shows what a change to a saved plan would do to tiers, economics and compliance. Saves nothing. Takes a few seconds.",
        |shared: &ServerContext, input: Tried, call: &Call| {
            let request = SimulateRequest { plan: plan_name(&input.plan)?.into(), change: input.change.change()?, sketch: false };
            effect(shared, amend::simulate(&shared.context(call), &request)?)
        },
    )
    .computing()
}
/// The tool that saves.
pub fn amend() -> Tool {
    Tool::new::<Amended, Effect>(
        "amend_plan",
        "Amend a plan",
        "Changes a saved plan: what depends on the change is recalculated, the change log records who and why, approvals of the earlier design are revoked. Ask \
         the person before you call it; simulate_change tries without saving. A published plan cannot be amended.",
        |shared: &ServerContext, input: Amended, call: &Call| {
            sane("reason", &input.reason)?;
            input.by.as_deref().map_or(Ok(()), |by| sane("by", by))?;
            let context = Context { agent: Some(call.agent(input.acting_as)), ..shared.context(call) };
            let request = AmendRequest {
                plan: plan_name(&input.plan)?.into(),
                change: input.change.change()?,
                frozen: false,
                by: Some(format!("{} (through an agent)", context.person(input.by.as_deref()))),
                reason: input.reason,
                seen: None,
            };
            effect(shared, amend::amend(&context, &request)?)
        },
    )
    .computing()
    .writing()
}
fn effect(shared: &ServerContext, outcome: ChangeOutcome) -> Result<Answer, Refusal> {
    let (old, new) = (redact::plan(&outcome.before, shared.allow_records)?, redact::plan(&outcome.after, shared.allow_records)?);
    let name = outcome.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let h = &new.design.header;
    let effect = Effect {
        saved: outcome.saved,
        summary: summary(&old.design, &new.design),
        differences: between(&old.design, &new.design).into_iter().map(|d| Differs { area: d.area.into(), sentence: d.sentence }).collect(),
        before: view::headlines(&old.design),
        after: view::headlines(&new.design),
        status: standing_word(&new.design).into(),
        verdict: format::sentences(&h.verdict),
        compliance_blockers: view::blockers(&new.design),
        plan_hash: outcome.after.plan_hash.clone(),
        approvals_taken_back: amend::approvals_revoked(&old),
        plan: name.clone(),
    };
    let word = if outcome.saved { "Saved" } else { "Simulated; nothing saved" };
    let text = format!("{word}: {}\n{}", effect.summary, effect.verdict);
    Ok(Answer::of(&effect, text)?.with(if outcome.saved { view::links(&name) } else { vec![] }))
}
