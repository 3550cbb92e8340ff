//! The URL of a database: which engine, what may be shown of it, which secrets it holds, whether the way to it is encrypted.
use crate::engine::{Engine, MEMORY};
use crate::fault::Fault;
use crate::running::Running;
use loyalty_model::request::WarehouseRequest;
use loyalty_sources::source::SourceError;
use std::path::Path;
use std::time::Duration;

/// Seconds that a statement may take where nobody says.
const TIMEOUT: u32 = 600;
/// Names the megabytes that an engine of this process may hold at first.
const MEGABYTES: &str = "PLAN_LOYALTY_DUCKDB_MB";
/// Names of parameters that hold a secret.
const SECRETS: [&str; 10] = ["password", "passwd", "pwd", "sslpassword", "token", "access_token", "authorization", "secret", "api_key", "apikey"];
/// Where a URL is written.
const FROM: &str = "--from";

/// What of this machine a connection depends on.
pub struct Machine<'a> {
    /// The driver as a person named it: a path or a name.
    pub driver: Option<String>,
    /// Statements that run now.
    pub running: Running,
    /// A variable of the environment.
    pub variable: &'a dyn Fn(&str) -> Option<String>,
    /// A file as it can be opened.
    pub file: &'a dyn Fn(&str) -> Result<std::path::PathBuf, SourceError>,
}
/// A database as it can be opened. It is never printed: it may hold a password.
#[derive(Clone)]
pub struct Connection {
    pub(crate) url: Url,
    pub(crate) driver: Option<String>,
    pub(crate) timeout: u32,
    /// Megabytes that an engine of this process may hold at first.
    pub(crate) memory: u32,
    pub(crate) running: Running,
}
/// A URL taken apart.
#[derive(Clone, PartialEq, Eq)]
pub struct Url {
    pub engine: Engine,
    /// As the driver takes it.
    whole: String,
    /// Without secrets.
    pub place: String,
    /// Texts that are never repeated.
    secrets: Vec<String>,
    /// The server says itself whether the connection is encrypted: its address stands in a service file.
    pub asks_for_encryption: bool,
    /// What a person checks where there is no connection.
    pub checking: String,
}
impl Connection {
    /// The connection that a request names.
    ///
    /// # Errors
    /// A password in the URL, a variable that is not set, an engine that is not read, a way that is not encrypted.
    pub fn of(request: &WarehouseRequest, machine: &Machine) -> Result<Connection, SourceError> {
        let url = Url::read(&request.from, machine).map_err(|f| f.error)?;
        let timeout = request.timeout_seconds.unwrap_or(TIMEOUT);
        if timeout == 0 {
            return Err(
                Fault::new("[warehouse] timeout", "the timeout is 0", "A statement takes longer than 0 seconds", "set timeout = 600, for example").error
            );
        }
        let memory = memory(machine.variable).map_err(|f| f.error)?;
        Ok(Connection { url, driver: machine.driver.clone(), timeout, memory, running: machine.running.clone() })
    }
    /// Which engine.
    pub fn engine(&self) -> Engine {
        self.url.engine
    }
    /// Which database, without secrets.
    pub fn place(&self) -> &str {
        &self.url.place
    }
    pub(crate) fn limit(&self) -> Duration {
        Duration::from_secs(self.timeout.into())
    }
}
fn memory(value: &dyn Fn(&str) -> Option<String>) -> Result<u32, Fault> {
    let Some(text) = value(MEGABYTES).filter(|v| !v.trim().is_empty()) else { return Ok(MEMORY.0) };
    text.trim().parse().ok().filter(|mb| (1..=MEMORY.1).contains(mb)).ok_or_else(|| {
        let fact = format!("{text:?} is not a number of megabytes from 1 to {}", MEMORY.1);
        Fault::new(MEGABYTES, fact, "It is what DuckDB may hold in memory at first", format!("write for example: export {MEGABYTES}={}", MEMORY.0))
    })
}
/// Parts of a URL of a server: user and password, hosts, path, parameters.
struct Parts<'a> {
    scheme: &'a str,
    user: Option<&'a str>,
    password: Option<&'a str>,
    hosts: &'a str,
    path: &'a str,
    parameters: Vec<(&'a str, &'a str)>,
}
impl<'a> Parts<'a> {
    fn of(text: &'a str) -> Option<Parts<'a>> {
        let (scheme, rest) = text.split_once("://")?;
        // Parameters begin at a question mark, in Spark Connect at a semicolon.
        let cut = rest.find(['?', ';']).unwrap_or(rest.len());
        let (before, after) = (&rest[..cut], rest.get(cut + 1..).unwrap_or_default());
        let (authority, path) = before.split_at(before.find('/').unwrap_or(before.len()));
        let (login, hosts) = authority.rsplit_once('@').map_or((None, authority), |(l, h)| (Some(l), h));
        let (user, password) = match login.map(|l| l.split_once(':')) {
            None => (None, None),
            Some(None) => (login, None),
            Some(Some((user, password))) => (Some(user), Some(password)),
        };
        let parameters = after.split(['&', ';']).filter(|p| !p.is_empty()).map(|p| p.split_once('=').unwrap_or((p, ""))).collect();
        Some(Parts { scheme, user, password, hosts, path: path.trim_start_matches('/'), parameters })
    }
    fn parameter(&self, name: &str) -> Option<&'a str> {
        self.parameters.iter().rev().find(|p| p.0.eq_ignore_ascii_case(name)).map(|p| p.1)
    }
    fn secrets(&self) -> impl Iterator<Item = &'a str> {
        let secret = |p: &(&str, &str)| SECRETS.contains(&p.0.to_ascii_lowercase().as_str());
        self.password.into_iter().chain(self.parameters.iter().copied().filter(secret).map(|p| p.1)).collect::<Vec<_>>().into_iter()
    }
}
impl Url {
    fn read(written: &str, machine: &Machine) -> Result<Url, Fault> {
        let written = written.trim();
        literal_secrets(written)?;
        let (whole, mut secrets) = expanded(written, machine.variable)?;
        if let Some((engine, path)) = file_of(&whole) {
            let at = (machine.file)(path).map_err(|error| Fault { error, passing: false })?;
            let place = format!("{}:{path}", scheme(engine));
            let checking = "check that the file is a database of this engine and that no other program holds it open for writing".into();
            return Ok(Url { engine, whole: at.display().to_string(), place, secrets, asks_for_encryption: false, checking });
        }
        let Some(parts) = Parts::of(&whole) else { return Err(unknown(written)) };
        let engine = match parts.scheme {
            "postgresql" | "postgres" => Engine::PostgreSql,
            "sc" => Engine::Spark,
            "grpc" | "grpc+tls" => Engine::FlightSql,
            _ => return Err(unknown(written)),
        };
        if parts.path.contains('@') || parts.user.is_some_and(|u| u.contains('@')) || parts.password.is_some_and(|p| p.contains('@')) {
            let reason = "It is not clear where the password ends, and what follows would be shown as the host";
            return Err(Fault::new(
                FROM,
                "the URL holds an @ where a host or a database is expected",
                reason,
                "write @ as %40, or give the password as PGPASSWORD",
            ));
        }
        let place = format!("{}://{}{}{}", parts.scheme, parts.hosts, if parts.path.is_empty() { "" } else { "/" }, parts.path);
        secrets.extend(parts.secrets().flat_map(|s| [s.to_string(), decoded(s)]));
        secrets.extend([(machine.variable)("PGPASSWORD")].into_iter().flatten());
        secrets.retain(|s| !s.is_empty());
        // The longest first: a secret may begin another.
        secrets.sort_by_key(|s| std::cmp::Reverse(s.len()));
        let way = encryption::way(engine, (&whole, written), &parts, machine.variable, &place)?;
        let whole = with_parameters(&whole, &way.more);
        Ok(Url { engine, whole, place, secrets, asks_for_encryption: way.asks, checking: way.checking })
    }
    /// As the driver takes it.
    pub fn whole(&self) -> &str {
        &self.whole
    }
    /// A text without secrets.
    pub fn clean(&self, text: &str) -> String {
        let bare = if self.engine.is_a_file() { text.to_string() } else { text.replace(&self.whole, &self.place) };
        self.secrets.iter().fold(bare, |t, s| t.replace(s.as_str(), "[withheld]"))
    }
    pub fn clean_error(&self, e: SourceError) -> SourceError {
        let [place, fact, reason, next_step] = [&e.place, &e.fact, &e.reason, &e.next_step].map(|t| self.clean(t));
        SourceError { place, fact, reason, next_step, withheld: e.withheld.map(|all| all.map(|t| self.clean(&t))), ..e }
    }
}
const fn scheme(engine: Engine) -> &'static str {
    match engine {
        Engine::DuckDb => "duckdb",
        Engine::Sqlite => "sqlite",
        Engine::PostgreSql => "postgresql",
        Engine::Spark => "sc",
        Engine::FlightSql => "grpc",
    }
}
/// A database in a file: engine and path.
fn file_of(whole: &str) -> Option<(Engine, &str)> {
    for engine in [Engine::DuckDb, Engine::Sqlite] {
        if let Some(path) = whole.strip_prefix(scheme(engine)).and_then(|rest| rest.strip_prefix(':')) {
            return Some((engine, path.strip_prefix("//").unwrap_or(path)));
        }
    }
    let ends = |ending: &str| Path::new(whole).extension().is_some_and(|e| e.eq_ignore_ascii_case(ending)) && !whole.contains("://");
    if ends("duckdb") {
        return Some((Engine::DuckDb, whole));
    }
    (ends("sqlite") || ends("sqlite3")).then_some((Engine::Sqlite, whole))
}
fn unknown(written: &str) -> Fault {
    // Whatever stands behind the scheme may be a secret.
    let scheme = written.split_once(':').map_or("", |s| s.0);
    let fact = if scheme.is_empty() || scheme.len() > 20 { "this is no URL of a database".to_string() } else { format!("no database is read by {scheme}:") };
    Fault::new(
        FROM,
        fact,
        "Rows are read from PostgreSQL, DuckDB, SQLite, Spark Connect and Flight SQL",
        "write postgresql://HOST/DATABASE, duckdb:FILE, sqlite:FILE, sc://HOST:PORT or grpc+tls://HOST:PORT",
    )
}
/// A password that is written out would stand in the plan, in the history of the shell and in the list of processes.
fn literal_secrets(written: &str) -> Result<(), Fault> {
    let Some(parts) = Parts::of(written) else { return Ok(()) };
    if parts.secrets().all(|s| without_variables(s).is_empty()) {
        return Ok(());
    }
    Err(Fault::new(
        FROM,
        "a password or a token stands in the URL",
        "It would be kept in the plan and in the history of the shell",
        "take it out and give it as PGPASSWORD, in ~/.pgpass or in a service file; or write ${NAME} in its place, for a variable NAME of the environment",
    ))
}
/// A text without its `${NAME}`.
fn without_variables(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some((before, name, after)) = variable(rest) {
        let _ = name;
        out += before;
        rest = after;
    }
    out + rest
}
/// The text before the first variable, its name, and the text behind it.
fn variable(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("${")?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}
/// The URL with its variables, and what these hold. A variable that stands for a part of it is percent-encoded; one that stands for all of it is a URL.
fn expanded(written: &str, value: &dyn Fn(&str) -> Option<String>) -> Result<(String, Vec<String>), Fault> {
    let (mut out, mut secrets, mut rest) = (String::new(), vec![], written);
    let alone = variable(written).is_some_and(|(before, _, after)| before.is_empty() && after.is_empty());
    let login_ends = written.rfind('@').unwrap_or(0);
    while let Some((before, name, after)) = variable(rest) {
        out += before;
        let at = written.len() - rest.len() + before.len();
        let set = value(name).filter(|v| !v.is_empty()).ok_or_else(|| {
            let fact = format!("the variable {name:?} is not set");
            Fault::new(FROM, fact, "The URL takes a part of itself from it", format!("set it: export {name}=…"))
        })?;
        if alone {
            out += set.trim();
        } else if at < login_ends || written[..at].contains('?') {
            let coded = encoded(&set);
            out += &coded;
            secrets.extend([set, coded]);
        } else {
            out += &set;
        }
        rest = after;
    }
    Ok((out + rest, secrets))
}
fn encoded(text: &str) -> String {
    let one = |b: u8| if b.is_ascii_alphanumeric() || b"-._~".contains(&b) { char::from(b).to_string() } else { format!("%{b:02X}") };
    text.bytes().map(one).collect()
}
fn decoded(text: &str) -> String {
    let (bytes, mut out, mut at) = (text.as_bytes(), vec![], 0);
    while at < bytes.len() {
        let pair = bytes.get(at + 1..at + 3).filter(|_| bytes[at] == b'%').and_then(|p| std::str::from_utf8(p).ok());
        match pair.and_then(|p| u8::from_str_radix(p, 16).ok()) {
            Some(b) => {
                out.push(b);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
fn with_parameters(url: &str, more: &[(&str, &str)]) -> String {
    let mut out = url.to_string();
    for (name, value) in more {
        out.push(if out.contains('?') { '&' } else { '?' });
        out += &format!("{name}={value}");
    }
    out
}

mod encryption;
#[cfg(test)]
mod tests;
