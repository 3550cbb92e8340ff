//! Lean, target and full pool, and the designs between them: what more reward cost buys, on fresh draws.
use crate::design::search::appraiser::Score;
use crate::design::search::coordinate_search::{CHECK, CoordinateSearch, Objective, Scope};
use crate::design::search::explanations;
use crate::design::space::design_point::{Axis, DesignPoint};
use crate::simulation::outcome::quantile;
use loyalty_model::fact::Fact;
use loyalty_model::plan::{FrontPoint, PlanOption};
use loyalty_model::program::Program;

/// The lean design costs at most this part of the target's rewards.
const LEAN: f64 = 0.5;
/// Part of the pool that a design must need to count as using it.
const FULL: f64 = 0.95;
/// Part of the pool by which the next design must be dearer for its price of a thousand to be told.
const STEP: f64 = 0.01;
/// Most designs appraised on the way to the full pool.
const MOST: u32 = 40;
/// Most designs between the leanest and the full pool that are shown.
const FRONT: usize = 7;

/// Options and front, and the programs of lean and full pool, cheapest first, each appraised on draws that chose nothing. Only designs that keep every limit are among them.
pub(super) fn options(walk: &mut CoordinateSearch, target: DesignPoint) -> (Vec<FrontPoint>, Vec<(PlanOption, Program)>) {
    let full = full_pool(walk, target);
    let lean = lean(walk, target);
    let mut all = efficient(walk);
    all.extend([lean, Some(target), full].into_iter().flatten());
    all.sort_by(|a, b| walk.cost(*a).total_cmp(&walk.cost(*b)).then(a.cmp(b)));
    all.dedup();
    let scores = walk.appraise_all(&all, CHECK);
    let mut points: Vec<(FrontPoint, DesignPoint)> = vec![];
    for (levers, score) in all.into_iter().zip(scores) {
        let Some(score) = score else { continue };
        let is = |other: Option<DesignPoint>| other == Some(levers);
        let option = match () {
            () if levers == target => Some(PlanOption::Target),
            () if is(full) => Some(PlanOption::FullPool),
            () if is(lean) => Some(PlanOption::Lean),
            () => None,
        };
        points.push((point(walk, (target, levers), option, &score), levers));
    }
    points.sort_by(|a, b| a.0.reward_cost_per_period.total_cmp(&b.0.reward_cost_per_period));
    let built: Vec<(FrontPoint, DesignPoint)> = points;
    let mut points: Vec<FrontPoint> = built.iter().map(|(p, _)| p.clone()).collect();
    // Where the target itself is the largest design, no smaller one is called the full pool.
    let most = points.iter().filter(|p| p.chosen).map(|p| p.reward_cost_per_period).fold(0.0, f64::max);
    points.iter_mut().filter(|p| p.option == Some(PlanOption::FullPool) && p.reward_cost_per_period <= most).for_each(|p| p.option = None);
    for i in 1..points.len() {
        let (more, dearer) = (points[i].net_value - points[i - 1].net_value, points[i].reward_cost_per_period - points[i - 1].reward_cost_per_period);
        // A step of pennies, stretched to a thousand, would tell nothing.
        points[i - 1].next_thousand = (dearer >= STEP * walk.space.terms.pool).then(|| 1_000.0 * more / dearer);
    }
    let other = |(p, (_, levers)): (&FrontPoint, &(FrontPoint, DesignPoint))| {
        let option = p.option.filter(|o| *o != PlanOption::Target)?;
        Some((option, walk.space.build(*levers)))
    };
    let programs = points.iter().zip(&built).filter_map(other).collect();
    (points, programs)
}
fn point(walk: &CoordinateSearch, (target, levers): (DesignPoint, DesignPoint), option: Option<PlanOption>, score: &Score) -> FrontPoint {
    let net = |p: f64| quantile(&mut score.net.clone(), p);
    FrontPoint {
        difference: if levers == target { Fact::new("difference-chosen") } else { explanations::difference(walk.space, target, levers) },
        option,
        reward_cost_per_period: score.reward_cost_per_period,
        pool_share: score.smallest_pool(walk.kept_least) / walk.space.terms.pool.max(f64::MIN_POSITIVE),
        objective: score.value(),
        net_value: score.net_value(),
        net_p10: net(0.1),
        net_p90: net(0.9),
        roi_p50: score.roi_p50(),
        gain_share: score.net.iter().filter(|n| **n > 0.0).count() as f64 / score.net.len().max(1) as f64,
        next_thousand: None,
        chosen: levers == target,
    }
}
/// The best design that needs nearly the whole pool; where rules of shape end before that, the one that needs most of it.
fn full_pool(walk: &mut CoordinateSearch, target: DesignPoint) -> Option<DesignPoint> {
    // Where even the richest design leaves a part of the pool, the way begins there.
    let richest = Axis::ALL.into_iter().fold(target, |at, axis| at.with(axis, walk.space.options.count(axis) - 1));
    walk.look_at_all(&[richest]);
    let start = if walk.tried.get(&richest).is_some_and(|s| walk.excess(s) == 0.0) { richest } else { target };
    walk.pool_least = FULL;
    walk.climb(start, Scope::All, Objective::Goal, MOST);
    walk.ended.pop();
    let using = legal(walk);
    walk.pool_least = 0.0;
    let value = |l: &DesignPoint| walk.tried[l].value();
    let best = using.into_iter().max_by(|a, b| value(a).total_cmp(&value(b)).then(b.cmp(a)));
    best.or_else(|| {
        let need = |l: &DesignPoint| walk.tried[l].smallest_pool(walk.kept_least);
        legal(walk).into_iter().max_by(|a, b| need(a).total_cmp(&need(b)).then(b.cmp(a)))
    })
}
/// The best design that costs at most half of the target's rewards.
fn lean(walk: &CoordinateSearch, target: DesignPoint) -> Option<DesignPoint> {
    let most = LEAN * walk.tried.get(&target)?.reward_cost_per_period;
    let cheap = legal(walk).into_iter().filter(|l| walk.cost(*l) <= most);
    let rank = |l: &DesignPoint| walk.tried[l].rank(false);
    cheap.max_by(|a, b| rank(a).partial_cmp(&rank(b)).unwrap_or(std::cmp::Ordering::Equal).then(b.cmp(a)))
}
fn legal(walk: &CoordinateSearch) -> Vec<DesignPoint> {
    walk.order.iter().copied().filter(|l| walk.excess(&walk.tried[l]) == 0.0).collect()
}
/// Designs that no other beats in both objective and reward cost on the search's draws, cheapest first; thinned evenly to a readable few.
fn efficient(walk: &CoordinateSearch) -> Vec<DesignPoint> {
    let mut all = legal(walk);
    all.sort_by(|a, b| walk.cost(*a).total_cmp(&walk.cost(*b)).then(a.cmp(b)));
    let mut best = f64::NEG_INFINITY;
    all.retain(|l| {
        let value = walk.tried[l].value();
        let ahead = value > best;
        best = best.max(value);
        ahead
    });
    let last = all.len().saturating_sub(1);
    if all.len() <= FRONT { all } else { (0..FRONT).map(|i| all[i * last / (FRONT - 1)]).collect() }
}
