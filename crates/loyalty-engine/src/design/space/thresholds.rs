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
        let shares = held(sorted, &raised);
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
/// Customers below the first of these rising thresholds, between each and the next, and from the last on.
fn held(sorted: &[(f64, f64)], cuts: &[f64]) -> Vec<f64> {
    let mut at = 0;
    let to = |cut: &f64| {
        let end = at + sorted[at..].partition_point(|v| v.0 < *cut);
        let held = sorted[at..end].iter().map(|v| v.1).sum();
        at = end;
        held
    };
    cuts.iter().chain([&f64::INFINITY]).map(to).collect()
}
/// The same thresholds, each so many steps up, or down below zero; `None` where they then do not rise, leave a tier without customers, or where a tier
/// holds less than `pyramid_step` times the customers of the tier above it.
pub fn moved(sorted: &[(f64, f64)], cuts: &[f64], steps: &[i8], whole: Whole, pyramid_step: f64) -> Option<Vec<f64>> {
    if steps.iter().skip(cuts.len()).any(|s| *s != 0) {
        return None;
    }
    let one = |(cut, steps): (&f64, &i8)| {
        let step = if *steps > 0 { next } else { before };
        (0..steps.unsigned_abs()).fold(*cut, |at, _| step(at, whole))
    };
    let out: Vec<f64> = cuts.iter().zip(steps).map(one).collect();
    if out.first().is_some_and(|c| *c <= 0.0) || out.windows(2).any(|w| w[0] >= w[1]) {
        return None;
    }
    let held = held(sorted, &out);
    (held.iter().all(|h| *h > 0.0) && held.windows(2).all(|w| w[0] >= pyramid_step * w[1])).then_some(out)
}
/// The next step that a member remembers.
fn next(value: f64, whole: Whole) -> f64 {
    match whole {
        Whole::Count => libm::floor(value) + 1.0,
        Whole::Amount => fine_about(value).filter(|s| *s > value * (1.0 + 1e-9)).fold(f64::INFINITY, f64::min),
    }
}
/// The step before; 0 where there is none.
fn before(value: f64, whole: Whole) -> f64 {
    match whole {
        Whole::Count => libm::ceil(value) - 1.0,
        Whole::Amount => fine_about(value).filter(|s| *s < value * (1.0 - 1e-9)).fold(0.0, f64::max),
    }
}
/// The finer steps about a value.
fn fine_about(value: f64) -> impl Iterator<Item = f64> {
    let exponent = libm::floor(libm::log10(value.max(f64::MIN_POSITIVE))) as i32;
    (exponent - 1..=exponent + 1).flat_map(|e| FINE.iter().map(move |s| power(*s, e)))
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
    fn thresholds_move_by_steps_that_a_member_remembers() {
        let sorted: Vec<(f64, f64)> = (1..=1_000).map(|i| (f64::from(i), 1.0)).collect();
        let to = |steps: &[i8]| moved(&sorted, &[600.0, 900.0], steps, Whole::Amount, 1.8);
        assert_eq!(to(&[0, 0]), Some(vec![600.0, 900.0]));
        assert_eq!(to(&[1, 0]), None, "750 and 900 leave the middle 150, less than 1.8 times the 101 above");
        assert_eq!(to(&[-1, 0]), None, "500 to 900 are 400, more than the 499 below allow");
        // 875 is no step itself: 900 and 800 are the next.
        let from_875 = |step: i8| moved(&sorted, &[620.0, 875.0], &[0, step], Whole::Amount, 0.0);
        assert_eq!((from_875(1), from_875(-1)), (Some(vec![620.0, 900.0]), Some(vec![620.0, 800.0])));
        assert_eq!(from_875(2), Some(vec![620.0, 1_000.0]), "one customer is left above");
        assert_eq!(from_875(3), None, "nobody reaches 1,200");
        assert_eq!(moved(&sorted, &[600.0, 750.0], &[1, 0], Whole::Amount, 0.0), None, "two thresholds of 750");
        // A point that moves a threshold which these customers do not give is no design.
        assert_eq!(moved(&sorted, &[600.0], &[0, 1], Whole::Amount, 0.0), None);
        let orders: Vec<(f64, f64)> = vec![(1.0, 100.0), (2.0, 40.0), (3.0, 12.0), (4.0, 3.0)];
        assert_eq!(moved(&orders, &[2.0, 4.0], &[0, -1], Whole::Count, 1.8), Some(vec![2.0, 3.0]));
        assert_eq!(moved(&orders, &[2.0, 4.0], &[-1, 0], Whole::Count, 1.8), None, "nobody is below one order");
    }
    #[test]
    fn a_step_up_and_a_step_down_end_where_they_began() {
        for value in [0.012, 0.9, 1.0, 7.5, 80.0, 1_200.0, 9e5] {
            assert_eq!(before(next(value, Whole::Amount), Whole::Amount), value);
            assert_eq!(next(before(value, Whole::Amount), Whole::Amount), value);
        }
    }
    #[test]
    fn customers_who_are_all_alike_give_one_level() {
        let sorted = vec![(40.0, 1.0); 50];
        assert_eq!(cut(&sorted, &[0.3, 0.1], Whole::Amount), Vec::<f64>::new());
        let orders: Vec<(f64, f64)> = vec![(1.0, 90.0), (2.0, 10.0)];
        assert_eq!(cut(&orders, &[0.3, 0.1], Whole::Count), vec![2.0]);
    }
}
