//! Kaplan & Meier 1958, with Greenwood's variance and the log-log interval.
use crate::log_rank::Observation;
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
/// (time, at risk, events) of the times at which something was observed, for [`curve`].
pub fn table(observations: &[Observation]) -> Vec<(f64, u64, u64)> {
    let mut all = observations.to_vec();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut left = all.len() as u64;
    all.chunk_by(|a, b| a.0 == b.0)
        .map(|tied| {
            let row = (tied[0].0, left, tied.iter().filter(|o| o.1).count() as u64);
            left -= tied.len() as u64;
            row
        })
        .collect()
}
/// S(time): the last step at or before it; 1 before the first.
pub fn survival(curve: &[Step], time: f64) -> f64 {
    curve[..curve.partition_point(|s| s.time <= time)].last().map_or(1.0, |s| s.survival)
}
/// First time at which half have gone.
pub fn median(curve: &[Step]) -> Option<f64> {
    curve.iter().find(|s| s.survival <= 0.5).map(|s| s.time)
}
