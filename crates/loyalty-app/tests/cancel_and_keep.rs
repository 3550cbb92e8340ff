//! A run that is cancelled ends there and leaves nothing; a request survives its own JSON; a plan of an older shape without a reader is read-only.
use loyalty_app::context::Context;
use loyalty_app::operations::plans::request_of;
use loyalty_app::operations::{plan, reproduce};
use loyalty_app::refusal::RefusalKind;
use loyalty_app::request::{Draft, parse};
use loyalty_engine::progress::{CancelToken, Progress, TaskEvent};
use loyalty_model::brief::Goal;
use loyalty_model::request::{Effort, PlanRequest};
use loyalty_model::units::Date;

/// Asks the run to stop as soon as a task begins.
struct Impatient(&'static str, CancelToken);
impl Progress for Impatient {
    fn on_event(&self, task: &str, event: TaskEvent) {
        if task == self.0 && event == TaskEvent::Begin {
            self.1.cancel();
        }
    }
    fn cancel_token(&self) -> CancelToken {
        self.1.clone()
    }
}
fn asked() -> PlanRequest {
    let draft = Draft {
        goal: Some(Goal::Retention),
        tiers: parse::tiers("3").ok(),
        budget: parse::budget("50000").ok(),
        effort: Some(Effort::Small),
        deliverables: vec!["blueprint.md".into()],
        ..Draft::default()
    };
    draft.complete(Date::from_ymd(2026, 7, 1).unwrap()).unwrap()
}
#[test]
fn a_cancelled_run_leaves_nothing() {
    for task in ["review-signals", "choose-design", "appraise"] {
        let dir = tempfile::tempdir().unwrap();
        let impatient = Impatient(task, CancelToken::default());
        let stopped = plan::plan(&Context::of_program(dir.path().into(), &impatient), &asked());
        assert_eq!(stopped.map(|p| p.path).unwrap_err().kind, RefusalKind::Stopped, "{task}");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0, "{task}: something was left behind");
    }
}
#[test]
fn a_plan_holds_its_request_and_no_command_line_and_is_made_again_from_it_alone() {
    let dir = tempfile::tempdir().unwrap();
    let look = |_: &str, _: TaskEvent| {};
    let context = Context::of_program(dir.path().into(), &look);
    let made = plan::plan(&context, &asked()).unwrap();
    let text = std::fs::read_to_string(context.at(&made.path)).unwrap();
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert!(document["history"].get("command").is_none() && !text.contains("--goal="), "no argv in plans");
    assert_eq!(serde_json::from_value::<PlanRequest>(document["history"]["request"].clone()).unwrap(), asked());
    assert_eq!(document["history"]["asked"]["door"], "program");
    let again = reproduce::reproduce(&context, &reproduce::ReproduceRequest { plan: "latest".into() }).unwrap();
    assert!(again.same_plan_hash && again.different.is_empty(), "{again:?}");
    // An older plan that stored a command line, where nobody reads command lines.
    let mut old = made.plan;
    old.history.request = None;
    old.history.command = vec!["plan-loyalty".into(), "--goal=retention".into()];
    let refused = request_of(&context, &old).unwrap_err();
    assert!(refused.reason.contains("can be shown, explained, compared, exported and verified, but not recomputed"), "{refused}");
}
