//! What the search needs to know of an appraisal.
use crate::base::Base;
use crate::simulation::{self, Appraisal, Sample, appraise_in_turn};
use crate::terms::Terms;
use loyalty_model::assumption::Book;
use loyalty_model::brief::Goal;
use loyalty_model::program::Program;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Arc, Mutex};

/// How hard to look. Not seconds: a search that stops on a clock gives another plan on another machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SearchEffort {
    /// Draws of the parameters.
    pub draws: u32,
    /// Members per draw.
    pub members: u32,
    /// First draw: another number is another set of seeds.
    pub first_draw: u32,
}
/// A design appraised: values draw by draw, so that two designs on the same effort can be compared in pairs.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Score {
    /// Objective of the goal.
    pub objective: Vec<f64>,
    /// ROI.
    pub roi: Vec<f64>,
    /// Net value over the horizon.
    #[serde(default)]
    pub net: Vec<f64>,
    /// Reward cost of the dearest period of each draw.
    pub period_peak: Vec<f64>,
    /// Mean reward cost of a period.
    pub reward_cost_per_period: f64,
    /// Expected cost of the points outstanding at their highest.
    pub liability_peak: f64,
    /// Share of the contribution with the program that its reward cost leaves.
    pub contribution_kept: f64,
    /// Incremental contribution over the horizon, mean.
    pub incremental_margin: f64,
    /// Reward cost over the horizon, mean.
    pub reward_cost: f64,
    /// All program cost over the horizon, mean.
    pub total_cost: f64,
}
/// A limit of the brief on what a design costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Reward cost of every period stays within the pool.
    Pool,
    /// Cap on the expected cost of points outstanding.
    Liability,
    /// Floor under the contribution that reward cost leaves.
    Margin,
}
impl Score {
    /// What the search needs of an appraisal.
    pub fn of(appraisal: &Appraisal, goal: Goal) -> Score {
        let peak = |periods: &Vec<f64>| periods.iter().copied().fold(0.0, f64::max);
        let periods = appraisal.period_reward.first().map_or(1, Vec::len).max(1) as f64;
        let reward_cost = appraisal.mean(|o| o.reward_cost);
        Score {
            objective: appraisal.draws.iter().map(|o| o.objective(goal)).collect(),
            roi: appraisal.roi.clone(),
            net: appraisal.draws.iter().map(|o| o.net_value).collect(),
            period_peak: appraisal.period_reward.iter().map(peak).collect(),
            reward_cost_per_period: reward_cost / periods,
            liability_peak: appraisal.mean(|o| o.peak_liability),
            contribution_kept: appraisal.contribution_kept(),
            incremental_margin: appraisal.mean(|o| o.incremental_margin),
            reward_cost,
            total_cost: appraisal.mean(|o| o.total_cost),
        }
    }
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
    /// Mean net value over the horizon.
    pub fn net_value(&self) -> f64 {
        self.incremental_margin - self.total_cost
    }
    /// What designs that keep the limits are ranked by: those whose mean net value is not negative by the objective (or by `net`), before the others by
    /// mean net value.
    pub(crate) fn rank(&self, net: bool) -> (bool, f64) {
        let pays = self.net_value() >= 0.0;
        (pays, if pays && !net { self.value() } else { self.net_value() })
    }
    /// Whether it pays for itself: on the mean, or at the median.
    pub fn pays(&self) -> bool {
        let roi = self.roi_p50();
        self.net_value() >= 0.0 || roi >= 0.0 || roi.is_nan()
    }
    /// Probability that no period costs more than the pool.
    pub fn kept(&self, pool: f64) -> f64 {
        let kept = self.period_peak.iter().filter(|p| **p <= pool).count();
        kept as f64 / self.period_peak.len().max(1) as f64
    }
    /// The smallest pool kept with this probability, by bisection on the pool, rounded up to the cent.
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
    /// The limits exceeded, each with the share by which it is.
    pub fn breaches(&self, terms: &Terms, kept_least: f64, pool_share: f64) -> Vec<(Limit, f64)> {
        let mut out = vec![];
        if self.kept(terms.pool * pool_share) < kept_least {
            out.push((Limit::Pool, (self.smallest_pool(kept_least) / (terms.pool * pool_share).max(1e-9) - 1.0).max(1e-9)));
        }
        if let Some(cap) = terms.limits.liability_cap
            && self.liability_peak > cap
        {
            out.push((Limit::Liability, self.liability_peak / cap.max(1e-9) - 1.0));
        }
        if let Some(floor) = terms.limits.margin_floor
            && self.contribution_kept < floor
        {
            out.push((Limit::Margin, (floor - self.contribution_kept) / floor.max(1e-9)));
        }
        out
    }
    /// Whether this design pays and leads by more than two standard errors, draw by draw, and by more than this share of the other's objective.
    pub(crate) fn clearly_leads(&self, other: &Score, share: f64) -> bool {
        let (lead, error) = self.lead(other);
        self.net_value() >= 0.0 && lead > 2.0 * error && lead > share * libm::fabs(other.value())
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
/// Samples of customers that a search appraises on in turn, and draws on each: five by eight make a whole batch.
const SAMPLES: u64 = 5;
const DRAWS_EACH: u32 = 8;
/// Designs that a search has appraised: hash of program, effort and goal → score. Good for one base, book, horizon and seed; neither pool nor
/// limits are in a score.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ScoreBook(pub BTreeMap<String, Score>);
/// Appraises for the search: the samples are taken once for each effort.
pub struct Appraiser<'a> {
    base: &'a Base,
    book: &'a Book,
    terms: &'a Terms,
    seed: u64,
    samples: Mutex<BTreeMap<u32, Vec<Arc<Sample>>>>,
    known: Option<&'a ScoreBook>,
    /// Scores of this search, and whether one of them was not known before.
    seen: Mutex<(ScoreBook, bool)>,
}
impl<'a> Appraiser<'a> {
    /// A bench on this base.
    pub fn new(base: &'a Base, book: &'a Book, terms: &'a Terms, seed: u64) -> Self {
        Appraiser { base, book, terms, seed, samples: Mutex::default(), known: None, seen: Mutex::default() }
    }
    /// The same, with designs that were appraised before on the same base, book, horizon and seed.
    pub fn knowing(self, known: &'a ScoreBook) -> Self {
        Appraiser { known: Some(known), ..self }
    }
    /// The designs of this search, where one of them was not known before.
    pub fn learned(&self) -> Option<ScoreBook> {
        let seen = self.seen.lock().ok()?;
        seen.1.then(|| seen.0.clone())
    }
    /// The appraisal of a program, scored for its own goal; nothing where the run was asked to end.
    pub fn judge(&self, program: &Program, effort: &SearchEffort) -> Score {
        let Some(known) = self.known else { return self.judge_for(program, effort, program.goal) };
        let key = design_key(program, effort);
        let found = known.0.get(&key).cloned().or_else(|| self.seen.lock().ok().and_then(|seen| seen.0.0.get(&key).cloned()));
        let new = found.is_none();
        let score = found.unwrap_or_else(|| self.judge_for(program, effort, program.goal));
        if let Ok(mut seen) = self.seen.lock() {
            seen.0.0.insert(key, score.clone());
            seen.1 |= new;
        }
        score
    }
    /// The samples of this size. They are taken outside the lock: whoever holds it must not wait for work that others wait with.
    fn samples_of(&self, members: u32) -> Vec<Arc<Sample>> {
        if let Some(known) = self.samples.lock().ok().and_then(|s| s.get(&members).cloned()) {
            return known;
        }
        let all = if self.base.members.len() <= members as usize { 1 } else { SAMPLES };
        let (base, seed, paths) = (self.base, self.seed, &self.terms.paths);
        let taken: Vec<Arc<Sample>> = (0..all).into_par_iter().map(|k| paths.sample(base, seed.wrapping_add(k), members)).collect();
        if let Ok(mut samples) = self.samples.lock() {
            samples.insert(members, taken.clone());
        }
        taken
    }
    /// The appraisal of a program, scored for any goal.
    pub fn judge_for(&self, program: &Program, effort: &SearchEffort, goal: Goal) -> Score {
        let (draws, members) = self.terms.depth.search((effort.draws, effort.members));
        let effort = SearchEffort { draws, members, ..*effort };
        let samples = self.samples_of(effort.members);
        let sampling = simulation::Sampling { seed: self.seed, draws: effort.draws, members: effort.members, first_draw: effort.first_draw };
        let samples: Vec<&Sample> = samples.iter().map(Arc::as_ref).collect();
        Score::of(&appraise_in_turn(program, self.base, (&samples, DRAWS_EACH), self.book, self.terms, &sampling), goal)
    }
}
/// Hash of a program and the effort that it is looked at with.
fn design_key(program: &Program, effort: &SearchEffort) -> String {
    let json = serde_json::to_vec(&(program, effort.draws, effort.members, effort.first_draw)).unwrap_or_default();
    Sha256::digest(&json)[..16].iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}
