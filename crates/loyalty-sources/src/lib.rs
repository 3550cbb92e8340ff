//! Messy files into clean canonical tables, and these into the extract that the engine plans on.
//!
//! The only crate that knows input formats and SQL. Nothing here designs or prices anything.
pub mod canonical;
pub mod contained;
pub mod demo;
pub mod drivers;
pub mod experiment;
pub mod extract;
pub mod intake;
pub mod paths;
pub mod source;
pub mod sums;
