//! Discrete Weibull lifetimes of contracts: Nakagawa & Osaki 1975, IEEE Transactions on Reliability 24(5):300-301. S(t) = (1 − θ)^(tᶜ); c = 1
//! is the geometric, the constant churn that 1 ÷ churn supposes. Parameters `[theta, c]`; t counts renewals. All customers alike: the models
//! of [`crate::sbg`] are judged against these two.
use crate::fit::{Fit, NoFit, maximise};
use crate::sbg::{Lifetimes, fit_for};
use libm::{exp, expm1, log, log1p, pow};

/// ln S(t) and its slopes in k = −ln(1 − θ) and c.
fn ln_survival([k, c]: &[f64; 2], t: u32) -> (f64, [f64; 2]) {
    if t == 0 {
        return (0.0, [0.0; 2]);
    }
    let u = pow(f64::from(t), *c);
    (-k * u, [-u, -k * u * log(f64::from(t))])
}
fn in_rate(p: &[f64; 2], data: &Lifetimes) -> (f64, [f64; 2]) {
    let mut sum = (0.0, [0.0; 2]);
    for (t, w) in data.running.iter().filter(|r| r.1 > 0.0) {
        let (v, slope) = ln_survival(p, *t);
        sum.0 += w * v;
        (0..2).for_each(|i| sum.1[i] += w * slope[i]);
    }
    for (t, w) in data.ended.iter().filter(|r| r.1 > 0.0 && r.0 > 0) {
        let ((before, slope_before), (after, slope_after)) = (ln_survival(p, t - 1), ln_survival(p, *t));
        // S(t−1) − S(t), divided by S(t−1).
        let left = -expm1(after - before);
        sum.0 += w * (before + log(left));
        (0..2).for_each(|i| sum.1[i] += w * (slope_before[i] - (1.0 - left) * slope_after[i]) / left);
    }
    sum
}
/// Log-likelihood of `[theta, c]`.
pub fn log_likelihood([theta, c]: &[f64; 2], data: &Lifetimes) -> f64 {
    in_rate(&[-log1p(-theta), *c], data).0
}
/// Fits by maximum likelihood, on the rate −ln(1 − θ), which any positive number may be.
///
/// # Errors
/// [`NoFit`] without customers, or where nobody left.
pub fn fit(data: &Lifetimes) -> Result<Fit<2>, NoFit> {
    fit_for(data)?;
    let mut found = maximise(|p| in_rate(p, data), &[[0.3, 1.0], [0.05, 1.0]])?;
    let rate = found.parameters[0];
    let theta = -expm1(-rate);
    found.parameters[0] = theta;
    // d ln θ ÷ d ln rate
    let turn = rate * (1.0 - theta) / theta;
    if let Some(c) = &mut found.covariance {
        c[0][0] *= turn * turn;
        c[0][1] *= turn;
        c[1][0] *= turn;
    }
    Ok(found)
}
/// The geometric's θ, in closed form: those who left ÷ renewals faced; and its log-likelihood.
///
/// # Errors
/// [`NoFit`] without customers, or where nobody left.
pub fn fit_geometric(data: &Lifetimes) -> Result<(f64, f64), NoFit> {
    fit_for(data)?;
    let faced: f64 = data.ended.iter().chain(&data.running).map(|(t, w)| f64::from(*t) * w).sum();
    let theta = data.ended.iter().map(|r| r.1).sum::<f64>() / faced;
    Ok((theta, log_likelihood(&[theta, 1.0], data)))
}
/// S(t), the share still there after t renewals.
pub fn survival([theta, c]: &[f64; 2], t: u32) -> f64 {
    exp(ln_survival(&[-log1p(-theta), *c], t).0)
}
