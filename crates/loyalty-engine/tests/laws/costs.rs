//! Costs beside rewards, each a line: nothing without its assumption, and the net value moves by exactly its amount.
use crate::world::*;
use crate::{EFFORT, close};
use loyalty_engine::base::Base;
use loyalty_engine::financial_model::report;
use loyalty_engine::simulation::{Appraisal, Outcome, Sampling, appraise};
use loyalty_model::assumption::Book;

type Line = fn(&Outcome) -> f64;
/// An assumption, the value at which it costs something, and its line.
const LINES: [(&str, f64, Line); 4] = [
    ("cost.fraud_share", 0.03, |o| o.fraud),
    ("cost.contact", 6.0, |o| o.service),
    ("cost.reward_vat_rate", 0.2, |o| o.reward_vat),
    ("test.holdout_share", 0.25, |o| o.test),
];
fn without() -> Book {
    let mut book = book();
    LINES.iter().for_each(|(id, ..)| fix(&mut book, id, 0.0));
    book
}
fn worlds() -> [Base; 3] {
    let mut owed = shop(400, 1.0);
    owed.members.iter_mut().step_by(3).for_each(|m| m.opening_points = 4000.0);
    [shop(400, 1.0), subscriptions(400), owed]
}
fn of(base: &Base, book: &Book) -> Appraisal {
    appraise(&program(1.0), base, book, &terms(24), &EFFORT)
}
#[test]
fn each_line_is_nothing_without_its_assumption_and_moves_the_net_value_by_its_amount() {
    for base in worlds() {
        let bare = of(&base, &without());
        for (id, value, line) in LINES {
            let mut book = without();
            fix(&mut book, id, value);
            let with = of(&base, &book);
            for (a, b) in bare.draws.iter().zip(&with.draws) {
                assert_eq!(line(a), 0.0, "{id}");
                assert!(line(b) != 0.0, "{id}");
                assert!(close(a.net_value - b.net_value, line(b), a.total_cost), "{id}: {} and {}", a.net_value - b.net_value, line(b));
                assert!(close(b.total_cost - a.total_cost, line(b), a.total_cost), "{id}");
                assert_eq!(a.tally, b.tally, "{id} changes what customers do");
                assert!(
                    close(b.cash[23] - b.outstanding_cost * (1.0 + b.vat_rate) + b.opening_cost * (1.0 + b.vat_rate), b.net_value, a.total_cost),
                    "{id}: cash"
                );
            }
        }
    }
}
#[test]
fn what_a_test_gives_up_is_what_those_held_out_would_bring_less_what_they_would_cost() {
    let (share, months) = (0.25, 6);
    let mut book = book();
    fix(&mut book, "test.holdout_share", share);
    fix(&mut book, "cost.reward_vat_rate", 0.2);
    for o in &of(&shop(400, 1.0), &book).draws {
        let one = |f: &loyalty_engine::simulation::MonthFlow| {
            let rewards = f.points_issued() * o.cost_per_point_issued;
            let variable = f.members * (o.message * o.message_rate + o.contact * o.contact_rate) + rewards * 1.2 + f.benefits;
            o.margin * (f.net_with - f.net_without) - variable - o.fraud_share * (rewards + f.benefits)
        };
        let whole: f64 = o.tally.months[24 - months..].iter().map(one).sum();
        assert!(close(o.test, share * whole, o.total_cost), "{} and {}", o.test, share * whole);
        assert_eq!((o.held_out.share, o.held_out.months, o.held_out.from), (share, 6, 18));
    }
}
#[test]
fn customers_are_held_out_where_the_plan_recommends_a_test_and_nowhere_else() {
    let effort = Sampling { draws: 3, ..EFFORT };
    let mut alike = shop(400, 1.0);
    alike.members.iter_mut().for_each(|m| (m.orders_last_12, m.net_last_12) = ([1; 12], [10.0; 12]));
    let mut new = shop(400, 1.0);
    new.members.iter_mut().for_each(|m| m.orders_last_12[..6].fill(0));
    let mut found = vec![];
    for base in [shop(400, 1.0), shop(120, 1.0), subscriptions(400), alike, new] {
        let r = report(&program(1.0), None, &base, &book(), &terms(24), &effort);
        let tested = r.economics.test_plan.recommended.is_some();
        assert!(r.appraisal.draws.iter().all(|o| (o.held_out.months > 0) == tested), "recommended: {tested}");
        assert_eq!(r.lines.value("economics.cost.test") != 0.0, tested);
        found.push(tested);
    }
    assert!(found.contains(&true) && found.contains(&false), "{found:?}");
}
