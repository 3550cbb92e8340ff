//! The words that every part of plan-loyalty shares: units, money, what was asked, what was learned, what was decided.
//!
//! Read `brief` for what a person asks, `extract` for all that the engine learns of a company, `program` for what the
//! search chooses, and `plan` for the document that comes out. Every printed number is a `line`.
#![forbid(unsafe_code)]
pub mod assumption;
pub mod brief;
pub mod catalogue;
pub mod drivers;
pub mod expiry;
pub mod extract;
pub mod fact;
pub mod finding;
pub mod firings;
pub mod grade;
pub mod input;
pub mod items;
pub mod letters;
pub mod line;
pub mod metrics;
pub mod plain;
pub mod plan;
pub mod pool;
pub mod program;
pub mod request;
pub mod response_curve;
pub mod roll_out;
pub mod statement;
pub mod step_cache;
pub mod units;
pub mod work;
