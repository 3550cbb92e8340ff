//! A run's folder beside the plans: what is finished is kept until the plan is saved, so that a stopped run can go on.
use crate::context::Context;
use crate::refusal::Refusal;
use loyalty_model::request::PlanRequest;
use loyalty_model::step_cache::{Found, StepCache, StepKey, StepResult};
use loyalty_plans::step_cache::DiskCache;
use loyalty_plans::store::{self, RUN};
use std::any::Any;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// Name of the task that pulls the data.
pub const PULLED: &str = "pull-data";
/// How the file of a task ends.
const STEP: &str = ".step";
/// The request of the run.
const REQUEST: &str = "request.json";

/// Where a run keeps what it has finished: `.run-<stamp>/<task>.step`. Where it cannot be written, the run goes on without.
#[derive(Debug)]
pub struct RunFolder(PathBuf);
impl RunFolder {
    /// Begins one; none where the machine says no.
    pub fn begin(plans: &Path, stamp: &str, request: &PlanRequest) -> Option<RunFolder> {
        std::fs::create_dir_all(plans).ok()?;
        // Two runs in one second: whoever makes the folder has it.
        let name = |n: u32| plans.join(if n == 1 { format!("{RUN}{stamp}") } else { format!("{RUN}{stamp}-{n}") });
        let dir = (1..100).map(name).find(|d| std::fs::create_dir(d).is_ok())?;
        let folder = RunFolder(dir);
        folder.write_at(REQUEST, &serde_json::to_vec(request).ok()?);
        Some(folder)
    }
    /// One that a stopped run left: named, else the newest.
    ///
    /// # Errors
    /// None there.
    pub fn left(context: &Context, named: Option<&str>) -> Result<RunFolder, Refusal> {
        let plans = context.plans()?;
        // A run whose plan is saved is over: what an interrupted write left is finished first.
        drop(context.stored(plans.clone()).reading()?);
        let found = match named {
            Some(name) => [context.at(name), plans.join(name)].into_iter().find(|p| p.is_dir()),
            None => newest(&plans),
        };
        found.map(RunFolder).ok_or_else(|| {
            let place = named.map_or_else(|| context.plans.display().to_string(), str::to_string);
            Refusal::input(place, "no interrupted run found", "A saved plan is finished", "run the planning command again")
        })
    }
    /// The request that the run was made for.
    pub fn request(&self) -> Option<PlanRequest> {
        serde_json::from_slice(&std::fs::read(self.0.join(REQUEST)).ok()?).ok()
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
    /// Puts a file in the folder. A full disk stops the run where it writes the plan, with its own words.
    fn write_at(&self, name: &str, bytes: &[u8]) {
        let _ = store::write_whole(&self.0.join(name), bytes);
    }
}
/// Beside the results of steps stand the request and the data that were pulled, which are no steps.
impl RunFolder {
    /// What is kept of a task.
    pub fn read(&self, task: &str) -> Option<Vec<u8>> {
        std::fs::read(self.0.join(format!("{task}{STEP}"))).ok()
    }
    /// Keeps what a task gave.
    pub fn write(&self, task: &str, bytes: &[u8]) {
        self.write_at(&format!("{task}{STEP}"), bytes);
    }
}
/// A result stands under the name of its step, its key before it: what was worked out on other inputs is not taken.
impl StepCache for RunFolder {
    fn get(&self, key: &StepKey) -> Option<Found> {
        let bytes = self.read(key.step)?;
        let (digest, result) = bytes.split_at_checked(64)?;
        (digest == key.hex().as_bytes()).then(|| Found::Bytes(result.to_vec()))
    }
    fn put(&self, key: &StepKey, result: &dyn StepResult) {
        if let Some(bytes) = result.bytes() {
            self.write(key.step, &[key.hex().as_bytes(), &bytes].concat());
        }
    }
    fn name(&self) -> &'static str {
        "run"
    }
}
/// What a new plan works out is kept for its own resumption at once and, when the run is over, on disk for later amendments. A new plan is worked
/// out again: it takes nothing from the disk.
pub struct Kept<'a> {
    folder: Option<&'a RunFolder>,
    later: Mutex<Vec<(StepKey, Vec<u8>)>>,
}
impl<'a> Kept<'a> {
    /// Kept in the folder of this run.
    pub fn of_run(folder: Option<&'a RunFolder>) -> Kept<'a> {
        Kept { folder, later: Mutex::default() }
    }
    /// The run is over: its steps go to disk.
    pub fn settle(self, disk: &DiskCache) {
        let later = self.later.into_inner().unwrap_or_default();
        later.into_iter().for_each(|(key, bytes)| disk.put(&key, &Written(bytes)));
    }
}
impl StepCache for Kept<'_> {
    fn get(&self, key: &StepKey) -> Option<Found> {
        self.folder?.get(key)
    }
    fn put(&self, key: &StepKey, result: &dyn StepResult) {
        let Some(bytes) = result.bytes() else { return };
        let written = Written(bytes);
        if let Some(folder) = self.folder {
            folder.put(key, &written);
        }
        if let Ok(mut later) = self.later.lock() {
            later.push((key.clone(), written.0));
        }
    }
    fn name(&self) -> &'static str {
        "run"
    }
}
/// A result that was written down already.
struct Written(Vec<u8>);
impl StepResult for Written {
    fn shared(&self) -> Arc<dyn Any + Send + Sync> {
        Arc::new(self.0.clone())
    }
    fn bytes(&self) -> Option<Vec<u8>> {
        Some(self.0.clone())
    }
}
fn newest(plans: &Path) -> Option<PathBuf> {
    store::runs(plans).ok()?.pop()
}
