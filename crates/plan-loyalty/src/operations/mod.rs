//! One function per verb, used by every door.
pub mod amend;
pub mod brand;
pub mod command;
pub mod decide;
pub mod deliverables;
pub mod demo;
pub mod diff;
pub mod explain;
pub mod export;
pub mod extract;
pub mod goals;
pub mod init;
pub mod inputs;
pub mod lift;
pub mod model;
mod model_contracts;
mod model_redemption;
mod model_roll_forward;
pub mod plan;
pub mod reproduce;
pub mod resume;
pub mod review;
pub mod shelf;
pub mod signals;
pub mod verify;

/// The JSON Schema (2020-12) of the plan, from its types.
pub fn schema() -> String {
    let schema = schemars::schema_for!(loyalty_model::plan::Plan);
    serde_json::to_string_pretty(&schema).unwrap_or_default()
}

/// The instant now: (RFC 3339, file stamp, civil date of the machine's clock in UTC).
pub fn now() -> (String, String, loyalty_model::units::Date) {
    let instant = jiff::Timestamp::now();
    let zoned = instant.to_zoned(jiff::tz::TimeZone::UTC);
    let date = loyalty_model::units::Date::from_ymd(zoned.year(), zoned.month(), zoned.day()).unwrap_or_default();
    (zoned.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(), zoned.strftime("%Y%m%dT%H%M%SZ").to_string(), date)
}

/// Ends the program, but never while files take their places.
pub fn leave(code: u8) -> ! {
    crate::cli::interrupt::leave(code)
}

/// Who is at work: as named, else as the system knows them.
pub fn person(named: Option<&str>) -> String {
    let known = || ["PLAN_LOYALTY_PERSON", "USER", "LOGNAME", "USERNAME"].iter().find_map(|v| std::env::var(v).ok()).filter(|v| !v.trim().is_empty());
    named.map(str::to_string).or_else(known).unwrap_or_else(|| "unknown person".into())
}
