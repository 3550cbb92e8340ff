//! The plan document: `design` is pure in (brief, extract, references, seed, asked_on); `history` tells how it came to be.
//!
//! ```text
//! Plan
//!   schema_version, plan_hash
//!   design
//!     header        status, verdict, pattern, objective, stages, success criteria
//!     brief         what was asked
//!     inputs        what was read, by table: rows, control totals
//!     lines         every printed number by id
//!     signals       groups of lines, tables, what could not be measured
//!     personas      segments with size, value, needs
//!     assumptions   the book, losers kept
//!     blueprint     program, tier facts, benefits with cost, search record
//!     economics     line ids, series, scenarios, budget by period
//!     governance    owners, cadences, KPIs, approvals, guardrails, risks, compliance, open questions, checklist
//!   history         run, tasks, inputs with their files and columns, change log
//! ```
mod accounting;
mod blueprint;
mod calendar;
mod economics;
mod governance;
mod history;
mod standing;
mod summary;

pub use accounting::*;
pub use blueprint::*;
pub use calendar::*;
pub use economics::*;
pub use governance::*;
pub use history::*;
pub use standing::*;
pub use summary::*;

use crate::assumption::{Book, Citation};
use crate::brief::Brief;
pub use crate::drivers::{DriverError, DriverInputs, DriverRange, DriverScenario, DriverSeries, Drivers, IssueCohort, TierDrivers};
use crate::extract::{CohortCell, Origin, TableQuality, ValueBin};
use crate::fact::{Fact, one_or_many};
use crate::line::LineBook;
use crate::units::{Date, Month};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Version of the document's shape.
pub const SCHEMA_VERSION: &str = "1.3.0";

