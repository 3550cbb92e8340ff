//! Files into canonical tables, and these into an extract.
use crate::clock;
use crate::context::Context;
use crate::refusal::{Question, Refusal};
use crate::request::words;
use loyalty_model::extract::{Extract, Origin};
use loyalty_model::plan::FileRecord;
use loyalty_model::request::DataRequest;
use loyalty_model::units::{Currency, Date};
use loyalty_sources::canonical::Tables;
use loyalty_sources::extract::{self, ExtractRequest};
use loyalty_sources::intake::{self, Ask, IntakeError, IntakeRequest, Kind, SetAsideRow, TableKind};
use std::path::MAIN_SEPARATOR;
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

/// No file is named.
pub fn names_no_file(data: &DataRequest) -> bool {
    data.tables.values().all(Vec::is_empty)
}
/// Reads the files into canonical tables.
///
/// # Errors
/// Whatever intake refuses.
pub fn read(context: &Context, data: &DataRequest) -> Result<Read, Refusal> {
    let request = request_of(context, data)?;
    Ok(kept(context, intake::read(&request).map_err(refusal)?, data))
}
/// Reads, and reads again at most twice where a file could not be read to its end; after that goes on without the table, unless the plan
/// rests on it. What is wrong inside a file is not tried again: it would be wrong again.
///
/// # Errors
/// Whatever intake refuses; a table that the plan rests on and that stays unreadable; cancelled.
pub fn pull(context: &Context, data: &DataRequest) -> Result<Pulled, Refusal> {
    let mut request = request_of(context, data)?;
    let (mut attempts, mut lost, mut tried) = (vec![], vec![], 0);
    loop {
        context.going_on()?;
        let error = match intake::read(&request) {
            Ok(got) => {
                attempts.push("ok".to_string());
                return Ok(Pulled { read: kept(context, got, data), attempts, lost });
            }
            Err(e) if e.kind == Kind::Unreadable => e,
            Err(e) => return Err(refusal(e)),
        };
        let said = context.relative(&format!("{}: {}", error.place(), error.fact()));
        attempts.push(said.clone());
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
                lost.push(said);
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
/// Measures the tables.
///
/// # Errors
/// No usable rows.
pub fn measure(tables: &Tables, origin: Origin, currency: Currency, as_of: Option<Date>) -> Result<Extract, Refusal> {
    extract::measure(tables, &ExtractRequest { as_of, ..ExtractRequest::new(origin, currency) }).map_err(|e| {
        Refusal::input("the data", e.to_string(), "", "give a file with rows that can be used, or leave the data out to plan for the demonstration company")
    })
}
/// The day on which contracts without a start are counted from: today, where the data hold nothing but such contracts.
pub fn snapshot(tables: &Tables) -> Option<Date> {
    let contracts = tables.subscriptions.as_ref().filter(|_| tables.orders.is_none())?;
    contracts.iter().all(|s| s.start.is_none()).then(|| clock::now().day)
}
fn kept(context: &Context, got: intake::Intake, data: &DataRequest) -> Read {
    let record = |f: intake::FileRead| FileRecord { table: f.table, path: context.relative(&f.path), bytes: f.bytes, sha256: f.sha256 };
    let mut tables = got.tables;
    if data.whole_histories == Some(false) {
        tables.incomplete = Some("the settings say that the orders are not whole histories".into());
    }
    tables.quality.iter_mut().flat_map(|q| &mut q.notes).for_each(|n| *n = context.relative(n));
    let aside = |r: SetAsideRow| SetAsideRow { file: context.relative(&r.file), ..r };
    Read { tables, files: got.files.into_iter().map(record).collect(), set_aside: got.set_aside.into_iter().map(aside).collect() }
}
fn refusal(e: IntakeError) -> Refusal {
    let refused = Refusal::input(e.place(), e.fact(), e.reason(), e.next_step());
    match e.asks() {
        None => refused,
        Some(Ask::Column { table, column, candidates }) => {
            refused.asking(Question::Column { table: table.word().into(), column: (*column).into(), candidates: candidates.clone() })
        }
        Some(Ask::DateOrder(choices)) => refused.asking(Question::DateOrder { choices: choices.iter().map(|c| (*c).to_string()).collect() }),
    }
}
fn request_of(context: &Context, data: &DataRequest) -> Result<IntakeRequest, Refusal> {
    let mut inputs = vec![];
    for (word, paths) in data.tables.iter().filter(|(_, paths)| !paths.is_empty()) {
        let kind = words::table(word, word)?;
        inputs.push((kind, paths.iter().map(|p| pattern(context, word, p)).collect::<Result<Vec<_>, _>>()?));
    }
    inputs.sort_by_key(|(kind, _)| *kind);
    let columns = data.columns.iter().map(|c| Ok((words::table("--map", &c.table)?, c.name.clone(), c.column.clone())));
    Ok(IntakeRequest {
        inputs,
        maps: columns.collect::<Result<_, Refusal>>()?,
        decimal_mark: data.decimal_mark,
        date_order: data.date_order.clone(),
        today: Some(clock::now().day),
    })
}
/// A path, folder or glob as it can be opened: what is special to a glob in the context's own folder is taken by its letter.
fn pattern(context: &Context, table: &str, path: &str) -> Result<String, Refusal> {
    let whole = context.reading(table, path)?;
    if whole.exists() || std::path::Path::new(path).is_absolute() {
        return Ok(whole.to_string_lossy().into_owned());
    }
    let letter = |c: char| if "*?[]".contains(c) { format!("[{c}]") } else { c.to_string() };
    let folder: String = context.folder.to_string_lossy().chars().map(letter).collect();
    Ok(format!("{}{MAIN_SEPARATOR}{path}", folder.trim_end_matches(MAIN_SEPARATOR)))
}
