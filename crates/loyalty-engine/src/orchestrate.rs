//! The run as a task graph: who does what, after what, with how many tries, and how long it took.
use crate::progress::{CancelToken, Progress, TaskEvent};
use crate::step_cache::{Kept, MemoryCache};
use loyalty_model::extract::Extract;
use loyalty_model::fact::{Fact, FactId};
use loyalty_model::plan::{StageGroup, TaskRecord};
use loyalty_model::step_cache::{Made, StepCache, StepKey, read};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Most times that a task is tried again.
pub const RETRY_LIMIT: u32 = 2;

/// How the run is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
pub enum Pattern {
    /// Research and modeling side by side, converging into governance.
    Diamond,
    /// One after another.
    Pipeline,
}
impl Pattern {
    /// The word in the header.
    pub const fn word(self) -> &'static str {
        match self {
            Pattern::Diamond => "diamond",
            Pattern::Pipeline => "pipeline",
        }
    }
}

/// Chooses the pattern, and says why; a person may have asked for one.
pub fn pattern(extract: &Extract, asked: Option<Pattern>) -> (Pattern, Fact) {
    let enough = 200;
    let customers = extract.panel.len();
    match asked {
        Some(p) => (p, Fact::new("pattern-asked")),
        None if customers >= enough => (Pattern::Diamond, Fact::new("pattern-diamond").count("customers", customers as u64)),
        None => (Pattern::Pipeline, Fact::new("pattern-pipeline").count("customers", customers as u64)),
    }
}

/// A kind of task: what is known of it before the run. What it waits for is known by the run alone.
struct TaskKind {
    id: &'static str,
    stage: &'static str,
    agent: &'static str,
    fallback: &'static str,
}
const ANALYST: &str = "member-insights-analyst";
const STRATEGIST: &str = "loyalty-strategist";
const MODELING: &str = "loyalty-modeling";
/// The task that the adapter of the data does before the run.
const PULL: &str = "pull-data";
const KINDS: &[TaskKind] = &[
    TaskKind { id: PULL, stage: "Signal Review", agent: ANALYST, fallback: STRATEGIST },
    TaskKind { id: "review-signals", stage: "Signal Review", agent: ANALYST, fallback: STRATEGIST },
    TaskKind { id: "settle-assumptions", stage: "Signal Review", agent: MODELING, fallback: STRATEGIST },
    TaskKind { id: "fit-base", stage: "Signal Review", agent: MODELING, fallback: ANALYST },
    TaskKind { id: "value-customers", stage: "Signal Review", agent: ANALYST, fallback: STRATEGIST },
    TaskKind { id: "find-personas", stage: "Signal Review", agent: ANALYST, fallback: STRATEGIST },
    TaskKind { id: "map-lifecycle", stage: "Lifecycle Mapping", agent: STRATEGIST, fallback: ANALYST },
    TaskKind { id: "choose-design", stage: "Tier & Benefit Design", agent: STRATEGIST, fallback: MODELING },
    TaskKind { id: "appraise", stage: "Economic Modeling", agent: MODELING, fallback: STRATEGIST },
    TaskKind { id: "govern", stage: "Governance Packet", agent: STRATEGIST, fallback: MODELING },
];

/// The run was asked to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the run was asked to stop")]
pub struct Cancelled;

