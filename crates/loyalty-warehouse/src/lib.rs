//! Rows where they live: databases behind the port `Source`, through ADBC drivers that are loaded when they are asked for.
//!
//! ```text
//! url         what a person wrote → engine, place without secrets, encrypted or refused
//! engine      what differs between engines: quotes, casts, the session, how to get the driver
//! statement   a table's name or a query → one statement that reads
//! driver      the shared library, the connection, the session that only reads
//! watch       who waits: hears of each statement, may stop waiting
//! work        one thread that asks the database, so that whoever waits can stop waiting
//! running     statements that run now, for whoever ends the program
//! cells       Arrow → text with commas
//! spool       the rows, kept until they are read
//! fetch       all tables of a request: tries, fallback
//! sums        one session that asks the statements of `loyalty_sources::sums`
//! source      the port `Source`
//! catalog     which tables there are
//! ```
//!
//! Every statement runs once, in one session that only reads; its rows are then read as files are, by the same hypotheses, with the same refusals.
mod catalog;
mod cells;
mod driver;
mod engine;
mod fault;
mod fetch;
mod running;
mod scratch;
mod source;
mod spool;
mod statement;
mod sums;
mod url;
mod watch;
mod work;

pub use catalog::{Listed, tables};
pub use engine::Engine;
pub use fetch::{Fetched, Queries, fetch};
pub use running::Running;
pub use source::Warehouse;
pub use statement::{named, selected};
pub use sums::extract as extract_sums;
pub use url::{Connection, Machine};
pub use watch::{Told, Watch};
