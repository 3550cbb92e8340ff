//! Each deliverable as one adapter over the plan. None computes a number of its own: what is printed stands in the plan.
#![forbid(unsafe_code)]
pub use csv::Error as CsvError;
pub mod accounts;
pub mod blueprint_html;
pub mod blueprint_md;
pub mod brand;
pub mod charts;
pub mod cohorts;
pub mod deliverable;
pub mod diff;
pub mod financial_summary;
pub mod format;
pub mod gallery;
pub mod hand_over;
pub mod overrides;
pub mod redemption_tests;
pub mod sheet;
pub mod story;
pub mod tables;
pub mod trigger_matrix;
mod view;
pub mod workbook;