/// How a task went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Attempts: an error, or `ok`.
    pub attempts: Vec<Fact>,
    /// `done`, `fallback` or `kept`.
    pub status: &'static str,
}
impl Note {
    /// Done at the first attempt.
    pub fn ok() -> Self {
        Note { attempts: vec!["ok".into()], status: "done" }
    }
}
/// What became of a step: the line of a trace.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TraceStep {
    /// Id of the task.
    pub step: &'static str,
    /// The home that still held its result (`memory`, `disk`, `run`); none: it was worked out.
    pub reused_from: Option<&'static str>,
    /// How long it took to find or to work out, where the session has a clock.
    pub milliseconds: Option<f64>,
}
/// A result of a step and the key under which it is kept.
#[derive(Debug)]
pub struct Step<T> {
    /// Key: what depends on this result depends on this.
    pub key: StepKey,
    /// The result.
    pub value: Arc<T>,
}
impl<T> std::ops::Deref for Step<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}
/// A task that was done, how, and the steps whose results it was handed.
#[derive(Debug, Clone)]
struct Done {
    id: &'static str,
    note: Note,
    after: Vec<&'static str>,
}
/// The tasks of one run.
pub struct Tasks<'a> {
    /// Pattern and its reason.
    pub pattern: (Pattern, Fact),
    /// Ends the run.
    pub cancel: CancelToken,
    homes: Homes<'a>,
    progress: &'a dyn Progress,
    done: Mutex<Vec<Done>>,
    trace: Mutex<Vec<TraceStep>>,
}
/// Where results are looked for, in this order, and the clock that a trace is timed by.
#[derive(Clone, Copy)]
pub struct Homes<'a> {
    /// In memory.
    pub memory: &'a MemoryCache,
    /// Beyond: a folder of the machine, or of a run that may stop.
    pub beyond: Option<&'a dyn StepCache>,
    /// Time since some moment.
    pub clock: Option<&'a (dyn Fn() -> Duration + Send + Sync)>,
}
impl<'a> Tasks<'a> {
    /// A run that begins. The data have been pulled already: that task is the adapter's.
    pub fn new(pattern: (Pattern, Fact), homes: Homes<'a>, progress: &'a dyn Progress, cancel: &CancelToken) -> Self {
        Tasks { pattern, cancel: cancel.clone(), homes, progress, done: Mutex::default(), trace: Mutex::default() }
    }
    /// Does one task, or takes what an earlier run on the same inputs had finished of it.
    ///
    /// # Errors
    /// [`Cancelled`].
    pub fn step<T: Kept>(&self, key: StepKey, work: impl FnOnce() -> T) -> Result<Step<T>, Cancelled> {
        self.attempt(key, || Ok((work(), Note::ok())))
    }
    /// Does one task that may be refused, and that tells how it went. What was refused or cut short is not kept.
    ///
    /// # Errors
    /// [`Cancelled`], or the refusal.
    pub fn attempt<T: Kept, E: From<Cancelled>>(&self, key: StepKey, work: impl FnOnce() -> Result<(T, Note), E>) -> Result<Step<T>, E> {
        if self.cancel.is_cancelled() {
            return Err(Cancelled.into());
        }
        let began = self.homes.clock.map(|now| now());
        if let Some((value, home)) = self.find(&key) {
            self.progress.on_event(key.step, TaskEvent::Reused);
            self.note(&key, Note { attempts: vec![Fact::new("attempt-reused").text("home", home)], status: "kept" });
            self.timed(key.step, Some(home), began);
            return Ok(Step { key, value });
        }
        self.progress.on_event(key.step, TaskEvent::Begin);
        let result = work();
        self.progress.on_event(key.step, TaskEvent::End);
        if self.cancel.is_cancelled() {
            return Err(Cancelled.into());
        }
        let (value, note) = result?;
        let value = Arc::new(value);
        self.keep(&key, &value);
        self.note(&key, note);
        self.timed(key.step, None, began);
        Ok(Step { key, value })
    }
    /// A result that is kept, and its home; what lay beyond is in memory from then on.
    pub fn find<T: Kept>(&self, key: &StepKey) -> Option<(Arc<T>, &'static str)> {
        if let Some(value) = self.homes.memory.get(key).and_then(read) {
            return Some((value, self.homes.memory.name()));
        }
        let beyond = self.homes.beyond?;
        let value: Arc<T> = beyond.get(key).and_then(read)?;
        self.homes.memory.put(key, &Made(Arc::clone(&value)));
        Some((value, beyond.name()))
    }
    /// Keeps a result in every home.
    pub fn keep<T: Kept>(&self, key: &StepKey, value: &Arc<T>) {
        let made = Made(Arc::clone(value));
        self.homes.memory.put(key, &made);
        if let Some(beyond) = self.homes.beyond {
            beyond.put(key, &made);
        }
    }
    fn timed(&self, step: &'static str, reused_from: Option<&'static str>, began: Option<Duration>) {
        let milliseconds = self.homes.clock.zip(began).map(|(now, began)| 1e3 * now().saturating_sub(began).as_secs_f64());
        if let Ok(mut trace) = self.trace.lock() {
            trace.push(TraceStep { step, reused_from, milliseconds });
        }
    }
    /// What became of every step, in the order of the graph.
    pub fn trace(&self) -> Vec<TraceStep> {
        let mut all = self.trace.lock().map(|t| t.clone()).unwrap_or_default();
        all.sort_by_key(|t| KINDS.iter().position(|k| k.id == t.step));
        all
    }
    /// Does two things, side by side in a diamond.
    pub fn both<A: Send, B: Send>(&self, a: impl FnOnce() -> A + Send, b: impl FnOnce() -> B + Send) -> (A, B) {
        match self.pattern.0 {
            Pattern::Diamond => rayon::join(a, b),
            Pattern::Pipeline => (a(), b()),
        }
    }
    fn note(&self, key: &StepKey, note: Note) {
        if let Ok(mut done) = self.done.lock() {
            done.push(Done { id: key.step, note, after: key.after.clone() });
        }
    }
    /// What was done: each task after those whose results it was handed, and named by these. Timing, and who did it, are the adapter's: the
    /// engine has no clock and knows nobody.
    pub fn records(&self) -> Vec<TaskRecord> {
        let mut done = self.done.lock().map(|d| d.clone()).unwrap_or_default();
        done.push(Done { id: PULL, note: Note::ok(), after: vec![] });
        let graph = waits(&done.iter().map(|d| (d.id, d.after.clone())).collect());
        let record = |k: &TaskKind| {
            let note = done.iter().find(|d| d.id == k.id).map_or(Note { attempts: vec![], status: "skipped" }, |d| d.note.clone());
            TaskRecord {
                id: k.id.into(),
                stage: k.stage.into(),
                agent: k.agent.into(),
                fallback_agents: vec![k.fallback.into()],
                done_by: vec![],
                depends_on: graph.get(k.id).into_iter().flatten().map(|s| s.to_string()).collect(),
                retry_limit: RETRY_LIMIT,
                status: note.status.into(),
                attempts: note.attempts,
                milliseconds: 0,
            }
        };
        KINDS.iter().map(record).collect()
    }
    /// The stages for the header.
    pub fn stages(&self) -> Vec<StageGroup> {
        let side_by_side = self.pattern.0 == Pattern::Diamond;
        let group = |stage: &str, tasks: &[&str], hands_on: FactId| StageGroup {
            stage: stage.into(),
            tasks: tasks.iter().map(|t| t.to_string()).collect(),
            hands_on: hands_on.into(),
        };
        let mut out = vec![group("Signal Review", &["pull-data"], FactId("hands-extract"))];
        if side_by_side {
            // Research beside the first step of modeling; the fit follows while research may still go on.
            out.push(group("Signal Review", &["review-signals", "settle-assumptions"], FactId("hands-signals-and-book")));
            out.push(group("Signal Review", &["fit-base"], FactId("hands-base")));
            out.push(group("Signal Review", &["value-customers", "find-personas"], FactId("hands-value-and-personas")));
        } else {
            for (task, gives) in [
                ("review-signals", FactId("hands-signals")),
                ("settle-assumptions", FactId("hands-book")),
                ("fit-base", FactId("hands-base")),
                ("value-customers", FactId("hands-value")),
                ("find-personas", FactId("hands-personas")),
            ] {
                out.push(group("Signal Review", &[task], gives));
            }
        }
        out.push(group("Lifecycle Mapping", &["map-lifecycle"], FactId("hands-triggers")));
        out.push(group("Tier & Benefit Design", &["choose-design"], FactId("hands-program")));
        out.push(group("Economic Modeling", &["appraise"], FactId("hands-economics")));
        out.push(group("Governance Packet", &["govern"], FactId("hands-governance")));
        out
    }
}

