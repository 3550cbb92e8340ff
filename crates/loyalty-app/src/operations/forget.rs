//! `forget`: takes away what a run left of single customers: where each one stands, rows set aside, data of stopped runs, kept steps. The plan stays.
use super::deliverables::{self, MEMBERS};
use super::plans;
use crate::context::Context;
use crate::refusal::Refusal;
use loyalty_plans::store;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Whose files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForgetRequest {
    pub plan: String,
}
/// What was taken away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ForgetOutcome {
    /// The plan, which stays.
    pub plan: PathBuf,
    /// Files and folders that are gone.
    pub removed: Vec<PathBuf>,
    /// Input files, which are the company's own and stay.
    pub inputs: Vec<String>,
}
/// Takes away the personal files of a plan, and what stopped runs and kept steps hold in its folder.
///
/// # Errors
/// No such plan; a file that may not be written or cannot be taken away.
pub fn forget(context: &Context, request: &ForgetRequest) -> Result<ForgetOutcome, Refusal> {
    let opened = plans::open(context, &request.plan)?;
    let dir = context.writing("plans", store::folder(&opened.path))?;
    // Nobody writes meanwhile, and what an interrupted write left of people is gone. A file that is missing contradicts no plan, so a `forget` that dies is
    // simply run again.
    let _lock = context.stored(dir.clone()).lock()?;
    let history = &opened.plan.history;
    let aside = history.set_aside_file.iter().map(PathBuf::from);
    let own: Vec<PathBuf> = [deliverables::folder(&opened.plan).join(MEMBERS)].into_iter().chain(aside).collect();
    let recorded = |path: &Path| history.deliverables.iter().any(|f| Path::new(&f.path) == path);
    let mut removed = vec![];
    for path in own.into_iter().filter(|p| store::of_people(p) && recorded(p)) {
        let at = context.writing("the personal files", &path)?;
        // A link is taken away, never what it leads to.
        if at.symlink_metadata().is_ok_and(|m| !m.is_dir()) {
            std::fs::remove_file(&at).map_err(|e| gone(&path, &e))?;
            removed.push(path);
        }
    }
    for run in store::runs(&dir)? {
        std::fs::remove_dir_all(&run).map_err(|e| gone(&run, &e))?;
        removed.push(context.shown(&run));
    }
    let key = dir.join(store::MEMBER_KEY);
    if key.symlink_metadata().is_ok_and(|m| !m.is_dir()) {
        std::fs::remove_file(&key).map_err(|e| gone(&key, &e))?;
        removed.push(context.shown(&key));
    }
    let steps = context.steps()?;
    let held = steps.bytes() > 0;
    steps.clear().map_err(|e| Refusal::machine("the kept steps", e.to_string(), "delete the folder .steps next to the plans"))?;
    if held {
        removed.push(context.plans.join(".steps"));
    }
    let inputs = history.inputs.iter().filter_map(|i| i.file()).map(|f| f.path.to_string()).collect();
    Ok(ForgetOutcome { plan: opened.path.clone(), removed, inputs })
}
fn gone(path: &Path, e: &std::io::Error) -> Refusal {
    Refusal::machine(path.display().to_string(), e.to_string(), "delete it by hand, then run the command again")
}
