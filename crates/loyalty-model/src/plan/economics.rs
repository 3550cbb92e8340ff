//! What the program costs and brings: series, scenarios, the points account, the accounts.
use super::{Accounting, PointsMonth};
use crate::drivers::Drivers;
use crate::fact::{Fact, one_or_many};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A monthly series with its band.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Series {
    /// Id, e.g. `cumulative_cash`.
    pub id: String,
    /// Label.
    pub label: Fact,
    /// Means by month from launch.
    pub mean: Vec<f64>,
    /// P2.5 over draws, if the priors hold.
    #[serde(default)]
    pub p2_5: Vec<f64>,
    /// P10.
    pub p10: Vec<f64>,
    /// P50.
    pub p50: Vec<f64>,
    /// P90.
    pub p90: Vec<f64>,
    /// P97.5.
    #[serde(default)]
    pub p97_5: Vec<f64>,
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
    /// Probability that no period exceeds the pool; not a number (`null`) where it is not known.
    #[serde(default = "unknown", deserialize_with = "number_or_unknown", serialize_with = "number_or_null")]
    #[schemars(with = "Option<f64>")]
    pub budget_kept_share: f64,
    /// Per tier: members, margin on lift, cost.
    pub tiers: Vec<TierProfit>,
    /// What each persona brings and costs; empty in plans of before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub personas: Vec<PersonaPart>,
    /// Net value less that of all personas: set-up, platform, staff, the test, VAT, and the re-estimate of points.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub personas_shared: f64,
    /// Draws and members of the final appraisal.
    pub draws: u32,
    /// Members simulated.
    pub members: u32,
    /// ROI by draw, ascending (for the fan and the chance of loss).
    pub roi_draws: Vec<f64>,
    /// The same draws counted: columns of one width, none holds both gain and loss; empty in plans of before.
    #[serde(default)]
    pub roi_counts: Vec<ReturnCount>,
    /// What moves ROI most: (assumption id, change of ROI from its P10 to its P90).
    pub tornado: Vec<(String, f64)>,
    /// What a decision needs: the break-even lift first, then what is believed of it, and what the company's data could show.
    #[serde(deserialize_with = "one_or_many")]
    pub decision: Vec<Fact>,
    /// Median ROI by strength of the effects and by margin.
    pub two_way: TwoWay,
    /// How the program would be proved.
    pub test_plan: TestPlan,
    /// The pilot of the most value, where one could be sized; `None` in plans of before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pilot: Option<Pilot>,
    /// The points account month by month, means over draws.
    pub points_account: Vec<PointsMonth>,
    /// Points outstanding by the time of their issue, oldest first; empty in plans of before.
    #[serde(default)]
    pub run_off: Vec<RunOff>,
    /// The schedule of the accounts.
    pub accounting: Accounting,
    /// What becomes of the printed range where the response is another than believed; empty in plans of before.
    #[serde(default)]
    pub truths: Vec<Truth>,
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
/// How many draws end with a return from `from` to below `to`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReturnCount {
    /// Lower edge, a share.
    pub from: f64,
    /// Upper edge, a share.
    pub to: f64,
    /// Draws.
    pub draws: u32,
}
/// Points of one time of issue that are outstanding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RunOff {
    /// First month of issue, from 1; 0: brought in.
    pub from: u32,
    /// Last month of issue; 0: brought in.
    pub to: u32,
    /// Issued less redeemed less lapsed, by month from launch; means over draws.
    pub outstanding: Vec<f64>,
}
/// A response fixed at a multiple of its mean, and how the plan's range does then. Everything else is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Truth {
    /// Multiple of the mean response.
    pub factor: f64,
    /// The response: lift in members' net sales over 24 months at a delivered value of 1% of spend.
    pub lift: f64,
    /// Mean net value then, in plan currency.
    pub net_value: f64,
    /// Mean net value as planned less that.
    pub bias: f64,
    /// Share of the outcomes inside the plan's P10 to P90.
    pub covered: f64,
    /// Mean share of the plan's draws below an outcome; 0.5: the plan is centred on it.
    pub rank: f64,
}
/// Median ROI by two inputs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TwoWay {
    /// What the rows are.
    pub rows_are: Fact,
    /// What the columns are.
    pub columns_are: Fact,
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
    pub design: Fact,
    /// Active customers to divide.
    pub customers: f64,
    /// Expected share of invited customers who enrol: a lift on members is thinned by it.
    pub enrolment_share: f64,
    /// Detectable lifts by metric, duration and hold-out share.
    pub options: Vec<TestOption>,
    /// Which of them is recommended (position), where any can be measured.
    pub recommended: Option<u32>,
    /// When to stop, scale, change, kill: written before the launch.
    pub rules: Vec<Fact>,
    /// Why nothing can be said, where nothing can.
    pub not_identified: Option<Fact>,
}
/// One way to run the test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TestOption {
    /// What is compared: `test-metric-orders`, `test-metric-spend` or `test-metric-spend-capped`.
    pub metric: Fact,
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
/// A randomised trial of the program on some customers before it is decided on (preposterior analysis).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Pilot {
    /// Customers invited at random.
    pub invited: f64,
    /// Customers who are not, and are compared with them.
    pub held_out: f64,
    /// Weeks.
    pub weeks: u32,
    /// What is compared, as in the test plan.
    pub metric: Fact,
    /// Smallest lift of invited customers, joined or not, that is seen with 80% power at 5%.
    pub detectable_lift: f64,
    /// Probability that the program is launched after it: that the posterior mean of its net value makes up for what is left to pay.
    pub launch_share: f64,
    /// What the pilot costs: set-up, running, rewards and messages of the invited, less the contribution that they bring. In plan currency.
    pub cost: f64,
    /// Expected net value of deciding after the pilot, less that of deciding now. In plan currency.
    pub value: f64,
    /// Expected net value of deciding now: of launching or of nothing, whichever is more.
    pub value_now: f64,
}
/// One scenario.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Scenario {
    /// Id.
    pub id: String,
    /// What differs.
    pub description: Fact,
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
fn is_zero(value: &f64) -> bool {
    *value == 0.0
}
/// A persona's own part of what the program brings and costs over the horizon, means over draws. One response holds for all: parts differ by the
/// rhythm, the spend and the status of their members. Sales, contribution and cost of all parts are those of the program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PersonaPart {
    /// Persona id; `None`: customers of no persona, and those who join after the data end.
    pub persona: Option<String>,
    /// Joined the company after the data end, friends of such customers among them.
    pub later: bool,
    /// Mean members over the horizon.
    pub members: f64,
    /// Net sales more or fewer, of friends whom its members recommend too.
    pub net_sales: f64,
    /// Their contribution.
    pub contribution: f64,
    /// Points and benefits.
    pub reward_cost: f64,
    /// Messages, service and fraud.
    pub running_cost: f64,
    /// Contribution less both.
    pub net: f64,
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
