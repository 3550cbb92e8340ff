//! One session: what one operation read and worked out, the next takes, and gives what it would have given alone.
use loyalty_app::context::Context;
use loyalty_app::operations::{plan, signals};
use loyalty_app::request::{Draft, parse};
use loyalty_engine::progress::{Progress, TaskEvent};
use loyalty_model::brief::Goal;
use loyalty_model::request::{DataRequest, Effort, PlanRequest};
use loyalty_model::units::Date;
use serde::Serialize;
use std::path::Path;
use std::sync::Mutex;

/// Remembers what became of every task.
#[derive(Default)]
struct Seen(Mutex<Vec<(String, TaskEvent)>>);
impl Progress for Seen {
    fn on_event(&self, task: &str, event: TaskEvent) {
        self.0.lock().unwrap().push((task.into(), event));
    }
}
impl Seen {
    /// Tasks worked out and tasks reused since the last look.
    fn take(&self) -> (Vec<String>, Vec<String>) {
        let all = std::mem::take(&mut *self.0.lock().unwrap());
        let of = |event| all.iter().filter(|(_, e)| *e == event).map(|(task, _)| task.clone()).collect();
        (of(TaskEvent::Begin), of(TaskEvent::Reused))
    }
}
const FIRST: [&str; 5] = ["review-signals", "settle-assumptions", "fit-base", "value-customers", "find-personas"];

fn write(dir: &Path, more: u32) {
    let rows = (0..3_000 + more).map(|i| format!("c{},{}-{:02}-{:02},{}.50", i % 300, 2024 + i % 2, 1 + i % 12, 1 + i % 28, 10 + i % 70));
    std::fs::write(dir.join("orders.csv"), format!("customer,date,amount\n{}\n", rows.collect::<Vec<_>>().join("\n"))).unwrap();
}
fn asked() -> PlanRequest {
    let draft = Draft {
        goal: Some(Goal::Retention),
        tiers: parse::tiers("3").ok(),
        budget: parse::budget("5000").ok(),
        effort: Some(Effort::Small),
        deliverables: vec!["triggers.csv".into()],
        data: DataRequest { tables: [("transactions".into(), vec!["orders.csv".into()])].into(), ..DataRequest::default() },
        ..Draft::default()
    };
    draft.complete(Date::from_ymd(2026, 7, 1).unwrap()).unwrap()
}
fn json(outcome: impl Serialize) -> serde_json::Value {
    serde_json::to_value(outcome).unwrap()
}
fn has(all: &[String], task: &str) -> bool {
    all.iter().any(|t| t == task)
}
#[test]
fn what_describe_read_signals_and_plan_take_and_nothing_is_different_for_it() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), 0);
    let seen = Seen::default();
    let context = Context::of_program(dir.path().into(), &seen);
    let described = json(signals::describe(&context, &asked()).unwrap());
    assert_eq!(seen.take(), (vec!["pull-data".to_string()], vec![]), "nobody read before");
    assert_eq!(json(signals::describe(&context, &asked()).unwrap()), described);
    assert_eq!(seen.take(), (vec![], vec!["pull-data".to_string()]));
    let reviewed = json(signals::signals(&context, &asked()).unwrap());
    let (again, reused) = seen.take();
    assert_eq!(reused, ["pull-data"]);
    FIRST.iter().for_each(|task| assert!(has(&again, task), "{task}: {again:?}"));
    assert_eq!(json(signals::signals(&context, &asked()).unwrap()), reviewed);
    let (again, reused) = seen.take();
    assert!(again.is_empty() && has(&reused, "fit-base"), "{again:?} {reused:?}");
    assert!(!dir.path().join(".claude").exists(), "who only looks writes nothing");
    let made = plan::plan(&context, &asked()).unwrap().plan;
    let (again, reused) = seen.take();
    FIRST.iter().chain(&["pull-data"]).for_each(|task| assert!(has(&reused, task) && !has(&again, task), "{task}: {again:?} {reused:?}"));
    assert!(has(&again, "choose-design"));
    // Each alone, in a session of its own.
    let alone = |seen| Context::of_program(dir.path().into(), seen);
    assert_eq!(json(signals::describe(&alone(&seen), &asked()).unwrap()), described);
    assert_eq!(json(signals::signals(&alone(&seen), &asked()).unwrap()), reviewed);
    seen.take();
    assert_eq!(plan::plan(&alone(&seen), &asked()).unwrap().plan.plan_hash, made.plan_hash);
    let (again, _) = seen.take();
    assert!(has(&again, "pull-data") && has(&again, "fit-base"), "a new plan in a new session takes nothing from the disk: {again:?}");
}
#[test]
fn other_bytes_another_day_or_a_folder_are_read_anew() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), 0);
    let seen = Seen::default();
    let context = Context::of_program(dir.path().into(), &seen);
    let reads = |request: &PlanRequest| {
        let customers = signals::describe(&context, request).unwrap().tables[0].rows_used;
        (customers, has(&seen.take().0, "pull-data"))
    };
    assert_eq!((reads(&asked()), reads(&asked())), ((3_000, true), (3_000, false)));
    let another_day = PlanRequest { asked_on: Date::from_ymd(2026, 7, 2).unwrap(), ..asked() };
    assert_eq!(reads(&another_day), (3_000, true));
    write(dir.path(), 40);
    assert_eq!((reads(&asked()), reads(&asked())), ((3_040, true), (3_040, false)), "the file was written again under its old name");
    let mut folder = asked();
    folder.data.tables = [("transactions".to_string(), vec!["*.csv".to_string()])].into();
    assert_eq!((reads(&folder), reads(&folder)), ((3_040, true), (3_040, true)), "other files may be in it the next time");
}
