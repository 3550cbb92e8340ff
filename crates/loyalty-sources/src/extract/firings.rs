//! How often each trigger would have fired in the last year of the orders: counts, each with its statement in `sql/order_firings.sql`.
//!
//! An order is *due* where a customer's next purchase usually has come: with three purchase days or more, 8/5 of the customer's own mean gap (four
//! in five gaps of a steady buyer are shorter); with fewer, the gap that four in five gaps of the company do not exceed. A customer has *lapsed*
//! after 23/10 of the own gap, or the company's nine in ten.
use super::orders::{DayNet, Grouped, Row, days_of};
use loyalty_model::extract::{OrderFirings, TransactionFacts};

/// Own gaps after which an order is due, and a customer has lapsed: numerator and denominator.
const DUE: (i64, i64) = (8, 5);
const LAPSED: (i64, i64) = (23, 10);
/// Purchase days from which a customer has a rhythm of its own.
const OWN_FROM: usize = 3;

#[derive(Default)]
struct Counts {
    first_orders: u64,
    second_due: u64,
    overdue: u64,
    lapsed: u64,
    purchase_days: u64,
    large: u64,
    days: Vec<DayNet>,
}
/// Days after purchase `n` (counted from 1), `since` the first: own gap times the factor, rounded up; without a rhythm the company's.
fn wait(n: usize, since: i32, (over, under): (i64, i64), company: Option<u32>) -> Option<i64> {
    if n < OWN_FROM {
        return company.map(i64::from);
    }
    let (whole, parts) = (i64::from(since) * over, under * (n as i64 - 1));
    Some((whole + parts - 1) / parts)
}
/// Counts over the last 365 days, or over all days where there are fewer.
pub(super) fn count(g: &Grouped, t: &TransactionFacts) -> OrderFirings {
    let as_of = i64::from(g.as_of.days());
    let from = as_of - 365;
    let (due_days, lapsed_days) = (t.gap_quantile(4, 5), t.gap_quantile(9, 10));
    // An order above the mean of all, in whole numbers.
    let (sum, orders) = (i128::from((t.gross + t.refunds).raw()), i128::from(t.orders.max(1)));
    let parts = g.fold(
        |_| true,
        Counts::default,
        |c: &mut Counts, _, rows: &mut [Row]| {
            let mut days = std::mem::take(&mut c.days);
            days_of(rows, &mut days);
            let bought: Vec<(i64, i64)> = days.iter().filter(|d| d.is_purchase(g.count_zero)).map(|d| (i64::from(d.day), d.net)).collect();
            let mut lapsed = false;
            for (i, &(day, net)) in bought.iter().enumerate() {
                let next = bought.get(i + 1).map(|b| b.0);
                let fires = |wait: Option<i64>| wait.is_some_and(|w| day + w > from && day + w <= as_of && next.is_none_or(|n| n > day + w));
                let since = (day - bought[0].0) as i32;
                let due = fires(wait(i + 1, since, DUE, due_days));
                c.second_due += u64::from(due && i == 0);
                c.overdue += u64::from(due && i > 0);
                lapsed |= fires(wait(i + 1, since, LAPSED, lapsed_days));
                if day > from {
                    c.first_orders += u64::from(i == 0);
                    c.purchase_days += 1;
                    c.large += u64::from(i128::from(net) * orders > sum);
                }
            }
            c.lapsed += u64::from(lapsed);
            c.days = days;
        },
    );
    let total = |f: fn(&Counts) -> u64| parts.iter().map(f).sum();
    OrderFirings {
        days: (g.as_of.days() - g.first_day.days() + 1).clamp(1, 365) as u32,
        due_days,
        lapsed_days,
        first_orders: total(|c| c.first_orders),
        second_due: total(|c| c.second_due),
        overdue: total(|c| c.overdue),
        lapsed: total(|c| c.lapsed),
        purchase_days: total(|c| c.purchase_days),
        large: total(|c| c.large),
    }
}
#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn an_own_rhythm_replaces_that_of_the_company() {
        assert_eq!(wait(1, 0, DUE, Some(90)), Some(90));
        assert_eq!(wait(2, 400, DUE, Some(90)), Some(90));
        assert_eq!(wait(3, 60, DUE, Some(90)), Some(48), "own gap 30 days, 8/5 of it");
        assert_eq!(wait(4, 100, LAPSED, None), Some(77), "own gap 33 1/3 days, rounded up");
        assert_eq!(wait(1, 0, DUE, None), None);
    }
}
