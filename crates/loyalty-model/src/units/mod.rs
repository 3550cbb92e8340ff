//! Units: the kinds of number that a plan holds, and how people write them. No clock lives here.
pub mod amount_text;
mod money;
mod time;

pub use money::{Currency, Money, MoneyError};
pub use time::{Date, DateError, Month};
