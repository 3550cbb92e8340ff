//! Which plan of a folder is the newest: by the instant that stands in it, then by its place in the commit log. A file's name says nothing.
use crate::commit_log::{self, CommitLog};
use crate::{chain, regular};
use jiff::Timestamp;
use loyalty_model::plan::Change;
use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// What is read of a plan; the rest is skipped.
#[derive(Deserialize)]
struct Dated {
    history: History,
}
#[derive(Deserialize)]
struct History {
    #[serde(default)]
    created_at: String,
    #[serde(default, deserialize_with = "first")]
    change_log: Option<Value>,
}
/// The first entry of a list.
fn first<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Value>, D::Error> {
    struct First;
    impl<'de> Visitor<'de> for First {
        type Value = Option<Value>;
        fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
            f.write_str("a list")
        }
        fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<Option<Value>, A::Error> {
            let one = all.next_element()?;
            while all.next_element::<IgnoredAny>()?.is_some() {}
            Ok(one)
        }
    }
    from.deserialize_seq(First)
}
/// Instant and line of the log. A file that cannot be read has the instant at which the log says that it was first written.
fn age(path: &Path, log: &CommitLog) -> (Option<Timestamp>, Option<u64>) {
    let dated: Option<Dated> = regular::read(path, regular::LARGEST_PLAN).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let begun = dated.as_ref().and_then(|d| d.history.change_log.as_ref()).and_then(|e| chain::entry_hash(&Change::deserialize(e).ok()?).ok());
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let line = match &begun {
        Some(hash) => log.lines.iter().find(|h| h.entry == 1 && h.entry_hash == *hash),
        None => log.lines.iter().find(|h| h.plan == name),
    };
    let written = dated.map(|d| d.history.created_at).filter(|at| !at.is_empty()).or_else(|| line.map(|h| h.at.clone()));
    (written.and_then(|at| at.parse().ok()), line.map(|h| h.line))
}
/// Sorts plans.
///
/// # Errors
/// A log that cannot be read.
pub(crate) fn oldest_first(dir: &Path, plans: Vec<PathBuf>) -> io::Result<Vec<PathBuf>> {
    if plans.len() < 2 {
        return Ok(plans);
    }
    let log = commit_log::read(dir)?;
    let mut aged: Vec<_> = plans.into_iter().map(|p| (age(&p, &log), p)).collect();
    aged.sort();
    Ok(aged.into_iter().map(|(_, path)| path).collect())
}
