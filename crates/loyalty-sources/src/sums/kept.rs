//! Tables of one session, in the database: the rows are worked up once, and what follows asks these. Where an engine keeps none, each statement works up the rows itself.
use super::dialect::Dialect;
use std::fmt::Write as _;

/// The words that all statements on orders share.
pub(super) const VIEWS: &str = include_str!("../../sql/views.sql");

/// What a session keeps, each worked up from those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    ItemLines,
    Lines,
    PurchaseDays,
    PurchaseOrders,
    Firsts,
}
use Kept::{Firsts, ItemLines, Lines, PurchaseDays, PurchaseOrders};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    Text,
    /// A day, a month, a count.
    Small,
    /// Ten-thousandths of a currency unit.
    Large,
}
use Holds::{Large, Small, Text};

impl Kept {
    pub const ALL: [Kept; 5] = [ItemLines, Lines, PurchaseDays, PurchaseOrders, Firsts];
    /// What it is called in the statements.
    pub(super) const fn word(self) -> &'static str {
        match self {
            ItemLines => "item_lines",
            Lines => "lines",
            PurchaseDays => "purchase_days",
            PurchaseOrders => "purchase_orders",
            Firsts => "firsts",
        }
    }
    /// Its name in the database, which no table of a company has.
    pub const fn table(self) -> &'static str {
        match self {
            ItemLines => "plan_loyalty_item_lines",
            Lines => "plan_loyalty_lines",
            PurchaseDays => "plan_loyalty_purchase_days",
            PurchaseOrders => "plan_loyalty_purchase_orders",
            Firsts => "plan_loyalty_firsts",
        }
    }
    pub const fn columns(self) -> &'static [(&'static str, Holds)] {
        match self {
            ItemLines => &[("customer", Text), ("day_no", Small), ("order_key", Text), ("item", Text), ("units", Large), ("amount", Large), ("price", Large)],
            Lines => &[("customer", Text), ("day_no", Small), ("month_no", Small), ("order_key", Text), ("amount", Large)],
            PurchaseDays => &[("customer", Text), ("day_no", Small), ("month_no", Small), ("net", Large)],
            // The key told orders apart; nothing asks for it afterwards.
            PurchaseOrders => &[("customer", Text), ("day_no", Small), ("month_no", Small), ("net", Large)],
            Firsts => &[("customer", Text), ("first_day", Small), ("last_day", Small), ("first_month", Small), ("days", Large)],
        }
    }
    fn named_columns(self) -> String {
        self.columns().iter().map(|c| c.0).collect::<Vec<_>>().join(", ")
    }
    /// How the statements see what is kept. The setting of every line is written as a number: Spark 4.3 fails on two joins with one row.
    fn seen(self, count_zero: bool) -> String {
        let (columns, table) = (self.named_columns(), self.table());
        let more = if self == Lines { format!(", {} AS count_zero", u8::from(count_zero)) } else { String::new() };
        format!("(SELECT {columns}{more} FROM {table})")
    }
}
impl Dialect {
    /// Statements that begin an empty table, before the session only reads; none where the table begins with its rows.
    pub fn begun(self, kept: Kept) -> Option<String> {
        if self != Dialect::PostgreSql {
            return None;
        }
        let of = |holds: Holds| match holds {
            Text => "text",
            Small => "integer",
            Large => "bigint",
        };
        let columns: Vec<String> = kept.columns().iter().map(|(name, holds)| format!("{name} {}", of(*holds))).collect();
        Some(format!("CREATE TEMPORARY TABLE {} ({})", kept.table(), columns.join(", ")))
    }
    /// Statements that keep the rows of another.
    fn keeping(self, kept: Kept, rows: &str) -> Vec<String> {
        let table = kept.table();
        match self {
            // Into a table of the session a transaction that only reads may write.
            Dialect::PostgreSql => vec![format!("INSERT INTO {table} ({})\n{rows}", kept.named_columns()), format!("ANALYZE {table}")],
            // Their order means nothing; to keep it would take memory.
            Dialect::DuckDb => vec!["SET preserve_insertion_order = false".into(), format!("CREATE TEMPORARY TABLE {table} AS\n{rows}")],
            Dialect::Spark => vec![format!("CACHE TABLE {table} AS\n{rows}")],
        }
    }
    /// What a session says before it ends, where the engine would keep the rows for others.
    pub fn dropped(self, kept: Kept) -> Option<String> {
        (self == Dialect::Spark).then(|| format!("UNCACHE TABLE IF EXISTS {}", kept.table()))
    }
}
/// What stands in front of a statement.
pub(super) struct Views {
    /// From the source to `orders`, and `item_lines` where there are items.
    source: String,
    scope: String,
    count_zero: bool,
    items: bool,
    kept: Vec<Kept>,
}
impl Views {
    pub(super) fn new(source: String, scope: String, count_zero: bool, items: bool) -> Views {
        Views { source, scope, count_zero, items, kept: vec![] }
    }
    /// What a session may keep, in its order.
    pub(super) fn all(&self) -> impl Iterator<Item = Kept> + use<> {
        let items = self.items;
        Kept::ALL.into_iter().filter(move |k| items || *k != ItemLines)
    }
    /// Statements that keep one; from then on [`Views::before`] sees it as kept.
    pub(super) fn keep(&mut self, dialect: Dialect, kept: Kept) -> Vec<String> {
        let rows = format!("WITH {}\nSELECT {} FROM {}", self.before(), kept.named_columns(), kept.word());
        self.kept.push(kept);
        dialect.keeping(kept, &rows)
    }
    /// The views behind WITH, as `lines`, `purchase_days`, `purchase_orders`, `worth_something`, `firsts`, `scope`, and `item_lines` where there are items.
    pub(super) fn before(&self) -> String {
        let has = |k: Kept| self.kept.contains(&k);
        let mut out = if has(Lines) { self.scope.clone() } else { format!("{},\n{}", self.source, self.scope) };
        if has(ItemLines) && has(Lines) {
            let _ = write!(out, ",\n{} AS {}", ItemLines.word(), ItemLines.seen(self.count_zero));
        }
        for (word, text) in views() {
            let kept = Kept::ALL.into_iter().find(|k| k.word() == word && has(*k));
            let _ = write!(out, ",\n{word} as {}", kept.map_or(text, |k| k.seen(self.count_zero)));
        }
        out
    }
}
/// The views of `views.sql`: word, and text in parentheses.
fn views() -> Vec<(&'static str, String)> {
    let text = VIEWS.lines().filter(|l| !l.starts_with("--")).collect::<Vec<_>>().join("\n");
    let mut out: Vec<(&'static str, String)> = vec![];
    for line in text.lines() {
        let begins = [Lines, PurchaseDays, PurchaseOrders, Firsts].iter().map(|k| k.word()).chain(["worth_something"]);
        match begins.into_iter().find_map(|word| line.strip_prefix(word)?.strip_prefix(" as ").map(|rest| (word, rest))) {
            Some((word, rest)) => out.push((word, rest.to_string())),
            None => {
                if let Some((_, own)) = out.last_mut() {
                    own.push('\n');
                    own.push_str(line);
                }
            }
        }
    }
    for (_, text) in &mut out {
        *text = text.trim_end().trim_end_matches(',').to_string();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn every_view_of_the_file_is_found_whole() {
        let found = views();
        assert_eq!(found.iter().map(|v| v.0).collect::<Vec<_>>(), ["lines", "purchase_days", "purchase_orders", "worth_something", "firsts"]);
        for (word, text) in &found {
            assert!(text.starts_with('(') && text.ends_with(')') && text.matches('(').count() == text.matches(')').count(), "{word}: {text}");
        }
        let all: usize = found.iter().map(|(word, text)| word.len() + " as ".len() + text.len() + ",\n".len()).sum();
        let own: Vec<&str> = VIEWS.lines().filter(|l| !l.starts_with("--")).collect();
        assert_eq!(all - 2, own.join("\n").trim().len(), "nothing of the file is lost");
    }
    /// What is kept is not worked up again, and the source is asked no more.
    #[test]
    fn what_is_kept_stands_for_what_it_was_worked_up_from() {
        for dialect in [Dialect::PostgreSql, Dialect::DuckDb, Dialect::Spark] {
            let mut views =
                Views::new("source AS (select 1),\norders AS (select 2),\nitem_lines AS (select 3)".into(), "scope AS (select 4)".into(), true, true);
            let mut tables = vec![];
            for kept in views.all() {
                let text = views.keep(dialect, kept).join(";\n");
                let asks_the_source = text.contains("source AS");
                assert_eq!(asks_the_source, matches!(kept, ItemLines | Lines), "{text}");
                tables.push(kept.table());
            }
            let before = views.before();
            assert!(!before.contains("source") && !before.contains("orders o"), "{before}");
            for table in tables {
                assert_eq!(before.matches(&format!("FROM {table}")).count(), 1, "{before}");
            }
            assert!(before.contains("amount, 1 AS count_zero FROM plan_loyalty_lines") && before.contains("worth_something as (select"), "{before}");
        }
    }
    #[test]
    fn without_items_none_are_kept() {
        let views = Views::new(String::new(), String::new(), false, false);
        assert!(views.all().eq([Lines, PurchaseDays, PurchaseOrders, Firsts]));
    }
}
