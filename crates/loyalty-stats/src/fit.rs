//! Maximum likelihood on log-parameters, with a named ending.
use libm::{exp, fabs, log, sqrt};

/// Why a fit stopped.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ending {
    /// The gradient in log-parameters is below 1e-9 of the likelihood's scale, or no step improves any more.
    Converged,
    /// Steps no longer raise the likelihood by 1e-11 of its size, or a parameter is 160,000 times its start, though the gradient is not nothing: a ridge, on which some parameters
    /// cannot be distinguished (for Pareto/NBD: s and β growing together, when all customers leave at one rate).
    Ridge,
    /// The limit of iterations was reached.
    IterationLimit,
}
/// Why there is nothing to fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoFit {
    /// No customers.
    #[error("there are no customers")]
    NoCustomers,
    /// Nobody bought twice, so rate and drop-out cannot be distinguished.
    #[error("nobody bought twice, so nothing tells a purchase rate from a drop-out")]
    NoRepeatBuyer,
    /// Nobody left, so the rate of leaving has no lower end.
    #[error("nobody left, so nothing tells how long a contract lasts")]
    NobodyLeft,
    /// No event was seen, so there is no hazard to compare.
    #[error("no event was seen, so nothing tells who is at risk")]
    NoEvent,
    /// A covariate is constant, or a sum of others.
    #[error("a covariate is the same for everyone or a sum of the others, so their effects cannot be distinguished")]
    NotToldApart,
    /// More covariates than the models take.
    #[error("there are more than three covariates")]
    TooManyCovariates,
    /// Whoever asked for the fit wants it no more.
    #[error("the fit was asked to stop")]
    Cancelled,
    /// The likelihood has no finite value at any start.
    #[error("the likelihood is not finite at any starting point")]
    NotFinite,
}
/// A fitted model with N positive parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit<const N: usize> {
    /// Parameters in the paper's order.
    pub parameters: [f64; N],
    /// Log-likelihood at them.
    pub log_likelihood: f64,
    /// Why it stopped.
    pub ending: Ending,
    /// Likelihood evaluations.
    pub evaluations: u32,
    /// Covariance of the log-parameters (inverse Hessian); `None` where the surface is too flat to invert.
    pub covariance: Option<[[f64; N]; N]>,
}
impl<const N: usize> Fit<N> {
    /// Standard errors of the parameters by the delta method: parameter × se of its log.
    pub fn standard_errors(&self) -> Option<[f64; N]> {
        self.covariance.map(|c| std::array::from_fn(|i| self.parameters[i] * sqrt(c[i][i])))
    }
}

/// Maximises a log-likelihood over positive parameters by BFGS on their logs, from the first start that converges; where
/// none does, the best ending is kept. `log_likelihood` gives the value and its gradient in the parameters.
///
/// # Errors
/// [`NoFit::NotFinite`].
pub fn maximise<const N: usize>(log_likelihood: impl Fn(&[f64; N]) -> (f64, [f64; N]), starts: &[[f64; N]]) -> Result<Fit<N>, NoFit> {
    maximise_while(log_likelihood, starts, &|| true)
}
/// The same as long as `wanted`, which is asked before each evaluation of the likelihood.
///
/// # Errors
/// [`NoFit::NotFinite`], [`NoFit::Cancelled`].
pub fn maximise_while<const N: usize>(
    log_likelihood: impl Fn(&[f64; N]) -> (f64, [f64; N]),
    starts: &[[f64; N]],
    wanted: &dyn Fn() -> bool,
) -> Result<Fit<N>, NoFit> {
    let mut evaluations = 0;
    let mut objective = |u: &[f64; N]| {
        evaluations += 1;
        let nothing = (f64::INFINITY, [f64::NAN; N]);
        if !wanted() || u.iter().any(|v| fabs(*v) > 25.0) {
            return nothing;
        }
        let p = u.map(exp);
        let (value, slope) = log_likelihood(&p);
        if value.is_finite() { (-value, std::array::from_fn(|i| -slope[i] * p[i])) } else { nothing }
    };
    let mut best: Option<(f64, [f64; N], Ending)> = None;
    for start in starts {
        let (value, at, ending) = bfgs(&mut objective, start.map(log));
        if value.is_finite() && best.as_ref().is_none_or(|b| value < b.0) {
            best = Some((value, at, ending));
        }
        if ending == Ending::Converged {
            break;
        }
    }
    if !wanted() {
        return Err(NoFit::Cancelled);
    }
    let (value, at, ending) = best.ok_or(NoFit::NotFinite)?;
    let covariance = invert(&hessian(&mut objective, &at));
    if !wanted() {
        return Err(NoFit::Cancelled);
    }
    Ok(Fit { parameters: at.map(exp), log_likelihood: -value, ending, evaluations, covariance })
}

