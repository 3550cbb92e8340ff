//! All tables of a request: one session, each statement once; tried again where the connection broke off, and without a table that the plan does not rest on.
use crate::cells;
use crate::fault::Fault;
use crate::spool::Spool;
use crate::statement::Asked;
use crate::url::Connection;
use crate::watch::Watch;
use crate::work::{self, How, Job, Message, Query, Working};
use loyalty_model::fact::{Fact, FactId};
use loyalty_model::input::InputRecord;
use loyalty_model::statement::{Statement, StatementOf};
use loyalty_sources::intake::{Answer, Cancelled, TableKind};
use loyalty_sources::source::SourceError;
use sha2::{Digest, Sha256};
use std::time::{Duration, Instant};

/// Pauses before the first and the second retry.
pub(crate) const PAUSES: [Duration; 2] = [Duration::from_millis(400), Duration::from_millis(1_200)];
/// How each try reads.
pub(crate) const HOW: [FactId; 3] = [FactId("read-first"), FactId("read-after-pause"), FactId("read-after-longer-pause")];

/// Tables or queries by table, as a person wrote them.
pub type Queries = Vec<(TableKind, Vec<String>)>;
/// Answers by table.
pub type Answers = Vec<(TableKind, Vec<Answer>)>;
/// What a database answered.
#[derive(Debug)]
pub struct Fetched {
    pub answers: Answers,
    /// How it was tried, where the first try was not the last.
    pub attempts: Vec<Fact>,
    /// Tables that stayed unread.
    pub lost: Vec<String>,
}
/// One part of a table.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub kind: TableKind,
    pub query: Query,
    /// Its place among the queries of its table.
    nth: usize,
}
impl Part {
    /// The table as the database names it, or which query it is.
    pub(crate) fn name(&self) -> String {
        match &self.query.asked {
            Asked::Table(names) => names.join("."),
            Asked::Query(_) => format!("query {} of {}", self.nth + 1, self.kind.word()),
        }
    }
}
/// Asks a database for all tables of a request.
///
/// # Errors
/// No driver, no connection, a statement that fails, a table that the plan rests on and that stays unread.
pub fn fetch(connection: &Connection, queries: &Queries, watch: Watch) -> Result<Fetched, SourceError> {
    let mut parts = parts(connection, queries).map_err(|f| f.error)?;
    let (mut attempts, mut lost, mut tried) = (vec![], vec![], 0);
    loop {
        let (at, fault) = match once(connection, &parts, watch) {
            Ok(answers) => {
                if tried > 0 {
                    attempts.push(Fact::new("attempt-read").fact("how", HOW[tried]));
                }
                return Ok(Fetched { answers, attempts, lost });
            }
            Err((at, fault)) if fault.passing => (at, fault),
            Err((_, fault)) => return Err(fault.error),
        };
        let part = &parts[at.min(parts.len() - 1)];
        let (kind, e) = (part.kind, &fault.error);
        attempts
            .push(Fact::new("attempt-unread").fact("how", HOW[tried]).text("table", kind.word()).text("place", e.place.clone()).text("why", e.fact.clone()));
        if let Some(pause) = PAUSES.get(tried) {
            tried += 1;
            wait(*pause, watch.cancelled);
            continue;
        }
        if !is_beside(kind) || parts.iter().all(|p| p.kind == kind) {
            let reason = format!("It was tried {} times, and the plan rests on it. {}", HOW.len(), e.reason);
            return Err(SourceError { reason, ..fault.error });
        }
        attempts.push(Fact::new("attempt-without").text("table", kind.word()));
        lost.push(format!("the table {}", kind.word()));
        parts.retain(|p| p.kind != kind);
        tried = 0;
    }
}
/// The plan can do without it.
pub(crate) fn is_beside(kind: TableKind) -> bool {
    matches!(kind, TableKind::Usage | TableKind::Voc | TableKind::Members | TableKind::Rewards)
}
pub(crate) fn parts(connection: &Connection, queries: &Queries) -> Result<Vec<Part>, Fault> {
    let mut out = vec![];
    for (kind, all) in queries {
        for (nth, text) in all.iter().enumerate() {
            let setting = format!("{} of {}", kind.word(), connection.place());
            let asked = Asked::read(&setting, text)?;
            let query = Query { asked, place: String::new(), first: None, how: How::Rows };
            let part = Part { kind: *kind, query, nth };
            let place = format!("{}: {}", connection.place(), part.name());
            out.push(Part { query: Query { place, ..part.query }, ..part });
        }
    }
    if out.is_empty() {
        let next = "let init find them: plan-loyalty init --from URL; or name one: --query transactions=public.orders";
        return Err(Fault::new(
            connection.place(),
            "no table of it is named",
            "A database may hold many tables, and only a person knows which are meant",
            next,
        ));
    }
    Ok(out)
}
/// Tries once; where it fails, at which part.
fn once(connection: &Connection, parts: &[Part], watch: Watch) -> Result<Answers, (usize, Fault)> {
    let mut at = 0;
    let job = Job { queries: parts.iter().map(|p| p.query.clone()).collect(), ..Job::default() };
    let names: Vec<String> = parts.iter().map(Part::name).collect();
    let heard = Hearing { names: &names, first: 1, of: parts.len() as u32, sample: false };
    read(connection, job, watch, &heard, &mut at)
        .map(|answers| {
            let mut out: Answers = vec![];
            for ((_, answer), part) in answers.into_iter().zip(parts) {
                let own = InputRecord::with_table(answer.record, part.kind.word());
                let answer = Answer { record: own, ..answer };
                match out.iter_mut().find(|(kind, _)| *kind == part.kind) {
                    Some((_, all)) => all.push(answer),
                    None => out.push((part.kind, vec![answer])),
                }
            }
            out
        })
        .map_err(|fault| (at, fault))
}
/// Columns of a query, and its answer.
pub(crate) type Read = (Vec<String>, Answer);
/// What is heard of the queries of a job.
pub(crate) struct Hearing<'a> {
    /// What each reads.
    pub names: &'a [String],
    /// Place of the first.
    pub first: u32,
    pub of: u32,
    /// Only first rows are read.
    pub sample: bool,
}
impl<'a> Hearing<'a> {
    fn of(&self, at: usize) -> Option<Statement<'a>> {
        let name = self.names.get(at)?;
        let what = if self.sample { StatementOf::FirstRows(name) } else { StatementOf::Rows(name) };
        Some(Statement { what, number: self.first + at as u32, of: self.of })
    }
}
/// Reads the queries of a job; `at` counts those that are over.
pub(crate) fn read(connection: &Connection, job: Job, watch: Watch, heard: &Hearing, at: &mut usize) -> Result<Vec<Read>, Fault> {
    let queries = job.queries.clone();
    follow(connection, work::begin(connection, job), &queries, (watch, heard), at)
}
fn follow(connection: &Connection, mut working: Working, queries: &[Query], (watch, heard): (Watch, &Hearing), at: &mut usize) -> Result<Vec<Read>, Fault> {
    let (mut version, mut moment, mut out) = (String::new(), String::new(), vec![]);
    let mut open: Option<(Spool, Begun)> = None;
    let mut at_work = Some(watch.connecting());
    // One is over before the next begins.
    let mut on = |at: usize| {
        at_work = None;
        at_work = heard.of(at).map(|statement| watch.begin(statement));
    };
    while let Some(message) = working.next(watch.cancelled)? {
        match message {
            Message::Connected(v, m, _) => {
                (version, moment) = (v, m);
                on(0);
            }
            Message::Begun { statement, columns, notes } => {
                let spool = Spool::begin(&cells::heading(&columns)).map_err(|e| full(connection.place(), &e))?;
                open = Some((spool, Begun { statement, columns, notes }));
            }
            Message::Rows(records, ends) => {
                if let Some((spool, _)) = &mut open {
                    spool.add(&records, &ends).map_err(|e| full(connection.place(), &e))?;
                }
            }
            Message::Ended => {
                let Some((spool, begun)) = open.take() else { continue };
                let place = &queries[*at].place;
                *at += 1;
                out.push(kept(connection, place, (&version, &moment), spool, begun)?);
                on(*at);
            }
            Message::Tables(_) | Message::Counts(_) | Message::Again(_) | Message::NotKept | Message::Failed(_) => {}
        }
    }
    if out.len() < queries.len() {
        let fault = Fault::new(connection.place(), "the driver ended before all rows had come", "What was read is not whole", "try again");
        return Err(fault.passing(true));
    }
    Ok(out)
}
/// A query as it began.
pub(crate) struct Begun {
    pub statement: String,
    pub columns: Vec<String>,
    pub notes: Vec<String>,
}
/// The answer of a query that is over, with its record.
pub(crate) fn kept(connection: &Connection, place: &str, (version, moment): (&str, &str), spool: Spool, begun: Begun) -> Result<Read, Fault> {
    let rows = spool.rows;
    if rows == 0 {
        return Err(Fault::new(place, "it has no row", "There is nothing to plan on", "name a table with rows, or leave it out"));
    }
    let (text, sha256) = spool.end().map_err(|e| full(connection.place(), &e))?;
    let record = InputRecord::Query {
        table: String::new(),
        place: place.into(),
        engine: connection.engine().name().into(),
        version: version.into(),
        statement_sha256: hex(&Sha256::digest(begun.statement.as_bytes())),
        statement: connection.url.clean(&begun.statement),
        snapshot: moment.into(),
        rows,
        sha256,
        columns: vec![],
        notes: vec![],
        unread: vec![],
    };
    Ok((begun.columns, Answer { place: place.into(), record, notes: begun.notes, text }))
}
pub(crate) fn full(place: &str, e: &std::io::Error) -> Fault {
    let reason = "Rows are kept in the folder for temporary files until they are read";
    Fault::new(place, format!("its rows cannot be kept: {e}"), reason, "free some space there, or name another folder: export TMPDIR=/path/with/room")
}
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
/// Waits, unless nobody wants the answer any more.
pub(crate) fn wait(pause: Duration, cancelled: Cancelled) {
    let begun = Instant::now();
    while begun.elapsed() < pause && !cancelled() {
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[cfg(test)]
mod tests;
