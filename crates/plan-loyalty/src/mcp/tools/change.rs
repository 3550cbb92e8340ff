//! `simulate_change` and `amend_plan`: what a change of a plan does; the first saves nothing, the second records who and why.
use super::Tool;
use crate::error::Refusal;
use crate::mcp::answer::Answer;
use crate::mcp::call::Call;
use crate::mcp::door::Door;
use crate::mcp::input::{ChangeInput, sane};
use crate::mcp::scrub;
use crate::mcp::view::{self, Concern, Figure};
use crate::operations::amend::{self, Change};
use crate::operations::{deliverables, person, shelf::Opened};
use loyalty_exports::blueprint_md::status_word;
use loyalty_exports::diff::{between, summary};
use loyalty_model::plan::Plan;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A change to try.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Tried {
    /// Name from list_plans, or latest.
    #[serde(default = "super::shelf::latest")]
    plan: String,
    /// The change.
    change: ChangeInput,
}
/// A change to save.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Amended {
    /// Name from list_plans, or latest.
    #[serde(default = "super::shelf::latest")]
    plan: String,
    /// The change.
    change: ChangeInput,
    /// Why: the change log says it.
    reason: String,
    /// The person who wants it (default: whoever started the server).
    by: Option<String>,
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
    /// The change is in the plan; `false`: it was only tried.
    saved: bool,
    /// In one line.
    summary: String,
    /// By meaning.
    differences: Vec<Differs>,
    /// Headline figures before.
    before: Vec<Figure>,
    /// After.
    after: Vec<Figure>,
    /// planned, infeasible or escalated, after.
    status: String,
    /// The verdict after.
    verdict: String,
    /// Compliance rules that block the launch, after.
    compliance_blockers: Vec<Concern>,
    /// Hash of the design after.
    plan_hash: String,
    /// Approvals of the design before, which the change takes back (or would).
    approvals_taken_back: Vec<String>,
}

/// The tool that tries.
pub fn simulate() -> Tool {
    Tool::new::<Tried, Effect>(
        "simulate_change",
        "Try a change",
        "What a change of a saved plan would do to tiers, economics and compliance. Saves nothing. Takes some seconds.",
        |door: &Door, input: Tried, call: &Call| {
            let (opened, change) = opened(door, &input.plan, &input.change)?;
            let changed = amend::changed(&opened, &change, call)?;
            effect(door, &opened, changed.plan, false)
        },
    )
    .computing()
}
/// The tool that saves.
pub fn amend() -> Tool {
    Tool::new::<Amended, Effect>(
        "amend_plan",
        "Amend a plan",
        "Changes a saved plan: what depends on the change is worked out anew, the change log says who and why, approvals of the design before are taken back. Ask \
         the person before you call it; simulate_change tries without saving. A published plan cannot be amended.",
        |door: &Door, input: Amended, call: &Call| {
            sane("reason", &input.reason)?;
            input.by.as_deref().map_or(Ok(()), |by| sane("by", by))?;
            let (opened, change) = opened(door, &input.plan, &input.change)?;
            amend::reasoned(&opened, &input.reason)?;
            let folder = deliverables::folder(&opened.plan);
            door.fence.writing("the folder of deliverables", &folder.to_string_lossy())?;
            let changed = amend::changed(&opened, &change, call)?;
            call.going_on()?;
            let by = format!("{} (through an agent)", person(input.by.as_deref()));
            let (plan, _) = amend::save(&opened, changed, by, &input.reason)?;
            effect(door, &opened, plan, true)
        },
    )
    .computing()
    .writing()
}
fn opened(door: &Door, plan: &str, change: &ChangeInput) -> Result<(Opened, Change), Refusal> {
    let change = Change { flags: change.flags()?, unpin: change.unpin, accept_data: change.accept_data };
    let opened = door.plan(plan)?;
    let (_, request) = amend::asked(&opened, &change)?;
    door.check(&request)?;
    Ok((opened, change))
}
fn effect(door: &Door, opened: &Opened, after: Plan, saved: bool) -> Result<Answer, Refusal> {
    let (old, new) = (scrub::plan(&opened.plan, door.allow_records)?, scrub::plan(&after, door.allow_records)?);
    let name = opened.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let h = &new.design.header;
    let effect = Effect {
        saved,
        summary: summary(&old.design, &new.design),
        differences: between(&old.design, &new.design).into_iter().map(|d| Differs { area: d.area.into(), sentence: d.sentence }).collect(),
        before: view::headlines(&old.design),
        after: view::headlines(&new.design),
        status: status_word(h.status).into(),
        verdict: h.verdict.clone(),
        compliance_blockers: view::blockers(&new.design),
        plan_hash: after.plan_hash.clone(),
        approvals_taken_back: amend::taken_back(&old),
        plan: name.clone(),
    };
    let word = if saved { "Saved" } else { "Tried, nothing saved" };
    let text = format!("{word}: {}\n{}", effect.summary, effect.verdict);
    Ok(Answer::of(&effect, text)?.with(if saved { view::links(&name) } else { vec![] }))
}
