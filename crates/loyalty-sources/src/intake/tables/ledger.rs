//! Movements of points.
use super::super::lexicon::class_within;
use super::super::meaning::Meaning;
use super::*;

/// A row of a ledger: earned, redeemed and expired in columns of their own, or one signed column and a word that says what it was.
pub(super) fn entry(r: &Reading, row: &Row) -> Made<LedgerEntry> {
    let hundredths = |name| r.money(row, name).map_or(0, |m| m.raw() / 100);
    let day = r.time(row).ok_or_else(|| ("the date cannot be read", r.cell(row, "time").to_vec()))?;
    let Meaning { points: rule, columns, .. } = &r.meaning;
    let turned = |points: i64, below: bool| if below { -points } else { points };
    let class = r.text(row, "kind").and_then(|word| class_within("points", &word));
    let (earned, redeemed, expired) = if columns.at("points").is_some() {
        let cell = r.cell(row, "points");
        let points = r.money(row, "points").ok_or_else(|| ("the points cannot be read", cell.to_vec()))?.raw() / 100;
        moved(if rule.unsigned && matches!(class, Some("redeemed" | "reversed")) { -points } else { points }, class)
    } else {
        let (earned, redeemed) = (hundredths("earned"), turned(hundredths("redeemed"), rule.redeemed_below));
        let expired = turned(hundredths("expired"), rule.expired_below);
        match class {
            // A column of points that left, and a word that says why.
            Some("expired") if earned == 0 && expired == 0 => (0, 0, redeemed.abs()),
            Some("reversed") if earned == 0 && expired == 0 && redeemed > 0 => (-redeemed, 0, 0),
            _ => (earned, redeemed, expired),
        }
    };
    Ok((LedgerEntry { customer: need(r, row)?, day, earned, redeemed, expired, cost: r.money(row, "cost") }, None))
}
/// A signed movement as (earned, redeemed, expired); the signs of the columns say what was revoked.
fn moved(points: i64, class: Option<&str>) -> (i64, i64, i64) {
    match class {
        Some("expired") => (0, 0, points.abs()),
        Some("redeemed") => (0, -points, 0),
        // Points that come back after a redemption are no new ones.
        Some("reversed") if points > 0 => (0, -points, 0),
        Some("reversed" | "transfer" | "earned") => (points, 0, 0),
        _ if points < 0 => (0, -points, 0),
        _ => (points, 0, 0),
    }
}
/// Entries of a ledger, each once; of two that differ in their cost alone, the dearer.
pub(super) fn entries_once(mut all: Vec<(LedgerEntry, Place)>) -> (Vec<LedgerEntry>, Twice) {
    fn key(e: &LedgerEntry) -> (&str, Date, i64, i64, i64) {
        (&e.customer, e.day, e.earned, e.redeemed, e.expired)
    }
    all.sort_by(|(a, at), (b, bt)| key(a).cmp(&key(b)).then(b.cost.cmp(&a.cost)).then(at.cmp(bt)));
    let (mut kept, mut twice) = (Vec::<LedgerEntry>::with_capacity(all.len()), Twice::new());
    for (e, (file, line)) in all {
        match kept.last() {
            Some(before) if key(before) == key(&e) => {
                twice.entry(file).or_default().insert(line);
            }
            _ => kept.push(e),
        }
    }
    (kept, twice)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn a_signed_movement_is_what_its_word_says() {
        for (points, word, as_read) in [
            (100, "account-signup", (100, 0, 0)),
            (-50, "order-redeem", (0, 50, 0)),
            (-30, "order-cancelled", (-30, 0, 0)),
            (30, "order-cancelled", (0, -30, 0)),
            (-20, "expire", (0, 0, 20)),
            (-20, "Points expired after 12 months", (0, 0, 20)),
            (40, "transfer", (40, 0, 0)),
            (-40, "transfer", (-40, 0, 0)),
            (-40, "admin adjustment", (-40, 0, 0)),
            (25, "Einlösung", (0, -25, 0)),
            (-25, "Einlösung", (0, 25, 0)),
            (-25, "something else", (0, 25, 0)),
        ] {
            assert_eq!(moved(points, class_within("points", word)), as_read, "{word}");
        }
    }
}
