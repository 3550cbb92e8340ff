//! What the rows of a table came to: used, without a customer, set aside, each with its amount.
use super::super::scan::{NO_ROW, Row, words};
use super::super::totals::{LABELLED, MayBeTotals, TOTAL};
use super::SetAsideRow;
use loyalty_model::units::Money;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const KEPT: usize = 100_000;
/// Reasons that a table itself gives for leaving a row out: no fault of the file.
pub(super) const LEFT_OUT: [&str; 13] = [
    NO_ROW,
    TOTAL,
    LABELLED,
    "the order was fully refunded",
    "the order was cancelled or voided",
    "the payment failed",
    "it is not paid yet",
    "it is a test",
    "the deal was lost",
    "the deal is not decided",
    "it is not a sale (payout, fee or transfer)",
    "its status is set to be left out",
    "it repeats the heading",
];
/// What a piece of a file gave, besides its rows.
#[derive(Default)]
pub(super) struct Count {
    pub(super) rows: u64,
    pub(super) used: u64,
    pub(super) without: u64,
    pub(super) control: [i128; 4],
    pub(super) aside: BTreeMap<&'static str, (u64, i128, bool)>,
    pub(super) kept: Vec<SetAsideRow>,
    pub(super) currencies: BTreeSet<String>,
    /// File, line, reason and value.
    pub(super) first_bad: Option<(usize, u64, &'static str, String)>,
    pub(super) notes: BTreeSet<String>,
    /// Words of status columns whose rows are left out or turned: rows and amount.
    pub(super) told: BTreeMap<String, (u64, i128)>,
    /// Words of status columns that are not known.
    pub(super) unknown: BTreeMap<String, (u64, i128)>,
    pub(super) totals: MayBeTotals,
    /// Lines that repeat another one exactly.
    pub(super) repeated: u64,
}
impl Count {
    /// Totals among the rows of a file are no purchases.
    pub(super) fn take_totals(&mut self) {
        for total in std::mem::take(&mut self.totals).of(self.control[0], self.rows) {
            let value = i128::from(total.value.raw());
            match total.before {
                None => {
                    self.without -= 1;
                    self.control[2] -= value;
                    self.control[3] += value;
                    self.kept.push(SetAsideRow { table: String::new(), file: String::new(), line: total.line, reason: String::new(), raw: total.raw });
                }
                Some(before) => {
                    if let Some(entry) = self.aside.get_mut(before) {
                        (entry.0, entry.1) = (entry.0 - 1, entry.1 - value);
                    }
                    self.aside.retain(|_, entry| entry.0 > 0);
                }
            }
            if let Some(kept) = self.kept.iter_mut().find(|k| k.line == total.line) {
                kept.reason = total.reason.into();
            }
            let entry = self.aside.entry(total.reason).or_default();
            (entry.0, entry.1, entry.2) = (entry.0 + 1, entry.1 + value, true);
            if total.reason == TOTAL {
                self.notes.insert(format!("a row of {} is the total of the rows above it and no purchase", total.value));
            }
        }
    }
    pub(super) fn aside(&mut self, row: &Row, reason: &'static str, value: Option<Money>, bad: &[u8]) {
        let raw = i128::from(value.map_or(0, Money::raw));
        let entry = self.aside.entry(reason).or_default();
        entry.0 += 1;
        entry.1 += raw;
        entry.2 |= value.is_some();
        self.control[0] += raw;
        self.control[3] += raw;
        if self.first_bad.is_none() && !LEFT_OUT.contains(&reason) {
            self.first_bad = Some((0, row.line, reason, words(bad)));
        }
        if self.kept.len() < KEPT {
            self.kept.push(SetAsideRow { table: String::new(), file: String::new(), line: row.line, reason: reason.into(), raw: row.raw() });
        }
    }
    /// Rows of one order that are set aside together; what stands in them is fetched later.
    pub(super) fn aside_together(&mut self, lines: &[u64], reason: &'static str, value: Option<Money>) {
        let raw = i128::from(value.map_or(0, Money::raw));
        let entry = self.aside.entry(reason).or_default();
        (entry.0, entry.1, entry.2) = (entry.0 + lines.len() as u64, entry.1 + raw, entry.2 | value.is_some());
        self.control[0] += raw;
        self.control[3] += raw;
        if self.first_bad.is_none() && !LEFT_OUT.contains(&reason) {
            self.first_bad = lines.first().map(|line| (0, *line, reason, String::new()));
        }
    }
    /// An amount without a customer.
    pub(super) fn nobody(&mut self, value: Money) {
        self.without += 1;
        self.control[0] += i128::from(value.raw());
        self.control[2] += i128::from(value.raw());
    }
    pub(super) fn use_amount(&mut self, value: Money) {
        self.used += 1;
        self.control[0] += i128::from(value.raw());
        self.control[1] += i128::from(value.raw());
    }
    pub(super) fn add(&mut self, o: Count) {
        self.rows += o.rows;
        self.used += o.used;
        self.without += o.without;
        (0..4).for_each(|i| self.control[i] += o.control[i]);
        for (k, v) in o.aside {
            let e = self.aside.entry(k).or_default();
            (e.0, e.1, e.2) = (e.0 + v.0, e.1 + v.1, e.2 | v.2);
        }
        let room = KEPT.saturating_sub(self.kept.len());
        self.kept.extend(o.kept.into_iter().take(room));
        self.currencies.extend(o.currencies);
        self.notes.extend(o.notes);
        self.totals.add(o.totals);
        self.repeated += o.repeated;
        for (mine, theirs) in [(&mut self.told, o.told), (&mut self.unknown, o.unknown)] {
            for (word, (rows, raw)) in theirs {
                let e = mine.entry(word).or_default();
                (e.0, e.1) = (e.0 + rows, e.1 + raw);
            }
        }
        self.first_bad = match (self.first_bad.take(), o.first_bad) {
            (Some(a), Some(b)) => Some(if (b.0, b.1) < (a.0, a.1) { b } else { a }),
            (a, b) => a.or(b),
        };
    }
}
