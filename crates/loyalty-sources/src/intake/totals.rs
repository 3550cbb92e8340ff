//! Rows that are the total of the others: no purchases, whatever they look like.
use super::layout::is_total;
use super::scan::Row;
use loyalty_model::units::Money;

/// Reason of a row whose amount is the sum of the other rows.
pub const TOTAL: &str = "it is the total of the other rows";
/// Reason of a row that says that it is a total, though its amount is another sum.
pub const LABELLED: &str = "a cell of it says that it is a total";

/// A row without a date or without a customer that may be a total.
#[derive(Debug, Clone)]
struct Lone {
    line: u64,
    value: Money,
    labelled: bool,
    aside: Option<&'static str>,
    raw: String,
}
/// A row that is a total.
#[derive(Debug, Clone)]
pub struct Total {
    /// Its line.
    pub line: u64,
    /// Its amount.
    pub value: Money,
    /// Why it was set aside before; none where it was counted as a purchase without a customer.
    pub before: Option<&'static str>,
    /// [`TOTAL`] or [`LABELLED`].
    pub reason: &'static str,
    /// The row as it stands.
    pub raw: String,
}
/// Rows of a file that may be totals.
#[derive(Debug, Clone, Default)]
pub struct MayBeTotals(Vec<Lone>);
impl MayBeTotals {
    /// Keeps a row that says that it is a total, and the greatest of the others: the sum of all is among these.
    pub fn see(&mut self, row: &Row, value: Money, aside: Option<&'static str>) {
        const GREATEST: usize = 8;
        const MOST: usize = 10_000;
        let labelled = row.fields.iter().any(|f| is_total(f));
        let size = |l: &Lone| l.value.raw().unsigned_abs();
        let others = self.0.iter().filter(|l| !l.labelled).count();
        if !labelled && others >= GREATEST {
            let least = self.0.iter().enumerate().filter(|(_, l)| !l.labelled).min_by_key(|(_, l)| size(l)).map(|(i, l)| (i, size(l)));
            match least {
                Some((i, least)) if least < value.raw().unsigned_abs() => drop(self.0.swap_remove(i)),
                _ => return,
            }
        }
        if self.0.len() < MOST {
            self.0.push(Lone { line: row.line, value, labelled, aside, raw: row.raw() });
        }
    }
    /// Adds those of another part of the file.
    pub fn add(&mut self, o: MayBeTotals) {
        self.0.extend(o.0);
    }
    /// The totals among them, where all rows of the file sum to `sum` ten-thousandths.
    pub fn of(self, sum: i128, rows: u64) -> Vec<Total> {
        let labelled: i128 = self.0.iter().filter(|l| l.labelled).map(|l| i128::from(l.value.raw())).sum();
        let others = sum - labelled;
        let mut all = self.0;
        all.sort_by_key(|l| l.line);
        let judged = all.into_iter().filter_map(|l| {
            let value = i128::from(l.value.raw());
            let is_sum = value != 0 && rows > 3 && value == if l.labelled { others } else { others - value };
            let reason = if is_sum { TOTAL } else { LABELLED };
            (is_sum || l.labelled).then_some(Total { line: l.line, value: l.value, before: l.aside, reason, raw: l.raw })
        });
        judged.collect()
    }
}
