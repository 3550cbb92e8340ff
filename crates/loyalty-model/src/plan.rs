//! The plan document: `design` is pure in (brief, extract, references, seed, asked_on); `history` tells how it came to be.
//!
//! ```text
//! Plan
//!   schema_version, plan_hash
//!   design
//!     header        status, verdict, pattern, objective, stages, success criteria
//!     brief         what was asked
//!     inputs        what was read, columns, control totals
//!     lines         every printed number by id
//!     signals       groups of lines, tables, what could not be measured
//!     personas      segments with size, value, needs
//!     assumptions   the book, losers kept
//!     blueprint     program, tier facts, benefits with cost, search record
//!     economics     line ids, series, scenarios, budget by period
//!     governance    owners, cadences, KPIs, approvals, guardrails, risks, compliance, open questions, checklist
//!   history         run, tasks, files, change log
//! ```
use crate::assumption::{Book, Citation};
use crate::brief::Brief;
pub use crate::drivers::{DriverError, DriverInputs, DriverRange, DriverScenario, DriverSeries, Drivers, IssueCohort, TierDrivers};
use crate::extract::{CohortCell, Origin, TableQuality, ValueBin};
use crate::finding::{ComplianceFinding, Guardrail, OpenQuestion};
use crate::line::LineBook;
use crate::program::Program;
use crate::roll_out::RollOut;
use crate::units::{Date, Month};
use crate::work::WorkItem;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Version of the document's shape.
pub const SCHEMA_VERSION: &str = "1.1.0";

