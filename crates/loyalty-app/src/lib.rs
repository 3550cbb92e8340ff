//! One typed request and one typed outcome per verb: what the terminal, the server for agents and any later door call.
//!
//! A door parses words into a [`request::Draft`], lays it over the settings, completes it and calls an operation with a [`context::Context`]:
//! who asks, through which door, from which folder. An operation gives a typed outcome or a [`refusal::Refusal`]; the door shows it. Nothing here
//! prints, reads a command line, the environment or the working directory, or sets anything for the whole process: a test reads the sources for it.
//!
//! Open `operations/plan.rs` first: the main job on one screen.
#![forbid(unsafe_code)]
pub mod clock;
pub mod context;
pub mod operations;
pub mod refusal;
pub mod request;
pub mod settings;
pub mod step_names;

pub use loyalty_sources::paths;
