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

/// What use of the product tells triggers to wait for, measured in the data, and how often it happened in the last 365 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct UsageFirings {
    /// Features that half of the customers who stay have used at most; at least two. None: nobody ever used as many.
    pub breadth: Option<u32>,
    /// Customers who used that many features for the first time, each once.
    pub broad: u64,
    /// Days without use that nine in ten pauses between two days of use do not exceed; at least a week. None: nobody used it on two days.
    pub pause_days: Option<u32>,
    /// Pauses that grew longer; the last one of a customer who left counts for none.
    pub pauses: u64,
}
