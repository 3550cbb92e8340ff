//! What the search needs to know of an appraisal.
use crate::terms::Terms;

/// How hard to look. Not seconds: a search that stops on a clock gives another plan on another machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Effort {
    /// Draws of the parameters.
    pub draws: u32,
    /// Members per draw.
    pub members: u32,
    /// First draw: another number is another set of seeds.
    pub first_draw: u32,
}
/// A design appraised: values by draw in the order of draws, so that two designs on the same effort can be compared pair by pair.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Score {
    /// Objective of the goal.
    pub objective: Vec<f64>,
    /// ROI.
    pub roi: Vec<f64>,
    /// Reward cost of the dearest period of each draw.
    pub period_peak: Vec<f64>,
    /// Mean reward cost of a period.
    pub reward_cost_per_period: f64,
    /// Expected cost of the points outstanding at their highest.
    pub liability_peak: f64,
    /// Contribution with the program, after its cost, as a share of net sales.
    pub margin_share: f64,
    /// Incremental contribution over the horizon, mean.
    pub incremental_margin: f64,
    /// Reward cost over the horizon, mean.
    pub reward_cost: f64,
    /// All program cost over the horizon, mean.
    pub total_cost: f64,
}
impl Score {
    /// Mean objective.
    pub fn value(&self) -> f64 {
        mean(&self.objective)
    }
    /// Median ROI.
    pub fn roi_p50(&self) -> f64 {
        let mut roi = self.roi.clone();
        roi.sort_by(f64::total_cmp);
        match roi.len() {
            0 => f64::NAN,
            n if n % 2 == 1 => roi[n / 2],
            n => f64::midpoint(roi[n / 2 - 1], roi[n / 2]),
        }
    }
    /// Share of draws in which no period costs more than the pool.
    pub fn kept(&self, pool: f64) -> f64 {
        let kept = self.period_peak.iter().filter(|p| **p <= pool).count();
        kept as f64 / self.period_peak.len().max(1) as f64
    }
    /// The smallest pool that this share of draws keeps, by bisection on the pool, rounded up to the cent.
    pub fn smallest_pool(&self, share: f64) -> f64 {
        let (mut low, mut high) = (0.0, self.period_peak.iter().copied().fold(0.0, f64::max));
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            if self.kept(middle) >= share { high = middle } else { low = middle }
        }
        libm::ceil(high * 100.0 - 1e-6) / 100.0
    }
    /// By how much the worst limit is exceeded, as a share of the limit; zero: all kept. `pool_share` tightens the pool.
    pub fn excess(&self, terms: &Terms, kept_least: f64, pool_share: f64) -> f64 {
        self.breaches(terms, kept_least, pool_share).into_iter().map(|b| b.1).fold(0.0, f64::max)
    }
    /// The limits exceeded: (name, by how much).
    pub fn breaches(&self, terms: &Terms, kept_least: f64, pool_share: f64) -> Vec<(&'static str, f64)> {
        let mut out = vec![];
        if self.kept(terms.pool * pool_share) < kept_least {
            out.push(("reward pool", (self.smallest_pool(kept_least) / (terms.pool * pool_share).max(1e-9) - 1.0).max(1e-9)));
        }
        if let Some(cap) = terms.limits.liability_cap
            && self.liability_peak > cap
        {
            out.push(("liability cap", self.liability_peak / cap.max(1e-9) - 1.0));
        }
        if let Some(floor) = terms.limits.margin_floor
            && self.margin_share < floor
        {
            out.push(("margin floor", (floor - self.margin_share) / floor.max(1e-9)));
        }
        out
    }
    /// Mean and standard error of `self − other`, draw by draw.
    pub fn lead(&self, other: &Score) -> (f64, f64) {
        let gaps: Vec<f64> = self.objective.iter().zip(&other.objective).map(|(a, b)| a - b).collect();
        let m = mean(&gaps);
        let n = gaps.len() as f64;
        let variance = gaps.iter().map(|g| (g - m) * (g - m)).sum::<f64>() / (n - 1.0).max(1.0);
        (m, libm::sqrt(variance / n.max(1.0)))
    }
}
fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}
