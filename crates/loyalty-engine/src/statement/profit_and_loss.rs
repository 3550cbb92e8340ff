//! The lines of the financial statement: leaves are means over draws, sums are formulas over them.
use crate::simulation::outcome::{Appraisal, Outcome, ratio};
use crate::simulation::sample::sum;
use crate::simulation::tally::{MonthFlow, TierFlow};
use loyalty_model::assumption::Book;
use loyalty_model::drivers::Drivers;
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
    "economics.cost.benefits",
    "economics.redemption_cash",
    "economics.liability_end",
    "economics.cost.opening",
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
    "economics.p_positive",
    "economics.break_even_lift",
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
const FORMULAS: &[(&str, &str, &str, Unit)] = &[
    (
        "economics.total_cost",
        "Total program cost",
        "economics.cost.setup + economics.cost.platform + economics.cost.staff + economics.cost.messages + economics.cost.benefits \
         + economics.redemption_cash + economics.liability_end - economics.cost.opening",
        Unit::Money,
    ),
    ("economics.net_value", "Net value", "economics.incremental_margin - economics.total_cost", Unit::Money),
    ("economics.roi", "ROI of the means", "(economics.incremental_margin - economics.total_cost) / economics.total_cost", Unit::Share),
    (
        "economics.points_cost",
        "Expected cost of points issued",
        "economics.reward.purchases + economics.reward.joining + economics.reward.missions + economics.reward.surprise \
         + economics.reward.triggers + economics.reward.referral",
        Unit::Money,
    ),
    ("economics.reward_cost", "Reward cost", "economics.points_cost + economics.cost.benefits", Unit::Money),
    ("economics.subsidy_share", "Share of reward cost on sales that would have happened anyway", "economics.subsidy / economics.reward_cost", Unit::Share),
    ("economics.cost_per_point_issued", "Expected cost of a point issued", "economics.points_cost / economics.points.issued", Unit::MoneyPerPoint),
    ("economics.cost_per_point_redeemed", "Cost of a point redeemed", "economics.redemption_cash / economics.points.redeemed", Unit::MoneyPerPoint),
    ("economics.breakage", "Ultimate breakage assumed", "1 - economics.ultimate_redemption", Unit::Share),
];
type Part = (&'static str, &'static str, Unit, fn(&Outcome) -> f64);
/// Leaves: means over draws, with P10 and P90.
const LEAVES: &[Part] = &[
    ("economics.incremental_net", "Incremental net sales", Unit::Money, |o| o.incremental_net),
    ("economics.cost.setup", "Set-up", Unit::Money, |o| o.setup),
    ("economics.cost.platform", "Platform", Unit::Money, |o| o.platform),
    ("economics.cost.staff", "Staff", Unit::Money, |o| o.staff),
    ("economics.cost.messages", "Messages", Unit::Money, |o| o.messages),
    ("economics.cost.benefits", "Benefits", Unit::Money, |o| o.benefits),
    ("economics.redemption_cash", "Cash for redemptions", Unit::Money, |o| o.redemption_cash),
    ("economics.liability_end", "Expected cost of points outstanding at the end", Unit::Money, |o| o.outstanding_cost),
    ("economics.cost.opening", "Expected cost of points brought in (owed anyway)", Unit::Money, |o| o.opening_cost),
    ("economics.reward.purchases", "Points on purchases, expected cost", Unit::Money, |o| o.points_cost[0]),
    ("economics.reward.joining", "Points for joining, expected cost", Unit::Money, |o| o.points_cost[1]),
    ("economics.reward.missions", "Points for missions, expected cost", Unit::Money, |o| o.points_cost[2]),
    ("economics.reward.surprise", "Surprise points, expected cost", Unit::Money, |o| o.points_cost[3]),
    ("economics.reward.triggers", "Points of lifecycle triggers, expected cost", Unit::Money, |o| o.points_cost[4]),
    ("economics.reward.referral", "Points for referrals, expected cost", Unit::Money, |o| o.points_cost[5]),
    ("economics.subsidy", "Reward cost on sales that would have happened anyway", Unit::Money, |o| o.subsidy),
    ("economics.npv", "Net present value", Unit::Money, |o| o.npv),
    ("economics.liability_peak", "Highest month-end expected cost of points outstanding", Unit::Money, |o| o.peak_liability),
    ("economics.cash_low", "Lowest cumulative cash", Unit::Money, |o| o.cash_low),
    ("economics.points.opening", "Points brought in", Unit::Points, |o| o.tally.opening),
    ("economics.points.issued", "Points issued", Unit::Points, |o| total(o, MonthFlow::points_issued)),
    ("economics.points.redeemed", "Points redeemed", Unit::Points, |o| total(o, |f| f.points_redeemed)),
    ("economics.points.expired", "Points expired", Unit::Points, |o| total(o, |f| f.points_expired)),
    ("economics.points.forfeited", "Points forfeited by ended subscriptions", Unit::Points, |o| total(o, |f| f.points_forfeited)),
    ("economics.points.pending", "Points pending at the end", Unit::Points, |o| last(o, |f| f.points_pending)),
    ("economics.points.outstanding", "Points spendable at the end", Unit::Points, |o| last(o, |f| f.points_outstanding)),
    ("economics.breakage_in_horizon", "Share of points expired within the horizon", Unit::Share, Outcome::breakage),
    ("economics.members_end", "Members active at the end", Unit::Customers, |o| last(o, |f| f.members)),
    ("economics.orders_incremental", "Incremental orders", Unit::Orders, |o| total(o, |f| f.orders_with - f.orders_without)),
    ("economics.referred", "Customers referred who would not have come", Unit::Customers, |o| total(o, |f| f.referred)),
    ("economics.missions_completed", "Missions completed", Unit::Count, |o| total(o, |f| f.missions_completed)),
    ("economics.retention_with", "Today's active customers still active after a year, with the program", Unit::Share, |o| {
        ratio(o.tally.kept_with, o.tally.cohort)
    }),
    ("economics.retention_without", "Today's active customers still active after a year, without the program", Unit::Share, |o| {
        ratio(o.tally.kept_without, o.tally.cohort)
    }),
    ("economics.orders_per_active_with", "Orders per active customer and year, with the program", Unit::PerYear, |o| {
        12.0 * ratio(total(o, |f| f.orders_with), total(o, |f| f.active_with))
    }),
    ("economics.orders_per_active_without", "Orders per active customer and year, without the program", Unit::PerYear, |o| {
        12.0 * ratio(total(o, |f| f.orders_without), total(o, |f| f.active_without))
    }),
    ("economics.goal.retention", "Contribution of customers kept", Unit::Money, |o| o.goal_margin(loyalty_model::brief::Goal::Retention)),
    ("economics.goal.expansion", "Contribution of more sales to customers who stay anyway", Unit::Money, |o| {
        o.goal_margin(loyalty_model::brief::Goal::Expansion)
    }),
    ("economics.goal.engagement", "Contribution of more orders, and of missions", Unit::Money, |o| o.goal_margin(loyalty_model::brief::Goal::Engagement)),
    ("economics.goal.advocacy", "Contribution of referred customers", Unit::Money, |o| o.goal_margin(loyalty_model::brief::Goal::Advocacy)),
];

