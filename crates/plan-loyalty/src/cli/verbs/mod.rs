//! The verbs, by what they work on: each makes a request, calls its operation and prints the outcome.
pub mod data;
pub mod govern;
mod init_questions;
pub mod plan;
pub mod saved;
#[cfg(any(feature = "mcp", feature = "studio"))]
pub mod serve;

use crate::cli::out::say_line;
use loyalty_app::refusal::Refusal;
use serde::Serialize;

/// An outcome as JSON, for a program.
fn json(outcome: &impl Serialize) -> Result<(), Refusal> {
    say_line!("{}", serde_json::to_string_pretty(outcome).map_err(|e| Refusal::machine("the outcome", e.to_string(), ""))?);
    Ok(())
}
