//! The accounts: points and money close, each source has its treatment, the bridge ends at the contract liability.
use crate::world::*;
use loyalty_engine::accounting::price::PriceFault;
use loyalty_engine::accounting::schedule::{self, Basis, RedemptionBasis};
use loyalty_engine::base::Base;
use loyalty_engine::financial_model::{EconomicsReport as Report, report};
use loyalty_engine::simulation::{Appraisal, Sampling};
use loyalty_model::assumption::Book;
use loyalty_model::plan::{Accounting, OpeningLiability, Treatment};
use loyalty_model::program::Program;

fn made(program: &Program, base: &Base) -> Report {
    let effort = Sampling { seed: 5, draws: 20, members: 200, first_draw: 0 };
    report(program, None, base, &book(), &terms(24), &effort)
}
fn shop_with_points(points: f64) -> Base {
    let mut base = shop(3000, 1.0);
    base.members.iter_mut().for_each(|m| m.opening_points = points);
    base
}
fn accounting(a: &Appraisal, basis: &Basis) -> Result<Accounting, PriceFault> {
    schedule::accounting(a, basis).map(|books| books.accounting)
}
fn basis<'a>(r: &'a Report, program: &'a Program, book: &'a Book, expected: f64) -> Basis<'a> {
    Basis {
        program,
        book,
        brief: None,
        redemption: RedemptionBasis { expected, why: "test".into() },
        opening: None,
        account: &r.economics.points_account,
        cohorts: &r.economics.drivers.cohorts,
    }
}
fn brought_in(amount: f64, computed: f64, points: f64) -> OpeningLiability {
    OpeningLiability { amount, from: "test".into(), outstanding: points, expected: points, value: 0.02, allocation: 0.9, computed, repricing: None }
}
fn closes(r: &Report, a: &Accounting, opening: f64) {
    let mut liability = opening;
    for p in &a.periods {
        assert!((p.opening - liability).abs() < 1e-6, "{p:?}");
        assert!((p.opening + p.deferred - p.revenue_redeemed - p.revenue_lapsed - p.closing).abs() < 1e-6 * p.sales, "{p:?}");
        assert!((p.revenue_goods + p.deferred - p.sales).abs() < 1e-9 * p.sales);
        assert!((p.current + p.non_current - p.closing).abs() < 1e-9 * p.closing.max(1.0) && p.current >= 0.0 && p.non_current >= -1e-9);
        assert!(p.closing >= -1e-6 && p.marketing_obligation >= -1e-6);
        liability = p.closing;
    }
    // What the journal moves through the contract liability is what the schedule says.
    let moved = |account: &str| -> f64 {
        a.journal.iter().map(|j| if j.credit.is(account) { j.amount } else { 0.0 } - if j.debit.is(account) { j.amount } else { 0.0 }).sum()
    };
    assert!((opening + moved("account-contract-liability") - liability).abs() < 0.01 * a.periods.len() as f64 * 2.0);
    let owed = a.periods.last().unwrap().marketing_obligation;
    assert!((moved("account-obligation") - owed).abs() < 0.01 * a.periods.len() as f64 * 5.0);
    // The bridge: from the business case's own line to the cent of the contract liability.
    let (first, last) = (a.bridge.first().unwrap(), a.bridge.last().unwrap());
    assert_eq!(first.amount, r.lines.value("economics.liability_end"));
    let sum: f64 = a.bridge[..a.bridge.len() - 1].iter().map(|s| s.amount).sum();
    assert!((sum - last.balance).abs() < 0.005 && (last.balance - liability).abs() < 0.005, "{:?}", a.bridge);
    // Points of every month of issue: issued = redeemed + lapsed + outstanding, in all the account's closing balance.
    for b in &a.breakage {
        assert!((b.issued - b.redeemed - b.lapsed - b.outstanding).abs() < 1e-6 * b.issued && b.expected <= b.issued, "{b:?}");
    }
    let held: f64 = a.breakage.iter().map(|b| b.outstanding).sum();
    let closing = r.economics.points_account.last().unwrap().closing;
    assert!((held - closing).abs() < 1e-6 * closing, "{held} {closing}");
}
#[test]
fn the_points_account_and_the_books_close() {
    let program = program(1.0);
    for base in [shop(3000, 1.0), shop_with_points(400.0)] {
        let r = made(&program, &base);
        let mut before = r.appraisal.mean(|o| o.tally.opening);
        for m in &r.economics.points_account {
            assert_eq!(m.opening, before);
            let left = m.opening + m.earned - m.reversed - m.redeemed + m.reimbursed - m.expired;
            assert!((left - m.closing).abs() < 1e-6 * m.closing.max(1.0));
            let ([low, high], [least, most]) = (m.redeemed_range.unwrap(), m.closing_range.unwrap());
            assert!(low <= high && least <= most && least <= m.closing * 1.05 && m.closing <= most * 1.05, "{m:?}");
            before = m.closing;
        }
        let held = r.appraisal.mean(|o| o.tally.months.last().map_or(0.0, |f| f.points_pending + f.points_outstanding));
        assert!((before - held).abs() < 1e-6 * held, "{before} is not what the members hold, {held}");
        for expected in [1.0, 0.8, 0.4] {
            let book = book();
            closes(&r, &accounting(&r.appraisal, &basis(&r, &program, &book, expected)).unwrap(), 0.0);
        }
    }
}
#[test]
fn points_brought_in_carry_their_liability_and_give_it_back_as_they_are_used() {
    let (program, book) = (program(1.0), book());
    let r = made(&program, &shop_with_points(400.0));
    let points = r.appraisal.mean(|o| o.tally.opening);
    let of = |amount: f64, computed: f64| {
        let o = brought_in(amount, computed, points);
        accounting(&r.appraisal, &Basis { opening: Some(o), ..basis(&r, &program, &book, 1.0) }).unwrap()
    };
    let (computed, without) = (points * 0.02 * 0.9, accounting(&r.appraisal, &basis(&r, &program, &book, 1.0)).unwrap());
    let with = of(computed, computed);
    closes(&r, &with, computed);
    assert!(computed > 1000.0 && with.periods[0].opening == computed, "it does not open with nothing");
    let revenue = |a: &Accounting| a.periods.iter().map(|p| p.revenue_redeemed + p.revenue_lapsed).sum::<f64>();
    let (lot, released) = (with.breakage[0], revenue(&with) - revenue(&without));
    // Every point carries its part: what is left of the balance is what is left of the points.
    assert!((released / computed - (lot.redeemed + lot.lapsed) / lot.issued).abs() < 1e-6, "{released} {lot:?}");
    assert!(lot.redeemed > 0.1 * lot.issued);
    // New points are the same with and without: the balance of before is not repriced, and changes nothing of the program's own.
    let deferred = |a: &Accounting| a.periods.iter().map(|p| p.deferred).sum::<f64>();
    assert_eq!(deferred(&with), deferred(&without));
    // A booked balance runs off in the same proportion, and the bridge shows it as a step.
    let booked = of(2.0 * computed, computed);
    closes(&r, &booked, 2.0 * computed);
    let step = booked.bridge.iter().find(|s| s.step.is("bridge-booked")).unwrap();
    assert!((step.amount - (computed - released)).abs() < 0.01, "{step:?}");
    assert!(with.bridge.iter().all(|s| !s.step.is("bridge-booked")));
}
#[test]
fn each_source_of_points_has_its_treatment() {
    let (base, book) = (shop(3000, 1.0), book());
    let full = program(1.0);
    let r = made(&full, &base);
    let a = accounting(&r.appraisal, &basis(&r, &full, &book, 1.0)).unwrap();
    let points = |id: &str| a.sources.iter().find(|s| s.source.is(id)).map_or(0.0, |s| s.points);
    let total = |f: fn(&loyalty_engine::simulation::MonthFlow) -> f64| r.appraisal.total(f);
    let near = |x: f64, y: f64| assert!((x - y).abs() < 1e-6 * y.max(1.0), "{x} is not {y}");
    near(points("points-of-purchases"), total(|f| f.points_earned));
    near(points("points-of-missions-purchases") + points("points-of-missions-acts"), total(|f| f.points_missions));
    assert!(points("points-of-missions-purchases") > 0.0 && points("points-of-missions-acts") > 0.0);
    // 100 of the 400 points of a referral are the friend's.
    near(points("points-of-friends"), 0.25 * total(|f| f.points_referral));
    near(points("points-of-recommenders"), 0.75 * total(|f| f.points_referral));
    let of = |t: Treatment| a.sources.iter().filter(|s| s.treatment == t).map(|s| (s.points, s.amount)).fold((0.0, 0.0), |x, y| (x.0 + y.0, x.1 + y.1));
    near(of(Treatment::Allocated).1, a.periods.iter().map(|p| p.deferred).sum());
    near(of(Treatment::Provision).1, a.periods.iter().map(|p| p.marketing).sum());
    near(of(Treatment::RevenueReduction).1, a.periods.iter().map(|p| p.revenue_reduction).sum());
    near(of(Treatment::ContractCost).1, a.periods.iter().map(|p| p.contract_cost).sum());
    assert!(of(Treatment::RevenueReduction).1 > 0.0 && of(Treatment::ContractCost).1 > 0.0);
    near(a.sources.iter().map(|s| s.points).sum(), total(|f| f.points_issued()));
    // A mission of purchases that became an act moves its points from the sale to the provision, and the other way round.
    let (mut acts, mut orders) = (full.clone(), full.clone());
    acts.missions.iter_mut().for_each(|m| m.orders_needed = 0);
    orders.missions.iter_mut().for_each(|m| m.orders_needed = 1);
    for (program, treatment) in [(acts, "points-of-missions-acts"), (orders, "points-of-missions-purchases")] {
        let a = accounting(&r.appraisal, &basis(&r, &program, &book, 1.0)).unwrap();
        near(a.sources.iter().find(|s| s.source.is(treatment)).unwrap().points, total(|f| f.points_missions));
    }
}
#[test]
fn a_money_off_reward_displaces_sales_and_goods_at_cost_do_not() {
    let (program, mut book) = (program(1.0), book());
    let r = made(&program, &shop(3000, 1.0));
    let off = accounting(&r.appraisal, &basis(&r, &program, &book, 1.0)).unwrap();
    let (cost, displaced) = off.periods.iter().fold((0.0, 0.0), |x, p| (x.0 + p.reward_cost, x.1 + p.reward_displaced));
    // .6 of a reward's value would have been paid in cash; its cost is .85 of the value.
    assert!(cost > 0.0 && (displaced / cost - 0.6 / 0.85).abs() < 1e-9, "{displaced} of {cost}");
    book.0.get_mut("points.reward_cost_ratio").unwrap().from = loyalty_model::line::Provenance::Given { by: "finance".into(), note: "".into() };
    let goods = accounting(&r.appraisal, &basis(&r, &program, &book, 1.0)).unwrap();
    assert!(goods.periods.iter().all(|p| p.reward_displaced == 0.0));
    assert_eq!(goods.periods.iter().map(|p| p.reward_cost).sum::<f64>(), cost);
}
#[test]
fn a_given_price_is_used_as_it_is_and_refused_with_breakage_twice() {
    let (program, mut book) = (program(1.0), book());
    let r = made(&program, &shop(3000, 1.0));
    let mut of = |price: f64, expected: f64| {
        fix(&mut book, "accounting.stand_alone_price", price);
        accounting(&r.appraisal, &basis(&r, &program, &book, expected))
    };
    assert!((of(0.0, 0.75).unwrap().stand_alone_price - 0.0075).abs() < 1e-12);
    assert_eq!(of(0.0074, 0.75).unwrap().stand_alone_price, 0.0074, "net already: not 0.0074 x 0.75");
    assert!(of(0.0075 * 0.75, 0.75).unwrap_err().net_already);
    assert!(of(0.02, 1.0).is_err(), "more than a point buys");
}
#[test]
fn privileges_worth_more_than_the_limit_are_a_material_right() {
    let (mut program, book) = (program(1.0), book());
    let r = made(&program, &shop(3000, 1.0));
    let memo = |program: &Program| accounting(&r.appraisal, &basis(&r, program, &book, 1.0)).unwrap().memo;
    let named = |memo: &[loyalty_model::fact::Fact], id: &str| memo.iter().filter(|f| f.is(id)).count();
    let before = memo(&program);
    assert_eq!(named(&before, "memo-material-right") + named(&before, "memo-no-material-right"), 2);
    assert_eq!((named(&before, "memo-sign-off"), named(&before, "memo-joining")), (1, 1));
    program.benefits.iter_mut().for_each(|b| b.perceived_value *= 100.0);
    assert_eq!(named(&memo(&program), "memo-material-right"), 2);
    program.benefits.clear();
    program.tiers.iter_mut().for_each(|t| t.multiplier = 1.0);
    assert_eq!(named(&memo(&program), "memo-no-material-right"), 2);
}
#[test]
fn points_sold_to_partners_have_two_elements_and_without_them_none() {
    let (program, mut book) = (program(1.0), book());
    let r = made(&program, &shop(3000, 1.0));
    assert!(accounting(&r.appraisal, &basis(&r, &program, &book, 1.0)).unwrap().partners.is_empty());
    fix(&mut book, "accounting.partner_points_monthly", 1e6);
    fix(&mut book, "accounting.partner_price", 0.02);
    let all = accounting(&r.appraisal, &basis(&r, &program, &book, 1.0)).unwrap().partners;
    assert_eq!(all.len(), 16);
    assert!((all.iter().map(|p| p.additions).sum::<f64>() - 24.0 * 20_000.0).abs() < 1e-6);
}
