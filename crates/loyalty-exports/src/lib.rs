//! loyalty-exports.
