//! The shop's app, out since a day inside the window: which features a customer takes to, and on which days.
use super::chance::{Chance, Purpose};
use super::parameters::Parameters;
use super::process::{Life, Window};
use crate::canonical::Usage;
use loyalty_model::units::Date;
use std::collections::BTreeMap;

/// Feature and share of app users who take to it; the last one is for club members.
const FEATURES: [(&str, f64); 7] = [
    ("Brew Guide", 0.55),
    ("Order Tracking", 0.70),
    ("Wishlist", 0.35),
    ("Store Locator", 0.15),
    ("Grind Finder", 0.25),
    ("Gift Note", 0.12),
    ("Subscription Skip", 0.60),
];
const LAUNCH: (i16, i8, i8) = (2025, 1, 7);
/// Somebody who left the shop still opens the app for so long.
const LINGERS_DAYS: i32 = 20;

pub(super) fn usage(p: &Parameters, window: &Window, seed: u64, life: &Life, id: &str, in_club: Club) -> Vec<Usage> {
    let mut chance = Chance::new(seed, life.index, Purpose::Usage);
    if !chance.happens(p.app_share) {
        return Vec::new();
    }
    let (y, m, d) = LAUNCH;
    let launch = window.day_of(Date::from_ymd(y, m, d).unwrap_or_default());
    let until = if life.left { (life.last_order_day() + LINGERS_DAYS).min(window.last()) } else { window.last() };
    let rate = chance.gamma(p.app_rate.0) / p.app_rate.0 * p.app_rate.1;
    let mine: Vec<&str> = FEATURES
        .iter()
        .filter(|(name, share)| chance.happens(*share) && (*name != "Subscription Skip" || in_club == Club::Member))
        .map(|(name, _)| *name)
        .collect();
    let mut days: BTreeMap<(i32, &str), u32> = BTreeMap::new();
    let mut at = f64::from(life.first_day().max(launch));
    while !mine.is_empty() {
        at += chance.exponential() / rate;
        if at > f64::from(until) {
            break;
        }
        for _ in 0..chance.between(1, 2) {
            *days.entry((at as i32, mine[chance.between(0, mine.len() as i32 - 1) as usize])).or_default() += chance.between(1, 4) as u32;
        }
    }
    days.into_iter().map(|((day, feature), count)| Usage { customer: id.to_owned(), day: window.date(day), feature: feature.to_owned(), count }).collect()
}

/// Whether a customer has ever been in the club.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Club {
    /// Yes.
    Member,
    /// No.
    Never,
}
