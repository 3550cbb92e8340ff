//! The words that every part of plan-loyalty shares.
pub mod units;
