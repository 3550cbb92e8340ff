//! What the columns of a file mean: a hypothesis from their names, their content and their relations, made on a bounded sample. The full
//! pass over the rows verifies it.
mod customer;
mod items;
mod orders;
mod recurring;
mod survey;

use super::columns::{Columns, Mapped, TableKind, Values, canonical, flag};
use super::lexicon::{Preset, class_of, class_within, plain, preset, rank_of, state_of};
use super::marks::handle;
use super::sample::{Sample, Shape};
use super::{Ask, IntakeError, IntakeErrorKind, marks};
use std::collections::BTreeSet;

/// What the columns of the files of one heading mean.
#[derive(Debug, Clone, Default)]
pub struct Meaning {
    /// Which column is what.
    pub columns: Columns,
    /// How orders are read.
    pub orders: OrderRule,
    /// How a recurring amount becomes one a month.
    pub recurring: Recurring,
    /// How a ledger is read.
    pub points: PointsRule,
    /// Ratings are words, not numbers.
    pub worded_scores: bool,
    /// Mail addresses stand for customers: their case does not matter.
    pub emails: bool,
    /// "0" is nobody.
    pub zero_is_nobody: bool,
    /// The company's own address and the column that names the other side of a row where it stands for the customer.
    pub own_address: Option<(usize, Vec<u8>)>,
    /// What was decided, without names of files and columns.
    pub notes: BTreeSet<String>,
    /// Columns that are not read, for the notes of a file.
    pub unread: Vec<String>,
}
/// How rows of orders are read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrderRule {
    /// The amount is price × quantity.
    pub product: bool,
    /// No column holds an amount: each order stands for a value that is assumed.
    pub unpriced: bool,
    /// How the rows of an order belong together.
    pub grouping: Grouping,
    /// Columns of status words; whether a word that is not known is a question.
    pub states: Vec<(usize, bool)>,
    /// The column whose text tells a discount among the lines of an order.
    pub discount: Option<usize>,
    /// How the items of the shop are read, where a column names them.
    pub items: Option<ItemRule>,
}
/// How the item on a line of an order is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ItemRule {
    /// The column that names it.
    pub name: usize,
    /// The column of pieces; without one each line is of one.
    pub units: Option<usize>,
    /// The column of the price of a piece, where the amount of the row is not the line's.
    pub price: Option<usize>,
}
/// How the rows of an order belong together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Grouping {
    /// Each row for itself.
    #[default]
    Rows,
    /// The customer or the day stands on the first row of an order and holds for all; amounts add up.
    Lines,
    /// The amount is the order's: it is the same, or blank, on its further rows, and counts once.
    Once,
}
/// How a recurring amount becomes one a month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Recurring {
    /// Months that the amount is for, where its name tells.
    pub months: Option<u32>,
    /// The amount is for one of several.
    pub each: bool,
}
/// How a ledger is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PointsRule {
    /// Points that left are written below nothing.
    pub redeemed_below: bool,
    /// The same of those that expired.
    pub expired_below: bool,
    /// No movement is written below nothing: the word alone says that points left.
    pub unsigned: bool,
}

struct Look<'a> {
    kind: TableKind,
    path: &'a str,
    header: &'a [String],
    sample: &'a Sample,
    shapes: Vec<Shape>,
    mapped: &'a Mapped,
    preset: Option<Preset>,
}

