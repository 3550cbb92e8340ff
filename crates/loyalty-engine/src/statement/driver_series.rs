//! From an appraisal to driver series: means over draws, weighted by what is drawn, so that a workbook's formulas give the engine's lines.
use crate::simulation::outcome::{Appraisal, Outcome, opening_expected, ratio};
use crate::simulation::sample::sum;
use crate::simulation::tally::{Detail, MonthFlow};
use crate::statement::point_sources::SOURCES;
use loyalty_model::assumption::Book;
use loyalty_model::drivers::{DriverInputs, DriverScenario, DriverSeries, Drivers, IssueCohort, TierDrivers};
use loyalty_model::fact::{Fact, FactId};
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
        opening_expected: weighted(a, |o| o.cost_per_point_redeemed, |o| opening_expected(&o.tally, o.redemption)),
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
        reward_cost_ratio: match program.gives_items() {
            true => ratio(a.mean(|o| o.cost_per_point_redeemed), program.point_value),
            false => value("points.reward_cost_ratio"),
        },
        discount_yearly: value("company.discount_rate_yearly"),
        setup: value("cost.setup"),
        platform_monthly: value("cost.platform_monthly"),
        staff_monthly: value("cost.staff_monthly"),
        message: value("cost.message"),
        contact: value("cost.contact"),
        fraud_share: value("cost.fraud_share"),
        reward_vat_rate: a.mean(|o| o.vat_rate),
        holdout_share: a.mean(|o| o.held_out.share),
        holdout_months: a.mean(|o| f64::from(o.held_out.months)),
    }
}
/// Mean of weight × figure ÷ mean weight; the plain mean where the weight is the same in all draws or nothing.
pub(crate) fn weighted(a: &Appraisal, weight: impl Fn(&Outcome) -> f64, f: impl Fn(&Outcome) -> f64) -> f64 {
    let first = a.draws.first().map_or(0.0, &weight);
    let all = a.mean(&weight);
    if all == 0.0 || a.draws.iter().all(|o| weight(o) == first) { a.mean(f) } else { a.mean(|o| weight(o) * f(o)) / all }
}
type Flow = fn(&MonthFlow) -> f64;
/// Plain means.
const PLAIN: [(&str, FactId, Unit, Flow); 20] = [
    ("members", FactId("series-members"), Unit::Customers, |f| f.members),
    ("active_with", FactId("series-active-with"), Unit::Customers, |f| f.active_with),
    ("active_without", FactId("series-active-without"), Unit::Customers, |f| f.active_without),
    ("referred", FactId("series-referred"), Unit::Customers, |f| f.referred),
    ("orders_with", FactId("series-orders-with"), Unit::Orders, |f| f.orders_with),
    ("orders_without", FactId("series-orders-without"), Unit::Orders, |f| f.orders_without),
    ("net_with", FactId("series-net-with"), Unit::Money, |f| f.net_with),
    ("net_without", FactId("series-net-without"), Unit::Money, |f| f.net_without),
    ("net_referred", FactId("series-net-referred"), Unit::Money, |f| f.net_referred),
    ("points_purchases", FactId("series-points-purchases"), Unit::Points, |f| f.points_earned),
    ("points_joining", FactId("series-points-joining"), Unit::Points, |f| f.points_joining),
    ("points_missions", FactId("series-points-missions"), Unit::Points, |f| f.points_missions),
    ("points_surprise", FactId("series-points-surprise"), Unit::Points, |f| f.points_surprise),
    ("points_triggers", FactId("series-points-triggers"), Unit::Points, |f| f.points_triggers),
    ("points_referral", FactId("series-points-referral"), Unit::Points, |f| f.points_referral),
    ("points_expired", FactId("series-points-expired"), Unit::Points, |f| f.points_expired),
    ("points_forfeited", FactId("series-points-forfeited"), Unit::Points, |f| f.points_forfeited),
    ("points_pending", FactId("series-points-pending"), Unit::Points, |f| f.points_pending),
    ("points_outstanding", FactId("series-points-outstanding"), Unit::Points, |f| f.points_outstanding),
    ("benefits", FactId("series-benefits"), Unit::Money, |f| f.benefits),
];
/// Of each source, the points that are expected to be redeemed.
const EXPECTED: [FactId; 6] = [
    FactId("series-expected-purchases"),
    FactId("series-expected-joining"),
    FactId("series-expected-missions"),
    FactId("series-expected-surprise"),
    FactId("series-expected-triggers"),
    FactId("series-expected-referral"),
];
const ISSUED: [Flow; 6] =
    [|f| f.points_earned, |f| f.points_joining, |f| f.points_missions, |f| f.points_surprise, |f| f.points_triggers, |f| f.points_referral];

