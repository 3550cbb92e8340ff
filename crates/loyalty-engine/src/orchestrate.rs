//! The run as a task graph: who does what, after what, with how many tries, and how long it took.
use loyalty_model::extract::Extract;
use loyalty_model::plan::{StageGroup, TaskRecord};
use std::sync::Mutex;

/// How the run is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// Chooses the pattern, and says why.
pub fn pattern(extract: &Extract) -> (Pattern, String) {
    let enough = 200;
    if extract.panel.len() >= enough {
        let reason = format!(
            "{} customers are enough to review signals and to fit the customer base side by side; both converge into design, economics and governance",
            extract.panel.len()
        );
        (Pattern::Diamond, reason)
    } else {
        let reason = format!(
            "only {} customers: nothing is gained by working side by side, and each step needs the one before to say what it could not measure",
            extract.panel.len()
        );
        (Pattern::Pipeline, reason)
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
const KINDS: &[Kind] = &[
    Kind { id: "pull-data", stage: "Signal Review", agent: "member-insights-analyst", fallback: "loyalty-strategist", after: &[] },
    Kind { id: "settle-assumptions", stage: "Signal Review", agent: "loyalty-modeling", fallback: "loyalty-strategist", after: &[] },
    Kind {
        id: "fit-base",
        stage: "Signal Review",
        agent: "loyalty-modeling",
        fallback: "member-insights-analyst",
        after: &["pull-data", "settle-assumptions"],
    },
    Kind { id: "review-signals", stage: "Signal Review", agent: "member-insights-analyst", fallback: "loyalty-strategist", after: &["fit-base"] },
    Kind { id: "find-personas", stage: "Signal Review", agent: "member-insights-analyst", fallback: "loyalty-strategist", after: &["fit-base"] },
    Kind { id: "map-lifecycle", stage: "Lifecycle Mapping", agent: "loyalty-strategist", fallback: "member-insights-analyst", after: &["review-signals"] },
    Kind {
        id: "choose-design",
        stage: "Tier & Benefit Design",
        agent: "loyalty-strategist",
        fallback: "loyalty-modeling",
        after: &["settle-assumptions", "review-signals", "find-personas", "map-lifecycle"],
    },
    Kind { id: "appraise", stage: "Economic Modeling", agent: "loyalty-modeling", fallback: "loyalty-strategist", after: &["choose-design"] },
    Kind { id: "govern", stage: "Governance Packet", agent: "loyalty-strategist", fallback: "loyalty-modeling", after: &["appraise"] },
];

/// What a watcher hears of a task. The engine has no clock: who watches may have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// It begins.
    Begin,
    /// It is over.
    End,
}

/// The tasks of one run.
pub struct Tasks<'a> {
    /// Pattern and its reason.
    pub pattern: (Pattern, String),
    watch: &'a (dyn Fn(&str, Moment) + Sync),
    done: Mutex<Vec<(&'static str, Vec<String>)>>,
}
impl<'a> Tasks<'a> {
    /// A run that begins. The data have been pulled already: that task is the adapter's.
    pub fn new(pattern: (Pattern, String), watch: &'a (dyn Fn(&str, Moment) + Sync)) -> Self {
        Tasks { pattern, watch, done: Mutex::new(vec![]) }
    }
    /// Does one task.
    pub fn step<T>(&self, id: &'static str, work: impl FnOnce() -> T) -> T {
        (self.watch)(id, Moment::Begin);
        let result = work();
        (self.watch)(id, Moment::End);
        self.note(id, vec!["ok".into()]);
        result
    }
    /// Does two tasks, side by side in a diamond.
    pub fn both<A: Send, B: Send>(&self, a: (&'static str, impl FnOnce() -> A + Send), b: (&'static str, impl FnOnce() -> B + Send)) -> (A, B) {
        match self.pattern.0 {
            Pattern::Diamond => rayon::join(|| self.step(a.0, a.1), || self.step(b.0, b.1)),
            Pattern::Pipeline => (self.step(a.0, a.1), self.step(b.0, b.1)),
        }
    }
    fn note(&self, id: &'static str, attempts: Vec<String>) {
        if let Ok(mut done) = self.done.lock() {
            done.push((id, attempts));
        }
    }
    /// What was done, in the order of the graph. Timing is the adapter's: the engine has no clock.
    pub fn records(&self) -> Vec<TaskRecord> {
        let done = self.done.lock().map(|d| d.clone()).unwrap_or_default();
        KINDS
            .iter()
            .map(|k| {
                let attempts = done.iter().find(|(id, _)| *id == k.id).map(|(_, a)| a.clone());
                let status = if attempts.is_some() || k.id == "pull-data" { "done" } else { "skipped" };
                TaskRecord {
                    id: k.id.into(),
                    stage: k.stage.into(),
                    agent: k.agent.into(),
                    fallback_agents: vec![k.fallback.into()],
                    depends_on: k.after.iter().map(|s| s.to_string()).collect(),
                    retry_limit: 2,
                    status: status.into(),
                    attempts: attempts.unwrap_or_else(|| if status == "done" { vec!["ok".into()] } else { vec![] }),
                    milliseconds: 0,
                }
            })
            .collect()
    }
    /// The stages for the header.
    pub fn stages(&self) -> Vec<StageGroup> {
        let side_by_side = self.pattern.0 == Pattern::Diamond;
        let group = |stage: &str, tasks: &[&str], hands_on: &str| StageGroup {
            stage: stage.into(),
            tasks: tasks.iter().map(|t| t.to_string()).collect(),
            hands_on: hands_on.into(),
        };
        let mut out = vec![
            group("Signal Review", &["pull-data"], "the extract: counts, sums and a panel"),
            group("Signal Review", &["settle-assumptions"], "the assumption book"),
            group("Signal Review", &["fit-base"], "the customer base with its hold-out score"),
        ];
        if side_by_side {
            out.push(group("Signal Review", &["review-signals", "find-personas"], "signals and personas"));
        } else {
            out.push(group("Signal Review", &["review-signals"], "signals"));
            out.push(group("Signal Review", &["find-personas"], "personas"));
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
