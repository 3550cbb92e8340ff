//! Facts of the members.
use crate::canonical::Member;
use loyalty_model::extract::MemberFacts;
use loyalty_model::units::Date;
use std::collections::BTreeMap;

/// Members enrolled by the end of observation, or on an unknown day.
pub(super) fn until(all: &[Member], as_of: Date) -> Vec<(&Member, bool)> {
    let enrolled = all.iter().filter(|m| m.joined.is_none_or(|d| d <= as_of));
    enrolled.map(|m| (m, m.left.is_some_and(|d| d <= as_of))).collect()
}

pub(super) fn measure(rows: &[(&Member, bool)]) -> MemberFacts {
    let by_name = |of: fn(&Member) -> &Option<String>| counts(rows.iter().filter_map(|(m, _)| of(m).clone()));
    let consent = |yes| rows.iter().filter(|(m, _)| m.email_consent == Some(yes)).count() as u64;
    MemberFacts {
        members: rows.len() as u64,
        left: rows.iter().filter(|r| r.1).count() as u64,
        tiers: by_name(|m| &m.tier),
        segments: by_name(|m| &m.segment),
        places: by_name(|m| &m.place),
        email_consent: (consent(true), consent(false)),
        referred: rows.iter().filter(|(m, _)| m.referred_by.is_some()).count() as u64,
        birthdays: birthdays(rows),
        joined: counts(rows.iter().filter_map(|(m, _)| m.joined.map(Date::month))),
    }
}

/// Members by the month of their birthday; nothing where none is known.
fn birthdays(rows: &[(&Member, bool)]) -> Vec<u64> {
    let mut by = vec![0; 12];
    rows.iter().filter_map(|(m, _)| m.birth_month).filter(|m| (1..=12).contains(m)).for_each(|m| by[m as usize - 1] += 1);
    if by.iter().all(|n| *n == 0) { vec![] } else { by }
}
fn counts<K: Ord>(of: impl Iterator<Item = K>) -> Vec<(K, u64)> {
    let mut by = BTreeMap::new();
    of.for_each(|k| *by.entry(k).or_default() += 1);
    by.into_iter().collect()
}
