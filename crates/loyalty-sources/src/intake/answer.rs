//! The answer of a database, whose rows are text with commas already.
use loyalty_model::input::InputRecord;
use std::fmt;
use std::io::{self, Read};
use std::sync::Arc;

/// Text that can be read from its beginning as often as it must be.
pub trait Rows: fmt::Debug + Send + Sync {
    /// The text from its beginning: a heading, then rows, as RFC 4180 has it, in UTF-8.
    ///
    /// # Errors
    /// What the system says.
    fn open(&self) -> io::Result<Box<dyn Read + Send>>;
}
/// The answer of a database to one statement.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Which table or query of which database, as it is shown.
    pub place: String,
    /// What is kept of it in a plan's history; how its columns are read is added.
    pub record: InputRecord,
    /// What was noticed before it was read.
    pub notes: Vec<String>,
    /// Its rows.
    pub text: Arc<dyn Rows>,
}
