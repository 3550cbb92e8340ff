//! One run, top to bottom. Pure: same job, same extract, same design.
use crate::base::Fitted;
use crate::job::Measured;
pub use crate::job::{Job, Placement, RunError, RunOutcome};
use crate::orchestrate::{Homes, Step};
use crate::personas::Personas;
use crate::progress::Progress;
use crate::signals::Reviewed;
use crate::simulation::PathsByBase;
use crate::step_cache::MemoryCache;
use crate::steps::{Steps, Warm};
use loyalty_model::assumption::Book;
use loyalty_model::extract::Extract;
use loyalty_model::step_cache::StepCache;

/// What a run knows of the customers before it designs anything.
pub(crate) struct Customers {
    pub(crate) signals: Step<Reviewed>,
    pub(crate) personas: Step<Personas>,
    pub(crate) book: Step<Book>,
    pub(crate) base: Step<Fitted>,
}
/// The steps up to the design, each in `steps`: found again where its inputs are known, else worked out.
pub(crate) fn customers(s: &Steps) -> Result<Customers, RunError> {
    let (read, customers) = s.both(|| s.review_signals(), || s.book_and_base());
    let (read, (book, base)) = (read?, customers?);
    let (signals, personas) = s.both(|| s.value_customers(&read, &base, &book), || s.find_personas(&base));
    Ok(Customers { signals: signals?, personas: personas?, book, base })
}
/// All steps of a run.
pub(crate) fn steps(s: &Steps) -> Result<RunOutcome, RunError> {
    let Customers { signals, personas, book, base } = customers(s)?;
    let triggers = s.map_lifecycle(&base, &book, &signals, &personas)?;
    let space = s.space(&base, &book, &triggers, &signals);
    let chosen = s.choose_design(&space, &base, &book)?;
    let choice = s.fix_by_hand(&chosen, &space, &base, &book)?;
    let report = s.appraise(&choice, &base, &book, &personas)?;
    s.plan(&space, (&signals, &personas, &base, &book), choice, &report)
}
/// One run that remembers nothing but what `beyond` holds for it. `progress` hears of each task,
/// and may hold the token that ends the run.
///
/// # Errors
/// [`RunError`].
pub fn run(job: &Job, extract: &Extract, progress: &dyn Progress, beyond: Option<&dyn StepCache>) -> Result<RunOutcome, RunError> {
    let (memory, paths) = (MemoryCache::new(1), PathsByBase::new(1, PATH_BYTES));
    let homes = Homes { memory: &memory, beyond, clock: None };
    let warm = Warm { version: &job.version, homes, paths: &paths };
    steps(&Steps::new(job, &Measured::of(extract), warm, progress, &progress.cancel_token()))
}
/// Bytes of simulated paths that a single run remembers.
pub(crate) const PATH_BYTES: usize = 128 << 20;
