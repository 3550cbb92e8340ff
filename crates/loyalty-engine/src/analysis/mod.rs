//! What a reader asks of an appraisal: scenarios, break-even, the size of a test, a change of the design, how far frozen drivers may be stretched.
pub(crate) mod coverage;
pub(crate) mod decision;
pub(crate) mod driver_accuracy;
pub(crate) mod pilot;
pub(crate) mod scenarios;
mod what_if;

pub use what_if::{Difference, WhatIf};
