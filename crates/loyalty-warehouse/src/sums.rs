//! Sums where the rows are: one session asks the statements of `loyalty_sources::sums`, each when the answers before it are known.
use crate::cells;
use crate::engine::Engine;
use crate::fault::Fault;
use crate::fetch::{self, Begun, HOW, PAUSES, Part, Queries};
use crate::spool::Spool;
use crate::statement::Asked;
use crate::url::Connection;
use crate::watch::{AtWork, Watch};
use crate::work::{self, How, Message, Query, Working};
use loyalty_model::fact::Fact;
use loyalty_model::input::InputRecord;
use loyalty_model::statement::Statement;
use loyalty_sources::intake::{FIRST_ROWS, TableKind};
use loyalty_sources::source::{Ask, Extracted, Files, SourceError};
use loyalty_sources::sums::{self, Agenda, Dialect, Orders};
use sha2::{Digest, Sha256};
use std::sync::mpsc::Sender;

/// What to do instead, wherever sums cannot be computed in the engine.
const ROWS: &str = "read the rows instead: --sums rows";

/// Measures orders in the database.
///
/// # Errors
/// An engine, a table or a query that sums are not computed from; what the statements refuse; no connection.
pub fn extract(connection: &Connection, queries: &Queries, files: &Files, ask: &Ask, watch: Watch) -> Result<Extracted, SourceError> {
    let dialect = dialect(connection).map_err(|f| f.error)?;
    let part = only(connection, queries, files).map_err(|f| f.error)?;
    let (mut attempts, mut tried) = (vec![], 0);
    loop {
        let mut session = Asking::begin(connection, dialect, &part, watch);
        let read = session.extract(files, ask);
        session.over();
        let fault = match read {
            Ok(read) if tried == 0 => return Ok(read),
            Ok(read) => {
                attempts.push(Fact::new("attempt-read").fact("how", HOW[tried]));
                return Ok(Extracted { attempts, ..read });
            }
            Err(fault) => fault,
        };
        if !fault.passing {
            return Err(fault.error);
        }
        let e = &fault.error;
        let (table, place, why) = (part.kind.word(), e.place.clone(), e.fact.clone());
        attempts.push(Fact::new("attempt-unread").fact("how", HOW[tried]).text("table", table).text("place", place).text("why", why));
        let Some(pause) = PAUSES.get(tried) else {
            let reason = format!("It was tried {} times, and the plan rests on it. {}", HOW.len(), e.reason);
            return Err(SourceError { reason, ..fault.error });
        };
        tried += 1;
        fetch::wait(*pause, watch.cancelled);
    }
}
fn dialect(connection: &Connection) -> Result<Dialect, Fault> {
    match connection.engine() {
        Engine::PostgreSql => Ok(Dialect::PostgreSql),
        Engine::DuckDb => Ok(Dialect::DuckDb),
        Engine::Spark => Ok(Dialect::Spark),
        engine @ (Engine::Sqlite | Engine::FlightSql) => {
            let fact = format!("{} computes no sums for a plan", engine.name());
            Err(Fault::new(connection.place(), fact, "It has no SHA-256 or no exact decimals, or nobody tried it", ROWS))
        }
    }
}
/// The one query of orders.
fn only(connection: &Connection, queries: &Queries, files: &Files) -> Result<Part, Fault> {
    let mut parts = fetch::parts(connection, queries)?;
    let more = |fact: String| Fault::new(connection.place(), fact, "Sums in the engine are those of one table of orders", ROWS);
    let other = parts.iter().map(|p| p.kind).chain(files.request.kinds()).find(|kind| *kind != TableKind::Transactions);
    if let Some(other) = other {
        return Err(more(format!("{} is asked for beside the orders", other.word())));
    }
    match (parts.pop(), parts.len()) {
        (Some(part), 0) if files.request.inputs.is_empty() => Ok(part),
        _ => {
            let next = format!("join them in one query with UNION ALL, or {ROWS}");
            Err(Fault { error: SourceError { next_step: next, ..more("the orders are several queries or files".into()).error }, passing: false })
        }
    }
}
/// A session that answers one statement after the other.
struct Asking<'a> {
    connection: &'a Connection,
    dialect: Dialect,
    part: &'a Part,
    watch: Watch<'a>,
    /// The session begins, until it has.
    connecting: Option<AtWork<'a, 'static>>,
    working: Working,
    ask: Sender<Query>,
    version: String,
    moment: String,
    /// The session can keep tables.
    keeps: bool,
    /// SHA-256 over the statements.
    asked: Sha256,
    /// Rows that came here.
    shipped: u64,
    /// Why it failed, where that is no refusal of its own.
    fault: Option<Fault>,
}
impl<'a> Asking<'a> {
    fn begin(connection: &'a Connection, dialect: Dialect, part: &'a Part, watch: Watch<'a>) -> Asking<'a> {
        let connecting = Some(watch.connecting());
        let (working, ask) = work::begin_asking(connection, dialect);
        let (version, moment) = (String::new(), String::new());
        let (keeps, asked, shipped, fault) = (false, Sha256::new(), 0, None);
        Asking { connection, dialect, part, watch, connecting, working, ask, version, moment, keeps, asked, shipped, fault }
    }
    fn extract(&mut self, files: &Files, ask: &Ask) -> Result<Extracted, Fault> {
        let cancelled = self.watch.cancelled;
        let orders = self.first()?;
        let read = sums::extract(self, orders, files, ask, cancelled);
        let mut read = read.map_err(|error| self.fault.take().unwrap_or(Fault { error, passing: false }))?;
        let counted = (read.extract.tables.iter().map(|t| t.rows_read).sum(), read.extract.fingerprint.clone());
        for input in &mut read.inputs {
            self.told(input, &counted);
        }
        Ok(read)
    }
    /// Nothing is asked any more: the session drops what it kept.
    fn over(self) {
        drop(self.ask);
        self.working.over();
    }
    /// What the record of the query says of sums.
    fn told(&self, input: &mut InputRecord, (all, fingerprint): &(u64, String)) {
        let mut note = format!("the engine computed the sums; {} rows came here: answers, the panel and the first rows", self.shipped);
        if !self.keeps {
            note += "; this session may keep no tables of its own, so that each statement worked the orders up again";
        }
        if let InputRecord::Query { rows, sha256, statement_sha256, notes, .. } = input {
            *rows = *all;
            sha256.clone_from(fingerprint);
            *statement_sha256 = fetch::hex(&self.asked.clone().finalize());
            notes.push(note);
        }
    }
    /// The first rows of the query, as text.
    fn first(&mut self) -> Result<Orders, Fault> {
        let query = Query { first: u32::try_from(FIRST_ROWS).ok(), ..self.part.query.clone() };
        let text = query.asked.statement(self.connection.engine());
        let place = query.place.clone();
        self.send(query)?;
        let (agenda, statement) = Agenda::of_orders();
        let mut first_rows = None;
        let mut open: Option<(Spool, Begun)> = None;
        loop {
            match self.next()? {
                Message::Connected(version, moment, keeps) => {
                    (self.version, self.moment, self.keeps) = (version, moment, keeps);
                    self.connecting = None;
                    first_rows = Some(self.watch.begin(statement));
                }
                Message::Begun { statement, columns, notes } => {
                    let spool = Spool::begin(&cells::heading(&columns)).map_err(|e| fetch::full(self.connection.place(), &e))?;
                    open = Some((spool, Begun { statement: text.clone(), columns, notes }));
                    self.asked.update(statement.as_bytes());
                }
                Message::Rows(records, ends) => {
                    if let Some((spool, _)) = &mut open {
                        spool.add(&records, &ends).map_err(|e| fetch::full(self.connection.place(), &e))?;
                    }
                }
                Message::Ended => break,
                Message::Tables(_) | Message::Counts(_) | Message::Again(_) | Message::NotKept | Message::Failed(_) => {}
            }
        }
        drop(first_rows);
        let (spool, begun) = open.ok_or_else(|| self.broken())?;
        self.shipped += spool.rows;
        let (columns, first) = fetch::kept(self.connection, &place, (&self.version, &self.moment), spool, begun)?;
        let record = InputRecord::with_table(first.record, TableKind::Transactions.word());
        Ok(Orders { query: text, first: loyalty_sources::intake::Answer { record, ..first }, columns, agenda })
    }
    fn send(&mut self, query: Query) -> Result<(), Fault> {
        // Where the session is over, its last word says why.
        let _ = self.ask.send(query);
        self.working.asked();
        Ok(())
    }
    fn next(&mut self) -> Result<Message, Fault> {
        self.working.next(self.watch.cancelled)?.ok_or_else(|| self.broken())
    }
    fn broken(&self) -> Fault {
        Fault::new(self.connection.place(), "the session ended before all answers had come", "What was counted is not whole", "try again").passing(true)
    }
    fn answered(&mut self, at_work: &AtWork, statement: &str, row: &mut dyn FnMut(Vec<String>) -> Result<(), String>) -> Result<(), Fault> {
        self.asked.update(statement.as_bytes());
        let place = self.part.query.place.clone();
        self.send(Query { asked: Asked::Query(statement.into()), place: place.clone(), first: None, how: How::Counts })?;
        loop {
            match self.next()? {
                Message::Counts(rows) => {
                    self.shipped += rows.len() as u64;
                    for one in rows {
                        row(one).map_err(|why| {
                            let fact = format!("an answer cannot be used: {why}");
                            Fault::new(&place, fact, "A sum that does not come as it was asked would be a wrong figure", ROWS)
                                .withholding("an answer cannot be used")
                        })?;
                    }
                }
                Message::Again(megabytes) => at_work.again(megabytes),
                Message::Ended => return Ok(()),
                _ => {}
            }
        }
    }
}
impl Asking<'_> {
    /// Keeps the rows of a statement, unless the engine cannot.
    fn kept(&mut self, at_work: &AtWork, statement: &str) -> Result<bool, Fault> {
        self.asked.update(statement.as_bytes());
        let place = self.part.query.place.clone();
        self.send(Query { asked: Asked::Query(statement.into()), place, first: None, how: How::Keeping })?;
        loop {
            match self.next()? {
                Message::Again(megabytes) => at_work.again(megabytes),
                Message::Ended => return Ok(true),
                Message::NotKept => {
                    self.keeps = false;
                    return Ok(false);
                }
                _ => {}
            }
        }
    }
}
impl sums::Engine for Asking<'_> {
    fn dialect(&self) -> Dialect {
        self.dialect
    }
    fn ask(&mut self, what: Statement<'static>, statement: &str, row: &mut dyn FnMut(Vec<String>) -> Result<(), String>) -> Result<(), SourceError> {
        let at_work = self.watch.begin(what);
        self.answered(&at_work, statement, row).map_err(|fault| {
            let error = fault.error.clone();
            self.fault = Some(fault);
            error
        })
    }
    fn keep(&mut self, what: Statement<'static>, statements: Vec<String>) -> Result<bool, SourceError> {
        if !self.keeps {
            return Ok(false);
        }
        let at_work = self.watch.begin(what);
        for statement in statements {
            let kept = self.kept(&at_work, &statement).map_err(|fault| {
                let error = fault.error.clone();
                self.fault = Some(fault);
                error
            })?;
            if !kept {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
