//! `resume`: a run that was interrupted goes on; what it had finished is not done again.
use super::plan::{PlanOutcome, make};
use super::prepare::{Prepared, prepare};
use super::run_folder::{PULLED, RunFolder};
use crate::context::Context;
use crate::refusal::Refusal;
use loyalty_model::plan::Act;
use loyalty_model::step_cache::unpacked;
use serde::{Deserialize, Serialize};

/// Which run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ResumeRequest {
    /// Folder of the run; none: the newest.
    pub run: Option<String>,
}
/// Resumes.
///
/// # Errors
/// No such run, another version of the program.
pub fn resume(context: &Context, request: &ResumeRequest) -> Result<PlanOutcome, Refusal> {
    let folder = RunFolder::left(context, request.run.as_deref())?;
    let bad = |fact: &str| {
        Refusal::input(
            folder.path().display().to_string(),
            fact,
            "A run resumes from the results in its folder",
            "delete the folder and run the planning command again",
        )
    };
    let asked = folder.request().ok_or_else(|| bad("it does not record the request"))?;
    let prepared = match folder.read(PULLED).and_then(|bytes| unpacked::<Prepared>(&bytes)) {
        Some(kept) if kept.job.version != env!("CARGO_PKG_VERSION") => return Err(bad("another version of plan-loyalty began it")),
        Some(kept) => kept.finished_before(),
        None => context.with_threads(|| prepare(context, &asked))?,
    };
    make(context, &asked, prepared, Some(folder), Act::Resumed)
}
