//! BG/NBD: Fader, Hardie & Lee 2005, Marketing Science 24(2):275-284. Purchases are Poisson with rate λ ~ Gamma(r, α); after each
//! purchase the customer drops out with probability p ~ Beta(a, b). Parameters `[r, alpha, a, b]`; α in the time unit of the data.
use crate::distributions::incomplete_beta;
use crate::fit::{Fit, NoFit, maximise_while};
use crate::rft::{Rft, fit_for, mean_age};
use crate::special::{hyp2f1, ln_beta, ln_gamma};
use crate::sums::{Histories, Rising, mix};
use libm::{exp, log};

/// Log-likelihood of weighted histories (their equation 3).
pub fn log_likelihood(p: &[f64; 4], cells: &[Rft]) -> f64 {
    log_likelihood_and_gradient(p, &Histories::new(cells)).0
}
/// The same with its gradient in `[r, alpha, a, b]`.
pub(crate) fn log_likelihood_and_gradient([r, alpha, a, b]: &[f64; 4], all: &Histories) -> (f64, [f64; 4]) {
    let (of_r, of_b, of_ab) = (Rising::new(*r, all.longest), Rising::new(*b, all.longest), Rising::new(a + b, all.longest));
    let ln_alpha = log(*alpha);
    let logs = all.logs(*alpha);
    // ln(a ÷ (b + x − 1)) and 1 ÷ (b + x − 1), for x ≥ 1.
    let dead: Vec<(f64, f64)> = (0..=all.longest).map(|x| b + f64::from(x) - 1.0).map(|n| (log(a / n), 1.0 / n)).collect();
    all.total(|c, [age, seen]| {
        let x = f64::from(c.frequency);
        let at = c.frequency as usize;
        let ((lr, dr), (lb, db), (lab, dab)) = (of_r.at(at), of_b.at(at), of_ab.at(at));
        let common = lr + r * ln_alpha + lb - lab;
        let (ln_age, per_age) = logs[age];
        let alive = -(r + x) * ln_age;
        if c.frequency == 0 {
            return (common + alive, [dr + ln_alpha - ln_age, r / alpha - (r + x) * per_age, -dab, db - dab]);
        }
        let ((ln_seen, per_seen), (ln_dead, per_dead)) = (logs[seen], dead[at]);
        let (ln, on, off) = mix(alive, ln_dead - (r + x) * ln_seen);
        let gradient =
            [dr + ln_alpha - on * ln_age - off * ln_seen, r / alpha - (r + x) * (on * per_age + off * per_seen), off / a - dab, db - dab - off * per_dead];
        (common + ln, gradient)
    })
}
/// Fits by maximum likelihood.
///
/// # Errors
/// [`NoFit`] where the data say nothing.
pub fn fit(cells: &[Rft]) -> Result<Fit<4>, NoFit> {
    fit_while(cells, &|| true)
}
/// The same as long as `wanted`, which is asked before each evaluation of the likelihood.
///
/// # Errors
/// [`NoFit`], [`NoFit::Cancelled`].
pub fn fit_while(cells: &[Rft], wanted: &dyn Fn() -> bool) -> Result<Fit<4>, NoFit> {
    fit_for(cells)?;
    let t = mean_age(cells);
    let all = Histories::new(cells);
    maximise_while(|p| log_likelihood_and_gradient(p, &all), &[[0.3, t * 0.15, 0.8, 2.5], [1.0, t * 0.5, 0.3, 3.0]], wanted)
}
/// P(active at T | x, t_x, T). One for x = 0 by construction of the model.
pub fn p_alive([r, alpha, a, b]: &[f64; 4], c: &Rft) -> f64 {
    if c.frequency == 0 {
        return 1.0;
    }
    let x = f64::from(c.frequency);
    let odds = log(*a) - log(b + x - 1.0) + (r + x) * (log(alpha + c.age) - log(alpha + c.recency));
    1.0 / (1.0 + exp(odds))
}
/// Expected purchases in (T, T + t] given the history (their equation 10). Where a = 1 exactly, the limit is taken from beside it.
pub fn expected_purchases([r, alpha, a, b]: &[f64; 4], c: &Rft, t: f64) -> f64 {
    let a = if libm::fabs(a - 1.0) < 1e-7 { 1.0 + 1e-7 } else { *a };
    let x = f64::from(c.frequency);
    let z = t / (alpha + c.age + t);
    let h = hyp2f1(r + x, b + x, a + b + x - 1.0, z);
    let front = (a + b + x - 1.0) / (a - 1.0);
    front * (1.0 - exp((r + x) * (log(alpha + c.age) - log(alpha + c.age + t))) * h) * p_alive(&[*r, *alpha, a, *b], c)
}
/// Expected purchases in (0, t] of a new customer (their equation 9), the first not counted.
pub fn expected_new([r, alpha, a, b]: &[f64; 4], t: f64) -> f64 {
    let a = if libm::fabs(a - 1.0) < 1e-7 { 1.0 + 1e-7 } else { *a };
    let h = hyp2f1(*r, *b, a + b - 1.0, t / (alpha + t));
    (a + b - 1.0) / (a - 1.0) * (1.0 - exp(r * (log(*alpha) - log(alpha + t))) * h)
}
/// P(X(t) = x), the chance of x purchases in (0, t] of a new customer (their equation 8), the first not counted.
pub fn probability([r, alpha, a, b]: &[f64; 4], x: u32, t: f64) -> f64 {
    if t <= 0.0 {
        return f64::from(u8::from(x == 0));
    }
    let (k, share) = (f64::from(x), t / (alpha + t));
    let of_count = ln_gamma(r + k) - ln_gamma(*r) - ln_gamma(k + 1.0) + r * log(alpha / (alpha + t)) + k * log(share);
    let active = exp(ln_beta(*a, b + k) - ln_beta(*a, *b) + of_count);
    // Dropped out at the x-th purchase: their 1 − Σ is the chance of x or more at the rate, without its cancellation.
    let dropped = if x == 0 { 0.0 } else { exp(ln_beta(a + 1.0, b + k - 1.0) - ln_beta(*a, *b)) * incomplete_beta(k, *r, share) };
    active + dropped
}
/// Given the history and being active: λ ~ Gamma(shape, rate) and mean of p. `(shape, rate, E[p])`; p ~ Beta(a, b + x).
pub fn posterior([r, alpha, a, b]: &[f64; 4], c: &Rft) -> (f64, f64, f64) {
    let x = f64::from(c.frequency);
    (r + x, alpha + c.age, a / (a + b + x))
}
