//! The response curve: the chosen design simulated again with one input at a time changed, on the same draws and customers, and what the driver series
//! must be corrected by to give the same totals. Positions between nodes, and several inputs at once, measure how far the curve is off.
use crate::analysis::scenarios::{ScenarioRunner, changed, is_effect};
use crate::simulation::outcome::{Appraisal, Outcome, ratio};
use crate::simulation::sample::sum;
use crate::simulation::tally::MonthFlow;
use crate::simulation::{CURVE_BATCH, Sampling, appraise_curve};
use crate::statement::driver_series::{self, weighted};
use crate::statement::driver_statement::{corrected, net_value_at};
use loyalty_model::assumption::Book;
use loyalty_model::drivers::{DriverError, DriverInputs, DriverRange, Drivers};
use loyalty_model::plan::PlanOption;
use loyalty_model::program::{Metric, Program};
use loyalty_model::response_curve::{Corrections, CurveAxis, CurveCheck, CurveNode, QUANTITIES, ResponseCurve, TIER_QUANTITIES};
use loyalty_model::units::Money;
use rayon::prelude::*;

/// Most draws and customers of a node: many draws rather than many customers, for what is drawn of the response carries most of the error.
const NODE: (u32, u32) = (240, 50);
/// Largest error that is called small, as a share of the total program cost: five points of ROI. Plans on judgements have a range from
/// P10 to P90 many times as wide, so a difference below this settles no decision.
const SMALL: f64 = 0.05;
/// Values ÷ planned value at which an input is simulated, beside the planned one.
const NODES: [(&str, &[f64]); 4] = [
    ("earn_rate", &[0.5, 0.75, 1.25, 1.5, 2.0]),
    ("point_value", &[0.5, 0.75, 1.25, 1.5, 2.0]),
    ("lift", &[0.0, 0.5, 0.75, 1.25, 1.5]),
    ("redemption", &[0.75, 0.9, 1.1, 1.3]),
];
/// What items of the shop cost ÷ as planned; and what every reward costs. Members take items in another mix in every draw, so that their cost does not follow
/// in proportion where it is another.
const ITEM_COSTS: [f64; 2] = [0.7, 1.3];
const REWARD_COSTS: [f64; 2] = [0.5, 1.5];
const THRESHOLD: [f64; 4] = [0.5, 0.75, 1.25, 1.5];
const MULTIPLIER: [f64; 3] = [1.25, 1.5, 2.0];
/// Most benefits that can be switched off, dearest for the company last.
const BENEFITS: usize = 10;
/// Changes between nodes that are measured.
const BETWEEN: [f64; 2] = [-0.15, 0.15];
/// Passes until a correction that hangs on others is settled: points hang on sales, redemptions on points, expiry on redemptions.
const PASSES: usize = 5;
/// The input that the cost of rewards is, where items of the shop are among them.
const COST: &str = "reward_cost_ratio";
/// Share by which a total is moved to see what the net value moves.
const STEP: f64 = 0.01;
/// Standard errors of the smaller run that are added to the error of a node. Three, because Finance tries dozens of values: of two, one value in twenty
/// would lie beyond. The plan's own simulation with the change makes the same draws, so its error adds nothing.
const STANDARD_ERRORS: f64 = 3.0;

/// Values ÷ planned values; of `option` the number of the program.
type Position = Vec<(String, f64)>;

/// The curve's own run.
struct Curve<'a> {
    room: &'a ScenarioRunner<'a>,
    options: &'a [(PlanOption, Program)],
    sampling: Sampling,
    plain: Appraisal,
    /// Quantities of the plain run by draw.
    planned: Vec<Vec<f64>>,
    small: Drivers,
}
/// What an input at one value gives.
struct Simulated {
    at: f64,
    /// The inputs as they then are.
    inputs: DriverInputs,
    rerun: Appraisal,
}
/// A node before its errors are known.
struct Measured {
    simulated: Simulated,
    corrections: Vec<f64>,
    /// Net values of the driver statement with these corrections less the simulation's, and standard error, in plan currency.
    miss: f64,
    standard_error: f64,
}
/// Inputs that change what every member gets: they tell how much rare reactions weigh.
fn is_value(input: &str) -> bool {
    matches!(input, "earn_rate" | "point_value") || input.starts_with("benefit.")
}

