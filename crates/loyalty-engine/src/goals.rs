//! The four goals side by side: the design that each would get, scored on every goal's objective on seeds that chose none of them.
use crate::base::{self, Base};
use crate::design::{self, Bench, Choice, ChoiceStatus, Effort};
use crate::run::{Job, RunError};
use crate::terms::Terms;
use crate::{assumptions, lifecycle, signals};
use loyalty_model::assumption::Book;
use loyalty_model::brief::{Brief, Goal};
use loyalty_model::extract::Extract;
use loyalty_model::line::LineBook;

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
const FRESH: Effort = Effort { draws: 200, members: 1_500, first_draw: 50_000 };

/// Designs for every goal and scores them.
///
/// # Errors
/// As a run.
pub fn compare(job: &Job, extract: &Extract) -> Result<Vec<Row>, RunError> {
    let book = assumptions::settle(&job.brief, extract);
    let fitted = base::fit(extract, &book);
    if !fitted.base.members.iter().any(|m| m.mrr > 0.0 || m.order_value > 0.0) {
        return Err(RunError::Nobody);
    }
    let lines = signals::value(signals::review(extract), extract, &fitted, &book).lines;
    let choices: Vec<Choice> = Goal::ALL
        .iter()
        .map(|goal| {
            let brief = Brief { goal: *goal, ..job.brief.clone() };
            let terms = Terms::of(&brief, extract.as_of);
            choose(&brief, &fitted.base, &book, &lines, extract, &terms, job.seed)
        })
        .collect();
    let terms = Terms::of(&job.brief, extract.as_of);
    let bench = Bench::new(&fitted.base, &book, &terms, job.seed);
    let scores: Vec<Vec<design::Score>> = choices.iter().map(|c| Goal::ALL.iter().map(|g| bench.judge_for(&c.program, &FRESH, *g)).collect()).collect();
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
/// The design for a brief.
pub(crate) fn choose(brief: &Brief, base: &Base, book: &Book, lines: &LineBook, extract: &Extract, terms: &Terms, seed: u64) -> Choice {
    let triggers = lifecycle::propose(base, book, lines, extract, terms, design::point_value(base, book));
    let space = design::propose(brief, base, book, terms, &triggers);
    let bench = Bench::new(base, book, terms, seed);
    design::choose(&space, &|program, effort| bench.judge(program, effort))
}
