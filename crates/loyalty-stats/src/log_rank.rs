//! Log-rank test of survival curves: Mantel 1966; Peto & Peto 1972. With k curves, k − 1 degrees of freedom.
use crate::distributions::chi_square_tail;
use crate::linear::Factor;
use libm::{erfc, sqrt};

/// One observation: time, and whether the event was seen (else censored).
pub type Observation = (f64, bool);

/// χ² and p. Nobody at risk in one of the groups, or no event: (0, 1).
pub fn test(a: &[Observation], b: &[Observation]) -> (f64, f64) {
    let mut times: Vec<f64> = a.iter().chain(b).filter(|o| o.1).map(|o| o.0).collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    let at_risk = |group: &[Observation], t: f64| group.iter().filter(|o| o.0 >= t).count() as f64;
    let events = |group: &[Observation], t: f64| group.iter().filter(|o| o.1 && o.0 == t).count() as f64;
    let (mut gap, mut variance) = (0.0, 0.0);
    for t in times {
        let (na, nb, da, db) = (at_risk(a, t), at_risk(b, t), events(a, t), events(b, t));
        let (n, d) = (na + nb, da + db);
        gap += da - d * na / n;
        if n > 1.0 {
            variance += d * (na / n) * (nb / n) * (n - d) / (n - 1.0);
        }
    }
    if variance <= 0.0 {
        return (0.0, 1.0);
    }
    let chi = gap * gap / variance;
    (chi, erfc(sqrt(chi / 2.0)))
}

/// χ², degrees of freedom and p of several curves: z′V⁻¹z over all groups but the last. Groups without an observation are left out; under
/// two groups, or no event while two of them were at risk: (0, 0, 1).
pub fn test_groups(groups: &[&[Observation]]) -> (f64, usize, f64) {
    let groups: Vec<&[Observation]> = groups.iter().copied().filter(|g| !g.is_empty()).collect();
    let k = groups.len();
    if k < 2 {
        return (0.0, 0, 1.0);
    }
    let mut all: Vec<(f64, bool, usize)> = groups.iter().enumerate().flat_map(|(g, rows)| rows.iter().map(move |o| (o.0, o.1, g))).collect();
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut at_risk, mut gap, mut variance) = (vec![0.0; k], vec![0.0; k - 1], vec![vec![0.0; k - 1]; k - 1]);
    for tied in all.chunk_by(|a, b| a.0 == b.0) {
        let mut events = vec![0.0; k];
        for (_, event, g) in tied {
            at_risk[*g] += 1.0;
            events[*g] += f64::from(u8::from(*event));
        }
        let (n, d) = (at_risk.iter().sum::<f64>(), events.iter().sum::<f64>());
        for i in 0..k - 1 {
            gap[i] += events[i] - d * at_risk[i] / n;
            if n > 1.0 {
                let spread = d * (n - d) / (n - 1.0) * at_risk[i] / n;
                (0..k - 1).for_each(|j| variance[i][j] += spread * (f64::from(u8::from(i == j)) - at_risk[j] / n));
            }
        }
    }
    let Some(factor) = Factor::of(&variance) else { return (0.0, 0, 1.0) };
    let chi = factor.solve(&gap).iter().zip(&gap).map(|(x, z)| x * z).sum();
    (chi, k - 1, chi_square_tail(chi, (k - 1) as f64))
}
