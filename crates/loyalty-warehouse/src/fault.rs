//! Why a database gave no answer: place, fact, reason, next step, and whether another try may end otherwise.
use crate::engine::Engine;
use adbc_core::error::{Error, Status};
use loyalty_sources::source::SourceError;

/// Letters of a driver's message that are repeated.
const LONGEST: usize = 300;

/// Reason and next step where a connection broke off.
const BROKEN: (&str, &str) = ("The connection broke off before all rows had come", "try again; if it stays, run the query in the database's own client");

/// Reason and next step where DuckDB has no extension of that name, for Delta and Iceberg for example.
const EXTENSION: (&str, &str) = (
    "The query needs an extension of DuckDB that is not installed here, and this program installs none",
    "install it once with DuckDB's own program of the same version, for example INSTALL delta; docs/warehouse.md says how to do it from PyPI",
);

/// Why there is no answer.
#[derive(Debug, Clone)]
pub struct Fault {
    pub error: SourceError,
    /// Another try may end otherwise.
    pub passing: bool,
}
impl Fault {
    pub fn new(place: &str, fact: impl Into<String>, reason: impl Into<String>, next: impl Into<String>) -> Fault {
        let (place, fact, reason, next_step) = (place.to_string(), fact.into(), reason.into(), next.into());
        Fault { error: SourceError { cancelled: false, place, fact, reason, next_step, question: None, withheld: None }, passing: false }
    }
    /// Whoever asked wants no answer any more.
    pub fn stopped(place: &str) -> Fault {
        let fault = Fault::new(place, "the query was cancelled", "Nothing was planned", "ask again");
        Fault { error: SourceError { cancelled: true, ..fault.error }, ..fault }
    }
    /// The same, and what agents read in the place of a fact that may quote a cell.
    pub fn withholding(self, fact: &str) -> Fault {
        let e = &self.error;
        let withheld = Some([e.place.clone(), fact.to_string(), e.reason.clone(), e.next_step.clone()]);
        Fault { error: SourceError { withheld, ..self.error }, ..self }
    }
    pub fn passing(self, passing: bool) -> Fault {
        Fault { passing, ..self }
    }
}
/// The five letters of a standard error code; empty where the driver gives none.
pub fn sqlstate(e: &Error) -> String {
    let letters: String = e.sqlstate.iter().filter_map(|c| u8::try_from(*c).ok()).filter(u8::is_ascii_alphanumeric).map(char::from).collect();
    if letters == "00000" { String::new() } else { letters }
}
/// What a driver says, on one line and not without end.
pub fn said(e: &Error) -> String {
    // What a driver says in the middle of the rows comes behind words of the interface.
    let own = e.message.rsplit_once("Producer error: ").map_or(e.message.as_str(), |m| m.1);
    let words: Vec<&str> = own.split_whitespace().collect();
    let all = words.join(" ");
    let short: String = all.chars().take(LONGEST).collect();
    if short.is_empty() { format!("{:?}", e.status) } else { short }
}
/// A failure that has to do with the connection or the load of the server, and not with what was asked. Codes: SQL:2003 classes and those of PostgreSQL.
pub fn may_pass(e: &Error) -> bool {
    let code = sqlstate(e);
    let class = ["08", "53", "40"].iter().any(|c| code.starts_with(c)) || ["57P01", "57P02", "57P03"].contains(&code.as_str());
    class || (code.is_empty() && matches!(e.status, Status::IO))
}
fn lacks_an_extension(told: &str) -> bool {
    told.contains("Extension Autoloading Error") || told.contains("exists in the") && told.contains("extension")
}
/// Why a statement failed.
pub fn of_statement(place: &str, e: &Error) -> Fault {
    let told = said(e);
    let (reason, next) = match sqlstate(e).as_str() {
        "42P01" | "3F000" => (
            "The database has no such table, or this user cannot see it",
            "write the name as the database has it, with its schema: public.orders; plan-loyalty init --from URL lists the tables",
        ),
        "42703" => ("A column that the query names is not there", "run the query in the database's own client, and correct the name"),
        "42501" => ("The user of this connection may not read it", "ask for the right to read: GRANT SELECT ON TABLE … TO …"),
        "25006" => ("The session only reads", "write a query that changes nothing"),
        "42601" => ("The query is not valid SQL for this database", "run the query in the database's own client, and correct it"),
        "57014" => ("A statement has a time limit", "raise it with timeout = SECONDS under [warehouse], or narrow the query, for example by a first day"),
        _ if may_pass(e) => BROKEN,
        _ if lacks_an_extension(&told) => EXTENSION,
        _ => ("The database refused the statement", "run the query in the database's own client, and correct it"),
    };
    Fault::new(place, format!("the query failed: {told}"), reason, next).withholding("the query failed [message withheld]").passing(may_pass(e))
}
/// The same failure, where the connection broke off.
pub fn cut(place: &str, fault: Fault) -> Fault {
    let (reason, next) = BROKEN;
    Fault::new(place, fault.error.fact, reason, next).withholding("the query failed [message withheld]").passing(true)
}
/// A statement that took too long. A cluster may stand still without a word: then a higher limit is no remedy.
pub fn too_long(engine: Engine, place: &str, seconds: u64) -> Fault {
    let raise = "raise the limit with timeout = SECONDS under [warehouse], or narrow the query, for example by a first day";
    let next = match engine {
        Engine::Spark => format!(
            "see whether the server still works at it: Sail with two workers was seen to stand still (docs/warehouse.md: start it with one); if it does, {raise}"
        ),
        _ => raise.to_string(),
    };
    Fault::new(place, format!("the query was not over after {seconds} seconds"), "A statement has a time limit", next)
}
/// Why there is no connection.
pub fn of_connection(place: &str, told: &str, check: &str) -> Fault {
    Fault::new(place, format!("no connection: {told}"), "Nothing can be read without it", check).withholding("no connection [message withheld]")
}

#[cfg(test)]
mod tests {
    use super::*;
    /// Where a cluster may stand still, the first step is to look at it.
    #[test]
    fn a_statement_that_is_never_over_says_where_to_look() {
        for (engine, looks) in [(Engine::Spark, true), (Engine::DuckDb, false), (Engine::PostgreSql, false)] {
            let error = too_long(engine, "here", 600).error;
            assert!(error.place == "here" && error.fact.contains("600 seconds") && error.reason.contains("time limit"), "{error}");
            assert!(error.next_step.contains("timeout = SECONDS") && error.next_step.contains("Sail") == looks, "{error}");
        }
    }
    /// What DuckDB 1.5 says where an extension is missing, or one that it needs itself; and another failure.
    #[test]
    fn a_missing_extension_is_told_from_other_failures() {
        let failed = |told: &str| of_statement("here", &Error::with_message_and_status(told, Status::Internal)).error;
        for told in [
            "Extension Autoloading Error: An error occurred while trying to automatically install the required extension 'delta':\nExtension \"/home/a/.duckdb/extensions/v1.5.5/linux_amd64/delta.duckdb_extension\" not found.",
            "Catalog Error: Table Function with name \"iceberg_scan\" is not in the catalog, but it exists in the iceberg extension.",
        ] {
            let error = failed(told);
            assert!(error.reason.contains("not installed here") && error.next_step.contains("INSTALL delta"), "{error}");
        }
        assert!(!failed("Catalog Error: Table with name delta does not exist!").reason.contains("extension"));
    }
}
