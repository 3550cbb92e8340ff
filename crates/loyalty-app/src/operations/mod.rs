//! One module per verb: a typed request, a typed outcome, one function. `plan` is the main job; `prepare`, `run` and `revision` are its steps.
pub mod amend;
pub mod appraise;
pub mod archive;
pub mod brand;
pub mod cache;
pub mod comments;
pub mod decide;
pub mod deliverables;
pub mod demo;
pub mod diff;
pub mod explain;
pub mod export;
pub mod extract;
pub mod forget;
pub mod found;
pub mod goals;
pub mod init;
pub mod lift;
pub mod model;
pub mod plan;
pub mod plans;
pub mod prepare;
pub mod propose;
mod pseudonyms;
mod read;
mod recalculate;
pub mod reproduce;
pub mod resume;
pub mod review;
mod revision;
mod run;
mod run_folder;
mod schema;
pub mod signals;
pub mod verify;

pub use schema::schema;

/// This thread is inside a reader whose panic becomes a refusal: whoever hears of panics keeps silent about this one.
pub fn reading_contained() -> bool {
    loyalty_sources::contained::is_contained()
}
