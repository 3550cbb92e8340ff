//! A status cannot contradict itself: what fails in a plan stands in the headline, on page 1 and in the exit code.
use crate::common;
use common::{GOLDEN, command, golden_plan, text};
use loyalty_exports::brand::Brand;
use loyalty_exports::copy::{Worded, standing_word};
use loyalty_exports::story::{Block, story};
use loyalty_model::finding::Verdict;
use loyalty_model::plan::{Design, Plan, Status};

/// What contradicts a plain "planned", looked for without the function under test.
fn faults(d: &Design) -> Vec<String> {
    let mut out: Vec<String> = d.governance.guardrails.iter().filter(|g| g.verdict == Verdict::Fail).map(|g| g.id.clone()).collect();
    let waited = (d.header.launch.days() - d.header.as_of.days()) / 31 - 1;
    if waited > 14 && d.header.origin != loyalty_model::extract::Origin::DriverSheet {
        out.push("stale".into());
    }
    if d.header.status == Status::Infeasible {
        out.push("infeasible".into());
    }
    out
}
#[track_caller]
fn holds(name: &str, plan: &Plan) {
    let plan = Worded::english(plan);
    let d = &plan.design;
    let found = faults(d);
    let word = standing_word(d);
    assert_eq!(word == "planned", found.is_empty() && d.header.status == Status::Planned, "{name}: {word}, although {found:?}");
    let told = story(&plan, &Brand::default());
    let first = told.pages.iter().find(|p| p.id == "decision").expect("the page of the decision");
    let warned = first.blocks.iter().any(|b| matches!(b, Block::Warning(_)));
    assert!(told.subtitle.contains(word), "{name}: {} does not say {word}", told.subtitle);
    if word != "planned" {
        assert!(warned || d.header.status == Status::Infeasible, "{name}: page 1 does not warn of {found:?}");
        assert!(!first.claim.starts_with("Approve"), "{name}: page 1 says {:?} although {found:?}", first.claim);
    }
}
#[test]
fn the_golden_plans_and_altered_ones_say_what_fails() {
    for (name, ..) in GOLDEN {
        let plan = golden_plan(name, &[]);
        holds(name, &plan);
        // Each guardrail fails once in turn; then none does.
        for at in 0..plan.design.governance.guardrails.len() {
            let mut altered = plan.clone();
            altered.design.governance.guardrails[at].verdict = Verdict::Fail;
            holds(&format!("{name} with guardrail {at} failing"), &altered);
        }
        let mut clear = plan.clone();
        clear.design.governance.guardrails.iter_mut().for_each(|g| g.verdict = Verdict::Pass);
        holds(&format!("{name} without a failing guardrail"), &clear);
        // Three years later.
        let mut late = clear.clone();
        late.design.header.launch = late.design.header.launch.plus_days(1_100);
        late.design.economics.drivers.launch = late.design.economics.drivers.launch.map(|m| m.plus(36));
        holds(&format!("{name} launched three years later"), &late);
    }
}
#[test]
fn the_exit_code_and_the_screen_follow() {
    let dir = tempfile::tempdir().unwrap();
    for more in [
        &["--budget", "50000"][..],
        &["--budget", "50000", "--world", "losing"],
        &["--budget", "10"],
        &["--budget", "50000", "--assume", "response.total=0.15±0.001"],
    ] {
        let brief = ["--goal", "retention", "--tiers", "3", "--asked-on", "2026-07-01", "--effort", "small"];
        let out = command(dir.path(), &[&brief[..], more].concat());
        let said = text(&out);
        let failed = said.contains("guardrail fails: ") || said.contains("guardrails fail: ");
        match out.status.code() {
            Some(0) => assert!(said.contains(" PLANNED: ") && said.contains("Guardrails: none of"), "{said}"),
            Some(5) => assert!(said.contains(" PLANNED WITH RESERVATIONS: ") && failed && said.contains("Settle this before the launch."), "{said}"),
            Some(3) => assert!(said.contains(" ESCALATED: ") || said.contains(" INFEASIBLE: "), "{said}"),
            code => panic!("{code:?}: {said}"),
        }
    }
}
