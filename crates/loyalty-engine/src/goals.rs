//! The four goals side by side: the design that each would get, scored on every goal's objective on seeds that chose none of them.
use crate::base::Fitted;
use crate::design::search::explanations;
use crate::design::space::design_point::{Axis, DesignPoint};
use crate::design::space::limits::broken;
use crate::design::{self, Appraiser, Choice, ChoiceStatus, SearchEffort, Space};
use crate::job::{Job, Measured, RunError};
use crate::orchestrate::{Homes, Step};
use crate::progress::{CancelToken, Progress, TaskEvent};
use crate::run::PATH_BYTES;
use crate::signals::Reviewed;
use crate::simulation::PathsByBase;
use crate::step_cache::MemoryCache;
use crate::steps::{Steps, Warm};
use loyalty_model::assumption::Book;
use loyalty_model::brief::{Brief, Goal};
use loyalty_model::extract::Extract;
use loyalty_model::fact::Fact;
use loyalty_model::plan::ShapeRule;
use loyalty_model::program::Trigger;

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
    /// What differs from the design of the first goal, and what each difference is worth.
    pub differs: Vec<Difference>,
    /// Rules of shape that the design does not keep, each with its reason.
    pub not_in_shape: Vec<ShapeRule>,
}
/// An option that differs from the one that the first goal's design has, this design otherwise.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Difference {
    /// What this design has.
    pub option: Fact,
    /// What the first goal's design has instead.
    pub instead: Fact,
    /// Lead of having it, draw by draw: mean and standard error, plan currency. None: a rule of shape or a limit leaves this design no such option.
    pub lead: Option<Lead>,
}
/// A lead on two objectives.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Lead {
    /// On the design's own objective: mean and standard error.
    pub own: (f64, f64),
    /// On the first goal's.
    pub first: (f64, f64),
}
/// Fresh draws: neither those of the search nor those of a plan's appraisal.
const FRESH: SearchEffort = SearchEffort { draws: 200, members: 1_500, first_draw: 50_000 };
/// For differences of one option, which common draws tell with fewer.
const ONE_OPTION: SearchEffort = SearchEffort { draws: 120, members: 600, first_draw: 60_000 };

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
    let laid: Vec<Laid> = steps.iter().map(Laid::out).collect::<Result<_, _>>()?;
    let spaces: Vec<Space> = steps.iter().zip(&laid).map(|(s, l)| l.space(s)).collect();
    let choices: Vec<Step<Choice>> =
        steps.iter().zip(&laid).zip(&spaces).map(|((s, l), space)| s.choose_design(space, &l.fitted, &l.book)).collect::<Result<_, _>>()?;
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
        differs: differences(&bench, Goal::ALL[i], (&spaces[i], choices[i].levers), (&spaces[0], choices[0].levers)),
        not_in_shape: spaces[i].checked(&choices[i].program, &terms).into_iter().filter(|r| !r.kept).collect(),
    };
    Ok((0..Goal::ALL.len()).map(row).collect())
}
/// What a design for one goal is chosen on.
struct Laid {
    book: Step<Book>,
    fitted: Step<Fitted>,
    signals: Step<Reviewed>,
    triggers: Step<Vec<Trigger>>,
}
impl Laid {
    fn out(s: &Steps) -> Result<Laid, RunError> {
        let read = s.review_signals()?;
        let (book, fitted) = s.book_and_base()?;
        let signals = s.value_customers(&read, &fitted, &book)?;
        let people = s.find_personas(&fitted)?;
        let triggers = s.map_lifecycle(&fitted, &book, &signals, &people)?;
        Ok(Laid { book, fitted, signals, triggers })
    }
    fn space(&self, s: &Steps) -> Space<'_> {
        s.space(&self.fitted, &self.book, &self.triggers, &self.signals)
    }
}
/// Option by option, what a design has that the first goal's has not, and the lead of having it. Spaces of two goals may hold their options in another order:
/// options are compared by what they say.
fn differences(bench: &Appraiser, goal: Goal, (space, levers): (&Space, DesignPoint), (space_first, levers_first): (&Space, DesignPoint)) -> Vec<Difference> {
    let one = |option: Fact, instead: Fact, other: Option<DesignPoint>| {
        if option == instead {
            return None;
        }
        let other = other.filter(|l| space.steps_hold(*l)).map(|l| space.build(l)).filter(|p| broken(p, &space.terms).is_empty() && space.in_shape(p));
        let lead = other.map(|other| {
            let here = space.build(levers);
            let on = |goal: Goal| bench.judge_for(&here, &ONE_OPTION, goal).lead(&bench.judge_for(&other, &ONE_OPTION, goal));
            Lead { own: on(goal), first: on(Goal::ALL[0]) }
        });
        Some(Difference { option, instead, lead })
    };
    let axes = Axis::ALL.into_iter().filter_map(|axis| {
        let (option, instead) = (explanations::option(space, levers, axis), explanations::option(space_first, levers_first, axis));
        let other = (0..space.options.count(axis)).map(|i| levers.with(axis, i)).find(|l| explanations::option(space, *l, axis) == instead);
        one(option, instead, other)
    });
    // Thresholds that the axes alone would put elsewhere.
    let moved = (0..levers.steps().len()).filter(|i| levers.steps()[*i] != levers_first.steps()[*i]);
    let thresholds = moved.filter_map(|i| {
        let (option, instead) = (explanations::threshold(space, levers, i)?, explanations::threshold(space_first, levers_first, i)?);
        let other = Some(levers.stepped(i, levers_first.steps()[i])).filter(|l| explanations::threshold(space, *l, i).as_ref() == Some(&instead));
        one(option, instead, other)
    });
    axes.chain(thresholds).collect()
}