/// The drivers with the response curve and its measured errors.
pub(crate) fn measured(room: &ScenarioRunner, options: &[(PlanOption, Program)], asked: &Sampling, counted: Drivers) -> Drivers {
    let Some(launch) = counted.launch else { return counted };
    let sampling = Sampling { draws: asked.draws.min(NODE.0), members: asked.members.min(NODE.1), ..*asked };
    let plain = appraise_curve(room.program, room.base, room.book, room.terms, &sampling, true);
    if plain.draws.is_empty() {
        return counted;
    }
    let small = driver_series::of(&plain, room.program, room.book, launch);
    let planned = QUANTITIES.iter().map(|q| by_draw(&plain, q)).collect();
    let run = Curve { room, options, sampling, plain, planned, small };
    let wanted = run.wanted();
    let quantities = run.quantities();
    let one = |input: &str, v: &f64| run.measured(&quantities, run.at(&[(input.to_string(), *v)]).0);
    let all: Vec<Vec<Measured>> = wanted.par_iter().map(|(input, values)| values.par_iter().map(|v| one(input, v)).collect()).collect();
    let noise = run.noise(wanted.iter().zip(&all).filter(|((input, _), _)| is_value(input)).flat_map(|(_, nodes)| nodes));
    let mut axes: Vec<CurveAxis> = wanted.iter().zip(all).map(|((input, _), nodes)| run.axis(input, nodes, noise)).collect();
    axes.retain(|a| a.nodes.len() > 1);
    let given = run.given();
    axes.iter_mut().filter(|a| a.input == "redemption").flat_map(|a| &mut a.nodes).filter(|n| n.at != 1.0).for_each(|n| n.error += given);
    let mut curve = ResponseCurve { draws: run.plain.draws.len() as u32, members: run.plain.members, quantities, axes, ..ResponseCurve::default() };
    let errors = run.between(&mut curve);
    let joint = run.joint(&curve);
    curve.joint_error = joint.iter().map(|c| c.difference_share.abs()).fold(0.0, f64::max);
    curve.checks = joint;
    let ranges = curve.axes.iter().filter(|a| a.input != "option").map(range).collect();
    Drivers { curve, errors, error_bound: SMALL, ranges, ..counted }
}
fn range(a: &CurveAxis) -> DriverRange {
    let (low, high) = a.confirmed(SMALL);
    DriverRange { input: a.input.clone(), low, high }
}
fn mean(values: &[f64]) -> f64 {
    ratio(sum(values.iter().copied()), values.len() as f64)
}
/// Whether a quantity is counted at the cost of a point.
fn is_at_cost(quantity: &str) -> bool {
    let points = ["purchases", "joining", "missions", "surprise", "triggers", "referral", "baseline", "redeemed", "given_up"];
    points.contains(&quantity)
}
/// A quantity over the horizon by draw, so weighted that the mean is what the driver series hold.
fn by_draw(a: &Appraisal, quantity: &str) -> Vec<f64> {
    let total = |o: &Outcome, f: &dyn Fn(&MonthFlow) -> f64| sum(o.tally.months.iter().map(f));
    let weighed = |weight: &dyn Fn(&Outcome) -> f64, f: &dyn Fn(&Outcome) -> f64| {
        let (first, all) = (a.draws.first().map_or(0.0, weight), a.mean(weight));
        let same = all == 0.0 || a.draws.iter().all(|o| weight(o) == first);
        a.draws.iter().map(|o| if same { f(o) } else { weight(o) * f(o) / all }).collect::<Vec<f64>>()
    };
    let plain = |f: &dyn Fn(&MonthFlow) -> f64| weighed(&|_| 1.0, &|o| total(o, f));
    let at_margin = |f: &dyn Fn(&MonthFlow) -> f64| weighed(&|o| o.margin, &|o| total(o, f));
    let at_cost = |f: &dyn Fn(&MonthFlow) -> f64| weighed(&|o| o.cost_per_point_redeemed, &|o| o.redemption * total(o, f));
    match quantity {
        "effects" => at_margin(&|f| f.net_with - f.net_without - f.net_referred),
        "referred" => at_margin(&|f| f.net_referred),
        "orders" => plain(&|f| f.orders_with - f.orders_without),
        "members" => plain(&|f| f.members),
        "messages" => weighed(&|o| o.message, &|o| o.message_rate * total(o, &|f| f.members)),
        "benefits" => plain(&|f| f.benefits),
        "purchases" => at_cost(&|f| f.points_earned),
        "joining" => at_cost(&|f| f.points_joining),
        "missions" => at_cost(&|f| f.points_missions),
        "surprise" => at_cost(&|f| f.points_surprise),
        "triggers" => at_cost(&|f| f.points_triggers),
        "referral" => at_cost(&|f| f.points_referral),
        "baseline" => at_cost(&|f| f.points_on_baseline),
        "benefits_baseline" => plain(&|f| f.benefits_on_baseline),
        "redeemed" => weighed(&|o| o.cost_per_point_redeemed, &|o| total(o, &|f| f.points_redeemed)),
        "lapsed" => plain(&|f| f.points_expired + f.points_forfeited),
        _ => weighed(&|o| o.cost_per_point_redeemed, &|o| sum((0..a.horizon as usize).map(|m| driver_series::reestimate(o, m)))),
    }
}
impl Curve<'_> {
    /// Inputs and the values at which they are simulated.
    fn wanted(&self) -> Vec<(String, Vec<f64>)> {
        let program = self.room.program;
        let mut all: Vec<(String, Vec<f64>)> = NODES.iter().map(|(input, values)| ((*input).to_string(), values.to_vec())).collect();
        if program.gives_items() {
            all.push((COST.into(), [ITEM_COSTS, REWARD_COSTS].concat()));
        }
        for (i, t) in program.tiers.iter().enumerate().skip(1) {
            let (below, above) = (program.tiers[i - 1].threshold, program.tiers.get(i + 1).map_or(f64::INFINITY, |t| t.threshold));
            let whole = |v: f64| if matches!(t.metric, Metric::Orders | Metric::MissionsCompleted) { v.round() } else { v };
            let mut values: Vec<f64> = THRESHOLD.iter().map(|f| whole(f * t.threshold)).filter(|v| *v > below && *v < above && *v != t.threshold).collect();
            values.dedup();
            if t.threshold > 0.0 {
                all.push((format!("threshold.{}", t.id), values.iter().map(|v| v / t.threshold).collect()));
            }
            if t.multiplier > 0.0 {
                let least = (t.multiplier > 1.0).then_some(1.0 / t.multiplier);
                all.push((format!("multiplier.{}", t.id), least.into_iter().chain(MULTIPLIER).collect()));
            }
        }
        all.extend(program.benefits.iter().take(BENEFITS).map(|b| (format!("benefit.{}", b.id), vec![0.0])));
        if !self.options.is_empty() {
            all.push(("option".into(), self.options.iter().map(|(o, _)| number(*o)).collect()));
        }
        all
    }
    fn quantities(&self) -> Vec<String> {
        let of_tier = |id: &String| TIER_QUANTITIES.map(|what| format!("tier.{id}.{what}"));
        QUANTITIES.iter().map(ToString::to_string).chain(self.plain.tiers.iter().flat_map(of_tier)).collect()
    }
    /// The simulation at a position, and the position after the limits of the assumptions.
    fn at(&self, position: &[(String, f64)]) -> (Simulated, Position) {
        let (mut program, mut book, mut x) = (self.room.program.clone(), self.room.book.clone(), self.small.inputs);
        for (input, value) in position {
            set(&mut program, &mut book, &mut x, (input, *value), self.options);
        }
        let rerun = appraise_curve(&program, self.room.base, &book, self.room.terms, &self.sampling, false);
        let mut made = position.to_vec();
        for (_, value) in made.iter_mut().filter(|(input, _)| input == COST) {
            x.reward_cost_ratio = ratio(rerun.mean(|o| o.cost_per_point_redeemed), program.point_value);
            *value = ratio(x.reward_cost_ratio, self.small.inputs.reward_cost_ratio);
        }
        for (_, value) in made.iter_mut().filter(|(input, _)| input == "redemption") {
            x.redemption = rerun.mean(|o| o.redemption);
            *value = ratio(x.redemption, self.small.inputs.redemption);
        }
        let at = made.first().map_or(1.0, |p| p.1);
        (Simulated { at, inputs: x, rerun }, made)
    }
    fn cost(&self) -> f64 {
        self.plain.mean(|o| o.total_cost)
    }
    /// Difference of net values as a share of the total program cost.
    fn share(&self, difference: f64) -> f64 {
        ratio(difference, self.cost())
    }
    /// Nodes from what was simulated, with their errors.
    fn axis(&self, input: &str, simulated: Vec<Measured>, noise: f64) -> CurveAxis {
        // An option is another program: what it moves is no measure of how far it is from the plan's.
        let noise = if input == "option" { 0.0 } else { noise };
        let planned_at = if input == "option" { 0.0 } else { 1.0 };
        let names = self.quantities();
        let mut nodes: Vec<(CurveNode, Option<Simulated>)> =
            vec![(CurveNode { at: planned_at, corrections: vec![1.0; names.len()], ..CurveNode::default() }, None)];
        for m in simulated {
            if nodes.iter().all(|(n, _)| (n.at - m.simulated.at).abs() > 1e-6) {
                nodes.push((self.node(&m, noise), Some(m.simulated)));
            }
        }
        nodes.sort_by(|a, b| a.0.at.total_cmp(&b.0.at));
        let left_out: Vec<f64> = (0..nodes.len()).map(|k| if input == "option" { 0.0 } else { self.left_out(&names, &nodes, k) }).collect();
        for k in 0..nodes.len() {
            let around = left_out[k.saturating_sub(1)..(k + 2).min(nodes.len())].iter().copied().fold(0.0, f64::max);
            // A straight line between two nodes is off by at most a quarter of what it is off where every second node is left out; half, for the middle
            // lies between this error and that of the planned value, which is none.
            if nodes[k].1.is_some() {
                nodes[k].0.error += 0.5 * around;
            }
        }
        CurveAxis { input: input.into(), planned: self.planned(input), nodes: nodes.into_iter().map(|n| n.0).collect() }
    }
    fn planned(&self, input: &str) -> f64 {
        let (x, program) = (&self.small.inputs, self.room.program);
        let tier = |id: &str| program.tiers.iter().find(|t| t.id == id);
        match input.split_once('.') {
            Some(("threshold", id)) => tier(id).map_or(0.0, |t| t.threshold),
            Some(("multiplier", id)) => tier(id).map_or(1.0, |t| t.multiplier),
            Some(_) => 1.0,
            None => match input {
                "earn_rate" => x.earn_rate,
                "point_value" => x.point_value,
                "lift" => x.lift,
                "redemption" => x.redemption,
                COST => x.reward_cost_ratio,
                _ => 0.0,
            },
        }
    }
    fn measured(&self, names: &[String], simulated: Simulated) -> Measured {
        let drawn: Vec<Vec<f64>> = QUANTITIES.iter().map(|q| by_draw(&simulated.rerun, q)).collect();
        let wanted = self.counted(&simulated.rerun, &drawn, self.mix(&simulated));
        let corrections = self.solved(names, &simulated.inputs, &wanted);
        let curve = self.net_value(names, &simulated.inputs, corrections.clone());
        let standard_error = self.standard_error(names, &simulated, &drawn, &wanted, curve);
        Measured { miss: curve - simulated.rerun.mean(|o| o.net_value), corrections, standard_error, simulated }
    }
    /// How much the total cost moves, in plan currency.
    fn moved(&self, m: &Measured) -> f64 {
        (m.simulated.rerun.mean(|o| o.total_cost) - self.cost()).abs()
    }
    /// Variance per unit of cost moved. Few members react to a change, some of them with large sales: the run of one node may see none of them, and then its
    /// own standard error is too small. How often they react grows with what the change is worth, so the nodes together tell it.
    fn noise<'m>(&self, nodes: impl Iterator<Item = &'m Measured>) -> f64 {
        let (variance, moved) = nodes.fold((0.0, 0.0), |(v, c), m| (v + m.standard_error * m.standard_error, c + self.moved(m)));
        let noise = ratio(variance, moved);
        if noise.is_finite() { noise } else { 0.0 }
    }
    fn node(&self, m: &Measured, noise: f64) -> CurveNode {
        let rare = libm::sqrt(noise * self.moved(m));
        CurveNode {
            at: m.simulated.at,
            corrections: m.corrections.clone(),
            net_value_change: m.simulated.rerun.mean(|o| o.net_value) - self.plain.mean(|o| o.net_value),
            error: self.share(m.miss).abs() + self.share(STANDARD_ERRORS * m.standard_error.max(rare)).abs(),
        }
    }
    /// Corrections with which the driver series give these totals.
    fn solved(&self, names: &[String], x: &DriverInputs, wanted: &[f64]) -> Vec<f64> {
        let mut values = vec![1.0; names.len()];
        for _ in 0..PASSES {
            let now = corrected(&self.small, x, &Corrections::new(names, values.clone()));
            for ((value, wanted), now) in values.iter_mut().zip(wanted).zip(now) {
                let by = wanted / now;
                *value *= if by.is_finite() { by } else { 1.0 };
            }
        }
        values
    }
    /// Net value of the driver statement, in plan currency.
    fn net_value(&self, names: &[String], x: &DriverInputs, corrections: Vec<f64>) -> f64 {
        net_value_at(&self.small, x, &Corrections::new(names, corrections))
    }
    /// How far the line between its neighbours is off at a node; zero at the ends.
    fn left_out(&self, names: &[String], nodes: &[(CurveNode, Option<Simulated>)], k: usize) -> f64 {
        if k == 0 || k + 1 == nodes.len() {
            return 0.0;
        }
        let (a, b) = (&nodes[k - 1].0, &nodes[k + 1].0);
        let way = (nodes[k].0.at - a.at) / (b.at - a.at);
        let values = a.corrections.iter().zip(&b.corrections).map(|(a, b)| a + way * (b - a)).collect();
        let (x, rerun) = nodes[k].1.as_ref().map_or((self.small.inputs, &self.plain), |s| (s.inputs, &s.rerun));
        let curve = self.net_value(names, &x, values);
        self.share(curve - rerun.mean(|o| o.net_value)).abs()
    }
    /// Standard error of the net value, in plan currency, where every total of the plan is multiplied by its ratio in this run (delta method for a ratio of
    /// means): by draw and total, how far the draw is from the ratio, times what the net value moves.
    fn standard_error(&self, names: &[String], s: &Simulated, drawn: &[Vec<f64>], wanted: &[f64], net_value: f64) -> f64 {
        let mut left = vec![0.0; s.rerun.draws.len().min(self.plain.draws.len())];
        for (k, (with, without)) in drawn.iter().zip(&self.planned).enumerate() {
            let (all, planned) = (mean(with), mean(without));
            if all == 0.0 || planned == 0.0 {
                continue;
            }
            let mut moved = wanted.to_vec();
            moved[k] *= 1.0 + STEP;
            let moves = (self.net_value(names, &s.inputs, self.solved(names, &s.inputs, &moved)) - net_value) / STEP;
            for ((l, with), without) in left.iter_mut().zip(with).zip(without) {
                *l += moves * (with / all - without / planned);
            }
        }
        // Each batch has customers of its own, so that batches differ by draws and by customers.
        let batches: Vec<f64> = left.chunks_exact(CURVE_BATCH as usize).map(mean).collect();
        let of = |parts: &[f64]| {
            let n = parts.len() as f64;
            libm::sqrt(sum(parts.iter().map(|l| l * l)) / n / (n - 1.0).max(1.0))
        };
        of(&left).max(if batches.len() > 1 { of(&batches) } else { 0.0 })
    }
    /// What the net value moves where the redemption is given as planned instead of drawn, a share of the total program cost: whoever types one gives it.
    fn given(&self) -> f64 {
        let mut book = self.room.book.clone();
        for a in book.0.values_mut().filter(|a| a.id == "points.ultimate_redemption") {
            (a.sd, a.distribution) = (0.0, "fixed".into());
        }
        let rerun = appraise_curve(self.room.program, self.room.base, &book, self.room.terms, &self.sampling, false);
        self.share(rerun.mean(|o| o.net_value) - self.plain.mean(|o| o.net_value)).abs()
    }
    /// What a point costs in the simulation ÷ what it costs at the inputs, both by their planned ratio: members who save otherwise take items in another
    /// mix. 1 where no reward is an item.
    fn mix(&self, s: &Simulated) -> f64 {
        let cost = |a: &Appraisal, x: &DriverInputs| ratio(a.mean(|o| o.cost_per_point_redeemed), x.point_value * x.reward_cost_ratio);
        if self.room.program.gives_items() { ratio(cost(&s.rerun, &s.inputs), cost(&self.plain, &self.small.inputs)) } else { 1.0 }
    }
    /// What the simulation counts of everything that is corrected, in the order of the quantities, which are `drawn` by draw; of points by `mix`, for what
    /// is corrected is their cost.
    fn counted(&self, a: &Appraisal, drawn: &[Vec<f64>], mix: f64) -> Vec<f64> {
        let mut all: Vec<f64> = QUANTITIES.iter().zip(drawn).map(|(q, values)| mean(values) * if is_at_cost(q) { mix } else { 1.0 }).collect();
        for id in &self.plain.tiers {
            let flow = |o: &Outcome| a.tiers.iter().position(|t| t == id).and_then(|i| o.tally.tiers.get(i)).copied().unwrap_or_default();
            all.push(a.mean(|o| flow(o).member_months));
            all.push(weighted(a, |o| o.margin, |o| flow(o).net));
            all.push(mix * weighted(a, |o| o.cost_per_point_redeemed, |o| o.redemption * flow(o).points));
            all.push(a.mean(|o| flow(o).benefits));
        }
        all
    }
    /// Both ways at a position.
    fn check(&self, curve: &ResponseCurve, position: &[(String, f64)]) -> CurveCheck {
        let (s, made) = self.at(position);
        let at = |a: &CurveAxis| made.iter().find(|(input, _)| *input == a.input).map_or_else(|| a.planned_at(), |(_, v)| *v);
        let curve_net_value = net_value_at(&self.small, &s.inputs, &curve.corrections(at));
        let rerun_net_value = s.rerun.mean(|o| o.net_value);
        CurveCheck { inputs: made.clone(), curve_net_value, rerun_net_value, difference_share: self.share(curve_net_value - rerun_net_value) }
    }
    /// Positions between nodes of one input; where the curve is further off than its nodes say, they are told so.
    fn between(&self, curve: &mut ResponseCurve) -> Vec<DriverError> {
        let cases: Vec<(&str, f64)> = NODES.iter().flat_map(|(input, _)| BETWEEN.map(|c| (*input, c))).collect();
        let known = &*curve;
        let checks: Vec<CurveCheck> = cases.par_iter().map(|(input, c)| self.check(known, &[((*input).to_string(), 1.0 + c)])).collect();
        let mut errors = vec![];
        for ((input, change), check) in cases.iter().zip(checks) {
            let at = check.inputs[0].1;
            if let Some(axis) = curve.axes.iter_mut().find(|a| a.input == *input) {
                let short = check.difference_share.abs() - axis.at(at, |n| n.error);
                let side = |n: &&mut CurveNode| (n.at > 1.0) == (at > 1.0) && n.at != 1.0;
                axis.nodes.iter_mut().filter(side).for_each(|n| n.error += (short / (at - 1.0).abs() * 0.25).clamp(0.0, f64::MAX));
            }
            errors.push(DriverError {
                input: (*input).into(),
                change: *change,
                applied: at - 1.0,
                frozen_net_value: check.curve_net_value,
                rerun_net_value: check.rerun_net_value,
                difference_share: check.difference_share,
            });
        }
        errors
    }
    /// Several inputs at once.
    fn joint(&self, curve: &ResponseCurve) -> Vec<CurveCheck> {
        let of = |all: &[(&str, f64)]| all.iter().map(|(i, v)| ((*i).to_string(), *v)).collect::<Position>();
        let mut cases = vec![
            of(&[("earn_rate", 0.75), ("point_value", 1.25)]),
            of(&[("earn_rate", 1.25), ("lift", 0.75)]),
            of(&[("point_value", 0.75), ("redemption", 1.15)]),
        ];
        let of_kind = |kind: &str| curve.axes.iter().rev().find(|a| a.input.starts_with(kind) && a.nodes.len() > 1).map(|a| a.input.as_str());
        if let Some(tier) = of_kind("threshold.") {
            let low = curve.axes.iter().find(|a| a.input == tier).map_or(1.0, |a| a.ends().0.max(0.75));
            cases.push(of(&[("earn_rate", 1.25), (tier, low)]));
        }
        if let Some(benefit) = of_kind("benefit.") {
            cases.push(of(&[("point_value", 1.25), (benefit, 0.0)]));
        }
        cases.par_iter().map(|c| self.check(curve, c)).collect()
    }
}
/// The number of an option on its axis.
fn number(option: PlanOption) -> f64 {
    match option {
        PlanOption::Target => 0.0,
        PlanOption::Lean => 1.0,
        PlanOption::FullPool => 2.0,
    }
}
/// An input set to a value ÷ its planned value, in the program, the assumptions and the inputs of the driver series.
fn set(program: &mut Program, book: &mut Book, x: &mut DriverInputs, (input, value): (&str, f64), options: &[(PlanOption, Program)]) {
    match input {
        "earn_rate" => {
            program.earn.points_per_unit *= value;
            x.earn_rate *= value;
        }
        "point_value" => {
            program.point_value *= value;
            x.point_value *= value;
        }
        "lift" => {
            *book = changed(book, is_effect, value);
            x.lift *= value;
        }
        "redemption" => *book = changed(book, |id| id == "points.ultimate_redemption", value),
        COST => {
            for r in program.rewards.iter_mut().filter(|r| r.item.is_some()) {
                r.cost = Money::round_from(r.cost.to_f64() * value);
            }
            if REWARD_COSTS.contains(&value) {
                *book = changed(book, |id| id == "points.reward_cost_ratio", value);
            }
        }
        "option" => {
            if let Some((_, other)) = options.iter().find(|(o, _)| number(*o) == value) {
                program.clone_from(other);
            }
        }
        _ => match input.split_once('.') {
            Some(("threshold", id)) => program.tiers.iter_mut().filter(|t| t.id == id).for_each(|t| t.threshold *= value),
            Some(("multiplier", id)) => program.tiers.iter_mut().filter(|t| t.id == id).for_each(|t| t.multiplier *= value),
            Some(("benefit", id)) if value == 0.0 => {
                program.benefits.retain(|b| b.id != id);
                program.tiers.iter_mut().for_each(|t| t.benefits.retain(|b| b != id));
            }
            _ => {}
        },
    }
}
