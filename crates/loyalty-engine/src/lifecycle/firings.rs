//! How often triggers fire: counts in the company's data, and a replay of the program's rules on the last 12 months.
use super::WELCOME;
use crate::base::Base;
use crate::design::space::shape::{metric_value, spend_yearly};
use loyalty_model::extract::Extract;
use loyalty_model::fact::Fact;
use loyalty_model::program::Program;

/// Share of next orders that have come when an order is called overdue, and when a customer is called lapsed: by definition of the
/// percentiles `signals.gap_p80` and `signals.gap_p90`, the rest fires.
pub(super) const REACHED_DUE: f64 = 0.8;
pub(super) const REACHED_LATE: f64 = 0.9;
/// The same in gaps of the member's own, from the third order on: as `OrderFirings` counts them.
pub(super) const OWN_DUE: f64 = 1.6;
pub(super) const OWN_LATE: f64 = 2.3;

/// Firings a month of a trigger, and how they are known. `rough`: orders a month, share of orders near a goal, share of large orders; they stand
/// in where no orders were given.
pub(super) fn volume(id: &str, base: &Base, extract: &Extract, rough: (f64, f64, f64)) -> (f64, Fact) {
    let (orders, near, large) = rough;
    let counted = |n: f64| (n, Fact::new("firings-counted"));
    let unknown = || (0.0, Fact::new("firings-unknown"));
    match id {
        "invite-a-friend" => {
            return extract.voice.as_ref().filter(|v| !v.scores.is_empty()).map_or_else(unknown, |v| counted(v.praisers_last_year as f64 / 12.0));
        }
        "answer-complaint" => {
            return extract.voice.as_ref().filter(|v| !v.scores.is_empty()).map_or_else(unknown, |v| counted(v.complainers_last_year as f64 / 12.0));
        }
        "feature-adopted" => return extract.usage.as_ref().map_or_else(unknown, |u| counted(u.firings.broad as f64 / 12.0)),
        "use-paused" => return extract.usage.as_ref().map_or_else(unknown, |u| counted(u.firings.pauses as f64 / 12.0)),
        "renewal-ahead" => {
            let due = |s: &loyalty_model::extract::SubscriptionFacts| s.renewals.iter().map(|r| r.1).sum::<u64>();
            return extract.subscriptions.as_ref().map_or_else(unknown, |s| (due(s) as f64 / 12.0, Fact::new("firings-renewals")));
        }
        "seats-in-use" => return unknown(),
        "reward-in-reach" | "tier-in-reach" => return (orders * near, Fact::new("firings-replayed")),
        _ => {}
    }
    if let Some(f) = extract.transactions.as_ref().and_then(|t| t.firings) {
        let months = f64::from(f.days) * 12.0 / 365.0;
        let n = match id {
            WELCOME => f.first_orders,
            "second-order-due" => f.second_due,
            "order-overdue" => f.overdue,
            "lapsed" => f.lapsed,
            "bigger-basket" => f.large,
            _ => f.purchase_days,
        };
        return counted(n as f64 / months);
    }
    // Under contract alone: customers who began to pay.
    let begun = extract.subscriptions.as_ref().map(|s| s.months.iter().rev().take(12).map(|m| m.new_customers).collect::<Vec<u64>>());
    if let Some(months) = begun.filter(|m| id == WELCOME && !m.is_empty() && extract.transactions.is_none()) {
        return counted(months.iter().sum::<u64>() as f64 / months.len() as f64);
    }
    let n = match id {
        WELCOME => base.new_per_month,
        "second-order-due" => base.new_per_month * (1.0 - REACHED_DUE),
        "order-overdue" => orders * (1.0 - REACHED_DUE),
        "lapsed" => orders * (1.0 - REACHED_LATE),
        "bigger-basket" => orders * large,
        _ => orders,
    };
    (n, Fact::new("chosen-firings"))
}
/// Counts how often members would have come within `near` of a reward or a tier in the last 12 months, by the rules of this program at the rate of
/// the first tier. `completion`: of missions.
pub fn replay(program: &mut Program, base: &Base, completion: f64, near: f64) {
    let first = program.rewards.iter().map(|r| r.points_price).min().unwrap_or(0) as f64;
    let rate = program.earn.points_per_unit;
    let per_month = |each: &dyn Fn(&crate::base::BaseMember) -> f64| base.members.iter().map(|m| m.weight * each(m)).sum::<f64>() / 12.0;
    let rewards = if first > 0.0 { per_month(&|m| libm::floor((spend_yearly(base, m) * rate / first).max(0.0) + near)) } else { 0.0 };
    let tiers = per_month(&|m| {
        let above = program.tiers.iter().filter(|t| t.threshold > 0.0);
        above.filter(|t| metric_value(base, m, t.metric, &program.missions, completion) >= (1.0 - near) * t.threshold).count() as f64
    });
    for t in &mut program.triggers {
        let volume = match t.id.as_str() {
            "reward-in-reach" => rewards,
            "tier-in-reach" => tiers,
            _ => continue,
        };
        t.volume_monthly = volume;
        t.cost_monthly = volume * t.unit_cost;
    }
}
