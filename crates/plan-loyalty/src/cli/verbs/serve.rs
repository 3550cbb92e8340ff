//! The server for agents.
use crate::cli::args::{EffortOption, McpArgs};
use crate::cli::terminal::{self, Terminal};
use crate::cli::{exit, old_commands};
use crate::mcp::{self, Settings};
use loyalty_app::refusal::Refusal;

/// `mcp`: serves until the client goes; then the program ends, but never while files take their places.
///
/// # Errors
/// A folder that is not there, an address that cannot be listened on.
pub fn mcp(at: &Terminal, a: McpArgs) -> Result<u8, Refusal> {
    let gate = mcp::run(Settings {
        http: a.http,
        roots: a.root,
        allow_records: a.allow_records,
        token_file: a.token_file,
        origins: a.allow_origin,
        expose: a.expose,
        small_effort: a.effort == Some(EffortOption::Small),
        person: terminal::person(),
        databases: at.databases(a.driver.as_deref()),
        connections: a.from,
        old_commands: old_commands::read,
    })?;
    // A run that is still at work is not waited for.
    gate.hold(|| std::process::exit(i32::from(exit::DONE)))
}
