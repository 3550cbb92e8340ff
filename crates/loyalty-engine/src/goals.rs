//! The four goals side by side: the design that each would get, scored on every goal's objective on seeds that chose none of them.
use crate::design::{self, Appraiser, Choice, ChoiceStatus, SearchEffort};
use crate::job::{Job, Measured, RunError};
use crate::orchestrate::{Homes, Step};
use crate::progress::{CancelToken, Progress, TaskEvent};
use crate::run::PATH_BYTES;
use crate::simulation::PathsByBase;
use crate::step_cache::MemoryCache;
use crate::steps::{Steps, Warm};
use loyalty_model::brief::{Brief, Goal};
use loyalty_model::extract::Extract;

/// One goal's design on the objectives of all.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Row {
    /// Whose design.
    pub designed_for: Goal,
    /// Mean objective by goal, in the order of [`Goal::ALL`], in plan currency.
    pub objective: Vec<f64>,
    /// Standard error of its lead over this design on that objective, draw by draw, against the design made for it.
    pub behind: Vec<(f64, f64)>,
    /// Median ROI.
    pub roi_p50: f64,
    /// Mean reward cost of a period.
    pub reward_cost_per_period: f64,
    /// Negative at the median twice, or infeasible: then the design is the redesign or the cheapest, not the best for its goal.
    pub fit_to_launch: bool,
}
/// Fresh draws: neither those of the search nor those of a plan's appraisal.
const FRESH: SearchEffort = SearchEffort { draws: 200, members: 1_500, first_draw: 50_000 };

/// Designs for every goal and scores them, remembering nothing.
///
/// # Errors
/// As a run.
pub fn compare(job: &Job, extract: &Extract) -> Result<Vec<Row>, RunError> {
    let (memory, paths) = (MemoryCache::new(Goal::ALL.len()), PathsByBase::new(1, PATH_BYTES));
    let warm = Warm { version: &job.version, homes: Homes { memory: &memory, beyond: None, clock: None }, paths: &paths };
    compare_on(job, &Measured::of(extract), warm, &|_: &str, _: TaskEvent| {}, &CancelToken::default())
}
/// The same on what is known of earlier runs.
pub(crate) fn compare_on(job: &Job, measured: &Measured, warm: Warm, progress: &dyn Progress, cancel: &CancelToken) -> Result<Vec<Row>, RunError> {
    let jobs = Goal::ALL.map(|goal| Job { brief: Brief { goal, ..job.brief.clone() }, ..job.clone() });
    let steps = jobs.each_ref().map(|job| Steps::new(job, measured, warm, progress, cancel));
    let choices: Vec<Step<Choice>> = steps.iter().map(chosen).collect::<Result<_, _>>()?;
    let own = Steps::new(job, measured, warm, progress, cancel);
    let (book, fitted) = own.book_and_base()?;
    let terms = own.terms_on(&fitted);
    let bench = Appraiser::new(&fitted.base, &book, &terms, job.seed);
    let scores: Vec<Vec<design::Score>> = choices.iter().map(|c| Goal::ALL.iter().map(|g| bench.judge_for(&c.program, &FRESH, *g)).collect()).collect();
    if cancel.is_cancelled() {
        return Err(RunError::Stopped);
    }
    let row = |i: usize| Row {
        designed_for: Goal::ALL[i],
        objective: scores[i].iter().map(design::Score::value).collect(),
        behind: (0..Goal::ALL.len()).map(|g| scores[g][g].lead(&scores[i][g])).collect(),
        roi_p50: scores[i][i].roi_p50(),
        reward_cost_per_period: scores[i][i].reward_cost_per_period,
        fit_to_launch: choices[i].status == ChoiceStatus::Planned,
    };
    Ok((0..Goal::ALL.len()).map(row).collect())
}
/// The design for one goal.
fn chosen(s: &Steps) -> Result<Step<Choice>, RunError> {
    let read = s.review_signals()?;
    let (book, fitted) = s.book_and_base()?;
    let signals = s.value_customers(&read, &fitted, &book)?;
    let triggers = s.map_lifecycle(&fitted, &book, &signals)?;
    s.choose_design(&s.space(&fitted, &book, &triggers, &signals), &fitted, &book)
}
