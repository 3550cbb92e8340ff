//! loyalty-stats.
