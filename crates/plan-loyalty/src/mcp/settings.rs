//! How the server is started.
use loyalty_app::context::{CommandReader, Databases};
use std::path::PathBuf;

/// How the server is started. All of it is a person's choice: no tool changes it.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Address to listen on; none: stdio.
    pub http: Option<String>,
    /// Folders that may be read and written; none: the folder it is started in. The first is where plans are kept.
    pub roots: Vec<PathBuf>,
    /// Quotes of customers and names of persons may leave.
    pub allow_records: bool,
    /// File with the bearer token; none: one is made and printed.
    pub token_file: Option<PathBuf>,
    /// Web origins that may call, besides none.
    pub origins: Vec<String>,
    /// Listen on an address that other machines reach.
    pub expose: bool,
    /// Every run at small effort, for trying out.
    pub small_effort: bool,
    /// Who started it.
    pub person: String,
    /// Databases that may be asked, by their URL as it was written.
    pub connections: Vec<String>,
    /// How they are reached.
    pub databases: Databases,
    /// Reads the command lines of old plans.
    pub old_commands: CommandReader,
}