/// The document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Plan {
    /// Shape version.
    pub schema_version: String,
    /// SHA-256 of the canonical JSON (RFC 8785) of `design`, hexadecimal.
    pub plan_hash: String,
    /// The plan in short, for other programs; of the design alone. Plans written before it was added have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<Summary>,
    /// What was designed and why.
    pub design: Design,
    /// How it came to be.
    pub history: History,
}
/// What was designed and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Design {
    /// The header.
    pub header: Header,
    /// What was asked.
    pub brief: Brief,
    /// What was read: counts and totals by table; which files and columns stands in the history.
    pub inputs: Vec<TableQuality>,
    /// Every printed number.
    pub lines: LineBook,
    /// Signal review.
    pub signals: Signals,
    /// Member segments.
    pub personas: Vec<Persona>,
    /// Assumption book.
    pub assumptions: Book,
    /// Published sources in use.
    pub citations: Vec<Citation>,
    /// Tiers, benefits, search.
    pub blueprint: Blueprint,
    /// Costs and effects.
    pub economics: Economics,
    /// Who decides, who watches, what may go wrong.
    pub governance: Governance,
}
/// Where the plan stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Planned, ready for review.
    Planned,
    /// No design fits the limits.
    Infeasible,
    /// Saved, but not fit to launch until a named person decides.
    Escalated,
}
/// The header.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Header {
    /// Title.
    pub title: Fact,
    /// Status.
    pub status: Status,
    /// The verdict: the return, what it rests on, what to do.
    #[serde(deserialize_with = "one_or_many")]
    pub verdict: Vec<Fact>,
    /// Where the figures come from.
    pub origin: Origin,
    /// Last day observed.
    pub as_of: Date,
    /// Day asked.
    pub asked_on: Date,
    /// First day of the program in the figures; a later launch moves every date.
    #[serde(default)]
    pub launch: Date,
    /// Seed.
    pub seed: u64,
    /// Program version.
    pub version: String,
    /// Fingerprint of the extract.
    pub extract_fingerprint: String,
    /// `diamond` or `pipeline`.
    pub pattern: String,
    /// Why.
    pub pattern_reason: Fact,
    /// What the design maximises, in words.
    pub objective: Fact,
    /// `simple`, `moderate` or `complex`, with the reason.
    pub complexity: Fact,
    /// Stages in order, each with the tasks that run side by side.
    pub stages: Vec<StageGroup>,
    /// What happens on errors, in words.
    pub error_handling: Fact,
    /// Success criteria, measurable, each with its KPI id.
    pub success_criteria: Vec<Fact>,
    /// Escalation where one stands.
    pub escalation: Option<Escalation>,
    /// What it means that the plan was made at small effort; `None`: it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effort: Option<Fact>,
}
/// A stage and its parallel tasks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StageGroup {
    /// Name.
    pub stage: String,
    /// Task ids that run side by side.
    pub tasks: Vec<String>,
    /// What is handed on.
    pub hands_on: Fact,
}
/// The rip-cord.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Escalation {
    /// What went wrong.
    pub diagnosis: Fact,
    /// What was tried.
    pub tried: Vec<Fact>,
    /// The decision asked.
    pub decision_asked: Fact,
    /// Of whom: the ladder, first to last.
    pub ladder: Vec<String>,
}
/// Signal review.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Signals {
    /// Groups in order: churn, value, cohorts, usage, voice, ledger, data.
    pub groups: Vec<SignalGroup>,
    /// What could not be measured: (what, why, what data would settle it).
    pub not_identified: Vec<NotIdentified>,
    /// Hold-out scores of the candidate customer-base models.
    pub holdout: Vec<HoldoutScore>,
    /// The 80% interval of the hold-out's total, made as the economics makes its own.
    pub forecast_check: Option<ForecastCheck>,
    /// What is known of customers at their first order, as covariates of the chosen model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covariates: Option<CovariateTest>,
    /// Which model was chosen and why.
    #[serde(deserialize_with = "one_or_many")]
    pub base_choice: Vec<Fact>,
    /// Cohort matrix (most recent 24 cohorts).
    pub cohorts: Vec<CohortCell>,
    /// Share of each cohort's customers active, in the order of `cohorts`: active ÷ active in the month of the first purchase.
    #[serde(default)]
    pub cohort_shares: Vec<f64>,
    /// Distribution of yearly spend.
    pub spend: Vec<ValueBin>,
    /// Distribution of order values.
    pub order_values: Vec<ValueBin>,
    /// Net per month.
    pub monthly_net: Vec<(Month, f64)>,
    /// Survival curve: (months, share, low, high).
    pub survival: Vec<(f64, f64, f64, f64)>,
    /// Voice themes.
    pub themes: Vec<Theme>,
}
/// A group of signals.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SignalGroup {
    /// Name.
    pub name: Fact,
    /// What a manager reads first: one sentence.
    pub reading: Fact,
    /// Line ids.
    pub lines: Vec<String>,
}
/// Something that the data cannot tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NotIdentified {
    /// What.
    pub what: Fact,
    /// Why not.
    pub why: Fact,
    /// What would settle it.
    pub data_needed: Fact,
}
/// One candidate model on the hold-out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HoldoutScore {
    /// Model, or baseline.
    pub model: String,
    /// Last day of its calibration window.
    pub cut: Date,
    /// Log-likelihood on the calibration window.
    pub log_likelihood: Option<f64>,
    /// Forecast of purchase days in the hold-out.
    pub forecast: f64,
    /// Seen.
    pub actual: f64,
    /// Forecast ÷ actual − 1.
    pub bias: f64,
    /// Mean absolute error per customer.
    pub mean_absolute_error: f64,
    /// Mean P(alive) at the cut.
    pub mean_p_alive: Option<f64>,
    /// Mean log chance that the model gave each customer's count in the hold-out.
    pub log_score: Option<f64>,
    /// Share of customers whose count lies inside the model's 80% interval for that customer.
    pub within_80: Option<f64>,
    /// The same at 95%.
    pub within_95: Option<f64>,
    /// Chosen.
    pub chosen: bool,
    /// Fitted parameters by their letters.
    pub parameters: BTreeMap<String, f64>,
}
/// A model with covariates of the first order (Fader & Hardie 2007) beside the plain one, on the same customers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CovariateTest {
    /// Model.
    pub model: String,
    /// Coefficients.
    pub coefficients: Vec<Coefficient>,
    /// Log-likelihood with covariates.
    pub log_likelihood: f64,
    /// Without.
    pub log_likelihood_plain: f64,
    /// Likelihood-ratio statistic: twice their difference.
    pub statistic: f64,
    /// Its degrees of freedom.
    pub degrees_of_freedom: u32,
    /// Probability of such a statistic where no covariate matters.
    pub chance: f64,
    /// Forecast of the hold-out ÷ actual − 1, with covariates.
    pub bias: f64,
    /// Without.
    pub bias_plain: f64,
    /// Mean absolute error per customer, with covariates.
    pub mean_absolute_error: f64,
    /// Without.
    pub mean_absolute_error_plain: f64,
    /// Misses of the hold-out totals of cohorts (by month of first order; in `model`, of customers with the same values), added up without sign ÷ the actual total, with covariates.
    pub cohort_error: f64,
    /// Without.
    pub cohort_error_plain: f64,
    /// They help on the hold-out, so a plan uses them.
    pub used: bool,
}
/// A coefficient: a parameter is multiplied by exp(−value × covariate) where it is alpha or beta, by exp(value × covariate) where it is a or b.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Coefficient {
    /// `first-order-year` (years from the middle cohort) or `first-order-november-december` (1 or 0); in `model` also `COLUMN=VALUE` (1 or 0) or a column of numbers.
    pub covariate: String,
    /// The parameter that it moves.
    pub parameter: String,
    /// Value.
    pub value: f64,
    /// Standard error; none where the surface is too flat.
    pub standard_error: Option<f64>,
}
/// The forecast of a hold-out total with everything that enters the economics: the bias seen at earlier origins and what models
/// disagree on. The hold-out itself was not looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ForecastCheck {
    /// Model.
    pub model: String,
    /// Last day of the calibration window.
    pub cut: Date,
    /// Days of the hold-out.
    pub holdout_days: u32,
    /// Earlier origins inside the calibration window: day, and forecast ÷ actual − 1 there.
    pub origins: Vec<(Date, f64)>,
    /// Mean of the log-level that forecasts are multiplied by.
    pub level_log_mean: f64,
    /// Its standard deviation.
    pub level_log_sd: f64,
    /// P10 of the total.
    pub low: f64,
    /// Median.
    pub mid: f64,
    /// P90.
    pub high: f64,
    /// Seen.
    pub actual: f64,
    /// The 80% interval covers what was seen.
    pub covered: bool,
    /// Interval score at 80% (Gneiting & Raftery 2007, eq. 43) ÷ what was seen: the width, and ten times what lies outside.
    pub interval_score: f64,
}
/// A theme of the voice of customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Theme {
    /// Name.
    pub theme: String,
    /// Records.
    pub records: u64,
    /// Mean rating as share of the scale.
    pub mean_score: Option<f64>,
    /// Share of its known customers who lapsed, and of all others (an association).
    pub lapsed_share: Option<f64>,
    /// Share lapsed among records without the theme.
    pub lapsed_share_others: Option<f64>,
    /// Yearly value of the customers behind it.
    pub value_behind: Option<f64>,
    /// Records of it that complain: rated at most two fifths of the scale (six of ten or eleven). None: it has no ratings.
    #[serde(default)]
    pub complaints: Option<u64>,
    /// Share of the complaints' known customers who lapsed, and of the known customers of all other rated records (an association).
    #[serde(default)]
    pub lapsed_complaining: Option<f64>,
    /// Share lapsed among all rated records that do not complain of it.
    #[serde(default)]
    pub lapsed_not_complaining: Option<f64>,
    /// Yearly value of the complaints' customers × how much more of them lapsed; 0 where no more did. Praise is no risk.
    #[serde(default)]
    pub value_at_risk: Option<f64>,
    /// Words of the list that most of its records hold.
    #[serde(default)]
    pub words: Vec<ThemeWord>,
    /// Quotes in plans of before; a plan of today holds no words of a customer's own.
    pub quotes: Vec<String>,
}
/// A word of the list of themes (a word or its beginning), and the records that hold it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ThemeWord {
    pub word: String,
    pub records: u64,
}
/// A member segment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Persona {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Definition with its limits.
    pub definition: Fact,
    /// `built-in`, `member-file` or `config`.
    pub kind: String,
    /// Line ids: size, share of customers, yearly value each, share of value, p_alive.
    pub lines: Vec<String>,
    /// Customers.
    pub customers: f64,
    /// Share of customers.
    pub share: f64,
    /// Net spend per customer in the last 365 days.
    pub value_yearly: f64,
    /// Needs seen in the data.
    pub needs: Vec<Fact>,
    /// Built-in kinds that its customers are of, the most frequent first, each with its share: what triggers and offers go by.
    #[serde(default)]
    pub kinds: Vec<(String, f64)>,
    /// What the program promises it.
    #[serde(default)]
    pub promise: Fact,
    /// What it is offered first.
    #[serde(default)]
    pub offer: Fact,
    /// Tier path that fits.
    pub tier_path: Fact,
    /// Triggers that serve it.
    pub triggers: Vec<String>,
    /// First year of membership of its typical customer: the median of those who bought in the last 12 months; none where nobody did. Its tier is the one
    /// that most of them would hold today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_year: Option<MemberYear>,
    /// Validation: size, overlap, stability.
    pub validation: Fact,
}
