//! MBG/NBD: Batislam, Denizel & Filiztekin 2007, IJRM 24:201-209; Hoppe & Wagner 2007. As BG/NBD, but a customer may also drop out right
//! after the first purchase. Parameters `[r, alpha, a, b]`.
use crate::fit::{Fit, NoFit, maximise_while};
use crate::rft::{Rft, fit_for, mean_age};
use crate::special::hyp2f1;
use crate::sums::{Histories, Rising, mix};
use libm::{exp, log};

/// Log-likelihood of weighted histories.
pub fn log_likelihood(p: &[f64; 4], cells: &[Rft]) -> f64 {
    log_likelihood_and_gradient(p, &Histories::new(cells)).0
}
/// The same with its gradient in `[r, alpha, a, b]`.
pub(crate) fn log_likelihood_and_gradient([r, alpha, a, b]: &[f64; 4], all: &Histories) -> (f64, [f64; 4]) {
    let (of_r, of_b, of_ab) = (Rising::new(*r, all.longest), Rising::new(*b, all.longest), Rising::new(a + b, all.longest + 1));
    let (ln_alpha, ln_a) = (log(*alpha), log(*a));
    let logs = all.logs(*alpha);
    let stay: Vec<(f64, f64)> = (0..=all.longest).map(|x| b + f64::from(x)).map(|n| (log(n), 1.0 / n)).collect();
    all.total(|c, [age, seen]| {
        let x = f64::from(c.frequency);
        let at = c.frequency as usize;
        let ((lr, dr), (lb, db), (lab, dab)) = (of_r.at(at), of_b.at(at), of_ab.at(at + 1));
        let ((ln_age, per_age), (ln_seen, per_seen), (ln_stay, per_stay)) = (logs[age], logs[seen], stay[at]);
        // B(a, b+x+1) ÷ B(a, b) = (b)ₓ (b+x) ÷ (a+b)ₓ₊₁ and B(a+1, b+x) ÷ B(a, b) = a (b)ₓ ÷ (a+b)ₓ₊₁.
        let (ln, on, off) = mix(ln_stay - (r + x) * ln_age, ln_a - (r + x) * ln_seen);
        let gradient =
            [dr + ln_alpha - on * ln_age - off * ln_seen, r / alpha - (r + x) * (on * per_age + off * per_seen), off / a - dab, db - dab + on * per_stay];
        (lr + r * ln_alpha + lb - lab + ln, gradient)
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
    maximise_while(|p| log_likelihood_and_gradient(p, &all), &[[0.5, t * 0.2, 0.9, 1.6], [1.0, t * 0.5, 0.3, 3.0]], wanted)
}
/// P(active at T | x, t_x, T).
pub fn p_alive([r, alpha, a, b]: &[f64; 4], c: &Rft) -> f64 {
    let x = f64::from(c.frequency);
    let odds = log(*a) - log(b + x) + (r + x) * (log(alpha + c.age) - log(alpha + c.recency));
    1.0 / (1.0 + exp(odds))
}
/// Expected purchases in (T, T + t] given the history.
pub fn expected_purchases([r, alpha, a, b]: &[f64; 4], c: &Rft, t: f64) -> f64 {
    let a = if libm::fabs(a - 1.0) < 1e-7 { 1.0 + 1e-7 } else { *a };
    let x = f64::from(c.frequency);
    let z = t / (alpha + c.age + t);
    let h = hyp2f1(r + x, b + x + 1.0, a + b + x, z);
    let front = (a + b + x) / (a - 1.0);
    front * (1.0 - exp((r + x) * (log(alpha + c.age) - log(alpha + c.age + t))) * h) * p_alive(&[*r, *alpha, a, *b], c)
}
/// Expected purchases in (0, t] of a new customer, the first not counted.
pub fn expected_new([r, alpha, a, b]: &[f64; 4], t: f64) -> f64 {
    let a = if libm::fabs(a - 1.0) < 1e-7 { 1.0 + 1e-7 } else { *a };
    let h = hyp2f1(*r, b + 1.0, a + b, t / (alpha + t));
    b / (a - 1.0) * (1.0 - exp(r * (log(*alpha) - log(alpha + t))) * h)
}
/// Given the history and being active: λ ~ Gamma(shape, rate) and mean of p. `(shape, rate, E[p])`; p ~ Beta(a, b + x + 1).
pub fn posterior([r, alpha, a, b]: &[f64; 4], c: &Rft) -> (f64, f64, f64) {
    let x = f64::from(c.frequency);
    (r + x, alpha + c.age, a / (a + b + x + 1.0))
}
