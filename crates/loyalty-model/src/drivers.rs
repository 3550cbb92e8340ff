//! Driver series: what the member simulation hands to a financial model that recomputes without it.
//!
//! Every series is a mean over draws, month by month from launch. A series *weighted* by something that is drawn (the margin, the cost
//! of a point, the ultimate redemption) is the mean of the product ÷ the mean of the weight, so that price × series is the engine's own
//! figure; where nothing is drawn it is the plain mean. `statement::driver_statement` of the engine states the formulas over them, the workbook writes the same.
use crate::fact::Fact;
use crate::line::Unit;
use crate::response_curve::ResponseCurve;
use crate::units::Month;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Inputs, series, and how far they may be stretched.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Drivers {
    /// First month of the program; `None` in plans from before there were driver series.
    pub launch: Option<Month>,
    /// The inputs as planned.
    pub inputs: DriverInputs,
    /// Highest share of points that can be redeemed: the limit of the assumption.
    pub redemption_max: f64,
    /// Months of a period of the reward pool.
    pub pool_period_months: u32,
    /// Points brought in.
    pub opening: f64,
    /// Of these, expected to be redeemed, weighted by the cost of a point.
    pub opening_expected: f64,
    /// Net present value as simulated less the one over mean cash at the mean discount rate; zero where the rate is certain.
    pub npv_drawn_rate: f64,
    /// The program, month by month.
    pub series: Vec<DriverSeries>,
    /// Tiers, lowest first.
    pub tiers: Vec<TierDrivers>,
    /// Points by the month of their issue, oldest first; the first one was brought in.
    pub cohorts: Vec<IssueCohort>,
    /// Cases for a selector: multipliers of the inputs.
    pub scenarios: Vec<DriverScenario>,
    /// What the simulation gives where inputs change; empty in plans from before there were response curves: there the series are scaled in proportion.
    #[serde(default)]
    pub curve: ResponseCurve,
    /// Change of an input on these series against the simulation run again with it, at positions between the nodes of the response curve.
    pub errors: Vec<DriverError>,
    /// Largest difference that is called small: a share of the total program cost.
    pub error_bound: f64,
    /// Where the difference is small, by input.
    pub ranges: Vec<DriverRange>,
    /// The figures of this revision were worked out on driver series of an earlier run: what was changed, in words. Empty: simulated.
    pub frozen: Vec<String>,
}
/// Values that a financial model may change.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DriverInputs {
    /// Points per unit of net sales, at multiplier 1.
    pub earn_rate: f64,
    /// Retail value of a point, in plan currency.
    pub point_value: f64,
    /// Strength of every effect on customers, referrals aside (1: as assumed).
    pub lift: f64,
    /// Share of points redeemed in the end, mean over draws.
    pub redemption: f64,
    /// Contribution margin on net sales, mean over draws.
    pub margin: f64,
    /// Cost of a reward ÷ its retail value, mean over draws.
    pub reward_cost_ratio: f64,
    /// Yearly discount rate, mean over draws.
    pub discount_yearly: f64,
    /// Set-up, once.
    pub setup: f64,
    /// Platform, a month.
    pub platform_monthly: f64,
    /// Staff, a month.
    pub staff_monthly: f64,
    /// Cost of a message.
    pub message: f64,
    /// Cost of a contact with customer service.
    #[serde(default)]
    pub contact: f64,
    /// Fraud and abuse as a share of reward cost, mean over draws.
    #[serde(default)]
    pub fraud_share: f64,
    /// VAT as a share of the cost of rewards.
    #[serde(default)]
    pub reward_vat_rate: f64,
    /// Share of customers held out of the program while it is tested.
    #[serde(default)]
    pub holdout_share: f64,
    /// Months of the test, which those held out lack at the end of the horizon.
    #[serde(default)]
    pub holdout_months: f64,
}
/// A monthly series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DriverSeries {
    /// Id, e.g. `points_redeemed`.
    pub id: String,
    /// Label.
    pub label: Fact,
    /// Unit.
    pub unit: Unit,
    /// By month from launch.
    pub values: Vec<f64>,
}
/// A tier, month by month.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TierDrivers {
    /// Tier id.
    pub tier: String,
    /// Active members.
    pub members: Vec<f64>,
    /// Net sales more or fewer, weighted by the margin.
    pub net: Vec<f64>,
    /// Of that, of referred customers.
    pub net_referred: Vec<f64>,
    /// Points issued that are expected to be redeemed, weighted by the cost of a point.
    pub expected: Vec<f64>,
    /// Benefits at cost.
    pub benefits: Vec<f64>,
}
/// Points of one month of issue, oldest points of a member first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct IssueCohort {
    /// Month of issue from 1; 0: brought in.
    pub issued_in: u32,
    /// Redeemed, by month from launch.
    pub redeemed: Vec<f64>,
    /// Expired or forfeited, by month from launch.
    pub lapsed: Vec<f64>,
}
/// A case: multipliers of the inputs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DriverScenario {
    /// Id.
    pub id: String,
    /// What it says.
    pub label: Fact,
    /// Of the earn rate.
    pub earn_rate: f64,
    /// Of the point value.
    pub point_value: f64,
    /// Of the strength of the effects.
    pub lift: f64,
    /// Of the ultimate redemption, up to its limit.
    pub redemption: f64,
    /// Of the margin.
    pub margin: f64,
    /// Of the cost of rewards.
    pub reward_cost_ratio: f64,
    /// Of set-up, platform and staff.
    pub fixed_cost: f64,
}
/// One change measured both ways, on the same draws and customers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DriverError {
    /// `earn_rate`, `lift`, `redemption` or `point_value`.
    pub input: String,
    /// Change asked, a share of the planned value.
    pub change: f64,
    /// Change made, after the limits of the assumption.
    pub applied: f64,
    /// Net value on the response curve (in plans without one: on series scaled in proportion), over the horizon.
    pub frozen_net_value: f64,
    /// Net value of the simulation run again.
    pub rerun_net_value: f64,
    /// Their difference ÷ total program cost as planned.
    pub difference_share: f64,
}
/// Where the response curve (in plans without one: scaling in proportion) is near the simulation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DriverRange {
    /// Input.
    pub input: String,
    /// Lowest multiplier of the planned value with a small difference.
    pub low: f64,
    /// Highest.
    pub high: f64,
}
impl Drivers {
    /// Months of the horizon.
    pub fn months(&self) -> usize {
        self.series.first().map_or(0, |s| s.values.len())
    }
    /// The series; empty where there is none of this id.
    pub fn series(&self, id: &str) -> &[f64] {
        self.series.iter().find(|s| s.id == id).map_or(&[], |s| &s.values)
    }
    /// A month of a series that plans of before do not hold, and what stands for it there.
    pub fn month_of(&self, id: &str, month: usize, without: f64) -> f64 {
        self.series(id).get(month).copied().unwrap_or(without)
    }
}
