//! Who asks, through which door, from which folder: what an operation needs beside its request. Nothing of it reaches a design.
use crate::refusal::Refusal;
use crate::request::Draft;
use loyalty_engine::progress::Progress;
use loyalty_engine::session::Session;
use loyalty_model::plan::CallingAgent;
use loyalty_plans::step_cache::DiskCache;
use loyalty_plans::store::Plans;
pub use loyalty_warehouse::Running;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// Name of the settings file that is read where none is named.
pub const SETTINGS: &str = "plan-loyalty.toml";
/// Folder of the plans where none is named.
pub const PLANS: &str = ".claude/plans";

/// Folder of kept steps in the folder of the plans, their size together, and steps that are not worth writing down.
const STEPS: &str = ".steps";
const STEPS_BYTES: u64 = 512 << 20;
const TOO_LARGE: &[&str] = &["appraise"];

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Door {
    /// A person at a terminal.
    Terminal,
    /// An agent, through the MCP server.
    Agent,
    /// A person in a browser, through the studio.
    Studio,
    /// Another program.
    Program,
}
impl Door {
    /// The word in a plan's history.
    pub const fn word(self) -> &'static str {
        match self {
            Door::Terminal => "terminal",
            Door::Agent => "agent",
            Door::Studio => "studio",
            Door::Program => "program",
        }
    }
}
/// Which paths may be read and written.
pub trait PathPolicy: Sync {
    /// A file or folder may be read; `what` names the argument or setting that told it.
    ///
    /// # Errors
    /// It may not.
    fn reading(&self, what: &str, path: &Path) -> Result<(), Refusal>;
    /// A database may be asked; its URL as a person wrote it.
    ///
    /// # Errors
    /// It may not.
    fn connecting(&self, url: &str) -> Result<(), Refusal>;
    /// A file or folder may be written.
    ///
    /// # Errors
    /// It may not.
    fn writing(&self, what: &str, path: &Path) -> Result<(), Refusal>;
}
/// Which databases may be reached, and how: only a door reads the environment.
#[derive(Debug, Clone)]
pub struct Databases {
    /// The driver as a person named it: a path or a name; none: the usual names are looked for.
    pub driver: Option<String>,
    /// A variable of the environment.
    pub variable: fn(&str) -> Option<String>,
    /// Statements that run now: whoever ends the program ends them first.
    pub running: Running,
}
impl Databases {
    /// No driver is named and no variable is set.
    pub fn without_environment() -> Databases {
        Databases { driver: None, variable: |_| None, running: Running::default() }
    }
}
/// Whatever the system lets the person do.
#[derive(Debug, Clone, Copy)]
pub struct Anywhere;
impl PathPolicy for Anywhere {
    fn connecting(&self, _: &str) -> Result<(), Refusal> {
        Ok(())
    }
    fn reading(&self, _: &str, _: &Path) -> Result<(), Refusal> {
        Ok(())
    }
    fn writing(&self, _: &str, _: &Path) -> Result<(), Refusal> {
        Ok(())
    }
}
/// Held while files take their places, so that a door that ends the program waits for it. Every copy is the same gate.
#[derive(Debug, Clone, Default)]
pub struct WriteGate(Arc<Mutex<()>>);
impl WriteGate {
    /// Does some writing while nobody may end the program.
    pub fn hold<T>(&self, write: impl FnOnce() -> T) -> T {
        let _writing = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        write()
    }
}
/// Reads the command line that a plan of shape 1.1 or older stores instead of a request. The door that knows command lines gives it.
pub type CommandReader = fn(&[String]) -> Result<Draft, Refusal>;

