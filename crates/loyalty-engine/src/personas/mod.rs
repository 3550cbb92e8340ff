//! personas.
