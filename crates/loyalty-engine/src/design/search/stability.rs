//! How far thresholds move when the customers are drawn again: a Poisson bootstrap of the customers behind them.
use crate::base::BaseMember;
use crate::design::Space;
use crate::design::space::design_point::DesignPoint;
use crate::random::{join, unit};
use loyalty_model::plan::ThresholdStability;
use loyalty_model::program::Program;
use rayon::prelude::*;

/// Resamples.
const RESAMPLES: u32 = 40;
/// Distribution function of Poisson(1), from 0.
const POISSON_1: [f64; 6] = [0.367_879, 0.735_759, 0.919_699, 0.981_012, 0.996_340, 0.999_406];

/// Cuts the thresholds again on each resample, at the levers of the chosen design.
pub(crate) fn of(space: &Space, levers: DesignPoint, program: &Program) -> Vec<ThresholdStability> {
    if space.terms.cancel.is_cancelled() {
        return vec![];
    }
    let metric = program.tiers[0].metric;
    let again = |r: u32| {
        let times = |m: &BaseMember| {
            let u = unit(join(m.key, u64::from(r)));
            m.weight * POISSON_1.iter().filter(|p| **p <= u).count() as f64
        };
        space.cuts(levers, &space.sorted_by_weight(metric, &program.missions, &times))
    };
    let all: Vec<Vec<f64>> = (0..RESAMPLES).into_par_iter().map(again).collect();
    let one = |(i, tier): (usize, &loyalty_model::program::Tier)| {
        let mut seen: Vec<f64> = all.iter().filter_map(|cuts| cuts.get(i).copied()).collect();
        seen.sort_by(f64::total_cmp);
        let at = |q: f64| seen.get((q * (seen.len().max(1) - 1) as f64).round() as usize).copied().unwrap_or(f64::NAN);
        let same = seen.iter().filter(|c| **c == tier.threshold).count() as f64;
        ThresholdStability {
            tier: tier.id.clone(),
            threshold: tier.threshold,
            low: at(0.1),
            high: at(0.9),
            same_share: same / f64::from(RESAMPLES),
            resamples: RESAMPLES,
        }
    };
    program.tiers.iter().skip(1).enumerate().map(one).filter(|s| s.low.is_finite()).collect()
}
