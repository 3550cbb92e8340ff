//! Civil dates and months. No clock: today comes with the job.
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A civil date, as days since 1970-01-01. In JSON `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Date(i32);

/// A civil month, as months since January 1970. In JSON `YYYY-MM`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Month(i32);

/// Why a text is not a date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("it is not a date like 2025-12-31")]
pub struct DateError;

const EPOCH: jiff::civil::Date = jiff::civil::date(1970, 1, 1);

impl Date {
    /// From days since 1970-01-01.
    pub const fn from_days(days: i32) -> Self {
        Date(days)
    }
    /// Days since 1970-01-01.
    pub const fn days(self) -> i32 {
        self.0
    }
    /// From year, month 1 to 12, day 1 to 31; `None` where no such day exists.
    pub fn from_ymd(year: i16, month: i8, day: i8) -> Option<Self> {
        let date = jiff::civil::Date::new(year, month, day).ok()?;
        Some(Date((date - EPOCH).get_days()))
    }
    /// Year, month 1 to 12, day 1 to 31.
    pub fn ymd(self) -> (i16, i8, i8) {
        let date = EPOCH.saturating_add(jiff::Span::new().days(self.0));
        (date.year(), date.month(), date.day())
    }
    /// The month that the day lies in.
    pub fn month(self) -> Month {
        let (y, m, _) = self.ymd();
        Month::new(i32::from(y), i32::from(m))
    }
    /// The day this many days later (earlier when negative).
    pub const fn plus_days(self, days: i32) -> Self {
        Date(self.0 + days)
    }
    /// Neither Saturday nor Sunday. Public holidays are not known.
    pub const fn is_working_day(self) -> bool {
        // 1970-01-01 was a Thursday.
        (self.0 + 3).rem_euclid(7) < 5
    }
    /// This day, or the next working day.
    pub fn or_next_working_day(self) -> Self {
        (0..).map(|n| self.plus_days(n)).find(|d| d.is_working_day()).unwrap_or(self)
    }
    /// This day, or the working day before it.
    pub fn or_last_working_day(self) -> Self {
        (0..).map(|n| self.plus_days(-n)).find(|d| d.is_working_day()).unwrap_or(self)
    }
    /// The working day this many working days after this day (0: this day, or the next working day).
    pub fn plus_working_days(self, days: i32) -> Self {
        if days <= 0 {
            return self.or_next_working_day();
        }
        let from = self.or_last_working_day();
        let monday = from.0 - (from.0 + 3).rem_euclid(7);
        let count = from.0 - monday + days;
        Date(monday + count / 5 * 7 + count % 5)
    }
    /// Working days after this day, up to and including that one; none where that one is not later.
    pub fn working_days_to(self, later: Date) -> i32 {
        let before = |d: Date| {
            let whole = (d.0 + 3).div_euclid(7);
            whole * 5 + ((d.0 + 3).rem_euclid(7) + 1).min(5)
        };
        (before(later) - before(self)).max(0)
    }
}
impl Month {
    /// From year and month 1 to 12.
    pub const fn new(year: i32, month: i32) -> Self {
        Month((year - 1970) * 12 + month - 1)
    }
    /// From months since January 1970.
    pub const fn from_index(index: i32) -> Self {
        Month(index)
    }
    /// Months since January 1970.
    pub const fn index(self) -> i32 {
        self.0
    }
    /// Year and month 1 to 12.
    pub const fn year_month(self) -> (i32, i32) {
        (1970 + self.0.div_euclid(12), self.0.rem_euclid(12) + 1)
    }
    /// The month this many months later.
    pub const fn plus(self, months: i32) -> Self {
        Month(self.0 + months)
    }
    /// Its first day.
    pub fn first_day(self) -> Date {
        let (y, m) = self.year_month();
        Date::from_ymd(y as i16, m as i8, 1).unwrap_or_default()
    }
    /// Its last day.
    pub fn last_day(self) -> Date {
        self.plus(1).first_day().plus_days(-1)
    }
}
/// A year of four digits and what follows it, two digits each, with hyphens between: thousands of months are written into every extract.
fn digits<const N: usize>(parts: [i32; N]) -> Option<[u8; 10]> {
    let mut text = *b"0000-00-00";
    let two = |v: i32| [b'0' + (v / 10) as u8, b'0' + (v % 10) as u8];
    let (year, rest) = parts.split_first()?;
    if !(0..10_000).contains(year) || rest.iter().any(|v| !(0..100).contains(v)) {
        return None;
    }
    text[..2].copy_from_slice(&two(year / 100));
    text[2..4].copy_from_slice(&two(year % 100));
    for (i, v) in rest.iter().enumerate() {
        text[5 + 3 * i..7 + 3 * i].copy_from_slice(&two(*v));
    }
    Some(text)
}
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (y, m, d) = self.ymd();
        match digits([i32::from(y), i32::from(m), i32::from(d)]) {
            Some(text) => f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?),
            None => write!(f, "{y:04}-{m:02}-{d:02}"),
        }
    }
}
impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (y, m) = self.year_month();
        match digits([y, m]) {
            Some(text) => f.write_str(std::str::from_utf8(&text[..7]).map_err(|_| fmt::Error)?),
            None => write!(f, "{y:04}-{m:02}"),
        }
    }
}
impl FromStr for Date {
    type Err = DateError;
    fn from_str(s: &str) -> Result<Self, DateError> {
        let mut parts = s.splitn(3, '-');
        let mut next = || parts.next().and_then(|p| p.parse::<i16>().ok()).ok_or(DateError);
        let (y, m, d) = (next()?, next()?, next()?);
        Date::from_ymd(y, i8::try_from(m).map_err(|_| DateError)?, i8::try_from(d).map_err(|_| DateError)?).ok_or(DateError)
    }
}
impl FromStr for Month {
    type Err = DateError;
    fn from_str(s: &str) -> Result<Self, DateError> {
        format!("{s}-01").parse::<Date>().map(Date::month)
    }
}
macro_rules! as_text {
    ($t:ident, $pattern:literal, $what:literal) => {
        impl Serialize for $t {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $t {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
            }
        }
        impl schemars::JsonSchema for $t {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($t).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "pattern": $pattern, "description": $what })
            }
        }
    };
}
as_text!(Date, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "A civil date.");
as_text!(Month, "^[0-9]{4}-[0-9]{2}$", "A civil month.");

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn working_days_are_counted_as_on_a_calendar() {
        for start in 0..40 {
            let from = Date::from_days(20_000 + start);
            let mut later = from;
            for n in 1..60 {
                later = later.plus_days(1);
                while !later.is_working_day() {
                    later = later.plus_days(1);
                }
                assert_eq!(from.plus_working_days(n), later, "{from} + {n}");
                assert_eq!(from.working_days_to(later), n, "{from} to {later}");
            }
        }
        let sunday: Date = "2026-11-29".parse().unwrap();
        assert!(!sunday.is_working_day() && !sunday.plus_days(-1).is_working_day() && sunday.plus_days(1).is_working_day());
        assert_eq!(sunday.working_days_to(sunday), 0);
    }
    #[test]
    fn dates_and_months_round_trip() {
        for text in ["1970-01-01", "1997-09-30", "2024-02-29", "2026-11-24"] {
            assert_eq!(text.parse::<Date>().unwrap().to_string(), text);
        }
        assert!("2025-02-29".parse::<Date>().is_err());
        assert_eq!("2024-02-10".parse::<Date>().unwrap().month().last_day().to_string(), "2024-02-29");
        assert_eq!(Month::new(1969, 12).to_string(), "1969-12");
    }
}
