//! Who looks on while a run works: hears of its tasks, and may ask it to stop; and how hard a run looks.
//!
//! A run that was asked to stop does not pretend to have finished: what is simulated after that is left empty, nothing of it is kept,
//! and the run ends with [`crate::run::RunError::Stopped`].
use crate::orchestrate::Moment;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A wish that a run ends. Every copy is the same wish.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);
impl Stop {
    /// Asks the run to end at its next block of work.
    pub fn ask(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
    /// Whether that was asked.
    pub fn asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
/// Whether a run is asked to stop is no part of its terms.
impl PartialEq for Stop {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
/// Who looks on.
pub trait Watch: Sync {
    /// A task begins or is over.
    fn hear(&self, task: &str, moment: Moment);
    /// The wish that the run ends, where someone can have it.
    fn stop(&self) -> Stop {
        Stop::default()
    }
}
impl<F: Fn(&str, Moment) + Sync> Watch for F {
    fn hear(&self, task: &str, moment: Moment) {
        self(task, moment);
    }
}

/// How hard a run looks. A plan made at small effort says so and cannot be published.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Depth {
    /// As a plan should be.
    #[default]
    Full,
    /// Few draws of few customers: for trying out, and for tests of the doors.
    Small,
}
/// Most draws and customers of a search step, and of the final appraisal, at small effort.
const SMALL_SEARCH: (u32, u32) = (8, 40);
const SMALL_FINAL: (u32, u32) = (24, 80);
impl Depth {
    /// Draws and customers of a step of the search.
    pub fn search(self, (draws, members): (u32, u32)) -> (u32, u32) {
        match self {
            Depth::Full => (draws, members),
            Depth::Small => (draws.min(SMALL_SEARCH.0), members.min(SMALL_SEARCH.1)),
        }
    }
    /// Draws and customers of the final appraisal.
    pub fn last(self, (draws, members): (u32, u32)) -> (u32, u32) {
        match self {
            Depth::Full => (draws, members),
            Depth::Small => (draws.min(SMALL_FINAL.0), members.min(SMALL_FINAL.1)),
        }
    }
    /// What a plan says of it; nothing where it is full.
    pub fn words(self) -> Option<String> {
        let (search, last) = (SMALL_SEARCH, SMALL_FINAL);
        (self == Depth::Small).then(|| {
            format!(
                "Made at small effort ({} draws of {} customers in the search, {} of {} at the end): for trying out, not for a decision",
                search.0, search.1, last.0, last.1
            )
        })
    }
}
