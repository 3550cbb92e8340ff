//! How far the customers of one table are those of another, as shares; where none is, what might be the cause.
use super::lexicon::plain;
use crate::canonical::Tables;
use loyalty_model::extract::{Join, TableQuality};
use rustc_hash::FxHashSet;
use std::collections::HashSet;

/// A table beside the orders: its word, what it calls its customers, and their ids.
type Side<'a> = (&'static str, &'static str, FxHashSet<&'a str>);
fn sides(t: &Tables) -> [Side<'_>; 4] {
    let members = t.members.iter().flatten().map(|m| m.customer.as_str()).collect();
    let ledger = t.ledger.iter().flatten().map(|l| l.customer.as_str()).collect();
    let voice = t.voice.iter().flatten().filter_map(|v| v.customer.as_deref()).collect();
    let usage = t.usage.iter().flatten().map(|u| u.customer.as_str()).collect();
    [
        ("members", "members", members),
        ("points-ledger", "customers with points", ledger),
        ("voc", "customers who answered", voice),
        ("usage", "customers with usage", usage),
    ]
}
/// Notes, with each table beside the orders (or subscriptions), how many of its customers are known there.
pub(super) fn tell(t: &mut Tables) {
    if t.members.is_none() && t.ledger.is_none() && t.voice.is_none() && t.usage.is_none() {
        return;
    }
    let mut quality = std::mem::take(&mut t.quality);
    let mut bought: FxHashSet<&str> = t.orders.iter().flat_map(|o| o.customers.ids.iter().map(String::as_str)).collect();
    let word = if bought.is_empty() { "subscriptions" } else { "orders" };
    bought.extend(t.subscriptions.iter().flatten().map(|s| s.customer.as_str()));
    if !bought.is_empty() {
        for (table, what, ids) in sides(t).into_iter().filter(|side| !side.2.is_empty()) {
            let both = ids.iter().filter(|id| bought.contains(*id)).count();
            let cause = if both == 0 { cause(&ids, &bought) } else { String::new() };
            note(&mut quality, table, Join { what: what.into(), with: word.into(), known: both as u64, of: ids.len() as u64 }, &cause);
        }
    }
    t.quality = quality;
}
/// The same where the orders are elsewhere, and these customers of the tables are known there; else the table of which none is. Why that is, only all ids tell.
///
/// # Errors
/// The word of a table whose customers the orders do not know.
pub(crate) fn tell_elsewhere(t: &Tables, known: &HashSet<&str>, quality: &mut [TableQuality]) -> Result<(), &'static str> {
    let subscribers: FxHashSet<&str> = t.subscriptions.iter().flatten().map(|s| s.customer.as_str()).collect();
    for (table, what, ids) in sides(t).into_iter().filter(|side| !side.2.is_empty()) {
        let both = ids.iter().filter(|id| known.contains(*id) || subscribers.contains(*id)).count();
        if both == 0 {
            return Err(table);
        }
        note(quality, table, Join { what: what.into(), with: "orders".into(), known: both as u64, of: ids.len() as u64 }, "");
    }
    Ok(())
}
fn note(quality: &mut [TableQuality], table: &str, join: Join, cause: &str) {
    if let Some(quality) = quality.iter_mut().find(|q| q.table == table) {
        quality.notes.push(format!("{} of {} {} have {}{cause}", join.known, join.of, join.what, join.with).into());
        quality.join = Some(join);
    }
}
/// Why no id of one table stands in another, as far as it can be told.
fn cause(ids: &FxHashSet<&str>, others: &FxHashSet<&str>) -> String {
    let shared = |key: &dyn Fn(&str) -> String| {
        let known: FxHashSet<String> = others.iter().map(|id| key(id)).collect();
        ids.iter().filter(|id| known.contains(&key(id))).count()
    };
    let bare = |id: &str| {
        let less = id.trim_start_matches('0');
        if less.is_empty() { "0".to_string() } else { less.to_string() }
    };
    let emails = |all: &FxHashSet<&str>| all.iter().filter(|id| id.contains('@')).count() * 2 > all.len();
    let n = shared(&bare);
    if n > 0 {
        return format!(": leading zeros were lost in one of the two tables ({n} ids are the same without them); write the ids alike in both");
    }
    let n = shared(&|id| plain(id));
    if n > 0 {
        return format!(": {n} ids are the same but for case and marks; write the ids alike in both");
    }
    match (emails(ids), emails(others)) {
        (true, false) => ": one table names mail addresses and the other ids; name the column that both have with --map".into(),
        (false, true) => ": one table names ids and the other mail addresses; name the column that both have with --map".into(),
        _ => ": the ids are of another kind; name the column that both tables have with --map".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn the_cause_of_no_match_is_told() {
        let set = |ids: &[&'static str]| ids.iter().copied().collect::<FxHashSet<&str>>();
        for (ids, others, says) in [
            (vec!["1", "2"], vec!["0001", "0002"], "leading zeros"),
            (vec!["0"], vec!["000"], "leading zeros"),
            (vec!["AB-1"], vec!["ab1"], "case and marks"),
            (vec!["a@b.example"], vec!["17"], "mail addresses"),
            (vec!["17"], vec!["a@b.example"], "mail addresses"),
            (vec!["x"], vec!["17"], "another kind"),
        ] {
            let told = cause(&set(&ids), &set(&others));
            assert!(told.contains(says), "{told}");
        }
    }
}
