//! How many customers a test needs in each of two arms, and what it can see with those it has; two-sided. Arms are equal unless said.
//! Forms differ by up to 6%: name the one used.
use crate::distributions::{noncentral_t_two_sided, student_quantile_two_sided};
use crate::special::{normal_cdf, normal_quantile};
use libm::{asin, sqrt};

/// Error rates of a test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Errors {
    /// Chance of a false alarm, two-sided, e.g. 0.05.
    pub alpha: f64,
    /// Chance of seeing a true difference, e.g. 0.8.
    pub power: f64,
}
impl Errors {
    /// 5% and 80%.
    pub const USUAL: Errors = Errors { alpha: 0.05, power: 0.8 };
    fn quantiles(&self) -> (f64, f64) {
        (normal_quantile(1.0 - self.alpha / 2.0), normal_quantile(self.power))
    }
}
/// Means: standard deviation `sd` in both arms, difference `difference`; normal form n = 2 ((z₁ + z₂) sd ÷ difference)².
pub fn means(sd: f64, difference: f64, e: &Errors) -> f64 {
    let (a, b) = e.quantiles();
    2.0 * ((a + b) * sd / difference).powi(2)
}
/// The same with a covariate from before the test that correlates by `rho` with the outcome (CUPED): n × (1 − ρ²).
pub fn means_with_covariate(sd: f64, difference: f64, rho: f64, e: &Errors) -> f64 {
    means(sd, difference, e) * covariate_factor(rho)
}
/// Share of the variance that is left after CUPED (Deng, Xu, Kohavi & Walker 2013): 1 − ρ².
pub fn covariate_factor(rho: f64) -> f64 {
    1.0 - rho * rho
}
/// Power of a z test of means, both tails counted: difference `d` in standard deviations, arms of n and m.
pub fn means_power(d: f64, (n, m): (f64, f64), alpha: f64) -> f64 {
    let (z, shift) = (normal_quantile(1.0 - alpha / 2.0), d * sqrt(n * m / (n + m)));
    normal_cdf(shift - z) + normal_cdf(-shift - z)
}
/// Power of Student's t test of two arms of n and m, both tails counted.
pub fn student_power(d: f64, (n, m): (f64, f64), alpha: f64) -> f64 {
    let df = n + m - 2.0;
    noncentral_t_two_sided(student_quantile_two_sided(alpha, df), df, d * sqrt(n * m / (n + m)))
}
/// Power of Student's t test of one sample against a stated mean, `d` standard deviations away.
pub fn student_power_one_sample(d: f64, n: f64, alpha: f64) -> f64 {
    noncentral_t_two_sided(student_quantile_two_sided(alpha, n - 1.0), n - 1.0, d * sqrt(n))
}
/// Customers, not rounded, in the first arm for Student's t test where the second is `ratio` times as large. By bisection between half the
/// normal form and that form and a hundred more.
pub fn student(d: f64, ratio: f64, e: &Errors) -> f64 {
    let normal = means(1.0, d, e) * (1.0 + 1.0 / ratio) / 2.0;
    let (mut low, mut high) = ((normal / 2.0).max(3.0 / (1.0 + ratio)), normal + 100.0);
    while high - low > 1e-10 * high {
        let middle = 0.5 * (low + high);
        if student_power(d, (middle, middle * ratio), e.alpha) < e.power { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}
/// Cohen's h, the effect size of two shares.
pub fn effect_of_shares(p: f64, q: f64) -> f64 {
    2.0 * (asin(sqrt(p)) - asin(sqrt(q)))
}
/// Shares: the arcsine form (Cohen), far tail left out.
pub fn shares_arcsine(p: f64, q: f64, e: &Errors) -> f64 {
    let (a, b) = e.quantiles();
    2.0 * ((a + b) / effect_of_shares(p, q)).powi(2)
}
/// Shares: the unpooled normal form.
pub fn shares_unpooled(p: f64, q: f64, e: &Errors) -> f64 {
    let (a, b) = e.quantiles();
    (a + b).powi(2) * (p * (1.0 - p) + q * (1.0 - q)) / (p - q).powi(2)
}
/// Shares: pooled under no difference, unpooled under the difference (R's `power.prop.test`).
pub fn shares_pooled(p: f64, q: f64, e: &Errors) -> f64 {
    let (a, b) = e.quantiles();
    let mean = (p + q) / 2.0;
    ((a * sqrt(2.0 * mean * (1.0 - mean)) + b * sqrt(p * (1.0 - p) + q * (1.0 - q))) / (p - q)).powi(2)
}
/// Shares: the base rate's variance under no difference (Evan Miller's calculator).
pub fn shares_miller(p: f64, q: f64, e: &Errors) -> f64 {
    let (a, b) = e.quantiles();
    ((a * sqrt(2.0 * p * (1.0 - p)) + b * sqrt(p * (1.0 - p) + q * (1.0 - q))) / (q - p)).powi(2)
}
/// Power of the z test of two shares with arms of n and m, pooled under no difference, both tails counted (statsmodels'
/// `power_proportions_2indep`). Its pooled share weights the second share by m ÷ n.
pub fn shares_power((p, q): (f64, f64), (n, m): (f64, f64), alpha: f64) -> f64 {
    let ratio = m / n;
    let pooled = (p + q * ratio) / (1.0 + ratio);
    let sd = |p: f64, q: f64| sqrt(p * (1.0 - p) + q * (1.0 - q) / ratio);
    let (none, some) = (sd(pooled, pooled), sd(p, q));
    let (z, shift) = (normal_quantile(1.0 - alpha / 2.0) * none / some, (p - q) * sqrt(n) / some);
    normal_cdf(shift - z) + normal_cdf(-shift - z)
}
/// A test of two hazards by Cox regression (Rosner, Fundamentals of Biostatistics, 14.11; `powerSurvEpi`).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hazards {
    /// Chance of the event during the test, treated arm.
    pub treated: f64,
    /// Chance of the event during the test, control arm.
    pub control: f64,
    /// Hazard, treated ÷ control.
    pub ratio: f64,
}
impl Hazards {
    /// Customers, not rounded, in the treated arm of `share` times the control arm, and in the control arm.
    pub fn sizes(&self, share: f64, e: &Errors) -> (f64, f64) {
        let (a, b) = e.quantiles();
        let events = ((share * self.ratio + 1.0) / (self.ratio - 1.0) * (a + b)).powi(2) / share;
        let control = events / (share * self.treated + self.control);
        (control * share, control)
    }
    /// Power with so many treated and control customers; the far tail left out.
    pub fn power(&self, (treated, control): (f64, f64), alpha: f64) -> f64 {
        let (events, share) = (treated * self.treated + control * self.control, treated / control);
        normal_cdf(sqrt(share * events) * (self.ratio - 1.0).abs() / (share * self.ratio + 1.0) - normal_quantile(1.0 - alpha / 2.0))
    }
}
