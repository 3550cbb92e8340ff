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
/// A plan of the demonstration company, at full effort.
fn planned(context: &Context) {
    let asked = Draft {
        goal: Some(Goal::Retention),
        tiers: parse::tiers("3").ok(),
        budget: parse::budget("50000").ok(),
        asked_on: Date::from_ymd(2026, 7, 1),
        deliverables: vec!["triggers.csv".into()],
        ..Draft::default()
    };
    plan::plan(context, &asked.complete(Date::default()).unwrap()).unwrap();
}
#[test]
fn the_full_difference_lies_within_the_printed_error() {
    let dir = tempfile::tempdir().unwrap();
    let context = Context::of_program(dir.path().into(), &QUIET);
    planned(&context);
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
/// An assumption is appraised on the design as it is; in full the design is searched again, so that the same design is held against on more draws.
#[test]
fn a_belief_that_moves_is_within_the_printed_error_of_many_draws() {
    let dir = tempfile::tempdir().unwrap();
    let context = Context::of_program(dir.path().into(), &QUIET);
    planned(&context);
    let ready = appraise::open(&context, "latest").unwrap();
    let design = &ready.opened.plan.design;
    let given = |id: &str, value: f64, sd: f64| {
        let (id, given) = parse::assume(&format!("{id}={value}±{sd}")).unwrap();
        Change { says: Draft { given: [(id, given)].into(), ..Draft::default() }, ..Change::default() }
    };
    let (mut within, mut all) = (0, vec![]);
    for a in design.economics.tornado.iter().filter_map(|(id, _)| design.assumptions.get(id)).take(6) {
        // A belief that is given as the plan has it changes nothing.
        let same = appraise::quick(&context, &ready, &given(&a.id, a.value, a.spread_at(a.value))).unwrap();
        assert!(same.figures.iter().all(|m| m.difference == 0.0 && m.error == 0.0), "{}: {:?}", a.id, same.figures);
        for by in [-0.5, 0.75] {
            let value = (a.value + by * a.sd).clamp(a.low, a.high);
            let change = given(&a.id, value, a.spread_at(value));
            let quick = appraise::quick(&context, &ready, &change).unwrap();
            let many = appraise::with_draws(&context, &ready, &change, (240, 3_000)).unwrap();
            assert!(quick.searches && many.draws > quick.draws && quick.program == design.blueprint.program, "{}", a.id);
            for (m, of) in quick.figures.iter().zip(&many.figures) {
                within += usize::from((m.difference - of.difference).abs() <= m.error);
                all.push(format!("{} = {value} {}: {} ± {}, on more draws {} ± {}", a.id, m.id, m.difference, m.error, of.difference, of.error));
            }
        }
    }
    println!("{within} of {} differences lie within the printed error\n{}", all.len(), all.join("\n"));
    assert!(within * 20 >= all.len() * 19, "only {within} of {} lie within the printed error:\n{}", all.len(), all.join("\n"));
}