/// What an operation needs beside its request.
pub struct Context<'a> {
    /// Folder, absolute, that relative paths start from.
    pub folder: PathBuf,
    /// Folder of the plans.
    pub plans: PathBuf,
    /// Settings file as named; none: [`SETTINGS`] where it exists.
    pub settings: Option<PathBuf>,
    /// Who asks.
    pub person: String,
    /// Through which door.
    pub door: Door,
    /// The agent that calls, where one does.
    pub agent: Option<CallingAgent>,
    /// Threads; none: all cores.
    pub threads: Option<usize>,
    /// What earlier calls worked out, in memory.
    pub session: Arc<Session>,
    /// Hears of tasks, and may cancel.
    pub progress: &'a dyn Progress,
    /// What may be read and written.
    pub paths: &'a dyn PathPolicy,
    /// How databases are reached.
    pub databases: Databases,
    /// Held while files take their places.
    pub gate: WriteGate,
    /// Reads commands of old plans; none: such plans are read-only.
    pub old_commands: Option<CommandReader>,
}
impl<'a> Context<'a> {
    /// For another program: any path, no settings but the usual ones, all cores, old plans read-only.
    pub fn of_program(folder: PathBuf, progress: &'a dyn Progress) -> Context<'a> {
        Context {
            folder,
            plans: PLANS.into(),
            settings: None,
            person: "another program".into(),
            door: Door::Program,
            agent: None,
            threads: None,
            session: Context::cold_session(),
            progress,
            paths: &Anywhere,
            databases: Databases::without_environment(),
            gate: WriteGate::default(),
            old_commands: None,
        }
    }
    /// A session that knows nothing yet. One that lives longer than a call is its door's to keep.
    pub fn cold_session() -> Arc<Session> {
        let start = Instant::now();
        Arc::new(Session::new(None, env!("CARGO_PKG_VERSION")).with_clock(move || start.elapsed()))
    }
    /// The same context once more.
    pub fn again(&self) -> Context<'a> {
        Context {
            folder: self.folder.clone(),
            plans: self.plans.clone(),
            settings: self.settings.clone(),
            person: self.person.clone(),
            agent: self.agent.clone(),
            session: Arc::clone(&self.session),
            gate: self.gate.clone(),
            databases: self.databases.clone(),
            ..*self
        }
    }
    /// Results of steps beside the plans, readable by their owner only and capped: an amendment finds there what did not change.
    ///
    /// # Errors
    /// A folder that may not be written.
    pub fn steps(&self) -> Result<DiskCache, Refusal> {
        Ok(DiskCache::new(&self.plans()?.join(STEPS), STEPS_BYTES).without(TOO_LARGE))
    }
    /// A path as it can be opened.
    pub fn at(&self, path: impl AsRef<Path>) -> PathBuf {
        self.folder.join(path)
    }
    /// A path that may be read, as it can be opened.
    ///
    /// # Errors
    /// It may not be read.
    pub fn reading(&self, what: &str, path: impl AsRef<Path>) -> Result<PathBuf, Refusal> {
        self.paths.reading(what, path.as_ref())?;
        Ok(self.at(path))
    }
    /// A path that may be written, as it can be opened.
    ///
    /// # Errors
    /// It may not be written.
    pub fn writing(&self, what: &str, path: impl AsRef<Path>) -> Result<PathBuf, Refusal> {
        self.paths.writing(what, path.as_ref())?;
        Ok(self.at(path))
    }
    /// The folder of the plans, as it can be opened.
    ///
    /// # Errors
    /// It may not be written.
    pub fn plans(&self) -> Result<PathBuf, Refusal> {
        self.writing("plans", &self.plans)
    }
    /// The same where it is only read: it need not be there.
    ///
    /// # Errors
    /// It may not be read.
    pub fn reading_plans(&self) -> Result<PathBuf, Refusal> {
        let plans = self.plans()?;
        if plans.exists() { self.reading("plans", &self.plans) } else { Ok(plans) }
    }
    /// A folder of plans, as it is stored in: what an interrupted write left is finished only where this caller may write.
    pub fn stored(&self, dir: PathBuf) -> Plans<'_> {
        Plans::at(dir).within(|folder| self.paths.writing("plans", folder).is_ok())
    }
    /// A path as a person named it: without this context's folder before it.
    pub fn shown(&self, path: &Path) -> PathBuf {
        path.strip_prefix(&self.folder).unwrap_or(path).to_path_buf()
    }
    /// A text in which paths stand as a person named them.
    pub fn relative(&self, text: &str) -> String {
        let folder = loyalty_sources::paths::shown(&self.folder);
        if self.folder.parent().is_none() { text.to_string() } else { text.replace(&format!("{folder}{}", std::path::MAIN_SEPARATOR), "") }
    }
    /// A refusal in which paths stand as a person named them.
    pub fn told(&self, refusal: Refusal) -> Refusal {
        Refusal { place: self.relative(&refusal.place), fact: self.relative(&refusal.fact), ..refusal }
    }
    /// Cancelled, or not.
    ///
    /// # Errors
    /// Cancelled.
    pub fn going_on(&self) -> Result<(), Refusal> {
        if self.progress.cancel_token().is_cancelled() {
            return Err(Refusal::stopped("the call", "the run was cancelled; nothing was written", "call again: the same request gives the same plan"));
        }
        Ok(())
    }
    /// Works with the threads that were asked for, in a pool of its own.
    ///
    /// # Errors
    /// A number of threads that the system does not give; what the work refuses.
    pub fn with_threads<T: Send>(&self, work: impl FnOnce() -> Result<T, Refusal> + Send) -> Result<T, Refusal> {
        let Some(n) = self.threads else { return work() };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n).build();
        pool.map_err(|e| Refusal::input("--threads", e.to_string(), "The number is the size of the thread pool", "give a number of 1 or more"))?.install(work)
    }
    /// Who asks, unless the request names somebody.
    pub fn person(&self, named: Option<&str>) -> String {
        named.map_or_else(|| self.person.clone(), str::to_string)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn paths_are_shown_as_they_were_named() {
        let look = |_: &str, _: loyalty_engine::progress::TaskEvent| {};
        let context = Context::of_program("/data/shop".into(), &look);
        assert_eq!(context.at("orders.csv"), Path::new("/data/shop/orders.csv"));
        assert_eq!(context.at("/elsewhere/orders.csv"), Path::new("/elsewhere/orders.csv"));
        assert_eq!(context.relative("/data/shop/orders.csv:4 and /data/shopping/x"), "orders.csv:4 and /data/shopping/x");
        assert_eq!(context.shown(Path::new("/data/shop/a/b")), Path::new("a/b"));
    }
    #[test]
    fn each_call_has_threads_of_its_own() {
        let look = |_: &str, _: loyalty_engine::progress::TaskEvent| {};
        let threads = |n| Context { threads: Some(n), ..Context::of_program("/".into(), &look) }.with_threads(|| Ok(rayon::current_num_threads())).unwrap();
        assert_eq!((threads(1), threads(3)), (1, 3));
    }
}
