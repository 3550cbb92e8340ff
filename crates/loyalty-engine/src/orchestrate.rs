//! The run as a task graph: who does what, after what, with how many tries, and how long it took.
use crate::progress::{CancelToken, Progress, TaskEvent};
use crate::step_cache::{Kept, Made, MemoryCache, read};
use loyalty_model::extract::Extract;
use loyalty_model::plan::{StageGroup, TaskRecord};
use loyalty_model::step_cache::{StepCache, StepKey};
use serde::Serialize;
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
pub fn pattern(extract: &Extract, asked: Option<Pattern>) -> (Pattern, String) {
    let enough = 200;
    let customers = extract.panel.len();
    match asked {
        Some(p) => (p, "asked for by the person who ran the plan".into()),
        None if customers >= enough => {
            let reason = format!(
                "{customers} customers are enough to do research (signals) and modeling (assumptions, customer base) side by side; both converge into design, economics and governance"
            );
            (Pattern::Diamond, reason)
        }
        None => {
            let reason = format!(
                "only {customers} customers: nothing is gained by working side by side, and each step needs the one before to say what it could not measure"
            );
            (Pattern::Pipeline, reason)
        }
    }
}

/// A kind of task: what is known of it before the run.
struct TaskKind {
    id: &'static str,
    stage: &'static str,
    agent: &'static str,
    fallback: &'static str,
    after: &'static [&'static str],
}
const ANALYST: &str = "member-insights-analyst";
const STRATEGIST: &str = "loyalty-strategist";
const MODELING: &str = "loyalty-modeling";
const KINDS: &[TaskKind] = &[
    TaskKind { id: "pull-data", stage: "Signal Review", agent: ANALYST, fallback: STRATEGIST, after: &[] },
    TaskKind { id: "review-signals", stage: "Signal Review", agent: ANALYST, fallback: STRATEGIST, after: &["pull-data"] },
    TaskKind { id: "settle-assumptions", stage: "Signal Review", agent: MODELING, fallback: STRATEGIST, after: &["pull-data"] },
    TaskKind { id: "fit-base", stage: "Signal Review", agent: MODELING, fallback: ANALYST, after: &["pull-data", "settle-assumptions"] },
    TaskKind { id: "value-customers", stage: "Signal Review", agent: ANALYST, fallback: STRATEGIST, after: &["review-signals", "fit-base"] },
    TaskKind { id: "find-personas", stage: "Signal Review", agent: ANALYST, fallback: STRATEGIST, after: &["fit-base"] },
    TaskKind { id: "map-lifecycle", stage: "Lifecycle Mapping", agent: STRATEGIST, fallback: ANALYST, after: &["value-customers", "find-personas"] },
    TaskKind {
        id: "choose-design",
        stage: "Tier & Benefit Design",
        agent: STRATEGIST,
        fallback: MODELING,
        after: &["settle-assumptions", "value-customers", "map-lifecycle"],
    },
    TaskKind { id: "appraise", stage: "Economic Modeling", agent: MODELING, fallback: STRATEGIST, after: &["choose-design"] },
    TaskKind { id: "govern", stage: "Governance Packet", agent: STRATEGIST, fallback: MODELING, after: &["appraise"] },
];

/// The run was asked to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the run was asked to stop")]
pub struct Cancelled;

/// How a task went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Attempts: an error, or `ok`.
    pub attempts: Vec<String>,
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
/// The tasks of one run.
pub struct Tasks<'a> {
    /// Pattern and its reason.
    pub pattern: (Pattern, String),
    /// Ends the run.
    pub cancel: CancelToken,
    homes: Homes<'a>,
    progress: &'a dyn Progress,
    done: Mutex<Vec<(&'static str, Note)>>,
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
    pub fn new(pattern: (Pattern, String), homes: Homes<'a>, progress: &'a dyn Progress, cancel: &CancelToken) -> Self {
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
            self.note(key.step, Note { attempts: vec![format!("the result of an earlier run on the same inputs stands ({home})")], status: "kept" });
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
        self.note(key.step, note);
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
    fn note(&self, id: &'static str, note: Note) {
        if let Ok(mut done) = self.done.lock() {
            done.push((id, note));
        }
    }
    /// What was done, in the order of the graph. Timing is the adapter's: the engine has no clock.
    pub fn records(&self) -> Vec<TaskRecord> {
        let done = self.done.lock().map(|d| d.clone()).unwrap_or_default();
        let record = |k: &TaskKind| {
            let note = done.iter().find(|(id, _)| *id == k.id).map(|(_, n)| n.clone());
            let note = note.unwrap_or_else(|| if k.id == "pull-data" { Note::ok() } else { Note { attempts: vec![], status: "skipped" } });
            TaskRecord {
                id: k.id.into(),
                stage: k.stage.into(),
                agent: k.agent.into(),
                fallback_agents: vec![k.fallback.into()],
                depends_on: k.after.iter().map(|s| s.to_string()).collect(),
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
        let group = |stage: &str, tasks: &[&str], hands_on: &str| StageGroup {
            stage: stage.into(),
            tasks: tasks.iter().map(|t| t.to_string()).collect(),
            hands_on: hands_on.into(),
        };
        let mut out = vec![group("Signal Review", &["pull-data"], "the extract: counts, sums and a panel")];
        if side_by_side {
            // Research beside the first step of modeling; the fit follows while research may still go on.
            out.push(group("Signal Review", &["review-signals", "settle-assumptions"], "signals of usage, voice and ledger; the assumption book"));
            out.push(group("Signal Review", &["fit-base"], "the customer base with its hold-out score"));
            out.push(group("Signal Review", &["value-customers", "find-personas"], "signals of churn and value; personas with size, overlap and stability"));
        } else {
            for (task, gives) in [
                ("review-signals", "signals of usage, voice and ledger"),
                ("settle-assumptions", "the assumption book"),
                ("fit-base", "the customer base with its hold-out score"),
                ("value-customers", "signals of churn and value"),
                ("find-personas", "personas with size, overlap and stability"),
            ] {
                out.push(group("Signal Review", &[task], gives));
            }
        }
        out.push(group("Lifecycle Mapping", &["map-lifecycle"], "triggers with volume and cost, appraised with the program"));
        out.push(group("Tier & Benefit Design", &["choose-design"], "the program and its near-best alternatives"));
        out.push(group("Economic Modeling", &["appraise"], "lines, series, scenarios, budget use"));
        out.push(group("Governance Packet", &["govern"], "owners, KPIs, guardrails, approvals, open questions"));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn the_task_graph_has_no_cycle_and_no_unknown_task() {
        for (i, kind) in KINDS.iter().enumerate() {
            for before in kind.after {
                let at = KINDS.iter().position(|k| k.id == *before);
                assert!(at.is_some_and(|at| at < i), "{} comes after {before}, which does not stand before it", kind.id);
            }
            assert_ne!(kind.agent, kind.fallback, "{}", kind.id);
        }
    }
}
