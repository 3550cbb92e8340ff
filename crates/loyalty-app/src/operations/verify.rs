//! `verify`: is the plan what it says it is? And which signers a person trusts, for every operation that asks for it.
use super::deliverables::{self, Choice};
use super::plans;
use crate::clock;
use crate::context::Context;
use crate::refusal::Refusal;
use crate::settings::{self, Settings};
use loyalty_plans::signers::Trust;
use loyalty_plans::verify::{Against, Answer, Looked, Verification, verify as look};
use loyalty_plans::{hash, regular, store};
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
    /// Make the deliverables again from the plan, and compare: a second check where the same version of the program made them.
    #[serde(default)]
    pub render: bool,
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
    let Verification { mut answer, mut because, interrupted, relaxed, first_broken, mut looked } = report(context, &path, chosen.trust.as_ref())?;
    if request.render && answer != Answer::Altered {
        let again = rendered(context, &request.plan)?;
        if let Some(other) = again.iter().find(|l| l.holds == Some(false)) {
            (answer, because) = (Answer::Altered, other.sentence.clone());
        }
        looked.extend(again);
    }
    Ok(VerifyOutcome { answer, because, interrupted, relaxed, trusted: chosen.words, first_broken, looked })
}
/// Makes the deliverables again and compares them with what the plan records of them. A record can be forged with its file; what the program makes of
/// the design cannot.
fn rendered(context: &Context, plan: &str) -> Result<Vec<Looked>, Refusal> {
    let opened = plans::open(context, plan)?;
    let (plan, mine) = (&opened.plan, env!("CARGO_PKG_VERSION"));
    let version = &plan.design.header.version;
    if version != mine {
        let sentence = format!("the deliverables were made by version {version} of the program, and this is {mine}: they were not made again");
        return Ok(vec![Looked { holds: None, sentence }]);
    }
    let choice = Choice::recorded(plan).of_plan();
    let look = deliverables::brand_of(context, plan)?;
    let made = deliverables::make(&deliverables::folder(plan), &deliverables::as_recorded(plan), &look, &choice, None)?;
    let recorded = |path: &Path| plan.history.deliverables.iter().find(|f| Path::new(&f.path) == path);
    // A brand file of today that is not that of the plan explains a difference as well.
    let brand = plan.history.request.as_ref().and_then(|r| r.output.brand.as_deref());
    let under = brand.map_or(String::new(), |file| format!(" with the brand file {file} as it is now"));
    let differs = made.iter().filter(|(path, bytes)| recorded(path).is_none_or(|f| f.sha256 != hash::of_bytes(bytes)));
    let mut out: Vec<Looked> = differs
        .map(|(path, _)| Looked { holds: Some(false), sentence: format!("deliverable {}: this program makes another file of the plan{under}", path.display()) })
        .collect();
    // Placements of single customers stand in no plan.
    let known = |path: &str| store::of_people(Path::new(path)) || made.iter().any(|(m, _)| m == Path::new(path));
    let stray = plan.history.deliverables.iter().filter(|f| !known(&f.path));
    out.extend(stray.map(|f| Looked { holds: Some(false), sentence: format!("deliverable {}: this program makes no such file of the plan", f.path) }));
    if out.is_empty() {
        out.push(Looked { holds: Some(true), sentence: format!("{} deliverables made again are the recorded ones", made.len()) });
    }
    Ok(out)
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
