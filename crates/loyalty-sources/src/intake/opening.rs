//! What opening any file has in common: how its columns are separated, how much may come out of it, and why it is not read.

/// How the columns are separated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// By this byte, fields perhaps quoted.
    Delimited(u8),
    /// By runs of spaces or tabs.
    Whitespace,
    /// One JSON object a line.
    JsonLines,
}
/// Unpacked bytes for each packed one that a table can have, and those that any file may have.
pub const MOST_A_BYTE: u64 = 500;
/// See [`MOST_A_BYTE`].
pub const FREE: u64 = 200 << 20;
/// Why a file is not read: the fact, the reason and the next step.
#[derive(Debug)]
pub struct Refusal {
    /// What was found.
    pub fact: String,
    /// Why it cannot be read.
    pub reason: String,
    /// What to do.
    pub next: String,
}
