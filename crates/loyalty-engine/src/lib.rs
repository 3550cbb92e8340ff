//! loyalty-engine.
