//! `appraise`: what a change does to the design as it is, in a moment. Before and after are simulated on the same draws, so that a difference has a small
//! error although a quick appraisal draws little. Nothing is searched and nothing saved: `amend` says what a plan with the change is.
use super::amend::{self, Change};
use super::plans::{self, Opened};
use super::prepare::{Prepared, prepared_again};
use super::run;
use crate::context::Context;
use crate::refusal::Refusal;
use loyalty_engine::run::Job;
use loyalty_engine::session::Appraised;
use loyalty_engine::simulation::{Appraisal, Outcome, Paired};
use loyalty_model::brief::{Budget, Goal};
use loyalty_model::plan::TierFacts;
use loyalty_model::program::Program;
use loyalty_model::request::PlanRequest;

/// Draws and customers of a quick appraisal: the draws are the first of those that the plan was appraised on.
const QUICK: (u32, u32) = (40, 750);
/// Standard errors in the printed error of a difference.
const ERRORS: f64 = 2.0;

/// Draws that a change of a share may hide behind: where none of n draws shows it, it is below 3 / n with 95% probability.
const UNSEEN: f64 = 3.0;

/// A plan, what it was asked and its data, ready for changes.
pub struct Ready {
    pub opened: Opened,
    request: PlanRequest,
    prepared: Prepared,
    before: Appraised,
}
/// A figure before a change, and how much the change moves it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moved {
    /// Id of the figure in the dictionary of metrics.
    pub id: &'static str,
    /// Mean of the quick appraisal before the change: close to that of the plan, which draws more.
    pub before: f64,
    pub difference: f64,
    /// Two standard errors of the difference; of a probability, no less than what so few draws cannot show.
    pub error: f64,
}
/// What a change does.
#[derive(Debug, Clone)]
pub struct Quick {
    /// The program with the change in it.
    pub program: Program,
    /// Its tiers: the rules applied to today's customers. What a member costs is drawn, and is no quick figure.
    pub tiers: Vec<TierFacts>,
    pub figures: Vec<Moved>,
    /// The pool after the change.
    pub budget: Budget,
    /// Draws.
    pub draws: u32,
    /// Customers of a draw.
    pub members: u32,
    /// The change touches what the search reads: in full, the design is searched again.
    pub searches: bool,
}
/// Opens a plan for changes.
///
/// # Errors
/// No such plan, one that cannot be recomputed, data that changed.
pub fn open(context: &Context, plan: &str) -> Result<Ready, Refusal> {
    let opened = plans::open(context, plan)?;
    let request = amend::thawed(plans::request_of(context, &opened.plan)?);
    let prepared = context.with_threads(|| prepared_again(context, &request))?;
    amend::same_data(&opened, &prepared.inputs, &Change::default())?;
    let before = appraised(context, &opened, &prepared, &prepared.job, (&[], QUICK))?;
    Ok(Ready { opened, request, prepared, before })
}
/// Appraises a change.
///
/// # Errors
/// A change that does not fit; cancelled.
pub fn quick(context: &Context, ready: &Ready, change: &Change) -> Result<Quick, Refusal> {
    differences(context, ready, &ready.before, change, QUICK)
}
/// The same on so many draws of so many customers (fewer at small effort): what a quick appraisal is held against.
///
/// # Errors
/// As [`quick`].
pub fn with_draws(context: &Context, ready: &Ready, change: &Change, draws: (u32, u32)) -> Result<Quick, Refusal> {
    let before = appraised(context, &ready.opened, &ready.prepared, &ready.prepared.job, (&[], draws))?;
    differences(context, ready, &before, change, draws)
}
fn differences(context: &Context, ready: &Ready, before: &Appraised, change: &Change, draws: (u32, u32)) -> Result<Quick, Refusal> {
    let asked = amend::asked(context, &ready.opened.plan, change)?;
    let searches = PlanRequest { pins: ready.request.pins.clone(), ..asked.clone() } != ready.request;
    let pins = &change.says.pins;
    let (after, budget) = match ready.prepared.job_of(&asked)? {
        Some(job) => (appraised(context, &ready.opened, &ready.prepared, &job, (pins, draws))?, job.brief.budget),
        None => {
            let prepared = context.with_threads(|| prepared_again(context, &asked))?;
            (appraised(context, &ready.opened, &prepared, &prepared.job, (pins, draws))?, prepared.job.brief.budget)
        }
    };
    let (x, y, brief) = (before, &after, &ready.prepared.job.brief);
    let mut figures = figures(&x.appraisal, &y.appraisal, brief.goal);
    figures.push(kept((&x.appraisal, brief.budget.amount.to_f64()), (&y.appraisal, budget.amount.to_f64())));
    Ok(Quick { figures, budget, draws: y.appraisal.draws.len() as u32, members: y.appraisal.members, searches, program: after.program, tiers: after.tiers })
}
fn appraised(context: &Context, opened: &Opened, prepared: &Prepared, job: &Job, (pins, draws): (&[String], (u32, u32))) -> Result<Appraised, Refusal> {
    let program = &opened.plan.design.blueprint.program;
    let cancel = context.progress.cancel_token();
    context.with_threads(|| {
        let measured = prepared.measured();
        context.session.appraise_change(job, &measured, (program, pins), job.depth.last(draws), &cancel).map_err(run::refusal)
    })
}
fn figures(before: &Appraisal, after: &Appraisal, goal: Goal) -> Vec<Moved> {
    let periods = f64::from(before.horizon.div_ceil(before.period_months.max(1)));
    let goal_id = match goal {
        Goal::Retention => "economics.goal.retention",
        Goal::Expansion => "economics.goal.expansion",
        Goal::Engagement => "economics.goal.engagement",
        Goal::Advocacy => "economics.goal.advocacy",
    };
    let one = |id, of: &dyn Fn(&Outcome) -> f64| moved(id, before.paired(after, of));
    vec![
        one("economics.net_value", &|o| o.net_value),
        one("economics.incremental_margin", &|o| o.incremental_margin),
        one("economics.total_cost", &|o| o.total_cost),
        one("economics.period.reward_cost", &|o| o.reward_monthly.iter().sum::<f64>() / periods),
        one("economics.liability_peak", &|o| o.peak_liability),
        one(goal_id, &|o| o.goal_margin(goal)),
    ]
}
/// The probability that the pool suffices, before and after, each with its pool.
fn kept(before: (&Appraisal, f64), after: (&Appraisal, f64)) -> Moved {
    let by = moved("economics.budget_kept_share", Paired::of(&before.0.budget_kept(before.1), &after.0.budget_kept(after.1)));
    let same = before.1 == after.1 && before.0.period_reward == after.0.period_reward;
    let least = if same { 0.0 } else { UNSEEN / before.0.draws.len() as f64 };
    Moved { error: by.error.max(least), ..by }
}
fn moved(id: &'static str, by: Paired) -> Moved {
    Moved { id, before: by.before, difference: by.difference, error: ERRORS * by.error }
}
