//! What people say about a plan, in a file beside it: `plan-X.comments.jsonl`, one line for each comment and each that was settled. No part of the plan:
//! neither its hash nor its change log knows of it, and a comment revokes no approval.
use crate::store_error::StoreError;
use crate::{regular, store};
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};

/// Largest file of comments, in bytes; longest comment, in characters; longest name of a person.
const LARGEST: u64 = 4 << 20;
pub const LETTERS_MOST: usize = 2_000;
pub const NAME_MOST: usize = 200;

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comment {
    /// Its number, from 1.
    pub number: usize,
    #[serde(flatten)]
    pub said: Said,
    /// Settled: when, and by whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled: Option<Settled>,
}
/// Who settled a comment, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    pub at: String,
    pub by: String,
}
/// What was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// When, RFC 3339.
    pub at: String,
    /// Who, as they call themselves.
    pub by: String,
    /// What of the plan it is on: `figure:economics.net_value`, `tier:gold`; empty: the plan as a whole.
    pub on: String,
    /// What was commented on, as it was printed: a name, and the value of a figure.
    pub shown: String,
    /// Revision that it was written on.
    pub revision: usize,
    pub text: String,
}
/// A line of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Line {
    /// A comment; its number is its place among them.
    Said(Said),
    /// The comment of this number is settled.
    Settled { settles: usize, at: String, by: String },
}
/// The file of a plan's comments.
pub fn file(plan: &Path) -> PathBuf {
    plan.with_extension("comments.jsonl")
}
/// The comments on a plan, oldest first; none where nobody wrote one.
///
/// # Errors
/// A file that nobody here wrote.
pub fn read(plan: &Path) -> Result<Vec<Comment>, StoreError> {
    let path = file(plan);
    match regular::read(&path, LARGEST) {
        Ok(bytes) => parsed(&bytes).map_err(|why| bad(&path, &why)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(vec![]),
        Err(source) => Err(StoreError::Io { path, source }),
    }
}
/// Writes a line behind those of a plan, and gives all comments: the file holds the line whole or not at all, and two writers both get theirs in.
///
/// # Errors
/// A file that nobody here wrote, or that is full; a number that no open comment has ([`io::ErrorKind::NotFound`]); the folder's.
pub fn write(plans: &store::Plans, plan: &Path, line: &Line) -> Result<Vec<Comment>, StoreError> {
    let path = file(plan);
    let mut all = vec![];
    plans.change(&path, LARGEST, |before| {
        let strange = |why: String| io::Error::new(io::ErrorKind::InvalidData, why);
        let mut bytes = before.unwrap_or_default();
        let open = |number: usize, all: &[Comment]| all.iter().any(|c| c.number == number && c.settled.is_none());
        match line {
            Line::Settled { settles, .. } if !open(*settles, &parsed(&bytes).map_err(strange)?) => return Err(io::ErrorKind::NotFound.into()),
            _ => serde_json::to_writer(&mut bytes, line)?,
        }
        bytes.push(b'\n');
        all = parsed(&bytes).map_err(strange)?;
        Ok(bytes)
    })?;
    Ok(all)
}
fn parsed(bytes: &[u8]) -> Result<Vec<Comment>, String> {
    let text = std::str::from_utf8(bytes).map_err(|e| e.to_string())?;
    let mut all: Vec<Comment> = vec![];
    for (line, number) in text.lines().zip(1..) {
        let told = |why: String| format!("line {number}: {why}");
        match serde_json::from_str(line).map_err(|e| told(e.to_string()))? {
            Line::Said(said) => {
                let plain = |text: &str| text.chars().all(|c| !c.is_control());
                if !printable(&said.by, NAME_MOST) || !printable(&said.text, LETTERS_MOST) || ![&said.on, &said.shown, &said.at].into_iter().all(|t| plain(t)) {
                    return Err(told("a character that does not print, or too long".into()));
                }
                all.push(Comment { number: all.len() + 1, said, settled: None });
            }
            Line::Settled { settles, at, by } => {
                let open = all.iter_mut().find(|c| c.number == settles && c.settled.is_none());
                open.ok_or_else(|| told(format!("no open comment has the number {settles}")))?.settled = Some(Settled { at, by });
            }
        }
    }
    Ok(all)
}
/// Words that a terminal and a page can show: something, not too much of it, and no control character but the end of a line.
pub fn printable(text: &str, most: usize) -> bool {
    !text.trim().is_empty() && text.chars().count() <= most && text.chars().all(|c| !c.is_control() || c == '\n')
}
fn bad(path: &Path, why: &str) -> StoreError {
    StoreError::Io { path: path.into(), source: io::Error::new(io::ErrorKind::InvalidData, why.to_string()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Plans;
    fn said(text: &str) -> Line {
        let [at, by, on, shown] = ["2026-06-30T10:00:00Z", "Dana", "figure:economics.net_value", "Net value: $5"].map(String::from);
        Line::Said(Said { at, by, on, shown, revision: 1, text: text.into() })
    }
    fn settles(number: usize) -> Line {
        Line::Settled { settles: number, at: "2026-07-01T10:00:00Z".into(), by: "Finn".into() }
    }
    #[test]
    fn comments_are_numbered_and_settled_once() {
        let dir = tempfile::tempdir().unwrap();
        let (plans, plan) = (Plans::at(dir.path()), dir.path().join("plan-1.json"));
        assert_eq!(read(&plan).unwrap(), vec![]);
        write(&plans, &plan, &said("is freight in it?\nI think not")).unwrap();
        write(&plans, &plan, &said("éè <b>")).unwrap();
        let all = write(&plans, &plan, &settles(1)).unwrap();
        assert_eq!(all, read(&plan).unwrap());
        assert_eq!(all.iter().map(|c| (c.number, c.settled.is_some())).collect::<Vec<_>>(), [(1, true), (2, false)]);
        let before = std::fs::read(file(&plan)).unwrap();
        for bad in [settles(1), settles(3), said(""), said(" \n"), said("\u{1b}[2J"), said(&"x".repeat(LETTERS_MOST + 1))] {
            assert!(write(&plans, &plan, &bad).is_err(), "{bad:?}");
        }
        assert_eq!(std::fs::read(file(&plan)).unwrap(), before, "what is refused changes nothing");
        assert!(store::list(dir.path()).unwrap().is_empty(), "comments are no plan");
    }
    #[test]
    fn what_nobody_here_wrote_is_told_and_never_written_over() {
        let dir = tempfile::tempdir().unwrap();
        let (plans, plan) = (Plans::at(dir.path()), dir.path().join("plan-1.json"));
        for strange in ["{}", "not a line", "{\"settles\":1,\"at\":\"x\",\"by\":\"y\"}", "\u{fffd}\u{1}"] {
            std::fs::write(file(&plan), strange).unwrap();
            assert!(read(&plan).is_err() && write(&plans, &plan, &said("x")).is_err(), "{strange}");
            assert_eq!(std::fs::read_to_string(file(&plan)).unwrap(), strange);
        }
    }
    #[test]
    fn two_at_once_both_get_theirs_in() {
        let dir = tempfile::tempdir().unwrap();
        let plan = dir.path().join("plan-1.json");
        std::thread::scope(|s| {
            for n in 0..4 {
                let (plan, dir) = (&plan, dir.path());
                s.spawn(move || (0..5).for_each(|k| drop(write(&Plans::at(dir), plan, &said(&format!("{n} {k}"))).unwrap())));
            }
        });
        let all = read(&plan).unwrap();
        assert_eq!((all.len(), all.last().map(|c| c.number)), (20, Some(20)));
    }
}
