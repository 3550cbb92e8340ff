//! Is this plan what it says it is? The chain, the bytes, the commit log beside it, the acts of people, the files. One answer comes of it.
use crate::acts::{self, Authority, Judged, Why};
use crate::commit_log::{self, CommitLog, Phase};
use crate::signature::word;
use crate::signers::Trust;
use crate::{chain, document, hash, recorded_files, regular, store};
use loyalty_model::plain::escaped;
use loyalty_model::plan::{Act, Approval, Change, SignedFile, Summary};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// The answer: exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Nothing is out of order, and trusted signers signed the design, the history and the deliverables as they are.
    Verified,
    /// Nothing is out of order, but no trusted signature covers it all: whoever holds the folder could have made it.
    Unanchored,
    /// A role rejected the current design.
    Rejected,
    /// Something was changed behind the plan's back.
    Altered,
}
/// One thing looked at.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Looked {
    /// It holds; `None`: it could not be looked at, or does not count.
    pub holds: Option<bool>,
    /// What, and what was found.
    pub sentence: String,
}
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    pub answer: Answer,
    /// Who verified it, what is missing, what was altered first, or who rejected it: one line.
    pub because: String,
    /// The last write did not land; the revision before it is whole.
    pub interrupted: bool,
    /// The plan was published while acts without a signature counted.
    pub relaxed: bool,
    /// The first entry that does not hold.
    pub first_broken: Option<u64>,
    /// Everything looked at.
    pub looked: Vec<Looked>,
}
/// What signatures are held against.
#[derive(Debug, Clone, Copy)]
pub struct Against<'a> {
    /// Signers that a person chose to trust.
    pub trust: Option<&'a Trust>,
    /// Instant, RFC 3339 in UTC.
    pub now: &'a str,
}
impl Verification {
    fn say(&mut self, holds: impl Into<Option<bool>>, sentence: impl AsRef<str>) {
        let (holds, sentence) = (holds.into(), escaped(sentence.as_ref()));
        if holds == Some(false) && self.answer != Answer::Altered {
            self.answer = Answer::Altered;
            self.because.clone_from(&sentence);
        }
        self.looked.push(Looked { holds, sentence });
    }
    /// An entry of the change log does not hold. The first one is the answer's reason.
    fn breaks(&mut self, entry: u64, why: &str) {
        let sentence = format!("entry {entry} of the change log does not hold: {why}");
        if self.first_broken.is_none_or(|first| entry < first) {
            self.first_broken = Some(entry);
            (self.answer, self.because) = (Answer::Altered, escaped(&sentence));
        }
        self.say(false, sentence);
    }
}
/// Verifies the plan at `path`. Files that the plan records are read only where they lie below the plan's folder: `base`, if the plan is below it, else
/// the folder of the project that the plan is in.
///
/// # Errors
/// The file cannot be read.
pub fn verify(path: &Path, base: &Path, against: &Against) -> io::Result<Verification> {
    let bytes = regular::read(path, store::LARGEST)?;
    let mut report =
        Verification { answer: Answer::Unanchored, because: String::new(), interrupted: false, relaxed: false, first_broken: None, looked: vec![] };
    let Ok(document) = serde_json::from_slice::<Value>(&bytes) else {
        report.say(false, "the file is not JSON");
        return Ok(report);
    };
    match chain::first_broken(&document) {
        Ok(None) => report.say(true, "every entry of the change log follows from the one before"),
        Ok(Some((entry, why))) => report.breaks(entry, &why),
        Err(e) => report.say(false, e.to_string()),
    }
    // Only our own bytes: a space or another order of keys would hide behind an equal content.
    let own = document::render(&document).is_ok_and(|b| b == bytes);
    report.say(own, if own { "the bytes are this program's" } else { "the bytes are not as this program writes them" });
    if let Some(holds) = summary_holds(&document) {
        report.say(holds, if holds { "the summary is that of the design" } else { "the summary is not that of the design" });
    }
    let log = document::log(&document).unwrap_or_default();
    let commits = commit_log::read(&store::folder(path))?;
    report.interrupted = against_commit_log(&mut report, &commits, path, &bytes, log.len() as u64);
    let approvals: Vec<Approval> = Vec::deserialize(&document["design"]["governance"]["approvals"]).unwrap_or_default();
    let prepared_by = document["history"]["prepared_by"].as_str().unwrap_or_default();
    let by = Authority { approvals: &approvals, prepared_by, trust: against.trust, relaxed: false, draft: false, now: against.now };
    let judged = acts::judge(&log, &by);
    said(&mut report, &judged);
    publications(&mut report, &judged, &document, (&commits, path));
    recorded_files::look(&document, path, base, |holds, sentence| report.say(holds, sentence));
    if report.answer != Answer::Altered {
        (report.answer, report.because) = answer(&log, &judged, against);
    }
    Ok(report)
}
/// Whether the summary says what the design says; none: the plan has no summary, or is not one that can be read.
fn summary_holds(document: &Value) -> Option<bool> {
    let plan = document::plan(document).ok()?;
    let said = document.get("summary")?.as_object()?;
    let derived = serde_json::to_value(Summary::of(&plan.design)).ok()?;
    // A later version may add to the summary: what stands in this one is held.
    Some(said.iter().all(|(name, value)| derived.get(name) == Some(value)))
}
/// Each act: it counts, it does not, or what was signed was changed.
fn said(report: &mut Verification, judged: &[Judged]) {
    for j in judged {
        let (entry, what) = (j.change.sequence, format!("{} for {} by {}", word(j.change.act), j.decision.role, j.decision.person));
        let key = j.key.as_deref().map_or(String::new(), |k| format!(", key {k}"));
        match &j.counts {
            Ok(()) => report.say(true, format!("entry {entry}: {what}{key}")),
            Err(Why::Altered(fact)) => report.breaks(entry, fact),
            Err(why) => report.say(None, format!("entry {entry}: {what}{key} does not count: {why}")),
        }
    }
}
/// What publications signed beside the design: the deliverables, and the commit log as it was.
fn publications(report: &mut Verification, judged: &[Judged], document: &Value, (commits, path): (&CommitLog, &Path)) {
    let today: Vec<SignedFile> = Vec::deserialize(&document["history"]["deliverables"]).unwrap_or_default();
    for j in judged.iter().filter(|j| j.change.act == Act::Published) {
        report.relaxed |= j.decision.policy.as_ref().is_none_or(|p| p.relaxed);
        if !matches!(j.counts, Ok(()) | Err(Why::NoTrust | Why::Unsigned)) {
            continue;
        }
        if j.decision.deliverables != today {
            report.breaks(j.change.sequence, "the deliverables that were published are others than the plan records");
        }
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let Some(mark) = j.decision.commit.as_ref().filter(|_| commits.lines.iter().any(|h| h.plan == name)) else { continue };
        let line = usize::try_from(mark.line).ok().and_then(|n| commits.lines.get(n.checked_sub(1)?));
        let holds = line.is_some_and(|h| commit_log::line_hash(h).is_ok_and(|sha| sha == mark.sha256));
        let what = format!("line {} of {}", mark.line, commit_log::NAME);
        report.say(holds, if holds { format!("{what} is the one that was published") } else { format!("{what} is another than was published") });
    }
}
/// The answer where nothing was altered, and its reason.
fn answer(log: &[Change], judged: &[Judged], against: &Against) -> (Answer, String) {
    let from = log.len() - loyalty_model::plan::acts(log).len();
    let today: Vec<&Judged> = judged.iter().filter(|j| log[from..].iter().any(|c| std::ptr::eq(c, j.change))).collect();
    let mut rejected: BTreeMap<&str, &Judged> = BTreeMap::new();
    for j in &today {
        match (j.change.act, &j.counts) {
            (Act::Rejected, Ok(()) | Err(Why::Unsigned | Why::NoTrust | Why::Expired | Why::UnknownKey(_))) => drop(rejected.insert(&j.decision.role, j)),
            (Act::Approved, Ok(())) => drop(rejected.remove(j.decision.role.as_str())),
            _ => {}
        }
    }
    if let Some((role, j)) = rejected.iter().next() {
        let key = j.key.as_deref().unwrap_or("without a signature");
        return (Answer::Rejected, escaped(&format!("by {} for {role} ({key}): {}", j.decision.person, j.decision.note)));
    }
    let signed: Vec<String> = today
        .iter()
        .filter(|j| j.signed())
        .map(|j| escaped(&format!("{} ({} for {}, key {})", j.decision.person, word(j.change.act), j.decision.role, j.key.as_deref().unwrap_or_default())))
        .collect();
    let last = log.last();
    let covers = today.last().is_some_and(|j| j.signed() && last.is_some_and(|l| std::ptr::eq(l, j.change)));
    let open = match (against.trust, signed.is_empty(), covers) {
        (None, ..) => "nobody said which signers to trust; give --trust FILE".into(),
        (_, true, _) => "no trusted signer has signed the current design".into(),
        (_, _, false) => {
            format!("entry {} came after the last trusted signature, and none covers it", last.map_or(0, |l| l.sequence))
        }
        (_, false, true) => return (Answer::Verified, format!("by {}", signed.join("; "))),
    };
    (Answer::Unanchored, open)
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
            let why = format!("rolled back: the file is revision {}, and {} knows revision {latest}", h.entry, commit_log::NAME);
            report.breaks(h.entry + 1, &why);
        }
        None => {
            let why = format!("{} does not know this file; the last one written had {latest} entries, this one has {entries}", commit_log::NAME);
            report.breaks(entries.min(latest), &why);
        }
    }
    false
}
