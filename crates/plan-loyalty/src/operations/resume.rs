//! A run's folder beside the plans, and `resume`: what a stopped run had finished is not done again.
use super::plan::{Prepared, carry_through};
use crate::cli::args::{Cli, ResumeArgs};
use crate::error::Refusal;
use clap::Parser;
use loyalty_model::plan::Act;
use loyalty_model::step_cache::{Found, StepCache, StepKey, StepResult};
use loyalty_plans::store;
use std::path::{Path, PathBuf};

/// Name of the task that pulls the data.
pub const PULLED: &str = "pull-data";
const COMMAND: &str = "command";

/// Where a run keeps what it has finished: `.run-<stamp>/<task>.json`. Where it cannot be written, the run goes on without.
#[derive(Debug)]
pub struct RunFolder(PathBuf);
impl RunFolder {
    /// Begins one; none where the machine says no.
    pub fn begin(plans: &Path, stamp: &str, command: &[String]) -> Option<RunFolder> {
        std::fs::create_dir_all(plans).ok()?;
        // Two runs in one second: whoever makes the folder has it.
        let name = |n: u32| plans.join(if n == 1 { format!(".run-{stamp}") } else { format!(".run-{stamp}-{n}") });
        let dir = (1..100).map(name).find(|d| std::fs::create_dir(d).is_ok())?;
        let folder = RunFolder(dir);
        folder.write(COMMAND, &serde_json::to_vec(command).ok()?);
        Some(folder)
    }
    /// The plan stands: nothing of the run is needed any more. A folder that cannot be taken away does no harm.
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
/// Beside the results of steps stand the command and the data that were pulled, which are no steps.
impl RunFolder {
    /// What stands in the folder under a name.
    pub fn read(&self, name: &str) -> Option<String> {
        std::fs::read_to_string(self.file(name)).ok()
    }
    /// Puts something in the folder. A full disk stops the run where it writes the plan, with its own words.
    pub fn write(&self, name: &str, text: &[u8]) {
        let _ = store::write_whole(&self.file(name), text);
    }
}
/// A result stands under the name of its step, its key in the first line: what was worked out on other inputs is not taken.
impl StepCache for RunFolder {
    fn get(&self, key: &StepKey) -> Option<Found> {
        let text = self.read(key.step)?;
        let (digest, json) = text.split_once('\n')?;
        (digest == key.hex()).then(|| Found::Bytes(json.as_bytes().to_vec()))
    }
    fn put(&self, key: &StepKey, result: &dyn StepResult) {
        if let Some(json) = result.bytes() {
            self.write(key.step, &[key.hex().as_bytes(), b"\n", &json].concat());
        }
    }
    fn name(&self) -> &'static str {
        "run"
    }
}
/// Goes on where a run stopped.
///
/// # Errors
/// No such run, another version of the program.
pub fn run(args: &ResumeArgs) -> Result<u8, Refusal> {
    let dir = match &args.run {
        Some(name) => [PathBuf::from(name), args.plans.join(name)].into_iter().find(|p| p.is_dir()),
        None => newest(&args.plans),
    };
    let Some(dir) = dir else {
        let place = args.run.clone().unwrap_or_else(|| args.plans.display().to_string());
        return Err(Refusal::input(place, "there is no stopped run", "A plan that stands in its file is finished", "run the planning command again"));
    };
    let bad = |fact: &str| Refusal::input(dir.display().to_string(), fact, "", "take the folder away and run the planning command again");
    let folder = RunFolder(dir.clone());
    let command: Vec<String> = folder.read(COMMAND).and_then(|t| serde_json::from_str(&t).ok()).ok_or_else(|| bad("it does not say which command it was"))?;
    let cli = Cli::try_parse_from(&command).map_err(|e| bad(&e.to_string()))?;
    let mut request = cli.plan;
    request.quiet |= args.quiet;
    let prepared = match folder.read(PULLED).and_then(|t| serde_json::from_str::<Prepared>(&t).ok()) {
        Some(kept) if kept.job.version != env!("CARGO_PKG_VERSION") => return Err(bad("it was begun by another version of plan-loyalty")),
        Some(kept) => Prepared { pulled: std::time::Duration::ZERO, attempts: vec!["finished before the run stopped".into()], ..kept },
        None => super::plan::prepare(&request)?,
    };
    carry_through(&request, command, prepared, Some(folder), Act::Resumed)
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