/// The document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Plan {
    /// Shape version.
    pub schema_version: String,
    /// SHA-256 of the canonical JSON (RFC 8785) of `design`, hexadecimal.
    pub plan_hash: String,
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
    /// What was read.
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
    pub title: String,
    /// Status.
    pub status: Status,
    /// The verdict in one or two sentences.
    pub verdict: String,
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
    pub pattern_reason: String,
    /// What the design maximises, in words.
    pub objective: String,
    /// `simple`, `moderate` or `complex`, with the reason.
    pub complexity: String,
    /// Stages in order, each with the tasks that run side by side.
    pub stages: Vec<StageGroup>,
    /// What happens on errors, in words.
    pub error_handling: String,
    /// Success criteria, measurable, each with its KPI id.
    pub success_criteria: Vec<String>,
    /// Escalation where one stands.
    pub escalation: Option<Escalation>,
    /// What it means that the plan was made at small effort; `None`: it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effort: Option<String>,
}
/// A stage and its parallel tasks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StageGroup {
    /// Name.
    pub stage: String,
    /// Task ids that run side by side.
    pub tasks: Vec<String>,
    /// What is handed on.
    pub hands_on: String,
}
/// The rip-cord.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Escalation {
    /// What went wrong.
    pub diagnosis: String,
    /// What was tried.
    pub tried: Vec<String>,
    /// The decision asked.
    pub decision_asked: String,
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
    /// Which model was chosen and why.
    pub base_choice: String,
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
    pub name: String,
    /// What a manager reads first: one sentence.
    pub reading: String,
    /// Line ids.
    pub lines: Vec<String>,
}
/// Something that the data cannot tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NotIdentified {
    /// What.
    pub what: String,
    /// Why not.
    pub why: String,
    /// What would settle it.
    pub data_needed: String,
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
/// The forecast of a hold-out total with everything that enters the economics: the level seen at earlier origins and what models
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
    /// Up to three quotes, personal data removed.
    pub quotes: Vec<String>,
}
/// A member segment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Persona {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Definition with its limits.
    pub definition: String,
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
    pub needs: Vec<String>,
    /// Tier path that fits.
    pub tier_path: String,
    /// Triggers that serve it.
    pub triggers: Vec<String>,
    /// Validation: size, overlap, stability.
    pub validation: String,
}
/// Tiers and benefits with their facts, and how they were found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Blueprint {
    /// The program as appraised.
    pub program: Program,
    /// Facts per tier, lowest first.
    pub tiers: Vec<TierFacts>,
    /// Surprise moments, missions and ladder in words.
    pub moments: Vec<String>,
    /// The search.
    pub search: SearchRecord,
}
/// Facts of one tier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TierFacts {
    /// Tier id.
    pub tier: String,
    /// Requirement in words.
    pub requirement: String,
    /// Today's customers who would stand in it, replayed on the last 12 months.
    pub customers_today: f64,
    /// Share of customers.
    pub share: f64,
    /// Their share of net spend.
    pub spend_share: f64,
    /// Reward value ÷ spend: points at face value and multiplier.
    pub give_back_rate: f64,
    /// Expected cost of points and benefits per member and year.
    pub cost_per_member_year: f64,
    /// Months to the first reward of the tier's typical (median) member; `None`: not within 36 months.
    pub months_to_first_reward: Option<f64>,
    /// Last whole value of the tier's metric that does not reach the next tier; `None`: there is no next. Systems that take ranges need it.
    #[serde(default)]
    pub last_whole: Option<f64>,
    /// One worked member in words: spend, points, reward.
    pub worked_member: String,
    /// KPI.
    pub kpi: String,
    /// Benefit names from this tier on.
    pub benefits: Vec<String>,
}
/// How the design was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SearchRecord {
    /// Designs tried.
    pub designs_tried: u32,
    /// Why it stopped.
    pub ended: String,
    /// Objective of the chosen design on fresh seeds.
    pub objective_value: f64,
    /// Its value on the seeds it was chosen on (biased up: winner's curse).
    pub objective_in_search: f64,
    /// Near-best alternatives that differ in kind.
    pub alternatives: Vec<Alternative>,
    /// Which limit binds; empty: none.
    pub binding: Vec<String>,
    /// Wishes that could not be met, and what would have to give.
    pub unmet: Vec<String>,
    /// Smallest pool that would do, where the asked one does not.
    pub smallest_budget: Option<f64>,
    /// A second design was made because the first had a negative median ROI.
    pub redesigned: bool,
    /// What more reward cost buys: designs of the walk that no other beats in both, cheapest first, on the search's seeds.
    pub front: Vec<FrontPoint>,
    /// How far thresholds move when the customers are drawn again.
    pub stability: Vec<ThresholdStability>,
}
/// A design on the front between objective and reward cost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FrontPoint {
    /// In words: how it differs from the chosen one.
    pub difference: String,
    /// Mean reward cost per period.
    pub reward_cost_per_period: f64,
    /// Objective on the search's seeds.
    pub objective: f64,
    /// Median ROI on the search's seeds.
    pub roi_p50: f64,
    /// It is the chosen one.
    pub chosen: bool,
}
/// A threshold when the customers are drawn again, with replacement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ThresholdStability {
    /// Tier id.
    pub tier: String,
    /// As designed.
    pub threshold: f64,
    /// P10 over the resamples.
    pub low: f64,
    /// P90.
    pub high: f64,
    /// Share of resamples that give the same threshold.
    pub same_share: f64,
    /// Resamples.
    pub resamples: u32,
}
/// A near-best alternative.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Alternative {
    /// In words: how it differs.
    pub difference: String,
    /// Objective.
    pub objective: f64,
    /// Median ROI.
    pub roi_p50: f64,
    /// Mean reward cost per period.
    pub reward_cost_per_period: f64,
}
/// A monthly series with its band.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Series {
    /// Id, e.g. `cumulative_cash`.
    pub id: String,
    /// Label.
    pub label: String,
    /// Means by month from launch.
    pub mean: Vec<f64>,
    /// P10.
    pub p10: Vec<f64>,
    /// P50.
    pub p50: Vec<f64>,
    /// P90.
    pub p90: Vec<f64>,
}
/// Costs and effects.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Economics {
    /// Line ids of the P&L in print order.
    pub statement: Vec<String>,
    /// Line ids of the headline figures: ROI, break-even month, cost per point…
    pub headlines: Vec<String>,
    /// Series: cumulative_cash, liability, reward_cost, incremental_margin, members, net_with, net_without.
    pub series: Vec<Series>,
    /// Base, optimised, aggressive, and named shocks.
    pub scenarios: Vec<Scenario>,
    /// Budget use per period.
    pub budget: Vec<BudgetPeriod>,
    /// Share of draws in which no period exceeds the pool; not a number (`null`) where it is not known.
    #[serde(default = "unknown", deserialize_with = "number_or_unknown", serialize_with = "number_or_null")]
    #[schemars(with = "Option<f64>")]
    pub budget_kept_share: f64,
    /// Per tier: members, margin on lift, cost.
    pub tiers: Vec<TierProfit>,
    /// Draws and members of the final appraisal.
    pub draws: u32,
    /// Members simulated.
    pub members: u32,
    /// ROI by draw, ascending (for the fan and the chance of loss).
    pub roi_draws: Vec<f64>,
    /// What moves ROI most: (assumption id, change of ROI from its P10 to its P90).
    pub tornado: Vec<(String, f64)>,
    /// What a decision needs in one sentence: break-even lift, what is believed of it, what the company's data could show.
    pub decision: String,
    /// Median ROI by strength of the effects and by margin.
    pub two_way: TwoWay,
    /// How the program would be proved.
    pub test_plan: TestPlan,
    /// The points account month by month, means over draws.
    pub points_account: Vec<PointsMonth>,
    /// The schedule of the accounts.
    pub accounting: Accounting,
    /// Driver series: what a financial model recomputes from.
    #[serde(default)]
    pub drivers: Drivers,
}
fn unknown() -> f64 {
    f64::NAN
}
fn number_or_null<S: serde::Serializer>(value: &f64, s: S) -> Result<S::Ok, S::Error> {
    Some(*value).filter(|v| v.is_finite()).serialize(s)
}
fn number_or_unknown<'de, D: serde::Deserializer<'de>>(d: D) -> Result<f64, D::Error> {
    Ok(Option::<f64>::deserialize(d)?.unwrap_or(f64::NAN))
}
/// Median ROI by two inputs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TwoWay {
    /// What the rows are.
    pub rows_are: String,
    /// What the columns are.
    pub columns_are: String,
    /// Row values.
    pub rows: Vec<f64>,
    /// Column values.
    pub columns: Vec<f64>,
    /// Median ROI, row by row.
    pub roi_p50: Vec<Vec<f64>>,
}
/// How the program would be proved: a random hold-out group that is not invited.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TestPlan {
    /// What is randomised and compared.
    pub design: String,
    /// Active customers to divide.
    pub customers: f64,
    /// Expected share of invited customers who enrol: a lift on members is thinned by it.
    pub enrolment_share: f64,
    /// Detectable lifts by metric, duration and hold-out share.
    pub options: Vec<TestOption>,
    /// Which of them is recommended (position), where any can be measured.
    pub recommended: Option<u32>,
    /// When to stop, scale, change, kill: written before the launch.
    pub rules: Vec<String>,
    /// Why nothing can be said, where nothing can.
    pub not_identified: Option<String>,
}
/// One way to run the test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TestOption {
    /// `orders`, `spend`, or `spend, capped at the top 1%`.
    pub metric: String,
    /// Weeks.
    pub weeks: u32,
    /// Share of customers held out.
    pub holdout_share: f64,
    /// Customers held out.
    pub held_out: f64,
    /// Mean per customer over as many weeks, before the program.
    pub mean: f64,
    /// Coefficient of variation.
    pub cv: f64,
    /// Correlation with the same metric in the weeks before (CUPED): `None` where the history is too short.
    pub correlation: Option<f64>,
    /// Smallest relative lift of invited customers, joined or not, that is seen with 80% power at 5% (two-sided, normal form).
    pub detectable_lift: f64,
    /// The same with the covariate from before.
    pub detectable_lift_cuped: Option<f64>,
}
/// A month of the points account.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PointsMonth {
    /// Month from launch, from 1.
    pub month: u32,
    /// Balance at its beginning.
    pub opening: f64,
    /// Earned, from every source.
    pub earned: f64,
    /// Earnings taken back: none, sales are net of refunds.
    pub reversed: f64,
    /// Redeemed.
    pub redeemed: f64,
    /// Redemptions given back: none, see `reversed`.
    pub reimbursed: f64,
    /// Expired, and forfeited by ended subscriptions.
    pub expired: f64,
    /// Balance at its end, pending points among it.
    pub closing: f64,
}
/// The schedule of the accounts under IFRS 15 / ASC 606. Management's cost provision is not part of it and is never booked on top.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Accounting {
    /// On which redemption the schedule rests, and why.
    pub basis: String,
    /// Share of points expected to be redeemed.
    pub expected_redemption: f64,
    /// Stand-alone selling price of a point, net of expected breakage.
    pub stand_alone_price: f64,
    /// By quarter.
    pub periods: Vec<AccountingPeriod>,
    /// Journal entries by quarter; debits equal credits in each.
    pub journal: Vec<JournalEntry>,
}
/// A quarter of the schedule, in plan currency, means over draws.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AccountingPeriod {
    /// Quarter from launch, from 1.
    pub quarter: u32,
    /// Sales that earned points.
    pub sales: f64,
    /// Of that, revenue on goods at once.
    pub revenue_goods: f64,
    /// Deferred for points.
    pub deferred: f64,
    /// Contract liability at the beginning.
    pub opening: f64,
    /// Revenue on points redeemed.
    pub revenue_redeemed: f64,
    /// Revenue on points lapsed.
    pub revenue_lapsed: f64,
    /// Contract liability at the end: opening + deferred − both revenues.
    pub closing: f64,
    /// Cost of rewards handed out against purchase points.
    pub reward_cost: f64,
    /// Marketing expense: points not earned by a purchase, at expected cost.
    pub marketing: f64,
    /// Obligation for those points at the end, at cost.
    pub marketing_obligation: f64,
}
/// A line of the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct JournalEntry {
    /// Quarter from launch.
    pub quarter: u32,
    /// What happens.
    pub event: String,
    /// Account debited.
    pub debit: String,
    /// Account credited.
    pub credit: String,
    /// Amount.
    pub amount: f64,
}
/// One scenario.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Scenario {
    /// Id.
    pub id: String,
    /// What differs.
    pub description: String,
    /// ROI: mean and percentiles.
    pub roi: f64,
    /// P10.
    pub roi_p10: f64,
    /// P50.
    pub roi_p50: f64,
    /// P90.
    pub roi_p90: f64,
    /// Incremental contribution over the horizon.
    pub incremental_margin: f64,
    /// Total program cost over the horizon.
    pub total_cost: f64,
    /// Median break-even month.
    pub break_even_month: Option<f64>,
}
/// Budget use of one period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BudgetPeriod {
    /// Number of the period from launch, from 1.
    pub period: u32,
    /// Pool.
    pub pool: f64,
    /// Expected cost of points issued.
    pub points: f64,
    /// Benefits.
    pub benefits: f64,
    /// Mean reward cost (sum of all parts).
    pub reward_cost: f64,
    /// P90 of reward cost; not a number (`null`) where it is not known.
    #[serde(default = "unknown", deserialize_with = "number_or_unknown", serialize_with = "number_or_null")]
    #[schemars(with = "Option<f64>")]
    pub reward_cost_p90: f64,
    /// Cash paid for redemptions.
    pub redemption_cash: f64,
    /// Pool less mean reward cost.
    pub unspent: f64,
}
/// Profit of a tier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TierProfit {
    /// Tier id.
    pub tier: String,
    /// Mean members over the horizon.
    pub members: f64,
    /// Incremental margin over the horizon.
    pub incremental_margin: f64,
    /// Reward and benefit cost over the horizon.
    pub reward_cost: f64,
    /// Benefits and points cost more than the margin on their lift.
    pub costs_more: bool,
}
/// Governance packet.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Governance {
    /// Activity → responsible, accountable, consulted, informed.
    pub raci: Vec<Raci>,
    /// What is to be done before the launch, with owners and due dates.
    #[serde(default)]
    pub work: Vec<WorkItem>,
    /// Meetings and reviews.
    pub cadences: Vec<Cadence>,
    /// KPIs.
    pub kpis: Vec<Kpi>,
    /// Approvals as a dependency graph.
    pub approvals: Vec<Approval>,
    /// Guardrails with today's verdict.
    pub guardrails: Vec<Guardrail>,
    /// Risks.
    pub risks: Vec<Risk>,
    /// Compliance findings.
    pub compliance: Vec<ComplianceFinding>,
    /// Rules that do not touch this design.
    pub compliance_not_applicable: u32,
    /// Rules that wait for facts.
    #[serde(default)]
    pub compliance_open: u32,
    /// Facts that they wait for, each an open question.
    #[serde(default)]
    pub open_facts: u32,
    /// What the table is and is not.
    pub compliance_disclaimer: String,
    /// Open questions.
    pub open_questions: Vec<OpenQuestion>,
    /// Launch checklist.
    pub checklist: Vec<ChecklistItem>,
    /// Redemption flows to test the real system with.
    pub redemption_flows: Vec<FlowCase>,
    /// Dates and gates of the roll-out, and the way out; absent in plans of before.
    #[serde(default)]
    pub roll_out: Option<RollOut>,
}
/// A redemption flow: steps and the balance after each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FlowCase {
    /// Id.
    pub id: String,
    /// What is tested.
    pub title: String,
    /// Steps in order.
    pub steps: Vec<FlowStep>,
    /// The ledger of the simulation gives the balances that the rules say.
    pub agrees: bool,
}
/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FlowStep {
    /// What is done.
    pub action: String,
    /// Months since the beginning of the case.
    pub month: u32,
    /// Points that may be spent after it.
    pub spendable: u64,
    /// Points that wait after it.
    pub pending: u64,
    /// Points owed after it, because what was returned had been spent.
    pub owed: u64,
    /// Level after it, where the case is about levels.
    pub tier: Option<String>,
    /// What must happen.
    pub outcome: String,
}
/// One activity and its people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Raci {
    pub activity: String,
    pub responsible: String,
    pub accountable: String,
    pub consulted: String,
    pub informed: String,
}
/// A meeting or review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Cadence {
    pub name: String,
    pub every: String,
    pub owner: String,
    pub agenda: String,
    pub decision: String,
    /// First day on which it is held.
    #[serde(default)]
    pub first: Date,
    /// How it comes again, as a recurrence rule of RFC 5545 without the `RRULE:`; `None`: once.
    #[serde(default)]
    pub repeats: Option<String>,
}
/// A KPI with its target from the model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Kpi {
    /// Id.
    pub id: String,
    /// Name and definition.
    pub name: String,
    /// Unit.
    pub unit: crate::line::Unit,
    /// Today, or `None` where not identified.
    pub baseline: Option<f64>,
    /// Target.
    pub target: Option<f64>,
    /// Below (or above) this, act.
    pub threshold: Option<f64>,
    /// By when.
    pub by: Date,
    /// Owner.
    pub owner: String,
    /// Where baseline and target come from.
    pub basis: String,
}
/// One approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Approval {
    /// legal, finance, operations, exec-sponsor.
    pub role: String,
    /// What is approved.
    pub subject: String,
    /// Roles that must have approved before.
    pub after: Vec<String>,
    /// `pending` in a fresh plan.
    pub state: String,
}
/// A risk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Risk {
    pub risk: String,
    pub sign: String,
    pub response: String,
    pub owner: String,
}
/// One item before launch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct ChecklistItem {
    pub item: String,
    pub owner: String,
    pub done: bool,
}

