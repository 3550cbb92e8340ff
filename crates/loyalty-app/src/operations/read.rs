//! Files as a source, and what a source refuses as a refusal. Paths are those of the context; what is told of them is as a person named them.
use crate::clock;
use crate::context::Context;
use crate::refusal::{Question, Refusal};
use crate::request::parse;
use loyalty_model::assumption::rows;
use loyalty_model::extract::{Extract, Origin};
use loyalty_model::input::InputRecord;
use loyalty_model::request::{DataRequest, SumsIn, WarehouseRequest};
use loyalty_model::units::{Currency, Date};
use loyalty_sources::canonical::Tables;
use loyalty_sources::extract::{self, ExtractRequest};
use loyalty_sources::intake::{IntakeRequest, SetAsideRow};
use loyalty_sources::paths;
use loyalty_sources::source::{self, Ask, Extracted, Files, Read, SourceError};
use loyalty_warehouse::{Connection, Machine, Queries, Watch};
use std::path::{MAIN_SEPARATOR, Path};

/// The assumption that an order without an amount stands for.
pub const ORDER_VALUE: &str = "orders.assumed_value";
/// Neither a file nor a database is named.
pub fn names_no_file(data: &DataRequest) -> bool {
    data.tables.values().all(Vec::is_empty) && data.warehouse.is_none()
}
/// The database computes the sums.
pub fn in_the_engine(data: &DataRequest) -> bool {
    data.warehouse.as_ref().is_some_and(|w| w.sums == Some(SumsIn::Engine))
}
/// The database of a request, and what is asked of it.
///
/// # Errors
/// A URL that is refused, a database that may not be asked, a table that is named twice.
pub fn database(context: &Context, data: &DataRequest) -> Result<Option<(Connection, Queries)>, Refusal> {
    let Some(asked) = &data.warehouse else { return Ok(None) };
    if let Some(table) = asked.queries.keys().find(|t| data.tables.get(*t).is_some_and(|files| !files.is_empty())) {
        return Err(Refusal::input(
            table,
            "it is named both as files and as a query",
            "Rows that stand in both would count twice",
            "name it under [data] or under [warehouse], not under both",
        ));
    }
    let connection = connection(context, asked)?;
    let queries = asked.queries.iter().map(|(word, all)| Ok((parse::table(word, word)?, all.clone()))).collect::<Result<_, Refusal>>()?;
    Ok(Some((connection, queries)))
}
/// The connection that a request names.
///
/// # Errors
/// See [`database`].
pub fn connection(context: &Context, asked: &WarehouseRequest) -> Result<Connection, Refusal> {
    if asked.from.trim().is_empty() {
        return Err(Refusal::input(
            "[warehouse] from",
            "it is missing",
            "A query, and sums in an engine, need a database",
            "add --from URL, or from = \"URL\" under [warehouse]",
        ));
    }
    context.paths.connecting(&asked.from)?;
    let file = |path: &str| {
        let at = context.reading("from", path).map_err(error)?;
        if at.is_file() {
            return Ok(at);
        }
        Err(error(Refusal::input(path, "the file does not exist", "The program reads databases and never creates one", "check the path")))
    };
    let of = &context.databases;
    let machine = Machine { driver: of.driver.clone(), running: of.running.clone(), variable: &of.variable, file: &file };
    Connection::of(asked, &machine).map_err(refusal)
}
/// A refusal on its way through a source.
fn error(r: Refusal) -> SourceError {
    let withheld = r.withheld.map(|w| *w);
    SourceError { cancelled: false, place: r.place, fact: r.fact, reason: r.reason, next_step: r.next, question: None, withheld }
}
/// Reads the files of today into canonical tables.
///
/// # Errors
/// Whatever intake refuses; cancelled.
pub fn read(context: &Context, data: &DataRequest) -> Result<Read, Refusal> {
    if in_the_engine(data) {
        let reason = "This command works on rows, and with sums in the engine the orders stay in the database";
        return Err(Refusal::input("--sums engine", "rows are needed", reason, "read them for this command: --sums rows"));
    }
    let cancel = context.progress.cancel_token();
    let usual = rows().into_iter().find(|r| r.id == ORDER_VALUE).map_or(1.0, |r| r.value);
    let mut files = files(context, data, None, usual)?;
    if let Some((connection, queries)) = database(context, data)? {
        let watch = Watch { cancelled: &|| cancel.is_cancelled(), told: &|statement, event| context.progress.on_statement(statement, event) };
        files.request.answers = loyalty_warehouse::fetch(&connection, &queries, watch).map_err(refusal)?.answers;
    }
    let read = files.read(clock::day_in(data.time_zone.as_deref()), &|| cancel.is_cancelled()).map_err(refusal)?;
    Ok(Read { inputs: named(context, read.inputs), set_aside: aside(context, read.set_aside), ..read })
}
/// What a database measures of a request without handing out its rows.
///
/// # Errors
/// What sums cannot be computed from; whatever the database says; cancelled.
pub fn sums(context: &Context, data: &DataRequest) -> Result<Extracted, Refusal> {
    let cancel = context.progress.cancel_token();
    let files = files(context, data, None, 1.0)?;
    let Some((connection, queries)) = database(context, data)? else {
        return Err(Refusal::input(
            "--sums engine",
            "no database is named",
            "The engine of a database computes the sums",
            "add --from URL, or remove --sums engine",
        ));
    };
    let ask = Ask { as_of: data.as_of, ..Ask::on(clock::day_in(data.time_zone.as_deref())) };
    let watch = Watch { cancelled: &|| cancel.is_cancelled(), told: &|statement, event| context.progress.on_statement(statement, event) };
    let read = loyalty_warehouse::extract_sums(&connection, &queries, &files, &ask, watch).map_err(refusal)?;
    Ok(Extracted { inputs: named(context, read.inputs), ..read })
}
/// The files of a request as a source.
///
/// # Errors
/// A path that may not be read, a table that nobody knows.
pub fn files(context: &Context, data: &DataRequest, spend_per_point: Option<f64>, order_value: f64) -> Result<Files, Refusal> {
    let request = IntakeRequest { assumed_order_value: Some(order_value), ..request_of(context, data)? };
    Ok(Files { request, whole_histories: data.whole_histories, spend_per_point })
}
/// Records of what was read, their paths as a person named them.
pub fn named(context: &Context, inputs: Vec<InputRecord>) -> Vec<InputRecord> {
    let one = |mut record: InputRecord| {
        match &mut record {
            InputRecord::File { path, .. } => *path = context.relative(path),
            InputRecord::Given { place, .. } => *place = context.relative(place),
            InputRecord::Query { .. } | InputRecord::Generated { .. } => {}
        }
        record
    };
    inputs.into_iter().map(one).collect()
}
/// Rows set aside, their files as a person named them.
pub fn aside(context: &Context, rows: Vec<SetAsideRow>) -> Vec<SetAsideRow> {
    rows.into_iter().map(|r| SetAsideRow { file: context.relative(&r.file), ..r }).collect()
}
/// What was noticed in single files, each with its path.
pub fn remarks(inputs: &[InputRecord]) -> Vec<String> {
    let of = |i: &InputRecord| {
        let unread = (!i.unread().is_empty()).then(|| format!("columns that are not read: {}", i.unread().join(", ")));
        i.notes().iter().cloned().chain(unread).map(|n| format!("{}: {n}", i.rows_of().unwrap_or_default())).collect::<Vec<_>>()
    };
    inputs.iter().flat_map(of).collect()
}
/// Measures the tables.
///
/// # Errors
/// No usable rows.
pub fn measure(tables: &Tables, origin: Origin, currency: Currency, as_of: Option<Date>) -> Result<Extract, Refusal> {
    extract::measure(tables, &ExtractRequest { as_of, ..ExtractRequest::new(origin, currency) }).map_err(|e| refusal(e.into()))
}
/// The day on which contracts without a start are counted from: today, where the data hold nothing but such contracts.
pub fn snapshot(tables: &Tables) -> Option<Date> {
    let contracts = tables.subscriptions.as_ref().filter(|_| tables.orders.is_none())?;
    contracts.iter().all(|s| s.start.is_none()).then(|| clock::now().day)
}
/// Why a source has no answer.
pub fn refusal(e: SourceError) -> Refusal {
    if e.cancelled {
        return Refusal::stopped(e.place, e.fact, "ask again: the same request gives the same plan");
    }
    let refused = Refusal { withheld: e.withheld.map(Box::new), ..Refusal::input(e.place, e.fact, e.reason, e.next_step) };
    match e.question {
        None => refused,
        Some(source::Question::Column { table, column, candidates }) => {
            refused.asking(Question::Column { table: table.word().into(), column: column.into(), candidates })
        }
        Some(source::Question::DateOrder(choices)) => refused.asking(Question::DateOrder { choices: choices.iter().map(|c| (*c).to_string()).collect() }),
    }
}
fn request_of(context: &Context, data: &DataRequest) -> Result<IntakeRequest, Refusal> {
    let mut inputs = vec![];
    for (word, paths) in data.tables.iter().filter(|(_, paths)| !paths.is_empty()) {
        let kind = parse::table(word, word)?;
        inputs.push((kind, paths.iter().map(|p| pattern(context, word, p)).collect::<Result<Vec<_>, _>>()?));
    }
    inputs.sort_by_key(|(kind, _)| *kind);
    let columns = data.columns.iter().map(|c| Ok((parse::table("--map", &c.table)?, c.name.clone(), c.column.clone())));
    Ok(IntakeRequest {
        inputs,
        maps: columns.collect::<Result<_, Refusal>>()?,
        decimal_mark: data.decimal_mark,
        date_order: data.date_order.clone(),
        time_zone: data.time_zone.clone(),
        count_zero_orders: data.count_zero_orders == Some(true),
        ..IntakeRequest::default()
    })
}
/// A path, folder or glob as it can be opened: what is special to a glob in the context's own folder is taken by its letter.
fn pattern(context: &Context, table: &str, path: &str) -> Result<String, Refusal> {
    // Where a name is no text, what it means is looked for in the context's own folder.
    let named = if path.contains("\\x") { context.shown(&paths::meant(&context.at(path))) } else { path.into() };
    let whole = context.reading(table, named)?;
    if whole.exists() || Path::new(path).is_absolute() {
        return Ok(paths::shown(&whole));
    }
    let letter = |c: char| if "*?[]".contains(c) { format!("[{c}]") } else { c.to_string() };
    let folder: String = paths::shown(&context.folder).chars().map(letter).collect();
    Ok(format!("{}{MAIN_SEPARATOR}{path}", folder.trim_end_matches(MAIN_SEPARATOR)))
}
