//! Shifted-beta-geometric and beta-discrete-Weibull lifetimes of contracts: Fader & Hardie 2007, Journal of Interactive Marketing
//! 21(1):76-90; Fader, Hardie, Liu, Davin & Steenburgh 2018. S(t) = B(γ, δ + tᶜ) ÷ B(γ, δ); c = 1 is the shifted beta-geometric.
//! Parameters `[gamma, delta]` and `[gamma, delta, c]`; t counts renewals.
use crate::fit::{Fit, NoFit, maximise};
use crate::special::{digamma, hyp2f1, ln_gamma};
use libm::{exp, log, pow};

/// Contracts by lifetime: (renewals passed or failed, weight).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lifetimes {
    /// Left at renewal t (t ≥ 1).
    pub ended: Vec<(u32, f64)>,
    /// Still there after renewal t.
    pub running: Vec<(u32, f64)>,
}
impl Lifetimes {
    /// From one cohort: survivors at 0, 1, 2, … renewals.
    pub fn of_cohort(survivors: &[f64]) -> Lifetimes {
        let ended = survivors.windows(2).zip(1..).map(|(w, t)| (t, w[0] - w[1])).collect();
        let last = survivors.len().saturating_sub(1) as u32;
        Lifetimes { ended, running: survivors.last().map(|s| (last, *s)).into_iter().collect() }
    }
}
/// ln S(t) with its slopes in γ, δ, c.
fn ln_survival([g, d, c]: &[f64; 3], t: u32) -> (f64, [f64; 3]) {
    if t == 0 {
        return (0.0, [0.0; 3]);
    }
    let u = pow(f64::from(t), *c);
    let value = ln_gamma(d + u) - ln_gamma(*d) + ln_gamma(g + d) - ln_gamma(g + d + u);
    let (up, down, all, most) = (digamma(d + u), digamma(*d), digamma(g + d), digamma(g + d + u));
    (value, [all - most, up - down + all - most, (up - most) * u * log(f64::from(t))])
}
fn log_likelihood_and_gradient(p: &[f64; 3], data: &Lifetimes) -> (f64, [f64; 3]) {
    let mut sum = (0.0, [0.0; 3]);
    for (t, w) in data.running.iter().filter(|r| r.1 > 0.0) {
        let (v, slope) = ln_survival(p, *t);
        sum.0 += w * v;
        (0..3).for_each(|i| sum.1[i] += w * slope[i]);
    }
    for (t, w) in data.ended.iter().filter(|r| r.1 > 0.0 && r.0 > 0) {
        let ((before, slope_before), (after, slope_after)) = (ln_survival(p, t - 1), ln_survival(p, *t));
        let (s0, s1) = (exp(before), exp(after));
        let chance = s0 - s1;
        sum.0 += w * log(chance);
        (0..3).for_each(|i| sum.1[i] += w * (s0 * slope_before[i] - s1 * slope_after[i]) / chance);
    }
    sum
}
/// Log-likelihood of `[gamma, delta, c]`.
pub fn log_likelihood(p: &[f64; 3], data: &Lifetimes) -> f64 {
    log_likelihood_and_gradient(p, data).0
}
pub(crate) fn fit_for(data: &Lifetimes) -> Result<(), NoFit> {
    let weight = |rows: &[(u32, f64)]| rows.iter().map(|r| r.1).sum::<f64>();
    match (weight(&data.ended) > 0.0, weight(&data.ended) + weight(&data.running) > 0.0) {
        (true, _) => Ok(()),
        (false, true) => Err(NoFit::NobodyLeft),
        (false, false) => Err(NoFit::NoCustomers),
    }
}
/// Fits the shifted beta-geometric.
///
/// # Errors
/// [`NoFit`] without customers, or where nobody left.
pub fn fit(data: &Lifetimes) -> Result<Fit<2>, NoFit> {
    fit_for(data)?;
    let two = |p: &[f64; 2]| {
        let (v, [g, d, _]) = log_likelihood_and_gradient(&[p[0], p[1], 1.0], data);
        (v, [g, d])
    };
    maximise(two, &[[1.0, 2.0], [0.5, 5.0]])
}
/// Fits the beta-discrete-Weibull.
///
/// # Errors
/// [`NoFit`] without customers, or where nobody left.
pub fn fit_weibull(data: &Lifetimes) -> Result<Fit<3>, NoFit> {
    fit_for(data)?;
    maximise(|p| log_likelihood_and_gradient(p, data), &[[0.7, 1.5, 1.0], [0.3, 1.5, 1.5]])
}
/// S(t), the share still there after t renewals.
pub fn survival(p: &[f64; 3], t: u32) -> f64 {
    exp(ln_survival(p, t).0)
}
/// Expected discounted residual lifetime, in periods, of a customer about to renew for the n-th time (n ≥ 1), `[gamma, delta]` of the
/// shifted beta-geometric, discount per period (their equation 10). The payment at the renewal itself is included.
pub fn discounted_residual_lifetime([g, d]: &[f64; 2], n: u32, discount: f64) -> f64 {
    let n = f64::from(n);
    (d + n - 1.0) / (g + d + n - 1.0) * hyp2f1(1.0, d + n, g + d + n, 1.0 / (1.0 + discount))
}
/// Expected discounted lifetime, in periods, of a new customer: the first payment is certain.
pub fn discounted_lifetime([g, d]: &[f64; 2], discount: f64) -> f64 {
    hyp2f1(1.0, *d, g + d, 1.0 / (1.0 + discount))
}