/// A log-likelihood with its gradient by central differences: for models whose written gradient would not pay.
pub fn by_differences<const N: usize>(f: impl Fn(&[f64; N]) -> f64) -> impl Fn(&[f64; N]) -> (f64, [f64; N]) {
    move |p| {
        let slope = std::array::from_fn(|i| {
            let h = 1e-6 * p[i];
            let (mut up, mut down) = (*p, *p);
            up[i] += h;
            down[i] -= h;
            (f(&up) - f(&down)) / (2.0 * h)
        });
        (f(p), slope)
    }
}
/// Farthest that the log of a parameter goes from its start: 160,000 times as much, or as little.
const FARTHEST: f64 = 12.0;
/// A gradient in log-parameters below this share of the likelihood's size is none, where steps no longer raise the likelihood.
const FLAT: f64 = 1e-6;

fn bfgs<const N: usize>(f: &mut impl FnMut(&[f64; N]) -> (f64, [f64; N]), start: [f64; N]) -> (f64, [f64; N], Ending) {
    let mut x = start;
    let (mut value, mut g) = f(&x);
    let identity = |scale: f64| -> [[f64; N]; N] { std::array::from_fn(|i| std::array::from_fn(|j| if i == j { scale } else { 0.0 })) };
    let norm = |v: &[f64; N]| sqrt(v.iter().map(|a| a * a).sum::<f64>());
    let mut inverse = identity(1.0 / norm(&g).max(1.0));
    let mut fresh = true;
    let mut before = f64::INFINITY;
    for iteration in 0..500 {
        if !value.is_finite() || g.iter().any(|v| !v.is_finite()) {
            return (value, x, Ending::IterationLimit);
        }
        if norm(&g) <= 1e-9 * fabs(value).max(1.0) {
            return (value, x, Ending::Converged);
        }
        if (0..N).any(|i| fabs(x[i] - start[i]) > FARTHEST) {
            return (value, x, Ending::Ridge);
        }
        if iteration % 5 == 4 {
            if before - value <= 1e-11 * fabs(value).max(1.0) {
                return (value, x, if norm(&g) <= FLAT * fabs(value).max(1.0) { Ending::Converged } else { Ending::Ridge });
            }
            before = value;
        }
        let step: [f64; N] = std::array::from_fn(|i| -(0..N).map(|j| inverse[i][j] * g[j]).sum::<f64>());
        let slope: f64 = (0..N).map(|i| step[i] * g[i]).sum();
        if !fresh && -slope <= 1e-13 * fabs(value).max(1.0) {
            return (value, x, if norm(&g) <= FLAT * fabs(value).max(1.0) { Ending::Converged } else { Ending::Ridge });
        }
        let longest = step.iter().fold(0.0f64, |m, s| m.max(fabs(*s)));
        let mut t = if longest > 2.0 { 2.0 / longest } else { 1.0 };
        let mut moved = None;
        for _ in 0..40 {
            let next: [f64; N] = std::array::from_fn(|i| x[i] + t * step[i]);
            let (v, slopes) = f(&next);
            if v <= value + 1e-4 * t * slope {
                moved = Some((next, v, slopes));
                break;
            }
            t *= 0.5;
        }
        let Some((next, v, g_next)) = moved else {
            if fresh {
                return (value, x, Ending::Converged);
            }
            inverse = identity(1.0 / norm(&g).max(1.0));
            fresh = true;
            continue;
        };
        fresh = false;
        update(&mut inverse, &std::array::from_fn(|i| next[i] - x[i]), &std::array::from_fn(|i| g_next[i] - g[i]));
        (x, value, g) = (next, v, g_next);
    }
    (value, x, Ending::IterationLimit)
}
/// BFGS update of the inverse Hessian with step s and change of gradient y.
fn update<const N: usize>(inverse: &mut [[f64; N]; N], s: &[f64; N], y: &[f64; N]) {
    let sy: f64 = (0..N).map(|i| s[i] * y[i]).sum();
    if sy <= 1e-14 {
        return;
    }
    let hy: [f64; N] = std::array::from_fn(|i| (0..N).map(|j| inverse[i][j] * y[j]).sum());
    let yhy: f64 = (0..N).map(|i| y[i] * hy[i]).sum();
    for i in 0..N {
        for j in 0..N {
            inverse[i][j] += (1.0 + yhy / sy) * s[i] * s[j] / sy - (hy[i] * s[j] + s[i] * hy[j]) / sy;
        }
    }
}
/// By central differences of the gradient.
fn hessian<const N: usize>(f: &mut impl FnMut(&[f64; N]) -> (f64, [f64; N]), at: &[f64; N]) -> [[f64; N]; N] {
    let h = 1e-4;
    let columns: [[f64; N]; N] = std::array::from_fn(|j| {
        let (mut up, mut down) = (*at, *at);
        up[j] += h;
        down[j] -= h;
        let (u, d) = (f(&up).1, f(&down).1);
        std::array::from_fn(|i| (u[i] - d[i]) / (2.0 * h))
    });
    std::array::from_fn(|i| std::array::from_fn(|j| 0.5 * (columns[i][j] + columns[j][i])))
}
/// Inverse of a symmetric positive definite matrix by Gauss–Jordan; `None` where it is not.
#[allow(clippy::needless_range_loop)]
fn invert<const N: usize>(m: &[[f64; N]; N]) -> Option<[[f64; N]; N]> {
    let mut a = *m;
    let mut inv: [[f64; N]; N] = std::array::from_fn(|i| std::array::from_fn(|j| if i == j { 1.0 } else { 0.0 }));
    for col in 0..N {
        let pivot = (col..N).max_by(|&p, &q| fabs(a[p][col]).total_cmp(&fabs(a[q][col])))?;
        if fabs(a[pivot][col]) < 1e-12 || !a[pivot][col].is_finite() {
            return None;
        }
        a.swap(col, pivot);
        inv.swap(col, pivot);
        let d = a[col][col];
        for j in 0..N {
            a[col][j] /= d;
            inv[col][j] /= d;
        }
        for i in (0..N).filter(|&i| i != col) {
            let factor = a[i][col];
            for j in 0..N {
                a[i][j] -= factor * a[col][j];
                inv[i][j] -= factor * inv[col][j];
            }
        }
    }
    (0..N).all(|i| inv[i][i] > 0.0).then_some(inv)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rft::Rft;
    use std::cell::Cell;

    #[test]
    fn a_fit_ends_at_the_evaluation_at_which_it_is_wanted_no_more() {
        let cells: Vec<Rft> = (0..60).map(|i| Rft { frequency: i % 5, recency: f64::from(i % 5) * 3.0, age: 20.0 + f64::from(i % 7), weight: 1.0 }).collect();
        type Model = fn(&[Rft], &dyn Fn() -> bool) -> Result<Fit<4>, NoFit>;
        let models: [Model; 3] = [crate::bg_nbd::fit_while, crate::mbg_nbd::fit_while, crate::pareto_nbd::fit_while];
        for fit in models {
            let whole = fit(&cells, &|| true).unwrap();
            for most in [0, 1, 7, whole.evaluations - 1] {
                let asked = Cell::new(0);
                let wanted = || {
                    asked.set(asked.get() + 1);
                    asked.get() <= most
                };
                assert_eq!(fit(&cells, &wanted).unwrap_err(), NoFit::Cancelled, "after {most}");
                // What is left costs no evaluation of the likelihood: a line search of 40 halvings a start, the Hessian's differences, and the ends.
                assert!(asked.get() < most + 400, "asked {} times after {most}", asked.get());
            }
        }
    }
}
