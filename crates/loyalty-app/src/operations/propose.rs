//! Which table of a database is what: the hypotheses that files are read by, on the first rows of each table.
use super::read;
use crate::context::Context;
use crate::refusal::Refusal;
use loyalty_model::extract::TableQuality;
use loyalty_model::request::WarehouseRequest;
use loyalty_sources::intake::{self, Answer, Ask, IntakeRequest, TableKind};
use loyalty_warehouse::{Engine, Listed, Watch, named, selected, tables};
use std::collections::BTreeMap;

/// Tables of the program, the most particular first. Purchases come before a ledger of points: a column of points that is called an amount is money until
/// more columns speak for a ledger.
const KINDS: [TableKind; 7] =
    [TableKind::Rewards, TableKind::Subscriptions, TableKind::Transactions, TableKind::PointsLedger, TableKind::Voc, TableKind::Usage, TableKind::Members];

/// What the tables of a database were taken for.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// The database as a person wrote it.
    pub from: String,
    pub tables: Vec<Proposed>,
    /// Tables that were taken for nothing, each with the reason.
    pub left: Vec<(String, String)>,
    pub currency: Option<String>,
}
/// A table of the program, and the query that fills it.
#[derive(Debug, Clone)]
pub struct Proposed {
    pub kind: TableKind,
    pub name: String,
    /// A query that a person can read and change: the columns that are read; of purchases the others too.
    pub statement: String,
    /// How its first rows are read.
    pub quality: TableQuality,
    /// Other tables that can be read as the same.
    pub others: Vec<String>,
}
/// One table read as one kind.
struct Reading {
    kind: TableKind,
    quality: TableQuality,
    currency: Option<String>,
    /// All columns of the table.
    all: Vec<String>,
}
impl Reading {
    /// Columns whose heading says what they are count four times as much as those that only look like it.
    fn weight(&self) -> usize {
        self.quality.columns.iter().map(|c| if c.found_by == "content" { 1 } else { 4 }).sum()
    }
}
/// Looks at every table of a database.
///
/// # Errors
/// No connection, no table, or none that can be read as one of the program's.
pub fn propose(context: &Context, asked: &WarehouseRequest) -> Result<Proposal, Refusal> {
    let connection = read::connection(context, asked)?;
    let cancel = context.progress.cancel_token();
    let watch = Watch { cancelled: &|| cancel.is_cancelled(), told: &|statement, event| context.progress.on_statement(statement, event) };
    let listed = tables(&connection, watch).map_err(read::refusal)?;
    let mut found: BTreeMap<TableKind, Vec<(Listed, Reading)>> = BTreeMap::new();
    let mut left = vec![];
    for table in listed {
        let read = table.rows.as_ref().map_err(|e| e.fact.clone()).map(best);
        match read {
            Ok(Some(reading)) => found.entry(reading.kind).or_default().push((table, reading)),
            Ok(None) => left.push((table.name.join("."), "its columns are those of none of the program's tables".into())),
            Err(why) => left.push((table.name.join("."), why)),
        }
    }
    if found.is_empty() {
        let some: Vec<&str> = left.iter().take(8).map(|l| l.0.as_str()).collect();
        return Err(Refusal::input(
            connection.place(),
            format!("none of its {} tables was recognised: {}", left.len(), some.join(", ")),
            "A table of purchases has a customer, a day and an amount",
            "name the tables yourself, for example --query \"transactions=SELECT buyer AS customer, day, total AS amount FROM sales\"",
        ));
    }
    let mut proposal = Proposal { from: asked.from.clone(), tables: vec![], left, currency: None };
    for (kind, mut all) in found {
        all.sort_by_key(|(table, reading)| (std::cmp::Reverse(reading.weight()), table.name.clone()));
        let mut all = all.into_iter();
        let Some((table, reading)) = all.next() else { continue };
        let others = all.map(|(other, _)| other.name.join(".")).collect();
        let statement = statement(connection.engine(), &table.name, &reading);
        proposal.currency = proposal.currency.or(reading.currency);
        proposal.tables.push(Proposed { kind, statement, name: table.name.join("."), quality: reading.quality, others });
    }
    Ok(proposal)
}
fn statement(engine: Engine, table: &[String], reading: &Reading) -> String {
    let mut columns: Vec<String> = vec![];
    // In the order of the program's columns: customer, day, amount.
    let read = reading.quality.columns.iter().map(|c| &c.column);
    // Two lines of an order that differ in nothing that is read are two lines all the same: the other columns tell it.
    let others = reading.all.iter().filter(|_| reading.kind == TableKind::Transactions);
    for column in read.chain(others) {
        if !columns.contains(column) {
            columns.push(column.clone());
        }
    }
    // A column without a name is known by its place only.
    if columns.iter().any(|c| c.starts_with('#')) { format!("SELECT * FROM {}", named(engine, table)) } else { selected(engine, table, &columns) }
}
/// What the first rows of a table fit best.
fn best((all, rows): &(Vec<String>, Answer)) -> Option<Reading> {
    fitting(all, |kind| IntakeRequest { answers: vec![(kind, vec![rows.clone()])], ..IntakeRequest::default() })
}
/// The table that a file fits best, read whole.
pub fn of_file(path: &str) -> Option<TableKind> {
    fitting(&[], |kind| IntakeRequest { inputs: vec![(kind, vec![path.to_string()])], ..IntakeRequest::default() }).map(|r| r.kind)
}
fn fitting(all: &[String], asked: impl Fn(TableKind) -> IntakeRequest) -> Option<Reading> {
    let readings = KINDS.into_iter().filter_map(|kind| {
        let request = asked(kind);
        let mut read = match intake::read(&request, &|| false) {
            Ok(read) => read,
            // Which of day and month comes first is a question of its own: it does not make the table another one.
            Err(e) => match e.asks() {
                Some(Ask::DateOrder(choices)) => {
                    let either = IntakeRequest { date_order: choices.first().map(|c| (*c).to_string()), ..request };
                    intake::read(&either, &|| false).ok()?
                }
                _ => return None,
            },
        };
        let quality = read.tables.quality.pop().filter(|q| q.rows_used > 0)?;
        Some(Reading { kind, quality, currency: read.tables.currency, all: all.to_vec() })
    });
    // Of equals the first stays: it is the more particular one.
    readings.fold(None, |best: Option<Reading>, next| match best {
        Some(b) if b.weight() >= next.weight() => Some(b),
        _ => Some(next),
    })
}
