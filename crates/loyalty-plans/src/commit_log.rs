//! `heads.log` beside the plans: one line (`done`) for each write of a plan, with the hash of the line before. It takes its place in the same commit as
//! the plan ([`crate::journal`]). A plan that was rolled back, cut or rebuilt contradicts a done line. Older logs have a line `intent` before each write too.
use crate::{hash, regular};
use loyalty_model::plan::CommitMark;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};

/// Largest log that is read.
const LARGEST: u64 = 256 << 20;
/// Name of the log.
pub const NAME: &str = "heads.log";

/// Where a write stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// About to be written: older versions say so before they write.
    Intent,
    /// Written.
    Done,
}
/// A line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// From 1.
    pub line: u64,
    /// Instant.
    pub at: String,
    /// File name of the plan.
    pub plan: String,
    /// Entries in its change log.
    pub entry: u64,
    /// Hash of the last of them.
    pub entry_hash: String,
    /// SHA-256 of the file.
    pub bytes_sha256: String,
    /// Where the write stands.
    pub phase: Phase,
    /// SHA-256 of the line before; empty for the first.
    pub previous: String,
}
/// The log as read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CommitLog {
    /// Lines in order.
    pub lines: Vec<Head>,
    /// The first line that does not hold, and why.
    pub broken: Option<(u64, String)>,
}
/// The log's path in a folder of plans.
pub fn path(dir: &Path) -> PathBuf {
    dir.join(NAME)
}
/// Reads the log; none is an empty one.
///
/// # Errors
/// The file system's.
pub fn read(dir: &Path) -> io::Result<CommitLog> {
    let broken = |why: &str| Ok(CommitLog { lines: vec![], broken: Some((1, why.to_string())) });
    let text = match regular::read(&path(dir), LARGEST).map(String::from_utf8) {
        Ok(Ok(text)) => text,
        Ok(Err(_)) => return broken("it is not text"),
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(CommitLog::default()),
        Err(e) if e.kind() == io::ErrorKind::InvalidInput => return broken(&e.to_string()),
        Err(e) => return Err(e),
    };
    let mut heads = CommitLog::default();
    let mut previous = String::new();
    // A last line without an end was being written when the process died: nothing followed it.
    for (i, line) in text.split_inclusive('\n').filter(|l| l.ends_with('\n')).enumerate() {
        let bad = |why: &str| Some((i as u64 + 1, why.to_string()));
        let Ok(head) = serde_json::from_str::<Head>(line.trim_end()) else {
            heads.broken = bad("it is not a line of a commit log");
            break;
        };
        if head.line != i as u64 + 1 || head.previous != previous {
            heads.broken = bad("it does not follow the line before");
            break;
        }
        previous = hash::of_bytes(line.trim_end().as_bytes());
        heads.lines.push(head);
    }
    Ok(heads)
}
/// SHA-256 of a line as it stands in the log.
///
/// # Errors
/// None in practice.
pub fn line_hash(line: &Head) -> Result<String, serde_json::Error> {
    Ok(hash::of_bytes(serde_json::to_string(line)?.as_bytes()))
}
/// Where the log names a plan last.
///
/// # Errors
/// The file system's.
pub fn mark(dir: &Path, plan: &str) -> io::Result<Option<CommitMark>> {
    let log = read(dir)?;
    let Some(last) = log.lines.iter().rfind(|h| h.plan == plan) else { return Ok(None) };
    Ok(Some(CommitMark { line: last.line, sha256: line_hash(last)? }))
}
/// The log with one more line, as it is to be written; call it under the folder's lock. A torn last line that an older version left is not in it.
///
/// # Errors
/// The file system's; a log that is broken is not continued.
pub fn with(dir: &Path, mut head: Head) -> io::Result<Vec<u8>> {
    let heads = read(dir)?;
    if let Some((line, why)) = heads.broken {
        return Err(io::Error::other(format!("line {line} of {NAME}: {why}; move the log away together with its plans, or restore it")));
    }
    let mut bytes = if heads.lines.is_empty() { vec![] } else { regular::read(&path(dir), LARGEST)? };
    bytes.truncate(bytes.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1));
    head.line = heads.lines.len() as u64 + 1;
    head.previous = heads.lines.last().map(line_hash).transpose()?.unwrap_or_default();
    bytes.extend(serde_json::to_vec(&head)?);
    bytes.push(b'\n');
    Ok(bytes)
}
