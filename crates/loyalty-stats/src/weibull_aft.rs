//! Accelerated failure time with Weibull lifetimes and right censoring (Kalbfleisch & Prentice 2002, chapters 2 and 3):
//! S(t) = exp(−(t/λ)^ρ) with ln λ = b₀ + b·x. A covariate stretches time: exp(bⱼ) times the life per unit of xⱼ.
use crate::cox::Subject;
use crate::fit::NoFit;
use crate::newton::{Estimates, Surface, newton};
use libm::{exp, log, pow};

/// A fitted model. Coefficients, as in `estimates`: b of the covariates, then b₀, then ln ρ.
#[derive(Debug, Clone, PartialEq)]
pub struct WeibullAft {
    /// b, b₀, ln ρ with log-likelihood and covariance.
    pub estimates: Estimates,
}
impl WeibullAft {
    /// b₀.
    pub fn intercept(&self) -> f64 {
        self.estimates.coefficients[self.estimates.coefficients.len() - 2]
    }
    /// ρ; below 1 those who stay become ever less likely to leave.
    pub fn shape(&self) -> f64 {
        exp(self.estimates.coefficients[self.estimates.coefficients.len() - 1])
    }
    /// λ of a customer.
    pub fn scale(&self, covariates: &[f64]) -> f64 {
        exp(self.intercept() + covariates.iter().zip(&self.estimates.coefficients).map(|(x, b)| x * b).sum::<f64>())
    }
    /// S(t) of a customer.
    pub fn survival(&self, covariates: &[f64], t: f64) -> f64 {
        exp(-pow(t / self.scale(covariates), self.shape()))
    }
}
/// Log-likelihood at (b, b₀, ln ρ), in the time unit of the data.
pub fn log_likelihood(subjects: &[Subject], at: &[f64]) -> f64 {
    surface(subjects, at).value
}
/// The same with its slopes at (b, b₀, ln ρ). With w = ρ (ln t − ln λ) an event gives ln ρ + w − ln t − eʷ, a censoring −eʷ.
fn surface(subjects: &[Subject], at: &[f64]) -> Surface {
    let n = at.len();
    let (b, intercept, ln_rho) = (&at[..n - 2], at[n - 2], at[n - 1]);
    let rho = exp(ln_rho);
    let mut out = Surface::flat(n);
    for s in subjects {
        let ln_t = log(s.time);
        let w = rho * (ln_t - intercept - s.covariates.iter().zip(b).map(|(x, b)| x * b).sum::<f64>());
        let (hazard, event) = (exp(w), f64::from(u8::from(s.event)));
        out.value += event * (ln_rho + w - ln_t) - hazard;
        let by_scale = rho * (hazard - event);
        let (both, by_scale_twice) = (rho * (event - hazard - hazard * w), rho * rho * hazard);
        let x = |i: usize| if i < n - 2 { s.covariates[i] } else { 1.0 };
        for i in 0..n - 1 {
            out.gradient[i] += by_scale * x(i);
            (0..=i).for_each(|j| out.information[i][j] += by_scale_twice * x(i) * x(j));
            out.information[n - 1][i] += both * x(i);
        }
        out.gradient[n - 1] += event * (1.0 + w) - w * hazard;
        out.information[n - 1][n - 1] += w * (hazard - event) + w * w * hazard;
    }
    for i in 0..n {
        for j in 0..i {
            out.information[j][i] = out.information[i][j];
        }
    }
    out
}
/// Fits by Newton-Raphson from the constant hazard that is equal for all. All in one stratum: [`Subject::stratum`] is not read.
///
/// # Errors
/// [`NoFit`] without customers or events, where a time is not above zero, and where covariates cannot be distinguished.
pub fn fit(subjects: &[Subject]) -> Result<WeibullAft, NoFit> {
    let n = subjects.first().ok_or(NoFit::NoCustomers)?.covariates.len();
    let events = subjects.iter().filter(|s| s.event).count();
    if events == 0 {
        return Err(NoFit::NoEvent);
    }
    let usable = |s: &Subject| s.covariates.len() == n && s.time > 0.0 && s.time.is_finite() && s.covariates.iter().all(|x| x.is_finite());
    if !subjects.iter().all(usable) {
        return Err(NoFit::NotFinite);
    }
    let mut start = vec![0.0; n + 2];
    start[n] = log(subjects.iter().map(|s| s.time).sum::<f64>() / events as f64);
    Ok(WeibullAft { estimates: newton(|at| surface(subjects, at), start)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    proptest! {
        #[test]
        fn slopes_are_slopes(b in -0.5..0.5f64, b0 in 0.0..3.0f64, ln_rho in -1.0..1.0f64, time in 0.1..50.0f64, event: bool, x in -2.0..2.0f64) {
            let one = [Subject { time, event, stratum: 0, covariates: vec![x] }, Subject { time: 3.0, event: true, stratum: 0, covariates: vec![1.0] }];
            let at = [b, b0, ln_rho];
            let here = surface(&one, &at);
            for i in 0..3 {
                let h = 1e-6;
                let (mut up, mut down) = (at, at);
                up[i] += h;
                down[i] -= h;
                let (up, down) = (surface(&one, &up), surface(&one, &down));
                let size = here.value.abs() + here.information.iter().flatten().fold(1.0, |m: f64, v| m.max(v.abs()));
                prop_assert!(((up.value - down.value) / (2.0 * h) - here.gradient[i]).abs() < 1e-6 * size);
                for j in 0..3 {
                    prop_assert!(((up.gradient[j] - down.gradient[j]) / (2.0 * h) + here.information[i][j]).abs() < 1e-5 * size);
                }
            }
        }
    }
}
