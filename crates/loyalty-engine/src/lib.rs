//! Turns a brief and an extract into a plan. Pure: no file, clock, socket or unseeded chance.
//!
//! Open `run.rs` first: one run, top to bottom; `steps.rs` says what each step reads, `session.rs` what is reused. Each step is a folder:
//! `signals` (facts), `base` (the fitted customer base), `personas`, `assumptions`, `constraints`, `design` (tiers, benefits,
//! missions, search), `lifecycle` (trigger matrix), `simulation` (members month by month), `statement` (lines), `analysis` (scenarios,
//! break-even, tests), `accounting` (points account, contract liability), `governance`. `financial_model` puts the economics together.
#![forbid(unsafe_code)]
pub mod accounting;
pub mod analysis;
mod assemble;
pub mod assumptions;
pub mod base;
pub mod compliance;
pub mod constraints;
pub mod design;
pub mod financial_model;
pub mod goals;
pub mod governance;
mod job;
pub mod launch;
pub mod lifecycle;
mod numbers;
pub mod orchestrate;
pub mod personas;
pub mod progress;
pub(crate) mod random;
pub mod recalculate;
pub mod redemption;
pub mod run;
pub mod session;
pub mod signals;
pub mod simulation;
pub mod statement;
pub mod step_cache;
mod steps;
pub mod terms;
