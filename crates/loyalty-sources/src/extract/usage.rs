//! Facts of product usage, and what is known of any customer across tables.
use super::orders::Grouped;
use super::subscriptions::Book;
use super::transactions::OrderCustomers;
use crate::canonical::Usage;
use loyalty_model::extract::{FeatureFact, UsageFacts};
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
    pub(super) subscriptions: Option<&'a Book<'a>>,
    pub(super) as_of: Date,
}
/// Orders of one customer: last purchase, net spend of the last 365 days.
pub(super) type Bought = (Option<Date>, Money);
impl<'a> Known<'a> {
    /// Orders of the customers asked for (one scan of the ids).
    pub(super) fn bought(&self, ids: &BTreeSet<&str>) -> HashMap<&'a str, Bought> {
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
    let mut first_uses: BTreeMap<(&str, &str), Date> = BTreeMap::new();
    for u in rows {
        let first = first_uses.entry((&u.customer, &u.feature)).or_insert(u.day);
        *first = u.day.min(*first);
    }
    let year_ago = known.as_of.plus_days(-365);
    UsageFacts {
        first_uses_last_year: first_uses.values().filter(|d| **d > year_ago).count() as u64,
        events: rows.iter().map(|u| u64::from(u.count)).sum(),
        customers: last_use.len() as u64,
        months: months.into_iter().map(month).collect(),
        features: features.into_iter().map(feature).collect(),
    }
}
