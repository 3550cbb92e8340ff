//! From flags and settings to an extract, whatever the origin of the data.
use crate::cli::args::DataArgs;
use crate::error::{Refusal, exit};
use crate::request::{self, Config, Paths};
use loyalty_model::extract::{Extract, Origin};
use loyalty_model::input::InputRecord;
use loyalty_model::units::{Currency, Date};
use loyalty_sources::canonical::Tables;
use loyalty_sources::extract::{self, ExtractRequest};
use loyalty_sources::intake::{IntakeRequest, TableKind};
use loyalty_sources::source::{Files, Read, SourceError};

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
    files(args, config, None)?.read(today, &|| false).map_err(refusal)
}
/// The files of a request as a source.
///
/// # Errors
/// Flags that cannot be read.
pub fn files(args: &DataArgs, config: &Config, spend_per_point: Option<f64>) -> Result<Files, Refusal> {
    Ok(Files { request: request_of(args, config)?, whole_histories: config.reading.whole_histories, spend_per_point })
}
/// What was noticed in single files, each with its path.
pub fn remarks(inputs: &[InputRecord]) -> Vec<String> {
    let of = |i: &InputRecord| i.notes().iter().map(|n| format!("{}: {n}", i.file().map_or("", |f| f.path))).collect::<Vec<_>>();
    inputs.iter().flat_map(of).collect()
}
/// Why a source has no answer, for a person.
pub fn refusal(e: SourceError) -> Refusal {
    Refusal { place: e.place, fact: e.fact, reason: e.reason, next: e.next_step, code: if e.cancelled { exit::STOPPED } else { exit::BAD_INPUT } }
}
fn request_of(args: &DataArgs, config: &Config) -> Result<IntakeRequest, Refusal> {
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
    Ok(IntakeRequest {
        inputs: paths(args, config)?,
        maps,
        decimal_mark: args.decimal_mark.or(config.reading.decimal_mark),
        date_order: args.date_order.clone().or_else(|| config.reading.date_order.clone()),
        today: None,
    })
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
    extract::measure(tables, &ExtractRequest { as_of, ..ExtractRequest::new(origin, currency) }).map_err(|e| refusal(e.into()))
}
/// `--as-of`, else the settings.
///
/// # Errors
/// No date.
pub fn as_of(args: &DataArgs, config: &Config) -> Result<Option<Date>, Refusal> {
    args.as_of.clone().or_else(|| config.reading.as_of.clone()).map(|t| request::date("--as-of", &t)).transpose()
}
