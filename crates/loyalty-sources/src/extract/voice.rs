//! Facts of the voice of customer, on the scale that most rated records use (the larger one where two tie).
//!
//! Lapsed: the record says that the customer left; else every subscription has ended; else no purchase in the last 180 days.
use super::usage::Known;
use crate::canonical::Voice;
use loyalty_model::extract::{VoiceFacts, VoiceRecord};
use loyalty_model::units::{Date, Money};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

const SAMPLE: usize = 20_000;
const LAPSE_DAYS: i32 = 180;

/// Records by the end of observation; undated ones stay.
pub(super) fn until(all: &[Voice], as_of: Date) -> Vec<&Voice> {
    all.iter().filter(|v| v.day.is_none_or(|d| d <= as_of)).collect()
}

/// The rating, where it is one of this scale.
pub(super) fn score_on(v: &Voice, scale_max: u32) -> Option<u32> {
    v.score_hundredths.filter(|&s| v.scale_max == scale_max && u64::from(s) <= u64::from(scale_max) * 100)
}

pub(super) fn measure(rows: &[&Voice], known: &Known) -> VoiceFacts {
    let mut scales: BTreeMap<u32, u64> = BTreeMap::new();
    for v in rows.iter().filter(|v| v.score_hundredths.is_some()) {
        *scales.entry(v.scale_max).or_default() += 1;
    }
    let scale_max = scales.iter().max_by_key(|(scale, n)| (**n, **scale)).map_or(0, |(scale, _)| *scale);
    let mut scores: BTreeMap<u32, u64> = BTreeMap::new();
    for score in rows.iter().filter_map(|v| score_on(v, scale_max)) {
        *scores.entry(score).or_default() += 1;
    }
    let rated: u64 = scales.values().sum();
    let year_ago = known.as_of.plus_days(-365);
    let rated_so = |of: &dyn Fn(u64) -> bool| {
        let fits = |v: &&&Voice| v.day.is_some_and(|d| d > year_ago) && score_on(v, scale_max).is_some_and(|s| of(u64::from(s)));
        rows.iter().filter(fits).filter_map(|v| v.customer.as_deref()).collect::<BTreeSet<&str>>().len() as u64
    };
    let scale = u64::from(scale_max);
    // Detractors of a recommendation score give six or less.
    let lowest = if (10..=11).contains(&scale) { 3_000 } else { 200 * scale };
    VoiceFacts {
        praisers_last_year: rated_so(&|s| 5 * s >= 400 * scale),
        complainers_last_year: rated_so(&|s| 5 * s <= lowest),
        records: rows.len() as u64,
        scale_max,
        off_scale: rated - scores.values().sum::<u64>(),
        scores: scores.into_iter().collect(),
        sample: sample(rows, scale_max, known),
    }
}

fn sample(rows: &[&Voice], scale_max: u32, known: &Known) -> Vec<VoiceRecord> {
    let telling = rows.iter().filter(|v| !v.text.trim().is_empty() || v.theme.is_some());
    let mut hashed: Vec<([u8; 32], &Voice)> = telling.map(|v| (content_hash(v), *v)).collect();
    hashed.sort_unstable_by_key(|h| h.0);
    hashed.truncate(SAMPLE);
    let ids: BTreeSet<&str> = hashed.iter().filter_map(|(_, v)| v.customer.as_deref()).collect();
    let bought = known.bought(&ids);
    let since = known.as_of.plus_days(-LAPSE_DAYS);
    let record = |(_, v): &([u8; 32], &Voice)| {
        let who = v.customer.as_deref();
        let subscriber = who.and_then(|who| known.subscriptions?.customer(who));
        let orders = who.and_then(|who| bought.get(who));
        let quiet = || orders.map(|b| b.0.is_none_or(|d| d <= since));
        VoiceRecord {
            score: score_on(v, scale_max),
            text: v.text.clone(),
            theme: v.theme.clone(),
            lapsed: if v.left { Some(true) } else { subscriber.map(|s| !s.running).or_else(quiet) },
            customer: who.map(|id| Sha256::digest(id.as_bytes())[..8].iter().fold(0, |k, b| (k << 8) | u64::from(*b))),
            yearly_value: orders.map(|b| b.1).or(subscriber.map(|s| Money::from_raw(s.last_mrr.raw() * 12))),
        }
    };
    hashed.iter().map(record).collect()
}

fn content_hash(v: &Voice) -> [u8; 32] {
    let content = (&v.customer, v.day, v.score_hundredths, v.scale_max, &v.text, &v.theme, v.left);
    Sha256::digest(serde_json::to_vec(&content).unwrap_or_default()).into()
}
