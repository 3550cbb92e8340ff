//! `cache`: results of steps that are kept beside the plans, for amendments.
use crate::context::Context;
use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// What to do with them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CacheRequest {
    /// Take them all away.
    pub clear: bool,
}
/// What is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CacheOutcome {
    /// Folder of the plans that they belong to.
    pub plans: PathBuf,
    /// Bytes kept, after what was asked.
    pub bytes: u64,
}
/// Tells how much is kept, or takes it away. Plans do not depend on it: what is not found is worked out again.
///
/// # Errors
/// A file that cannot be taken away.
pub fn cache(context: &Context, request: &CacheRequest) -> Result<CacheOutcome, Refusal> {
    let steps = context.steps()?;
    if request.clear {
        steps.clear().map_err(|e| Refusal::machine("the kept steps", e.to_string(), "delete the folder .steps next to the plans"))?;
    }
    Ok(CacheOutcome { plans: context.plans.clone(), bytes: steps.bytes() })
}
