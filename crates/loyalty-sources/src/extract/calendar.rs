//! Days into months, fast, and the count of completed months between two days.
use loyalty_model::units::{Date, Month};

/// The month of every day of a window, looked up rather than computed.
pub(super) struct Calendar {
    first_day: i32,
    first_month: i32,
    offset: Vec<u32>,
}
impl Calendar {
    pub(super) fn between(first: Date, last: Date) -> Self {
        let first_month = first.month();
        let mut offset = Vec::with_capacity((last.days() - first.days() + 1).max(1) as usize);
        let (mut month, mut ends) = (first_month, first_month.last_day());
        for day in first.days()..=last.days() {
            if day > ends.days() {
                month = month.plus(1);
                ends = month.last_day();
            }
            offset.push((month.index() - first_month.index()) as u32);
        }
        Calendar { first_day: first.days(), first_month: first_month.index(), offset }
    }
    /// Months since the first month of the window.
    pub(super) fn month_offset(&self, day: i32) -> usize {
        self.offset[(day - self.first_day) as usize] as usize
    }
    pub(super) fn month_at(&self, offset: usize) -> Month {
        Month::from_index(self.first_month + offset as i32)
    }
    pub(super) fn months(&self) -> usize {
        self.offset.last().map_or(0, |&m| m as usize + 1)
    }
}

/// Whole months from one day to another: 31 January to 28 February is none.
pub(super) fn completed_months(from: Date, to: Date) -> i32 {
    let (day_from, day_to) = (from.ymd().2, to.ymd().2);
    to.month().index() - from.month().index() - i32::from(day_to < day_from)
}

/// The same day of the month, some months away, or the last day of that month where it has no such day.
pub(super) fn plus_months(day: Date, months: i32) -> Date {
    let month = day.month().plus(months);
    let wanted = month.first_day().plus_days(i32::from(day.ymd().2) - 1);
    wanted.min(month.last_day())
}

#[cfg(test)]
mod tests {
    use super::*;
    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }
    #[test]
    fn months_are_completed_on_the_same_day() {
        assert_eq!(completed_months(day("2024-01-31"), day("2024-02-29")), 0);
        assert_eq!(completed_months(day("2024-01-31"), day("2024-03-31")), 2);
        assert_eq!(completed_months(day("2024-01-01"), day("2024-02-01")), 1);
        assert_eq!(plus_months(day("2024-01-31"), 1), day("2024-02-29"));
        assert_eq!(plus_months(day("2024-03-15"), -3), day("2023-12-15"));
    }
    #[test]
    fn every_day_finds_its_month() {
        let (first, last) = (day("2023-11-30"), day("2024-03-01"));
        let calendar = Calendar::between(first, last);
        for d in first.days()..=last.days() {
            assert_eq!(calendar.month_at(calendar.month_offset(d)), Date::from_days(d).month());
        }
        assert_eq!(calendar.months(), 5);
    }
}
