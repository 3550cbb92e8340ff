//! `verify`: is the plan what it says it is?
use super::shelf;
use crate::cli::args::VerifyArgs;
use crate::error::{Refusal, exit};
use crate::request;
use loyalty_plans::verify::{Answer, Report, verify};
use std::path::{Path, PathBuf};

/// The file of allowed signers: the flag, else the settings'.
///
/// # Errors
/// Settings that cannot be read, or no such file.
pub fn allowed(flag: Option<&Path>, config: Option<&Path>) -> Result<Option<PathBuf>, Refusal> {
    let told = match flag {
        Some(path) => Some(path.to_path_buf()),
        None => request::config(config)?.governance.allowed_signers,
    };
    match told {
        Some(path) if !path.exists() => Err(Refusal::input(
            path.display().to_string(),
            "there is no such file of allowed signers",
            "",
            "make it as ssh-keygen describes under ALLOWED SIGNERS",
        )),
        told => Ok(told),
    }
}
/// Verifies and says everything that was looked at.
///
/// # Errors
/// No such plan.
pub fn run(args: &VerifyArgs) -> Result<u8, Refusal> {
    let path = shelf::find(&args.file.plan, &args.file.plans)?;
    let allowed = allowed(args.allowed_signers.as_deref(), args.file.config.as_deref())?;
    let report = verify(&path, allowed.as_deref()).map_err(|e| Refusal::machine(path.display().to_string(), e.to_string(), ""))?;
    print!("{}", words(&report));
    Ok(if matches!(report.answer, Answer::Anchored | Answer::Unanchored) { exit::PLANNED } else { exit::DIFFERS })
}
fn words(r: &Report) -> String {
    let mut out = String::new();
    for l in &r.looked {
        let mark = match l.holds {
            Some(true) => "holds",
            Some(false) => "BROKEN",
            None => "open",
        };
        out += &format!("  {mark:<7} {}\n", l.sentence);
    }
    let entry = r.first_broken.map_or(String::new(), |e| format!(" The first entry that does not hold: {e}."));
    out + &match r.answer {
        Answer::Anchored => "Verified: everything holds, and a signature by an allowed signer covers the design of today.\n".to_string(),
        Answer::Unanchored => "Holds, unanchored: nothing is out of order, but no signature by an allowed signer covers the design of today.\n".into(),
        Answer::Interrupted => "Interrupted: the last command did not land; the plan is whole as it was before. Run that command again.\n".into(),
        Answer::Broken => format!("BROKEN.{entry} Do not rely on this plan; look for the copy that {} speaks of.\n", loyalty_plans::heads::NAME),
    }
}
