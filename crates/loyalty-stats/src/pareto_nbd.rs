//! Pareto/NBD: Schmittlein, Morrison & Colombo 1987, Management Science 33(1):1-24; likelihood after Fader & Hardie's note of 2005.
//! Purchases are Poisson with λ ~ Gamma(r, α); lifetime is exponential with μ ~ Gamma(s, β). Parameters `[r, alpha, s, beta]`.
use crate::fit::{Fit, NoFit, maximise};
use crate::rft::{Rft, fit_for, mean_age};
use crate::special::{hyp2f1, ln_diff_exp, ln_gamma, ln_sum_exp};
use libm::{exp, log};

/// Log-likelihood of weighted histories.
pub fn log_likelihood(p: &[f64; 4], cells: &[Rft]) -> f64 {
    cells.iter().map(|c| c.weight * ln_parts(p, c).0).sum()
}
/// (ln L, ln of the alive part ÷ common factor, ln of the dead part ÷ common factor).
fn ln_parts([r, alpha, s, beta]: &[f64; 4], c: &Rft) -> (f64, f64, f64) {
    let x = f64::from(c.frequency);
    let common = ln_gamma(r + x) - ln_gamma(*r) + r * log(*alpha) + s * log(*beta);
    let alive = -(r + x) * log(alpha + c.age) - s * log(beta + c.age);
    let dead = log(*s) - log(r + s + x) + ln_a0([*r, *alpha, *s, *beta], x, c);
    (common + ln_sum_exp(alive, dead), alive, dead)
}
/// ln A₀ = ln(F(t_x) − F(T)), F(u) = ₂F₁(r+s+x, k; r+s+x+1; |α−β|/(m+u)) (m+u)^−(r+s+x), m = max(α, β), k = s+1 or r+x.
fn ln_a0([r, alpha, s, beta]: [f64; 4], x: f64, c: &Rft) -> f64 {
    let n = r + s + x;
    let (big, k) = if alpha >= beta { (alpha, s + 1.0) } else { (beta, r + x) };
    let gap = libm::fabs(alpha - beta);
    let f = |u: f64| log(hyp2f1(n, k, n + 1.0, gap / (big + u))) - n * log(big + u);
    if c.age <= c.recency { f64::NEG_INFINITY } else { ln_diff_exp(f(c.recency), f(c.age)) }
}
/// Fits by maximum likelihood.
///
/// # Errors
/// [`NoFit`] where the data say nothing.
pub fn fit(cells: &[Rft]) -> Result<Fit<4>, NoFit> {
    fit_for(cells)?;
    let t = mean_age(cells);
    maximise(|p| log_likelihood(p, cells), &[[0.5, t * 0.3, 0.6, t * 0.3]])
}
/// P(active at T | x, t_x, T).
pub fn p_alive(p: &[f64; 4], c: &Rft) -> f64 {
    let (_, alive, dead) = ln_parts(p, c);
    1.0 / (1.0 + exp(dead - alive))
}
/// Expected purchases in (T, T + t] given the history. Where s = 1 exactly, the limit is taken from beside it.
pub fn expected_purchases([r, alpha, s, beta]: &[f64; 4], c: &Rft, t: f64) -> f64 {
    let s = if libm::fabs(s - 1.0) < 1e-9 { 1.0 + 1e-9 } else { *s };
    let x = f64::from(c.frequency);
    let shrink = -libm::expm1((s - 1.0) * (log(beta + c.age) - log(beta + c.age + t)));
    (r + x) * (beta + c.age) / ((alpha + c.age) * (s - 1.0)) * shrink * p_alive(&[*r, *alpha, s, *beta], c)
}
/// Expected purchases in (0, t] of a new customer, the first not counted.
pub fn expected_new([r, alpha, s, beta]: &[f64; 4], t: f64) -> f64 {
    let s = if libm::fabs(s - 1.0) < 1e-9 { 1.0 + 1e-9 } else { *s };
    r * beta / (alpha * (s - 1.0)) * -libm::expm1((s - 1.0) * (log(*beta) - log(beta + t)))
}
/// Given the history and being active: λ ~ Gamma(shape, rate) and E[μ]. `(shape, rate, E[μ])`; μ ~ Gamma(s, β + T).
pub fn posterior([r, alpha, s, beta]: &[f64; 4], c: &Rft) -> (f64, f64, f64) {
    (r + f64::from(c.frequency), alpha + c.age, s / (beta + c.age))
}
