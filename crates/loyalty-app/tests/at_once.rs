//! Two people at once: while one amendment is worked out another one is saved.
use loyalty_app::context::Context;
use loyalty_app::operations::amend::{AmendRequest, Change, amend};
use loyalty_app::operations::plan;
use loyalty_app::refusal::RefusalKind;
use loyalty_app::request::{Draft, parse};
use loyalty_engine::progress::{Progress, TaskEvent};
use loyalty_model::brief::Goal;
use loyalty_model::request::Effort;
use loyalty_model::units::Date;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

fn smaller_pool(budget: &str) -> AmendRequest {
    let says = Draft { budget: parse::budget(budget).ok(), ..Draft::default() };
    AmendRequest {
        plan: "latest".into(),
        change: Change { says, ..Change::default() },
        frozen: false,
        reason: format!("pool of {budget}"),
        by: None,
        seen: None,
    }
}
/// Saves another amendment of the same plan when the first one's work begins.
struct Meanwhile(PathBuf, AtomicU32);
impl Progress for Meanwhile {
    fn on_event(&self, _: &str, event: TaskEvent) {
        if event == TaskEvent::Begin && self.1.fetch_add(1, Ordering::SeqCst) == 0 {
            amend(&Context::of_program(self.0.clone(), &|_: &str, _: TaskEvent| {}), &smaller_pool("40000")).unwrap();
        }
    }
}
#[test]
fn an_amendment_of_a_plan_that_changed_meanwhile_is_told_to_run_again_and_loses_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let draft = Draft {
        goal: Some(Goal::Retention),
        tiers: parse::tiers("3").ok(),
        budget: parse::budget("50000").ok(),
        effort: Some(Effort::Small),
        deliverables: vec!["triggers.csv".into()],
        ..Draft::default()
    };
    let quiet = |_: &str, _: TaskEvent| {};
    let context = Context::of_program(dir.path().into(), &quiet);
    let made = plan::plan(&context, &draft.complete(Date::from_ymd(2026, 7, 1).unwrap()).unwrap()).unwrap();
    let log = || {
        let document: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(context.at(&made.path)).unwrap()).unwrap();
        let document = loyalty_exports::copy::in_words(&document, loyalty_exports::copy::english(), &loyalty_model::units::Currency("USD".into()));
        document["history"]["change_log"].as_array().unwrap().iter().map(|c| c["reason"].as_str().unwrap().to_string()).collect::<Vec<_>>()
    };
    let meanwhile = Meanwhile(dir.path().into(), AtomicU32::new(0));
    let refused = amend(&Context::of_program(dir.path().into(), &meanwhile), &smaller_pool("45000")).unwrap_err();
    assert!(meanwhile.1.load(Ordering::SeqCst) > 0, "nothing was worked out");
    assert_eq!(refused.kind, RefusalKind::Machine);
    assert!(refused.next.contains("run the command again"), "{refused}");
    assert_eq!(log(), ["first plan", "pool of 40000"]);
    // Run again, it goes on from what the other one saved.
    amend(&context, &smaller_pool("45000")).unwrap();
    assert_eq!(log(), ["first plan", "pool of 40000", "pool of 45000"]);
}
