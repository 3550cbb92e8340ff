//! The response curve of the chosen design: what the simulation gives where one input at a time is changed, so that a financial model interpolates
//! between simulated figures instead of scaling the plan's own in proportion.
//!
//! A correction is what the simulation counts ÷ what scaling the driver series in proportion gives (`statement::driver_statement` of the engine). As
//! planned it is 1. Corrections of several inputs are multiplied; [`ResponseCurve::checks`] holds by how much that is off.
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Corrections of driver series by input, on the draws and customers of a smaller run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ResponseCurve {
    /// Draws behind every node.
    pub draws: u32,
    /// Customers per draw.
    pub members: u32,
    /// What is corrected, in the order of `CurveNode::corrections`: ids of [`QUANTITIES`], then `tier.ID.WHAT` of [`TIER_QUANTITIES`].
    pub quantities: Vec<String>,
    /// Inputs that members answer to.
    pub axes: Vec<CurveAxis>,
    /// Positions between nodes and of several inputs, simulated again.
    pub checks: Vec<CurveCheck>,
    /// What is added to the error where several inputs move at once: the largest that was measured, a share of the total program cost.
    pub joint_error: f64,
}
/// One input and the values at which it was simulated.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CurveAxis {
    /// `earn_rate`, `point_value`, `lift`, `redemption`, `reward_cost_ratio` (where items of the shop are rewards), `threshold.TIER`, `multiplier.TIER`,
    /// `benefit.ID` (1: given, 0: not given) or `option` (0: as planned; 1: lean; 2: full pool).
    pub input: String,
    /// The value as planned: points per unit of net sales, plan currency, factor, share, what the tier counts, multiplier, or 0 or 1.
    pub planned: f64,
    /// Nodes, rising.
    pub nodes: Vec<CurveNode>,
}
/// An input at one value.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CurveNode {
    /// Value ÷ planned value; of an option its number.
    pub at: f64,
    /// Corrections, in the order of the curve's `quantities`.
    pub corrections: Vec<f64>,
    /// Difference of the net value over the horizon from the plan's, as simulated in the smaller run, in plan currency.
    pub net_value_change: f64,
    /// How far the workbook's net value may be off here: interpolation and three standard errors of the smaller run, a share of the total program cost.
    pub error: f64,
}
/// A position that is no node, both ways.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CurveCheck {
    /// Inputs and their value ÷ planned value.
    pub inputs: Vec<(String, f64)>,
    /// Net value on the curve, over the horizon, in plan currency.
    pub curve_net_value: f64,
    /// Net value of the simulation run again.
    pub rerun_net_value: f64,
    /// Their difference ÷ total program cost of the smaller run.
    pub difference_share: f64,
}
/// What is corrected of the program: net sales moved by the effects; net sales of referred customers; orders; active members; messages; benefits at cost;
/// points by source; of points and of benefits, what sales take that would have happened anyway; points redeemed; points expired or forfeited; points given
/// up beyond what is held.
pub const QUANTITIES: [&str; 17] = [
    "effects",
    "referred",
    "orders",
    "members",
    "messages",
    "benefits",
    "purchases",
    "joining",
    "missions",
    "surprise",
    "triggers",
    "referral",
    "baseline",
    "benefits_baseline",
    "redeemed",
    "lapsed",
    "given_up",
];
/// What is corrected of a tier, before tiers are made to add up to the program: members, incremental net sales, points to be redeemed, benefits.
pub const TIER_QUANTITIES: [&str; 4] = ["members", "net", "points", "benefits"];

