//! How many customers a test needs in each of two equal arms, two-sided. Forms differ by up to 6%: name the one used.
use crate::special::normal_quantile;
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
    means(sd, difference, e) * (1.0 - rho * rho)
}
/// Shares: the arcsine form (Cohen), far tail left out.
pub fn shares_arcsine(p: f64, q: f64, e: &Errors) -> f64 {
    let (a, b) = e.quantiles();
    let h = 2.0 * (asin(sqrt(p)) - asin(sqrt(q)));
    2.0 * ((a + b) / h).powi(2)
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
