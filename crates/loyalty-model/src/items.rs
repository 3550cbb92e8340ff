//! What the shop sells, where a column of the orders names it: counts of the last 365 days, bounded.
use crate::units::Money;
use serde::{Deserialize, Serialize};

/// Items of the shop over the last 365 days observed. A line counts where it names an item, is worth more than nothing and is of one piece or more;
/// postage, fees, discounts, vouchers and corrections are no items.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ItemFacts {
    /// Orders with an item.
    pub orders: u64,
    /// Different items, those left out among them.
    pub items: u64,
    /// The items with the most buyers, at most 200: by buyers, orders, amount, then name.
    pub top: Vec<ItemFact>,
}
/// One item of the shop.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ItemFact {
    /// Name, as the file has it.
    pub name: String,
    /// Orders with it.
    pub orders: u64,
    /// Customers who bought it.
    pub buyers: u64,
    /// Of these, customers who bought it on two days or more.
    pub again: u64,
    /// Pieces sold.
    pub units: u64,
    /// Pieces that came back.
    pub units_back: u64,
    /// What the pieces sold brought, before refunds.
    pub amount: Money,
    /// Price of a piece: a quarter of the lines is at most at this.
    pub price_low: Money,
    /// Price of a piece on the middle line.
    pub price: Money,
    /// Three quarters of the lines are at most at this.
    pub price_high: Money,
}
