//! Plans over time: the change log that chains every revision, the head log beside the plans, signatures, and the store that never leaves half a
//! plan on disk. Nothing here reads a clock: instants are arguments.
#![forbid(unsafe_code)]
pub mod acts;
mod age;
pub mod approvals;
pub mod chain;
pub mod comments;
pub mod commit_log;
pub mod disk;
pub mod document;
pub mod hash;
pub mod journal;
pub mod migrate;
pub mod recorded_files;
pub mod regular;
pub mod signature;
pub mod signers;
pub mod step_cache;
pub mod store;
mod store_error;
pub mod verify;
