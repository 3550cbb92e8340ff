//! From an appraisal to driver series: means over draws, weighted by what is drawn, so that a workbook's formulas give the engine's lines.
use crate::simulation::outcome::{Appraisal, Outcome, ratio};
use crate::simulation::sample::sum;
use crate::simulation::tally::{Detail, MonthFlow};
use crate::statement::point_sources::{SOURCE_WORDS, SOURCES};
use loyalty_model::assumption::Book;
use loyalty_model::drivers::{DriverInputs, DriverScenario, DriverSeries, Drivers, IssueCohort, TierDrivers};
use loyalty_model::line::Unit;
use loyalty_model::program::Program;
use loyalty_model::units::Month;

/// Reads the driver series off an appraisal; tiers by month and issue cohorts only where it counted them.
pub(crate) fn of(a: &Appraisal, program: &Program, book: &Book, launch: Month) -> Drivers {
    let inputs = inputs(a, program, book);
    let mut d = Drivers {
        launch: Some(launch),
        inputs,
        redemption_max: book.get("points.ultimate_redemption").map_or(1.0, |r| r.high),
        pool_period_months: a.period_months,
        opening: a.mean(|o| o.tally.opening),
        opening_expected: weighted(a, |o| o.cost_per_point_redeemed, |o| o.redemption * o.tally.opening),
        series: series(a),
        tiers: tiers(a),
        cohorts: cohorts(a),
        scenarios: cases(),
        ..Drivers::default()
    };
    d.npv_drawn_rate = a.mean(|o| o.npv) - crate::statement::driver_statement::statement(&d, &inputs).value("economics.npv");
    if a.draws.iter().all(|o| o.discount == inputs.discount_yearly) {
        d.npv_drawn_rate = 0.0;
    }
    d
}
fn inputs(a: &Appraisal, program: &Program, book: &Book) -> DriverInputs {
    let value = |id: &str| a.inputs.get(id).map_or_else(|| book.value(id), |v| ratio(sum(v.iter().copied()), v.len() as f64));
    DriverInputs {
        earn_rate: program.earn.points_per_unit * program.tiers.first().map_or(1.0, |t| t.multiplier),
        point_value: program.point_value,
        lift: 1.0,
        redemption: value("points.ultimate_redemption"),
        margin: value("company.gross_margin"),
        reward_cost_ratio: value("points.reward_cost_ratio"),
        discount_yearly: value("company.discount_rate_yearly"),
        setup: value("cost.setup"),
        platform_monthly: value("cost.platform_monthly"),
        staff_monthly: value("cost.staff_monthly"),
        message: value("cost.message"),
    }
}
/// Mean of weight × figure ÷ mean weight; the plain mean where the weight is the same in all draws or nothing.
fn weighted(a: &Appraisal, weight: impl Fn(&Outcome) -> f64, f: impl Fn(&Outcome) -> f64) -> f64 {
    let first = a.draws.first().map_or(0.0, &weight);
    let all = a.mean(&weight);
    if all == 0.0 || a.draws.iter().all(|o| weight(o) == first) { a.mean(f) } else { a.mean(|o| weight(o) * f(o)) / all }
}
type Flow = fn(&MonthFlow) -> f64;
/// Plain means.
const PLAIN: [(&str, &str, Unit, Flow); 20] = [
    ("members", "Active members", Unit::Customers, |f| f.members),
    ("active_with", "Active customers with the program", Unit::Customers, |f| f.active_with),
    ("active_without", "Active customers without the program", Unit::Customers, |f| f.active_without),
    ("referred", "Referred customers who would not have come", Unit::Customers, |f| f.referred),
    ("orders_with", "Orders with the program", Unit::Orders, |f| f.orders_with),
    ("orders_without", "Orders without the program", Unit::Orders, |f| f.orders_without),
    ("net_with", "Net sales with the program", Unit::Money, |f| f.net_with),
    ("net_without", "Net sales without the program", Unit::Money, |f| f.net_without),
    ("net_referred", "Net sales of referred customers", Unit::Money, |f| f.net_referred),
    ("points_purchases", "Points issued on purchases", Unit::Points, |f| f.points_earned),
    ("points_joining", "Points issued for joining", Unit::Points, |f| f.points_joining),
    ("points_missions", "Points issued for missions", Unit::Points, |f| f.points_missions),
    ("points_surprise", "Points issued as a surprise", Unit::Points, |f| f.points_surprise),
    ("points_triggers", "Points issued of lifecycle triggers", Unit::Points, |f| f.points_triggers),
    ("points_referral", "Points issued for referrals", Unit::Points, |f| f.points_referral),
    ("points_expired", "Points expired", Unit::Points, |f| f.points_expired),
    ("points_forfeited", "Points forfeited by ended subscriptions", Unit::Points, |f| f.points_forfeited),
    ("points_pending", "Points pending at the month's end", Unit::Points, |f| f.points_pending),
    ("points_outstanding", "Points spendable at the month's end", Unit::Points, |f| f.points_outstanding),
    ("benefits", "Benefits at cost", Unit::Money, |f| f.benefits),
];
const ISSUED: [Flow; 6] =
    [|f| f.points_earned, |f| f.points_joining, |f| f.points_missions, |f| f.points_surprise, |f| f.points_triggers, |f| f.points_referral];

