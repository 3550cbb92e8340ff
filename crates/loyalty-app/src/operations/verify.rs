//! `verify`: is the plan what it says it is?
use super::plans;
use crate::context::Context;
use crate::refusal::Refusal;
use crate::settings::Settings;
use loyalty_plans::verify::{Answer, Looked, Verification, verify as look};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Which plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifyRequest {
    pub plan: String,
    /// File of allowed signers; none: that of the settings.
    #[serde(default)]
    pub allowed_signers: Option<PathBuf>,
}
/// What was looked at, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerifyOutcome {
    /// Overall.
    pub answer: Answer,
    /// The first entry of the change log that does not hold.
    pub first_broken: Option<u64>,
    /// Everything looked at.
    pub looked: Vec<Looked>,
}
/// Verifies.
///
/// # Errors
/// No such plan.
pub fn verify(context: &Context, request: &VerifyRequest) -> Result<VerifyOutcome, Refusal> {
    let path = plans::find(context, &request.plan)?;
    let allowed = allowed(context, request.allowed_signers.as_deref(), &crate::settings::read(context)?)?;
    let Verification { answer, first_broken, looked } = report(context, &path, allowed.as_deref())?;
    Ok(VerifyOutcome { answer, first_broken, looked })
}
/// Looks at a plan. Allowed signers: as they can be opened.
///
/// # Errors
/// The file cannot be read.
pub fn report(context: &Context, path: &Path, allowed: Option<&Path>) -> Result<Verification, Refusal> {
    look(&context.reading("plan", path)?, &context.folder, allowed).map_err(|e| Refusal::machine(path.display().to_string(), e.to_string(), ""))
}
/// The file of allowed signers, as it can be opened: as asked, else the settings'.
///
/// # Errors
/// No such file.
pub fn allowed(context: &Context, asked: Option<&Path>, settings: &Settings) -> Result<Option<PathBuf>, Refusal> {
    let Some(told) = asked.or(settings.governance.allowed_signers.as_deref()) else { return Ok(None) };
    let path = context.reading("allowed_signers", told)?;
    if path.exists() {
        return Ok(Some(path));
    }
    Err(Refusal::input(
        told.display().to_string(),
        "file of allowed signers not found",
        "Signatures are checked against the public keys in this file",
        "create it as described under ALLOWED SIGNERS in man ssh-keygen",
    ))
}
