//! What a source was, for provenance: part of a plan's history. Nothing of it enters `plan_hash`; the design knows counts, control
//! totals and the fingerprint of the extract, and no names.
use crate::extract::ColumnUse;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One thing that figures came from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum InputRecord {
    /// A file of a table.
    File {
        /// Table.
        table: String,
        /// Path, as given.
        path: String,
        /// Size on disk.
        bytes: u64,
        /// SHA-256 of the bytes on disk.
        sha256: String,
        /// Data rows.
        #[serde(default)]
        rows: u64,
        /// Which column was read as what.
        #[serde(default)]
        columns: Vec<ColumnUse>,
        /// What was noticed in this file alone: encoding, lines that repeat another.
        #[serde(default)]
        notes: Vec<String>,
        /// Columns that hold something and are not read.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        unread: Vec<String>,
    },
    /// A question to a database.
    Query {
        /// Table.
        table: String,
        /// Which database, and which table or query of it: host and name, never a password.
        place: String,
        /// The engine that answered.
        #[serde(default)]
        engine: String,
        /// Its version, as it tells it.
        #[serde(default)]
        version: String,
        /// The statement that ran.
        statement: String,
        /// SHA-256 of the statement.
        #[serde(default)]
        statement_sha256: String,
        /// When the rows were as they were read, by the clock of the engine; empty where it tells none.
        #[serde(default)]
        snapshot: String,
        /// Rows that came back.
        rows: u64,
        /// SHA-256 of each row, added up modulo 2^256: the same in any order of the rows.
        sha256: String,
        /// Which column was read as what.
        #[serde(default)]
        columns: Vec<ColumnUse>,
        /// What was noticed in these rows alone.
        #[serde(default)]
        notes: Vec<String>,
        /// Columns that hold something and are not read.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        unread: Vec<String>,
    },
    /// Made by the program.
    Generated {
        /// What: the name of the demonstration company.
        what: String,
        /// Seed of its making.
        seed: u64,
        /// Rows of all tables.
        rows: u64,
    },
    /// Figures that a person gave.
    Given {
        /// Where they stand: a file, or the book of assumptions.
        place: String,
        /// SHA-256 of the figures in a fixed form, whatever the file looks like.
        sha256: String,
        /// Name and value.
        values: Vec<(String, f64)>,
    },
}
/// Bytes that a record rests on, where they lie in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileOf<'a> {
    /// Table.
    pub table: &'a str,
    /// Path, as given.
    pub path: &'a str,
    /// Size.
    pub bytes: u64,
    /// SHA-256.
    pub sha256: &'a str,
}
impl InputRecord {
    /// The file, where it is one.
    pub fn file(&self) -> Option<FileOf<'_>> {
        match self {
            InputRecord::File { table, path, bytes, sha256, .. } => Some(FileOf { table, path, bytes: *bytes, sha256 }),
            _ => None,
        }
    }
    /// Where rows that a person has came from, as it is shown: a file or a query.
    pub fn rows_of(&self) -> Option<&str> {
        match self {
            InputRecord::File { path, .. } => Some(path),
            InputRecord::Query { place, .. } => Some(place),
            InputRecord::Generated { .. } | InputRecord::Given { .. } => None,
        }
    }
    /// Its table, and which column was read as what.
    pub fn columns(&self) -> Option<(&str, &[ColumnUse])> {
        match self {
            InputRecord::File { table, columns, .. } | InputRecord::Query { table, columns, .. } => Some((table, columns)),
            InputRecord::Generated { .. } | InputRecord::Given { .. } => None,
        }
    }
    /// The same record of this table.
    #[must_use]
    pub fn with_table(mut self, of: &str) -> InputRecord {
        if let InputRecord::File { table, .. } | InputRecord::Query { table, .. } = &mut self {
            *table = of.into();
        }
        self
    }
    /// The same record with how its columns are read.
    #[must_use]
    pub fn read_as(mut self, read: Vec<ColumnUse>, left: Vec<String>) -> InputRecord {
        if let InputRecord::File { columns, unread, .. } | InputRecord::Query { columns, unread, .. } = &mut self {
            (*columns, *unread) = (read, left);
        }
        self
    }
    /// The same record with what was noticed.
    pub fn notice(&mut self, noticed: Vec<String>) {
        if let InputRecord::File { notes, .. } | InputRecord::Query { notes, .. } = self {
            *notes = noticed;
        }
    }
    /// Columns of it that hold something and are not read.
    pub fn unread(&self) -> &[String] {
        match self {
            InputRecord::File { unread, .. } | InputRecord::Query { unread, .. } => unread,
            InputRecord::Generated { .. } | InputRecord::Given { .. } => &[],
        }
    }
    /// What was noticed in it alone.
    pub fn notes(&self) -> &[String] {
        match self {
            InputRecord::File { notes, .. } | InputRecord::Query { notes, .. } => notes,
            InputRecord::Generated { .. } | InputRecord::Given { .. } => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn records_are_told_apart_by_their_kind_and_a_bare_file_can_be_read() {
        let bare = r#"{"kind":"file","table":"transactions","path":"a.csv","bytes":7,"sha256":"00"}"#;
        let read: InputRecord = serde_json::from_str(bare).unwrap();
        assert_eq!(read.file().map(|f| (f.path, f.bytes)), Some(("a.csv", 7)));
        let made = InputRecord::Generated { what: "Harbour & Pine".into(), seed: 1, rows: 2 };
        assert_eq!(serde_json::to_string(&made).unwrap(), r#"{"kind":"generated","what":"Harbour & Pine","seed":1,"rows":2}"#);
        assert_eq!(made.file(), None);
    }
}