/// How the plan came to be. Not part of `plan_hash`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct History {
    /// Instant of writing, RFC 3339.
    pub created_at: String,
    /// The command line, as given.
    pub command: Vec<String>,
    /// Who ran it: the person named in the settings or by the system.
    #[serde(default)]
    pub prepared_by: String,
    /// Plan that this one takes the place of, and why.
    #[serde(default)]
    pub supersedes: Option<Superseded>,
    /// Files written for this revision.
    #[serde(default)]
    pub deliverables: Vec<FileRecord>,
    /// Files read: path, bytes, SHA-256.
    pub files: Vec<FileRecord>,
    /// Rows set aside: (file written, rows).
    pub set_aside_file: Option<String>,
    /// Tasks with attempts and timing.
    pub tasks: Vec<TaskRecord>,
    /// Change log.
    pub change_log: Vec<Change>,
}
/// A file read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct FileRecord {
    pub table: String,
    pub path: String,
    pub bytes: u64,
    pub sha256: String,
}
/// A task of the run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TaskRecord {
    /// Id.
    pub id: String,
    /// Stage.
    pub stage: String,
    /// Agent.
    pub agent: String,
    /// Agents that take over.
    pub fallback_agents: Vec<String>,
    /// Tasks before it.
    pub depends_on: Vec<String>,
    /// Most retries.
    pub retry_limit: u32,
    /// `done`, `fallback`, `failed`, `skipped`.
    pub status: String,
    /// Attempts: error or `ok`.
    pub attempts: Vec<String>,
    /// Milliseconds.
    pub milliseconds: u64,
}
/// The plan before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Superseded {
    /// File name of the plan before.
    pub plan: String,
    /// Its `plan_hash`.
    pub plan_hash: String,
    /// Why there is a new one.
    pub reason: String,
    /// What differs, in sentences.
    pub changes: Vec<String>,
}
/// What an entry of the change log did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// The plan was made.
    #[default]
    Created,
    /// The design was changed by a person.
    Amended,
    /// Finished after it had stopped.
    Resumed,
    /// A role approved this design.
    Approved,
    /// A role rejected it.
    Rejected,
    /// A named person resolved the escalation.
    Resolved,
    /// A named person overrode a compliance blocker.
    Overridden,
    /// The revision was frozen.
    Published,
    /// Brought to a newer shape of the document.
    Migrated,
}
/// A person's act on a design.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Decision {
    /// Role acted for.
    pub role: String,
    /// The person.
    pub person: String,
    /// What the person adds.
    pub note: String,
    /// Evidence, for an override.
    pub evidence: Option<String>,
    /// Stands in for this absent approver.
    pub substitute_for: Option<String>,
    /// The text that was signed; it names the design and the entry before.
    pub statement: Option<String>,
    /// Signature of that text, as `ssh-keygen -Y sign -n plan-loyalty` writes it.
    pub signature: Option<String>,
    /// Id of the compliance rule, for an override.
    pub rule: Option<String>,
}
/// An entry of the change log. Its hash is the SHA-256 of its canonical JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// From 1.
    pub sequence: u64,
    /// Instant.
    pub at: String,
    /// Who.
    pub actor: String,
    /// What.
    #[serde(default)]
    pub act: Act,
    /// Why.
    pub reason: String,
    /// RFC 6902 patch on `design`, from the revision before to this one.
    pub patch: serde_json::Value,
    /// RFC 6902 patch on `design` back to the revision before: any revision can be rebuilt from the file.
    #[serde(default)]
    pub undo: serde_json::Value,
    /// Hash of the entry before; empty for the first.
    pub previous: String,
    /// `plan_hash` after.
    pub plan_hash: String,
    /// SHA-256 of the canonical JSON of the document without its change log, after.
    #[serde(default)]
    pub document_hash: String,
    /// A person's act.
    #[serde(default)]
    pub decision: Option<Decision>,
}
