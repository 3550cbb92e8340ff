//! loyalty-sources.
