//! What a reader asks of an appraisal: scenarios, break-even, the size of a test, a change of the design, what other inputs would give.
pub(crate) mod coverage;
pub(crate) mod decision;
pub(crate) mod pilot;
pub(crate) mod response_curve;
pub(crate) mod scenarios;
mod what_if;

pub use what_if::{Difference, WhatIf};
