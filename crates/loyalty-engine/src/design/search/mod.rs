//! The search: every design appraised on common random numbers, the best again on fresh ones, the chosen one on numbers that chose nothing.
pub mod appraiser;
pub mod coordinate_search;
pub(crate) mod explanations;
mod options;
mod polish;
mod stability;

pub use appraiser::{Appraiser, Limit, Score, ScoreBook, SearchEffort};

use super::space::Space;
use super::space::design_point::DesignPoint;
use loyalty_model::plan::{PlanOption, SearchRecord};
use loyalty_model::program::Program;
use serde::{Deserialize, Serialize};

/// Chooses a design. `judge` appraises; see [`coordinate_search::SEARCH`], [`coordinate_search::FRESH`] and [`coordinate_search::CHECK`] for how often and
/// how hard.
pub fn choose(space: &Space, judge: coordinate_search::Judge) -> Choice {
    let mut walk = coordinate_search::CoordinateSearch::new(space, judge);
    let mut choice = coordinate_search::choose(&mut walk);
    if choice.status != ChoiceStatus::Infeasible {
        let levers = choice.levers;
        (choice.record.front, choice.options) = options::options(&mut walk, levers);
    }
    choice
}

/// How the choice ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChoiceStatus {
    /// A design keeps every limit and pays for itself, on the mean or at the median.
    Planned,
    /// No design keeps every limit; the program given is the cheapest legal one.
    Infeasible,
    /// Mean net value and median ROI are negative, and after one redesign with cheaper levers too: a person must decide.
    NegativeTwice,
}
/// What the search chose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// The option on each axis of the space.
    pub levers: DesignPoint,
    /// The program.
    pub program: Program,
    /// How it was found.
    pub record: SearchRecord,
    /// How it ended.
    pub status: ChoiceStatus,
    /// A plain design of the same kind, for the base scenario.
    pub reference: Option<Program>,
    /// The programs of the other options, lean first.
    #[serde(default)]
    pub options: Vec<(PlanOption, Program)>,
}

/// How a program stands that a person fixed: within the limits or not, paying for itself or not.
pub fn feasibility(program: &Program, space: &Space, bench: &Appraiser) -> ChoiceStatus {
    let score = bench.judge(program, &coordinate_search::CHECK);
    if score.excess(&space.terms, space.rules.value("draws_kept_least"), 1.0) > 0.0 {
        ChoiceStatus::Infeasible
    } else if !score.pays() {
        ChoiceStatus::NegativeTwice
    } else {
        ChoiceStatus::Planned
    }
}
