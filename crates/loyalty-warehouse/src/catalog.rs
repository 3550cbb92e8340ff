//! Which tables a database has, and their first rows.
use crate::fault::Fault;
use crate::fetch::{Hearing, read};
use crate::statement::Asked;
use crate::url::Connection;
use crate::watch::Watch;
use crate::work::{self, How, Job, Message, Query};
use loyalty_model::statement::{Statement, StatementOf};
use loyalty_sources::intake::Answer;
use loyalty_sources::source::SourceError;

/// Tables that are looked at; a database with more wants a person's word.
const MOST: usize = 200;
/// Rows of each that are looked at.
const SAMPLE: u32 = 2_000;

/// A table that was looked at.
#[derive(Debug)]
pub struct Listed {
    /// Parts of its name.
    pub name: Vec<String>,
    /// Its columns and first rows; or why there are none.
    pub rows: Result<(Vec<String>, Answer), SourceError>,
}
/// Lists tables and views, and reads the first rows of each.
///
/// # Errors
/// No driver, no connection, no table, or too many.
pub fn tables(connection: &Connection, watch: Watch) -> Result<Vec<Listed>, SourceError> {
    let names = listed(connection, watch).map_err(|f| f.error)?;
    if names.is_empty() {
        let next = "name another database, or ask for the right to read: GRANT SELECT ON ALL TABLES IN SCHEMA … TO …";
        return Err(Fault::new(connection.place(), "it has no table that this user may read", "There is nothing to look at", next).error);
    }
    if names.len() > MOST {
        let fact = format!("it has {} tables, and {MOST} are looked at", names.len());
        let next = "name the tables under [warehouse] in plan-loyalty.toml, for example transactions = \"public.orders\"";
        return Err(Fault::new(connection.place(), fact, "So many are hardly one company's purchases", next).error);
    }
    let mut out = vec![];
    let of = names.len() as u32;
    for (number, name) in (1..).zip(names) {
        let place = format!("{}: {}", connection.place(), name.join("."));
        let query = Query { asked: Asked::Table(name.clone()), place, first: Some(SAMPLE), how: How::Rows };
        let what = [name.join(".")];
        let heard = Hearing { names: &what, first: number, of, sample: true };
        let rows = read(connection, Job { queries: vec![query], ..Job::default() }, watch, &heard, &mut 0);
        let rows = match rows {
            Err(f) if f.error.cancelled => return Err(f.error),
            rows => rows.map_err(|f| f.error).and_then(|mut all| all.pop().ok_or_else(|| Fault::stopped(connection.place()).error)),
        };
        out.push(Listed { name, rows });
    }
    Ok(out)
}
fn listed(connection: &Connection, watch: Watch) -> Result<Vec<Vec<String>>, Fault> {
    let mut working = work::begin(connection, Job { listing: true, ..Job::default() });
    let mut out = vec![];
    let _listing = watch.begin(Statement { what: StatementOf::Tables, number: 0, of: 0 });
    while let Some(message) = working.next(watch.cancelled)? {
        if let Message::Tables(rows) = message {
            out = rows.into_iter().map(|row| row.into_iter().take(2).filter(|part| !part.is_empty()).collect()).collect();
        }
    }
    Ok(out)
}
