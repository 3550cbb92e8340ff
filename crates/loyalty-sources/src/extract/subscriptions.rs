//! Facts of the subscriptions. A customer *pays* while a subscription that is no trial and has an MRR above nothing runs.
use super::calendar::{completed_months, plus_months};
use crate::canonical::Subscription;
use loyalty_model::extract::{SubscriptionFacts, SubscriptionMonth};
use loyalty_model::units::{Date, Money, Month};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// One subscription as it stood at the end of observation.
struct Seen<'a> {
    row: &'a Subscription,
    /// Last day, where it has ended and the day is known.
    last: Option<Date>,
    ended: bool,
}
impl Seen<'_> {
    fn pays(&self) -> bool {
        !self.row.trial && self.row.mrr > Money::ZERO
    }
    /// Completed months, counting the last day whole.
    fn tenure(&self, as_of: Date) -> Option<u32> {
        match (self.row.start, self.ended, self.last) {
            (Some(start), false, _) => Some(completed_months(start, as_of.plus_days(1)).max(0) as u32),
            (Some(start), true, Some(last)) => Some(completed_months(start, last.plus_days(1)).max(0) as u32),
            (None, ..) => self.row.tenure_months,
            (Some(_), true, None) => None,
        }
    }
}

/// One customer of the subscriptions, as other tables want to know it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Subscriber {
    /// Something runs at the end of observation.
    pub(super) running: bool,
    /// MRR now.
    pub(super) mrr: Money,
    /// MRR now, or of what ended last.
    pub(super) last_mrr: Money,
    /// First start; for a snapshot, the end of observation less the tenure.
    pub(super) first: Option<Date>,
    last_end: Option<Date>,
}

/// The subscriptions begun by the end of observation.
pub(super) struct Book<'a> {
    rows: Vec<Seen<'a>>,
    as_of: Date,
    by_customer: HashMap<&'a str, Subscriber>,
}

impl<'a> Book<'a> {
    /// `None` where none had begun. An end after the end of observation has not happened yet.
    pub(super) fn until(all: &'a [Subscription], as_of: Date) -> Option<Self> {
        let begun = all.iter().filter(|s| s.start.is_none_or(|d| d <= as_of));
        let rows: Vec<Seen> = begun.map(|row| seen(row, as_of)).collect();
        let by_customer = customers(&rows, as_of);
        (!rows.is_empty()).then_some(Book { rows, as_of, by_customer })
    }
    pub(super) fn customer(&self, id: &str) -> Option<&Subscriber> {
        self.by_customer.get(id)
    }
    /// Every customer, in no particular order.
    pub(super) fn ids(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.by_customer.keys().copied()
    }

    pub(super) fn measure(&self) -> SubscriptionFacts {
        let snapshot = self.rows.iter().all(|s| s.row.start.is_none());
        let left = |c: &&Subscriber| !c.running;
        let (survival, survival_by_plan) = self.survival();
        SubscriptionFacts {
            subscriptions: self.rows.len() as u64,
            customers: self.by_customer.len() as u64,
            ended: self.rows.iter().filter(|s| s.ended).count() as u64,
            customers_left: self.by_customer.values().filter(left).count() as u64,
            trials: self.rows.iter().filter(|s| s.row.trial).count() as u64,
            mrr: self.rows.iter().filter(|s| s.pays() && !s.ended).map(|s| s.row.mrr).sum(),
            months: self.months(),
            survival,
            survival_by_plan,
            renewals: self.renewals(),
            snapshot,
        }
    }

    /// Subscriptions whose whole course is known: (customer, first day, first day without, MRR).
    fn months(&self) -> Vec<SubscriptionMonth> {
        let dated = self.rows.iter().filter(|s| s.pays() && (!s.ended || s.last.is_some()));
        let spans: Vec<(&str, Date, Option<Date>, Money)> =
            dated.filter_map(|s| Some((s.row.customer.as_str(), s.row.start?, s.last.map(|d| d.plus_days(1)), s.row.mrr))).collect();
        let Some(first) = spans.iter().map(|s| s.1).min() else { return Vec::new() };
        let ends: BTreeSet<(&str, Date)> = spans.iter().filter_map(|s| Some((s.0, s.2?))).collect();
        // What stands when a day begins: begun before it, not ended before it; a contract that takes the place of one that ended the day
        // before stands already, so that a change on the first of a month is growth or shrinking, not a customer lost and one won.
        let standing = |day: Date| {
            let mut by: BTreeMap<&str, Money> = BTreeMap::new();
            for &(who, start, gone, mrr) in &spans {
                if (start < day || start == day && ends.contains(&(who, day))) && gone.is_none_or(|g| g > day) {
                    *by.entry(who).or_default() += mrr;
                }
            }
            by
        };
        let mut opening = BTreeMap::new();
        let mut months = Vec::new();
        for at in first.month().index()..=self.as_of.month().index() {
            let month = Month::from_index(at);
            let closing = standing(month.plus(1).first_day().min(self.as_of.plus_days(1)));
            months.push(movement(month, &opening, &closing));
            opening = closing;
        }
        months
    }

