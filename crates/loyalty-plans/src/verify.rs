//! Is this plan what it says it is? The chain, the bytes, the head log beside it, the signatures, the files.
use crate::commit_log::{self, CommitLog, Phase};
use crate::{chain, document, hash, signature, store};
use loyalty_model::plan::{Act, Change};
use serde_json::Value;
use std::fs;
use std::io;
use std::path::Path;

/// Overall answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Everything holds, and an allowed signer signed the current design.
    Anchored,
    /// Everything holds, but no signature by an allowed signer covers the design: who holds the folder could have made it all.
    Unanchored,
    /// The last write did not land; the revision before it is whole.
    Interrupted,
    /// Something does not hold.
    Broken,
}
/// One thing looked at.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Looked {
    /// It holds; `None`: it could not be looked at.
    pub holds: Option<bool>,
    /// What, and what was found.
    pub sentence: String,
}
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// Overall.
    pub answer: Answer,
    /// The first entry that does not hold.
    pub first_broken: Option<u64>,
    /// Everything looked at.
    pub looked: Vec<Looked>,
}
impl Verification {
    fn say(&mut self, holds: impl Into<Option<bool>>, sentence: impl Into<String>) {
        let holds = holds.into();
        if holds == Some(false) {
            self.answer = Answer::Broken;
        }
        self.looked.push(Looked { holds, sentence: sentence.into() });
    }
}
/// Verifies the plan at `path`. Without a file of allowed signers no signature counts. Files that the plan records are looked for from
/// `base`, the folder that relative paths start from.
///
/// # Errors
/// The file cannot be read.
pub fn verify(path: &Path, base: &Path, allowed_signers: Option<&Path>) -> io::Result<Verification> {
    let bytes = fs::read(path)?;
    let mut report = Verification { answer: Answer::Unanchored, first_broken: None, looked: vec![] };
    let Ok(document) = serde_json::from_slice::<Value>(&bytes) else {
        report.say(false, "the file is not JSON");
        return Ok(report);
    };
    // Only our own bytes: a space or another order of keys would hide behind an equal content.
    let own = document::render(&document).is_ok_and(|b| b == bytes);
    report.say(own, if own { "the bytes are this program's" } else { "the bytes are not as this program writes them" });
    match chain::first_broken(&document) {
        Ok(None) => report.say(true, "every entry of the change log follows from the one before"),
        Ok(Some((entry, why))) => {
            report.first_broken = Some(entry);
            report.say(false, format!("entry {entry} of the change log does not hold: {why}"));
        }
        Err(e) => report.say(false, e.to_string()),
    }
    let log = document::log(&document).unwrap_or_default();
    let commits = commit_log::read(&store::folder(path))?;
    let interrupted = against_commit_log(&mut report, &commits, path, &bytes, log.len() as u64);
    let anchored = signatures(&mut report, &log, &document, allowed_signers);
    files(&mut report, &document, path, base);
    if report.answer != Answer::Broken {
        report.answer = match (interrupted, anchored) {
            (true, _) => Answer::Interrupted,
            (false, true) => Answer::Anchored,
            (false, false) => Answer::Unanchored,
        };
    }
    Ok(report)
}
/// Compares with the commit log; true where the last write was interrupted.
fn against_commit_log(report: &mut Verification, commits: &CommitLog, path: &Path, bytes: &[u8], entries: u64) -> bool {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    if let Some((line, why)) = &commits.broken {
        report.say(false, format!("line {line} of {} does not hold: {why}", commit_log::NAME));
        return false;
    }
    let own: Vec<_> = commits.lines.iter().filter(|h| h.plan == name).collect();
    let sha = hash::of_bytes(bytes);
    let Some(last) = own.last() else {
        report.say(None, format!("{} next to the plan does not mention it: this is a copy, or a new folder", commit_log::NAME));
        return false;
    };
    if last.bytes_sha256 == sha {
        report.say(true, format!("the file is the one that {} names last", commit_log::NAME));
        return false;
    }
    let landed = own.iter().rev().find(|h| h.phase == Phase::Done);
    if last.phase == Phase::Intent && landed.is_some_and(|d| d.bytes_sha256 == sha) {
        report.say(None, format!("entry {} was not saved; the plan is complete as it was before. Run that command again", last.entry));
        return true;
    }
    let known = own.iter().rev().find(|h| h.bytes_sha256 == sha);
    let latest = landed.map_or(last.entry, |l| l.entry);
    match known {
        Some(h) => {
            report.first_broken = report.first_broken.or(Some(h.entry + 1));
            report.say(false, format!("rolled back: the file is revision {}, and {} knows revision {latest}", h.entry, commit_log::NAME));
        }
        None => {
            report.first_broken = report.first_broken.or(Some(entries.min(latest)));
            report.say(false, format!("{} does not know this file; the last one written had {latest} entries, this one has {entries}", commit_log::NAME));
        }
    }
    false
}
/// Looks at every signature; true where one by an allowed signer covers the design of today.
fn signatures(report: &mut Verification, log: &[Change], document: &Value, allowed: Option<&Path>) -> bool {
    let plan = log.first().and_then(|c| chain::entry_hash(c).ok()).unwrap_or_default();
    let today = hash::of(&document["design"]).unwrap_or_default();
    let mut anchored = false;
    for (i, change) in log.iter().enumerate() {
        let Some(decision) = &change.decision else { continue };
        let (Some(signed), Some(text)) = (&decision.signature, &decision.statement) else {
            report.say(
                None,
                format!("entry {}: {} by {} for {} is unverified (no signature)", change.sequence, word(change.act), decision.person, decision.role),
            );
            continue;
        };
        let head = i.checked_sub(1).and_then(|b| chain::entry_hash(&log[b]).ok()).unwrap_or_default();
        let says = statement(&plan, change, &head).is_some_and(|s| s == *text);
        if !says {
            report.first_broken = report.first_broken.or(Some(change.sequence));
            report.say(false, format!("entry {}: the signed statement differs from the entry", change.sequence));
            continue;
        }
        match allowed.map(|a| signature::verify(text, signed, &decision.person, a)) {
            None => report.say(None, format!("entry {}: signed by {}; no file of allowed signers was given", change.sequence, decision.person)),
            Some(Ok(())) => {
                anchored |= change.plan_hash == today;
                report.say(true, format!("entry {}: {} for {}, signed by {}", change.sequence, word(change.act), decision.role, decision.person));
            }
            Some(Err(e)) => {
                report.first_broken = report.first_broken.or(Some(change.sequence));
                report.say(false, format!("entry {}: {e}", change.sequence));
            }
        }
    }
    report.say(
        anchored.then_some(true),
        if anchored { "an allowed signer signed the current design" } else { "unanchored: no allowed signer has signed the current design" },
    );
    anchored
}
/// The word of an act.
pub fn word(act: Act) -> &'static str {
    match act {
        Act::Created => "created",
        Act::Amended => "amended",
        Act::Resumed => "resumed",
        Act::Approved => "approved",
        Act::Rejected => "rejected",
        Act::Resolved => "resolved",
        Act::Overridden => "overridden",
        Act::Published => "published",
        Act::Migrated => "migrated",
    }
}
/// The statement that an entry with a decision must have been signed on; `head`: hash of the entry before.
pub fn statement(plan: &str, change: &Change, head: &str) -> Option<String> {
    let d = change.decision.as_ref()?;
    Some(signature::Statement { plan, act: word(change.act), role: &d.role, person: &d.person, plan_hash: &change.plan_hash, head, note: &d.note }.text())
}
fn files(report: &mut Verification, document: &Value, plan: &Path, base: &Path) {
    // Before shape 1.2.0 what was read stood under `files`.
    for (kind, list) in [("deliverable", "deliverables"), ("input", "files"), ("input", "inputs")] {
        let all = document["history"][list].as_array().into_iter().flatten();
        for f in all.filter(|f| list != "inputs" || f["kind"] == "file") {
            let (path, sha) = (f["path"].as_str().unwrap_or_default(), f["sha256"].as_str().unwrap_or_default());
            // As given; else from the project's folder, two above the plans (.claude/plans).
            let beside = store::folder(plan).join("../..").join(path);
            match fs::read(base.join(path)).or_else(|_| fs::read(&beside)) {
                Err(_) => report.say(None, format!("{kind} {path}: not reachable from here")),
                Ok(bytes) if hash::of_bytes(&bytes) == sha => report.say(true, format!("{kind} {path}: as recorded")),
                Ok(bytes) if kind == "deliverable" && of_another_plan(plan, path, &hash::of_bytes(&bytes)) => {
                    report.say(None, format!("{kind} {path}: now belongs to another plan in this folder; plan-loyalty renew writes this plan's again"))
                }
                // Data may move on without harm to the plan; a deliverable that differs is not the plan's.
                Ok(_) if kind == "input" => report.say(None, format!("{kind} {path}: has changed since the plan was made")),
                Ok(_) => report.say(false, format!("{kind} {path}: differs from the file written with the plan")),
            }
        }
    }
}
/// Whether another plan of the folder says that it wrote this file.
fn of_another_plan(plan: &Path, path: &str, sha: &str) -> bool {
    let others = store::list(&store::folder(plan)).unwrap_or_default();
    let records = |p: &Path| store::load(p).ok().map(|d| d["history"]["deliverables"].clone()).unwrap_or_default();
    others
        .iter()
        .filter(|o| o.file_name() != plan.file_name())
        .any(|o| records(o).as_array().into_iter().flatten().any(|f| f["path"].as_str() == Some(path) && f["sha256"].as_str() == Some(sha)))
}
