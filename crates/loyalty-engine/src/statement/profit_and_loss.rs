//! The lines of the financial statement: leaves are means over draws, sums are formulas over them.
use crate::simulation::outcome::{Appraisal, Outcome, ratio};
use crate::simulation::sample::sum;
use crate::simulation::tally::{MonthFlow, TierFlow};
use loyalty_model::assumption::Book;
use loyalty_model::drivers::Drivers;
use loyalty_model::fact::Fact;
use loyalty_model::line::{FormulaError, LineBook, Provenance, Range, Unit};
use loyalty_model::plan::TierProfit;

use crate::statement::Headline;

/// Print order of the profit and loss statement.
const STATEMENT: &[&str] = &[
    "economics.incremental_net",
    "economics.incremental_margin",
    "economics.cost.setup",
    "economics.cost.platform",
    "economics.cost.staff",
    "economics.cost.messages",
    "economics.cost.service",
    "economics.cost.benefits",
    "economics.redemption_cash",
    "economics.liability_end",
    "economics.cost.opening",
    "economics.cost.fraud",
    "economics.cost.reward_vat",
    "economics.cost.test",
    "economics.total_cost",
    "economics.net_value",
    "economics.roi",
    "economics.reward.purchases",
    "economics.reward.joining",
    "economics.reward.missions",
    "economics.reward.surprise",
    "economics.reward.triggers",
    "economics.reward.referral",
    "economics.reward_cost",
    "economics.subsidy",
];
/// Headline figures.
const HEADLINES: &[&str] = &[
    "economics.roi_p50",
    "economics.roi",
    "economics.roi_mean_response",
    "economics.roi_without_referral",
    "economics.roi_own_evidence",
    "economics.survivors_value",
    "economics.member_lift",
    "economics.p_positive",
    "economics.break_even_lift",
    "economics.lift_not_enough",
    "economics.assumed_share",
    "economics.break_even_month",
    "economics.npv",
    "economics.cash_low",
    "economics.liability_peak",
    "economics.cost_per_point_issued",
    "economics.cost_per_point_redeemed",
    "economics.breakage",
    "economics.retention_with",
    "economics.retention_without",
    "economics.nrr_with",
    "economics.nrr_without",
    "economics.grr_with",
    "economics.grr_without",
    "economics.monte_carlo_error",
];
const FORMULAS: &[(&str, &str, Unit)] = &[
    (
        "economics.total_cost",
        "economics.cost.setup + economics.cost.platform + economics.cost.staff + economics.cost.messages + economics.cost.service \
         + economics.cost.benefits + economics.redemption_cash + economics.liability_end - economics.cost.opening + economics.cost.fraud \
         + economics.cost.reward_vat + economics.cost.test",
        Unit::Money,
    ),
    ("economics.net_value", "economics.incremental_margin - economics.total_cost", Unit::Money),
    ("economics.roi", "(economics.incremental_margin - economics.total_cost) / economics.total_cost", Unit::Share),
    (
        "economics.points_cost",
        "economics.reward.purchases + economics.reward.joining + economics.reward.missions + economics.reward.surprise \
         + economics.reward.triggers + economics.reward.referral",
        Unit::Money,
    ),
    ("economics.reward_cost", "economics.points_cost + economics.cost.benefits", Unit::Money),
    ("economics.subsidy_share", "economics.subsidy / economics.reward_cost", Unit::Share),
    ("economics.cost_per_point_issued", "economics.points_cost / economics.points.issued", Unit::MoneyPerPoint),
    ("economics.cost_per_point_redeemed", "economics.redemption_cash / economics.points.redeemed", Unit::MoneyPerPoint),
    ("economics.breakage", "1 - economics.ultimate_redemption", Unit::Share),
];
type Part = (&'static str, Unit, fn(&Outcome) -> f64);
/// Leaves: means over draws, with P10 and P90.
const LEAVES: &[Part] = &[
    ("economics.incremental_net", Unit::Money, |o| o.incremental_net),
    ("economics.cost.setup", Unit::Money, |o| o.setup),
    ("economics.cost.platform", Unit::Money, |o| o.platform),
    ("economics.cost.staff", Unit::Money, |o| o.staff),
    ("economics.cost.messages", Unit::Money, |o| o.messages),
    ("economics.cost.service", Unit::Money, |o| o.service),
    ("economics.cost.benefits", Unit::Money, |o| o.benefits),
    ("economics.redemption_cash", Unit::Money, |o| o.redemption_cash),
    ("economics.liability_end", Unit::Money, |o| o.outstanding_cost),
    ("economics.cost.opening", Unit::Money, |o| o.opening_cost),
    ("economics.cost.fraud", Unit::Money, |o| o.fraud),
    ("economics.cost.reward_vat", Unit::Money, |o| o.reward_vat),
    ("economics.cost.test", Unit::Money, |o| o.test),
    ("economics.reward.purchases", Unit::Money, |o| o.points_cost[0]),
    ("economics.reward.joining", Unit::Money, |o| o.points_cost[1]),
    ("economics.reward.missions", Unit::Money, |o| o.points_cost[2]),
    ("economics.reward.surprise", Unit::Money, |o| o.points_cost[3]),
    ("economics.reward.triggers", Unit::Money, |o| o.points_cost[4]),
    ("economics.reward.referral", Unit::Money, |o| o.points_cost[5]),
    ("economics.subsidy", Unit::Money, |o| o.subsidy),
    ("economics.npv", Unit::Money, |o| o.npv),
    ("economics.liability_peak", Unit::Money, |o| o.peak_liability),
    ("economics.cash_low", Unit::Money, |o| o.cash_low),
    ("economics.points.opening", Unit::Points, |o| o.tally.opening),
    ("economics.points.opening_expired", Unit::Points, |o| o.tally.opening_lapsed),
    ("economics.points.issued", Unit::Points, |o| total(o, MonthFlow::points_issued)),
    ("economics.points.redeemed", Unit::Points, |o| total(o, |f| f.points_redeemed)),
    ("economics.points.expired", Unit::Points, |o| total(o, |f| f.points_expired)),
    ("economics.points.forfeited", Unit::Points, |o| total(o, |f| f.points_forfeited)),
    ("economics.points.pending", Unit::Points, |o| last(o, |f| f.points_pending)),
    ("economics.points.outstanding", Unit::Points, |o| last(o, |f| f.points_outstanding)),
    ("economics.breakage_in_horizon", Unit::Share, Outcome::breakage),
    ("economics.members_end", Unit::Customers, |o| last(o, |f| f.members)),
    ("economics.orders_incremental", Unit::Orders, |o| total(o, |f| f.orders_with - f.orders_without)),
    ("economics.referred", Unit::Customers, |o| total(o, |f| f.referred)),
    ("economics.missions_completed", Unit::Count, |o| total(o, |f| f.missions_completed)),
    ("economics.retention_with", Unit::Share, |o| ratio(o.tally.kept_with, o.tally.cohort)),
    ("economics.retention_without", Unit::Share, |o| ratio(o.tally.kept_without, o.tally.cohort)),
    ("economics.orders_per_active_with", Unit::PerYear, |o| 12.0 * ratio(total(o, |f| f.orders_with), total(o, |f| f.active_with))),
    ("economics.orders_per_active_without", Unit::PerYear, |o| 12.0 * ratio(total(o, |f| f.orders_without), total(o, |f| f.active_without))),
    ("economics.goal.retention", Unit::Money, |o| o.goal_margin(loyalty_model::brief::Goal::Retention)),
    ("economics.goal.expansion", Unit::Money, |o| o.goal_margin(loyalty_model::brief::Goal::Expansion)),
    ("economics.goal.engagement", Unit::Money, |o| o.goal_margin(loyalty_model::brief::Goal::Engagement)),
    ("economics.goal.advocacy", Unit::Money, |o| o.goal_margin(loyalty_model::brief::Goal::Advocacy)),
];

/// Lines read off the mean series.
pub(crate) const OF_MEANS: &[(&str, Unit)] =
    &[("economics.break_even_month_of_means", Unit::Months), ("economics.cash_low_of_means", Unit::Money), ("economics.liability_peak_of_means", Unit::Money)];

fn total(o: &Outcome, f: impl Fn(&MonthFlow) -> f64) -> f64 {
    sum(o.tally.months.iter().map(f))
}
fn last(o: &Outcome, f: impl Fn(&MonthFlow) -> f64) -> f64 {
    o.tally.months.last().map_or(0.0, f)
}

/// Writes every line; returns statement and headlines in print order.
pub(crate) fn lines(a: &Appraisal, book: &Book, head: &Headline) -> (LineBook, Vec<String>, Vec<String>) {
    let from = Provenance::Simulated { draws: a.draws.len() as u32, members: a.members };
    let mut lines = LineBook::default();
    for (id, unit, f) in LEAVES {
        lines.leaf(id, a.mean(f), *unit, from.clone());
        spread(&mut lines, id, a, f);
    }
    margin(&mut lines, a, book, &from);
    prior(&mut lines, a, book);
    for (id, formula, unit) in FORMULAS {
        computed(lines.compute(id, formula, *unit));
    }
    for (id, f) in [
        ("economics.total_cost", (|o| o.total_cost) as fn(&Outcome) -> f64),
        ("economics.net_value", |o| o.net_value),
        ("economics.roi", |o| o.roi),
        ("economics.reward_cost", |o| o.reward_cost),
    ] {
        spread(&mut lines, id, a, f);
    }
    headlines(&mut lines, a, head, &from);
    net_retention(&mut lines, a, &from);
    tiers(&mut lines, a, &from);
    notes(&mut lines);
    let known = |ids: &[&str]| ids.iter().filter(|id| lines.get(id).is_some()).map(|id| (*id).to_owned()).collect();
    let (statement, headlines) = (known(STATEMENT), known(HEADLINES));
    (lines, statement, headlines)
}
/// Figures of the mean series: what a workbook can recompute. They differ from the means of the draws' own peaks, lows and months.
pub(crate) fn of_means(lines: &mut LineBook, drivers: &Drivers, a: &Appraisal) {
    let from = Provenance::Simulated { draws: a.draws.len() as u32, members: a.members };
    let said = crate::statement::driver_statement::statement(drivers, &drivers.inputs);
    for (id, unit) in OF_MEANS {
        lines.leaf(id, said.value(id), *unit, from.clone());
    }
    let note = Fact::new("note-break-even-of-means").count("never", u64::from(a.horizon) + 1).count("horizon", a.horizon.into());
    lines.note("economics.break_even_month_of_means", note);
}
/// A formula of this file names lines of this file; a test walks them all.
fn computed(result: Result<f64, FormulaError>) {
    debug_assert!(result.is_ok(), "{result:?}");
}
fn spread(lines: &mut LineBook, id: &str, a: &Appraisal, f: impl Fn(&Outcome) -> f64) {
    let (low, mid, high) = (a.quantile(0.1, &f), a.quantile(0.5, &f), a.quantile(0.9, &f));
    if low < high {
        lines.range(id, Range { low, mid: Some(mid), high, level: 0.8 });
    }
}
/// Incremental contribution: a formula where the margin is certain, a mean over draws where it is not.
fn margin(lines: &mut LineBook, a: &Appraisal, book: &Book, from: &Provenance) {
    let id = "economics.incremental_margin";
    let known = book.get("company.gross_margin");
    let source = known.map_or(from.clone(), |k| k.from.clone());
    lines.leaf("economics.margin_rate", a.mean(|o| o.margin), Unit::Share, source);
    if a.inputs.contains_key("company.gross_margin") {
        lines.leaf(id, a.mean(|o| o.incremental_margin), Unit::Money, from.clone());
    } else {
        computed(lines.compute(id, "economics.incremental_net * economics.margin_rate", Unit::Money));
    }
    spread(lines, id, a, |o| o.incremental_margin);
}
fn prior(lines: &mut LineBook, a: &Appraisal, book: &Book) {
    let redemption = |o: &Outcome| ratio(o.cost_per_point_issued, o.cost_per_point_redeemed);
    let from = book.get("points.ultimate_redemption").map_or(Provenance::Computed, |k| k.from.clone());
    let value = a
        .inputs
        .get("points.ultimate_redemption")
        .map_or_else(|| book.value("points.ultimate_redemption"), |values| sum(values.iter().copied()) / values.len() as f64);
    lines.leaf("economics.ultimate_redemption", value, Unit::Share, from);
    spread(lines, "economics.ultimate_redemption", a, redemption);
}
fn headlines(lines: &mut LineBook, a: &Appraisal, head: &Headline, from: &Provenance) {
    lines.leaf("economics.roi_p50", a.roi_median(), Unit::Share, from.clone());
    spread(lines, "economics.roi_p50", a, |o| o.roi);
    lines.leaf("economics.p_positive", a.p_positive(), Unit::Share, from.clone());
    let never = f64::from(a.horizon) + 1.0;
    let month = |o: &Outcome| o.break_even.map_or(never, f64::from);
    let middle = a.quantile(0.5, month);
    lines.leaf("economics.break_even_month", middle, Unit::Months, from.clone());
    spread(lines, "economics.break_even_month", a, month);
    let note = match middle >= never {
        true => Fact::new("note-break-even-never").count("never", u64::from(a.horizon) + 1).count("horizon", a.horizon.into()),
        false => Fact::new("note-break-even"),
    };
    lines.note("economics.break_even_month", note);
    let (draws, members) = head.small;
    let small = Provenance::Simulated { draws, members };
    let small_from = small.clone();
    let (id, lift, note) = &head.lift;
    lines.leaf(id, *lift, Unit::Share, small);
    lines.note(id, note.clone());
    lines.leaf("economics.roi_mean_response", head.returns.mean_response, Unit::Share, small_from.clone());
    if let Some(roi) = head.returns.without_referral {
        lines.leaf("economics.roi_without_referral", roi, Unit::Share, small_from.clone());
    }
    let lift = |o: &Outcome| libm::expm1(o.expected_lift);
    lines.leaf("economics.member_lift", a.mean(lift), Unit::Share, from.clone());
    spread(lines, "economics.member_lift", a, lift);
    lines.leaf("economics.monte_carlo_error", head.error, Unit::Share, from.clone());
    lines.leaf("economics.net_value_error", crate::simulation::mean_error(a, |o| o.net_value), Unit::Money, from.clone());
    lines.note("economics.monte_carlo_error", Fact::new("note-simulation-error").share("aim", head.aim));
    lines.leaf("economics.assumed_share", head.assumed.share, Unit::Share, small_from.clone());
    lines.leaf("economics.roi_own_evidence", head.assumed.roi, Unit::Share, small_from);
    let survivors = |o: &Outcome| survivors_value(o, head.leaving);
    lines.leaf("economics.survivors_value", a.mean(survivors), Unit::Money, from.clone());
    spread(lines, "economics.survivors_value", a, survivors);
    lines.note("economics.survivors_value", Fact::new("note-survivors").count("months", AFTER.into()));
    lines.note("economics.assumed_share", Fact::new("note-assumed-share"));
    let kept = a.contribution_kept();
    if kept.is_finite() {
        lines.leaf("economics.contribution_kept", kept, Unit::Share, from.clone());
    }
    lines.leaf("economics.budget_kept_share", head.kept, Unit::Share, from.clone());
    lines.leaf("economics.pool_needed", a.pool_needed(0.9), Unit::Money, from.clone());
}
/// Months after the horizon for which customers who stayed are valued.
const AFTER: u32 = 24;
/// Contribution after the horizon of customers who are active at its end only because of the program: each buys as customers without the program did in the
/// last year, leaves with the same chance each month, and no program goes on. In plan currency, discounted to the end of the horizon.
fn survivors_value(o: &Outcome, leaving: f64) -> f64 {
    let last = |f: fn(&MonthFlow) -> f64| sum(o.tally.months.iter().rev().take(12).map(f));
    let monthly = ratio(last(|f| f.net_without), last(|f| f.active_without)) * o.margin;
    let stay = |k: u32| libm::pow(1.0 - leaving, f64::from(k)) / libm::pow(1.0 + o.discount, f64::from(k) / 12.0);
    o.tally.months.last().map_or(0.0, |f| f.active_with - f.active_without) * monthly * sum((1..=AFTER).map(stay))
}
fn net_retention(lines: &mut LineBook, a: &Appraisal, from: &Provenance) {
    let before = a.mean(|o| o.tally.cohort_net_before);
    type Side = (&'static str, fn(&Outcome) -> f64);
    let sides: [Side; 4] = [
        ("economics.nrr_with", |o| o.tally.cohort_net_with),
        ("economics.nrr_without", |o| o.tally.cohort_net_without),
        ("economics.grr_with", |o| o.tally.cohort_capped_with),
        ("economics.grr_without", |o| o.tally.cohort_capped_without),
    ];
    for (id, f) in sides {
        lines.leaf(id, if before > 0.0 { a.mean(f) / before } else { 0.0 }, Unit::Share, from.clone());
        if before > 0.0 {
            spread(lines, id, a, |o| f(o) / before);
        } else {
            lines.note(id, Fact::new("note-no-sales-before"));
        }
    }
}
fn tiers(lines: &mut LineBook, a: &Appraisal, from: &Provenance) {
    for (t, id) in tier_profits(a).iter().zip(&a.tiers) {
        let line = |what: &str| format!("economics.tier.{id}.{what}");
        lines.leaf(&line("members"), t.members, Unit::Customers, from.clone());
        lines.leaf(&line("margin"), t.incremental_margin, Unit::Money, from.clone());
        lines.leaf(&line("reward_cost"), t.reward_cost, Unit::Money, from.clone());
    }
}
fn notes(lines: &mut LineBook) {
    for id in ["economics.incremental_net", "economics.roi", "economics.roi_p50"] {
        lines.note(id, Fact::new("note-response-assumed"));
    }
    lines.note("economics.breakage", Fact::new("note-breakage-prior"));
    lines.note("economics.breakage_in_horizon", Fact::new("note-breakage-simulated"));
    lines.note("economics.liability_end", Fact::new("note-liability-end"));
    lines.note("economics.cost.opening", Fact::new("note-opening-points"));
    lines.note("economics.cost.fraud", Fact::new("note-fraud"));
    lines.note("economics.cost.reward_vat", Fact::new("note-reward-vat"));
    lines.note("economics.cost.test", Fact::new("note-cost-of-test"));
    lines.note("economics.subsidy", Fact::new("note-subsidy"));
}
/// Profit of each tier, means over draws.
pub(crate) fn tier_profits(a: &Appraisal) -> Vec<TierProfit> {
    let of = |i: usize, f: &dyn Fn(&Outcome, &TierFlow) -> f64| a.mean(|o| o.tally.tiers.get(i).map_or(0.0, |t| f(o, t)));
    let one = |(i, id): (usize, &String)| {
        let incremental_margin = of(i, &|o, t| o.margin * t.net);
        let reward_cost = of(i, &|o, t| t.points * o.cost_per_point_issued + t.benefits);
        TierProfit {
            tier: id.clone(),
            members: of(i, &|_, t| t.member_months) / f64::from(a.horizon),
            incremental_margin,
            reward_cost,
            costs_more: reward_cost > incremental_margin,
        }
    };
    a.tiers.iter().enumerate().map(one).collect()
}
