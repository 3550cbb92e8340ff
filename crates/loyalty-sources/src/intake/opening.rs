//! What opening any file has in common: how fast it is read, how its columns are separated, how much may come out of it, and why it is not read.

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
/// How a file is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pace {
    /// Large blocks, the next one read while this one is looked through.
    #[default]
    Full,
    /// The last try: small blocks. On one thread nothing is read beside anything else.
    Gentle,
}
impl Pace {
    /// This many at full pace, that many at the gentle one.
    pub const fn of(self, full: usize, gentle: usize) -> usize {
        match self {
            Pace::Full => full,
            Pace::Gentle => gentle,
        }
    }
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
    /// Its bytes end too early or contradict each other: a copy that is not finished looks so.
    pub cut: bool,
}
