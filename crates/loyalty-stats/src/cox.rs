//! Proportional hazards: Cox 1972, JRSS B 34(2):187-220; ties after Efron 1977, JASA 72(359):557-565. The hazard at t is h₀(t) exp(β·x),
//! with an h₀ of its own in each stratum. Concordance: Harrell 1982.
use crate::distributions::chi_square_tail;
use crate::fit::NoFit;
use crate::newton::{Estimates, Surface, newton};
use libm::exp;

/// One customer under observation.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// Time of the event, or of the end of observation.
    pub time: f64,
    /// The event was seen; else censored.
    pub event: bool,
    /// Subjects are compared within a stratum only.
    pub stratum: u32,
    /// x, equally long for all.
    pub covariates: Vec<f64>,
}
/// A fitted model. Not a cause: a coefficient compares customers as they came.
#[derive(Debug, Clone, PartialEq)]
pub struct Cox {
    /// β with log partial likelihood and covariance.
    pub estimates: Estimates,
    /// Log partial likelihood at β = 0.
    pub log_likelihood_at_zero: f64,
    /// Share of comparable pairs of which the one with the higher β·x had its event first; 0.5 is chance.
    pub concordance: f64,
}
impl Cox {
    /// Likelihood-ratio statistic against β = 0, and its p on as many degrees of freedom as covariates.
    pub fn likelihood_ratio(&self) -> (f64, f64) {
        let chi = 2.0 * (self.estimates.log_likelihood - self.log_likelihood_at_zero);
        (chi, chi_square_tail(chi, self.estimates.coefficients.len() as f64))
    }
}
/// Fits by Newton-Raphson from β = 0.
///
/// # Errors
/// [`NoFit`] without customers or events, where a value is not finite, and where covariates cannot be distinguished.
pub fn fit(subjects: &[Subject]) -> Result<Cox, NoFit> {
    let n = subjects.first().ok_or(NoFit::NoCustomers)?.covariates.len();
    if subjects.iter().any(|s| s.covariates.len() != n || !s.time.is_finite() || s.covariates.iter().any(|x| !x.is_finite())) {
        return Err(NoFit::NotFinite);
    }
    if !subjects.iter().any(|s| s.event) {
        return Err(NoFit::NoEvent);
    }
    // Centred, so that far-off origins such as calendar years lose no digits; β does not change.
    let mean: Vec<f64> = (0..n).map(|j| subjects.iter().map(|s| s.covariates[j]).sum::<f64>() / subjects.len() as f64).collect();
    let mut rows: Vec<Subject> = subjects.to_vec();
    rows.iter_mut().for_each(|s| s.covariates.iter_mut().zip(&mean).for_each(|(x, m)| *x -= m));
    rows.sort_by(|a, b| a.stratum.cmp(&b.stratum).then(b.time.total_cmp(&a.time)));
    let log_likelihood_at_zero = partial(&rows, &vec![0.0; n]).value;
    let estimates = newton(|b| partial(&rows, b), vec![0.0; n])?;
    let concordance = concordance(&rows, &rows.iter().map(|s| dot(&estimates.coefficients, &s.covariates)).collect::<Vec<_>>());
    Ok(Cox { estimates, log_likelihood_at_zero, concordance })
}
fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
/// Σ w, Σ w x, Σ w x xᵀ of a set of subjects.
struct Sums(f64, Vec<f64>, Vec<Vec<f64>>);
impl Sums {
    fn none(n: usize) -> Sums {
        Sums(0.0, vec![0.0; n], vec![vec![0.0; n]; n])
    }
    fn add(&mut self, w: f64, x: &[f64]) {
        self.0 += w;
        for (i, xi) in x.iter().enumerate() {
            self.1[i] += w * xi;
            self.2[i].iter_mut().zip(&x[..=i]).for_each(|(m, xj)| *m += w * xi * xj);
        }
    }
}
/// Efron's log partial likelihood; rows sorted by stratum, then from the last time to the first.
fn partial(rows: &[Subject], beta: &[f64]) -> Surface {
    let n = beta.len();
    let mut out = Surface::flat(n);
    let scores: Vec<f64> = rows.iter().map(|s| dot(beta, &s.covariates)).collect();
    let highest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    for stratum in rows.chunk_by(|a, b| a.stratum == b.stratum) {
        let mut at_risk = Sums::none(n);
        for tied in stratum.chunk_by(|a, b| a.time == b.time) {
            let mut events = Sums::none(n);
            for s in tied {
                let score = dot(beta, &s.covariates) - highest;
                at_risk.add(exp(score), &s.covariates);
                if s.event {
                    events.add(exp(score), &s.covariates);
                    out.value += score;
                    out.gradient.iter_mut().zip(&s.covariates).for_each(|(g, x)| *g += x);
                }
            }
            let d = tied.iter().filter(|s| s.event).count();
            for l in 0..d {
                let part = l as f64 / d as f64;
                let total = at_risk.0 - part * events.0;
                out.value -= libm::log(total);
                let mean: Vec<f64> = (0..n).map(|i| (at_risk.1[i] - part * events.1[i]) / total).collect();
                for i in 0..n {
                    out.gradient[i] -= mean[i];
                    for j in 0..=i {
                        let both = (at_risk.2[i][j] - part * events.2[i][j]) / total - mean[i] * mean[j];
                        out.information[i][j] += both;
                        out.information[j][i] = out.information[i][j];
                    }
                }
            }
        }
    }
    out
}
/// Pairs are comparable where the earlier time is an event; at equal times an event comes before a censoring, and two events are not
/// compared. Equal scores count half. Counted in one sweep with a tree of the scores seen so far; nothing comparable: 0.5.
fn concordance(rows: &[Subject], scores: &[f64]) -> f64 {
    let mut order = scores.to_vec();
    order.sort_by(f64::total_cmp);
    order.dedup();
    let ranks: Vec<usize> = scores.iter().map(|s| order.partition_point(|o| o < s)).collect();
    let (mut good, mut all, mut from) = (0.0, 0.0, 0);
    for stratum in rows.chunk_by(|a, b| a.stratum == b.stratum) {
        let mut later = Counts(vec![0; order.len() + 1]);
        for tied in stratum.chunk_by(|a, b| a.time == b.time) {
            let here = || tied.iter().zip(&ranks[from..]);
            here().filter(|(s, _)| !s.event).for_each(|(_, r)| later.add(*r));
            for (_, r) in here().filter(|(s, _)| s.event) {
                let (below, up_to) = (later.below(*r), later.below(r + 1));
                good += below as f64 + 0.5 * (up_to - below) as f64;
                all += later.below(order.len()) as f64;
            }
            here().filter(|(s, _)| s.event).for_each(|(_, r)| later.add(*r));
            from += tied.len();
        }
    }
    if all > 0.0 { good / all } else { 0.5 }
}
/// Fenwick's tree of counts by rank.
struct Counts(Vec<u64>);
impl Counts {
    fn add(&mut self, rank: usize) {
        let mut i = rank + 1;
        while i < self.0.len() {
            self.0[i] += 1;
            i += i & i.wrapping_neg();
        }
    }
    /// How many lie below the rank.
    fn below(&self, rank: usize) -> u64 {
        let (mut i, mut sum) = (rank, 0);
        while i > 0 {
            sum += self.0[i];
            i -= i & i.wrapping_neg();
        }
        sum
    }
}
