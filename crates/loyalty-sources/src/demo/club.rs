//! The coffee club: a small or large box, paid by the month or the year, with trials, upgrades and renewals at which
//! members leave. Its charges stand in the subscriptions only, never in the orders.
use super::chance::{Chance, Purpose};
use super::parameters::Parameters;
use super::process::{Life, Window, plus_months, whole_months};
use crate::canonical::Subscription;
use loyalty_model::units::{Date, Money};

const TRIAL_DAYS: i32 = 30;
/// A customer who left the shop may still join the club for so long.
const JOINS_AFTER_LEAVING_DAYS: i32 = 30;
const PLANS: [&str; 4] = ["Monthly Small Box", "Monthly Large Box", "Yearly Small Box", "Yearly Large Box"];

/// Rows of one customer; the subscription id is given when all are known.
pub(super) fn subscriptions(p: &Parameters, window: &Window, seed: u64, life: &Life, id: &str) -> Vec<Subscription> {
    let mut chance = Chance::new(seed, life.index, Purpose::Subscription);
    let begins = life.first_day() + (chance.exponential() * p.club_delay_days) as i32;
    let too_late = life.left && begins > life.last_order_day() + JOINS_AFTER_LEAVING_DAYS;
    if !chance.happens(p.club_share) || begins > window.last() || too_late {
        return Vec::new();
    }
    let last = window.date(window.last());
    let yearly = chance.happens(p.club_yearly);
    let mut plan = usize::from(yearly) * 2 + usize::from(chance.happens(p.club_large));
    let (a, b) = if yearly { p.club_churn_yearly } else { p.club_churn_monthly };
    let leaves = chance.beta(a, b);
    let (period, upgrade) = if yearly { (12, p.club_upgrade * 8.0) } else { (1, p.club_upgrade) };

    let row = |start: Date, ends: Option<Date>, plan: usize, trial: bool| {
        let end = ends.filter(|e| *e <= last);
        Subscription {
            subscription: String::new(),
            customer: id.to_owned(),
            start: Some(start),
            end,
            tenure_months: Some(whole_months(start, end.unwrap_or(last))),
            ended: end.is_some(),
            mrr: Money::from_raw(p.club_cents[plan] * 100),
            plan: Some(PLANS[plan].to_owned()),
            trial,
            billing_months: Some(period as u32),
        }
    };
    let mut rows = Vec::new();
    let mut start = window.date(begins);
    if chance.happens(p.club_trial) {
        rows.push(row(start, Some(start.plus_days(TRIAL_DAYS - 1)), plan, true));
        start = start.plus_days(TRIAL_DAYS);
        if !chance.happens(p.club_trial_converts) || start > last {
            return rows;
        }
    }
    let (mut from, mut renewals) = (start, 0);
    loop {
        renewals += 1;
        let due = plus_months(start, renewals * period);
        if due > last {
            rows.push(row(from, None, plan, false));
            return rows;
        }
        if chance.happens(leaves) {
            rows.push(row(from, Some(due.plus_days(-1)), plan, false));
            return rows;
        }
        if plan.is_multiple_of(2) && chance.happens(upgrade) {
            rows.push(row(from, Some(due.plus_days(-1)), plan, false));
            (plan, from) = (plan + 1, due);
        }
    }
}
