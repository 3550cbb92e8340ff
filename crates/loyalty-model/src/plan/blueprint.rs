//! The blueprint: the program as appraised, what it means for members of today, how it compares, and how it was found.
use super::CampaignCalendar;
use crate::fact::Fact;
use crate::line::Unit;
use crate::program::Program;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Tiers and benefits with their facts, and how they were found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Blueprint {
    /// The program as appraised.
    pub program: Program,
    /// Facts per tier, lowest first.
    pub tiers: Vec<TierFacts>,
    /// Rules of shape, each with what the program does of it.
    #[serde(default)]
    pub shape: Vec<ShapeRule>,
    /// Figures of the program beside what real programs do.
    #[serde(default)]
    pub norms: Vec<Norm>,
    /// What voice of customer brought into the design, or why nothing.
    #[serde(default)]
    pub voice: Fact,
    /// What the terms promise members: notice, soft landing, returns, changes, the end of the program.
    #[serde(default)]
    pub terms: Vec<Fact>,
    /// What usage and voice of customer bring to the triggers, or why nothing; stages of a customer's life without a trigger, with the reason.
    #[serde(default)]
    pub trigger_sources: Vec<Fact>,
    /// Twelve months from the launch; none in plans of before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CampaignCalendar>,
    /// Earn rate, ladder, missions and surprise moments in words.
    pub moments: Vec<Fact>,
    /// Customers who bought in the last 12 months by what the tiers count, as tiers are replayed on them; empty: no tier has a threshold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reach: Vec<MetricBin>,
    /// First years of membership of typical customers, worked out; at most three.
    #[serde(default)]
    pub member_years: Vec<MemberYear>,
    /// The search.
    pub search: SearchRecord,
}
/// Customers whose value of the tiers' metric lies in an interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MetricBin {
    /// Lower edge, included, in the unit of the thresholds; of the first bin, 0.
    pub from: f64,
    /// Upper edge, excluded.
    pub to: f64,
    /// Customers.
    pub customers: f64,
}
/// A first year of membership of a typical customer, worked out on the rules; no simulation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MemberYear {
    /// Id of the tier whose typical (median) customer of today it is; of a persona, the tier that most of its customers would hold today.
    pub tier: String,
    /// Net spend a year, plan currency.
    pub spend: f64,
    /// Orders a year, whole.
    pub orders: u32,
    /// Rewards taken: the first of the ladder, as soon as the points suffice.
    pub rewards: u32,
    /// Their face value.
    pub rewards_value: f64,
    /// What the benefits of the tiers held are worth to the member, for the months held.
    pub benefits_worth: f64,
    /// Face value of the points left after twelve months.
    pub balance_value: f64,
    /// The twelve months.
    pub months: Vec<MemberMonth>,
}
/// A month of a first year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MemberMonth {
    /// 1 to 12.
    pub month: u32,
    /// Orders.
    pub orders: u32,
    /// Missions that are whole in expectation.
    pub missions: u32,
    /// Rewards taken.
    pub rewards: u32,
    /// Points at the end of the month.
    pub balance: f64,
    /// Id of the tier at the end of the month.
    pub tier: String,
}
fn pure_number() -> Unit {
    Unit::Ratio
}
/// A figure of the program beside what real programs do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Norm {
    /// What is compared.
    pub norm: Fact,
    /// Here: a share, an amount, times or a count.
    pub value: f64,
    /// What is counted.
    #[serde(default = "pure_number")]
    pub unit: Unit,
    /// Lowest of the programs read.
    pub low: f64,
    /// Highest.
    pub high: f64,
    /// Their median, where enough were read.
    #[serde(default)]
    pub middle: Option<f64>,
    /// Programs read.
    pub programs: u32,
    /// Sector that they are of; none: of all.
    #[serde(default)]
    pub sector: Option<String>,
    /// Why the program lies outside; empty: it lies inside.
    #[serde(default)]
    pub why: Fact,
}
/// How a program stands to a rule of shape.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ShapeRule {
    /// The rule, with the tier that is looked at where it is of one: `shape-first-reward-orders`, `shape-first-reward-months`, `shape-rules-to-learn`,
    /// `shape-pyramid`, `shape-cash-never-falls`, `shape-worth-rises`, `shape-status-felt`, `shape-benefits-above-entry`.
    pub rule: Fact,
    /// Measured on today's customers: orders, months, rules, times as many customers, share of spend, money a year, benefits.
    pub value: f64,
    /// What is counted.
    #[serde(default = "pure_number")]
    pub unit: Unit,
    /// The limit, in the same unit.
    pub limit: f64,
    /// The limit is the most that may be; else the least.
    #[serde(default)]
    pub at_most: bool,
    /// The rule is kept.
    pub kept: bool,
    /// Why it is not.
    #[serde(default)]
    pub why: Fact,
}
/// Facts of one tier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TierFacts {
    /// Tier id.
    pub tier: String,
    /// Requirement in words.
    pub requirement: Fact,
    /// Today's customers who would stand in it, replayed on the last 12 months.
    pub customers_today: f64,
    /// Share of customers.
    pub share: f64,
    /// Their share of net spend.
    pub spend_share: f64,
    /// Points for purchases at face value ÷ spend, at the tier's multiplier: flat or rising from tier to tier.
    pub give_back_rate: f64,
    /// What a year of the tier is worth to its median member: points at face value, missions and surprises at their chance, benefits at the worth that the catalogue assumes.
    #[serde(default)]
    pub worth_per_member_year: f64,
    /// Expected cost of points and benefits per member and year.
    pub cost_per_member_year: f64,
    /// Months to the first reward of the tier's typical (median) member; `None`: not within 36 months.
    pub months_to_first_reward: Option<f64>,
    /// Last whole value of the tier's metric that does not reach the next tier; `None`: there is no next. Systems that take ranges need it.
    #[serde(default)]
    pub last_whole: Option<f64>,
    /// One worked member in words: spend, points, reward.
    pub worked_member: Fact,
    /// KPI.
    pub kpi: Fact,
    /// Benefit names from this tier on.
    pub benefits: Vec<String>,
}
/// How the design was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SearchRecord {
    /// Designs tried.
    pub designs_tried: u32,
    /// Why it stopped.
    pub ended: Fact,
    /// Objective of the chosen design on fresh seeds.
    pub objective_value: f64,
    /// Its value on the seeds it was chosen on (biased up: winner's curse).
    pub objective_in_search: f64,
    /// Near-best alternatives that differ in kind.
    pub alternatives: Vec<Alternative>,
    /// Which limit binds; empty: none.
    pub binding: Vec<Fact>,
    /// Wishes that could not be met, and what would have to give.
    pub unmet: Vec<Fact>,
    /// Smallest pool that would do, where the asked one does not.
    pub smallest_budget: Option<f64>,
    /// A second design was made because the first had a negative median ROI.
    pub redesigned: bool,
    /// What more reward cost buys: lean, target, full pool and designs between them that no other beats in both objective and reward cost, cheapest
    /// first, on fresh draws. Doing nothing costs nothing and is worth nothing.
    pub front: Vec<FrontPoint>,
    /// How far thresholds move when the customers are drawn again.
    pub stability: Vec<ThresholdStability>,
}
/// A design on the front between objective and reward cost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FrontPoint {
    /// In words: how it differs from the chosen one.
    pub difference: Fact,
    /// The option that it is, where it is one.
    #[serde(default)]
    pub option: Option<PlanOption>,
    /// Mean reward cost per period, in plan currency.
    pub reward_cost_per_period: f64,
    /// Pool that it needs to hold as often as the design rules ask, as a share of the pool.
    #[serde(default)]
    pub pool_share: f64,
    /// Objective of the goal, mean.
    pub objective: f64,
    /// Net value over the horizon, mean.
    #[serde(default)]
    pub net_value: f64,
    /// Its P10, if the priors hold.
    #[serde(default)]
    pub net_p10: f64,
    /// Its P90.
    #[serde(default)]
    pub net_p90: f64,
    /// Median ROI.
    pub roi_p50: f64,
    /// Probability of a positive net value.
    #[serde(default)]
    pub gain_share: f64,
    /// Net value over the horizon that the next 1,000 of reward cost per period bring on the way to the next dearer design; none: there is no dearer one, or it is dearer by less than
    /// 1% of the pool.
    #[serde(default)]
    pub next_thousand: Option<f64>,
    /// It is the chosen one.
    pub chosen: bool,
}
/// A way to spend the pool that a sponsor can choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PlanOption {
    /// The best design at no more than half of the target's reward cost.
    Lean,
    /// The design of the plan.
    Target,
    /// The best design that needs nearly the whole pool; where the rules of shape end before that, the one that needs most of it.
    FullPool,
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
    pub difference: Fact,
    /// Objective.
    pub objective: f64,
    /// Median ROI.
    pub roi_p50: f64,
    /// Mean reward cost per period.
    pub reward_cost_per_period: f64,
}
