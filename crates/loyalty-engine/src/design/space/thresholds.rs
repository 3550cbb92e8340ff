//! Tier thresholds: quantiles of the measured distribution, rounded to steps that a member remembers.
const COARSE: [f64; 4] = [1.0, 2.0, 2.5, 5.0];
const FINE: [f64; 12] = [1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.5, 8.0, 9.0];

/// The nearest step of 1, 2, 2.5, 5 × 10^k, by ratio.
pub fn clean(value: f64) -> f64 {
    nearest(value, &COARSE)
}
/// The nearest finer step (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 8, 9 × 10^k).
pub fn clean_fine(value: f64) -> f64 {
    nearest(value, &FINE)
}
/// Whole points of a readable size, at least 1.
pub fn clean_points(value: f64) -> u64 {
    clean_fine(value).round().max(1.0) as u64
}
fn nearest(value: f64, steps: &[f64]) -> f64 {
    if value.is_nan() || value <= 0.0 {
        return 0.0;
    }
    let exponent = libm::floor(libm::log10(value)) as i32;
    let mut best = (f64::INFINITY, value);
    for e in exponent - 1..=exponent + 1 {
        for step in steps {
            let candidate = power(*step, e);
            let distance = libm::fabs(libm::log(candidate / value));
            if distance < best.0 {
                best = (distance, candidate);
            }
        }
    }
    best.1
}
/// `step × 10^e` with the fewest roundings, so that 2.5 × 10^-1 is 0.25.
pub fn power(step: f64, e: i32) -> f64 {
    let ten = libm::pow(10.0, f64::from(e.abs()));
    if e < 0 { step / ten } else { step * ten }
}