/// Lines read off the mean series.
pub(crate) const OF_MEANS: &[(&str, &str, Unit)] = &[
    ("economics.break_even_month_of_means", "Break-even month of mean cash", Unit::Months),
    ("economics.cash_low_of_means", "Lowest mean cumulative cash", Unit::Money),
    ("economics.liability_peak_of_means", "Highest month-end of the mean expected cost of points outstanding", Unit::Money),
];

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
    for (id, label, unit, f) in LEAVES {
        lines.leaf(id, label, a.mean(f), *unit, from.clone());
        spread(&mut lines, id, a, f);
    }
    margin(&mut lines, a, book, &from);
    prior(&mut lines, a, book);
    for (id, label, formula, unit) in FORMULAS {
        computed(lines.compute(id, label, formula, *unit));
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
    for (id, label, unit) in OF_MEANS {
        lines.leaf(id, label, said.value(id), *unit, from.clone());
    }
    let note = format!("Of the mean series, not the median over draws; {} stands for later than month {}", a.horizon + 1, a.horizon);
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
    let (id, label) = ("economics.incremental_margin", "Incremental contribution");
    let known = book.get("company.gross_margin");
    let source = known.map_or(from.clone(), |k| k.from.clone());
    lines.leaf("economics.margin_rate", "Contribution margin on net sales", a.mean(|o| o.margin), Unit::Share, source);
    if a.inputs.contains_key("company.gross_margin") {
        lines.leaf(id, label, a.mean(|o| o.incremental_margin), Unit::Money, from.clone());
    } else {
        computed(lines.compute(id, label, "economics.incremental_net * economics.margin_rate", Unit::Money));
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
    lines.leaf("economics.ultimate_redemption", "Share of points redeemed in the end", value, Unit::Share, from);
    spread(lines, "economics.ultimate_redemption", a, redemption);
}
fn headlines(lines: &mut LineBook, a: &Appraisal, head: &Headline, from: &Provenance) {
    lines.leaf("economics.roi_p50", "Median ROI", a.roi_median(), Unit::Share, from.clone());
    spread(lines, "economics.roi_p50", a, |o| o.roi);
    lines.leaf("economics.p_positive", "Probability of positive ROI", a.p_positive(), Unit::Share, from.clone());
    let never = f64::from(a.horizon) + 1.0;
    let month = |o: &Outcome| o.break_even.map_or(never, f64::from);
    let middle = a.quantile(0.5, month);
    lines.leaf("economics.break_even_month", "Break-even month (median)", middle, Unit::Months, from.clone());
    spread(lines, "economics.break_even_month", a, month);
    let meaning = "First month from which cumulative cash stays at or above zero to the end of the horizon";
    let note = if middle >= never { format!("{meaning}; {never:.0} stands for later than month {}", a.horizon) } else { meaning.into() };
    lines.note("economics.break_even_month", note);
    let (draws, members) = head.small;
    let small = Provenance::Simulated { draws, members };
    let small_from = small.clone();
    lines.leaf("economics.break_even_lift", "Break-even lift of sales", head.break_even_lift, Unit::Share, small);
    lines.note("economics.break_even_lift", head.break_even_note.clone());
    lines.leaf("economics.monte_carlo_error", "Monte Carlo error of the median ROI, as a share of P90 - P10", head.error, Unit::Share, from.clone());
    lines.note("economics.monte_carlo_error", "One standard error, from batches that each have their own sample of customers; 2% is the aim");
    let share = "Share of the incremental contribution that rests on judgements and published figures";
    lines.leaf("economics.assumed_share", share, head.assumed_share, Unit::Share, small_from);
    lines.note("economics.assumed_share", "What is gone when every effect that this company neither measured nor gave is set to nothing");
    let kept = a.contribution_kept();
    if kept.is_finite() {
        lines.leaf("economics.contribution_kept", "Share of the contribution with the program that reward cost leaves", kept, Unit::Share, from.clone());
    }
    lines.leaf("economics.budget_kept_share", "Probability of staying within the pool", head.kept, Unit::Share, from.clone());
    lines.leaf("economics.pool_needed", "Smallest pool kept with a probability of 90%", a.pool_needed(0.9), Unit::Money, from.clone());
}
fn net_retention(lines: &mut LineBook, a: &Appraisal, from: &Provenance) {
    let before = a.mean(|o| o.tally.cohort_net_before);
    type Side = (&'static str, &'static str, fn(&Outcome) -> f64);
    let sides: [Side; 4] = [
        ("economics.nrr_with", "Net sales of today's customers in the next 12 months ÷ in the last 12, with the program", |o| o.tally.cohort_net_with),
        ("economics.nrr_without", "Net sales of today's customers in the next 12 months ÷ in the last 12, without the program", |o| {
            o.tally.cohort_net_without
        }),
        ("economics.grr_with", "Gross revenue retention: the same, each customer's at most what it was, with the program", |o| o.tally.cohort_capped_with),
        ("economics.grr_without", "Gross revenue retention: the same, each customer's at most what it was, without the program", |o| {
            o.tally.cohort_capped_without
        }),
    ];
    for (id, label, f) in sides {
        lines.leaf(id, label, if before > 0.0 { a.mean(f) / before } else { 0.0 }, Unit::Share, from.clone());
        if before > 0.0 {
            spread(lines, id, a, |o| f(o) / before);
        } else {
            lines.note(id, "Not identified: no sales of the last 12 months and no running subscription are known");
        }
    }
}
fn tiers(lines: &mut LineBook, a: &Appraisal, from: &Provenance) {
    for (t, id) in tier_profits(a).iter().zip(&a.tiers) {
        let line = |what: &str| format!("economics.tier.{id}.{what}");
        lines.leaf(&line("members"), format!("Members in {id}, mean over the horizon"), t.members, Unit::Customers, from.clone());
        lines.leaf(&line("margin"), format!("Incremental contribution of {id}"), t.incremental_margin, Unit::Money, from.clone());
        lines.leaf(&line("reward_cost"), format!("Reward cost of {id}"), t.reward_cost, Unit::Money, from.clone());
    }
}
fn notes(lines: &mut LineBook) {
    let effects = "The response behind it is a judgement until this company's own test replaces it";
    for id in ["economics.incremental_net", "economics.roi", "economics.roi_p50"] {
        lines.note(id, effects);
    }
    lines.note("economics.breakage", "A prior for the business case; without a redemption history the accounting schedule assumes full redemption");
    lines.note("economics.breakage_in_horizon", "Output of the simulation, which rests on the prior: it is no evidence of breakage");
    lines.note(
        "economics.liability_end",
        "Points outstanding at the share that is expected to be redeemed in the end; not the contract liability of the accounts",
    );
    lines.note("economics.cost.opening", "Points of the present program would be redeemed without the new one too, so they are no cost of it");
    lines.note("economics.subsidy", "Part of the reward cost, not on top of it");
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
