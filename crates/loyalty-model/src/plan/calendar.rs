//! The campaign calendar: what is sent or done in the twelve months from the launch besides the triggers, and how much a member gets of all of it.
use crate::fact::Fact;
use crate::letters::Letter;
use crate::units::{Date, Month};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Twelve months from the launch.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CampaignCalendar {
    /// What the company's own orders say of the season, or why nothing.
    pub season: Fact,
    /// Whether a season was measured.
    pub season_measured: bool,
    /// Month by month.
    pub months: Vec<CalendarMonth>,
    /// By first day.
    pub moments: Vec<Moment>,
    /// The cap on all messages, counted.
    pub cap: MessageCap,
    /// What the calendar leaves open, and why.
    pub told: Vec<Fact>,
}
/// A month of the calendar.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CalendarMonth {
    /// Which.
    pub month: Month,
    /// Orders of this calendar month ÷ those of a mean month; none: no season was measured.
    pub factor: Option<f64>,
    /// Peak, trough, or neither.
    pub standing: SeasonStanding,
    /// Messages of the calendar that begin in it, per member.
    pub messages_per_member: f64,
}
/// How a month's orders stand to those of the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SeasonStanding {
    /// Among the highest.
    Peak,
    /// Among the lowest.
    Trough,
    /// Neither.
    Usual,
    /// No season was measured.
    Unknown,
}
/// Something that is sent or done on its own day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Moment {
    /// Id, kebab-case: `double-points-day-1`.
    pub id: String,
    /// What kind.
    pub kind: MomentKind,
    /// First day.
    pub from: Date,
    /// Last day; for what goes on, the last day of the calendar.
    pub to: Date,
    /// What happens.
    pub what: Fact,
    /// Why on this day.
    pub why_then: Fact,
    /// Members whom it reaches, expected; none: as it falls due for each.
    pub members: Option<f64>,
    /// Cost of the moment in plan currency, where it has one of its own.
    pub cost: Option<f64>,
    /// What the cost is made of, and whether the plan's economics hold it.
    pub cost_basis: Fact,
    /// Channel of its message.
    pub channel: String,
    /// Owner by role.
    pub owner: String,
    /// Members of its own hold-out, who get nothing of it; none: that of the whole program.
    pub held_out: Option<f64>,
    /// What the test of it could detect, where it is one.
    pub detects: Option<Fact>,
    /// Suggested words; none where its channels are barred.
    pub letters: Vec<Letter>,
    /// What the two variants differ in.
    pub letter_test: Fact,
}
/// Kinds of moments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MomentKind {
    /// The invitation to join, on the first day.
    Launch,
    /// A mission that opens.
    Mission,
    /// A day with more points.
    MultiplierDay,
    /// Birthdays of members.
    Birthday,
    /// A gift that nobody expects, as a randomised test.
    SurpriseTest,
    /// Notice before a tier ends.
    TierNotice,
    /// Notice before points expire.
    ExpiryWarning,
}
/// One cap on all messages of a member, and what triggers, calendar and the rest add up to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MessageCap {
    /// Most messages of a member in a week.
    pub week_most: u32,
    /// Most messages of a member in a month.
    pub month_most: u32,
    /// Why so many: a judgement.
    pub reason: String,
    /// Messages a member and month by triggers, mean of active customers at full enrolment.
    pub by_triggers: f64,
    /// The same by the calendar in its fullest month.
    pub by_calendar: f64,
    /// The same by other program messages (the assumption `cost.messages_per_member_month`).
    pub by_others: f64,
    /// All of them.
    pub total: f64,
    /// Share of messages that the cap holds back where they fall at random (Poisson); more where one member fires much.
    pub held_back_share: f64,
    /// What follows.
    pub reading: Fact,
}