/// Recognises the columns of a file.
///
/// # Errors
/// All that is missing in one question; two columns that fit equally; a map that names nothing.
pub fn recognised(kind: TableKind, path: &str, header: &[String], sample: &Sample, mapped: &Mapped) -> Result<Meaning, IntakeError> {
    let look = Look { kind, path, header, sample, shapes: (0..header.len()).map(|at| sample.shape(at)).collect(), mapped, preset: preset(kind.word(), header) };
    let mut out = Meaning::default();
    for (name, values, _) in canonical(kind) {
        if let Some(at) = mapped.column(name, path, header)? {
            out.columns.put(name, at, header, "map");
        } else if !mapped.is_off(name) && !matches!(*name, "status" | "kind" | "item" | "refund") {
            look.find(name, *values, &mut out)?;
        }
    }
    match kind {
        TableKind::Transactions => look.orders(&mut out)?,
        TableKind::Subscriptions => look.recurring(&mut out)?,
        TableKind::PointsLedger => look.ledger(&mut out),
        TableKind::Voc => look.survey(&mut out),
        TableKind::Usage | TableKind::Members | TableKind::Rewards => {}
    }
    if out.columns.lacks_time(kind) && !mapped.is_off("time") {
        look.time_by_content(&mut out)?;
    }
    look.missing(&out)?;
    if let Some(at) = out.columns.at("customer") {
        out.emails = look.shapes[at].emails > 0;
        out.zero_is_nobody = sample.zero_is_nobody(at);
        out.notes.extend(look.shared_id(at));
        if look.shapes[at].scientific * 20 > look.shapes[at].filled {
            return Err(look.cut_ids(at));
        }
    }
    if let Some(p) = &look.preset {
        out.notes.insert(format!("read as an export of the form {}", p.name));
    }
    out.columns.sort(kind);
    out.unread = (0..header.len()).filter(|at| !out.columns.takes(*at) && look.shapes[*at].filled > 0).map(|at| header[at].clone()).collect();
    Ok(out)
}

