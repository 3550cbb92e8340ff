//! Laws of the response: value moves members, rules do not. Each stands for a way in which a design once was paid for rules alone.
use crate::world::*;
use loyalty_engine::base::Base;
use loyalty_engine::simulation::{Appraisal, MonthFlow, Sampling, appraise};
use loyalty_model::assumption::Book;
use loyalty_model::brief::TierType;
use loyalty_model::program::{Mission, Program};

const EFFORT: Sampling = Sampling { seed: 3, draws: 40, members: 400, first_draw: 0 };

fn run(program: &Program, base: &Base, book: &Book) -> Appraisal {
    appraise(program, base, book, &terms(24), &EFFORT)
}
fn net(a: &Appraisal) -> f64 {
    a.mean(|o| o.incremental_net)
}
/// A response that is certain and positive.
fn certain(total: f64) -> Book {
    let mut book = book();
    for (id, value) in [("response.total", total), ("response.curvature", 0.02), ("response.class_ratio", 2.0), ("response.staying_share", 0.6)] {
        fix(&mut book, id, value);
    }
    for (id, value) in [("response.frequency_share_of_rest", 0.875), ("response.hypothetical_bias", 0.4), ("lift.mission_missed", -0.02)] {
        fix(&mut book, id, value);
    }
    book
}
/// A program of points and tiers alone.
fn plain() -> Program {
    Program { missions: vec![], surprise: None, referral: None, triggers: vec![], ..program(1.0) }
}
fn mission(orders_needed: u32, points: u64) -> Mission {
    Mission { id: "m".into(), name: "m".into(), task: loyalty_model::fact::Fact::default(), orders_needed, window_months: 3, starts: vec![0, 3, 6, 9], points }
}

