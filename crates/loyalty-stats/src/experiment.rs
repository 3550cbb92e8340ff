//! Reading a randomised test: what the treated did beside what the control did, and how sure that is. Differences of means with Welch's
//! standard error (Welch 1947, Biometrika 34:28-35; the same as HC2 of a regression on the arm), CUPED (Deng, Xu, Kohavi & Walker 2013,
//! WSDM), balance, sample ratio, segments with Holm's correction (1979, Scandinavian Journal of Statistics 6:65-70), and the reading's
//! weight beside what was believed before. Outcomes are one number per unit that was randomised, all units counted, buyers or not.
use crate::distributions::{chi_square_tail, student_quantile_two_sided, student_two_sided};
use crate::linear::Factor;
use libm::{expm1, log, sqrt};

/// Why there is no reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoReading {
    /// An arm of under two.
    #[error("an arm has fewer than two customers, so nothing tells how much they differ")]
    TooFew,
    /// A number missing or infinite.
    #[error("a value is missing or infinite; every customer randomised needs one")]
    NotFinite,
    /// Covariates and outcomes of unequal length or number.
    #[error("outcomes and covariates are not of the same customers")]
    Shape,
    /// Each arm is all of one value.
    #[error("nobody differs from anybody within either arm, so nothing tells chance from effect")]
    NoSpread,
    /// A covariate is constant, or a sum of others.
    #[error("a covariate is the same for everyone or a sum of the others")]
    NotToldApart,
    /// A relative lift on a mean that is not above zero.
    #[error("a relative lift needs means above zero in both arms")]
    NotPositive,
    /// Counts and planned shares that do not match, or nobody counted.
    #[error("planned shares must be above zero, one for each arm, and somebody must have been counted")]
    NoPlan,
}
/// An estimated difference, treated − control. Not a fact: its interval is part of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// The difference.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// 95% interval by Student's t.
    pub low: f64,
    /// See `low`.
    pub high: f64,
    /// Chance of so large a difference, either way, were there no effect.
    pub p: f64,
    /// Welch and Satterthwaite's degrees of freedom.
    pub degrees_of_freedom: f64,
}
/// Customers and mean of an arm, and the variance of that mean.
struct Mean {
    n: f64,
    mean: f64,
    variance: f64,
}
fn mean(values: &[f64]) -> Result<Mean, NoReading> {
    if values.len() < 2 {
        return Err(NoReading::TooFew);
    }
    if values.iter().any(|v| !v.is_finite()) {
        return Err(NoReading::NotFinite);
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    // All of one value: no variance, whatever rounding leaves of it.
    let same = values.iter().all(|v| *v == values[0]);
    let variance = if same { 0.0 } else { values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0) / n };
    Ok(Mean { n, mean, variance })
}
fn read(estimate: f64, (a, n): (f64, f64), (b, m): (f64, f64)) -> Result<Difference, NoReading> {
    let variance = a + b;
    if variance <= 0.0 {
        return Err(NoReading::NoSpread);
    }
    let df = variance * variance / (a * a / (n - 1.0) + b * b / (m - 1.0));
    let standard_error = sqrt(variance);
    let half = student_quantile_two_sided(0.05, df) * standard_error;
    let p = student_two_sided(estimate / standard_error, df);
    Ok(Difference { estimate, standard_error, low: estimate - half, high: estimate + half, p, degrees_of_freedom: df })
}
/// Difference of means. A share is a mean of zeros and ones.
///
/// # Errors
/// [`NoReading`].
pub fn difference(treated: &[f64], control: &[f64]) -> Result<Difference, NoReading> {
    let (t, c) = (mean(treated)?, mean(control)?);
    read(t.mean - c.mean, (t.variance, t.n), (c.variance, c.n))
}
/// A relative difference of means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lift {
    /// ln(treated ÷ control), its error by the delta method.
    pub log_ratio: Difference,
    /// Treated ÷ control − 1.
    pub lift: f64,
    /// 95% interval, from that of the logs.
    pub low: f64,
    /// See `low`.
    pub high: f64,
}
/// Relative lift of the mean: Var ln m = Var m ÷ m².
///
/// # Errors
/// [`NoReading`].
pub fn relative_lift(treated: &[f64], control: &[f64]) -> Result<Lift, NoReading> {
    let (t, c) = (mean(treated)?, mean(control)?);
    if !(t.mean > 0.0 && c.mean > 0.0) {
        return Err(NoReading::NotPositive);
    }
    let log_ratio = read(log(t.mean / c.mean), (t.variance / (t.mean * t.mean), t.n), (c.variance / (c.mean * c.mean), c.n))?;
    Ok(Lift { log_ratio, lift: expm1(log_ratio.estimate), low: expm1(log_ratio.low), high: expm1(log_ratio.high) })
}

