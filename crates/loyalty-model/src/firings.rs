//! Firings of triggers, counted in the orders.
use serde::{Deserialize, Serialize};

/// How often triggers would have fired in the last 365 days, or in all days where there are fewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderFirings {
    /// Days counted.
    pub days: u32,
    /// Gap that 80% of all gaps do not exceed, in days.
    pub due_days: Option<u32>,
    /// The same of 90%.
    pub lapsed_days: Option<u32>,
    /// First purchase days of customers.
    pub first_orders: u64,
    /// First purchase days after which no second one came in time.
    pub second_due: u64,
    /// Later purchase days after which the next one did not come in time.
    pub overdue: u64,
    /// Customers who lapsed, each once.
    pub lapsed: u64,
    /// Purchase days.
    pub purchase_days: u64,
    /// Of these, with more net spend than the mean order.
    pub large: u64,
}
