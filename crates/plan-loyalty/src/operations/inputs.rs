//! From flags and settings to an extract, whatever the origin of the data.
use crate::cli::args::DataArgs;
use crate::error::Refusal;
use crate::request::{self, Config, Paths};
use loyalty_model::extract::{Extract, Origin};
use loyalty_model::plan::FileRecord;
use loyalty_model::units::{Currency, Date};
use loyalty_sources::canonical::Tables;
use loyalty_sources::extract::{self, ExtractRequest};
use loyalty_sources::intake::{self, IntakeError, IntakeRequest, Kind, SetAsideRow, TableKind};
use std::time::Duration;

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
    let request = request_of(args, config, today)?;
    kept(intake::read(&request).map_err(refusal)?, config)
}
/// A pull of the data: what was read, how often it was tried, what was left out in the end.
#[derive(Debug)]
pub struct Pulled {
    /// What was read.
    pub read: Read,
    /// Attempts: an error, or `ok`.
    pub attempts: Vec<String>,
    /// Tables that stayed unreadable, with the reason.
    pub lost: Vec<String>,
}
/// Pauses before the first and the second retry: a file that another program is still writing is often whole a moment later.
const PAUSES: [Duration; 2] = [Duration::from_millis(400), Duration::from_millis(1_200)];

/// Reads, and reads again at most twice where a file could not be read to its end; after that goes on without the table, unless the plan
/// rests on it. What is wrong inside a file is not tried again: it would be wrong again.
///
/// # Errors
/// Whatever intake refuses; a table that the plan rests on and that stays unreadable.
pub fn pull(args: &DataArgs, config: &Config, today: Date) -> Result<Pulled, Refusal> {
    let mut request = request_of(args, config, today)?;
    let (mut attempts, mut lost, mut tried) = (vec![], vec![], 0);
    loop {
        let error = match intake::read(&request) {
            Ok(got) => {
                attempts.push("ok".to_string());
                return Ok(Pulled { read: kept(got, config)?, attempts, lost });
            }
            Err(e) if e.kind == Kind::Unreadable => e,
            Err(e) => return Err(refusal(e)),
        };
        attempts.push(format!("{}: {}", error.place(), error.fact()));
        if let Some(pause) = PAUSES.get(tried) {
            tried += 1;
            std::thread::sleep(*pause);
            continue;
        }
        let place = error.place();
        let own = request.inputs.iter().position(|(_, paths)| paths.iter().any(|p| place.contains(p.as_str())));
        let beside = |k: TableKind| matches!(k, TableKind::Usage | TableKind::Voc | TableKind::Members | TableKind::Rewards);
        match own.filter(|i| beside(request.inputs[*i].0) && request.inputs.len() > 1) {
            Some(i) => {
                lost.push(format!("{place}: {}", error.fact()));
                request.inputs.remove(i);
                tried = 0;
            }
            None => {
                let times = attempts.len();
                return Err(Refusal { reason: format!("It was tried {times} times, and the plan rests on it. {}", error.reason()), ..refusal(error) });
            }
        }
    }
}
fn kept(got: intake::Intake, config: &Config) -> Result<Read, Refusal> {
    let files = got.files.into_iter().map(|f| FileRecord { table: f.table, path: f.path, bytes: f.bytes, sha256: f.sha256 }).collect();
    let mut tables = got.tables;
    if config.reading.whole_histories == Some(false) {
        tables.incomplete = Some("the settings say that the orders are not whole histories".into());
    }
    Ok(Read { tables, files, set_aside: got.set_aside })
}
fn refusal(e: IntakeError) -> Refusal {
    Refusal { place: e.place(), fact: e.fact(), reason: e.reason(), next: e.next_step(), code: crate::error::exit::BAD_INPUT }
}
fn request_of(args: &DataArgs, config: &Config, today: Date) -> Result<IntakeRequest, Refusal> {
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
        today: Some(today),
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