/// One arm: outcomes, and for each covariate its values before the test, customer by customer in the same order.
#[derive(Debug, Clone, Copy)]
pub struct Arm<'a> {
    /// Outcome of each customer.
    pub outcome: &'a [f64],
    /// Covariates from before the test: one slice each. Nothing that the treatment may have moved.
    pub before: &'a [&'a [f64]],
}
/// A difference after the covariates have explained what they can.
#[derive(Debug, Clone, PartialEq)]
pub struct Adjusted {
    /// Of the adjusted outcomes y − θ·(x − x̄).
    pub difference: Difference,
    /// θ of each covariate, over both arms together.
    pub theta: Vec<f64>,
    /// Correlation of the outcome with θ·x over both arms.
    pub correlation: f64,
    /// Share of the difference's variance that the covariates really took away, 1 − (adjusted error ÷ plain error)²; below zero where they
    /// made it worse. [`crate::power::covariate_factor`] of the correlation is what planning would have promised.
    pub variance_reduction: f64,
}
/// CUPED: θ = Var(x)⁻¹ Cov(x, y) over both arms together. θ is then taken as known, so arms must be large beside the number of covariates.
///
/// # Errors
/// [`NoReading`].
pub fn adjusted(treated: &Arm, control: &Arm) -> Result<Adjusted, NoReading> {
    let arms = [treated, control];
    let k = treated.before.len();
    if arms.iter().any(|a| a.before.len() != k || a.before.iter().any(|x| x.len() != a.outcome.len())) {
        return Err(NoReading::Shape);
    }
    let plain = difference(treated.outcome, control.outcome)?;
    let all = |of: &dyn Fn(&Arm) -> Vec<f64>| -> Vec<f64> { centred(arms.iter().flat_map(|a| of(a)).collect()) };
    let y = all(&|a| a.outcome.to_vec());
    let x: Vec<Vec<f64>> = (0..k).map(|j| all(&|a| a.before[j].to_vec())).collect();
    if x.iter().flatten().any(|v| !v.is_finite()) {
        return Err(NoReading::NotFinite);
    }
    let square: Vec<Vec<f64>> = x.iter().map(|a| x.iter().map(|b| dot(a, b)).collect()).collect();
    let product: Vec<f64> = x.iter().map(|a| dot(a, &y)).collect();
    let theta = Factor::of(&square).ok_or(NoReading::NotToldApart)?.solve(&product);
    let explained = dot(&theta, &product) / dot(&y, &y);
    // What covariates explain to the last digit leaves rounding, and no spread to judge by.
    if explained > 1.0 - 1e-12 {
        return Err(NoReading::NoSpread);
    }
    let rest: Vec<f64> = (0..y.len()).map(|i| y[i] - (0..k).map(|j| theta[j] * x[j][i]).sum::<f64>()).collect();
    let (first, second) = rest.split_at(treated.outcome.len());
    let difference = difference(first, second)?;
    let correlation = sqrt(explained.max(0.0));
    let variance_reduction = 1.0 - (difference.standard_error / plain.standard_error).powi(2);
    Ok(Adjusted { difference, theta, correlation, variance_reduction })
}
fn centred(mut values: Vec<f64>) -> Vec<f64> {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    values.iter_mut().for_each(|v| *v -= mean);
    values
}
fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// How alike the arms were before the test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Balance {
    /// Of the covariate's means.
    pub difference: Difference,
    /// The difference in standard deviations, √((s₁² + s₀²) ÷ 2). Above 0.1 is worth a look whatever p says.
    pub standardised: f64,
}
/// Balance of one covariate.
///
/// # Errors
/// [`NoReading`].
pub fn balance(treated: &[f64], control: &[f64]) -> Result<Balance, NoReading> {
    let (t, c) = (mean(treated)?, mean(control)?);
    let difference = difference(treated, control)?;
    Ok(Balance { difference, standardised: difference.estimate / sqrt((t.variance * t.n + c.variance * c.n) / 2.0) })
}
/// Sample ratio mismatch: χ² of the counts against the planned shares, and its p. A p below 0.001 says that the randomisation, or the
/// counting, is broken: then no difference is to be read.
///
/// # Errors
/// [`NoReading::NoPlan`].
pub fn sample_ratio(counts: &[u64], shares: &[f64]) -> Result<(f64, f64), NoReading> {
    let (n, whole) = (counts.iter().sum::<u64>() as f64, shares.iter().sum::<f64>());
    if counts.len() < 2 || counts.len() != shares.len() || n == 0.0 || !shares.iter().all(|s| *s > 0.0 && s.is_finite()) {
        return Err(NoReading::NoPlan);
    }
    let chi = counts.iter().zip(shares).map(|(o, s)| (*o as f64 - n * s / whole).powi(2) / (n * s / whole)).sum();
    Ok((chi, chi_square_tail(chi, (counts.len() - 1) as f64)))
}