type Waits = BTreeMap<&'static str, Vec<&'static str>>;
/// What each task waits for directly: of what it reads, the tasks that no other of them waits for already.
fn waits(reads: &Waits) -> Waits {
    fn before(task: &str, reads: &Waits, all: &mut BTreeSet<&'static str>) {
        for next in reads.get(task).into_iter().flatten() {
            if all.insert(next) {
                before(next, reads, all);
            }
        }
    }
    let direct = |after: &Vec<&'static str>| {
        let implied = |task: &&str| {
            after.iter().any(|other| {
                let mut all = BTreeSet::new();
                before(other, reads, &mut all);
                all.contains(task)
            })
        };
        after.iter().filter(|task| !implied(task)).copied().collect()
    };
    reads.iter().map(|(task, after)| (*task, direct(after))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::step_cache::Digest;
    #[test]
    fn every_task_has_an_agent_and_another_that_takes_over() {
        for kind in KINDS {
            assert_ne!(kind.agent, kind.fallback, "{}", kind.id);
        }
    }
    #[test]
    fn the_graph_is_what_was_handed_on() {
        let (memory, quiet) = (MemoryCache::new(4), |_: &str, _: TaskEvent| {});
        let homes = Homes { memory: &memory, beyond: None, clock: None };
        let tasks = Tasks::new((Pattern::Pipeline, "pattern-asked".into()), homes, &quiet, &CancelToken::default());
        let step = |digest: Digest, id| tasks.step(digest.key(id), || 1_u8).unwrap();
        let read = step(Digest::new("").part_of(PULL, "extract", &1), "review-signals");
        let book = step(Digest::new("").part_of(PULL, "extract", &2), "settle-assumptions");
        // Read from both, and from what these read: the wait for the data is implied.
        step(Digest::new("").step(&read.key).step(&book.key).part_of(PULL, "extract", &1), "fit-base");
        let waits: BTreeMap<String, Vec<String>> = tasks.records().into_iter().map(|t| (t.id, t.depends_on)).collect();
        assert_eq!(waits["fit-base"], ["review-signals", "settle-assumptions"]);
        assert_eq!((&waits["review-signals"], &waits[PULL]), (&vec![PULL.to_string()], &vec![]));
        let skipped: Vec<String> = tasks.records().into_iter().filter(|t| t.status == "skipped").map(|t| t.id).collect();
        assert_eq!(skipped, ["value-customers", "find-personas", "map-lifecycle", "choose-design", "appraise", "govern"]);
    }
}
