//! `demo`: writes the demonstration company as files.
use super::prepare::world;
use crate::context::Context;
use crate::refusal::Refusal;
use loyalty_model::request::Demonstration;
use loyalty_sources::demo::write_files;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// What to write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoRequest {
    /// Folder.
    pub out: String,
    /// Which company.
    pub company: Demonstration,
    pub seed: u64,
    /// Only orders, this many lines.
    pub orders: Option<u64>,
}
/// Files written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoOutcome {
    /// Paths.
    pub files: Vec<PathBuf>,
}
/// Writes them.
///
/// # Errors
/// The disk.
pub fn demo(context: &Context, request: &DemoRequest) -> Result<DemoOutcome, Refusal> {
    let files = write_files(world(request.company), request.seed, &context.writing("out", &request.out)?, request.orders)
        .map_err(|e| Refusal::machine(&request.out, e.to_string(), "choose another folder or free some space"))?;
    Ok(DemoOutcome { files: files.iter().map(|f| context.shown(f)).collect() })
}
