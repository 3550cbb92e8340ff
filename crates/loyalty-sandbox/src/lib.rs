//! A shop that runs a plan's program by the day: members sign up, buy, return, earn, redeem, refer; the clock moves when it is told to.
//!
//! It is written from the documents (docs/economics.md, the terms of a plan), with an event ledger of its own and nothing of the simulation, so that each
//! checks the other: `loyalty-engine` plays the same acts in both and asks for equal balances. `rules` reads the program, `event` says what happened,
//! `account` derives balances from events, lot by lot, `shop` takes acts and refuses what cannot be, `fault` breaks a rule on purpose.
mod account;
mod event;
mod fault;
mod rules;
mod shop;

pub use account::{Account, Line, Lot, Purchase, Said};
pub use event::{Act, Event, Source};
pub use fault::Fault;
pub use rules::{Gift, Reward, Rules, Tier};
pub use shop::{Given, Refused, Shop};

/// A day of the calendar.
pub type Day = jiff::civil::Date;

/// The same day some months later; the last day of the month where it has no such day.
pub fn months_later(day: Day, months: u32) -> Day {
    day.saturating_add(jiff::Span::new().months(i64::from(months.min(12_000))))
}
/// Some days later.
pub fn days_later(day: Day, days: u32) -> Day {
    day.saturating_add(jiff::Span::new().days(i64::from(days.min(400_000))))
}
/// Whole months from one day to a later one.
fn months_between(from: Day, to: Day) -> u32 {
    let months = 12 * (i32::from(to.year()) - i32::from(from.year())) + i32::from(to.month()) - i32::from(from.month());
    let months = months.max(0) as u32;
    if months > 0 && months_later(from, months) > to { months - 1 } else { months }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn a_month_later_is_the_same_day_or_the_last() {
        let day = |y, m, d| Day::new(y, m, d).unwrap();
        assert_eq!(months_later(day(2027, 1, 31), 1), day(2027, 2, 28));
        assert_eq!(months_later(day(2027, 1, 31), 13), day(2028, 2, 29));
        assert_eq!(days_later(day(2026, 12, 31), 1), day(2027, 1, 1));
        for (to, months) in
            [(day(2027, 2, 27), 0), (day(2027, 2, 28), 1), (day(2027, 3, 30), 1), (day(2027, 3, 31), 2), (day(2028, 1, 30), 11), (day(2028, 1, 31), 12)]
        {
            assert_eq!(months_between(day(2027, 1, 31), to), months, "{to}");
        }
    }
}
