//! Each threshold moves by itself, and only where the goal is better served.
use super::*;
use loyalty_engine::design::space::Space;
use loyalty_engine::design::space::design_point::{Axis, DesignPoint};

fn thresholds(program: &Program) -> Vec<f64> {
    program.tiers.iter().skip(1).map(|t| t.threshold).collect()
}
/// A design in which one threshold alone is a step from where the share of plain tiers puts it, such that no share gives the same thresholds.
fn moved_alone(space: &Space) -> Vec<(DesignPoint, Vec<f64>)> {
    let spread = |i: usize| DesignPoint::default().with(Axis::Spread, i);
    let given: Vec<Vec<f64>> = (0..space.options.count(Axis::Spread)).map(|i| thresholds(&space.build(spread(i)))).collect();
    let all = space.one_step_from(spread(2)).into_iter().map(|l| (l, thresholds(&space.build(l))));
    all.filter(|(_, at)| !given.contains(at)).collect()
}
#[test]
fn a_threshold_moves_by_itself_where_that_serves_the_goal() {
    let (base, book) = (large(10.0), world::book());
    let mut seen = (0, 0);
    for goal in Goal::ALL {
        let brief = brief(goal, TierType::Tiered, 4, 50_000, vec![]);
        let space = design::propose(&brief, &base, &book, &terms(&brief), &[]);
        for (levers, wanted) in moved_alone(&space) {
            // Worth most where every threshold is the one wanted, less by how far each is from it; all else is equal.
            let judge = |p: &Program, _: &SearchEffort| {
                let off: f64 = thresholds(p).iter().zip(&wanted).map(|(t, w)| (t / w).ln().abs()).sum();
                let spend = if p.tiers[0].metric == Metric::NetSpend { 0.0 } else { 500.0 };
                Score { objective: vec![1_000.0 - 100.0 * off - spend; 8], net: vec![1.0; 8], incremental_margin: 1.0, ..flat(p) }
            };
            let choice = design::choose(&space, &judge);
            assert_eq!(thresholds(&choice.program), wanted, "{goal:?}: {:?}", choice.levers);
            // The reason of each threshold says whether it was moved, and how far.
            for (i, tier) in choice.program.tiers.iter().skip(1).enumerate() {
                let steps = choice.levers.steps()[i];
                let id = ["tier-reason-lowered", "tier-reason-cut", "tier-reason-raised"][usize::try_from(steps.signum() + 1).unwrap()];
                assert!(tier.reason.is(id), "{steps}: {:?}", tier.reason);
                if steps != 0 {
                    let cut = tier.reason.figure("cut").unwrap();
                    assert!((steps > 0) == (tier.threshold > cut), "{steps} steps from {cut} to {}", tier.threshold);
                }
            }
            let step = levers.steps().iter().sum::<i8>();
            seen = (seen.0 + i32::from(step < 0), seen.1 + i32::from(step > 0));
        }
    }
    assert!(seen.0 > 0 && seen.1 > 0, "steps down and up: {seen:?}");
}
#[test]
fn no_threshold_moves_for_less_than_what_is_called_equal() {
    let (base, book) = (large(10.0), world::book());
    for goal in Goal::ALL {
        for (kind, count) in KINDS {
            let brief = brief(goal, kind, count, 50_000, vec![]);
            let space = design::propose(&brief, &base, &book, &terms(&brief), &[]);
            // Higher thresholds cost less, and serve the goal no better beyond what is called equal: a step is no way to save.
            let judge = |p: &Program, _: &SearchEffort| {
                let asked: f64 = thresholds(p).iter().map(|t| t.ln()).sum();
                let score = flat(p);
                Score { objective: vec![1_000.0 + 0.1 * asked; 8], reward_cost_per_period: score.reward_cost_per_period / (1.0 + asked.max(0.0)), ..score }
            };
            let choice = design::choose(&space, &judge);
            assert!(choice.levers.steps().iter().all(|s| *s == 0), "{goal:?} {kind:?}: {:?}", choice.levers);
        }
    }
}
/// What a person fixed stands, whatever the search did with that threshold.
#[test]
fn a_threshold_that_a_person_fixed_stands() {
    let (base, book) = (large(10.0), world::book());
    let brief = brief(Goal::Retention, TierType::Tiered, 3, 50_000, vec![]);
    let terms = terms(&brief);
    let space = design::propose(&brief, &base, &book, &terms, &[]);
    for levers in space.one_step_from(DesignPoint::default().with(Axis::Spread, 2)) {
        let program = space.build(levers);
        let fixed = program.tiers[2].threshold * 1.07;
        let pins = [format!("blueprint.tiers.{}.threshold={fixed}", program.tiers[2].id)];
        let pinned = design::pins::apply(&program, &pins, &terms, space.shape.order_value).unwrap();
        assert_eq!(thresholds(&pinned), [program.tiers[1].threshold, fixed]);
    }
}