impl Look<'_> {
    fn meaning(&self, name: &str) -> String {
        format!("{}.{name}", self.kind.word())
    }
    fn rows(&self) -> usize {
        self.sample.rows.len()
    }
    /// Whether what stands in a column can be what the canonical one holds.
    fn suits(&self, name: &str, values: Values, at: usize) -> bool {
        let s = &self.shapes[at];
        if s.filled == 0 {
            return false;
        }
        let values_are =
            |list: &[&str]| self.sample.values(at).filter(|v| list.contains(&plain(&String::from_utf8_lossy(v)).as_str())).count() * 10 >= s.filled * 8;
        match (self.kind, name) {
            (TableKind::Subscriptions, "subscription") => s.distinct * 10 >= s.filled * 8,
            // The id of an order stands on most of its rows.
            (TableKind::Transactions, "order") => s.filled * 2 >= self.rows() && (plain(&self.header[at]) != "id" || s.filled == self.rows()),
            (TableKind::Members, "place" | "tier") => {
                !values_are(&["active", "inactive", "member", "candidate", "enabled", "disabled", "invited", "subscribed"])
            }
            _ => match values {
                Values::Days => s.dates * 10 >= s.filled * 8,
                Values::Numbers => s.numbers * 10 >= s.filled * 8,
                _ => true,
            },
        }
    }
    /// The column of a canonical name, if one is told by a known form or by its heading.
    fn find(&self, name: &'static str, values: Values, out: &mut Meaning) -> Result<(), IntakeError> {
        if values == Values::Customer {
            return self.customer(out);
        }
        if let Some(at) = self.by_preset(name).filter(|at| self.suits(name, values, *at)) {
            out.columns.put(name, at, self.header, "known export");
            return Ok(());
        }
        let own = matches!(self.kind, TableKind::Transactions | TableKind::PointsLedger);
        let named = |at: &usize| rank_of(&self.meaning(name), &self.header[*at]).filter(|_| !own || !out.columns.takes(*at)).map(|r| (r, *at));
        let mut all: Vec<(usize, usize)> = (0..self.header.len()).filter_map(|at| named(&at)).collect();
        let suiting: Vec<(usize, usize)> = all.iter().copied().filter(|(_, at)| self.suits(name, values, *at)).collect();
        // Where no content fits, the name still tells which column a refusal is about.
        if !suiting.is_empty() {
            all = suiting;
        } else if name != "time" && name != "amount" && name != "mrr" && name != "start" && name != "score" {
            return Ok(());
        }
        let half: Vec<(usize, usize)> = all.iter().copied().filter(|(_, at)| self.shapes[*at].filled * 2 >= self.rows()).collect();
        if !half.is_empty() && matches!(name, "time" | "amount" | "start") {
            all = half;
        }
        let Some(best) = all.iter().map(|a| a.0).min() else { return Ok(()) };
        let first: Vec<usize> = all.iter().filter(|a| a.0 == best).map(|a| a.1).collect();
        if let [a, b, ..] = first[..]
            && self.differ(a, b)
        {
            return Err(self.either(name, a, b));
        }
        out.columns.put(name, first[0], self.header, "name");
        Ok(())
    }
    fn by_preset(&self, name: &str) -> Option<usize> {
        let column = self.preset.as_ref()?.columns.iter().find(|c| c.0 == name)?.1;
        self.header.iter().position(|h| h == column)
    }
    fn differ(&self, a: usize, b: usize) -> bool {
        self.rows() == 0 || (0..self.rows()).any(|row| self.sample.cell(row, a) != self.sample.cell(row, b))
    }
    /// Two columns fit: a person must say which, and sees what each would give.
    fn either(&self, name: &'static str, a: usize, b: usize) -> IntakeError {
        let tell = |at: usize| {
            let s = &self.shapes[at];
            let heading = marks::heading(self.header, at, &self.header[at]);
            let total = (0..self.rows()).filter_map(|row| self.sample.number(row, at)).fold(0i128, |sum, m| sum + i128::from(m.raw()));
            match name {
                "customer" => format!("{heading} gives {} customers", s.distinct),
                "order" => format!("{heading} gives {} orders", s.distinct),
                "amount" | "mrr" => format!("{heading} gives {:.2}", total as f64 / loyalty_model::units::Money::SCALE as f64),
                _ => format!("{heading} holds {} different values", s.distinct),
            }
        };
        let (first, second) = (handle(self.header, a), handle(self.header, b));
        let [one, other] = [a, b].map(|at| marks::heading(self.header, at, &self.header[at]));
        let [flag_a, flag_b] = [a, b].map(|at| marks::heading_in(self.header, at, |map| flag(self.kind, name, map)));
        let which = if first == self.header[a] { String::new() } else { format!(" (columns {} and {})", a + 1, b + 1) };
        IntakeError::new(
            IntakeErrorKind::AmbiguousColumn,
            self.path,
            format!("{one} and {other}{which} both fit {name}"),
            format!("Nothing in their names tells which is meant: over the first {} rows, {}, and {}", self.rows(), tell(a), tell(b)),
            format!("say which: {flag_a} or {flag_b}"),
        )
        .asking(Ask::Column { table: self.kind, column: name, candidates: vec![first, second] })
    }

    /// The one column, recognised as nothing else, whose values are dates; two are an error that names them.
    fn time_by_content(&self, out: &mut Meaning) -> Result<(), IntakeError> {
        let dated = |at: &usize| {
            let s = &self.shapes[*at];
            !out.columns.takes(*at) && s.filled * 2 >= self.rows() && s.filled > 0 && s.dates * 20 >= s.filled * 19 && s.decimals == 0
        };
        let dates: Vec<usize> = (0..self.header.len()).filter(dated).collect();
        // Whole numbers may be dates without marks; what cannot be a number is the better date.
        let marked: Vec<usize> = dates.iter().copied().filter(|at| self.shapes[*at].numbers * 2 < self.shapes[*at].filled).collect();
        match if marked.is_empty() { dates } else { marked }[..] {
            [at] => out.columns.put("time", at, self.header, "content"),
            [a, b, ..] if self.differ(a, b) => return Err(self.two_times(a, b)),
            [a, ..] => out.columns.put("time", a, self.header, "content"),
            [] => {}
        }
        Ok(())
    }
    fn two_times(&self, a: usize, b: usize) -> IntakeError {
        let (first, second) = (handle(self.header, a), handle(self.header, b));
        let [one, other] = [a, b].map(|at| marks::heading(self.header, at, &self.header[at]));
        let [flag_a, flag_b] = [a, b].map(|at| marks::heading_in(self.header, at, |map| flag(self.kind, "time", map)));
        IntakeError::new(
            IntakeErrorKind::AmbiguousColumn,
            self.path,
            format!("{one} and {other} both hold dates, and neither is named as the time"),
            "Nothing in their names tells which is meant",
            format!("say which: {flag_a} or {flag_b}"),
        )
        .asking(Ask::Column { table: self.kind, column: "time", candidates: vec![first, second] })
    }

    /// All that is needed and was not found, in one question.
    fn missing(&self, out: &Meaning) -> Result<(), IntakeError> {
        let has = |name: &str| out.columns.at(name).is_some();
        let mut lacking: Vec<&'static str> = canonical(self.kind).iter().filter(|(name, _, needed)| *needed && !has(name)).map(|c| c.0).collect();
        let all_else = lacking.is_empty() && !out.columns.lacks_time(self.kind);
        let unpriced = out.orders.unpriced && (all_else || self.mapped.is_off("amount"));
        let mut words: Vec<&str> = lacking.clone();
        let mut lack = |name: &'static str, word: &'static str| {
            lacking.push(name);
            words.push(word);
        };
        if out.columns.lacks_time(self.kind) {
            lack("time", "time");
        }
        match self.kind {
            TableKind::Transactions if !has("amount") && !out.orders.product && !unpriced => lack("amount", "amount, nor quantity and price"),
            TableKind::Usage if !has("customer") && !has("subscription") => lack("customer", "customer or subscription"),
            TableKind::PointsLedger if !["earned", "redeemed", "expired", "points"].iter().any(|n| has(n)) => lack("points", "points, earned or redeemed"),
            TableKind::Voc if !["score", "text", "theme"].iter().any(|n| has(n)) => lack("score", "score or text"),
            _ => {}
        }
        let Some(first) = lacking.first().copied() else { return Ok(()) };
        let without_header = if self.header.first().is_some_and(|h| h == "#1") { " (the file has no header: use #1, #2, …)" } else { "" };
        let steps: Vec<String> = lacking.iter().map(|name| flag(self.kind, name, "COLUMN")).collect();
        let which = if steps.len() == 1 { "which one it is" } else { "which they are" };
        let next = match self.preset.as_ref().and_then(|p| p.instead) {
            Some(instead) => instead.to_string(),
            None if lacking == ["amount"] => {
                let none = flag(self.kind, "amount", "");
                format!("say {which}: {}{without_header}. Where none holds it, plan with an assumed order value: {none}", steps.join(" "))
            }
            None => format!("say {which}: {}{without_header}", steps.join(" ")),
        };
        let columns = format!("Its columns are {}", marks::headings(self.header));
        Err(IntakeError::new(IntakeErrorKind::MissingColumn, self.path, format!("no column was recognised as {}", words.join(", and none as ")), columns, next)
            .asking(Ask::Column { table: self.kind, column: first, candidates: (0..self.header.len()).map(|at| handle(self.header, at)).collect() }))
    }

    /// Share of the rows with something in a column whose words are known, in hundredths; the classes among them.
    fn words(&self, list: &str, at: usize, inside: bool) -> (usize, BTreeSet<&'static str>) {
        let (mut known, mut all, mut classes) = (0, 0, BTreeSet::new());
        for (cell, rows) in self.sample.tally(at) {
            let cell = String::from_utf8_lossy(cell);
            let class = if list == "transactions" {
                state_of(&cell, inside)
            } else if inside {
                class_of(list, &cell).or_else(|| class_within(list, &cell))
            } else {
                class_of(list, &cell)
            };
            all += rows;
            if let Some(class) = class {
                known += rows;
                classes.insert(class);
            }
        }
        ((known * 100).checked_div(all).unwrap_or(0), classes)
    }

    fn some_words(&self, at: usize) -> String {
        let mut words: Vec<(usize, String)> = self.sample.tally(at).into_iter().map(|(w, n)| (n, String::from_utf8_lossy(w).into_owned())).collect();
        words.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        words.into_iter().take(6).map(|w| w.1).collect::<Vec<_>>().join(", ")
    }
}
