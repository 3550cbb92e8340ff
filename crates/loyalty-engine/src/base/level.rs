//! How far forecasts were off at earlier origins, and how far models disagree: the level that every forecast carries.
use super::score::{self, Look, Scorer, score_at};
use loyalty_model::extract::RftCut;
use loyalty_model::plan::{ForecastCheck, HoldoutScore};
use loyalty_model::units::Date;

/// Log-level of forecasts: purchases are multiplied by exp(N(mean, sd)).
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// Mean.
    pub log_mean: f64,
    /// Standard deviation.
    pub log_sd: f64,
    /// Origins looked at: day, and forecast ÷ actual − 1.
    pub origins: Vec<(Date, f64)>,
}
/// Standard normal quantile of 90%.
const Z90: f64 = 1.2816;
/// The level of `model` from origins whose hold-outs end inside the window; `spread` is what the models disagree on at its end.
///
/// Half of the mean log-error of the origins is taken out, the other half stays as deviation: what was off at one time of the year may
/// last or may belong to that time, and nothing in a short history tells which (shrinkage with equal variances). Half the distance between
/// two origins is added to the deviation, or half of the error where there is one. Without origins nothing is corrected. `least` is the deviation of forecasts on public data, below which none is trusted.
pub fn level(scorer: &Scorer, origins: &[&RftCut], model: &str, (spread, least): (f64, f64)) -> Level {
    let seen: Vec<(Date, f64)> = origins
        .iter()
        .filter_map(|cut| score_at(scorer, cut, Some(model), Look::Totals).into_iter().find(|s| s.model == model && s.actual > 0.0).map(|s| (cut.cut, s.bias)))
        .collect();
    let logs: Vec<f64> = seen.iter().map(|(_, b)| -libm::log1p(b.clamp(-0.5, 1.0))).collect();
    let half = logs.iter().sum::<f64>() / logs.len().max(1) as f64 / 2.0;
    let apart = match logs.as_slice() {
        [] => 0.0,
        [one] => one.abs() / 2.0,
        many => (many.iter().copied().fold(f64::NEG_INFINITY, f64::max) - many.iter().copied().fold(f64::INFINITY, f64::min)) / 2.0,
    };
    Level { log_mean: half, log_sd: (spread * spread + apart * apart + half * half + least * least).sqrt(), origins: seen }
}
/// The forecast of a hold-out (its `scores` hold what each model says at the cut) with the level of earlier origins, and whether its 80% interval covers what came.
pub fn check(scorer: &Scorer, cut: &RftCut, scores: &[HoldoutScore], origins: &[&RftCut], least: f64) -> Option<ForecastCheck> {
    let model = score::choose_blind(scorer, scores, origins)?;
    let chosen = scores.iter().find(|s| s.model == model)?;
    let level = level(scorer, origins, &model, (score::spread(scores), least));
    let at = |z: f64| chosen.forecast * libm::exp(level.log_mean + z * level.log_sd);
    let (low, high, actual) = (at(-Z90), at(Z90), chosen.actual);
    let outside = (low - actual).max(0.0) + (actual - high).max(0.0);
    Some(ForecastCheck {
        model,
        cut: cut.cut,
        holdout_days: cut.holdout_days,
        origins: level.origins,
        level_log_mean: level.log_mean,
        level_log_sd: level.log_sd,
        low,
        mid: at(0.0),
        high,
        actual,
        covered: outside <= 0.0,
        interval_score: (high - low + 10.0 * outside) / actual.max(1e-9),
    })
}
