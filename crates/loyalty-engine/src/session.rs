//! A warm session: what one run worked out is found again by the next, as far as its inputs are the same.
//!
//! Steps are kept by the hash of what they read and of the version of the code (`steps` says what each reads); beneath them the paths of
//! customers that were simulated, so that a change of margin, budget or cost simulates nothing.
use crate::design;
use crate::goals;
pub use crate::job::Measured;
use crate::job::{Job, RunError, RunOutcome};
use crate::orchestrate::{Homes, TraceStep};
use crate::personas::Personas;
use crate::progress::{CancelToken, Progress, TaskEvent};
use crate::run::{customers, steps};
use crate::signals::Reviewed;
use crate::simulation::{Appraisal, PathsByBase, Sampling, appraise_in_full};
use crate::step_cache::MemoryCache;
use crate::steps::{Steps, Warm};
use loyalty_model::plan::TierFacts;
use loyalty_model::program::Program;
use loyalty_model::step_cache::StepCache;
use std::sync::Arc;
use std::time::Duration;

/// Results of one step in memory.
const KEPT: usize = 8;
/// Customer bases whose paths are in memory, and bytes of paths of each.
const BASES: usize = 2;
const PATH_BYTES: usize = 192 << 20;

/// Keeps what runs worked out, in memory and in one home beyond (`None`: memory only). Shared between threads.
pub struct Session {
    version: String,
    memory: MemoryCache,
    beyond: Option<Arc<dyn StepCache>>,
    clock: Option<Box<dyn Fn() -> Duration + Send + Sync>>,
    paths: PathsByBase,
}
impl Session {
    /// A session of this version of the program.
    pub fn new(beyond: Option<Arc<dyn StepCache>>, version: &str) -> Self {
        Session { version: version.into(), memory: MemoryCache::new(KEPT), beyond, clock: None, paths: PathsByBase::new(BASES, PATH_BYTES) }
    }
    /// The same, timing its traces by a clock: time since some moment.
    #[must_use]
    pub fn with_clock(self, clock: impl Fn() -> Duration + Send + Sync + 'static) -> Self {
        Session { clock: Some(Box::new(clock)), ..self }
    }
    /// Forgets what is in memory; the home beyond is its owner's.
    pub fn forget(&self) {
        self.memory.clear();
        self.paths.clear();
    }
    /// One run, reusing what is known.
    ///
    /// # Errors
    /// [`RunError`].
    pub fn plan(&self, job: &Job, measured: &Measured, progress: &dyn Progress, cancel: &CancelToken) -> Result<RunOutcome, RunError> {
        self.plan_with(job, measured, progress, cancel, self.beyond.as_deref().map(|b| b as &dyn StepCache))
    }
    /// The same with another home beyond memory: the folder of a run that may stop.
    ///
    /// # Errors
    /// [`RunError`].
    pub fn plan_with(
        &self,
        job: &Job,
        measured: &Measured,
        progress: &dyn Progress,
        cancel: &CancelToken,
        beyond: Option<&dyn StepCache>,
    ) -> Result<RunOutcome, RunError> {
        steps(&self.steps(job, measured, progress, cancel, beyond))
    }
    /// What the data say and who the customers are: the first steps of a run, which a plan on the same data finds again.
    ///
    /// # Errors
    /// [`RunError`].
    pub fn review(&self, job: &Job, measured: &Measured, progress: &dyn Progress, cancel: &CancelToken) -> Result<Review, RunError> {
        let steps = self.steps(job, measured, progress, cancel, self.beyond.as_deref().map(|b| b as &dyn StepCache));
        let found = customers(&steps)?;
        Ok(Review { signals: found.signals.value, personas: found.personas.value, trace: steps.tasks.trace() })
    }
    /// What is kept in memory, for a step before the run: reading the data.
    pub fn memory(&self) -> &dyn StepCache {
        &self.memory
    }
    /// Appraises a program that a person changed by hand: `program` with `change` (pins, as in [`crate::design::pins`]) under the brief of `job`
    /// (its budget, margin and given values). No search, no scenarios. The base, the book and every path that the change leaves as it was are reused.
    ///
    /// # Errors
    /// [`RunError`]; a pin that does not fit.
    pub fn appraise_change(
        &self,
        job: &Job,
        measured: &Measured,
        (program, change): (&Program, &[String]),
        (draws, members): (u32, u32),
        cancel: &CancelToken,
    ) -> Result<Appraised, RunError> {
        let quiet = |_: &str, _: TaskEvent| {};
        let steps = self.steps(job, measured, &quiet, cancel, self.beyond.as_deref().map(|b| b as &dyn StepCache));
        let (book, base) = steps.book_and_base()?;
        let program = steps.changed(program, change, &base, &book)?;
        let terms = steps.terms_on(&base);
        let sampling = Sampling { seed: job.seed, draws, members, first_draw: crate::steps::FINAL.2 };
        let appraisal = appraise_in_full(&program, &base.base, &book, &terms, &sampling);
        if cancel.is_cancelled() {
            return Err(RunError::Stopped);
        }
        let replayed = design::Replayed::of(measured.extract, &base.base);
        let tiers = design::facts(&program, &base.base, &book, &terms, &appraisal, &replayed, &job.brief).tiers;
        Ok(Appraised { program, budget_kept_share: appraisal.budget_kept_share(terms.pool), tiers, appraisal, trace: steps.tasks.trace() })
    }
    /// The four goals side by side: the design of each, scored on all.
    ///
    /// # Errors
    /// As a plan.
    pub fn compare_goals(&self, job: &Job, measured: &Measured, progress: &dyn Progress, cancel: &CancelToken) -> Result<Vec<goals::Row>, RunError> {
        goals::compare_on(job, measured, self.warm(self.beyond.as_deref().map(|b| b as &dyn StepCache)), progress, cancel)
    }
    fn steps<'a>(
        &'a self,
        job: &'a Job,
        measured: &'a Measured<'a>,
        progress: &'a dyn Progress,
        cancel: &CancelToken,
        beyond: Option<&'a dyn StepCache>,
    ) -> Steps<'a> {
        Steps::new(job, measured, self.warm(beyond), progress, cancel)
    }
    fn warm<'a>(&'a self, beyond: Option<&'a dyn StepCache>) -> Warm<'a> {
        let clock = self.clock.as_deref().map(|c| c as &(dyn Fn() -> Duration + Send + Sync));
        Warm { version: &self.version, homes: Homes { memory: &self.memory, beyond, clock }, paths: &self.paths }
    }
}
impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("version", &self.version).field("memory", &self.memory).finish_non_exhaustive()
    }
}

/// What the data say, before anything is planned.
#[derive(Debug, Clone)]
pub struct Review {
    /// Signals and their lines.
    pub signals: Arc<Reviewed>,
    /// Segments and their lines.
    pub personas: Arc<Personas>,
    /// Which steps were worked out and which were reused.
    pub trace: Vec<TraceStep>,
}
/// A program changed by hand, appraised.
#[derive(Debug, Clone, PartialEq)]
pub struct Appraised {
    /// The program with the change in it.
    pub program: Program,
    /// Probability that no period costs more than the pool.
    pub budget_kept_share: f64,
    /// What the program means for today's customers, tier by tier: replayed, not drawn, but for what a member costs.
    pub tiers: Vec<TierFacts>,
    /// Draw by draw, and what means and quantiles are taken of.
    pub appraisal: Appraisal,
    /// Which steps were worked out and which were reused.
    pub trace: Vec<TraceStep>,
}
