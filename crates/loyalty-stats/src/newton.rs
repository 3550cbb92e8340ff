//! Newton-Raphson on coefficients of any sign and number, for log-likelihoods whose second derivatives are written out.
use crate::fit::{Ending, NoFit};
use crate::linear::Factor;
use libm::{fabs, sqrt};

/// A log-likelihood at one point: value, gradient, and the information (minus the second derivatives).
pub(crate) struct Surface {
    pub(crate) value: f64,
    pub(crate) gradient: Vec<f64>,
    pub(crate) information: Vec<Vec<f64>>,
}
impl Surface {
    pub(crate) fn flat(n: usize) -> Surface {
        Surface { value: 0.0, gradient: vec![0.0; n], information: vec![vec![0.0; n]; n] }
    }
}
/// Coefficients found by maximum likelihood.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimates {
    /// In the order of the covariates.
    pub coefficients: Vec<f64>,
    /// Log-likelihood at them.
    pub log_likelihood: f64,
    /// Inverse of the observed information.
    pub covariance: Vec<Vec<f64>>,
    /// Why it stopped. A ridge: some coefficient has no finite best value, as where one group had no event at all.
    pub ending: Ending,
    /// Likelihood evaluations.
    pub evaluations: u32,
}
impl Estimates {
    /// Square roots of the diagonal of the covariance.
    pub fn standard_errors(&self) -> Vec<f64> {
        self.covariance.iter().enumerate().map(|(i, row)| sqrt(row[i])).collect()
    }
}
/// Rise still to be had, in log-likelihood, at which the last step is taken.
const ENOUGH: f64 = 1e-10;
/// Where rises shrink no faster than this from step to step so near the end, a coefficient is running away.
const SLOW: f64 = 0.05;

/// # Errors
/// [`NoFit::NotFinite`] at the start; [`NoFit::NotToldApart`] where the information at the end cannot be inverted.
pub(crate) fn newton(f: impl Fn(&[f64]) -> Surface, start: Vec<f64>) -> Result<Estimates, NoFit> {
    let (mut at, mut here, mut evaluations) = (start.clone(), f(&start), 1);
    if !here.value.is_finite() {
        return Err(NoFit::NotFinite);
    }
    let (mut before, mut ending) = (f64::INFINITY, Ending::IterationLimit);
    for _ in 0..100 {
        let step = damped(&here.information).ok_or(NoFit::NotToldApart)?.solve(&here.gradient);
        let rise = step.iter().zip(&here.gradient).map(|(s, g)| s * g).sum::<f64>();
        let mut t = 1.0;
        let moved = loop {
            let next: Vec<f64> = at.iter().zip(&step).map(|(a, s)| a + t * s).collect();
            let there = f(&next);
            evaluations += 1;
            // Near the end a step may lose what rounding loses.
            if there.value >= here.value - 1e-13 * fabs(here.value) * f64::from(u8::from(rise <= ENOUGH)) {
                break Some((next, there));
            }
            t *= 0.5;
            if t < 1e-10 {
                break None;
            }
        };
        let runs_away = before < 1e-2 && rise > SLOW * before;
        match moved {
            Some(next) => (at, here) = next,
            None => {
                ending = if rise <= ENOUGH * fabs(here.value).max(1.0) { Ending::Converged } else { Ending::Ridge };
                break;
            }
        }
        if rise <= ENOUGH {
            ending = if runs_away { Ending::Ridge } else { Ending::Converged };
            break;
        }
        before = rise;
    }
    let covariance = Factor::of(&here.information).ok_or(NoFit::NotToldApart)?.inverse();
    Ok(Estimates { coefficients: at, log_likelihood: here.value, covariance, ending, evaluations })
}
/// The information's factor; far from the maximum, where it need not be positive definite, of one with a heavier diagonal.
fn damped(information: &[Vec<f64>]) -> Option<Factor> {
    std::iter::once(0.0).chain((0..12).map(|k| libm::pow(10.0, f64::from(k - 5)))).find_map(|weight| {
        let mut m = information.to_vec();
        (0..m.len()).for_each(|i| m[i][i] += weight * fabs(m[i][i]).max(1e-8));
        Factor::of(&m)
    })
}
