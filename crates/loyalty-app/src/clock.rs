//! The clock of this machine: the day asked is one in UTC, or in the time zone of the shop, and never in that of whoever asks.
use loyalty_model::units::Date;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instant {
    /// RFC 3339, to the second.
    pub written: String,
    /// For file names: 20260630T101500Z.
    pub stamp: String,
    /// Civil day.
    pub day: Date,
}
/// Today in a time zone (IANA name); in UTC where none is named, or none is known by that name.
pub fn day_in(zone: Option<&str>) -> Date {
    let zone = zone.and_then(|name| jiff::tz::TimeZone::get(name).ok()).unwrap_or(jiff::tz::TimeZone::UTC);
    let zoned = jiff::Timestamp::now().to_zoned(zone);
    Date::from_ymd(zoned.year(), zoned.month(), zoned.day()).unwrap_or_default()
}
/// The instant now.
pub fn now() -> Instant {
    let zoned = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC);
    Instant {
        written: zoned.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        stamp: zoned.strftime("%Y%m%dT%H%M%SZ").to_string(),
        day: Date::from_ymd(zoned.year(), zoned.month(), zoned.day()).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn today_is_the_day_of_the_shop() {
        // From the first zone to the last there are 26 hours: at any instant these two have different days.
        let (first, last) = (day_in(Some("Pacific/Kiritimati")), day_in(Some("Etc/GMT+12")));
        assert!(first > last && (first.days() - last.days()) <= 2);
        assert!((last..=first).contains(&day_in(None)));
        assert_eq!(day_in(Some("Nowhere/At-all")), day_in(None));
    }
}
