//! The engine at work before whoever looks on: tasks are timed here, for the engine has no clock.
use super::prepare::Prepared;
use super::run_folder::PULLED;
use crate::context::Context;
use crate::refusal::Refusal;
use loyalty_engine::personas::PersonaError;
use loyalty_engine::progress::{CancelToken, Progress, TaskEvent};
use loyalty_engine::run::{RunError, RunOutcome};
use loyalty_model::plan::{CallingAgent, TaskRecord};
use loyalty_model::statement::{Statement, StatementEvent};
use loyalty_model::step_cache::StepCache;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Runs the engine through the session of the context and times the tasks. Results of steps are looked for in memory, then in `beyond`.
///
/// # Errors
/// What the engine refuses; cancelled.
pub fn run(context: &Context, prepared: &Prepared, beyond: Option<&dyn StepCache>) -> Result<(RunOutcome, Vec<TaskRecord>), Refusal> {
    let clock = Clock { tasks: Mutex::default(), progress: context.progress };
    let measured = prepared.measured();
    let cancel = context.progress.cancel_token();
    let ran = context.with_threads(|| context.session.plan_with(&prepared.job, &measured, &clock, &cancel, beyond).map_err(refusal));
    let mut outcome = ran?;
    let mut tasks = clock.timed(std::mem::take(&mut outcome.tasks), prepared.pulled);
    let me = "plan-loyalty".to_string();
    let acted: Vec<String> = std::iter::once(me).chain(context.agent.as_ref().map(CallingAgent::phrase)).collect();
    if let Some(pull) = tasks.iter_mut().find(|t| t.id == PULLED) {
        pull.attempts = prepared.attempts.clone();
        pull.status = if !prepared.extract.lost.is_empty() {
            "fallback"
        } else if prepared.pulled.is_zero() {
            "kept"
        } else {
            "done"
        }
        .into();
    }
    tasks.iter_mut().filter(|t| t.status != "skipped").for_each(|t| t.done_by = acted.clone());
    Ok((outcome, tasks))
}
/// A run's refusal.
pub fn refusal(e: RunError) -> Refusal {
    match e {
        RunError::Persona(p @ PersonaError::Unknown { .. }) => Refusal::input(
            "--personas",
            p.to_string(),
            "Each persona needs a definition",
            "use a known persona, define it in the settings under [personas], or leave out --personas",
        ),
        RunError::Persona(p) => Refusal::input(
            "plan-loyalty.toml [personas]",
            p.to_string(),
            "A persona is a condition on a customer's figures",
            "write for example: big = \"orders_last_year >= 4 and p_alive > 0.6\"",
        ),
        RunError::Pin(p) => Refusal::input(format!("--set {}", p.pin), p.fact, "A fixed value must fit the rest of the design", p.next),
        RunError::Price(p) if p.net_already => Refusal::input(
            "--assume accounting.stand_alone_price",
            format!("{:.5} a point is the value with breakage taken off twice; once gives {:.5}", p.per_point, p.low),
            "A stand-alone price is net of breakage: expected breakage is taken off once",
            format!("give the price net of breakage: --assume accounting.stand_alone_price={:.5}, or 0 for the plan's own", p.low),
        ),
        RunError::Price(p) => Refusal::input(
            "--assume accounting.stand_alone_price",
            format!("{:.5} a point is more than a point buys, {:.5}", p.per_point, p.high),
            "A promise is not sold for more than what it buys",
            format!("give at most {:.5}, or 0 for the plan's own: --assume accounting.stand_alone_price=0", p.high),
        ),
        RunError::Nobody => {
            Refusal::input("the data", e.to_string(), "There are no customers to plan for", "give orders or subscriptions, or a driver sheet with --drivers")
        }
        RunError::Stopped => Refusal::stopped("the run", e.to_string(), "ask again: the same request gives the same plan"),
    }
}
/// When tasks began and how long they took, for whoever looks on.
struct Clock<'a> {
    tasks: Mutex<BTreeMap<String, (Option<Instant>, Duration)>>,
    progress: &'a dyn Progress,
}
impl Progress for Clock<'_> {
    fn on_event(&self, task: &str, event: TaskEvent) {
        if let Ok(mut tasks) = self.tasks.lock() {
            let entry = tasks.entry(task.to_string()).or_default();
            match event {
                TaskEvent::Begin => entry.0 = Some(Instant::now()),
                TaskEvent::End => entry.1 += entry.0.take().map(|began| began.elapsed()).unwrap_or_default(),
                TaskEvent::Reused => {}
            }
        }
        self.progress.on_event(task, event);
    }
    fn on_statement(&self, statement: &Statement, event: StatementEvent) {
        self.progress.on_statement(statement, event);
    }
    fn cancel_token(&self) -> CancelToken {
        self.progress.cancel_token()
    }
}
impl Clock<'_> {
    fn timed(&self, mut records: Vec<TaskRecord>, pulled: Duration) -> Vec<TaskRecord> {
        if let Ok(tasks) = self.tasks.lock() {
            for r in &mut records {
                let took = if r.id == PULLED { pulled } else { tasks.get(&r.id).map(|t| t.1).unwrap_or_default() };
                r.milliseconds = took.as_millis() as u64;
            }
        }
        records
    }
}
