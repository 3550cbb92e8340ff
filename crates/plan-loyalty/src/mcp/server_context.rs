//! What every call shares: the sandbox, what may leave, the queue.
use super::path_sandbox::PathSandbox;
use super::settings::Settings;
use loyalty_app::context::{CommandReader, Context, Databases, Door, PLANS, WriteGate};
use loyalty_app::operations::plans::{self, LATEST, Opened};
use loyalty_app::refusal::Refusal;
use loyalty_engine::progress::{Progress, TaskEvent};
use loyalty_engine::session::Session;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Calls that may wait for their turn; more are told to come again.
pub const QUEUE: usize = 256;
/// Nobody looks on.
const QUIET: fn(&str, TaskEvent) = |_, _| {};

/// What every call shares.
pub struct ServerContext {
    /// Where files may be.
    pub sandbox: PathSandbox,
    /// Quotes and names may leave.
    pub allow_records: bool,
    /// Every run at small effort.
    pub small_effort: bool,
    /// Turns for calls that compute.
    pub turns: Semaphore,
    /// Places in the queue.
    pub places: Semaphore,
    person: String,
    gate: WriteGate,
    session: Arc<Session>,
    old_commands: CommandReader,
    databases: Databases,
}
impl ServerContext {
    /// Opens it: paths start from the first folder, as if the terminal's command were run there.
    ///
    /// # Errors
    /// A folder that is not there.
    pub fn open(settings: &Settings, gate: WriteGate) -> Result<ServerContext, Refusal> {
        let here = [PathBuf::from(".")];
        let turns = std::thread::available_parallelism().map_or(2, std::num::NonZero::get).clamp(2, 8);
        Ok(ServerContext {
            sandbox: PathSandbox::around(if settings.roots.is_empty() { &here } else { &settings.roots })?.reaching(&settings.connections),
            allow_records: settings.allow_records,
            small_effort: settings.small_effort,
            turns: Semaphore::new(turns),
            places: Semaphore::new(QUEUE),
            person: settings.person.clone(),
            gate,
            session: Context::cold_session(),
            old_commands: settings.old_commands,
            databases: settings.databases.clone(),
        })
    }
    /// What is read of the system to reach the databases that were named: the folder of the driver, names of hosts, certificates.
    pub fn of_databases(&self) -> Vec<PathBuf> {
        if !self.sandbox.reaches_databases() {
            return vec![];
        }
        let driver = self.databases.driver.as_deref().and_then(|d| Path::new(d).parent()).filter(|p| p.is_absolute());
        ["/etc/hosts", "/etc/resolv.conf", "/etc/services", "/etc/ssl", "/etc/adbc"].into_iter().map(PathBuf::from).chain(driver.map(PathBuf::from)).collect()
    }
    /// The context of an operation that this call looks on.
    pub fn context<'a>(&'a self, progress: &'a dyn Progress) -> Context<'a> {
        Context {
            folder: self.sandbox.home().into(),
            plans: PLANS.into(),
            settings: None,
            person: self.person.clone(),
            door: Door::Agent,
            agent: None,
            threads: None,
            session: Arc::clone(&self.session),
            progress,
            paths: &self.sandbox,
            databases: self.databases.clone(),
            gate: self.gate.clone(),
            old_commands: Some(self.old_commands),
        }
    }
    /// The context of an operation that takes no time.
    pub fn at_once(&self) -> Context<'_> {
        self.context(&QUIET)
    }
    /// A plan by name or `latest`.
    ///
    /// # Errors
    /// No such plan.
    pub fn plan(&self, name: &str) -> Result<Opened, Refusal> {
        plans::open(&self.at_once(), plan_name(name)?).map_err(|r| match r.place == name {
            true => Refusal { place: format!("plan {name}"), next: "see list_plans; make a plan with plan_loyalty".into(), ..r },
            false => r,
        })
    }
}
/// A name of a plan: nothing that leads elsewhere.
///
/// # Errors
/// Another word.
pub fn plan_name(name: &str) -> Result<&str, Refusal> {
    let plain = !name.is_empty() && name.len() <= 128 && name.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c));
    if plain && (name == LATEST || (name.starts_with("plan-") && name.ends_with(".json"))) {
        return Ok(name);
    }
    let shown: String = name.chars().filter(|c| !c.is_control()).take(80).collect();
    Err(Refusal::input(
        format!("plan {shown}"),
        "this is no name of a plan",
        "Plans are named, not searched for by path",
        "take a name from list_plans, e.g. plan-20260101T120000Z.json, or latest",
    ))
}
