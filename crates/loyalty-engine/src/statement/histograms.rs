//! What charts show, counted once: draws by return, points outstanding by the time of their issue.
use crate::simulation::sample::sum;
use loyalty_model::drivers::IssueCohort;
use loyalty_model::plan::{PointsMonth, ReturnCount, RunOff};

/// About as many columns as draws are counted in.
const COLUMNS: f64 = 16.0;
/// A chart can show at most this many times of issue distinctly.
const TIMES: u32 = 8;

/// Draws (ascending) in columns of one width at round figures; zero is an edge, so that no column holds both gain and loss.
pub(crate) fn returns(draws: &[f64]) -> Vec<ReturnCount> {
    let (Some(low), Some(high)) = (draws.first(), draws.last()) else { return vec![] };
    let rough = ((high - low) / COLUMNS).max(1e-6);
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|m| m * power).find(|s| *s >= rough).unwrap_or(rough);
    let place = |v: f64| (v / step).floor();
    let first = place(*low);
    let mut counts = vec![0; (place(*high) - first) as usize + 1];
    draws.iter().for_each(|v| counts[(place(*v) - first) as usize] += 1);
    let edge = |i: usize| round(step * (first + i as f64));
    counts.into_iter().enumerate().map(|(i, draws)| ReturnCount { from: edge(i), to: edge(i + 1), draws }).collect()
}
/// Without the dust of a multiplication: edges are round figures.
fn round(v: f64) -> f64 {
    format!("{v:.12}").parse().unwrap_or(v)
}
/// Points outstanding at the end of each month, by quarters, halves or years of issue, the finest that a chart can show.
pub(crate) fn run_off(opening: f64, account: &[PointsMonth], cohorts: &[IssueCohort]) -> Vec<RunOff> {
    let Some(last) = cohorts.iter().map(|k| k.issued_in).max() else { return vec![] };
    let step = [3u32, 6, 12].into_iter().find(|s| last.div_ceil(*s) < TIMES).unwrap_or(12);
    let issued = |k: &IssueCohort| if k.issued_in == 0 { opening } else { account.get(k.issued_in as usize - 1).map_or(0.0, |p| p.earned) };
    let left = |k: &IssueCohort, month: usize| {
        let gone = |v: &[f64]| sum(v.iter().take(month + 1).copied());
        if month + 1 < k.issued_in as usize { 0.0 } else { (issued(k) - gone(&k.redeemed) - gone(&k.lapsed)).max(0.0) }
    };
    let group = |k: &IssueCohort| k.issued_in.div_ceil(step);
    let of = |g: u32| -> Vec<&IssueCohort> { cohorts.iter().filter(|k| group(k) == g).collect() };
    let all = (0..=last.div_ceil(step)).map(|g| (g, of(g))).filter(|(_, lots)| lots.iter().any(|k| issued(k) > 0.0));
    let one = |(g, lots): (u32, Vec<&IssueCohort>)| RunOff {
        from: if g == 0 { 0 } else { (g - 1) * step + 1 },
        to: (g * step).min(last),
        outstanding: (0..account.len()).map(|m| sum(lots.iter().map(|k| left(k, m)))).collect(),
    };
    all.map(one).collect()
}
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_draw_is_counted_in_its_column_and_zero_is_an_edge() {
        for draws in [vec![-0.9312, -0.9, -0.2, 0.0, 0.1, 1.7], vec![0.25], vec![-3.0, -2.9999], (0..500).map(|i| f64::from(i) / 77.0 - 2.0).collect()] {
            let all = returns(&draws);
            assert_eq!(all.iter().map(|c| c.draws as usize).sum::<usize>(), draws.len());
            for c in &all {
                let inside = draws.iter().filter(|v| **v >= c.from - 1e-9 && **v < c.to - 1e-9).count();
                assert_eq!(c.draws as usize, inside, "{c:?}");
                assert!(c.from >= 0.0 || c.to <= 0.0, "{c:?} holds gain and loss");
            }
            assert!(all.windows(2).all(|w| w[0].to == w[1].from));
        }
        assert_eq!(returns(&[]), vec![]);
    }
}