#[test]
fn no_gift_no_gain() {
    for base in [shop(400, 1.0), subscriptions(400)] {
        for kind in [TierType::Tiered, TierType::PointsOnly, TierType::Hybrid, TierType::Missions] {
            // All the rules of a program: points that are worth nothing, tiers without anything of their own, messages without content.
            let mut p = Program { kind, point_value: 0.0, ..program(1.0) };
            p.benefits.iter_mut().for_each(|b| b.perceived_value = 0.0);
            p.missions.retain(|m| m.orders_needed == 0);
            if kind == TierType::PointsOnly {
                p.tiers.truncate(1);
            }
            for o in &run(&p, &base, &book()).draws {
                let referred: f64 = o.tally.months.iter().map(|f| f.net_referred).sum();
                assert_eq!((o.incremental_net, referred), (0.0, 0.0), "{kind:?}");
            }
        }
    }
}
#[test]
fn an_impossible_mission_costs_and_a_certain_one_gains_nothing() {
    let (base, book) = (shop(400, 1.0), book());
    let without = run(&plain(), &base, &book);
    let impossible = run(&Program { missions: vec![mission(500, 100_000)], ..plain() }, &base, &book);
    for (a, b) in impossible.draws.iter().zip(&without.draws) {
        assert_eq!(a.expected_lift, b.expected_lift, "hopeless points are worth nothing");
        let missed: f64 = a.tally.months.iter().map(|f| f.net_missed).sum();
        assert!(missed.is_finite() && b.tally.months.iter().all(|f| f.net_missed == 0.0));
    }
    assert!(net(&impossible) < net(&without), "{} {}", net(&impossible), net(&without));
    assert!(impossible.total(|f| f.net_missed) < 0.0);
    // Everybody buys eight times a month: one order in three months is certain, and its points are a gift that moves nobody.
    let mut eager = shop(200, 1.0);
    eager.members.iter_mut().chain(&mut eager.newcomers).for_each(|m| m.rate_monthly = 8.0);
    let book = certain(0.03);
    let without = run(&plain(), &eager, &book);
    let sure = run(&Program { missions: vec![mission(1, 2_000)], ..plain() }, &eager, &book);
    assert!(net(&sure) <= net(&without) && net(&sure) > 0.99 * net(&without), "{} {}", net(&sure), net(&without));
    assert_eq!(sure.mean(|o| o.expected_lift), without.mean(|o| o.expected_lift));
    assert!(sure.mean(|o| o.reward_cost) > 1.05 * without.mean(|o| o.reward_cost), "but it is paid");
}
#[test]
fn everybody_in_the_top_tier_is_no_better_than_the_same_benefits_without_a_tier() {
    let (base, book) = (shop(400, 1.0), certain(0.03));
    let mut top = plain();
    top.tiers.iter_mut().for_each(|t| (t.threshold, t.multiplier) = (0.0, 1.0));
    let mut none = top.clone();
    none.tiers.truncate(1);
    none.benefits.iter_mut().for_each(|b| b.from_tier = 0);
    let (top, none) = (run(&top, &base, &book), run(&none, &base, &book));
    assert!(net(&top) <= net(&none) * (1.0 + 1e-9), "{} {}", net(&top), net(&none));
    // Few holders make a privilege worth more.
    let few = run(&plain(), &base, &book);
    assert!(few.mean(|o| o.expected_lift) > 0.0);
}
#[test]
fn a_referral_reward_of_a_point_brings_nobody() {
    let (base, book) = (shop(400, 1.0), book());
    let friends = |recommender_points, friend_points| {
        let referral = Some(loyalty_model::program::Referral { recommender_points, friend_points, yearly_cap: 3 });
        run(&Program { referral, ..plain() }, &base, &book).total(|f| f.referred)
    };
    let (none, one, some, much) = (friends(0, 0), friends(1, 0), friends(300, 100), friends(900, 300));
    assert_eq!(none, 0.0);
    assert!(one < 0.05 * some && some < much && much < 3.0 * some, "{one} {some} {much}");
}
#[test]
fn a_thin_earn_rate_moves_hardly_anybody() {
    let (base, book) = (shop(400, 1.0), certain(0.03));
    let at = |rate: f64| {
        let mut p = plain();
        p.earn.points_per_unit = rate;
        p.earn.joining_points = 0;
        p.benefits.clear();
        net(&run(&p, &base, &book))
    };
    assert!(at(0.1) < 0.05 * at(2.0), "0.1% against 2%: {} {}", at(0.1), at(2.0));
}
/// Members of today are enrolled at launch, so that all of them live through the 24 months that the response is stated over.
#[test]
fn the_simulated_lift_is_the_response_that_was_drawn() {
    let mut base = shop(3_000, 1.0);
    base.new_per_month = 0.0;
    base.members.iter_mut().for_each(|m| (m.opening_points, m.p_alive) = (1.0, 1.0));
    for contract in [false, true] {
        if contract {
            base.contractual = true;
            base.members.iter_mut().for_each(|m| (m.mrr, m.mrr_hazard, m.net_last_12) = (m.order_value, 0.02, [m.order_value; 12]));
        }
        let mut book = book();
        // All of them are members, whatever their class.
        fix(&mut book, "program.enrolment_heavy_ratio", 1.0);
        // One tier, so that the value delivered stays what it was at launch.
        let mut p = plain();
        p.tiers.truncate(1);
        p.benefits.iter_mut().for_each(|b| b.from_tier = 0);
        let a = appraise(&p, &base, &book, &terms(24), &Sampling { seed: 9, draws: 120, members: 3_000, first_draw: 0 });
        let points: Vec<(f64, f64)> = a.draws.iter().map(|o| (o.expected_lift, o.member_lift())).collect();
        let n = points.len() as f64;
        let (mx, my) = (points.iter().map(|p| p.0).sum::<f64>() / n, points.iter().map(|p| p.1).sum::<f64>() / n);
        let slope = points.iter().map(|p| (p.0 - mx) * (p.1 - my)).sum::<f64>() / points.iter().map(|p| (p.0 - mx) * (p.0 - mx)).sum::<f64>();
        let intercept = my - slope * mx;
        println!("contract {contract}: slope {slope:.3}, intercept {intercept:.5}, mean lift {my:.4}");
        assert!((slope - 1.0).abs() <= 0.05 && intercept.abs() < 0.001, "contract {contract}: slope {slope}, intercept {intercept}");
    }
}
#[test]
fn more_value_never_lowers_the_response_and_a_cheaper_benefit_never_the_objective() {
    let (base, book) = (shop(400, 1.0), certain(0.03));
    let at = |worth: f64, cost: f64| {
        let mut p = plain();
        p.benefits.iter_mut().for_each(|b| (b.perceived_value, b.unit_cost) = (b.perceived_value * worth, b.unit_cost * cost));
        run(&p, &base, &book)
    };
    let lifts: Vec<f64> = [0.0, 0.5, 1.0, 2.0, 4.0].iter().map(|w| at(*w, 1.0).mean(|o| o.expected_lift)).collect();
    assert!(lifts.windows(2).all(|w| w[0] <= w[1]) && lifts[0] < lifts[2], "{lifts:?}");
    for goal in loyalty_model::brief::Goal::ALL {
        assert!(at(1.0, 0.5).objective(goal) > at(1.0, 1.0).objective(goal));
    }
}
#[test]
fn the_response_is_concave_in_the_value_delivered() {
    // No ladder, no tier: value is proportional to the earn rate.
    let (base, book) = (shop(400, 1.0), certain(0.03));
    let at = |rate: f64| {
        let mut p = Program { rewards: vec![], benefits: vec![], ..plain() };
        p.tiers.truncate(1);
        (p.earn.points_per_unit, p.earn.joining_points) = (rate, 0);
        run(&p, &base, &book).mean(|o| o.expected_lift)
    };
    let lifts: Vec<f64> = (0..9).map(|k| at(f64::from(k))).collect();
    assert!(lifts.windows(2).all(|w| w[1] > w[0]), "{lifts:?}");
    assert!(lifts.windows(3).all(|w| w[2] - 2.0 * w[1] + w[0] < 0.0), "{lifts:?}");
}
#[test]
fn benefits_that_cost_nothing_never_exceed_the_cap() {
    let (base, book) = (shop(400, 1.0), certain(0.03));
    let at = |worth: f64| {
        let mut p = plain();
        p.earn.points_per_unit = 0.0;
        p.earn.joining_points = 0;
        p.benefits.iter_mut().for_each(|b| (b.unit_cost, b.perceived_value, b.from_tier) = (0.0, worth, 0));
        run(&p, &base, &book)
    };
    let (much, more) = (at(1e4), at(1e6));
    assert_eq!(much.mean(|o| o.expected_lift), more.mean(|o| o.expected_lift));
    // 1% at the most: the reference value, where the response is stated; the mean over sales of the classes is one up to who joins.
    let lift = more.mean(|o| o.expected_lift);
    assert!((0.02..=0.03 * 1.05).contains(&lift), "{lift}");
}
#[test]
fn effects_of_a_negative_response_are_negative() {
    let base = shop(400, 1.0);
    let a = run(&plain(), &base, &certain(-0.01));
    assert!(net(&a) < 0.0 && a.draws.iter().all(|o| o.expected_lift < 0.0));
    let sales = |f: fn(&MonthFlow) -> f64| a.total(f);
    assert!(sales(|f| f.net_members_with) < sales(|f| f.net_members_without));
}
#[test]
fn the_day_of_asking_changes_no_more_than_time_does() {
    // A company that neither grows nor shrinks: as many join as leave, and everybody is active.
    let mut base = shop(600, 1.0);
    base.season = [1.0; 12];
    base.members.iter_mut().for_each(|m| m.p_alive = 1.0);
    let newcomer = |m: &loyalty_engine::base::BaseMember| {
        let mut new = m.clone();
        (new.net_last_12, new.orders_last_12) = ([0.0; 12], [0; 12]);
        new
    };
    base.newcomers = base.members.iter().map(newcomer).collect();
    base.new_per_month = 600.0 * 0.03;
    let mut book = certain(0.03);
    no_running_cost(&mut book);
    let at = |months: i32| {
        let launch = terms(24).launch.plus(months);
        let terms = loyalty_engine::terms::Terms { launch, ..terms(24) };
        let a = appraise(&plain(), &base, &book, &terms, &Sampling { seed: 3, draws: 40, members: 600, first_draw: 0 });
        (a.total(|f| f.net_without), a.roi_of_means())
    };
    let fresh = at(0);
    for months in [1, 6, 11, 12, 13, 14, 24, 48, 200] {
        let later = at(months);
        println!("{months} months: {later:?}, fresh {fresh:?}");
        assert!((later.0 / fresh.0 - 1.0).abs() < 0.12, "{months} months: sales {} against {}", later.0, fresh.0);
        assert!((later.1 - fresh.1).abs() < 0.12, "{months} months: ROI {} against {}", later.1, fresh.1);
    }
}
