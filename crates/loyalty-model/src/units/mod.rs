//! Units: the kinds of number that a plan holds. No clock lives here.
mod money;
mod time;

pub use money::{Currency, Money, MoneyError};
pub use time::{Date, DateError, Month};
