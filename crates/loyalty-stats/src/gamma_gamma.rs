//! Gamma-Gamma spend per purchase: Fader, Hardie & Lee 2005b; Fader & Hardie note 025. Mean spend z̄ over x purchases; spend given ν is
//! Gamma(p, ν), ν ~ Gamma(q, γ). Parameters `[p, q, gamma]`.
use crate::fit::{Fit, NoFit, maximise_while};
use crate::special::{digamma, ln_gamma};
use libm::log;

/// Customers with x purchases of mean value z̄ > 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spend {
    /// x > 0.
    pub purchases: u32,
    /// z̄.
    pub mean: f64,
    /// Customers.
    pub weight: f64,
}
/// Log-likelihood (note 025, equation 1a).
pub fn log_likelihood(p: &[f64; 3], cells: &[Spend]) -> f64 {
    log_likelihood_and_gradient(p, cells).0
}
pub(crate) fn log_likelihood_and_gradient([p, q, gamma]: &[f64; 3], cells: &[Spend]) -> (f64, [f64; 3]) {
    let (lq, dq, ln_gamma_rate) = (ln_gamma(*q), digamma(*q), log(*gamma));
    let mut sum = (0.0, [0.0; 3]);
    for c in cells {
        let x = f64::from(c.purchases);
        let px = p * x;
        let rest = gamma + x * c.mean;
        let ln_rest = log(rest);
        let value = ln_gamma(px + q) - ln_gamma(px) + q * ln_gamma_rate - lq + (px - 1.0) * log(c.mean) + px * log(x) - (px + q) * ln_rest;
        let both = digamma(px + q);
        let slope = [x * (both - digamma(px) + log(c.mean) + log(x) - ln_rest), both + ln_gamma_rate - dq - ln_rest, q / gamma - (px + q) / rest];
        sum.0 += c.weight * value;
        (0..3).for_each(|i| sum.1[i] += c.weight * slope[i]);
    }
    sum
}
/// Fits by maximum likelihood; cells without purchases or without a positive mean must have been left out.
///
/// # Errors
/// [`NoFit::NoCustomers`] where fewer than two customers are left.
pub fn fit(cells: &[Spend]) -> Result<Fit<3>, NoFit> {
    fit_while(cells, &|| true)
}
/// The same as long as `wanted`, which is asked before each evaluation of the likelihood.
///
/// # Errors
/// [`NoFit`], [`NoFit::Cancelled`].
pub fn fit_while(cells: &[Spend], wanted: &dyn Fn() -> bool) -> Result<Fit<3>, NoFit> {
    let weight: f64 = cells.iter().map(|c| c.weight).sum();
    if weight < 2.0 {
        return Err(NoFit::NoCustomers);
    }
    let mean = cells.iter().map(|c| c.weight * c.mean).sum::<f64>() / weight;
    maximise_while(|p| log_likelihood_and_gradient(p, cells), &[[6.0, 4.0, mean * 0.5], [2.0, 3.0, mean]], wanted)
}
/// Expected mean spend per purchase given x purchases of mean z̄ (x = 0: the population mean). Needs q > 1.
pub fn expected_spend([p, q, gamma]: &[f64; 3], purchases: u32, mean: f64) -> f64 {
    let px = p * f64::from(purchases);
    (gamma * p + px * mean) / (px + q - 1.0)
}
