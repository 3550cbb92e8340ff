//! Intervals for shares and scores.
use libm::sqrt;

/// Wilson 1927: interval of a share of `events` in `n`.
pub fn wilson(events: f64, n: f64, z: f64) -> (f64, f64) {
    if n <= 0.0 {
        return (0.0, 1.0);
    }
    let p = events / n;
    let centre = p + z * z / (2.0 * n);
    let half = z * sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n));
    let scale = 1.0 + z * z / n;
    (((centre - half) / scale).max(0.0), ((centre + half) / scale).min(1.0))
}
/// Net promoter score in points, with its normal interval: (score, low, high).
pub fn nps(promoters: u64, passives: u64, detractors: u64, z: f64) -> (f64, f64, f64) {
    let n = (promoters + passives + detractors) as f64;
    let (p, d) = (promoters as f64 / n, detractors as f64 / n);
    let score = p - d;
    let half = z * sqrt(((p + d) - score * score).max(0.0) / n);
    (100.0 * score, 100.0 * (score - half).max(-1.0), 100.0 * (score + half).min(1.0))
}
