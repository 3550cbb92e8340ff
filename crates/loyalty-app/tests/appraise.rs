//! The quick appraisal of a change against the full one: its differences, and the error that it prints with them.
use loyalty_app::context::Context;
use loyalty_app::operations::amend::{self, Change, SimulateRequest};
use loyalty_app::operations::{appraise, plan};
use loyalty_app::request::{Draft, parse};
use loyalty_engine::progress::TaskEvent;
use loyalty_model::brief::Goal;
use loyalty_model::plan::TierFacts;
use loyalty_model::units::Date;

const QUIET: fn(&str, TaskEvent) = |_, _| {};

fn set(pins: &[String]) -> Change {
    Change { says: Draft { pins: pins.to_vec(), ..Draft::default() }, ..Change::default() }
}
/// Facts of tiers without what a member costs, which is drawn.
fn replayed(tiers: &[TierFacts]) -> Vec<TierFacts> {
    tiers.iter().map(|t| TierFacts { cost_per_member_year: 0.0, ..t.clone() }).collect()
}
#[test]
fn the_full_difference_lies_within_the_printed_error() {
    let dir = tempfile::tempdir().unwrap();
    let context = Context::of_program(dir.path().into(), &QUIET);
    let asked = Draft {
        goal: Some(Goal::Retention),
        tiers: parse::tiers("3").ok(),
        budget: parse::budget("50000").ok(),
        asked_on: Date::from_ymd(2026, 7, 1),
        deliverables: vec!["triggers.csv".into()],
        ..Draft::default()
    };
    plan::plan(&context, &asked.complete(Date::default()).unwrap()).unwrap();
    let ready = appraise::open(&context, "latest").unwrap();
    let program = ready.opened.plan.design.blueprint.program.clone();
    let top = program.tiers.last().unwrap();
    let path = format!("blueprint.tiers.{}.threshold", top.id);

    // What changes nothing moves nothing, without any error.
    let same = appraise::quick(&context, &ready, &set(&[format!("{path}={}", top.threshold)])).unwrap();
    assert!(same.figures.iter().all(|m| m.difference == 0.0 && m.error == 0.0), "{:?}", same.figures);
    assert_eq!(same.program, program);
    assert_eq!(replayed(&same.tiers), replayed(&ready.opened.plan.design.blueprint.tiers), "facts of tiers are those of the plan");
    assert!(!same.searches);

    let by = |factor: f64| (path.clone(), top.threshold * factor);
    let value = |factor: f64| ("blueprint.point_value".to_string(), program.point_value * factor);
    let earn = |factor: f64| ("blueprint.earn.points_per_unit".to_string(), program.earn.points_per_unit * factor);
    let (mut within, mut all) = (0, vec![]);
    for (path, to) in [by(0.6), by(0.8), by(1.3), by(2.0), value(0.6), value(0.8), value(1.2), value(1.5), earn(0.7), earn(1.3)] {
        let change = set(&[format!("{path}={to}")]);
        let quick = appraise::quick(&context, &ready, &change).unwrap();
        let full = amend::simulate(&context, &SimulateRequest { plan: "latest".into(), change, sketch: true }).unwrap();
        assert_eq!(quick.program, full.after.design.blueprint.program, "{path}={to}: the program that is appraised is the one that saving gives");
        assert_eq!(replayed(&quick.tiers), replayed(&full.after.design.blueprint.tiers), "{path}={to}");
        for m in &quick.figures {
            let difference = full.after.design.lines.value(m.id) - full.before.design.lines.value(m.id);
            within += usize::from((m.difference - difference).abs() <= m.error);
            all.push(format!("{path}={to} {}: {} ± {}, in full {difference}", m.id, m.difference, m.error));
        }
    }
    println!("{within} of {} full differences lie within the printed error\n{}", all.len(), all.join("\n"));
    // Two standard errors hold about 19 of 20; figures of one change go together.
    assert!(within * 20 >= all.len() * 19, "only {within} of {} lie within the printed error:\n{}", all.len(), all.join("\n"));
}
