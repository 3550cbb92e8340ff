//! A run's folder beside the plans: what is finished is kept until the plan is saved, so that a stopped run can go on.
use crate::context::Context;
use crate::refusal::Refusal;
use loyalty_engine::orchestrate::Shelf;
use loyalty_model::request::PlanRequest;
use loyalty_plans::store;
use std::path::{Path, PathBuf};

/// Name of the task that pulls the data.
pub const PULLED: &str = "pull-data";
/// The request of the run.
const REQUEST: &str = "request";

/// Where a run keeps what it has finished: `.run-<stamp>/<task>.json`. Where it cannot be written, the run goes on without.
#[derive(Debug)]
pub struct RunFolder(PathBuf);
impl RunFolder {
    /// Begins one; none where the machine says no.
    pub fn begin(plans: &Path, stamp: &str, request: &PlanRequest) -> Option<RunFolder> {
        std::fs::create_dir_all(plans).ok()?;
        // Two runs in one second: whoever makes the folder has it.
        let name = |n: u32| plans.join(if n == 1 { format!(".run-{stamp}") } else { format!(".run-{stamp}-{n}") });
        let dir = (1..100).map(name).find(|d| std::fs::create_dir(d).is_ok())?;
        let folder = RunFolder(dir);
        folder.put(REQUEST, serde_json::to_string(request).ok()?);
        Some(folder)
    }
    /// One that a stopped run left: named, else the newest.
    ///
    /// # Errors
    /// None there.
    pub fn left(context: &Context, named: Option<&str>) -> Result<RunFolder, Refusal> {
        let plans = context.plans()?;
        let found = match named {
            Some(name) => [context.at(name), plans.join(name)].into_iter().find(|p| p.is_dir()),
            None => newest(&plans),
        };
        found.map(RunFolder).ok_or_else(|| {
            let place = named.map_or_else(|| context.plans.display().to_string(), str::to_string);
            Refusal::input(place, "there is no stopped run", "A plan that stands in its file is finished", "run the planning command again")
        })
    }
    /// The request that the run was made for.
    pub fn request(&self) -> Option<PlanRequest> {
        serde_json::from_str(&self.get(REQUEST)?).ok()
    }
    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
    /// The plan is saved: nothing of the run is needed any more. A folder that cannot be taken away does no harm.
    pub fn end(&self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
    /// The run was refused: nothing of it is left, not even folders that were made for it.
    pub fn refuse(&self) {
        self.end();
        // Only empty folders can be removed so.
        self.0.ancestors().skip(1).take(2).for_each(|dir| drop(std::fs::remove_dir(dir)));
    }
    fn file(&self, task: &str) -> PathBuf {
        self.0.join(format!("{task}.json"))
    }
}
impl Shelf for RunFolder {
    fn get(&self, task: &str) -> Option<String> {
        std::fs::read_to_string(self.file(task)).ok()
    }
    fn put(&self, task: &str, json: String) {
        // A full disk stops the run where it writes the plan, with its own words.
        let _ = store::write_whole(&self.file(task), json.as_bytes());
    }
}
fn newest(plans: &Path) -> Option<PathBuf> {
    let mut all: Vec<PathBuf> = std::fs::read_dir(plans)
        .ok()?
        .filter_map(Result::ok)
        .map(|e| e.path())
        .filter(|p| p.is_dir() && p.file_name().is_some_and(|n| n.to_string_lossy().starts_with(".run-")))
        .collect();
    all.sort();
    all.pop()
}
