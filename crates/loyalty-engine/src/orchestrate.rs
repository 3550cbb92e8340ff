//! The run as a task graph: who does what, after what, with how many tries, and how long it took.
use crate::watch::{Stop, Watch};
use loyalty_model::extract::Extract;
use loyalty_model::plan::{StageGroup, TaskRecord};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Mutex;

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
struct Kind {
    id: &'static str,
    stage: &'static str,
    agent: &'static str,
    fallback: &'static str,
    after: &'static [&'static str],
}
const ANALYST: &str = "member-insights-analyst";
const STRATEGIST: &str = "loyalty-strategist";
const MODELING: &str = "loyalty-modeling";
const KINDS: &[Kind] = &[
    Kind { id: "pull-data", stage: "Signal Review", agent: ANALYST, fallback: STRATEGIST, after: &[] },
    Kind { id: "review-signals", stage: "Signal Review", agent: ANALYST, fallback: STRATEGIST, after: &["pull-data"] },
    Kind { id: "settle-assumptions", stage: "Signal Review", agent: MODELING, fallback: STRATEGIST, after: &["pull-data"] },
    Kind { id: "fit-base", stage: "Signal Review", agent: MODELING, fallback: ANALYST, after: &["pull-data", "settle-assumptions"] },
    Kind { id: "value-customers", stage: "Signal Review", agent: ANALYST, fallback: STRATEGIST, after: &["review-signals", "fit-base"] },
    Kind { id: "find-personas", stage: "Signal Review", agent: ANALYST, fallback: STRATEGIST, after: &["fit-base"] },
    Kind { id: "map-lifecycle", stage: "Lifecycle Mapping", agent: STRATEGIST, fallback: ANALYST, after: &["value-customers", "find-personas"] },
    Kind {
        id: "choose-design",
        stage: "Tier & Benefit Design",
        agent: STRATEGIST,
        fallback: MODELING,
        after: &["settle-assumptions", "value-customers", "map-lifecycle"],
    },
    Kind { id: "appraise", stage: "Economic Modeling", agent: MODELING, fallback: STRATEGIST, after: &["choose-design"] },
    Kind { id: "govern", stage: "Governance Packet", agent: STRATEGIST, fallback: MODELING, after: &["appraise"] },
];

/// What a watcher hears of a task. The engine has no clock: who watches may have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// It begins.
    Begin,
    /// It is over.
    End,
}

/// Where finished work is kept, so that a run that stops can go on. The engine has no files: who keeps may have some.
pub trait Shelf: Sync {
    /// What a task of an earlier, stopped run of the same job gave.
    fn get(&self, task: &str) -> Option<String>;
    /// Keeps what a task gave.
    fn put(&self, task: &str, json: String);
}
/// How a task went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Attempts: an error, or `ok`.
    pub attempts: Vec<String>,
    /// `done`, `fallback` or `kept`.
    pub status: &'static str,
}
impl Note {
    fn ok() -> Self {
        Note { attempts: vec!["ok".into()], status: "done" }
    }
}
/// The tasks of one run.
pub struct Tasks<'a> {
    /// Pattern and its reason.
    pub pattern: (Pattern, String),
    watch: &'a dyn Watch,
    stop: Stop,
    shelf: Option<&'a dyn Shelf>,
    done: Mutex<Vec<(&'static str, Note)>>,
}
impl<'a> Tasks<'a> {
    /// A run that begins. The data have been pulled already: that task is the adapter's.
    pub fn new(pattern: (Pattern, String), watch: &'a dyn Watch, shelf: Option<&'a dyn Shelf>) -> Self {
        Tasks { pattern, watch, stop: watch.stop(), shelf, done: Mutex::new(vec![]) }
    }
    /// Does one task, or takes what a stopped run had finished of it.
    pub fn step<T: Serialize + DeserializeOwned>(&self, id: &'static str, work: impl FnOnce() -> T) -> T {
        self.noted(id, || (work(), Note::ok()))
    }
    /// Does one task that tells how it went.
    pub fn noted<T: Serialize + DeserializeOwned>(&self, id: &'static str, work: impl FnOnce() -> (T, Note)) -> T {
        // A result that JSON cannot hold (an infinity) is simply made again.
        if let Some(kept) = self.shelf.and_then(|s| s.get(id)).and_then(|text| serde_json::from_str(&text).ok()) {
            self.note(id, Note { attempts: vec!["finished before the run stopped".into()], status: "kept" });
            return kept;
        }
        self.watch.hear(id, Moment::Begin);
        let (result, note) = work();
        self.watch.hear(id, Moment::End);
        if self.stop.asked() {
            // What was cut short is not kept: a resumed run does it again.
            return result;
        }
        if let (Some(shelf), Ok(text)) = (self.shelf, self.shelf.map_or(Ok(String::new()), |_| serde_json::to_string(&result))) {
            shelf.put(id, text);
        }
        self.note(id, note);
        result
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
        let record = |k: &Kind| {
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
