//! NBD in timing form: Ehrenberg 1959; Poisson purchases with λ ~ Gamma(r, α), nobody drops out. Parameters `[r, alpha]`.
use crate::fit::{Fit, NoFit, maximise};
use crate::rft::{Rft, fit_for, mean_age};
use crate::sums::{Rising, longest, total};
use libm::log;

/// Log-likelihood of weighted histories: Γ(r+x)/Γ(r) · αʳ (α+T)^−(r+x).
pub fn log_likelihood(p: &[f64; 2], cells: &[Rft]) -> f64 {
    log_likelihood_and_gradient(p, cells, longest(cells)).0
}
pub(crate) fn log_likelihood_and_gradient([r, alpha]: &[f64; 2], cells: &[Rft], longest: u32) -> (f64, [f64; 2]) {
    let of_r = Rising::new(*r, longest);
    let ln_alpha = log(*alpha);
    total(cells, |c| {
        let x = f64::from(c.frequency);
        let (lr, dr) = of_r.at(c.frequency as usize);
        let ln_age = log(alpha + c.age);
        (lr + r * ln_alpha - (r + x) * ln_age, [dr + ln_alpha - ln_age, r / alpha - (r + x) / (alpha + c.age)])
    })
}
/// Fits by maximum likelihood.
///
/// # Errors
/// [`NoFit`] where the data say nothing.
pub fn fit(cells: &[Rft]) -> Result<Fit<2>, NoFit> {
    fit_for(cells)?;
    let (t, longest) = (mean_age(cells), longest(cells));
    maximise(|p| log_likelihood_and_gradient(p, cells, longest), &[[0.5, t * 0.4]])
}
/// Expected purchases in (T, T + t] given the history.
pub fn expected_purchases([r, alpha]: &[f64; 2], c: &Rft, t: f64) -> f64 {
    (r + f64::from(c.frequency)) / (alpha + c.age) * t
}