/// Corrections at one position.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Corrections<'a> {
    quantities: &'a [String],
    /// By quantity.
    pub values: Vec<f64>,
}
impl<'a> Corrections<'a> {
    /// Corrections of these quantities.
    pub fn new(quantities: &'a [String], values: Vec<f64>) -> Self {
        Corrections { quantities, values }
    }
    /// The correction of a quantity; 1 where the curve has none.
    pub fn of(&self, quantity: &str) -> f64 {
        self.quantities.iter().position(|q| q == quantity).map_or(1.0, |i| self.values[i])
    }
}
impl CurveAxis {
    /// Lowest and highest value ÷ planned value that was simulated.
    pub fn ends(&self) -> (f64, f64) {
        (self.nodes.first().map_or(1.0, |n| n.at), self.nodes.last().map_or(1.0, |n| n.at))
    }
    /// The node as planned.
    pub fn planned_at(&self) -> f64 {
        if self.input == "option" { 0.0 } else { 1.0 }
    }
    /// The node at or below a position (never the last) and how far the position lies towards the next, from 0 to 1; beyond the ends it is held there.
    pub fn between(&self, at: f64) -> (usize, f64) {
        let (first, last) = self.ends();
        let at = at.clamp(first, last);
        let below = self.nodes.iter().rposition(|n| n.at <= at).unwrap_or(0).min(self.nodes.len().saturating_sub(2));
        match (self.nodes.get(below), self.nodes.get(below + 1)) {
            (Some(a), Some(b)) => (below, (at - a.at) / (b.at - a.at)),
            _ => (below, 0.0),
        }
    }
    /// A figure of the nodes at a position, on the straight line between its neighbours.
    pub fn at(&self, at: f64, of: impl Fn(&CurveNode) -> f64) -> f64 {
        let (below, way) = self.between(at);
        let a = self.nodes.get(below).map_or(1.0, &of);
        let b = self.nodes.get(below + 1).map_or(a, &of);
        a + way * (b - a)
    }
    /// From the planned value outwards, as far as the error on the line between nodes is at most `bound`: lowest and highest value ÷ planned value.
    pub fn confirmed(&self, bound: f64) -> (f64, f64) {
        let planned = self.planned_at();
        let reach = |side: Vec<&CurveNode>| {
            let mut end = (planned, 0.0);
            for n in side {
                if n.error > bound {
                    return end.0 + (n.at - end.0) * (bound - end.1) / (n.error - end.1);
                }
                end = (n.at, n.error);
            }
            end.0
        };
        let up = self.nodes.iter().filter(|n| n.at > planned).collect();
        let down = self.nodes.iter().rev().filter(|n| n.at < planned).collect();
        (reach(down), reach(up))
    }
}
impl ResponseCurve {
    /// There is none: the plan was made before there were curves.
    pub fn is_empty(&self) -> bool {
        self.axes.is_empty()
    }
    /// Corrections where each input has this value ÷ its planned value.
    pub fn corrections(&self, position: impl Fn(&CurveAxis) -> f64) -> Corrections<'_> {
        let mut values = vec![1.0; self.quantities.len()];
        for axis in &self.axes {
            let at = position(axis);
            for (i, value) in values.iter_mut().enumerate() {
                *value *= axis.at(at, |n| n.corrections[i]);
            }
        }
        Corrections { quantities: &self.quantities, values }
    }
    /// How far the net value may be off there, as a share of the total program cost.
    pub fn error(&self, position: impl Fn(&CurveAxis) -> f64) -> f64 {
        let moved: Vec<f64> = self.axes.iter().filter(|a| position(a) != a.planned_at()).map(|a| a.at(position(a), |n| n.error)).collect();
        moved.iter().sum::<f64>() + if moved.len() > 1 { self.joint_error } else { 0.0 }
    }
}
#[cfg(test)]
mod tests {
    use super::*;
    fn axis() -> CurveAxis {
        let node = |at, c, error| CurveNode { at, corrections: vec![c], error, ..CurveNode::default() };
        CurveAxis { input: "earn_rate".into(), planned: 10.0, nodes: vec![node(0.5, 1.4, 0.09), node(1.0, 1.0, 0.0), node(2.0, 0.6, 0.04)] }
    }
    #[test]
    fn corrections_lie_on_straight_lines_between_nodes_and_end_there() {
        let curve = ResponseCurve { quantities: vec!["effects".into()], axes: vec![axis(), axis()], joint_error: 0.01, ..ResponseCurve::default() };
        let at = |x: f64| curve.corrections(|_| x).of("effects");
        assert_eq!(at(1.0), 1.0);
        assert!((at(1.5) - 0.8 * 0.8).abs() < 1e-12 && (at(0.75) - 1.2 * 1.2).abs() < 1e-12);
        assert!((at(9.0) - at(2.0)).abs() < 1e-12 && (at(0.0) - at(0.5)).abs() < 1e-12);
        assert_eq!(curve.corrections(|_| 2.0).of("no such thing"), 1.0);
        assert_eq!(curve.error(|_| 1.0), 0.0);
        assert!((curve.error(|_| 2.0) - 0.09).abs() < 1e-12);
    }
    #[test]
    fn the_confirmed_range_ends_where_the_error_is_no_longer_small() {
        let near = |(a, b): (f64, f64), (c, d): (f64, f64)| (a - c).abs() < 1e-12 && (b - d).abs() < 1e-12;
        assert!(near(axis().confirmed(0.1), (0.5, 2.0)));
        assert!(near(axis().confirmed(0.045), (0.75, 2.0)));
        assert!(near(axis().confirmed(0.01), (1.0 - 0.5 / 9.0, 1.25)));
    }
}
