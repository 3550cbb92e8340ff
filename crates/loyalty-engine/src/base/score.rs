//! Candidate models, fitted at a cut and scored on what came after it.
use super::covariates;
use crate::progress::CancelToken;
use crate::random::{Stream, inverse_normal, join, unit as uniform};
use loyalty_model::extract::{RftCell, RftCut};
use loyalty_model::plan::{CovariateTest, HoldoutScore};
use loyalty_model::units::Date;
use loyalty_stats::rft::Rft;
use loyalty_stats::{bg_nbd, mbg_nbd, pareto_nbd};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Mutex;

/// Distinct histories that intervals of single customers and the deviation of parameters are worked out on at most; fits and totals take all of them.
const HISTORIES: usize = 1_500;
/// Futures drawn for a history, for the intervals of single customers.
const FUTURES: u32 = 200;

pub(super) type Parameters = [f64; 4];
pub(super) type Fitting = Result<loyalty_stats::fit::Fit<4>, loyalty_stats::fit::NoFit>;
/// A candidate model: name, letters, and its functions.
pub(super) struct Candidate {
    pub(super) name: &'static str,
    letters: [&'static str; 4],
    pub(super) fit: fn(&[Rft], &dyn Fn() -> bool) -> Fitting,
    pub(super) expected: fn(&Parameters, &Rft, f64) -> f64,
    pub(super) p_alive: fn(&Parameters, &Rft) -> f64,
    pub(super) posterior: fn(&Parameters, &Rft) -> (f64, f64, f64),
    /// How leaving is spread over customers with one history.
    leaving: fn(&Parameters, &Rft) -> Leaving,
    /// The third number of the posterior is a chance per purchase (else a hazard per week).
    pub(super) per_purchase: bool,
}
impl Candidate {
    /// Letters of the parameters that covariates move.
    pub(super) fn moved(&self) -> &'static [&'static str] {
        if self.per_purchase { &["alpha", "a", "b"] } else { &["alpha", "beta"] }
    }
    /// The candidate of a name.
    fn of(name: &str) -> Option<&'static Candidate> {
        CANDIDATES.iter().find(|m| m.name == name)
    }
}
/// A model with the covariates of the first order, judged at a cut on what came after it; `None` for a baseline and where no covariate varies.
pub fn covariates_at(scorer: &Scorer, cut: &RftCut, model: &str) -> Option<CovariateTest> {
    covariates::judged(scorer, Candidate::of(model)?, cut)
}
/// How leaving is spread over customers with one history.
enum Leaving {
    /// Chance after each purchase, a Beta of these two numbers.
    Beta(f64, f64),
    /// Hazard a week, a gamma of this shape and rate.
    Gamma(f64, f64),
}
pub(super) const CANDIDATES: [Candidate; 3] = [
    Candidate {
        name: "bg-nbd",
        letters: ["r", "alpha", "a", "b"],
        fit: bg_nbd::fit_while,
        expected: bg_nbd::expected_purchases,
        p_alive: bg_nbd::p_alive,
        posterior: bg_nbd::posterior,
        leaving: |[_, _, a, b], c| Leaving::Beta(*a, b + f64::from(c.frequency)),
        per_purchase: true,
    },
    Candidate {
        name: "mbg-nbd",
        letters: ["r", "alpha", "a", "b"],
        fit: mbg_nbd::fit_while,
        expected: mbg_nbd::expected_purchases,
        p_alive: mbg_nbd::p_alive,
        posterior: mbg_nbd::posterior,
        leaving: |[_, _, a, b], c| Leaving::Beta(*a, b + f64::from(c.frequency) + 1.0),
        per_purchase: true,
    },
    Candidate {
        name: "pareto-nbd",
        letters: ["r", "alpha", "s", "beta"],
        fit: pareto_nbd::fit_while,
        expected: pareto_nbd::expected_purchases,
        p_alive: pareto_nbd::p_alive,
        posterior: pareto_nbd::posterior,
        leaving: |[_, _, s, beta], c| Leaving::Gamma(*s, beta + c.age),
        per_purchase: false,
    },
];

