//! Log-rank test of two survival curves: Mantel 1966; Peto & Peto 1972. One degree of freedom.
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
