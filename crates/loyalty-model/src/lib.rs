//! The words that every part of plan-loyalty shares.
pub mod extract;
pub mod units;
