//! Verbs that run the engine: plan, goals, resume, amend, reproduce.
use super::json;
use crate::cli::args::{AmendArgs, Format, PlanArgs, ReproduceArgs, ResumeArgs};
use crate::cli::exit;
use crate::cli::out::say;
use crate::cli::screen::{self, Steps};
use crate::cli::terminal::{QUIET, Terminal};
use loyalty_app::context::{Context, PLANS};
use loyalty_app::operations::plan::PlanOutcome;
use loyalty_app::operations::reproduce::ReproduceRequest;
use loyalty_app::operations::resume::ResumeRequest;
use loyalty_app::operations::{amend, goals, plan as planning, reproduce, resume};
use loyalty_app::refusal::Refusal;
use loyalty_app::settings;
use loyalty_engine::progress::Progress;
use loyalty_model::brief::Goal;
use std::path::PathBuf;

fn context<'a>(at: &Terminal, args: &PlanArgs, progress: &'a dyn Progress) -> Context<'a> {
    let plans = args.plans.clone().unwrap_or_else(|| PathBuf::from(PLANS));
    Context {
        settings: args.data.config.clone(),
        threads: args.data.threads,
        databases: at.databases(args.data.driver.as_deref()),
        ..at.of_plans(&plans, progress)
    }
}
/// `plan-loyalty --goal … --tiers … --budget …`: the main job.
pub fn plan(at: &Terminal, args: &PlanArgs) -> Result<u8, Refusal> {
    let steps = Steps::new(args.quiet, args.progress);
    let context = context(at, args, &steps);
    let made = planning::plan(&context, &settings::complete(&context, args.draft()?)?)?;
    drop(context);
    drop(steps);
    tell(&made, args.quiet, args.format)
}
fn tell(made: &PlanOutcome, quiet: bool, format: Option<Format>) -> Result<u8, Refusal> {
    match (quiet, format) {
        (true, _) => {}
        (_, Some(Format::Json)) => json(&made.plan)?,
        _ => say!("{}", screen::plan(&made.plan, &made.files, &made.path)),
    }
    Ok(exit::of_plan(&made.plan.design))
}
pub fn goals(at: &Terminal, args: &PlanArgs) -> Result<u8, Refusal> {
    let context = context(at, args, &QUIET);
    let mut draft = args.draft()?;
    // Whichever goal is named: all four are compared.
    draft.goal.get_or_insert(Goal::ALL[0]);
    let outcome = goals::goals(&context, &settings::complete(&context, draft)?)?;
    match args.format {
        Some(Format::Json) => json(&outcome.rows)?,
        _ => say!("{}", screen::goals(&outcome)),
    }
    Ok(exit::DONE)
}
pub fn resume(at: &Terminal, args: &ResumeArgs) -> Result<u8, Refusal> {
    let steps = Steps::new(args.quiet, args.progress);
    let made = resume::resume(&at.of_plans(&args.plans, &steps), &ResumeRequest { run: args.run.clone() })?;
    drop(steps);
    tell(&made, args.quiet, None)
}
pub fn amend(at: &Terminal, args: &AmendArgs) -> Result<u8, Refusal> {
    let steps = Steps::new(args.quiet, args.progress);
    let outcome = amend::amend(&at.of_plan(&args.file, &steps), &args.request()?)?;
    drop(steps);
    if !args.quiet {
        say!("{}", screen::amended(&outcome));
    }
    if args.trace {
        say!("{}", screen::traced(&outcome.trace));
    }
    Ok(exit::of_plan(&outcome.after.design))
}
pub fn reproduce(at: &Terminal, args: &ReproduceArgs) -> Result<u8, Refusal> {
    let outcome = reproduce::reproduce(&at.of_plan(&args.file, &QUIET), &ReproduceRequest { plan: args.file.plan.clone() })?;
    match args.format {
        Format::Json => json(&outcome)?,
        Format::Human => say!("{}", screen::reproduced(&outcome)),
    }
    Ok(if outcome.different.is_empty() { exit::DONE } else { exit::DIFFERS })
}
