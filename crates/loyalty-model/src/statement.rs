//! What is heard of the statements that a database is asked.

/// A statement of a request, as whoever waits for it hears of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement<'a> {
    pub what: StatementOf<'a>,
    /// Its place among the statements of its request, from 1, and how many there are as far as is known by then: what turns out not to be needed is counted no more.
    /// Both are 0 before the first.
    pub number: u32,
    pub of: u32,
}
/// What a statement is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatementOf<'a> {
    /// No statement yet: the session begins.
    Session,
    /// Names of the tables.
    Tables,
    /// All rows of a table or a query.
    Rows(&'a str),
    /// The first rows of a table or a query.
    FirstRows(&'a str),
    /// Rows that the session keeps in a table of its own.
    Kept(&'static str),
    /// Counts and sums.
    Sums(&'static str),
}
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatementEvent {
    Begin,
    /// It lacked memory and is asked again, with so many megabytes.
    Again(u32),
    /// It is over: answered, failed or cancelled.
    End,
}
