//! What share of points is redeemed in the end, by the chain ladder on months of earning; and when that is unknown.
//! `roll_forward`: the points account month by month. `forecast`: redemptions of the next months. `redemption_tests`: cases that a shop system is tested with. `sandbox_laws`: the ledger of the
//! simulation and that of the sandbox, held against each other.
pub mod forecast;
pub mod redemption_tests;
pub mod roll_forward;
mod sandbox_laws;

use loyalty_model::extract::LedgerFacts;
use loyalty_model::fact::Fact;
use loyalty_model::units::Month;
use loyalty_stats::chain_ladder::{LastSigma, NoTriangle, Triangle, bornhuetter_ferguson, cape_cod_rate, chain_ladder};
use serde::Serialize;

/// Months under which no tail can be seen, and the growth over the last three development months above which it has not ended.
const LEAST_MONTHS: usize = 24;
const STILL_GROWING: f64 = 1.02;

/// One month of earning.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cohort {
    /// Month of earning.
    pub month: Month,
    /// Points earned.
    pub earned: f64,
    /// Redeemed so far, oldest points first.
    pub redeemed: f64,
    /// Share redeemed when developed as far as the ledger goes.
    pub ultimate_rate: f64,
    /// Mack's standard error of that share.
    pub error: f64,
    /// The same after Bornhuetter and Ferguson, the prior being the rate of all months (Cape Cod).
    pub bornhuetter_ferguson: f64,
}
/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Redemption {
    /// By month of earning.
    pub cohorts: Vec<Cohort>,
    /// Redeemed ÷ earned so far.
    pub so_far: f64,
    /// Developed as far as the ledger goes.
    pub developed: f64,
    /// Mack's standard error of it.
    pub error: f64,
    /// Why the developed share is not the ultimate one; empty: it is.
    pub not_identified: Vec<Fact>,
}
/// Runs the chain ladder on a ledger.
///
/// # Errors
/// [`NoTriangle`] where months are too few or nothing is redeemed in the first month of an age.
pub fn ultimate(ledger: &LedgerFacts) -> Result<Redemption, NoTriangle> {
    let n = ledger.months.len();
    let Some(first) = ledger.months.first().map(|m| m.month) else { return Err(NoTriangle::Shape) };
    let mut triangle: Triangle = (0..n).map(|i| vec![0.0; n - i]).collect();
    for (month, age, points) in &ledger.triangle {
        let origin = (month.index() - first.index()) as usize;
        if let Some(cell) = triangle.get_mut(origin).and_then(|row| row.get_mut(*age as usize)) {
            *cell += *points as f64 / 100.0;
        }
    }
    for row in &mut triangle {
        (1..row.len()).for_each(|k| row[k] += row[k - 1]);
    }
    let found = chain_ladder(&triangle, LastSigma::Mack)?;
    let earned: Vec<f64> = ledger.months.iter().map(|m| (m.earned - m.reversed) as f64 / 100.0).collect();
    let rate = cape_cod_rate(&triangle, &found, &earned);
    let prior: Vec<f64> = earned.iter().map(|e| e * rate).collect();
    let bf = bornhuetter_ferguson(&triangle, &found, &prior);
    let share = |points: f64, of: f64| if of > 0.0 { points / of } else { 0.0 };
    let cohorts: Vec<Cohort> = (0..n)
        .map(|i| Cohort {
            month: first.plus(i as i32),
            earned: earned[i],
            redeemed: triangle[i][n - 1 - i],
            ultimate_rate: share(found.ultimates[i], earned[i]),
            error: share(found.errors[i], earned[i]),
            bornhuetter_ferguson: share(bf[i], earned[i]),
        })
        .collect();
    let all: f64 = earned.iter().sum();
    let growth: f64 = found.factors[found.factors.len().saturating_sub(3)..].iter().product();
    let expired = ledger.months.iter().any(|m| m.expired > 0);
    let mut reasons = vec![];
    if n < LEAST_MONTHS {
        reasons.push(Fact::new("redemption-short").months("ledger", n as f64).count("least", LEAST_MONTHS as u64));
    }
    if growth > STILL_GROWING {
        reasons.push(Fact::new("redemption-growing").share("growth", growth - 1.0));
    }
    if !expired {
        reasons.push(Fact::new("redemption-no-expiry"));
    }
    Ok(Redemption {
        so_far: share(cohorts.iter().map(|c| c.redeemed).sum(), all),
        developed: share(found.total_ultimate(), all),
        error: share(found.total_error, all),
        not_identified: reasons,
        cohorts,
    })
}
