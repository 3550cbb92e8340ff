//! design.
