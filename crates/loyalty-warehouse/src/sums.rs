//! Sums where the rows are: one session reads the tables beside the orders, then asks the statements of `loyalty_sources::sums`, each when the answers before it
//! are known.
use crate::cells;
use crate::engine::Engine;
use crate::fault::Fault;
use crate::fetch::{self, Answers, Begun, HOW, PAUSES, Part, Queries};
use crate::spool::Spool;
use crate::statement::Asked;
use crate::url::Connection;
use crate::watch::{AtWork, Watch};
use crate::work::{self, How, Message, Query, Working};
use loyalty_model::fact::Fact;
use loyalty_model::input::InputRecord;
use loyalty_model::statement::{Statement, StatementOf};
use loyalty_sources::intake::{Answer, FIRST_ROWS, TableKind};
use loyalty_sources::source::{Ask, Extracted, Files, SourceError};
use loyalty_sources::sums::{self, Agenda, Dialect, Orders, Summed};
use sha2::{Digest, Sha256};
use std::sync::mpsc::Sender;

/// What to do instead, wherever sums cannot be computed in the engine.
const ROWS: &str = "read the rows instead: --sums rows";

/// Measures orders in the database, and the tables beside them from their rows.
///
/// # Errors
/// An engine, a table or a query that sums are not computed from; what the statements refuse; no connection.
pub fn extract(connection: &Connection, queries: &Queries, files: &Files, ask: &Ask, watch: Watch) -> Result<Extracted, SourceError> {
    let dialect = dialect(connection).map_err(|f| f.error)?;
    let (part, mut beside) = split(connection, queries, files).map_err(|f| f.error)?;
    let (mut attempts, mut lost, mut tried) = (vec![], vec![], 0);
    loop {
        let mut session = Asking::begin(connection, dialect, &part, watch);
        let read = session.extract(&beside, files, ask);
        let at = session.at;
        session.over();
        let fault = match read {
            Ok(mut read) => {
                if tried > 0 {
                    attempts.push(Fact::new("attempt-read").fact("how", HOW[tried]));
                }
                read.extract.lost.splice(0..0, lost);
                return Ok(Extracted { attempts: if attempts.is_empty() { read.attempts } else { attempts }, ..read });
            }
            Err(fault) => fault,
        };
        if !fault.passing {
            return Err(fault.error);
        }
        let e = &fault.error;
        let (table, place, why) = (at.word(), e.place.clone(), e.fact.clone());
        attempts.push(Fact::new("attempt-unread").fact("how", HOW[tried]).text("table", table).text("place", place).text("why", why));
        let Some(pause) = PAUSES.get(tried) else {
            if fetch::is_beside(at) {
                attempts.push(Fact::new("attempt-without").text("table", table));
                lost.push(format!("the table {table}"));
                beside.retain(|p| p.kind != at);
                tried = 0;
                continue;
            }
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
/// The one query of orders, and those of the tables beside it.
fn split(connection: &Connection, queries: &Queries, files: &Files) -> Result<(Part, Vec<Part>), Fault> {
    let (mut orders, beside): (Vec<Part>, Vec<Part>) = fetch::parts(connection, queries)?.into_iter().partition(|p| p.kind == TableKind::Transactions);
    let in_files = files.request.kinds().any(|kind| kind == TableKind::Transactions);
    let reason = "Sums in the engine are those of one table of orders; every other table is read beside it, from queries or files";
    match (orders.pop(), orders.is_empty()) {
        (Some(part), true) if !in_files => Ok((part, beside)),
        (None, _) if !in_files => {
            let next = format!("name the orders: --query transactions=TABLE, or {ROWS}");
            Err(Fault::new(connection.place(), "no table of orders is named", reason, next))
        }
        _ => {
            let next = format!("join them in one query with UNION ALL, or {ROWS}");
            Err(Fault::new(connection.place(), "the orders are several queries or files", reason, next))
        }
    }
}
/// A session that answers one statement after the other.
struct Asking<'a> {
    connection: &'a Connection,
    dialect: Dialect,
    part: &'a Part,
    /// The table that is asked.
    at: TableKind,
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
        Asking { connection, dialect, part, at: part.kind, watch, connecting, working, ask, version, moment, keeps, asked, shipped, fault }
    }
    fn extract(&mut self, beside: &[Part], files: &Files, ask: &Ask) -> Result<Extracted, Fault> {
        let cancelled = self.watch.cancelled;
        let answers = self.beside(beside)?;
        let refused = |error| Fault { error, passing: false };
        let rows = files.beside_orders(answers).pull(ask.asked_on, cancelled).map_err(refused)?;
        let (agenda, first) = Agenda::of_orders(beside.len() as u32, &sums::beside_statements(&rows, ask.as_of));
        let orders = self.first(agenda, first)?;
        let summed = sums::extract(self, orders, rows, files, ask, cancelled);
        let Summed { mut read, of_orders } = summed.map_err(|error| self.fault.take().unwrap_or_else(|| refused(error)))?;
        let orders = TableKind::Transactions.word();
        let counted = (read.extract.tables.iter().filter(|t| t.table == orders).map(|t| t.rows_read).sum(), of_orders);
        for input in read.inputs.iter_mut().filter(|i| i.columns().is_some_and(|(table, _)| table == orders)) {
            self.told(input, &counted);
        }
        Ok(read)
    }
    /// Rows of the tables beside the orders.
    fn beside(&mut self, parts: &[Part]) -> Result<Answers, Fault> {
        let mut out: Answers = vec![];
        let of = parts.len() as u32 + Agenda::of_orders(0, &[]).1.of;
        for (number, part) in (1..).zip(parts) {
            self.at = part.kind;
            let name = part.name();
            let (_, answer) = self.rows(part.query.clone(), Statement { what: StatementOf::Rows(&name), number, of }, None)?;
            let answer = Answer { record: InputRecord::with_table(answer.record, part.kind.word()), ..answer };
            match out.iter_mut().find(|(kind, _)| *kind == part.kind) {
                Some((_, all)) => all.push(answer),
                None => out.push((part.kind, vec![answer])),
            }
        }
        self.at = self.part.kind;
        Ok(out)
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
    fn first(&mut self, agenda: Agenda, statement: Statement<'static>) -> Result<Orders, Fault> {
        let query = Query { first: u32::try_from(FIRST_ROWS).ok(), ..self.part.query.clone() };
        let text = query.asked.statement(self.connection.engine());
        let (columns, first) = self.rows(query, statement, Some(text.clone()))?;
        if let InputRecord::Query { rows, .. } = &first.record {
            self.shipped += rows;
        }
        let record = InputRecord::with_table(first.record, TableKind::Transactions.word());
        Ok(Orders { query: text, first: Answer { record, ..first }, columns, agenda })
    }
    /// Rows of a query as text, with their columns; the record shows `shown` where that is not the statement itself.
    fn rows(&mut self, query: Query, statement: Statement, shown: Option<String>) -> Result<fetch::Read, Fault> {
        let place = query.place.clone();
        self.send(query);
        // Before the first statement the session begins.
        let mut at_work = self.connecting.is_none().then(|| self.watch.begin(statement));
        let mut open: Option<(Spool, Begun)> = None;
        loop {
            match self.next()? {
                Message::Connected(version, moment, keeps) => {
                    (self.version, self.moment, self.keeps) = (version, moment, keeps);
                    self.connecting = None;
                    at_work = Some(self.watch.begin(statement));
                }
                Message::Begun { statement, columns, notes } => {
                    let spool = Spool::begin(&cells::heading(&columns)).map_err(|e| fetch::full(self.connection.place(), &e))?;
                    if shown.is_some() {
                        self.asked.update(statement.as_bytes());
                    }
                    open = Some((spool, Begun { statement: shown.clone().unwrap_or(statement), columns, notes }));
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
        drop(at_work);
        let (spool, begun) = open.ok_or_else(|| self.broken())?;
        fetch::kept(self.connection, &place, (&self.version, &self.moment), spool, begun)
    }
    fn send(&mut self, query: Query) {
        // Where the session is over, its last word says why.
        let _ = self.ask.send(query);
        self.working.asked();
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
        self.send(Query { asked: Asked::Query(statement.into()), place: place.clone(), first: None, how: How::Counts });
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
        self.send(Query { asked: Asked::Query(statement.into()), place, first: None, how: How::Keeping });
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::running::Running;
    use crate::url::Machine;
    use loyalty_model::request::WarehouseRequest;
    use loyalty_sources::intake::IntakeRequest;

    fn files(of: &[TableKind]) -> Files {
        let inputs = of.iter().map(|kind| (*kind, vec!["rows.csv".to_string()])).collect();
        Files { request: IntakeRequest { inputs, ..IntakeRequest::default() }, whole_histories: None, spend_per_point: None }
    }
    /// The orders are one query; every other table may stand beside it, as queries or files.
    #[test]
    fn tables_stand_beside_one_query_of_orders() {
        use TableKind::{Members, PointsLedger, Rewards, Subscriptions, Transactions, Usage, Voc};
        let machine = Machine { driver: None, running: Running::default(), variable: &|_| None, file: &|p| Ok(p.into()) };
        let asked =
            WarehouseRequest { from: "postgresql://localhost/shop".into(), queries: std::collections::BTreeMap::new(), timeout_seconds: None, sums: None };
        let connection = Connection::of(&asked, &machine).unwrap();
        let queries = |of: &[(TableKind, usize)]| -> Queries { of.iter().map(|(kind, n)| (*kind, vec!["t".to_string(); *n])).collect() };
        let others = [(Voc, 2), (Rewards, 1), (Members, 1), (PointsLedger, 1), (Usage, 1), (Subscriptions, 1)];
        let (orders, beside) = split(&connection, &queries(&[&[(Transactions, 1)][..], &others].concat()), &files(&[])).unwrap();
        assert_eq!(orders.kind, Transactions);
        assert_eq!(beside.iter().map(|p| p.kind).collect::<Vec<_>>(), [Voc, Voc, Rewards, Members, PointsLedger, Usage, Subscriptions]);
        let (_, beside) = split(&connection, &queries(&[(Transactions, 1)]), &files(&[Voc, Members])).unwrap();
        assert!(beside.is_empty(), "files are read as files");
        for (asked, beside, fact) in [
            (queries(&[(Transactions, 2), (Voc, 1)]), files(&[]), "several queries or files"),
            (queries(&[(Transactions, 1)]), files(&[Transactions]), "several queries or files"),
            (queries(&[(Voc, 1)]), files(&[Transactions]), "several queries or files"),
            (queries(&[(Voc, 1)]), files(&[Members]), "no table of orders is named"),
        ] {
            let error = split(&connection, &asked, &beside).unwrap_err().error;
            assert!(error.fact.contains(fact) && error.next_step.contains("--sums rows"), "{error}");
        }
    }
}
