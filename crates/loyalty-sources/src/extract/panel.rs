//! The panel: customers with the smallest SHA-256 of their id. They are the buyers of the orders; without orders the
//! subscribers; without these the members of the ledger, else of the member file.
use super::orders::{Grouped, Row, days_of};
use super::usage::Known;
use super::voice::score_on;
use crate::canonical::{LedgerEntry, Member, Usage, Voice};
use loyalty_model::extract::{PanelCustomer, PanelMonth};
use loyalty_model::units::{Date, Money};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashMap};

/// The tables beside orders and subscriptions.
pub(super) struct Sides<'a> {
    pub(super) usage: &'a [&'a Usage],
    pub(super) voice: &'a [&'a Voice],
    pub(super) scale_max: u32,
    pub(super) members: &'a [(&'a Member, bool)],
    pub(super) ledger: &'a [&'a LedgerEntry],
}

/// The panel in ascending order of the hash, and the customers that one of them stands for.
pub(super) fn choose(known: &Known, sides: &Sides, size: usize) -> (Vec<PanelCustomer>, f64) {
    let population = population(known, sides);
    let hashed = smallest(&population, size);
    let mut panel: Vec<PanelCustomer> = hashed.par_iter().map(|h| blank(h.1, known.as_of)).collect();
    let ids: Vec<&str> = hashed.iter().map(|h| h.1).collect();
    complete(&mut panel, &ids, known, sides);
    add_orders(&mut panel, &hashed, known);
    let weight = if panel.is_empty() { 1.0 } else { population.len() as f64 / panel.len() as f64 };
    (panel, weight)
}

/// What the tables beside the orders tell of the customers of a panel, whose ids these are.
pub(super) fn complete(panel: &mut [PanelCustomer], ids: &[&str], known: &Known, sides: &Sides) {
    // Only these tables name customers by their ids.
    let named = !(sides.usage.is_empty() && sides.voice.is_empty() && sides.members.is_empty() && sides.ledger.is_empty());
    let place: HashMap<&str, usize> = if named { ids.iter().enumerate().map(|(rank, id)| (*id, rank)).collect() } else { HashMap::new() };
    add_subscriptions(panel, known);
    add_sides(panel, &place, known, sides);
}

/// A customer of the panel: hash, id, position in the orders.
type Hashed<'a> = ([u8; 32], &'a str, usize);
/// The customers with the smallest hashes, in their order. The first bytes of the hashes tell who may be among them: few need the others.
fn smallest<'a>(population: &[(&'a str, usize)], size: usize) -> Vec<Hashed<'a>> {
    let hash = |id: &str| -> [u8; 32] { Sha256::digest(id.as_bytes()).into() };
    let begin = |hash: &[u8; 32]| hash.iter().take(8).fold(0u64, |begin, byte| begin << 8 | u64::from(*byte));
    let begins: Vec<u64> = population.par_iter().map(|(id, _)| begin(&hash(id))).collect();
    let most = if size < begins.len() { *begins.clone().select_nth_unstable(size).1 } else { u64::MAX };
    let may_be = population.par_iter().zip(&begins).filter(|(_, begin)| **begin <= most);
    let mut hashed: Vec<Hashed> = may_be.map(|(&(id, at), _)| (hash(id), id, at)).collect();
    hashed.par_sort_unstable();
    hashed.truncate(size);
    hashed
}
/// Ids, each once, with the position in the orders where they come from there.
fn population<'a>(known: &Known<'a>, sides: &Sides<'a>) -> Vec<(&'a str, usize)> {
    if let (Some(g), Some(of)) = (known.orders, known.customers) {
        let ids = g.orders.customers.ids.iter().enumerate();
        return ids.filter(|&(at, _)| of.last_purchase[at].is_some()).map(|(at, id)| (id.as_str(), at)).collect();
    }
    let ids: BTreeSet<&str> = match known.subscriptions {
        Some(book) => book.ids().collect(),
        None if !sides.ledger.is_empty() => sides.ledger.iter().map(|l| l.customer.as_str()).collect(),
        None => sides.members.iter().map(|(m, _)| m.customer.as_str()).collect(),
    };
    ids.into_iter().map(|id| (id, 0)).collect()
}

pub(super) fn blank(id: &str, as_of: Date) -> PanelCustomer {
    PanelCustomer {
        id: id.to_owned(),
        first_day: as_of,
        frequency: 0,
        recency: 0,
        age: 0,
        months: Vec::new(),
        mrr: Money::ZERO,
        subscriber: false,
        subscription_ended: false,
        features_used: 0,
        usage_days_last_90: 0,
        last_score: None,
        tier: None,
        segment: None,
        place: None,
        email_consent: None,
        referred: false,
        referrals_made: 0,
        points_balance: 0,
    }
}

fn since(p: &mut PanelCustomer, day: Date, as_of: Date) {
    if day < p.first_day {
        p.first_day = day;
        p.age = (as_of.days() - day.days()) as u32;
    }
}

