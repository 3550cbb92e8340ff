//! The first page: how the data were read, so that whoever knows the company sees at once whether the plan understood its files.
use super::plan_view::{PlanView, deck_page, table};
use super::{Block, Page};
use crate::copy::{amounts, english};
use crate::format;
use crate::tables::Table;
use loyalty_model::extract::{ColumnUse, Origin, TableQuality};
use loyalty_model::fact::Fact;
use loyalty_model::input::InputRecord;

/// Rows that a table of this page holds at most.
const ROWS: usize = 8;

/// The page.
pub fn page(t: &PlanView) -> Page {
    let short = |mut all: Table| {
        let more = all.rows.len().saturating_sub(ROWS);
        if more > 0 {
            all.rows.truncate(ROWS);
            all.note = say(t, Fact::new("reading-more").count("n", more as u64));
        }
        Block::Table(all)
    };
    let mut left = vec![short(sources(t))];
    let right: Vec<Block> = [columns(t), left_out(t)].into_iter().filter(|x| !x.rows.is_empty()).map(short).collect();
    let mut facts = joins(t);
    facts.extend(unread_in_short(t));
    facts.truncate(3);
    facts.extend(zero_orders(t));
    facts.extend(assumed_value(t));
    facts.push(say(t, Fact::new("reading-amounts").text("amounts", amounts(t.d))));
    if has_files(t) {
        facts.push(say(t, Fact::new("reading-correct")));
    }
    left.push(Block::List(facts));
    let blocks = if right.is_empty() { left } else { vec![Block::Columns(vec![left, right])] };
    let source = match t.d.inputs.is_empty() {
        true => Fact::new("reading-source-figures"),
        false => Fact::new("reading-source").date("to", t.d.header.as_of),
    };
    deck_page("reading", "How we read your data", claim(t), blocks, say(t, source))
}
/// What the page leaves out: every file and column, what was left out, decided and not read, and what is open.
pub fn details(t: &PlanView) -> Vec<Block> {
    let mut told: Vec<String> = t.d.inputs.iter().flat_map(|i| i.notes.iter().map(move |n| format!("{}: {n}", i.table))).collect();
    for (path, notes) in t.plan.history.inputs.iter().filter_map(|r| r.file().map(|f| (f.path, r.notes()))) {
        told.extend(notes.iter().map(|n| format!("{path}: {n}")));
    }
    told.extend(
        unread(t).into_iter().map(|(path, columns)| say(t, Fact::new("reading-unread").text("file", path).list("columns", columns.iter().map(String::as_str)))),
    );

    vec![Block::Table(sources(t)), Block::Table(columns(t)), Block::Table(left_out(t)), Block::List(told)]
}
fn say(t: &PlanView, fact: Fact) -> String {
    english().text(&fact, t.c)
}
fn has_files(t: &PlanView) -> bool {
    t.plan.history.inputs.iter().any(|i| i.file().is_some())
}
fn claim(t: &PlanView) -> String {
    let sum = |of: fn(&TableQuality) -> u64| t.d.inputs.iter().map(of).sum::<u64>();
    let rows = sum(|i| i.rows_read);
    match t.d.header.origin {
        Origin::Demonstration => say(t, Fact::new("reading-claim-demonstration").count("rows", rows)),
        Origin::DriverSheet => say(t, Fact::new("reading-claim-given")),
        _ => {
            let used = sum(|i| i.rows_used);
            let fact = Fact::new("reading-claim-rows").count("rows", rows).count("used", used).count("left", rows.saturating_sub(used));
            say(t, fact)
        }
    }
}
/// What was given: file, query, demonstration or figures, and the table that it was read as.
fn sources(t: &PlanView) -> Table {
    let table_word = |word: &str| word.replace('-', " ");
    let rows = t.plan.history.inputs.iter().map(|i| match i {
        InputRecord::File { table, path, rows, .. } => vec![path.clone(), table_word(table), format::whole(*rows as f64)],
        InputRecord::Query { table, place, rows, .. } => vec![place.clone(), table_word(table), format::whole(*rows as f64)],
        InputRecord::Generated { what, rows, .. } => vec![what.clone(), say(t, Fact::new("reading-is-demonstration")), format::whole(*rows as f64)],
        InputRecord::Given { place, values, .. } => vec![place.clone(), say(t, Fact::new("reading-is-figures")), format::whole(values.len() as f64)],
    });
    table("Data used", "", &["File or source", "Read as", "#Rows"], rows.collect())
}
/// Which column was taken for what, each once over all files of a table.
fn columns(t: &PlanView) -> Table {
    let mut rows: Vec<Vec<String>> = vec![];
    for input in &t.plan.history.inputs {
        let Some((table, columns)) = input.columns() else { continue };
        for ColumnUse { canonical, column, found_by } in columns {
            let found = match found_by.as_str() {
                "name" => say(t, Fact::new("reading-by-name")),
                "content" => say(t, Fact::new("reading-by-content")),
                "map" => say(t, Fact::new("reading-by-map")),
                "config" => say(t, Fact::new("reading-by-settings")),
                "position" => say(t, Fact::new("reading-by-position")),
                other => other.into(),
            };
            let row = vec![table.replace('-', " "), column.clone(), meaning(table, canonical), found];
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
    }
    table("Which column means what", "", &["Table", "Your column", "Read as", "How we know"], rows)
}
/// Rows that do not count, with their amounts.
fn left_out(t: &PlanView) -> Table {
    let amount = |m: Option<loyalty_model::units::Money>| m.map_or("–".into(), |m| t.money(m.to_f64()));
    let mut rows = vec![];
    for i in &t.d.inputs {
        let word = i.table.replace('-', " ");
        if i.rows_without_customer > 0 {
            let value = i.control.map(|c| c.without_customer);
            rows.push(vec![word.clone(), say(t, Fact::new("reading-without-customer")), format::whole(i.rows_without_customer as f64), amount(value)]);
        }
        rows.extend(i.set_aside.iter().map(|s| vec![word.clone(), s.reason.clone(), format::whole(s.rows as f64), amount(s.amount)]));
    }
    table("What we left out", "", &["Table", "Why", "#Rows", "#Amount"], rows)
}
/// Orders of nothing: whether they count, and what would change it.
fn zero_orders(t: &PlanView) -> Option<String> {
    let z = t.d.inputs.iter().find_map(|i| i.zero_orders)?;
    let fact = match z.counted {
        true => Fact::new("reading-zero-orders-counted").count("orders", z.orders).count("customers", z.customers),
        false => Fact::new("reading-zero-orders").count("orders", z.orders).count("customers", z.customers).count("never", z.never_paid),
    };
    Some(say(t, fact))
}
/// The order file holds no amounts.
fn assumed_value(t: &PlanView) -> Option<String> {
    let value = t.d.inputs.iter().find_map(|i| i.assumed_order_value)?;
    Some(say(t, Fact::new("reading-order-value").money("value", value)))
}
/// How far the customers of one table are those of another: notes that every table with customers has.
fn joins(t: &PlanView) -> Vec<String> {
    t.d.inputs
        .iter()
        .filter_map(|i| i.join.as_ref())
        .map(|j| {
            let fact = Fact::new("reading-join").count("known", j.known).count("of", j.of).text("what", j.what.clone()).text("with", j.with.clone());
            say(t, fact)
        })
        .collect()
}
fn unread<'a>(t: &'a PlanView) -> Vec<(&'a str, &'a [String])> {
    let of = |i: &'a InputRecord| i.rows_of().map(|place| (place, i.unread())).filter(|(_, unread)| !unread.is_empty());
    t.plan.history.inputs.iter().filter_map(of).collect()
}
fn unread_in_short(t: &PlanView) -> Vec<String> {
    const NAMED: usize = 6;
    let all = unread(t);
    let Some((path, columns)) = all.first() else { return vec![] };
    let some: Vec<&str> = columns.iter().take(NAMED).map(String::as_str).collect();
    if columns.len() > NAMED || all.len() > 1 {
        let more: usize = all.iter().map(|(_, c)| c.len()).sum::<usize>() - some.len();
        return vec![say(t, Fact::new("reading-unread-more").text("file", *path).list("columns", some).count("more", more as u64))];
    }
    vec![say(t, Fact::new("reading-unread").text("file", *path).list("columns", some))]
}
/// A canonical column as people say it.
fn meaning(table: &str, canonical: &str) -> String {
    let word = match (table, canonical) {
        ("transactions", "time") => "date of the order",
        ("transactions", "order") => "order number",
        ("transactions", "price") => "price of one piece",
        ("transactions", "item") => "product",
        ("transactions", "kind") => "type of the row",
        ("usage", "time") => "date of the event",
        ("voc", "time") => "date of the answer",
        ("voc", "left") => "reason for leaving",
        ("voc", "text") => "comment",
        ("points-ledger", "time") => "date of the entry",
        ("points-ledger", "kind") => "type of the entry",
        ("points-ledger" | "rewards", "points") => "points",
        (_, "mrr") => "recurring charge",
        (_, "billing") => "billing interval",
        (_, "intervals") => "intervals between two bills",
        (_, "start") => "start of the contract",
        (_, "end") => "end of the contract",
        (_, "ended") => "whether the contract has ended",
        (_, "tenure") => "months under contract",
        (_, "joined") => "date of joining",
        (_, "joinedyear") => "year of joining",
        (_, "joinedmonth") => "month of joining",
        ("members", "left") => "date of leaving",
        (_, "leftyear") => "year of leaving",
        (_, "leftmonth") => "month of leaving",
        (_, "referredby") => "who referred the member",
        (_, "consent") => "consent to marketing",
        (_, "cost") => "cost to you",
        (_, other) => other,
    };
    word.into()
}
