//! Each deliverable as one adapter over the plan. None computes a number of its own: what is printed stands in the plan.
#![forbid(unsafe_code)]
pub use csv::Error as CsvError;
pub mod archive;
pub mod blueprint_html;
pub mod blueprint_md;
pub mod brand;
pub mod charts;
mod colour;
pub mod copy;
pub mod deliverable;
pub mod diff;
mod file;
pub mod format;
pub mod integrations;
mod markdown;
pub mod redemption_suite;
pub mod story;
pub mod tables;
pub mod terms;
pub mod workbook;
