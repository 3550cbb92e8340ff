//! What every call shares: the fence, what may leave, the tools, the queue.
use super::Settings;
use super::fence::Fence;
use super::tools::{self, Tool};
use crate::error::Refusal;
use crate::operations::command;
use crate::operations::shelf::{self, Opened};
use crate::request;
use std::path::{Path, PathBuf};
use tokio::sync::Semaphore;

/// Where plans are kept, inside the first folder.
pub const PLANS: &str = ".claude/plans";
/// Calls that may wait for their turn; more are told to come again.
pub const QUEUE: usize = 256;

/// The door.
pub struct Door {
    /// Where files may be.
    pub fence: Fence,
    /// Quotes and names may leave.
    pub allow_records: bool,
    /// Every run at small effort.
    pub small_effort: bool,
    /// The tools, in the order of a plan's life.
    pub tools: Vec<Tool>,
    /// Turns for calls that compute.
    pub turns: Semaphore,
    /// Places in the queue.
    pub places: Semaphore,
}
impl Door {
    /// Opens it: the first folder becomes the folder of work, as if the terminal's command were run there.
    ///
    /// # Errors
    /// A folder that is not there.
    pub fn open(settings: &Settings) -> Result<Door, Refusal> {
        let here = [PathBuf::from(".")];
        let fence = Fence::around(if settings.roots.is_empty() { &here } else { &settings.roots })?;
        std::env::set_current_dir(fence.home()).map_err(|e| Refusal::machine(fence.home().display().to_string(), e.to_string(), "name another --root"))?;
        let turns = std::thread::available_parallelism().map_or(2, std::num::NonZero::get).clamp(2, 8);
        Ok(Door {
            fence,
            allow_records: settings.allow_records,
            small_effort: settings.small_effort,
            tools: tools::all(),
            turns: Semaphore::new(turns),
            places: Semaphore::new(QUEUE),
        })
    }
    /// A tool by its name.
    pub fn tool(&self, name: &str) -> Option<&Tool> {
        self.tools.iter().find(|t| t.name == name)
    }
    /// The folder of plans, with nothing in it that leads outside.
    ///
    /// # Errors
    /// A link out.
    pub fn plans(&self) -> Result<PathBuf, Refusal> {
        let dir = self.fence.writing("the folder of plans", PLANS)?;
        if Path::new(PLANS).exists() {
            self.fence.reading("the folder of plans", PLANS)?;
        }
        Ok(dir)
    }
    /// A plan by name or `latest`.
    ///
    /// # Errors
    /// No such plan.
    pub fn plan(&self, name: &str) -> Result<Opened, Refusal> {
        let plain = !name.is_empty() && name.len() <= 128 && name.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c));
        if !plain || (name != "latest" && !(name.starts_with("plan-") && name.ends_with(".json"))) {
            let shown: String = name.chars().filter(|c| !c.is_control()).take(80).collect();
            return Err(Refusal::input(
                format!("plan {shown}"),
                "this is no name of a plan",
                "Plans are named, not searched for by path",
                "take a name from list_plans, e.g. plan-20260101T120000Z.json, or latest",
            ));
        }
        let plans = self.plans()?;
        let path = shelf::find(name, &plans).map_err(|r| Refusal { next: "see list_plans; make a plan with plan_loyalty".into(), ..r })?;
        let path = if name == "latest" { path } else { plans.join(name) };
        if !path.is_file() {
            return Err(Refusal::input(format!("plan {name}"), "there is no such plan", "", "see list_plans"));
        }
        shelf::open_path(&path)
    }
    /// Everything that a planning request would read or write, whoever wrote it: flags, settings, a plan's own command.
    ///
    /// # Errors
    /// Outside the fence.
    pub fn check(&self, request: &command::Planning) -> Result<(), Refusal> {
        self.settings()?;
        let config = command::settings(request)?;
        command::reads(request, &config).iter().try_for_each(|(what, path)| self.fence.reading(what, path).map(drop))?;
        command::writes(request).iter().try_for_each(|(what, path)| self.fence.writing(what, path).map(drop))
    }
    /// The settings file and the file of allowed signers that it names.
    ///
    /// # Errors
    /// Outside the fence.
    pub fn settings(&self) -> Result<(), Refusal> {
        if Path::new("plan-loyalty.toml").exists() {
            self.fence.reading("plan-loyalty.toml", "plan-loyalty.toml")?;
        }
        let config = request::config(None)?;
        config.governance.allowed_signers.iter().try_for_each(|p| self.fence.reading("allowed_signers", &p.to_string_lossy()).map(drop))
    }
}
