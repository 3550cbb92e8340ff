//! BG/BB for purchases at fixed occasions: Fader, Hardie & Shang 2010, Marketing Science 29(6):1086-1108. At each of n occasions a living
//! customer buys with p ~ Beta(α, β), and dies before it with θ ~ Beta(γ, δ). Parameters `[alpha, beta, gamma, delta]`.
use crate::fit::{Fit, NoFit, by_differences, maximise};
use crate::special::{hyp2f1, ln_beta, ln_gamma};
use libm::{exp, log};

/// Customers with x purchases, the last at occasion t_x, of n occasions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Occasions {
    /// x.
    pub bought: u32,
    /// t_x.
    pub last: u32,
    /// n.
    pub occasions: u32,
    /// Customers.
    pub weight: f64,
}
fn ln_individual([a, b, g, d]: &[f64; 4], c: &Occasions) -> f64 {
    let (x, t, n) = (f64::from(c.bought), f64::from(c.last), f64::from(c.occasions));
    let (buys, dies) = (ln_beta(*a, *b), ln_beta(*g, *d));
    let mut sum = exp(ln_beta(a + x, b + n - x) + ln_beta(*g, d + n) - buys - dies);
    for i in 0..c.occasions - c.last {
        let i = f64::from(i);
        sum += exp(ln_beta(a + x, b + t - x + i) + ln_beta(g + 1.0, d + t + i) - buys - dies);
    }
    log(sum)
}
/// Log-likelihood of weighted histories.
pub fn log_likelihood(p: &[f64; 4], cells: &[Occasions]) -> f64 {
    cells.iter().map(|c| c.weight * ln_individual(p, c)).sum()
}
/// Fits by maximum likelihood.
///
/// # Errors
/// [`NoFit`] where the data say nothing.
pub fn fit(cells: &[Occasions]) -> Result<Fit<4>, NoFit> {
    if cells.iter().all(|c| c.weight <= 0.0) {
        return Err(NoFit::NoCustomers);
    }
    if cells.iter().all(|c| c.bought == 0 || c.weight <= 0.0) {
        return Err(NoFit::NoRepeatBuyer);
    }
    maximise(by_differences(|p| log_likelihood(p, cells)), &[[1.0, 1.0, 0.5, 2.0]])
}
/// P(alive at occasion n + 1 | x, t_x, n).
pub fn p_alive(p @ [a, b, g, d]: &[f64; 4], c: &Occasions) -> f64 {
    let (x, n) = (f64::from(c.bought), f64::from(c.occasions));
    exp(ln_beta(a + x, b + n - x) - ln_beta(*a, *b) + ln_beta(*g, d + n + 1.0) - ln_beta(*g, *d) - ln_individual(p, c))
}
/// Expected purchases at the next `ahead` occasions given the history (their equation 13).
pub fn expected_purchases(p @ [a, b, g, d]: &[f64; 4], c: &Occasions, ahead: u32) -> f64 {
    let (x, n, m) = (f64::from(c.bought), f64::from(c.occasions), f64::from(ahead));
    let front = exp(ln_beta(a + x + 1.0, b + n - x) - ln_beta(*a, *b) - ln_individual(p, c));
    let ratio = |k: f64| exp(ln_gamma(g + d) - ln_gamma(1.0 + d) + ln_gamma(1.0 + d + k) - ln_gamma(g + d + k));
    front * d / (g - 1.0) * (ratio(n) - ratio(n + m))
}
/// Expected purchases at the first n occasions of a new customer (their equation 8).
pub fn expected_new([a, b, g, d]: &[f64; 4], n: u32) -> f64 {
    let n = f64::from(n);
    let rest = exp(ln_gamma(g + d) - ln_gamma(g + d + n) + ln_gamma(1.0 + d + n) - ln_gamma(1.0 + d));
    a / (a + b) * d / (g - 1.0) * (1.0 - rest)
}
/// P(X(n) = x), the chance that a new customer buys at x of the first n occasions (their equation 7).
pub fn probability([a, b, g, d]: &[f64; 4], x: u32, n: u32) -> f64 {
    let k = f64::from(x);
    let ways = |m: f64| ln_gamma(m + 1.0) - ln_gamma(k + 1.0) - ln_gamma(m - k + 1.0);
    let buys = |m: f64| ways(m) + ln_beta(a + k, b + m - k) - ln_beta(*a, *b);
    let dies: f64 = (x..n).map(f64::from).map(|m| exp(buys(m) + ln_beta(g + 1.0, d + m) - ln_beta(*g, *d))).sum();
    if x > n { 0.0 } else { exp(buys(f64::from(n)) + ln_beta(*g, d + f64::from(n)) - ln_beta(*g, *d)) + dies }
}
/// Discounted expected purchases at all occasions after the n-th given the history, `discount` per occasion (their equation 14).
pub fn discounted_residual_purchases(p @ [a, b, g, d]: &[f64; 4], c: &Occasions, discount: f64) -> f64 {
    let (x, n) = (f64::from(c.bought), f64::from(c.occasions));
    let front = exp(ln_beta(a + x + 1.0, b + n - x) - ln_beta(*a, *b) + ln_beta(*g, d + n + 1.0) - ln_beta(*g, *d) - ln_individual(p, c));
    front * hyp2f1(1.0, d + n + 1.0, g + d + n + 1.0, 1.0 / (1.0 + discount)) / (1.0 + discount)
}
