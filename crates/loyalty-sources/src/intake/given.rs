//! What a table is read from: a file, or the answer of a database.
use super::answer::Answer;
use super::text::{Text, sha256};
use super::{IntakeError, IntakeErrorKind, Pace};
use crate::paths;
use loyalty_model::extract::ColumnUse;
use loyalty_model::input::InputRecord;
use std::path::{Path, PathBuf};

/// One part of a table.
#[derive(Debug, Clone)]
pub(super) enum Given {
    File(PathBuf),
    Answer(Box<Answer>),
}
impl Given {
    pub(super) fn open(&self, pace: Pace) -> Result<Text, IntakeError> {
        match self {
            Given::File(path) => Text::open(path, pace),
            Given::Answer(answer) => Text::of_answer(answer, pace),
        }
    }
    pub(super) fn shown(&self) -> String {
        match self {
            Given::File(path) => paths::shown(path),
            Given::Answer(answer) => answer.place.clone(),
        }
    }
    pub(super) fn file(&self) -> Option<&Path> {
        match self {
            Given::File(path) => Some(path),
            Given::Answer(_) => None,
        }
    }
    /// Size and SHA-256 of a file; an answer has its own already.
    pub(super) fn fingerprint(&self) -> Result<(u64, String), IntakeError> {
        let Given::File(path) = self else { return Ok((0, String::new())) };
        sha256(path)
            .map_err(|e| IntakeError::new(IntakeErrorKind::Unreadable, self.shown(), e.to_string(), "It was read once and cannot be read again", "try again"))
    }
    /// The record of it, with how its columns are read.
    pub(super) fn record(&self, table: &str, (bytes, sha256): (u64, String), rows: u64, columns: Vec<ColumnUse>, unread: Vec<String>) -> InputRecord {
        match self {
            Given::File(path) => InputRecord::File { table: table.into(), path: paths::shown(path), bytes, sha256, rows, columns, notes: vec![], unread },
            Given::Answer(answer) => answer.record.clone().read_as(columns, unread),
        }
    }
}
