//! Plans over time. Today: the hash that names a design, and the store that never leaves half a plan on disk.
#![forbid(unsafe_code)]
pub mod hash;
pub mod store;