fn series(a: &Appraisal) -> Vec<DriverSeries> {
    let mut all = vec![];
    let mut put = |id: String, label: String, unit: Unit, f: &dyn Fn(usize) -> f64| {
        all.push(DriverSeries { id, label, unit, values: (0..a.horizon as usize).map(f).collect() });
    };
    for (id, label, unit, f) in PLAIN {
        put(id.into(), label.into(), unit, &|m| a.mean(|o| f(&o.tally.months[m])));
    }
    let margin = |f: Flow| move |m: usize| weighted(a, |o| o.margin, |o| f(&o.tally.months[m]));
    put("incremental_at_margin".into(), "Incremental net sales, weighted by the margin drawn".into(), Unit::Money, &margin(|f| f.net_with - f.net_without));
    put("referred_at_margin".into(), "Net sales of referred customers, weighted by the margin drawn".into(), Unit::Money, &margin(|f| f.net_referred));
    put("net_with_at_margin".into(), "Net sales with the program, weighted by the margin drawn".into(), Unit::Money, &margin(|f| f.net_with));
    let expected = |f: Flow| move |m: usize| weighted(a, |o| o.cost_per_point_redeemed, |o| o.redemption * f(&o.tally.months[m]));
    for ((source, words), f) in SOURCES.iter().zip(SOURCE_WORDS).zip(ISSUED) {
        put(format!("expected_{source}"), format!("Points {words} that are expected to be redeemed"), Unit::Points, &expected(f));
    }
    let label = "Points on sales that would have happened anyway, expected to be redeemed";
    put("expected_baseline".into(), label.into(), Unit::Points, &expected(|f| f.points_on_baseline));
    put("benefits_baseline".into(), "Benefits on sales that would have happened anyway".into(), Unit::Money, &|m| {
        a.mean(|o| o.tally.months[m].benefits_on_baseline)
    });
    put("redeemed_at_cost".into(), "Points redeemed, weighted by the cost of a point drawn".into(), Unit::Points, &|m| {
        weighted(a, |o| o.cost_per_point_redeemed, |o| o.tally.months[m].points_redeemed)
    });
    put("reestimate".into(), "Expected redemptions given up at their bounds".into(), Unit::Points, &|m| {
        weighted(a, |o| o.cost_per_point_redeemed, |o| reestimate(o, m))
    });
    put("messages".into(), "Messages sent".into(), Unit::Count, &|m| weighted(a, |o| o.message, |o| o.tally.months[m].members * o.message_rate));
    all
}
/// What the month's expected redemptions lose to their bounds: opening + expected of the issue − redeemed − closing, in points.
fn reestimate(o: &Outcome, m: usize) -> f64 {
    let held = |m: usize| ratio(o.liability[m], o.cost_per_point_redeemed);
    let opening = if m == 0 { o.redemption * o.tally.opening } else { held(m - 1) };
    let before = opening + o.redemption * o.tally.months[m].points_issued();
    let lost = before - o.tally.months[m].points_redeemed - held(m);
    // Where no bound was met the difference of two equal amounts is dust.
    if lost.abs() <= 1e-9 * before.abs() { 0.0 } else { lost }
}
fn details(a: &Appraisal) -> Option<Vec<&Detail>> {
    a.draws.iter().map(|o| o.tally.detail.as_deref()).collect()
}
fn tiers(a: &Appraisal) -> Vec<TierDrivers> {
    if details(a).is_none() {
        return vec![];
    }
    let one = |(i, id): (usize, &String)| {
        let months = || 0..a.horizon as usize;
        let flow = |o: &Outcome, m: usize| o.tally.detail.as_ref().and_then(|d| d.tiers.get(m * d.tier_count + i)).copied().unwrap_or_default();
        let friends = |o: &Outcome, m: usize| o.tally.detail.as_ref().and_then(|d| d.referred.get(m * d.tier_count + i)).copied().unwrap_or(0.0);
        TierDrivers {
            tier: id.clone(),
            members: months().map(|m| a.mean(|o| flow(o, m).member_months)).collect(),
            net: months().map(|m| weighted(a, |o| o.margin, |o| flow(o, m).net)).collect(),
            net_referred: months().map(|m| weighted(a, |o| o.margin, |o| friends(o, m))).collect(),
            expected: months().map(|m| weighted(a, |o| o.cost_per_point_redeemed, |o| o.redemption * flow(o, m).points)).collect(),
            benefits: months().map(|m| a.mean(|o| flow(o, m).benefits)).collect(),
        }
    };
    a.tiers.iter().enumerate().map(one).collect()
}
fn cohorts(a: &Appraisal) -> Vec<IssueCohort> {
    let Some(details) = details(a).filter(|d| !d.is_empty()) else { return vec![] };
    let (months, n) = (a.horizon as usize, details.len() as f64);
    let mean =
        |of: &dyn Fn(&Detail) -> &[f64], lot: usize| -> Vec<f64> { (0..months).map(|m| sum(details.iter().map(|d| of(d)[lot * months + m])) / n).collect() };
    (0..=months).map(|lot| IssueCohort { issued_in: lot as u32, redeemed: mean(&|d| &d.redeemed, lot), lapsed: mean(&|d| &d.expired, lot) }).collect()
}
/// Cases that a finance partner asks for first; the multipliers are those of the scenarios of the report where it has them.
fn cases() -> Vec<DriverScenario> {
    let planned = DriverScenario {
        id: "planned".into(),
        label: "As planned".into(),
        earn_rate: 1.0,
        point_value: 1.0,
        lift: 1.0,
        redemption: 1.0,
        margin: 1.0,
        reward_cost_ratio: 1.0,
        fixed_cost: 1.0,
    };
    let case = |id: &str, label: &str, change: fn(&mut DriverScenario)| {
        let mut one = DriverScenario { id: id.into(), label: label.into(), ..planned.clone() };
        change(&mut one);
        one
    };
    vec![
        planned.clone(),
        case("lift-halves", "Every effect on customers is half as strong", |c| c.lift = 0.5),
        case("no-lift", "The program moves nobody", |c| c.lift = 0.0),
        case("redemption-doubles", "Twice the share of points is redeemed in the end, up to the limit", |c| c.redemption = 2.0),
        case("earn-half-more", "Half as many points again on purchases", |c| c.earn_rate = 1.5),
        case("margin-falls", "The margin is a quarter lower", |c| c.margin = 0.75),
        case("running-cost-grows", "Set-up, platform and staff cost half as much again", |c| c.fixed_cost = 1.5),
    ]
}