pub(super) fn week(days: u32) -> f64 {
    f64::from(days) / 7.0
}
/// Cells in weeks, each with the purchases of the time held out.
fn cells(cut: &RftCut) -> Vec<(Rft, f64)> {
    let one = |c: &RftCell| (Rft { frequency: c.frequency, recency: week(c.recency), age: week(c.age), weight: c.customers as f64 }, f64::from(c.holdout));
    cut.cells.iter().map(one).collect()
}
/// Distinct histories in weeks, in ascending order.
pub(super) fn histories(cut: &RftCut) -> Vec<Rft> {
    merged(cut, 1)
}
/// The same with recency and age rounded up to 14, 28, 56 or 112 days, until there are at most `most`: what a fit that did not end well is tried on again.
pub(super) fn rounded(cut: &RftCut, most: usize) -> Vec<Rft> {
    let steps = [14, 28, 56, 112].map(|days| move || merged(cut, days));
    let few = steps.iter().map(|m| m()).find(|m| m.len() <= most);
    few.unwrap_or_else(|| merged(cut, 112))
}
fn merged(cut: &RftCut, step: u32) -> Vec<Rft> {
    let mut merged: BTreeMap<(u32, u32, u32), f64> = BTreeMap::new();
    for c in &cut.cells {
        let age = c.age.div_ceil(step) * step;
        *merged.entry((c.frequency, (c.recency.div_ceil(step) * step).min(age), age)).or_default() += c.customers as f64;
    }
    merged.into_iter().map(|((x, tx, t), weight)| Rft { frequency: x, recency: week(tx), age: week(t), weight }).collect()
}
/// Positions of at most `most` rows, systematically and in proportion to weight, each with the weight that it stands for.
pub(super) fn thinned(weights: &[f64], most: usize) -> Vec<(usize, f64)> {
    if weights.len() <= most {
        return weights.iter().copied().enumerate().collect();
    }
    let step = weights.iter().sum::<f64>() / most as f64;
    let (mut at, mut running) = (0, weights[0]);
    let mut out: Vec<(usize, f64)> = vec![];
    for k in 0..most {
        let mark = (k as f64 + 0.5) * step;
        while running < mark && at + 1 < weights.len() {
            at += 1;
            running += weights[at];
        }
        match out.last_mut() {
            Some(last) if last.0 == at => last.1 += step,
            _ => out.push((at, step)),
        }
    }
    out
}
/// The baseline: the same count as before, for as long a time.
fn same_count(c: &Rft, ahead: f64) -> f64 {
    f64::from(c.frequency) * if c.age > 0.0 { (ahead / c.age).min(1.0) } else { 0.0 }
}

