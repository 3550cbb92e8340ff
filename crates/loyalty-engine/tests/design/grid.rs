//! The search against a dense grid in two variables.
use super::*;
use loyalty_engine::design::Space;
use loyalty_engine::design::space::design_point::{Axis, DesignPoint};

/// Everything but two axes is held at one option.
fn two_variables<'a>(goal: Goal, base: &'a Base, book: &Book) -> (Space<'a>, Brief) {
    let brief = brief(goal, TierType::Tiered, 3, 50_000, vec![]);
    let mut space = design::propose(&brief, base, book, &terms(&brief), &[]);
    let o = &mut space.options;
    o.give_back = (1..=24).map(|i| 0.0025 * f64::from(i)).collect();
    o.spread = (1..=12).map(|i| (0.04 * f64::from(i), 0.4)).collect();
    o.benefits.truncate(1);
    o.missions.truncate(1);
    o.slope.truncate(1);
    o.referral.truncate(1);
    o.surprise.truncate(1);
    o.ladder.truncate(1);
    o.expiry.truncate(1);
    o.joining.drain(..2);
    o.metric.truncate(1);
    (space, brief)
}
#[test]
fn the_search_comes_within_two_percent_of_a_dense_grid() {
    // Customers enough that one differs little from another.
    let mut base = world::shop(3_000, 1.0);
    base.members.iter_mut().for_each(|m| m.weight = 30.0);
    base.new_per_month *= 30.0;
    // Rewards of own products at a high margin pay; discounts at an ordinary one do not.
    for (goal, margin, cost) in [(Goal::Retention, 0.8, 0.3), (Goal::Expansion, 0.4, 0.85), (Goal::Engagement, 0.8, 0.3)] {
        let mut book = world::book();
        world::no_running_cost(&mut book);
        world::fix(&mut book, "company.gross_margin", margin);
        world::fix(&mut book, "points.reward_cost_ratio", cost);
        let (space, brief) = two_variables(goal, &base, &book);
        let terms = terms(&brief);
        let bench = Appraiser::new(&base, &book, &terms, 7);
        let choice = design::choose(&space, &|p, e| bench.judge(p, e));
        // What the search ranks by: whether it pays on the mean, then the goal's objective; the mean net value where it does not pay.
        let standing = |score: &Score| {
            let pays = score.net_value() >= 0.0;
            (pays, if pays { score.value() } else { score.net_value() })
        };
        let mut best = (false, f64::NEG_INFINITY);
        for g in 0..24 {
            for s in 0..12 {
                let program = space.build(DesignPoint::default().with(Axis::GiveBack, g).with(Axis::Spread, s));
                if limits::broken(&program, &terms).is_empty() && space.in_shape(&program) {
                    let score = bench.judge(&program, &search::coordinate_search::CHECK);
                    if score.excess(&terms, 0.9, 1.0) == 0.0 && standing(&score) > best {
                        best = standing(&score);
                    }
                }
            }
        }
        let found = standing(&bench.judge(&choice.program, &search::coordinate_search::CHECK));
        println!("{goal:?}: {} designs tried, found {found:?}; best of 288 on the grid {best:?}", choice.record.designs_tried);
        assert!(found.0 == best.0 && found.1 >= best.1 - 0.02 * best.1.abs(), "{goal:?}: {found:?} against {best:?}");
        assert!(choice.record.designs_tried < 288);
    }
}
#[test]
fn where_more_points_move_nobody_the_thinnest_are_chosen() {
    let base = large(250.0);
    let mut book = world::book();
    world::fix(&mut book, "response.strength", 0.0);
    world::fix(&mut book, "referral.rate_yearly", 0.0);
    let (space, brief) = two_variables(Goal::Retention, &base, &book);
    let terms = terms(&brief);
    let bench = Appraiser::new(&base, &book, &terms, 7);
    let choice = design::choose(&space, &|p, e| bench.judge(p, e));
    let cheapest = space.build(DesignPoint::default());
    assert_eq!(choice.program.earn.points_per_unit, cheapest.earn.points_per_unit, "{}", choice.record.ended);
}
