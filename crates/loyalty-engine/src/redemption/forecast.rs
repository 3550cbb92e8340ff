//! Redemptions of the next months. Members who redeem follow a straight line; each takes what members took in the same calendar
//! month a year before. Two things that a ledger of a year can tell, and no more: growth within the year, and season across it.
use loyalty_model::extract::LedgerMonth;
use loyalty_model::units::Month;
use serde::Serialize;

/// Months of history without which there is no season.
const LEAST_MONTHS: usize = 12;
/// Standard normal quantile of 90%.
const Z90: f64 = 1.2816;

/// One month ahead.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MonthAhead {
    /// Month.
    pub month: Month,
    /// P10 of points redeemed.
    pub low: f64,
    /// Median.
    pub mid: f64,
    /// P90.
    pub high: f64,
}
/// Redemptions in the `ahead` months after `history` (in order, without gaps); nothing with fewer than twelve months, or where nobody redeemed in
/// some month of the last year.
///
/// Spread: the prediction error of the line (least squares on members redeeming), and the residual of log points each against log
/// points earned each (least squares), which is what moves points each besides the season.
pub fn forecast(history: &[LedgerMonth], ahead: usize) -> Vec<MonthAhead> {
    let n = history.len();
    let year = n.checked_sub(LEAST_MONTHS).map(|from| &history[from..]);
    let Some(year) = year.filter(|y| y.iter().all(|m| m.redeemers > 0 && m.redeemed > 0)) else { return vec![] };
    let counts: Vec<(f64, f64)> = history.iter().enumerate().map(|(i, m)| (i as f64, m.redeemers as f64)).collect();
    let people = Line::through(&counts);
    let each = |m: &LedgerMonth| m.redeemed as f64 / 100.0 / m.redeemers as f64;
    let sizes: Vec<(f64, f64)> = history
        .iter()
        .filter(|m| m.redeemers > 0 && m.redeemed > 0 && m.earners > 0 && m.earned > 0)
        .map(|m| (libm::log(m.earned as f64 / 100.0 / m.earners as f64), libm::log(each(m))))
        .collect();
    // A month's own noise, and that of the month a year before which stands for it.
    let noise = Line::through(&sizes).residual * std::f64::consts::SQRT_2;
    let last = history[n - 1].month;
    (0..ahead)
        .map(|k| {
            let expected = people.at((n + k) as f64).max(0.0);
            let mid = expected * each(&year[k % LEAST_MONTHS]);
            let off = people.error((n + k) as f64) / expected.max(1.0);
            let sd = libm::sqrt(off * off + noise * noise);
            MonthAhead { month: last.plus(k as i32 + 1), low: mid * libm::exp(-Z90 * sd), mid, high: mid * libm::exp(Z90 * sd) }
        })
        .collect()
}
/// A least-squares line.
struct Line {
    mean: (f64, f64),
    slope: f64,
    /// Residual standard deviation, n − 2 degrees of freedom.
    residual: f64,
    n: f64,
    sxx: f64,
}
impl Line {
    fn through(points: &[(f64, f64)]) -> Line {
        let n = points.len() as f64;
        let mean = (points.iter().map(|p| p.0).sum::<f64>() / n, points.iter().map(|p| p.1).sum::<f64>() / n);
        let sxx: f64 = points.iter().map(|p| (p.0 - mean.0) * (p.0 - mean.0)).sum();
        let sxy: f64 = points.iter().map(|p| (p.0 - mean.0) * (p.1 - mean.1)).sum();
        let slope = if sxx > 0.0 { sxy / sxx } else { 0.0 };
        let left: f64 = points.iter().map(|p| (p.1 - mean.1 - slope * (p.0 - mean.0)).powi(2)).sum();
        Line { mean, slope, residual: libm::sqrt(left / (n - 2.0).max(1.0)), n, sxx }
    }
    fn at(&self, x: f64) -> f64 {
        self.mean.1 + self.slope * (x - self.mean.0)
    }
    /// Standard error of a new observation at `x`.
    fn error(&self, x: f64) -> f64 {
        let apart = (x - self.mean.0) * (x - self.mean.0) / self.sxx.max(1e-9);
        self.residual * libm::sqrt(1.0 + 1.0 / self.n + apart)
    }
}
