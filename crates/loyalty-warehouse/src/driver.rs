//! A driver is a shared library that is loaded when it is asked for; none is compiled in.
use crate::cells;
use crate::engine::{Engine, MEMORY};
use crate::fault::{self, Fault};
use crate::running::Running;
use crate::scratch::Scratch;
use crate::url::Connection;
use adbc_core::error::Error;
use adbc_core::options::{AdbcVersion, OptionConnection, OptionDatabase, OptionValue};
use adbc_core::{
    Connection as _, Database as _, Driver as _, LOAD_FLAG_SEARCH_ENV, LOAD_FLAG_SEARCH_SYSTEM, LOAD_FLAG_SEARCH_USER, Optionable as _, Statement as _,
};
use adbc_driver_manager::{ManagedConnection, ManagedDriver, ManagedStatement};
use arrow_array::RecordBatchReader;
use loyalty_sources::sums::{Dialect, Kept};

/// Threads of an engine that lives in this process, at most.
const THREADS: usize = 4;

/// A session that only reads.
pub struct Session {
    pub connection: ManagedConnection,
    pub engine: Engine,
    /// Version of the engine, and the moment whose state is read, by its own clock; empty where it tells none.
    pub version: String,
    pub moment: String,
    /// It can keep tables of its own while it lasts.
    pub keeps: bool,
    /// Where an engine of this process puts what its memory does not hold.
    scratch: Option<Scratch>,
    /// Megabytes that it may hold at first, and now.
    memory: (u32, u32),
}
/// Loads a library by path, or by a name that is looked for as every ADBC driver is: `ADBC_DRIVER_PATH`, the folders of user and system, then the loader's own.
fn load(connection: &Connection) -> Result<ManagedDriver, Fault> {
    let engine = connection.engine();
    let flags = LOAD_FLAG_SEARCH_ENV | LOAD_FLAG_SEARCH_USER | LOAD_FLAG_SEARCH_SYSTEM;
    let names: Vec<&str> = connection.driver.as_deref().map_or_else(|| engine.drivers().to_vec(), |d| vec![d]);
    let mut last = String::new();
    for name in names {
        for version in [AdbcVersion::V110, AdbcVersion::V100] {
            match ManagedDriver::load_from_name(name, engine.entry(), version, flags, None) {
                Ok(driver) => return Ok(driver),
                Err(e) => last = fault::said(&e),
            }
        }
    }
    let (place, fact) = match &connection.driver {
        Some(named) => (named.as_str(), format!("the driver cannot be loaded: {last}")),
        None => (connection.place(), format!("no ADBC driver for {} is installed", engine.name())),
    };
    Err(Fault::new(place, fact, format!("{} is read through a driver, and none is built in", engine.name()), engine.getting()))
}
/// Opens a session: it only reads, and sees one state of the data where the engine has such a thing. Where sums are asked in a dialect, it keeps tables if it can.
///
/// # Errors
/// No driver, no connection, a connection that is not encrypted.
pub fn open(asked: &Connection, sums: Option<Dialect>) -> Result<Session, Fault> {
    let (engine, place) = (asked.engine(), asked.place());
    let mut driver = load(asked)?;
    let bad = |e: Error| fault::of_connection(place, &fault::said(&e), &asked.url.checking);
    let text = |s: &str| OptionValue::from(s);
    let whole = asked.url.whole();
    let options: Vec<(OptionDatabase, OptionValue)> = match engine {
        Engine::DuckDb => vec![(OptionDatabase::Other("path".into()), text(whole)), (OptionDatabase::Other("access_mode".into()), text("READ_ONLY"))],
        Engine::Sqlite => vec![(OptionDatabase::Uri, text(&sqlite_uri(whole)))],
        _ => vec![(OptionDatabase::Uri, text(whole))],
    };
    let database = driver.new_database_with_opts(options).map_err(bad)?;
    let connection = database.new_connection().map_err(bad)?;
    let mut session =
        Session { connection, engine, version: String::new(), moment: String::new(), keeps: false, scratch: None, memory: (asked.memory, asked.memory) };
    // A file that is opened to be read only has one state; and after a statement that lacked memory a transaction takes no other.
    if engine.has_transactions() && (sums.is_none() || engine != Engine::DuckDb) {
        session.connection.set_option(OptionConnection::AutoCommit, text("false")).map_err(bad)?;
    }
    if let Some(dialect) = sums {
        if engine == Engine::DuckDb {
            session
                .bounded(&asked.running)
                .map_err(|told| fault::of_connection(place, &told, "look at TMPDIR: the folder must be there and take new files"))?;
        }
        session.keeps = session.begin_tables(dialect).map_err(bad)?;
    }
    for statement in engine.session(asked.timeout) {
        session.run(&statement).map_err(bad)?;
    }
    if asked.url.asks_for_encryption {
        session.encrypted(place)?;
    }
    if let Some(statement) = engine.itself() {
        let rows = session.texts(statement).map_err(bad)?;
        let mut told = rows.into_iter().next().unwrap_or_default().into_iter();
        (session.version, session.moment) = (told.next().unwrap_or_default(), told.next().unwrap_or_default());
    }
    Ok(session)
}
impl Session {
    /// A statement that is about to run.
    ///
    /// # Errors
    /// What the driver says.
    pub fn statement(&mut self, text: &str) -> Result<ManagedStatement, Error> {
        let mut statement = self.connection.new_statement()?;
        statement.set_sql_query(text)?;
        Ok(statement)
    }
    /// Begins the empty tables that sums are kept in, in a transaction of their own: the one that reads the company's tables only reads. False where this
    /// user may not, or the server is a replica.
    fn begin_tables(&mut self, dialect: Dialect) -> Result<bool, Error> {
        let tables: Vec<String> = Kept::ALL.into_iter().filter_map(|k| dialect.begun(k)).collect();
        if tables.is_empty() {
            return Ok(true);
        }
        for statement in tables {
            if self.run(&statement).is_err() {
                self.connection.rollback()?;
                return Ok(false);
            }
        }
        self.connection.commit()?;
        Ok(true)
    }
    /// Bounds the memory of an engine that lives in this process. What it cannot hold it writes into a folder of its own, which only this user may open, and
    /// which goes with the session.
    fn bounded(&mut self, running: &Running) -> Result<(), String> {
        let folder = Scratch::begin(running).map_err(|e| e.to_string())?;
        let threads = std::thread::available_parallelism().map_or(1, |n| n.get().min(THREADS));
        let path = folder.path().to_string_lossy().replace('\'', "''");
        let memory = format!("memory_limit = '{}MB'", self.memory.0);
        // Statements say their order where it matters: rows may be written as they come, which takes less memory.
        for setting in [&format!("temp_directory = '{path}'"), &memory, &format!("threads = {threads}"), "preserve_insertion_order = false"] {
            self.run(&format!("SET {setting}")).map_err(|e| fault::said(&e))?;
        }
        self.scratch = Some(folder);
        Ok(())
    }
    /// Allows twice the memory, where that is what a statement lacked: some cannot put everything into files. The megabytes that it may hold now; none where it lacked something
    /// else, or may hold no more.
    pub fn more_memory(&mut self, why: &Error) -> Option<u32> {
        let said = fault::said(why);
        if self.scratch.is_none() || self.memory.1 >= MEMORY.1 || !said.contains("Out of Memory") {
            return None;
        }
        self.may_hold((2 * self.memory.1).min(MEMORY.1)).then_some(self.memory.1)
    }
    /// What one statement lacked the others do without: the engine would use it all.
    pub fn usual_memory(&mut self) {
        if self.memory.1 != self.memory.0 {
            self.may_hold(self.memory.0);
        }
    }
    /// False where what it holds cannot be put into files.
    fn may_hold(&mut self, megabytes: u32) -> bool {
        let done = self.run(&format!("SET memory_limit = '{megabytes}MB'")).is_ok();
        if done {
            self.memory.1 = megabytes;
        }
        done
    }
    /// Drops what the engine would keep beyond the session.
    pub fn drop_tables(&mut self, dialect: Dialect) {
        if self.keeps {
            for statement in Kept::ALL.into_iter().filter_map(|k| dialect.dropped(k)) {
                let _ = self.run(&statement);
            }
        }
    }
    fn run(&mut self, text: &str) -> Result<(), Error> {
        self.statement(text)?.execute_update().map(drop)
    }
    /// The server still answers, if only that the transaction failed: what went wrong was the statement, and would be wrong again.
    pub fn is_alive(&mut self) -> bool {
        match self.texts("SELECT 1 AS one") {
            Ok(_) => true,
            Err(e) => !fault::sqlstate(&e).is_empty() && !fault::may_pass(&e),
        }
    }
    /// Tables and views: schema and name. A schema that this user may not look into is left out.
    ///
    /// # Errors
    /// What the driver says.
    pub fn tables(&mut self) -> Result<Vec<Vec<String>>, Error> {
        let engine = self.engine;
        let Some(schemas) = engine.schemas() else { return self.texts(engine.listing()) };
        let mut out = vec![];
        for schema in self.texts(schemas)?.into_iter().filter_map(|row| row.into_iter().next()) {
            match self.texts(&format!("{} IN {}", engine.listing(), engine.quoted(&schema))) {
                Ok(rows) => out.extend(rows.into_iter().filter(|row| row.first().is_some_and(|s| *s == schema))),
                Err(e) if fault::may_pass(&e) => return Err(e),
                Err(_) => {}
            }
        }
        Ok(out)
    }
    /// All rows of a short answer, as text.
    ///
    /// # Errors
    /// What the driver says.
    pub fn texts(&mut self, text: &str) -> Result<Vec<Vec<String>>, Error> {
        let mut statement = self.statement(text)?;
        let reader = statement.execute()?;
        let mut out = vec![];
        for batch in reader {
            out.extend(cells::texts(&batch.map_err(Error::from)?));
        }
        Ok(out)
    }
    /// Names of the columns of a statement, and whether each can be written as text here.
    ///
    /// # Errors
    /// What the driver says.
    pub fn columns(&mut self, text: &str) -> Result<(Vec<String>, Vec<String>), Error> {
        let mut statement = self.statement(text)?;
        let reader = statement.execute()?;
        let schema = reader.schema();
        let names = schema.fields().iter().map(|f| f.name().clone()).collect();
        reader.for_each(drop);
        Ok((names, cells::unwritten(&schema)))
    }
    /// Where the address stands in a service file, only the server knows how it was reached.
    fn encrypted(&mut self, place: &str) -> Result<(), Fault> {
        const ASK: &str = "SELECT CAST(ssl OR coalesce(inet_server_addr() << inet '127.0.0.0/8' OR inet_server_addr() = inet '::1', true) AS text) \
                           FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
        let rows = self.texts(ASK).map_err(|e| fault::of_connection(place, &fault::said(&e), "name the host in the URL"))?;
        if rows.first().and_then(|r| r.first()).is_some_and(|said| said == "true") {
            return Ok(());
        }
        let reason = "Everybody on the way could read the customers' rows";
        Err(Fault::new(place, "the connection to another machine is not encrypted", reason, "add sslmode=verify-full to the service, or sslmode=require"))
    }
}
/// A file that is opened to be read only; what is special in a URI is written by its number.
fn sqlite_uri(path: &str) -> String {
    let one = |b: u8| if b.is_ascii_alphanumeric() || b"-._~/".contains(&b) { char::from(b).to_string() } else { format!("%{b:02X}") };
    format!("file:{}?mode=ro", path.bytes().map(one).collect::<String>())
}