/// Thresholds of the tiers above the first, strictly rising, each with some customers at or above it and below the next.
/// `shares[i]` is the share of customers wanted in tier i + 2 or above. Fewer come back where too many customers have the same value.
pub fn cut(sorted: &[(f64, f64)], shares: &[f64], whole: Whole) -> Vec<f64> {
    for attempt in [Some(Steps::Coarse), Some(Steps::Fine), Some(Steps::TwoDigits), None] {
        let cuts = attempt_cut(sorted, shares, whole, attempt);
        if cuts.len() == shares.len() {
            return cuts;
        }
    }
    distinct(sorted, shares.len())
}
/// Whether a metric counts whole things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whole {
    /// Orders, missions.
    Count,
    /// Money.
    Amount,
}
#[derive(Clone, Copy)]
enum Steps {
    Coarse,
    Fine,
    /// Down to two digits: never above what a customer reaches.
    TwoDigits,
}
fn attempt_cut(sorted: &[(f64, f64)], shares: &[f64], whole: Whole, steps: Option<Steps>) -> Vec<f64> {
    let total: f64 = sorted.iter().map(|v| v.1).sum();
    let mut cuts: Vec<f64> = vec![];
    for share in shares {
        let raw = upper(sorted, share * total);
        let rounded = match (whole, steps) {
            (Whole::Count, _) => libm::round(raw).max(1.0),
            (Whole::Amount, Some(Steps::Coarse)) => clean(raw),
            (Whole::Amount, Some(Steps::Fine)) => clean_fine(raw),
            (Whole::Amount, Some(Steps::TwoDigits)) => two_digits(raw),
            (Whole::Amount, None) => raw,
        };
        let before = cuts.last().copied().unwrap_or(0.0);
        let filled_below = sorted.iter().any(|v| v.0 < rounded && v.0 >= before);
        if rounded > before && filled_below && sorted.iter().any(|v| v.0 >= rounded) {
            cuts.push(rounded);
        }
    }
    cuts
}
fn two_digits(value: f64) -> f64 {
    if value <= 0.0 {
        return 0.0;
    }
    let e = libm::floor(libm::log10(value)) as i32 - 1;
    let steps = libm::floor(if e < 0 { value * power(1.0, -e) } else { value / power(1.0, e) } + 1e-9);
    power(steps, e)
}
/// The largest value that at least this weight of customers reach.
fn upper(sorted: &[(f64, f64)], weight: f64) -> f64 {
    let mut seen = 0.0;
    for (value, w) in sorted.iter().rev() {
        seen += w;
        if seen >= weight {
            return *value;
        }
    }
    sorted.first().map_or(0.0, |v| v.0)
}
/// The same thresholds, raised where a tier holds less than `step` times the customers of the tier above it; as they were where the customers are too much
/// alike for that.
pub fn pyramid(sorted: &[(f64, f64)], cuts: Vec<f64>, whole: Whole, step: f64) -> Vec<f64> {
    let mut raised = cuts.clone();
    for _ in 0..400 {
        let mut shares: Vec<f64> = vec![];
        let mut at = 0;
        for cut in raised.iter().chain([&f64::INFINITY]) {
            let end = at + sorted[at..].partition_point(|v| v.0 < *cut);
            shares.push(sorted[at..end].iter().map(|v| v.1).sum());
            at = end;
        }
        if shares.iter().any(|s| *s <= 0.0) {
            return cuts;
        }
        let Some(i) = (0..raised.len()).find(|i| shares[*i] < step * shares[i + 1]) else { return raised };
        raised[i] = next(raised[i], whole);
        for k in i + 1..raised.len() {
            if raised[k] <= raised[k - 1] {
                raised[k] = next(raised[k - 1], whole);
            }
        }
    }
    cuts
}
/// The next step that a member remembers.
fn next(value: f64, whole: Whole) -> f64 {
    if whole == Whole::Count {
        return libm::floor(value) + 1.0;
    }
    let exponent = libm::floor(libm::log10(value.max(f64::MIN_POSITIVE))) as i32;
    let steps = (exponent - 1..=exponent + 1).flat_map(|e| FINE.iter().map(move |s| power(*s, e)));
    steps.filter(|s| *s > value * (1.0 + 1e-9)).fold(f64::INFINITY, f64::min)
}
/// The highest distinct values, where quantiles fall together.
fn distinct(sorted: &[(f64, f64)], wanted: usize) -> Vec<f64> {
    let mut values: Vec<f64> = sorted.iter().map(|v| v.0).filter(|v| *v > 0.0).collect();
    values.dedup();
    let keep = wanted.min(values.len().saturating_sub(1));
    // Spread over the distinct values, so that two tiers do not differ by a cent at the top.
    (1..=keep).map(|i| values[i * (values.len() - 1) / keep.max(1)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn steps_are_those_a_member_remembers() {
        for (value, shown) in [(437.0, 500.0), (1.1, 1.0), (23.0, 25.0), (0.19, 0.2), (0.24, 0.25), (62_000.0, 50_000.0)] {
            assert_eq!(clean(value), shown, "{value}");
        }
        assert_eq!(clean_fine(437.0), 400.0);
        assert_eq!(clean_points(0.2), 1);
    }
    #[test]
    fn cuts_rise_and_every_level_holds_someone() {
        let sorted: Vec<(f64, f64)> = (1..=200).map(|i| (f64::from(i) * 3.7, 1.0)).collect();
        let cuts = cut(&sorted, &[0.4, 0.15, 0.05], Whole::Amount);
        // 750 would be the nearest step for the last, and nobody reaches it: two digits, rounded down.
        assert_eq!(cuts, vec![440.0, 630.0, 700.0]);
    }
    #[test]
    fn customers_who_are_all_alike_give_one_level() {
        let sorted = vec![(40.0, 1.0); 50];
        assert_eq!(cut(&sorted, &[0.3, 0.1], Whole::Amount), Vec::<f64>::new());
        let orders: Vec<(f64, f64)> = vec![(1.0, 90.0), (2.0, 10.0)];
        assert_eq!(cut(&orders, &[0.3, 0.1], Whole::Count), vec![2.0]);
    }
}