    /// Trials apart. A customer belongs to the plan of its first subscription; one whose end is not dated is left out.
    fn survival(&self) -> (Tenures, Vec<(String, Tenures)>) {
        let mut customers: BTreeMap<&str, Vec<&Seen>> = BTreeMap::new();
        for s in self.rows.iter().filter(|s| !s.row.trial) {
            customers.entry(&s.row.customer).or_default().push(s);
        }
        let (mut all, mut by_plan) = (Vec::new(), BTreeMap::<&str, Vec<(u32, bool)>>::new());
        for rows in customers.values() {
            let Some(tenure) = customer_tenure(rows, self.as_of) else { continue };
            let tenure = (tenure, rows.iter().all(|s| s.ended));
            all.push(tenure);
            let first = rows.iter().filter(|s| s.row.plan.is_some()).min_by_key(|s| (s.row.start.is_none(), s.row.start, &s.row.plan));
            if let Some(plan) = first.and_then(|s| s.row.plan.as_deref()) {
                by_plan.entry(plan).or_default().push(tenure);
            }
        }
        (table(&all), by_plan.into_iter().map(|(plan, t)| (plan.to_owned(), table(&t))).collect())
    }

    /// By calendar month, the twelve after that of the end of observation. A term with an end in the future renews then
    /// and every billing period after; others every billing period after the start.
    fn renewals(&self) -> Vec<(Month, u64, Money)> {
        let now = self.as_of.month().index();
        let mut due: BTreeMap<i32, (u64, Money)> = BTreeMap::new();
        for s in self.rows.iter().filter(|s| s.pays() && !s.ended) {
            let Some(billing) = s.row.billing_months.filter(|&b| b > 0) else { continue };
            let term_end = s.row.end.map(|d| d.plus_days(1));
            let Some(anchor) = term_end.or(s.row.start) else { continue };
            let anchor = anchor.month().index();
            for month in (now + 1..=now + 12).filter(|m| *m >= anchor && (m - anchor) % billing as i32 == 0) {
                let d = due.entry(month).or_default();
                d.0 += 1;
                d.1 += s.row.mrr;
            }
        }
        due.into_iter().map(|(m, (n, mrr))| (Month::from_index(m), n, mrr)).collect()
    }
}

/// (months, at risk, ended).
type Tenures = Vec<(u32, u64, u64)>;

fn seen(row: &Subscription, as_of: Date) -> Seen<'_> {
    let end_passed = row.end.is_some_and(|d| d <= as_of);
    let end_to_come = row.end.is_some_and(|d| d > as_of);
    let ended = end_passed || (row.ended && !end_to_come);
    let by_tenure = || Some(plus_months(row.start?, row.tenure_months? as i32).plus_days(-1).min(as_of));
    let last = if ended { row.end.or_else(by_tenure) } else { None };
    Seen { row, last, ended }
}

fn customers<'a>(rows: &[Seen<'a>], as_of: Date) -> HashMap<&'a str, Subscriber> {
    let mut by: HashMap<&str, Subscriber> = HashMap::new();
    for s in rows {
        let c = by.entry(&s.row.customer).or_default();
        c.running |= !s.ended;
        let first = s.row.start.or_else(|| Some(plus_months(as_of, -(s.row.tenure_months? as i32))));
        c.first = [c.first, first].into_iter().flatten().min();
        if s.pays() {
            if !s.ended {
                c.mrr += s.row.mrr;
            }
            // What ended on the latest day, all of it.
            if s.ended && s.last > c.last_end {
                (c.last_end, c.last_mrr) = (s.last, s.row.mrr);
            } else if s.ended && s.last == c.last_end {
                c.last_mrr += s.row.mrr;
            }
        }
    }
    for c in by.values_mut().filter(|c| c.running) {
        c.last_mrr = c.mrr;
    }
    by
}

fn movement(month: Month, opening: &BTreeMap<&str, Money>, closing: &BTreeMap<&str, Money>) -> SubscriptionMonth {
    let zero = Money::ZERO;
    let mut m = SubscriptionMonth {
        month,
        opening_customers: opening.len() as u64,
        opening_mrr: opening.values().copied().sum(),
        new_mrr: zero,
        new_customers: 0,
        expansion_mrr: zero,
        contraction_mrr: zero,
        churned_mrr: zero,
        churned_customers: 0,
    };
    for (who, &before) in opening {
        match closing.get(who) {
            None => {
                m.churned_customers += 1;
                m.churned_mrr += before;
            }
            Some(&after) if after > before => m.expansion_mrr += after - before,
            Some(&after) => m.contraction_mrr += before - after,
        }
    }
    for (_, &after) in closing.iter().filter(|(who, _)| !opening.contains_key(*who)) {
        m.new_customers += 1;
        m.new_mrr += after;
    }
    m
}

/// First start to last end (or to now); without starts, the longest tenure given. Pauses between count as tenure.
fn customer_tenure(rows: &[&Seen], as_of: Date) -> Option<u32> {
    let Some(start) = rows.iter().filter_map(|s| s.row.start).min() else {
        return rows.iter().filter_map(|s| s.row.tenure_months).max();
    };
    if rows.len() == 1 {
        return rows[0].tenure(as_of);
    }
    let running = rows.iter().any(|s| !s.ended);
    let last = if running { Some(as_of) } else { rows.iter().filter_map(|s| s.last).max() };
    Some(completed_months(start, last?.plus_days(1)).max(0) as u32)
}

fn table(tenures: &[(u32, bool)]) -> Tenures {
    let Some(longest) = tenures.iter().map(|t| t.0).max() else { return Vec::new() };
    let mut stop = vec![(0u64, 0u64); longest as usize + 1];
    for &(months, ended) in tenures {
        stop[months as usize].0 += 1;
        stop[months as usize].1 += u64::from(ended);
    }
    let mut at_risk = tenures.len() as u64;
    let row = |(months, &(n, ended)): (u32, &(u64, u64))| {
        let row = (months, at_risk, ended);
        at_risk -= n;
        row
    };
    (0u32..).zip(&stop).map(row).collect()
}
