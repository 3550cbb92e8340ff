//! `verify`: is the plan what it says it is? And which signers a person trusts, for every operation that asks for it.
use super::plans;
use crate::clock;
use crate::context::Context;
use crate::refusal::Refusal;
use crate::settings::{self, Settings};
use loyalty_plans::signers::Trust;
use loyalty_plans::verify::{Against, Answer, Looked, Verification, verify as look};
use loyalty_plans::{regular, store};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Largest file of signers.
const SIGNERS_BYTES: u64 = 1 << 20;

/// Which plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifyRequest {
    pub plan: String,
    /// File of trusted signers; none: that of the settings, where its SHA-256 is pinned.
    #[serde(default)]
    pub trust: Option<PathBuf>,
}
/// What was looked at, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerifyOutcome {
    pub answer: Answer,
    /// Who verified it, what is missing, what was altered first, or who rejected it.
    pub because: String,
    /// The last write did not land; the revision before it is whole.
    pub interrupted: bool,
    /// The plan was published while acts without a signature counted.
    pub relaxed: bool,
    /// The trust root in words.
    pub trusted: String,
    /// The first entry of the change log that does not hold.
    pub first_broken: Option<u64>,
    /// Everything looked at.
    pub looked: Vec<Looked>,
}
/// Verifies.
///
/// # Errors
/// No such plan; signers that cannot be trusted.
pub fn verify(context: &Context, request: &VerifyRequest) -> Result<VerifyOutcome, Refusal> {
    let path = plans::find(context, &request.plan)?;
    let chosen = Chosen::of(context, request.trust.as_deref(), &settings::read(context)?)?;
    let Verification { answer, because, interrupted, relaxed, first_broken, looked } = report(context, &path, chosen.trust.as_ref())?;
    Ok(VerifyOutcome { answer, because, interrupted, relaxed, trusted: chosen.words, first_broken, looked })
}
/// Looks at a plan.
///
/// # Errors
/// The file cannot be read.
pub fn report(context: &Context, path: &Path, trust: Option<&Trust>) -> Result<Verification, Refusal> {
    let now = clock::now().written;
    let at = context.reading("plan", path)?;
    let _reading = context.stored(store::folder(&at)).reading()?;
    look(&at, &context.folder, &Against { trust, now: &now }).map_err(|e| Refusal::machine(path.display().to_string(), e.to_string(), ""))
}
/// The trust root: the signers that a person chose, never whatever lies in the folder.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// The signers; none: no signature counts.
    pub trust: Option<Trust>,
    /// Which they are and why they are trusted, or why there are none.
    pub words: String,
}
impl Chosen {
    /// The signers as asked (`--trust`), else those of the settings, if their SHA-256 is pinned there.
    ///
    /// # Errors
    /// No such file, another SHA-256 than pinned, a line that cannot be trusted.
    pub fn of(context: &Context, asked: Option<&Path>, settings: &Settings) -> Result<Chosen, Refusal> {
        let governance = &settings.governance;
        let Some(path) = asked.or(governance.allowed_signers.as_deref()) else {
            return Ok(Chosen { trust: None, words: "no signers are trusted: none were named".into() });
        };
        let place = path.display().to_string();
        let bytes = regular::read(&context.reading("trust", path)?, SIGNERS_BYTES).map_err(|e| {
            Refusal::input(
                &place,
                format!("the file of signers cannot be read: {e}"),
                "Signatures are checked against the public keys in this file",
                "name a file that plan-loyalty can read with --trust, one line for each person: NAME namespaces=\"plan-loyalty\" KEYTYPE KEY roles=ROLE",
            )
        })?;
        let text = String::from_utf8_lossy(&bytes);
        let trust = Trust::read(&text).map_err(|e| {
            Refusal::input(
                format!("{place}:{}", e.line),
                e.fact,
                "Each line names one person, one key and the roles that the person may act for",
                "write NAME namespaces=\"plan-loyalty\" KEYTYPE KEY roles=legal (roles: preparer, legal, finance, operations, exec-sponsor, publisher)",
            )
        })?;
        let sha = trust.sha256.clone();
        if asked.is_some() {
            return Ok(Chosen { trust: Some(trust), words: format!("signers of {place} (SHA-256 {sha}), named with --trust") });
        }
        match governance.allowed_signers_sha256.as_deref().map(|pin| pin.trim().to_lowercase()) {
            Some(pin) if pin == sha => Ok(Chosen { trust: Some(trust), words: format!("signers of {place} (SHA-256 {sha}), pinned in the settings") }),
            Some(pin) => Err(Refusal::input(
                &place,
                format!("the file of signers has SHA-256 {sha}, and the settings pin {pin}"),
                "Somebody changed the keys that count",
                format!("look at who changed the file; if the change is right, set governance.allowed_signers_sha256 = \"{sha}\""),
            )),
            None => Ok(Chosen {
                trust: None,
                words: format!("signers of {place} are not trusted: give --trust {place}, or pin the file with governance.allowed_signers_sha256 = \"{sha}\""),
            }),
        }
    }
}
