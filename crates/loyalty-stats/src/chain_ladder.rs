//! Chain ladder with Mack's standard errors (Mack 1993, ASTIN Bulletin 23(2):213-225; 1999, 29(2):361-366), Bornhuetter-Ferguson and
//! Cape Cod. On points: origin = month of earning, development = months since, value = points redeemed so far.
use libm::{exp, log, sqrt};

/// Cumulative values by origin; the row of the i-th origin is i shorter than the first.
pub type Triangle = Vec<Vec<f64>>;

/// How the last σ², which one observation cannot give, is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastSigma {
    /// min(σ⁴ₙ₋₂ ÷ σ²ₙ₋₃, σ²ₙ₋₃, σ²ₙ₋₂), as in Mack's paper.
    Mack,
    /// ln σ regressed on the development period.
    LogLinear,
}
/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoTriangle {
    /// Under three origins, or rows that are not each one shorter.
    #[error("a run-off triangle has at least three origins, and each row is one shorter than the one before")]
    Shape,
    /// A value below zero, or a development period that begins with nothing.
    #[error("a development period begins with nothing, so no factor can be estimated")]
    Nothing,
    /// A tail beside factors that do not fall towards 1.
    #[error("the factors do not fall towards 1, so nothing tells how sure a tail is")]
    Tail,
}
/// The development found.
#[derive(Debug, Clone, PartialEq)]
pub struct ChainLadder {
    /// Factor from development k to k + 1.
    pub factors: Vec<f64>,
    /// σₖ.
    pub sigmas: Vec<f64>,
    /// Standard error of each factor: σₖ ÷ √Sₖ.
    pub factor_errors: Vec<f64>,
    /// Ultimate by origin.
    pub ultimates: Vec<f64>,
    /// Still to come by origin.
    pub reserves: Vec<f64>,
    /// Standard error of the reserve by origin.
    pub errors: Vec<f64>,
    /// Standard error of the total reserve.
    pub total_error: f64,
}
impl ChainLadder {
    /// Sum of ultimates.
    pub fn total_ultimate(&self) -> f64 {
        self.ultimates.iter().sum()
    }
    /// Sum of reserves.
    pub fn total_reserve(&self) -> f64 {
        self.reserves.iter().sum()
    }
    /// The same with a given factor for what comes after the last development seen, which then ends `factors`. How sure the tail is, is
    /// read off the factors known, as R's `MackChainLadder` does: ln(f − 1) is a line in the development period, which places the tail;
    /// there ln σ and ln of the factors' errors, lines as well, give its own. Not for points that expire by a date: their last factor is 1.
    ///
    /// # Errors
    /// [`NoTriangle::Tail`].
    pub fn with_tail(&self, tail: f64) -> Result<ChainLadder, NoTriangle> {
        let fall: Vec<(f64, f64)> = (0..).zip(&self.factors).filter(|(_, f)| **f > 1.0).map(|(k, f)| (f64::from(k), log(f - 1.0))).collect();
        let logs = |values: &[f64]| -> Vec<(f64, f64)> { (0..).zip(values).filter(|(_, v)| **v > 0.0).map(|(k, v)| (f64::from(k), log(*v))).collect() };
        let ((level, slope), sigmas, errors) = (line(&fall), line(&logs(&self.sigmas)), line(&logs(&self.factor_errors)));
        let place = (log(tail - 1.0) - level) / slope;
        let (sigma, error) = (exp(sigmas.0 + sigmas.1 * place), exp(errors.0 + errors.1 * place));
        if !(tail > 1.0 && slope < 0.0 && sigma.is_finite() && error.is_finite()) {
            return Err(NoTriangle::Tail);
        }
        let mut out = self.clone();
        out.factors.push(tail);
        out.sigmas.push(sigma);
        out.factor_errors.push(error);
        let total = self.total_ultimate();
        out.total_error = sqrt((self.total_error * tail).powi(2) + total * sigma * sigma + (total * error).powi(2));
        for i in 0..out.ultimates.len() {
            let before = self.ultimates[i];
            out.ultimates[i] = before * tail;
            out.reserves[i] += before * (tail - 1.0);
            out.errors[i] = sqrt((self.errors[i] * tail).powi(2) + before * sigma * sigma + (before * error).powi(2));
        }
        Ok(out)
    }
    /// Share of the ultimate reached at development k.
    fn reached(&self, k: usize) -> f64 {
        1.0 / self.factors[k..].iter().product::<f64>()
    }
}

