//! The clock of this machine, in UTC: the day asked does not depend on the time zone of whoever asks.
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
/// The instant now.
pub fn now() -> Instant {
    let zoned = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC);
    Instant {
        written: zoned.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        stamp: zoned.strftime("%Y%m%dT%H%M%SZ").to_string(),
        day: Date::from_ymd(zoned.year(), zoned.month(), zoned.day()).unwrap_or_default(),
    }
}
