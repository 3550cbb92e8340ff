//! One thread asks the database, and whoever waits for it can stop waiting: a server that never answers holds nobody up.
use crate::cells;
use crate::driver::{self, Session};
use crate::engine::Engine;
use crate::fault::{self, Fault};
use crate::running::{self, Handles, Running};
use crate::statement::{Asked, as_text, columns_of, first_of};
use crate::url::Connection;
use adbc_core::{Connection as _, Statement as _};
use adbc_driver_manager::ManagedStatement;
use loyalty_sources::intake::Cancelled;
use loyalty_sources::sums::Dialect;
use std::collections::BTreeSet;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

/// What a database may take to let somebody in; and a cluster that may have to start first.
const CONNECTING: Duration = Duration::from_secs(30);
const STARTING: Duration = Duration::from_secs(300);
/// How long a server may take to end a statement that was cancelled.
const ENDING: Duration = Duration::from_secs(3);
/// What a server may take beyond the time limit that it knows itself.
const GRACE: Duration = Duration::from_secs(5);
const LOOK: Duration = Duration::from_millis(50);

/// One statement to read.
#[derive(Debug, Clone)]
pub struct Query {
    pub asked: Asked,
    pub place: String,
    /// Only so many rows.
    pub first: Option<u32>,
    pub how: How,
}
/// What a statement is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Rows of a person's query, each value as text.
    Rows,
    /// The program's own statement: its rows are counts, sums and ids.
    Counts,
    /// The program's own statement that keeps rows in a table of the session: no row comes of it.
    Keeping,
}
/// What there is to do in one session.
#[derive(Debug, Clone, Default)]
pub struct Job {
    /// List the tables first.
    pub listing: bool,
    pub queries: Vec<Query>,
    /// Sums are asked by and by: begin the tables that a session keeps, and what drops them at its end.
    pub keeps: Option<Dialect>,
}
/// What comes of it.
pub enum Message {
    /// Connected: version of the engine, moment of the data, and whether the session keeps tables.
    Connected(String, String, bool),
    Tables(Vec<Vec<String>>),
    /// The next query began: its statement, its columns, what was left out.
    Begun {
        statement: String,
        columns: Vec<String>,
        notes: Vec<String>,
    },
    /// Records and where each ends.
    Rows(Vec<u8>, Vec<usize>),
    /// Rows of counts, sums and ids.
    Counts(Vec<Vec<String>>),
    /// The query lacked memory and is asked again, with so many megabytes.
    Again(u32),
    /// The query is over.
    Ended,
    /// Rows were not kept: the engine does not know how.
    NotKept,
    Failed(Fault),
}
/// Work that was begun.
pub struct Working {
    messages: Receiver<Message>,
    cancel: Handles,
    running: Running,
    limit: Duration,
    place: String,
    engine: Engine,
    since: Instant,
    connected: bool,
}
/// Begins the work.
pub fn begin(connection: &Connection, job: Job) -> Working {
    begin_with(connection, job, None)
}
/// Begins work whose later queries depend on answers: each that is sent runs in the same session, until the sender is gone.
pub fn begin_asking(connection: &Connection, dialect: Dialect) -> (Working, Sender<Query>) {
    let (ask, more) = channel();
    (begin_with(connection, Job { keeps: Some(dialect), ..Job::default() }, Some(more)), ask)
}
fn begin_with(connection: &Connection, job: Job, more: Option<Receiver<Query>>) -> Working {
    let (out, messages) = sync_channel(4);
    let cancel = Handles::default();
    connection.running.begun(&cancel);
    let (own, handle) = (connection.clone(), Arc::clone(&cancel));
    // It is not waited for where the server never answers.
    std::thread::spawn(move || {
        if let Err(fault) = work(&own, &job, more, &out, &handle) {
            let _ = out.send(Message::Failed(Fault { error: own.url.clean_error(fault.error), ..fault }));
        }
    });
    let (limit, place, engine) = (connection.limit(), connection.place().to_string(), connection.engine());
    Working { messages, cancel, running: connection.running.clone(), limit, place, engine, since: Instant::now(), connected: false }
}
#[cfg(test)]
impl Working {
    /// A session of which somebody else tells.
    pub fn told_by(messages: Receiver<Message>) -> Working {
        let (cancel, running) = (Handles::default(), Running::default());
        Working { messages, cancel, running, limit: CONNECTING, place: "test".into(), engine: Engine::PostgreSql, since: Instant::now(), connected: false }
    }
}
impl Working {
    /// Another query was sent: its time begins.
    pub fn asked(&mut self) {
        self.since = Instant::now();
    }
    /// The next message; none when all is done.
    ///
    /// # Errors
    /// The work failed, was cancelled, or took too long.
    pub fn next(&mut self, cancelled: Cancelled) -> Result<Option<Message>, Fault> {
        loop {
            // Looked at before each message: rows may come without a pause.
            if cancelled() {
                self.end();
                return Err(Fault::stopped(&self.place));
            }
            match self.messages.recv_timeout(LOOK) {
                Ok(Message::Failed(_)) if cancelled() => return Err(Fault::stopped(&self.place)),
                Ok(Message::Failed(fault)) => return Err(fault),
                Ok(message) => {
                    match &message {
                        Message::Connected(..) => (self.connected, self.since) = (true, Instant::now()),
                        Message::Begun { .. } | Message::Again(_) | Message::Ended => self.since = Instant::now(),
                        _ => {}
                    }
                    if self.since.elapsed() <= self.limit + GRACE {
                        return Ok(Some(message));
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(None),
                Err(RecvTimeoutError::Timeout) => {}
            }
            let limit = if self.connected { self.limit + GRACE } else { self.connecting() };
            if self.since.elapsed() > limit {
                self.end();
                return Err(self.silent());
            }
        }
    }
    fn connecting(&self) -> Duration {
        if self.engine.may_start_first() { STARTING } else { CONNECTING }
    }
    fn silent(&self) -> Fault {
        if self.connected {
            return fault::too_long(self.engine, &self.place, self.limit.as_secs());
        }
        let fact = format!("there was no answer for {} seconds", self.connecting().as_secs());
        let next = "check host and port, and that nothing between this machine and the server holds the connection up";
        Fault::new(&self.place, fact, format!("{} was asked for a connection", self.engine.name()), next)
    }
    /// Waits a moment until a session that nobody asks any more has ended.
    pub fn over(&self) {
        let begun = Instant::now();
        while begun.elapsed() < ENDING {
            if let Err(RecvTimeoutError::Disconnected) = self.messages.recv_timeout(LOOK) {
                return;
            }
        }
    }
    /// Asks the server to end the statement, and waits a moment for it.
    fn end(&self) {
        let handles = Arc::clone(&self.cancel);
        // A server that does not answer may not answer this either.
        std::thread::spawn(move || running::end(&handles));
        let begun = Instant::now();
        while begun.elapsed() < ENDING {
            match self.messages.recv_timeout(LOOK) {
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) | Ok(_) => {}
            }
        }
    }
}
impl Drop for Working {
    fn drop(&mut self) {
        self.running.over(&self.cancel);
    }
}
/// Nobody waits any more.
struct Alone;
fn send(out: &SyncSender<Message>, message: Message) -> Result<(), Alone> {
    out.send(message).map_err(|_| Alone)
}
fn work(connection: &Connection, job: &Job, more: Option<Receiver<Query>>, out: &SyncSender<Message>, handle: &Handles) -> Result<(), Fault> {
    let mut session = driver::open(connection, job.keeps)?;
    *handle.lock().unwrap_or_else(PoisonError::into_inner) = vec![session.connection.get_cancel_handle()];
    if send(out, Message::Connected(session.version.clone(), session.moment.clone(), session.keeps)).is_err() {
        return Ok(());
    }
    if job.listing {
        let tables = session.tables().map_err(|e| fault::of_statement(connection.place(), &e))?;
        if send(out, Message::Tables(tables)).is_err() {
            return Ok(());
        }
    }
    let done = asked(connection, job, more, (&mut session, out), handle);
    if let Some(dialect) = job.keeps {
        session.drop_tables(dialect);
    }
    done
}
/// Asks all queries of a job in their order; who asks by and by is waited for.
fn asked(
    connection: &Connection,
    job: &Job,
    more: Option<Receiver<Query>>,
    (session, out): (&mut Session, &SyncSender<Message>),
    handle: &Handles,
) -> Result<(), Fault> {
    for query in job.queries.iter().cloned().chain(more.into_iter().flatten()) {
        let begun = Instant::now();
        let done = match query.how {
            How::Rows => read(session, &query, out, handle),
            How::Counts => counts(session, &query, out, handle),
            How::Keeping => keep(session, &query, out, handle),
        };
        session.usual_memory();
        match done {
            Ok(()) => {}
            Err(Ended::Alone) => return Ok(()),
            Err(Ended::Fault(_) | Ended::Amid(_)) if begun.elapsed() >= connection.limit() => {
                return Err(fault::too_long(session.engine, &query.place, connection.limit().as_secs()));
            }
            Err(Ended::Fault(fault)) => return Err(fault),
            // In the middle of the rows a driver gives no code: whether the connection broke off shows when it is used again.
            Err(Ended::Amid(fault)) => return Err(if session.engine.is_a_file() || session.is_alive() { fault } else { fault::cut(&query.place, fault) }),
        }
    }
    Ok(())
}
enum Ended {
    Alone,
    Fault(Fault),
    /// It failed in the middle of the rows.
    Amid(Fault),
}
impl From<Alone> for Ended {
    fn from(_: Alone) -> Ended {
        Ended::Alone
    }
}
impl From<Fault> for Ended {
    fn from(fault: Fault) -> Ended {
        Ended::Fault(fault)
    }
}
fn read(session: &mut Session, query: &Query, out: &SyncSender<Message>, handle: &Handles) -> Result<(), Ended> {
    let failed = |e: adbc_core::error::Error| fault::of_statement(&query.place, &e);
    let engine = session.engine;
    let asked = query.asked.statement(engine);
    let (all, unwritten) = session.columns(&columns_of(&asked)).map_err(failed)?;
    check(&query.place, &all)?;
    let text = as_text(engine, &asked, &all);
    let text = query.first.map_or(text.clone(), |rows| first_of(&text, rows));
    // Where each column is made text by the engine, none is left out.
    let left: Vec<&String> = unwritten.iter().filter(|_| engine.as_text("x").is_none()).collect();
    let kept: Vec<usize> = (0..all.len()).filter(|i| !left.contains(&&all[*i])).collect();
    let columns: Vec<String> = kept.iter().map(|i| all[*i].clone()).collect();
    let mut notes = vec![];
    if !left.is_empty() {
        let names: Vec<String> = left.iter().map(|n| format!("{n:?}")).collect();
        notes.push(format!(
            "left out, because they hold lists, maps or structs: {}; to use them, write one row for each element (explode, UNNEST)",
            names.join(", ")
        ));
    }
    let mut statement = session.statement(&text).map_err(failed)?;
    cancelled_by(handle, &statement);
    send(out, Message::Begun { statement: text, columns, notes })?;
    let rows = statement.execute().map_err(failed)?;
    for batch in rows {
        let batch = batch.map_err(|e| Ended::Amid(failed(adbc_core::error::Error::from(e))))?;
        for few in cells::few_at_a_time(&batch) {
            let (bytes, ends) = cells::records(&few, &kept).map_err(|why| {
                let next = "convert the column in the query, for example convert_from(name, 'LATIN1'), or leave it out";
                Fault::new(&query.place, why, "Text is read as UTF-8, and guessing would change names", next).withholding("a value cannot be read as text")
            })?;
            send(out, Message::Rows(bytes, ends))?;
        }
    }
    send(out, Message::Ended)?;
    Ok(())
}
/// What ends a statement at its server, before what ends its session.
fn cancelled_by(handle: &Handles, statement: &ManagedStatement) {
    let mut handles = handle.lock().unwrap_or_else(PoisonError::into_inner);
    if handles.len() > 1 {
        handles.remove(0);
    }
    handles.insert(0, statement.get_cancel_handle());
}
/// Rows of counts: the statement is the program's own.
fn counts(session: &mut Session, query: &Query, out: &SyncSender<Message>, handle: &Handles) -> Result<(), Ended> {
    let failed = |e: adbc_core::error::Error| fault::of_statement(&query.place, &e);
    let text = query.asked.statement(session.engine);
    send(out, Message::Begun { statement: text.clone(), columns: vec![], notes: vec![] })?;
    loop {
        // To read a statement takes memory, too.
        let executed = session.statement(&text).and_then(|mut statement| {
            cancelled_by(handle, &statement);
            let rows = statement.execute()?;
            Ok((statement, rows))
        });
        let (statement, mut rows) = match executed {
            Ok(both) => both,
            Err(e) => match session.more_memory(&e) {
                Some(megabytes) => {
                    send(out, Message::Again(megabytes))?;
                    continue;
                }
                None => return Err(failed(e).into()),
            },
        };
        // Before the first row is sent, it may be asked again.
        let first = rows.next().transpose().map_err(adbc_core::error::Error::from);
        let first = match first {
            Ok(first) => first,
            Err(e) => {
                drop(rows);
                drop(statement);
                if let Some(megabytes) = session.more_memory(&e) {
                    send(out, Message::Again(megabytes))?;
                    continue;
                }
                return Err(Ended::Amid(failed(e)));
            }
        };
        // After its end nothing more is asked of a stream.
        let mut batch = first;
        while let Some(own) = batch {
            for few in cells::few_at_a_time(&own) {
                send(out, Message::Counts(cells::texts(&few)))?;
            }
            drop(own);
            batch = rows.next().transpose().map_err(|e| Ended::Amid(failed(adbc_core::error::Error::from(e))))?;
        }
        send(out, Message::Ended)?;
        return Ok(());
    }
}
/// Keeps rows in a table of the session. An engine that was never seen to keep some is asked, and may refuse.
fn keep(session: &mut Session, query: &Query, out: &SyncSender<Message>, handle: &Handles) -> Result<(), Ended> {
    let failed = |e: adbc_core::error::Error| fault::of_statement(&query.place, &e);
    let done = loop {
        let executed = session.statement(&query.asked.statement(session.engine)).and_then(|mut statement| {
            cancelled_by(handle, &statement);
            statement.execute_update()
        });
        match executed {
            Err(e) => match session.more_memory(&e) {
                Some(megabytes) => send(out, Message::Again(megabytes))?,
                None => break Err(e),
            },
            done => break done,
        }
    };
    match done {
        Ok(_) => send(out, Message::Ended)?,
        Err(e) if session.engine == Engine::Spark && !fault::may_pass(&e) && session.is_alive() => send(out, Message::NotKept)?,
        Err(e) => return Err(failed(e).into()),
    }
    Ok(())
}
/// The columns have names, and each its own.
fn check(place: &str, columns: &[String]) -> Result<(), Fault> {
    if columns.is_empty() {
        return Err(Fault::new(place, "it has no column", "A table has one value for each row and column", "name columns in the query"));
    }
    let mut seen = BTreeSet::new();
    match columns.iter().find(|c| !seen.insert(*c)) {
        None => Ok(()),
        Some(twice) => {
            let next = format!("give each a name of its own in the query: SELECT a.{twice} AS {twice}_of_a, …");
            Err(Fault::new(place, format!("two columns are named {twice:?}"), "It is not clear which of them is meant", next))
        }
    }
}