fn series(a: &Appraisal) -> Vec<DriverSeries> {
    let mut all = vec![];
    let mut put = |id: String, label: FactId, unit: Unit, f: &dyn Fn(usize) -> f64| {
        all.push(DriverSeries { id, label: label.into(), unit, values: (0..a.horizon as usize).map(f).collect() });
    };
    for (id, label, unit, f) in PLAIN {
        put(id.into(), label, unit, &|m| a.mean(|o| f(&o.tally.months[m])));
    }
    let margin = |f: Flow| move |m: usize| weighted(a, |o| o.margin, |o| f(&o.tally.months[m]));
    put("incremental_at_margin".into(), FactId("series-incremental-at-margin"), Unit::Money, &margin(|f| f.net_with - f.net_without));
    put("referred_at_margin".into(), FactId("series-referred-at-margin"), Unit::Money, &margin(|f| f.net_referred));
    put("net_with_at_margin".into(), FactId("series-net-with-at-margin"), Unit::Money, &margin(|f| f.net_with));
    let expected = |f: Flow| move |m: usize| weighted(a, |o| o.cost_per_point_redeemed, |o| o.redemption * f(&o.tally.months[m]));
    for ((source, label), f) in SOURCES.iter().zip(EXPECTED).zip(ISSUED) {
        put(format!("expected_{source}"), label, Unit::Points, &expected(f));
    }
    put("expected_baseline".into(), FactId("series-expected-baseline"), Unit::Points, &expected(|f| f.points_on_baseline));
    put("benefits_baseline".into(), FactId("series-benefits-baseline"), Unit::Money, &|m| a.mean(|o| o.tally.months[m].benefits_on_baseline));
    put("redeemed_at_cost".into(), FactId("series-redeemed-at-cost"), Unit::Points, &|m| {
        weighted(a, |o| o.cost_per_point_redeemed, |o| o.tally.months[m].points_redeemed)
    });
    put("reestimate".into(), FactId("series-reestimate"), Unit::Points, &|m| weighted(a, |o| o.cost_per_point_redeemed, |o| reestimate(o, m)));
    put("messages".into(), FactId("series-messages"), Unit::Count, &|m| weighted(a, |o| o.message, |o| o.tally.months[m].members * o.message_rate));
    put("contacts".into(), FactId("series-contacts"), Unit::Count, &|m| weighted(a, |o| o.contact, |o| o.tally.months[m].members * o.contact_rate));
    let abused = |f: fn(&Outcome, &MonthFlow) -> f64| {
        move |m: usize| {
            let plain = a.mean(|o| f(o, &o.tally.months[m]));
            if plain == 0.0 { 1.0 } else { weighted(a, |o| o.fraud_share, |o| f(o, &o.tally.months[m])) / plain }
        }
    };
    let points = abused(|o, f| o.cost_per_point_issued * f.points_issued());
    put("fraud_on_points".into(), FactId("series-fraud-on-points"), Unit::Ratio, &points);
    put("fraud_on_benefits".into(), FactId("series-fraud-on-benefits"), Unit::Ratio, &abused(|_, f| f.benefits));
    all
}
/// What the month's expected redemptions lose to their bounds: opening + expected of the issue − redeemed − closing, in points.
pub(crate) fn reestimate(o: &Outcome, m: usize) -> f64 {
    let held = |m: usize| ratio(o.liability[m], o.cost_per_point_redeemed);
    let opening = if m == 0 { opening_expected(&o.tally, o.redemption) } else { held(m - 1) };
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
        label: Fact::new("case-planned"),
        earn_rate: 1.0,
        point_value: 1.0,
        lift: 1.0,
        redemption: 1.0,
        margin: 1.0,
        reward_cost_ratio: 1.0,
        fixed_cost: 1.0,
    };
    let case = |id: &str, label: FactId, change: fn(&mut DriverScenario)| {
        let mut one = DriverScenario { id: id.into(), label: label.into(), ..planned.clone() };
        change(&mut one);
        one
    };
    vec![
        planned.clone(),
        case("lift-halves", FactId("scenario-lift-halves"), |c| c.lift = 0.5),
        case("no-lift", FactId("case-no-lift"), |c| c.lift = 0.0),
        case("redemption-doubles", FactId("case-redemption-doubles"), |c| c.redemption = 2.0),
        case("earn-half-more", FactId("case-earn-half-more"), |c| c.earn_rate = 1.5),
        case("margin-falls", FactId("case-margin-falls"), |c| c.margin = 0.75),
        case("running-cost-grows", FactId("case-running-cost-grows"), |c| c.fixed_cost = 1.5),
    ]
}
