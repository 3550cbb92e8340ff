//! From flags and settings to an extract, whatever the origin of the data.
use crate::cli::args::DataArgs;
use crate::error::Refusal;
use crate::request::{self, Config, Paths};
use loyalty_model::extract::{Extract, Origin};
use loyalty_model::plan::FileRecord;
use loyalty_model::units::{Currency, Date};
use loyalty_sources::canonical::Tables;
use loyalty_sources::extract::{self, ExtractRequest};
use loyalty_sources::intake::{self, IntakeRequest, SetAsideRow, TableKind};

/// What was read.
#[derive(Debug)]
pub struct Read {
    /// Canonical tables.
    pub tables: Tables,
    /// Files.
    pub files: Vec<FileRecord>,
    /// Rows set aside.
    pub set_aside: Vec<SetAsideRow>,
}

/// The paths per table, flags over settings; empty where no data was given.
///
/// # Errors
/// An unknown table in the settings.
pub fn paths(args: &DataArgs, config: &Config) -> Result<Vec<(TableKind, Vec<String>)>, Refusal> {
    let flags = [
        (TableKind::Transactions, "transactions", &args.transactions),
        (TableKind::Subscriptions, "subscriptions", &args.subscriptions),
        (TableKind::Usage, "usage", &args.usage),
        (TableKind::Voc, "voc", &args.voc),
        (TableKind::Members, "members", &args.members),
        (TableKind::PointsLedger, "points-ledger", &args.points_ledger),
        (TableKind::Rewards, "rewards", &args.rewards),
    ];
    for name in config.data.keys().chain(config.map.keys()) {
        if !flags.iter().any(|(_, word, _)| word == name) {
            return Err(Refusal::input(
                "plan-loyalty.toml",
                format!("{name:?} is no table"),
                "",
                "name one of transactions, subscriptions, usage, voc, members, points-ledger, rewards",
            ));
        }
    }
    let any_flag = flags.iter().any(|(_, _, f)| !f.is_empty());
    let mut out = vec![];
    for (kind, word, flag) in flags {
        let paths = match config.data.get(word) {
            _ if !flag.is_empty() => flag.clone(),
            Some(Paths::One(p)) if !any_flag => vec![p.clone()],
            Some(Paths::Many(p)) if !any_flag => p.clone(),
            _ => continue,
        };
        out.push((kind, paths));
    }
    Ok(out)
}

/// Reads the files into canonical tables.
///
/// # Errors
/// Whatever intake refuses, and flags that cannot be read.
pub fn read(args: &DataArgs, config: &Config, today: Date) -> Result<Read, Refusal> {
    let mut maps = vec![];
    for (table, columns) in &config.map {
        for (canonical, column) in columns {
            maps.push((kind(table)?, canonical.clone(), column.clone()));
        }
    }
    for text in &args.map {
        let bad = || Refusal::input(format!("--map {text}"), "it cannot be read", "", "write TABLE.NAME=COLUMN, for example transactions.customer=CustomerID");
        let (left, column) = text.split_once('=').ok_or_else(bad)?;
        let (table, canonical) = left.split_once('.').ok_or_else(bad)?;
        maps.push((kind(table)?, canonical.to_string(), column.to_string()));
    }
    let request = IntakeRequest {
        inputs: paths(args, config)?,
        maps,
        decimal_mark: args.decimal_mark.or(config.reading.decimal_mark),
        date_order: args.date_order.clone().or_else(|| config.reading.date_order.clone()),
        today: Some(today),
        ..IntakeRequest::default()
    };
    let got = intake::read(&request).map_err(|e| Refusal {
        place: e.place(),
        fact: e.fact(),
        reason: e.reason(),
        next: e.next_step(),
        code: crate::error::exit::BAD_INPUT,
    })?;
    let files = got.files.into_iter().map(|f| FileRecord { table: f.table, path: f.path, bytes: f.bytes, sha256: f.sha256 }).collect();
    let mut tables = got.tables;
    if config.reading.whole_histories == Some(false) {
        tables.incomplete = Some("the settings say that the orders are not whole histories".into());
    }
    Ok(Read { tables, files, set_aside: got.set_aside })
}
fn kind(word: &str) -> Result<TableKind, Refusal> {
    word.parse().map_err(|_| {
        Refusal::input("--map", format!("{word:?} is no table"), "", "name one of transactions, subscriptions, usage, voc, members, points-ledger, rewards")
    })
}

/// Measures the tables.
///
/// # Errors
/// No usable rows.
pub fn measure(tables: &Tables, origin: Origin, currency: Currency, as_of: Option<Date>) -> Result<Extract, Refusal> {
    extract::measure(tables, &ExtractRequest { as_of, ..ExtractRequest::new(origin, currency) }).map_err(|e| {
        Refusal::input("the data", e.to_string(), "", "give a file with rows that can be used, or leave the data out to plan for the demonstration company")
    })
}
/// `--as-of`, else the settings.
///
/// # Errors
/// No date.
pub fn as_of(args: &DataArgs, config: &Config) -> Result<Option<Date>, Refusal> {
    args.as_of.clone().or_else(|| config.reading.as_of.clone()).map(|t| request::date("--as-of", &t)).transpose()
}