/// How closely a hold-out is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Totals and the mean error of single customers.
    Totals,
    /// The intervals of single customers too.
    Customers,
}
/// What a fit is of: the cut, the days held out, the first day seen, the model.
type Origin = (Date, u32, Option<Date>, &'static str);
/// Fits at origins, each made once: the same origin is scored, carried as a level and chosen on. Ends early when the run was asked to.
#[derive(Default)]
pub struct Scorer {
    cancel: CancelToken,
    fits: Mutex<BTreeMap<Origin, Fitting>>,
}
impl Scorer {
    /// Fits until the run is asked to end.
    pub fn until(cancel: &CancelToken) -> Self {
        Scorer { cancel: cancel.clone(), fits: Mutex::default() }
    }
    pub(super) fn wanted(&self) -> bool {
        !self.cancel.is_cancelled()
    }
    /// Fits every candidate at these cuts side by side: the slowest model at one does not wait for that at another.
    pub(super) fn fit_ahead(&self, cuts: &[&RftCut]) {
        let all: Vec<(&RftCut, Vec<Rft>)> = cuts.iter().map(|c| (*c, histories(c))).collect();
        let pairs: Vec<_> = CANDIDATES.iter().rev().flat_map(|m| all.iter().map(move |(cut, rft)| (m, *cut, rft))).collect();
        pairs.into_par_iter().with_max_len(1).for_each(|(m, cut, rft)| drop(self.fit(m, cut, rft)));
    }
    fn fit(&self, m: &Candidate, cut: &RftCut, rft: &[Rft]) -> Fitting {
        let key = (cut.cut, cut.holdout_days, cut.first_seen_from, m.name);
        if let Some(known) = self.fits.lock().ok().and_then(|fits| fits.get(&key).cloned()) {
            return known;
        }
        let made = (m.fit)(rft, &|| self.wanted());
        if let Ok(mut fits) = self.fits.lock() {
            fits.insert(key, made.clone());
        }
        made
    }
}
/// Fits every candidate (or `only` one) at a cut and scores it on what came after; a baseline ("same count as before") is scored with them.
pub fn score_at(scorer: &Scorer, cut: &RftCut, only: Option<&str>, look: Look) -> Vec<HoldoutScore> {
    let data = cells(cut);
    let rft = histories(cut);
    let customers: f64 = rft.iter().map(|c| c.weight).sum();
    let actual: f64 = data.iter().map(|(c, y)| c.weight * y).sum();
    let score = |model: &str, forecast: &(dyn Fn(&Rft) -> f64 + Sync)| {
        let total: f64 = rft.iter().map(|c| c.weight * forecast(c)).sum();
        let error: f64 = data.par_iter().map(|(c, y)| c.weight * (forecast(c) - y).abs()).collect::<Vec<f64>>().iter().sum();
        HoldoutScore {
            model: model.into(),
            cut: cut.cut,
            log_likelihood: None,
            forecast: total,
            actual,
            bias: if actual > 0.0 { total / actual - 1.0 } else { 0.0 },
            mean_absolute_error: error / customers.max(1.0),
            mean_p_alive: None,
            log_score: None,
            within_80: None,
            within_95: None,
            chosen: false,
            parameters: BTreeMap::new(),
        }
    };
    let ahead = week(cut.holdout_days);
    let fitted = |m: &Candidate| {
        let fit = scorer.fit(m, cut, &rft).ok()?;
        let p = fit.parameters;
        let single = if actual > 0.0 && look == Look::Customers && scorer.wanted() { single_customers(scorer, m, &p, &data, ahead) } else { [f64::NAN; 3] };
        Some(HoldoutScore {
            log_likelihood: Some(fit.log_likelihood),
            mean_p_alive: Some(rft.iter().map(|c| c.weight * (m.p_alive)(&p, c)).sum::<f64>() / customers.max(1.0)),
            parameters: m.letters.iter().zip(p).map(|(l, v)| (l.to_string(), v)).collect(),
            log_score: Some(single[0]).filter(|v| v.is_finite()),
            within_80: Some(single[1]).filter(|v| v.is_finite()),
            within_95: Some(single[2]).filter(|v| v.is_finite()),
            ..score(m.name, &|c| (m.expected)(&p, c, ahead))
        })
    };
    let mut out: Vec<HoldoutScore> = CANDIDATES.par_iter().filter(|m| only.is_none_or(|o| o == m.name)).filter_map(fitted).collect();
    out.push(score(NAIVE, &|c| same_count(c, ahead)));
    out
}
/// Mean log chance of each customer's count, and the shares of customers inside their own 80% and 95% intervals (quantiles of the
/// drawn futures, both ends within). Counts are whole, so an interval holds at least its level; far more says that it is wide.
fn single_customers(scorer: &Scorer, m: &Candidate, p: &Parameters, data: &[(Rft, f64)], ahead: f64) -> [f64; 3] {
    let mut by_history: BTreeMap<[u64; 3], Vec<(f64, f64)>> = BTreeMap::new();
    for (c, y) in data {
        by_history.entry([u64::from(c.frequency), c.recency.to_bits(), c.age.to_bits()]).or_default().push((*y, c.weight));
    }
    let one = |(key, seen): (&[u64; 3], &Vec<(f64, f64)>)| {
        if !scorer.wanted() {
            return [0.0; 3];
        }
        let c = Rft { frequency: key[0] as u32, recency: f64::from_bits(key[1]), age: f64::from_bits(key[2]), weight: 1.0 };
        let history = History { alive: (m.p_alive)(p, &c), buying: (m.posterior)(p, &c), leaving: (m.leaving)(p, &c) };
        let mut futures: Vec<u32> = (0..FUTURES).map(|k| future(&history, ahead, Stream(join(join(key[0], key[1]), join(key[2], u64::from(k)))))).collect();
        futures.sort_unstable();
        let at = |q: f64| f64::from(futures[((q * f64::from(FUTURES)) as usize).min(FUTURES as usize - 1)]);
        let mut sums = [0.0; 3];
        for (y, w) in seen {
            let same = futures.iter().filter(|f| f64::from(**f) == *y).count() as f64;
            sums[0] += w * libm::log((same + 0.5) / (f64::from(FUTURES) + 1.0));
            sums[1] += if at(0.1) <= *y && *y <= at(0.9) { *w } else { 0.0 };
            sums[2] += if at(0.025) <= *y && *y <= at(0.975) { *w } else { 0.0 };
        }
        sums
    };
    let histories: Vec<_> = by_history.iter().collect();
    let weights: Vec<f64> = histories.iter().map(|(_, seen)| seen.iter().map(|s| s.1).sum()).collect();
    let chosen = thinned(&weights, HISTORIES);
    let parts: Vec<[f64; 3]> = chosen.par_iter().map(|(at, stands)| one(histories[*at]).map(|v| v * stands / weights[*at])).collect();
    let customers: f64 = chosen.iter().map(|c| c.1).sum();
    std::array::from_fn(|i| parts.iter().map(|s| s[i]).sum::<f64>() / customers.max(1e-9))
}
/// What a model says of customers with one history.
struct History {
    /// Probability of being active.
    alive: f64,
    /// Shape and rate of the purchase rate a week, and the mean of leaving.
    buying: (f64, f64, f64),
    leaving: Leaving,
}
/// Purchases of one possible future of a customer with this history.
fn future(history: &History, ahead: f64, stream: Stream) -> u32 {
    let sub = |k: u64| Stream(join(stream.0, k));
    let unit = |k: u64| uniform(sub(k).0);
    if unit(1) >= history.alive {
        return 0;
    }
    let (shape, rate, _) = history.buying;
    let buying = shape / rate * sub(2).gamma_mean_one(shape);
    let (chance, until) = match history.leaving {
        Leaving::Beta(a, b) => {
            let (x, y) = (a * sub(3).gamma_mean_one(a), b * sub(4).gamma_mean_one(b));
            (x / (x + y).max(1e-300), ahead)
        }
        Leaving::Gamma(s, beta) => {
            let hazard = s / beta * sub(3).gamma_mean_one(s);
            (0.0, (-libm::log(unit(4)) / hazard.max(1e-300)).min(ahead))
        }
    };
    let (mut time, mut count) = (0.0, 0);
    for k in 0..10_000u64 {
        time -= libm::log(unit(10 + 2 * k)) / buying.max(1e-300);
        if time > until {
            break;
        }
        count += 1;
        if unit(11 + 2 * k) < chance {
            break;
        }
    }
    count
}
/// The baseline's name.
pub(super) const NAIVE: &str = "same-as-before";
/// What the base is laid out by: the baseline where it misses single customers by less than every model; else the smallest bias of the
/// total among the models within 5% of the best error per customer.
pub(super) fn choose(scores: &[HoldoutScore]) -> Option<String> {
    let best = scores.iter().filter(|s| s.log_likelihood.is_some()).map(|s| s.mean_absolute_error).fold(f64::INFINITY, f64::min);
    let naive = scores.iter().find(|s| s.model == NAIVE && s.forecast > 0.0 && s.mean_absolute_error < best);
    naive.map(|s| s.model.clone()).or_else(|| choose_model(scores))
}
/// The same among the models alone.
pub(super) fn choose_model(scores: &[HoldoutScore]) -> Option<String> {
    let models: Vec<&HoldoutScore> = scores.iter().filter(|s| s.log_likelihood.is_some() && s.forecast.is_finite()).collect();
    let best = models.iter().map(|s| s.mean_absolute_error).fold(f64::INFINITY, f64::min);
    models.iter().filter(|s| s.mean_absolute_error <= best * 1.05).min_by(|a, b| a.bias.abs().total_cmp(&b.bias.abs())).map(|s| s.model.clone())
}
/// Half the log-distance between the largest and smallest forecast of the models.
pub(super) fn spread(scores: &[HoldoutScore]) -> f64 {
    let f: Vec<f64> = scores.iter().filter(|s| s.log_likelihood.is_some() && s.forecast > 0.0).map(|s| libm::log(s.forecast)).collect();
    let (lo, hi) = f.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(*v), h.max(*v)));
    if hi > lo { (hi - lo) / 2.0 } else { 0.1 }
}
/// Chooses at the last earlier origin, so that the hold-out that is scored has no say; the last model of the list where there is none.
pub(super) fn choose_blind(scorer: &Scorer, scores: &[HoldoutScore], origins: &[&RftCut]) -> Option<String> {
    let last = origins.iter().max_by_key(|c| c.cut);
    let known = |name: &String| scores.iter().any(|s| s.model == *name);
    let fitted = || scores.iter().rev().find(|s| s.log_likelihood.is_some()).map(|s| s.model.clone());
    last.and_then(|cut| choose(&score_at(scorer, cut, None, Look::Totals))).filter(known).or_else(fitted)
}
/// Standard deviation of the log of the total expected over `ahead` weeks, over 40 parameter vectors drawn from the fit's own
/// covariance (normal in the logs of the parameters); nothing where the covariance could not be taken.
pub(super) fn parameter_sd(scorer: &Scorer, m: &Candidate, fit: &loyalty_stats::fit::Fit<4>, rft: &[Rft], ahead: f64) -> f64 {
    let Some(root) = fit.covariance.as_ref().and_then(cholesky) else { return 0.0 };
    let key = crate::random::text_key(m.name);
    let weights: Vec<f64> = rft.iter().map(|c| c.weight).collect();
    let rft: Vec<Rft> = thinned(&weights, HISTORIES).into_iter().map(|(at, weight)| Rft { weight, ..rft[at] }).collect();
    let total = |k: u64| {
        if !scorer.wanted() {
            return f64::NAN;
        }
        let z: [f64; 4] = std::array::from_fn(|j| inverse_normal(uniform(join(key, 4 * k + j as u64))));
        let p: Parameters = std::array::from_fn(|i| fit.parameters[i] * libm::exp((0..=i).map(|j| root[i][j] * z[j]).sum::<f64>().clamp(-2.0, 2.0)));
        rft.iter().map(|c| c.weight * (m.expected)(&p, c, ahead)).sum::<f64>()
    };
    let logs: Vec<f64> = (0..40u64).into_par_iter().map(total).filter(|t| t.is_finite() && *t > 0.0).map(libm::log).collect();
    let mean = logs.iter().sum::<f64>() / logs.len().max(1) as f64;
    (logs.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (logs.len().max(2) - 1) as f64).sqrt()
}
/// Lower triangle L with L·Lᵀ = m; `None` where m is not positive definite.
fn cholesky(m: &[[f64; 4]; 4]) -> Option<[[f64; 4]; 4]> {
    let mut root = [[0.0; 4]; 4];
    for i in 0..4 {
        for j in 0..=i {
            let rest = m[i][j] - (0..j).map(|k| root[i][k] * root[j][k]).sum::<f64>();
            root[i][j] = if i == j { (rest > 0.0).then(|| rest.sqrt())? } else { rest / root[j][j] };
        }
    }
    Some(root)
}
