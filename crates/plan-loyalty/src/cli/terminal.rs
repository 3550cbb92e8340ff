//! The terminal as a context: the folder it is in, the person at it, what Ctrl-C waits for.
use super::args::PlanFile;
use super::old_commands;
use loyalty_app::context::{Anywhere, Context, Databases, Door, PLANS, Running, WriteGate};
use loyalty_app::refusal::Refusal;
use loyalty_engine::progress::{Progress, TaskEvent};
use std::path::{Path, PathBuf};

/// Where this command was given.
#[derive(Debug, Clone)]
pub struct Terminal {
    folder: PathBuf,
    person: String,
    gate: WriteGate,
    running: Running,
}
impl Terminal {
    /// This terminal.
    ///
    /// # Errors
    /// A folder that is gone.
    pub fn here(gate: WriteGate, running: Running) -> Result<Terminal, Refusal> {
        let folder = std::env::current_dir().map_err(|e| Refusal::machine("the present folder", e.to_string(), "change to a folder that is there"))?;
        Ok(Terminal { folder, person: person(), gate, running })
    }
    /// The context of a command.
    pub fn context<'a>(&self, progress: &'a dyn Progress) -> Context<'a> {
        Context {
            folder: self.folder.clone(),
            plans: PLANS.into(),
            settings: None,
            person: self.person.clone(),
            door: Door::Terminal,
            agent: None,
            threads: None,
            session: Context::cold_session(),
            progress,
            paths: &Anywhere,
            databases: self.databases(None),
            gate: self.gate.clone(),
            old_commands: Some(old_commands::read),
        }
    }
    /// Databases as this command reaches them.
    pub fn databases(&self, driver: Option<&Path>) -> Databases {
        databases(driver, self.running.clone())
    }
    /// The context of a command on a plan.
    pub fn of_plan<'a>(&self, file: &PlanFile, progress: &'a dyn Progress) -> Context<'a> {
        Context { settings: file.config.clone(), ..self.of_plans(&file.plans, progress) }
    }
    /// The context of a command on a folder of plans.
    pub fn of_plans<'a>(&self, plans: &Path, progress: &'a dyn Progress) -> Context<'a> {
        Context { plans: plans.into(), ..self.context(progress) }
    }
    /// A refusal as the person at this terminal reads it.
    pub fn told(&self, refusal: Refusal) -> Refusal {
        self.context(&QUIET).told(refusal)
    }
}
/// Nobody looks on.
pub const QUIET: fn(&str, TaskEvent) = |_, _| {};

/// Databases as this process reaches them: a driver that the command names, or one that the environment names.
fn databases(driver: Option<&Path>, running: Running) -> Databases {
    let named = driver.map(|d| d.to_string_lossy().into_owned()).or_else(|| std::env::var("PLAN_LOYALTY_DRIVER").ok()).filter(|d| !d.trim().is_empty());
    // A path is looked for where the command was given; a name, where drivers are.
    let driver = named.map(|d| if d.contains(['/', '\\', '.']) { std::path::absolute(&d).map_or(d, |p| p.to_string_lossy().into_owned()) } else { d });
    Databases { driver, variable: |name| std::env::var(name).ok(), running }
}
/// Who is at work, as the system knows them.
pub fn person() -> String {
    let known = ["PLAN_LOYALTY_PERSON", "USER", "LOGNAME", "USERNAME"].iter().find_map(|v| std::env::var(v).ok()).filter(|v| !v.trim().is_empty());
    known.unwrap_or_else(|| "unknown person".into())
}
