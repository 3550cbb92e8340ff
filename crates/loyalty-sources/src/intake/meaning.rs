//! What the columns of a file mean: a hypothesis from their names, their content and their relations, made on a bounded sample. The full
//! pass over the rows verifies it.
use super::columns::{Columns, Mapped, TableKind, Values, canonical, flag, handle};
use super::lexicon::{Preset, buyer_of, class_of, class_within, plain, preset, rank_of, state_of};
use super::sample::{Sample, Shape, is_email};
use super::{Ask, IntakeError, Kind};
use rustc_hash::{FxHashMap, FxHashSet};
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
    /// How the rows of an order belong together.
    pub grouping: Grouping,
    /// Columns of status words; whether a word that is not known is a question.
    pub states: Vec<(usize, bool)>,
    /// The column whose text tells a discount among the lines of an order.
    pub discount: Option<usize>,
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
    /// Customers whose id has several mail addresses: several people may share it, or one may have moved.
    fn shared_id(&self, customer: usize) -> Option<String> {
        let is_theirs = |at: &usize| {
            let s = &self.shapes[*at];
            *at != customer && s.emails > 0 && s.mostly(s.emails) && rank_of("staff.email", &self.header[*at]).is_none()
        };
        let mails = (0..self.header.len()).find(is_theirs)?;
        let mut known: FxHashMap<&[u8], FxHashSet<Vec<u8>>> = FxHashMap::default();
        for row in &self.sample.rows {
            let cell = |at: usize| row.get(at).map_or(&[][..], Vec::as_slice);
            if !cell(customer).is_empty() && is_email(cell(mails)) {
                known.entry(cell(customer)).or_default().insert(cell(mails).to_ascii_lowercase());
            }
        }
        let several = known.values().filter(|m| m.len() > 1).count();
        let of = known.len();
        (several > 0).then(|| {
            format!("{several} of the first {of} customers have several mail addresses: they are counted by their id; to count by address, map the customer to that column")
        })
    }
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
            let heading = &self.header[at];
            let total = (0..self.rows()).filter_map(|row| self.sample.number(row, at)).fold(0i128, |sum, m| sum + i128::from(m.raw()));
            match name {
                "customer" => format!("{heading} gives {} customers", s.distinct),
                "order" => format!("{heading} gives {} orders", s.distinct),
                "amount" | "mrr" => format!("{heading} gives {:.2}", total as f64 / loyalty_model::units::Money::SCALE as f64),
                _ => format!("{heading} holds {} different values", s.distinct),
            }
        };
        let (first, second) = (handle(self.header, a), handle(self.header, b));
        let which = if first == self.header[a] { String::new() } else { format!(" (columns {} and {})", a + 1, b + 1) };
        IntakeError::new(
            Kind::AmbiguousColumn,
            self.path,
            format!("{} and {}{which} both fit {name}", self.header[a], self.header[b]),
            format!("Nothing in their names tells which is meant: over the first {} rows, {}, and {}", self.rows(), tell(a), tell(b)),
            format!("say which: {} or {}", flag(self.kind, name, &first), flag(self.kind, name, &second)),
        )
        .asking(Ask::Column { table: self.kind, column: name, candidates: vec![first, second] })
    }

    /// Who a customer is: an id, else a mail address, else a name; never what stands for nobody in most rows.
    fn customer(&self, out: &mut Meaning) -> Result<(), IntakeError> {
        #[derive(PartialEq, Clone, Copy)]
        enum Of {
            Id,
            Email,
            Name,
        }
        let mut all: Vec<(Of, usize, usize)> = vec![];
        for at in 0..self.header.len() {
            let (heading, s) = (&self.header[at], &self.shapes[at]);
            let ranks = [rank_of("customer.id", heading), rank_of("customer.email", heading), rank_of("customer.name", heading)];
            let role = buyer_of(heading);
            let by_name = ranks[0].or(ranks[1]).or(ranks[2]).or(role.map(|_| 2_000));
            let of_staff = rank_of("staff.email", heading).is_some();
            if s.filled > 0 && (s.mostly(s.objects) || of_staff) {
                continue;
            }
            let of = if s.mostly(s.emails) {
                Of::Email
            } else if (ranks[0].is_some() || ranks == [None; 3] && role == Some("id")) && !s.mostly(s.wordy) {
                Of::Id
            } else {
                Of::Name
            };
            match by_name {
                Some(rank) => all.push((of, rank, at)),
                None if of == Of::Email && !heading.starts_with('#') => all.push((of, 5_000, at)),
                None => {}
            }
        }
        let named = |at: usize| {
            let zeros = if self.sample.zero_is_nobody(at) { self.sample.values(at).filter(|v| v.iter().all(|c| *c == b'0')).count() } else { 0 };
            self.shapes[at].named.saturating_sub(zeros)
        };
        let best = |of: Of| {
            let own: Vec<(usize, usize)> = all.iter().filter(|c| c.0 == of).map(|c| (c.1, c.2)).collect();
            let most = own.iter().map(|c| named(c.1)).max()?;
            own.into_iter().filter(|c| named(c.1) * 10 >= most * 9).min().map(|c| c.1)
        };
        if let Some(at) = self.by_preset("customer").filter(|at| named(*at) > 0) {
            out.columns.put("customer", at, self.header, "known export");
            return Ok(());
        }
        let (id, email, name) = (best(Of::Id), best(Of::Email), best(Of::Name));
        self.two_ids(&all.iter().map(|c| c.2).collect::<Vec<_>>())?;
        let one_a_row = |at: usize| self.shapes[at].distinct == self.shapes[at].filled && self.rows() > 20;
        let chosen = match (id, email) {
            (Some(i), Some(e)) if named(i) * 10 < named(e) * 8 => Some(e),
            (Some(i), Some(e)) if one_a_row(i) && !one_a_row(e) && self.kind != TableKind::Members => Some(e),
            (Some(i), _) if named(i) > 0 => Some(i),
            (i, e) => e.filter(|e| named(*e) > 0).or(i).or(e),
        };
        let chosen = match (chosen, name) {
            (Some(c), Some(n)) if named(c) == 0 && named(n) > 0 => Some(n),
            (c, n) => c.or(n),
        };
        if let Some(at) = chosen {
            let by_name = all.iter().any(|c| c.2 == at && c.1 < 5_000);
            out.own_address = self.own_address(at);
            out.columns.put("customer", at, self.header, if by_name { "name" } else { "content" });
        }
        Ok(())
    }
    /// The company's own address, where one column says from whom money came and another to whom it went: on a row that gives money back the customer
    /// stands in the other one.
    fn own_address(&self, from: usize) -> Option<(usize, Vec<u8>)> {
        let addresses = |at: &usize| *at != from && self.shapes[*at].filled * 2 >= self.rows() && self.shapes[*at].mostly(self.shapes[*at].emails);
        if !self.shapes[from].mostly(self.shapes[from].emails) {
            return None;
        }
        (0..self.header.len()).filter(addresses).find_map(|to| {
            let (own, rows) = self.sample.tally(to).into_iter().max_by_key(|(_, rows)| *rows)?;
            let gives_back = self.sample.values(from).any(|v| v.eq_ignore_ascii_case(own));
            let differs = (0..self.rows()).all(|row| self.sample.cell(row, from) != self.sample.cell(row, to));
            (gives_back && differs && rows * 10 >= self.shapes[to].filled * 6).then(|| (to, own.to_ascii_lowercase()))
        })
    }
    /// Two ids of a buyer that name different people: a person must say which one counts.
    fn two_ids(&self, candidates: &[usize]) -> Result<(), IntakeError> {
        let strong = |at: &&usize| ["customerid", "clientid", "userid", "memberid"].contains(&plain(&self.header[**at]).as_str());
        let ids: Vec<usize> = candidates.iter().filter(strong).copied().filter(|at| self.shapes[*at].filled > 0 || self.rows() == 0).collect();
        match ids[..] {
            // Enough people who come back, each with one id of both kinds: then it does not matter.
            [a, b, ..] if self.rows() < 20 || self.shapes[a].distinct == self.shapes[a].filled || !self.sample.one_to_one(a, b) => {
                Err(self.either("customer", a, b))
            }
            _ => Ok(()),
        }
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
        IntakeError::new(
            Kind::AmbiguousColumn,
            self.path,
            format!("{} and {} both hold dates, and neither is named as the time", self.header[a], self.header[b]),
            "Nothing in their names tells which is meant",
            format!("say which: {} or {}", flag(self.kind, "time", &first), flag(self.kind, "time", &second)),
        )
        .asking(Ask::Column { table: self.kind, column: "time", candidates: vec![first, second] })
    }
    /// Ids that a sheet cut to scientific notation: people have become one, and nothing parts them again.
    fn cut_ids(&self, at: usize) -> IntakeError {
        let first = self.sample.values(at).find(|v| super::sample::is_scientific(v)).map(|v| String::from_utf8_lossy(v).into_owned()).unwrap_or_default();
        IntakeError::new(
            Kind::NothingUsable,
            self.path,
            format!("the customers of {:?} are numbers in scientific notation ({first})", self.header[at]),
            "A sheet rounded long ids, and different customers have become one",
            format!("export it again with the ids as text, or name another column: {}", flag(self.kind, "customer", "COLUMN")),
        )
        .asking(Ask::Column {
            table: self.kind,
            column: "customer",
            candidates: self.header.iter().filter(|h| **h != self.header[at]).cloned().collect(),
        })
    }

    /// All that is needed and was not found, in one question.
    fn missing(&self, out: &Meaning) -> Result<(), IntakeError> {
        let has = |name: &str| out.columns.at(name).is_some();
        let mut lacking: Vec<&'static str> = canonical(self.kind).iter().filter(|(name, _, needed)| *needed && !has(name)).map(|c| c.0).collect();
        let mut words: Vec<&str> = lacking.clone();
        let mut lack = |name: &'static str, word: &'static str| {
            lacking.push(name);
            words.push(word);
        };
        if out.columns.lacks_time(self.kind) {
            lack("time", "time");
        }
        match self.kind {
            TableKind::Transactions if !has("amount") && !out.orders.product => lack("amount", "amount, nor quantity and price"),
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
            None => format!("say {which}: {}{without_header}", steps.join(" ")),
        };
        let columns = format!("Its columns are {}", self.header.join(", "));
        Err(IntakeError::new(Kind::MissingColumn, self.path, format!("no column was recognised as {}", words.join(", and none as ")), columns, next)
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

    /// Orders: which amount, how the rows of an order belong together, which words tell sales from what is none.
    fn orders(&self, out: &mut Meaning) -> Result<(), IntakeError> {
        self.states(out)?;
        self.refunds(out)?;
        self.amount(out);
        self.gross_of_refunds(out);
        self.order_by_content(out);
        self.grouping(out);
        self.discounts(out)
    }
    fn states(&self, out: &mut Meaning) -> Result<(), IntakeError> {
        let mut classes = BTreeSet::new();
        for (name, asks) in [("status", true), ("kind", false)] {
            if self.mapped.is_off(name) {
                continue;
            }
            let mapped = self.mapped.column(name, self.path, self.header)?;
            let named = |at: &usize| rank_of(&self.meaning(name), &self.header[*at]).is_some() || self.by_preset(name) == Some(*at);
            let all: Vec<usize> = mapped.map_or_else(|| (0..self.header.len()).filter(named).collect(), |at| vec![at]);
            for at in all {
                let s = &self.shapes[at];
                let free = mapped.is_some() || !out.columns.takes(at) && s.filled > 0;
                if !free || out.orders.states.iter().any(|o| o.0 == at) || s.mostly(s.dates) {
                    continue;
                }
                let (known, own) = self.words("transactions", at, !asks);
                let words = s.distinct <= 60;
                // "Credit" in every row is how it was paid: a type that never speaks of a sale tells nothing of refunds.
                if mapped.is_none() && !asks && own.len() == 1 && own.contains("refund") {
                    continue;
                }
                // A status is a status whatever its words: which of them are sales must be known.
                let name_of_status = plain(&self.header[at]).ends_with("status") || self.header[at].ends_with("ステータス");
                let all_unknown = asks && name_of_status && known == 0 && (2..=12).contains(&s.distinct) && s.filled * 2 >= self.rows();
                if mapped.is_some() || words && (known >= if asks { 50 } else { 90 } || asks && s.distinct <= 12 && known > 0 || all_unknown) {
                    out.orders.states.push((at, asks));
                    classes.extend(own);
                    out.columns.also(name, at, self.header, if mapped.is_some() { "map" } else { "name" });
                } else if asks && words && s.distinct > 1 {
                    out.notes.insert(format!("the status column is not read, for none of its words is known: {}", self.some_words(at)));
                }
            }
        }
        // A deal is a sale on the day it was won, not on the day it was opened.
        let deals = ["lost", "undecided"].iter().any(|c| classes.contains(c)) || self.header.iter().any(|h| plain(h).ends_with("stage"));
        let closing = (0..self.header.len()).find(|at| rank_of("transactions.closing", &self.header[*at]).is_some() && self.shapes[*at].dates > 0);
        if let Some(at) = closing.filter(|_| deals && !out.columns.is_mapped("time") && !out.orders.states.is_empty()) {
            out.columns.put("time", at, self.header, "name");
        }
        Ok(())
    }
    fn some_words(&self, at: usize) -> String {
        let mut words: Vec<(usize, String)> = self.sample.tally(at).into_iter().map(|(w, n)| (n, String::from_utf8_lossy(w).into_owned())).collect();
        words.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        words.into_iter().take(6).map(|w| w.1).collect::<Vec<_>>().join(", ")
    }
    fn refunds(&self, out: &mut Meaning) -> Result<(), IntakeError> {
        if self.mapped.is_off("refund") || out.columns.is_mapped("refund") {
            return Ok(());
        }
        // A list of refunds in a cell ("amount:-11.00|reason:") counts as a number too.
        let told =
            |at: usize| self.shapes[at].numbers * 10 >= self.shapes[at].filled * 8 || self.sample.values(at).any(|v| v.windows(7).any(|w| w == b"amount:"));
        let ranked = |at: usize| rank_of(&self.meaning("refund"), &self.header[at]).filter(|_| self.shapes[at].filled > 0 && told(at)).map(|r| (r, at));
        let found = self.by_preset("refund").filter(|at| self.shapes[*at].filled > 0).map(|at| (at, "known export"));
        let found = found.or_else(|| (0..self.header.len()).filter(|at| !out.columns.takes(*at)).filter_map(ranked).min().map(|r| (r.1, "name")));
        if let Some((at, how)) = found {
            out.columns.put("refund", at, self.header, how);
        }
        Ok(())
    }
    fn amount(&self, out: &mut Meaning) {
        let (price, quantity) = (out.columns.at("price"), out.columns.at("quantity"));
        let item = (0..self.header.len()).filter_map(|at| rank_of("transactions.item", &self.header[at]).map(|r| (r, at)));
        let item = item.filter(|(_, at)| self.shapes[*at].distinct > 1).min().map(|i| i.1);
        let taken = out.columns.at("amount");
        let held = match (item, taken.or(price), quantity) {
            (Some(i), Some(p), Some(q)) if p != q => self.sample.price_holds_quantity(i, p, q),
            _ => None,
        };
        if taken.is_none() && !self.mapped.is_off("amount") {
            match (price, quantity) {
                (Some(p), Some(_)) if held == Some(true) && !out.columns.is_mapped("price") => {
                    out.columns.put("amount", p, self.header, "content");
                    out.notes.insert("the price of an item holds its quantity already".into());
                }
                (Some(p), None) => out.columns.put("amount", p, self.header, "name"),
                (Some(_), Some(_)) => {}
                _ => self.amount_by_content(out),
            }
        }
        if out.columns.at("amount").is_some() {
            out.orders.product = false;
            for name in ["price", "quantity"] {
                if !out.columns.is_mapped(name) {
                    out.columns.drop(name);
                }
            }
        } else {
            out.orders.product = price.is_some() && quantity.is_some();
        }
    }
    /// An amount from which refunds are taken off already (total − refunded = net amount): the total is the sale, and the refund counts once.
    fn gross_of_refunds(&self, out: &mut Meaning) {
        let (Some(net), Some(refund)) = (out.columns.at("amount"), out.columns.at("refund")) else { return };
        if out.columns.is_mapped("amount") {
            return;
        }
        let number = |row: usize, at: usize| self.sample.number(row, at).map(loyalty_model::units::Money::raw);
        let given: Vec<usize> = (0..self.rows()).filter(|row| number(*row, refund).is_some_and(|r| r != 0)).collect();
        let sums = |at: &usize| {
            let holds = |row: usize, at: usize| number(row, at).zip(number(row, net)).zip(number(row, refund)).is_some_and(|((t, n), r)| t - r.abs() == n);
            let other = *at != net && *at != refund && self.shapes[*at].filled * 2 >= self.rows() && self.shapes[*at].mostly(self.shapes[*at].numbers);
            let rest = (0..self.rows()).filter(|row| !given.contains(row)).take(200);
            other && given.iter().all(|row| holds(*row, *at)) && rest.into_iter().all(|row| number(row, *at) == number(row, net) || number(row, net).is_none())
        };
        if given.is_empty() {
            return;
        }
        if let Some(total) = (0..self.header.len()).find(sums) {
            out.columns.put("amount", total, self.header, "content");
            out.notes.insert("refunds are taken off the total once, as the net amount beside it shows".into());
        }
    }
    /// The one column of numbers with a decimal part that nothing else claims.
    fn amount_by_content(&self, out: &mut Meaning) {
        const OTHERS: [&str; 20] = [
            "tax", "vat", "mwst", "tva", "iva", "fee", "ship", "versand", "discount", "rabatt", "balance", "saldo", "lat", "lon", "rate", "percent", "weight",
            "score", "margin", "cost",
        ];
        let money = |at: &usize| {
            let (s, heading) = (&self.shapes[*at], plain(&self.header[*at]));
            !out.columns.takes(*at)
                && !self.header[*at].starts_with('#')
                && s.filled * 2 >= self.rows()
                && s.mostly(s.numbers)
                && s.decimals * 2 >= s.filled
                && !OTHERS.iter().any(|o| heading.contains(o))
        };
        let all: Vec<usize> = (0..self.header.len()).filter(money).collect();
        if let [at] = all[..] {
            out.columns.put("amount", at, self.header, "content");
        }
    }
    /// Where amounts stand on some rows only: the column that keeps its value on the rows that follow one with an amount, and changes
    /// with the next amount, names the order.
    fn order_by_content(&self, out: &mut Meaning) {
        let Some(amount) = out.columns.at("amount").filter(|_| out.columns.at("order").is_none() && !self.mapped.is_off("order")) else { return };
        let blank = |row: usize| self.sample.cell(row, amount).is_empty();
        let further = (1..self.rows()).filter(|row| blank(*row)).count();
        if further == 0 || further * 20 < self.rows() {
            return;
        }
        let keeps = |at: usize| {
            let same = |row: usize| self.sample.cell(row, at) == self.sample.cell(row - 1, at);
            let right = (1..self.rows()).filter(|row| same(*row) == blank(*row)).count();
            self.shapes[at].filled == self.rows() && right * 100 >= (self.rows() - 1) * 98
        };
        if let Some(at) = (0..self.header.len()).filter(|at| !out.columns.takes(*at) && keeps(*at)).max_by_key(|at| self.shapes[*at].distinct) {
            out.columns.put("order", at, self.header, "content");
        }
    }
    /// Whether the amount is the order's and stands on each of its rows, and whether the customer stands on its first row only.
    fn grouping(&self, out: &mut Meaning) {
        let Some(order) = out.columns.at("order") else { return };
        let groups = self.sample.repeated(order);
        if groups.is_empty() {
            return;
        }
        let customer = out.columns.at("customer");
        let blank_later = |at: usize| {
            let first_only = |g: &&Vec<usize>| !self.sample.cell(g[0], at).is_empty() && g[1..].iter().any(|r| self.sample.cell(*r, at).is_empty());
            groups.iter().filter(first_only).count() * 2 > groups.len()
        };
        let one_buyer = |g: &&Vec<usize>| {
            let mut seen: Vec<&[u8]> = g.iter().map(|r| customer.map_or(&[][..], |c| self.sample.cell(*r, c))).filter(|c| !c.is_empty()).collect();
            seen.dedup();
            seen.len() <= 1
        };
        if groups.iter().filter(one_buyer).count() * 20 < groups.len() * 19 {
            return;
        }
        if let Some(at) = out.columns.at("amount") {
            // Rows that repeat one another whole are no items of an order.
            let parted: Vec<&Vec<usize>> = groups.iter().filter(|g| g[1..].iter().any(|r| self.sample.rows[*r] != self.sample.rows[g[0]])).collect();
            let constant = |g: &&&Vec<usize>| {
                let there: Vec<&[u8]> = g.iter().map(|r| self.sample.cell(*r, at)).filter(|c| !c.is_empty()).collect();
                !there.is_empty() && there.iter().all(|c| *c == there[0])
            };
            let same = parted.iter().filter(constant).count();
            let blank = blank_later(at);
            let sums = same == parted.len() && same > 0 && self.is_sum_of_lines(at, &parted);
            if sums || parted.len() >= 3 && same * 20 >= parted.len() * 19 && !self.of_a_line(at, &parted) || blank && same == parted.len() && same > 0 {
                out.orders.grouping = Grouping::Once;
                return;
            }
        }
        if customer.is_some_and(blank_later) || out.columns.at("time").is_some_and(blank_later) {
            out.orders.grouping = Grouping::Lines;
        }
    }
    /// Whether the amount that stands on every row of an order is what its lines sum to: price × quantity, or another column of numbers.
    fn is_sum_of_lines(&self, amount: usize, orders: &[&Vec<usize>]) -> bool {
        let raw = |row: usize, at: usize| self.sample.number(row, at).map(loyalty_model::units::Money::to_f64);
        let column = |meaning: &str| {
            let ranked = |at: usize| rank_of(meaning, &self.header[at]).filter(|_| at != amount && self.shapes[at].numbers > 0).map(|r| (r, at));
            (0..self.header.len()).filter_map(ranked).min().map(|r| r.1)
        };
        let sums = |line: &dyn Fn(usize) -> Option<f64>| {
            let fits = |o: &&&Vec<usize>| {
                let lines: Option<Vec<f64>> = o.iter().map(|row| line(*row)).collect();
                let (Some(lines), Some(total)) = (lines, o.iter().find_map(|row| raw(*row, amount))) else { return false };
                (lines.iter().sum::<f64>() - total).abs() < 0.015 && lines.iter().all(|l| *l != 0.0)
            };
            orders.iter().filter(fits).count() * 10 >= orders.len() * 9
        };
        let product = column("transactions.price").zip(column("transactions.quantity"));
        if product.is_some_and(|(p, q)| sums(&|row| Some(raw(row, p)? * raw(row, q)?))) {
            return true;
        }
        (0..self.header.len()).any(|at| at != amount && self.shapes[at].mostly(self.shapes[at].numbers) && sums(&|row| raw(row, at)))
    }
    /// Whether an amount is a line's: its name says so, or it is price × quantity on nearly all lines of orders of several.
    fn of_a_line(&self, amount: usize, orders: &[&Vec<usize>]) -> bool {
        let name = plain(&self.header[amount]);
        if ["line", "item", "unit", "position", "artikel", "ligne", "linea"].iter().any(|w| name.contains(w)) && !name.contains("order") {
            return true;
        }
        let column = |meaning: &str| {
            let ranked = |at: usize| rank_of(meaning, &self.header[at]).filter(|_| at != amount && self.shapes[at].numbers > 0).map(|r| (r, at));
            (0..self.header.len()).filter_map(ranked).min().map(|r| r.1)
        };
        let Some((price, quantity)) = column("transactions.price").zip(column("transactions.quantity")) else { return false };
        let number = |row: usize, at: usize| self.sample.number(row, at).map(loyalty_model::units::Money::to_f64);
        let (mut equal, mut all) = (0, 0);
        for row in orders.iter().flat_map(|o| o.iter()) {
            let (Some(p), Some(q), Some(a)) = (number(*row, price), number(*row, quantity), number(*row, amount)) else { continue };
            all += 1;
            equal += usize::from((p * q - a).abs() < 0.015);
        }
        all > 0 && equal * 20 >= all * 19
    }
    /// The column whose text tells that a line below nothing is a discount.
    fn discounts(&self, out: &mut Meaning) -> Result<(), IntakeError> {
        let mapped = self.mapped.column("item", self.path, self.header)?;
        let Some(amount) = out.columns.at("amount").filter(|_| out.columns.at("order").is_some() && !self.mapped.is_off("item")) else { return Ok(()) };
        let below: Vec<usize> = (0..self.rows()).filter(|row| self.sample.number(*row, amount).is_some_and(|m| m.raw() < 0)).collect();
        let tells = |at: &usize| below.iter().any(|row| super::lexicon::is_discount(&String::from_utf8_lossy(self.sample.cell(*row, *at))));
        let own = |at: &usize| !out.columns.takes(*at);
        out.orders.discount = mapped.or_else(|| (0..self.header.len()).filter(own).find(tells));
        if let Some(at) = out.orders.discount.filter(|_| mapped.is_none()) {
            out.columns.put("item", at, self.header, "content");
        }
        Ok(())
    }

    fn recurring(&self, out: &mut Meaning) -> Result<(), IntakeError> {
        self.one_state(out, "subscriptions", "status", 50);
        self.unknown_states(out)?;
        let Some(at) = out.columns.at("mrr") else { return Ok(()) };
        let name = plain(&self.header[at]);
        let monthly = name.starts_with("mrr") || name.contains("month");
        let yearly = name.starts_with("arr") || name == "acv" || name.contains("annual") || name.contains("year");
        out.recurring.months = if monthly { Some(1) } else { yearly.then_some(12) };
        let product = out.columns.at("plan").or(out.columns.at("billing"));
        let of_a_unit = name.starts_with("unit") || name.ends_with("perunit") || name.ends_with("perseat");
        out.recurring.each = of_a_unit && out.columns.at("quantity").is_some_and(|q| q != at)
            || match (product, out.columns.at("quantity")) {
                (Some(p), Some(q)) if !monthly && q != at => self.sample.price_holds_quantity(p, at, q) == Some(false),
                _ => false,
            };
        if !out.recurring.each && !out.columns.is_mapped("quantity") {
            out.columns.drop("quantity");
        }
        Ok(())
    }
    /// Words of the status of subscriptions that nobody knows are a question.
    fn unknown_states(&self, out: &Meaning) -> Result<(), IntakeError> {
        let Some(at) = out.columns.at("status") else { return Ok(()) };
        let mut unknown: Vec<(String, usize)> = self.sample.tally(at).into_iter().map(|(w, n)| (String::from_utf8_lossy(w).into_owned(), n)).collect();
        unknown.retain(|(w, _)| class_of("subscriptions", w).is_none() && self.mapped.word(w).is_none());
        unknown.sort();
        if unknown.is_empty() {
            return Ok(());
        }
        let words: Vec<String> = unknown.iter().take(8).map(|(w, n)| format!("{w:?} ({n} rows)")).collect();
        let say = |what: &str| unknown.iter().take(8).map(|(w, _)| format!("--map \"{}.status:{w}={what}\"", self.kind.word())).collect::<Vec<_>>().join(" ");
        Err(IntakeError::new(
            Kind::NothingUsable,
            self.path,
            format!("it is not known what these words of its status column say: {}", words.join(", ")),
            "They decide which subscriptions run",
            format!("say what they are: {} or {}", say("running"), say("ended")),
        ))
    }
    /// The first column of status words of which enough are known.
    fn one_state(&self, out: &mut Meaning, list: &str, name: &'static str, share: usize) {
        if self.mapped.is_off(name) || out.columns.is_mapped(name) {
            return;
        }
        let ranked = |at: usize| rank_of(&self.meaning(name), &self.header[at]).map(|r| (r, at));
        let mut all: Vec<(usize, usize)> = (0..self.header.len()).filter_map(ranked).collect();
        all.sort_unstable();
        if let Some(at) = self.by_preset(name) {
            all.insert(0, (0, at));
        }
        // A word for points that expire tells what no sign does; words beside it that nobody knows are read by their sign.
        let known = |at: usize| match self.words(list, at, name == "kind") {
            (_, classes) if list == "points" && classes.contains("expired") && self.shapes[at].distinct <= 60 => 100,
            (share, _) => share,
        };
        if let Some((_, at)) = all.iter().find(|(_, at)| self.shapes[*at].filled > 0 && known(*at) >= share) {
            out.columns.put(name, *at, self.header, "name");
        } else if let Some((_, at)) = all.iter().find(|(_, at)| (2..=60).contains(&self.shapes[*at].distinct)) {
            out.notes.insert(format!("the {name} column is not read, for its words are not known: {}", self.some_words(*at)));
        }
    }
    fn ledger(&self, out: &mut Meaning) {
        let parted = ["earned", "redeemed", "expired"].iter().any(|n| out.columns.at(n).is_some());
        if parted && !out.columns.is_mapped("points") {
            out.columns.drop("points");
        }
        self.one_state(out, "points", "kind", 60);
        let below = |name: &str| out.columns.at(name).is_some_and(|at| self.shapes[at].signs.0 > self.shapes[at].signs.1);
        let unsigned = out.columns.at("points").is_some_and(|at| self.shapes[at].signs.0 == 0);
        out.points = PointsRule { redeemed_below: below("redeemed"), expired_below: below("expired"), unsigned };
    }
    fn survey(&self, out: &mut Meaning) {
        const ASKS_SCORE: [&str; 22] = [
            "recommend",
            "howlikely",
            "rate",
            "rating",
            "satisf",
            "score",
            "stars",
            "nps",
            "csat",
            "empfehl",
            "zufrieden",
            "bewert",
            "recommand",
            "recomend",
            "raccomand",
            "consigli",
            "aanbevel",
            "tevreden",
            "満足",
            "すすめ",
            "推荐",
            "满意",
        ];
        const ASKS_TEXT: [&str; 22] = [
            "comment",
            "reason",
            "why",
            "feedback",
            "improve",
            "better",
            "tellus",
            "grund",
            "warum",
            "verbesser",
            "raison",
            "pourquoi",
            "motivo",
            "porque",
            "mejorar",
            "perche",
            "waarom",
            "理由",
            "改善",
            "原因",
            "建议",
            "意見",
        ];
        let asks = |at: usize, list: &[&str]| list.iter().any(|w| plain(&self.header[at]).contains(w));
        let words = |at: usize| self.words("score", at, false).0;
        let numeric = |at: usize| {
            let s = &self.shapes[at];
            s.numbers * 10 >= s.filled * 8 && s.filled > 0 && s.distinct <= 101 && s.dates < s.filled.max(1)
        };
        let named = out.columns.at("score").filter(|_| !out.columns.is_mapped("score"));
        if named.is_some_and(|at| !numeric(at) && words(at) < 50) {
            out.columns.drop("score");
        }
        if out.columns.at("score").is_none() && !self.mapped.is_off("score") {
            let free = |at: &usize| !out.columns.takes(*at) && asks(*at, &ASKS_SCORE);
            let found = (0..self.header.len()).filter(free).find(|at| numeric(*at) || words(*at) >= 50);
            if let Some(at) = found {
                out.columns.put("score", at, self.header, "content");
            }
        }
        if let Some(at) = out.columns.at("score") {
            out.worded_scores = !numeric(at) && words(at) >= 50;
        }
        if out.columns.at("text").is_none() && !self.mapped.is_off("text") {
            let open = |at: &usize| {
                let s = &self.shapes[*at];
                let asked = asks(*at, &ASKS_TEXT) || self.header[*at].trim_end().ends_with(['?', '？']);
                !out.columns.takes(*at) && asked && s.filled > 0 && s.numbers * 2 < s.filled && s.dates * 2 < s.filled && s.emails * 2 < s.filled
            };
            if let Some(at) = (0..self.header.len()).find(open) {
                out.columns.put("text", at, self.header, "content");
            }
        }
    }
}