fn add_subscriptions(panel: &mut [PanelCustomer], known: &Known) {
    for p in panel {
        let Some(s) = known.subscriptions.and_then(|book| book.customer(&p.id)) else { continue };
        (p.subscriber, p.subscription_ended, p.mrr) = (true, !s.running, s.mrr);
        if let (false, Some(first)) = (known.has_orders(), s.first) {
            since(p, first, known.as_of);
        }
    }
}

fn add_sides(panel: &mut [PanelCustomer], place: &HashMap<&str, usize>, known: &Known, sides: &Sides) {
    let in_panel = |id: &str| place.get(id).copied();
    let dated_by_side = !known.has_orders() && known.subscriptions.is_none();
    let recent = known.as_of.plus_days(-90);
    let (mut features, mut days) = (BTreeSet::new(), BTreeSet::new());
    for u in sides.usage {
        let Some(at) = in_panel(&u.customer) else { continue };
        panel[at].features_used += u32::from(features.insert((at, u.feature.as_str())));
        panel[at].usage_days_last_90 += u32::from(u.day > recent && days.insert((at, u.day)));
    }
    let mut last: HashMap<usize, (Option<Date>, u32)> = HashMap::new();
    for v in sides.voice {
        let at = v.customer.as_deref().and_then(in_panel);
        let (Some(at), Some(score)) = (at, score_on(v, sides.scale_max)) else { continue };
        let rating = last.entry(at).or_insert((v.day, score));
        *rating = (*rating).max((v.day, score));
        panel[at].last_score = Some(rating.1);
    }
    // One member with several rows: the first in the order of all fields, whatever the order of rows.
    let mut members: Vec<&Member> = sides.members.iter().map(|m| m.0).collect();
    let fields = |m: &Member| (m.customer.clone(), m.joined, m.left, m.tier.clone(), m.segment.clone(), m.place.clone(), m.email_consent);
    members.sort_by_cached_key(|m| (fields(m), m.referred_by.clone()));
    members.dedup_by(|b, a| a.customer == b.customer);
    for m in &members {
        if let Some(at) = m.referred_by.as_deref().and_then(in_panel) {
            panel[at].referrals_made += 1;
        }
        let Some(at) = in_panel(&m.customer) else { continue };
        let p = &mut panel[at];
        (p.tier, p.segment, p.place) = (m.tier.clone(), m.segment.clone(), m.place.clone());
        (p.email_consent, p.referred) = (m.email_consent, m.referred_by.is_some());
        if let (true, Some(joined)) = (dated_by_side, m.joined) {
            since(p, joined, known.as_of);
        }
    }
    for l in sides.ledger {
        let Some(at) = in_panel(&l.customer) else { continue };
        panel[at].points_balance += l.earned - l.redeemed - l.expired;
        if dated_by_side {
            since(&mut panel[at], l.day, known.as_of);
        }
    }
}

fn add_orders(panel: &mut [PanelCustomer], hashed: &[Hashed], known: &Known) {
    let Some(g) = known.orders else { return };
    let mut rank_of = vec![u32::MAX; g.orders.customers.ids.len()];
    for (rank, h) in hashed.iter().enumerate() {
        rank_of[h.2] = rank as u32;
    }
    let parts = g.fold(|c| rank_of[c] != u32::MAX, Vec::new, |out, c, rows| out.push((rank_of[c] as usize, history(rows, g))));
    for (rank, (purchases, months)) in parts.into_iter().flatten() {
        let Some(Purchases { first, last, days }) = purchases else { continue };
        let p = &mut panel[rank];
        p.first_day = Date::from_days(first);
        p.frequency = days - 1;
        p.recency = (last - first) as u32;
        p.age = (known.as_of.days() - first) as u32;
        p.months = months;
    }
}

/// First and last purchase day, and how many there are.
struct Purchases {
    first: i32,
    last: i32,
    days: u32,
}
/// Purchase days, and months with any line.
fn history(rows: &mut [Row], g: &Grouped) -> (Option<Purchases>, Vec<PanelMonth>) {
    let (mut days, calendar) = (Vec::new(), &g.calendar);
    days_of(rows, &mut days);
    // There are many customers: no list is longer than it must be.
    let mut months: Vec<PanelMonth> = Vec::with_capacity(days.chunk_by(|a, b| calendar.month_offset(a.day) == calendar.month_offset(b.day)).count());
    let mut purchases: Option<Purchases> = None;
    for d in &days {
        if d.is_purchase(g.count_zero) {
            let p = purchases.get_or_insert(Purchases { first: d.day, last: d.day, days: 0 });
            (p.last, p.days) = (d.day, p.days + 1);
        }
        let month = calendar.month_at(calendar.month_offset(d.day));
        if months.last().is_none_or(|m| m.month != month) {
            months.push(PanelMonth { month, purchase_days: 0, net: Money::ZERO, refunds: Money::ZERO });
        }
        if let Some(m) = months.last_mut() {
            m.purchase_days += u16::from(d.is_purchase(g.count_zero));
            m.net += Money::from_raw(d.net);
            m.refunds += Money::from_raw(d.refunds);
        }
    }
    (purchases, months)
}
