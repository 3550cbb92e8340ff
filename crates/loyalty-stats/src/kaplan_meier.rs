//! Kaplan & Meier 1958, with Greenwood's variance and the log-log interval.
use libm::{exp, log, pow, sqrt};

/// One step of the curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Time.
    pub time: f64,
    /// S(time).
    pub survival: f64,
    /// Standard error by Greenwood.
    pub standard_error: f64,
    /// Log-log interval.
    pub low: f64,
    /// See `low`.
    pub high: f64,
}
/// The curve from (time, at risk, events), ascending in time; `z` is the normal quantile of the interval (1.96 for 95%).
pub fn curve(table: &[(f64, u64, u64)], z: f64) -> Vec<Step> {
    let (mut survival, mut sum) = (1.0, 0.0);
    table
        .iter()
        .filter(|(_, at_risk, _)| *at_risk > 0)
        .map(|&(time, at_risk, events)| {
            let (n, d) = (at_risk as f64, events as f64);
            survival *= 1.0 - d / n;
            if at_risk > events {
                sum += d / (n * (n - d));
            }
            let (low, high) = if survival > 0.0 && survival < 1.0 {
                let width = z * sqrt(sum) / log(survival);
                (pow(survival, exp(-width)), pow(survival, exp(width)))
            } else {
                (survival, survival)
            };
            Step { time, survival, standard_error: survival * sqrt(sum), low: low.min(high), high: high.max(low) }
        })
        .collect()
}
/// First time at which half have gone.
pub fn median(curve: &[Step]) -> Option<f64> {
    curve.iter().find(|s| s.survival <= 0.5).map(|s| s.time)
}
