//! loyalty-plans.
