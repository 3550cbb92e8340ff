//! Facts of a points ledger. Oldest points leave first; on one day points are earned, then redeemed, then expire.
use crate::canonical::LedgerEntry;
use loyalty_model::extract::{LedgerFacts, LedgerMonth};
use loyalty_model::units::{Date, Money, Month};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

pub(super) fn until(all: &[LedgerEntry], as_of: Date) -> Vec<&LedgerEntry> {
    all.iter().filter(|l| l.day <= as_of).collect()
}

/// Earned, redeemed, expired.
type Day = [i64; 3];

pub(super) fn measure(rows: &[&LedgerEntry]) -> LedgerFacts {
    let mut members: BTreeMap<&str, BTreeMap<Date, Day>> = BTreeMap::new();
    let mut redeemers = BTreeSet::new();
    for l in rows {
        let day = members.entry(&l.customer).or_default().entry(l.day).or_default();
        day[0] += l.earned;
        day[1] += l.redeemed;
        day[2] += l.expired;
        if l.redeemed > 0 {
            redeemers.insert(l.customer.as_str());
        }
    }
    let mut triangle = BTreeMap::new();
    let mut over_redeemers = Vec::new();
    for (customer, days) in &members {
        first_in_first_out(days, &mut triangle);
        let excess: i64 = days.values().map(|d| d[1] - d[0]).sum();
        if excess > 0 {
            over_redeemers.push((customer.to_string(), excess));
        }
    }
    let booked: Vec<(Money, i64)> = rows.iter().filter_map(|l| Some((l.cost?, l.redeemed))).collect();
    let cost = (booked.iter().map(|b| b.0).sum(), booked.iter().map(|b| b.1).sum());
    LedgerFacts {
        months: months(rows),
        members: members.len() as u64,
        redeemers: redeemers.len() as u64,
        cost: (!booked.is_empty()).then_some(cost),
        triangle: triangle.into_iter().map(|((earned, age), points)| (earned, age, points)).collect(),
        over_redeemed: (over_redeemers.len() as u64, over_redeemers.iter().map(|o| o.1).sum()),
        over_redeemers,
    }
}

/// Redemptions beyond the points earned so far come from an opening balance and are not in the triangle. A negative
/// earning (a correction) takes the oldest points away.
fn first_in_first_out(days: &BTreeMap<Date, Day>, triangle: &mut BTreeMap<(Month, u32), i64>) {
    let mut lots: VecDeque<(Month, i64)> = VecDeque::new();
    for (day, &[earned, redeemed, expired]) in days {
        if earned > 0 {
            lots.push_back((day.month(), earned));
        }
        take(&mut lots, -earned.min(0), |_, _| ());
        take(&mut lots, redeemed, |month, points| {
            let age = (day.month().index() - month.index()) as u32;
            *triangle.entry((month, age)).or_default() += points;
        });
        take(&mut lots, expired, |_, _| ());
    }
}

fn take(lots: &mut VecDeque<(Month, i64)>, mut points: i64, mut from: impl FnMut(Month, i64)) {
    while points > 0 {
        let Some(lot) = lots.front_mut() else { return };
        let part = points.min(lot.1);
        from(lot.0, part);
        lot.1 -= part;
        points -= part;
        if lot.1 == 0 {
            lots.pop_front();
        }
    }
}

/// A month's points (earned, reversed, redeemed, reimbursed, expired), and who earned and who redeemed.
type Flows<'a> = ([i64; 5], BTreeSet<&'a str>, BTreeSet<&'a str>);

/// No month left out between the first and the last.
fn months(rows: &[&LedgerEntry]) -> Vec<LedgerMonth> {
    let all = || rows.iter().map(|l| l.day.month());
    let (Some(first), Some(last)) = (all().min(), all().max()) else { return Vec::new() };
    let mut sums: Vec<Flows> = vec![([0i64; 5], BTreeSet::new(), BTreeSet::new()); (last.index() - first.index() + 1) as usize];
    for l in rows {
        let (points, earners, redeemers) = &mut sums[(l.day.month().index() - first.index()) as usize];
        let flows = [l.earned.max(0), -l.earned.min(0), l.redeemed.max(0), -l.redeemed.min(0), l.expired];
        points.iter_mut().zip(flows).for_each(|(sum, flow)| *sum += flow);
        if l.earned > 0 {
            earners.insert(l.customer.as_str());
        }
        if l.redeemed > 0 {
            redeemers.insert(l.customer.as_str());
        }
    }
    let month = |(at, (p, earners, redeemers)): (i32, Flows)| LedgerMonth {
        month: first.plus(at),
        earned: p[0],
        reversed: p[1],
        redeemed: p[2],
        reimbursed: p[3],
        expired: p[4],
        earners: earners.len() as u64,
        redeemers: redeemers.len() as u64,
    };
    (0i32..).zip(sums).map(month).collect()
}