/// Runs the chain ladder.
///
/// # Errors
/// [`NoTriangle`].
pub fn chain_ladder(triangle: &Triangle, last: LastSigma) -> Result<ChainLadder, NoTriangle> {
    let n = triangle.len();
    if n < 3 || triangle.iter().enumerate().any(|(i, row)| row.len() != n - i) {
        return Err(NoTriangle::Shape);
    }
    let mut factors = vec![];
    let mut squares = vec![];
    // Origins that have a next value: n - 1 - k of them.
    let bases: Vec<f64> = (0..n - 1).map(|k| (0..n - 1 - k).map(|i| triangle[i][k]).sum()).collect();
    for k in 0..n - 1 {
        let next: f64 = (0..n - 1 - k).map(|i| triangle[i][k + 1]).sum();
        if bases[k].is_nan() || bases[k] <= 0.0 {
            return Err(NoTriangle::Nothing);
        }
        let f = next / bases[k];
        let known = n - 1 - k;
        if known > 1 {
            let spread: f64 = (0..known).filter(|i| triangle[*i][k] > 0.0).map(|i| triangle[i][k] * (triangle[i][k + 1] / triangle[i][k] - f).powi(2)).sum();
            squares.push(spread / (known - 1) as f64);
        }
        factors.push(f);
    }
    squares.push(last_square(&squares, last));
    let diagonal: Vec<f64> = triangle.iter().map(|row| row[row.len() - 1]).collect();
    let ultimates: Vec<f64> = (0..n).map(|i| diagonal[i] * factors[n - 1 - i..].iter().product::<f64>()).collect();
    let reserves: Vec<f64> = (0..n).map(|i| ultimates[i] - diagonal[i]).collect();
    let (errors, total_error) = errors(&diagonal, &ultimates, &factors, &squares, &bases);
    let factor_errors = squares.iter().zip(&bases).map(|(s, b)| sqrt(s / b)).collect();
    Ok(ChainLadder { factors, sigmas: squares.into_iter().map(sqrt).collect(), factor_errors, ultimates, reserves, errors, total_error })
}
fn last_square(known: &[f64], rule: LastSigma) -> f64 {
    match (rule, known) {
        (_, []) => 0.0,
        (_, [only]) => *only,
        (LastSigma::Mack, [.., a, b]) => (b * b / a).min(*a).min(*b),
        (LastSigma::LogLinear, all) => {
            let points: Vec<(f64, f64)> = all.iter().enumerate().filter(|(_, s)| **s > 0.0).map(|(k, s)| (k as f64, 0.5 * log(*s))).collect();
            let (level, slope) = line(&points);
            exp(2.0 * (level + slope * all.len() as f64))
        }
    }
}
/// Level at 0 and slope of the least-squares line.
fn line(points: &[(f64, f64)]) -> (f64, f64) {
    let n = points.len() as f64;
    let (x, y) = (points.iter().map(|p| p.0).sum::<f64>() / n, points.iter().map(|p| p.1).sum::<f64>() / n);
    let slope = points.iter().map(|p| (p.0 - x) * (p.1 - y)).sum::<f64>() / points.iter().map(|p| (p.0 - x) * (p.0 - x)).sum::<f64>();
    (y - slope * x, slope)
}
/// Mack's mean squared errors: Cᵢₙ² Σ σ²ₖ ÷ f²ₖ (1 ÷ Cᵢₖ + 1 ÷ Sₖ), and the covariances of the total.
fn errors(diagonal: &[f64], ultimates: &[f64], factors: &[f64], squares: &[f64], bases: &[f64]) -> (Vec<f64>, f64) {
    let n = diagonal.len();
    let (mut all, mut total) = (vec![], 0.0);
    for i in 0..n {
        let mut value = diagonal[i];
        let (mut own, mut shared) = (0.0, 0.0);
        for k in n - 1 - i..n - 1 {
            let ratio = squares[k] / (factors[k] * factors[k]);
            own += ratio * (1.0 / value + 1.0 / bases[k]);
            shared += ratio / bases[k];
            value *= factors[k];
        }
        let mse = ultimates[i] * ultimates[i] * own;
        total += mse + 2.0 * ultimates[i] * ultimates[i + 1..].iter().sum::<f64>() * shared;
        all.push(sqrt(mse));
    }
    (all, sqrt(total))
}
/// Ultimates after Bornhuetter and Ferguson: what is known, plus the prior ultimate × the share still to come.
pub fn bornhuetter_ferguson(triangle: &Triangle, found: &ChainLadder, prior: &[f64]) -> Vec<f64> {
    let n = triangle.len();
    (0..n).map(|i| triangle[i][n - 1 - i] + prior[i] * (1.0 - found.reached(n - 1 - i))).collect()
}
/// The prior rate after Cape Cod: known values ÷ exposure used up.
pub fn cape_cod_rate(triangle: &Triangle, found: &ChainLadder, exposure: &[f64]) -> f64 {
    let n = triangle.len();
    let known: f64 = (0..n).map(|i| triangle[i][n - 1 - i]).sum();
    known / (0..n).map(|i| exposure[i] * found.reached(n - 1 - i)).sum::<f64>()
}
