//! Facts of product usage, and what is known of any customer across tables.
use super::orders::Grouped;
use super::subscriptions::Book;
use super::transactions::OrderCustomers;
use crate::canonical::Usage;
use loyalty_model::extract::{FeatureFact, UsageFacts, UsageFirings};
use loyalty_model::units::{Date, Money};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Use that happened (a count above nothing) by the end of observation.
pub(super) fn until(all: &[Usage], as_of: Date) -> Vec<&Usage> {
    all.iter().filter(|u| u.day <= as_of && u.count > 0).collect()
}

/// What the other tables say of customers.
pub(super) struct Known<'a> {
    pub(super) orders: Option<&'a Grouped<'a>>,
    pub(super) customers: Option<&'a OrderCustomers>,
    /// What orders that are counted elsewhere tell of those who were asked about.
    pub(super) elsewhere: Option<&'a HashMap<&'a str, Bought>>,
    pub(super) subscriptions: Option<&'a Book<'a>>,
    pub(super) as_of: Date,
}
/// Orders of one customer: last purchase, net spend of the last 365 days.
pub type Bought = (Option<Date>, Money);
impl<'a> Known<'a> {
    pub(super) fn has_orders(&self) -> bool {
        self.orders.is_some() || self.elsewhere.is_some()
    }
    /// Orders of the customers asked for (one scan of the ids).
    pub(super) fn bought(&self, ids: &BTreeSet<&str>) -> HashMap<&'a str, Bought> {
        if let Some(told) = self.elsewhere {
            return told.iter().filter(|(id, _)| ids.contains(*id)).map(|(id, bought)| (*id, *bought)).collect();
        }
        let (Some(g), Some(of)) = (self.orders, self.customers) else { return HashMap::new() };
        let all = g.orders.customers.ids.iter().enumerate();
        all.filter(|&(at, id)| g.lines_of(at) > 0 && ids.contains(id.as_str()))
            .map(|(at, id)| (id.as_str(), (of.last_purchase[at], of.net_last_year[at])))
            .collect()
    }
}

/// Who used the product in a month, and on which days each did.
type MonthOfUse<'a> = (BTreeSet<&'a str>, BTreeSet<(Date, &'a str)>);

pub(super) fn measure(rows: &[&Usage], known: &Known) -> UsageFacts {
    let mut months: BTreeMap<_, MonthOfUse> = BTreeMap::new();
    let mut features: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut last_use: BTreeMap<&str, Date> = BTreeMap::new();
    for u in rows {
        let month = months.entry(u.day.month()).or_default();
        month.0.insert(&u.customer);
        month.1.insert((u.day, &u.customer));
        features.entry(&u.feature).or_default().insert(&u.customer);
        let last = last_use.entry(&u.customer).or_insert(u.day);
        *last = u.day.max(*last);
    }
    let bought = known.bought(&last_use.keys().copied().collect());
    let since = known.as_of.plus_days(-90);
    // A subscription decides where there is one; else a purchase or a use in the last 90 days.
    let kept = |who: &str| match known.subscriptions.and_then(|s| s.customer(who)) {
        Some(s) => s.running,
        None => last_use[who] > since || bought.get(who).is_some_and(|b| b.0.is_some_and(|d| d > since)),
    };
    let stayers: BTreeSet<&str> = last_use.keys().copied().filter(|who| kept(who)).collect();
    let feature = |(name, users): (&str, BTreeSet<&str>)| {
        let (adopters, adopters_kept) = (users.len() as u64, users.intersection(&stayers).count() as u64);
        let (others, others_kept) = (last_use.len() as u64 - adopters, stayers.len() as u64 - adopters_kept);
        FeatureFact { feature: name.to_owned(), adopters, adopters_kept, others, others_kept }
    };
    let month = |(month, (who, days)): (_, MonthOfUse)| {
        let with_data: BTreeSet<Date> = days.iter().map(|d| d.0).collect();
        (month, who.len() as u64, days.len() as u64, with_data.len() as u32)
    };
    UsageFacts {
        firings: firings(rows, &stayers, known),
        events: rows.iter().map(|u| u64::from(u.count)).sum(),
        customers: last_use.len() as u64,
        months: months.into_iter().map(month).collect(),
        features: features.into_iter().map(feature).collect(),
    }
}

/// Least days without use that count as a pause: a week has a weekend in it.
const PAUSE_LEAST: u32 = 7;
/// Least features that make a customer's use broad.
const BREADTH_LEAST: u32 = 2;

/// The smallest value that `over` of `under` of these values do not exceed.
fn quantile(values: &mut [u32], over: usize, under: usize) -> Option<u32> {
    values.sort_unstable();
    values.get((values.len() * over).div_ceil(under).max(1) - 1).copied()
}
/// Firings of triggers; the statement stands in `sql/other_firings.sql`.
fn firings(rows: &[&Usage], stayers: &BTreeSet<&str>, known: &Known) -> UsageFirings {
    let mut days: BTreeMap<&str, BTreeSet<Date>> = BTreeMap::new();
    let mut firsts: BTreeMap<&str, BTreeMap<&str, Date>> = BTreeMap::new();
    for u in rows {
        days.entry(&u.customer).or_default().insert(u.day);
        let first = firsts.entry(&u.customer).or_default().entry(&u.feature).or_insert(u.day);
        *first = u.day.min(*first);
    }
    let year_ago = known.as_of.plus_days(-365);
    let mut breadths: Vec<u32> = firsts.iter().filter(|(who, _)| stayers.contains(*who)).map(|(_, f)| f.len() as u32).collect();
    let usual = quantile(&mut breadths, 1, 2).map(|n| n.max(BREADTH_LEAST));
    let breadth = usual.filter(|n| firsts.values().any(|f| f.len() >= *n as usize));
    let reached = |features: &BTreeMap<&str, Date>, n: u32| {
        let mut each: Vec<Date> = features.values().copied().collect();
        each.sort_unstable();
        each.get(n as usize - 1).is_some_and(|day| *day > year_ago)
    };
    let broad = breadth.map_or(0, |n| firsts.values().filter(|f| reached(f, n)).count() as u64);
    let pairs = |of: &BTreeSet<Date>| of.iter().zip(of.iter().skip(1)).map(|(a, b)| (b.days() - a.days()) as u32).collect::<Vec<_>>();
    let mut gaps: Vec<u32> = days.values().flat_map(pairs).collect();
    let pause_days = quantile(&mut gaps, 9, 10).map(|d| d.max(PAUSE_LEAST));
    let gone = |who: &str| known.subscriptions.and_then(|s| s.customer(who)).is_some_and(|s| !s.running);
    let paused = |who: &str, of: &BTreeSet<Date>, wait: u32| {
        let next = of.iter().skip(1).copied().map(Some).chain([None]);
        let ends = |(day, next): (&Date, Option<Date>)| {
            let due = day.plus_days(wait as i32);
            due > year_ago && due <= known.as_of && next.map_or(!gone(who), |n| n > due)
        };
        of.iter().zip(next).filter(|pair| ends(*pair)).count() as u64
    };
    let pauses = pause_days.map_or(0, |wait| days.iter().map(|(who, of)| paused(who, of, wait)).sum());
    UsageFirings { breadth, broad, pause_days, pauses }
}