/// The effect in one segment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SegmentEffect {
    /// In this segment alone.
    pub difference: Difference,
    /// p after Holm's correction for all segments that could be read.
    pub p_holm: f64,
}
/// Effects by segment, (treated, control) each; in the order given. Segments must have been named before the test.
pub fn by_segment(segments: &[(&[f64], &[f64])]) -> Vec<Result<SegmentEffect, NoReading>> {
    let read: Vec<_> = segments.iter().map(|(t, c)| difference(t, c)).collect();
    let mut corrected = holm(&read.iter().flatten().map(|d| d.p).collect::<Vec<_>>()).into_iter();
    read.into_iter().map(|d| d.map(|difference| SegmentEffect { difference, p_holm: corrected.next().unwrap_or(1.0) })).collect()
}
/// Holm's corrected p values, in the order given.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*a].total_cmp(&p[*b]));
    let (mut out, mut highest) = (vec![0.0; p.len()], 0.0f64);
    for (rank, i) in order.into_iter().enumerate() {
        highest = highest.max(p[i] * (p.len() - rank) as f64).min(1.0);
        out[i] = highest;
    }
    out
}
/// Whether effects differ between segments at all: Cochran's Q, degrees of freedom and p. One segment with an effect beside one without is
/// no evidence of it.
pub fn heterogeneity(effects: &[Difference]) -> (f64, usize, f64) {
    if effects.len() < 2 {
        return (0.0, 0, 1.0);
    }
    let weight = |d: &Difference| 1.0 / (d.standard_error * d.standard_error);
    let common = effects.iter().map(|d| weight(d) * d.estimate).sum::<f64>() / effects.iter().map(weight).sum::<f64>();
    let q = effects.iter().map(|d| weight(d) * (d.estimate - common).powi(2)).sum();
    (q, effects.len() - 1, chi_square_tail(q, (effects.len() - 1) as f64))
}

/// What is held to be true of an effect, as a normal distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Belief {
    /// Its mean.
    pub mean: f64,
    /// Its standard deviation, or standard error.
    pub sd: f64,
}
/// The belief after a reading, each weighted by its precision 1 ÷ sd². One of the two must leave some doubt (else NaN).
pub fn combine(prior: &Belief, reading: &Belief) -> Belief {
    let (a, b) = (prior.sd * prior.sd, reading.sd * reading.sd);
    Belief { mean: prior.mean + (reading.mean - prior.mean) * a / (a + b), sd: sqrt(a * b / (a + b)) }
}
