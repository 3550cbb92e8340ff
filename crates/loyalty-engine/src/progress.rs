//! The ports of a run: who hears of its tasks, and the token that ends it; and how hard a run looks.
//!
//! A run whose token was cancelled does not pretend to have finished: what is worked on after that is left unfinished, nothing of it is
//! kept, and the run ends with [`crate::run::RunError::Stopped`].
use loyalty_model::fact::Fact;
use loyalty_model::statement::{Statement, StatementEvent};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What is heard of a task. The engine has no clock: who listens may have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskEvent {
    /// It begins.
    Begin,
    /// It is over, finished or cancelled.
    End,
    /// Nothing was worked out: the result of an earlier run on the same inputs stands.
    Reused,
}
/// A request to end a run. Every copy is the same request; it cannot be revoked.
#[derive(Debug, Clone, Default)]
pub struct CancelToken(Arc<AtomicBool>);
impl CancelToken {
    /// Asks the run to end at its next block of work.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
    /// Whether that was asked.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
/// Whether a run is asked to end is no part of its terms.
impl PartialEq for CancelToken {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
/// Who listens to a run.
pub trait Progress: Sync {
    /// A task begins, is over, or need not be done.
    fn on_event(&self, task: &str, event: TaskEvent);
    /// Within a task a database is asked a statement, or has answered it.
    fn on_statement(&self, _: &Statement, _: StatementEvent) {}
    /// The token that ends the run, where the listener holds one.
    fn cancel_token(&self) -> CancelToken {
        CancelToken::default()
    }
}
impl<F: Fn(&str, TaskEvent) + Sync> Progress for F {
    fn on_event(&self, task: &str, event: TaskEvent) {
        self(task, event);
    }
}

/// How hard a run looks. A plan made at small effort says so and cannot be published.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunEffort {
    /// As a plan should be.
    #[default]
    Full,
    /// Few draws of few customers: for trying out, and for tests of the doors.
    Small,
}
/// Most draws and customers of a search step, and of the final appraisal, at small effort.
const SMALL_SEARCH: (u32, u32) = (8, 40);
const SMALL_FINAL: (u32, u32) = (24, 80);
impl RunEffort {
    /// Draws and customers of a step of the search.
    pub fn search(self, (draws, members): (u32, u32)) -> (u32, u32) {
        match self {
            RunEffort::Full => (draws, members),
            RunEffort::Small => (draws.min(SMALL_SEARCH.0), members.min(SMALL_SEARCH.1)),
        }
    }
    /// Draws and customers of the final appraisal.
    pub fn last(self, (draws, members): (u32, u32)) -> (u32, u32) {
        match self {
            RunEffort::Full => (draws, members),
            RunEffort::Small => (draws.min(SMALL_FINAL.0), members.min(SMALL_FINAL.1)),
        }
    }
    /// What a plan says of it; nothing where it is full.
    pub fn caveat(self) -> Option<Fact> {
        let (search, last) = (SMALL_SEARCH, SMALL_FINAL);
        (self == RunEffort::Small).then(|| {
            Fact::new("effort-small")
                .count("search_draws", search.0.into())
                .count("search_customers", search.1.into())
                .count("draws", last.0.into())
                .count("customers", last.1.into())
        })
    }
}
