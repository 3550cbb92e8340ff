//! Planted worlds of monthly joiners: what a forecast misses, beside last year's rate, and how often its 80% interval holds what comes.
//! `cargo test --release -p loyalty-stats --test arrivals -- --nocapture` prints the table.
use loyalty_stats::arrivals::{Ahead, forecast, season};

/// Chance of one world (SplitMix64).
struct Chance(u64);
impl Chance {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (((z ^ (z >> 31)) >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }
    fn normal(&mut self) -> f64 {
        (-2.0 * self.unit().ln()).sqrt() * (std::f64::consts::TAU * self.unit()).cos()
    }
    /// Poisson around `mean`, which itself scatters by a tenth from month to month.
    fn count(&mut self, mean: f64) -> f64 {
        let mean = mean * (0.1 * self.normal() - 0.005).exp();
        (mean + mean.sqrt() * self.normal()).round().max(0.0)
    }
}
/// A market: expected joiners in month t of a history of so many months.
struct World {
    name: &'static str,
    months: usize,
    mean: fn(usize) -> f64,
}
fn christmas(t: usize) -> f64 {
    [0.8, 0.8, 0.9, 0.9, 1.0, 1.0, 0.9, 0.9, 1.0, 1.0, 1.3, 1.5][t % 12]
}
const WORLDS: [World; 9] = [
    World { name: "flat", months: 36, mean: |_| 300.0 },
    World { name: "flat and small", months: 30, mean: |_| 12.0 },
    World { name: "growing 5% a month", months: 30, mean: |t| 100.0 * 1.05_f64.powi(t as i32) },
    World { name: "growing 5%, then flat", months: 30, mean: |t| 100.0 * 1.05_f64.powi(t.min(29) as i32) },
    World { name: "shrinking 3% a month", months: 30, mean: |t| 900.0 * 0.97_f64.powi(t as i32) },
    World { name: "seasonal", months: 36, mean: |t| 300.0 * christmas(t) },
    World { name: "seasonal and growing 2%", months: 36, mean: |t| 200.0 * christmas(t) * 1.02_f64.powi(t as i32) },
    World { name: "a step of +60% a year ago", months: 36, mean: |t| if t < 24 { 200.0 } else { 320.0 } },
    World { name: "short: 7 months, growing 5%", months: 7, mean: |t| 100.0 * 1.05_f64.powi(t as i32) },
];
const SEEDS: u64 = 200;
struct Told {
    trend: f64,
    season: f64,
    /// Root mean square of the log miss of the next twelve months: forecast, last year's rate.
    miss: [f64; 2],
    /// Share of worlds whose 80% interval of the next 12, 24 months holds what came.
    covered: [f64; 2],
}
fn interval(ahead: &Ahead, months: usize) -> (f64, f64, f64) {
    // One level for all months, as the simulation draws it.
    let at = |z: f64| (1..=months).map(|h| ahead.month(h)).map(|(m, sd)| m * (z * sd).exp()).sum::<f64>();
    (at(-1.2816), at(0.0), at(1.2816))
}
fn told(w: &World) -> Told {
    let mut out = Told { trend: 0.0, season: 0.0, miss: [0.0; 2], covered: [0.0; 2] };
    let share = 1.0 / SEEDS as f64;
    for seed in 0..SEEDS {
        let mut c = Chance(seed * 7_919 + w.name.len() as u64);
        let counts: Vec<f64> = (0..w.months).map(|t| c.count((w.mean)(t))).collect();
        let ahead = forecast(&counts, 0).unwrap();
        out.trend += if ahead.trend.is_some() { share } else { 0.0 };
        out.season += if ahead.season.is_some() { share } else { 0.0 };
        for (i, months) in [12, 24].into_iter().enumerate() {
            let came: f64 = (w.months..w.months + months).map(|t| c.count((w.mean)(t))).sum();
            let (low, mid, high) = interval(&ahead, months);
            out.covered[i] += if low <= came && came <= high { share } else { 0.0 };
            if months == 12 {
                let past = &counts[counts.len().saturating_sub(12)..];
                let flat = past.iter().sum::<f64>() / past.len() as f64 * 12.0;
                out.miss[0] += (mid / came).ln().powi(2) * share;
                out.miss[1] += (flat / came).ln().powi(2) * share;
            }
        }
    }
    out.miss = out.miss.map(f64::sqrt);
    out
}
#[test]
fn planted_markets() {
    println!("{:<30}{:>8}{:>8}{:>12}{:>12}{:>10}{:>10}", "world", "trend", "season", "miss", "last year", "80% 12m", "80% 24m");
    for w in &WORLDS {
        let t = told(w);
        let percent = |v: f64| format!("{:.0}%", 100.0 * v);
        println!(
            "{:<30}{:>8}{:>8}{:>12}{:>12}{:>10}{:>10}",
            w.name,
            percent(t.trend),
            percent(t.season),
            percent(t.miss[0]),
            percent(t.miss[1]),
            percent(t.covered[0]),
            percent(t.covered[1])
        );
        let (name, growing) = (w.name, w.name.contains("5% a month") || w.name.contains("3% a month") || w.name.contains("growing 2%"));
        if growing {
            assert!(t.trend > 0.8 && t.miss[0] < 0.6 * t.miss[1], "{name}: the trend is found and halves the miss");
        }
        if name.starts_with("flat") || name == "seasonal" {
            assert!(t.trend < 0.1 && t.miss[0] < 1.1 * t.miss[1], "{name}: nothing is found where nothing is");
        }
        assert!(if name.starts_with("seasonal") { t.season > 0.85 } else { t.season < 0.1 }, "{name}: season in {}", t.season);
        assert!(t.covered[0] >= 0.75 && t.covered[1] >= 0.7, "{name}: {:?}", t.covered);
    }
}
#[test]
fn exact_cases() {
    assert!(forecast(&[], 0).is_none());
    let one = forecast(&[40.0], 3).unwrap();
    assert_eq!((one.month(1).0, one.trend, one.season), (40.0, None, None));
    assert!(one.month(1).1 > 0.45, "a single month tells little: {}", one.month(1).1);
    // Exactly geometric growth is found to the digit, damped ahead, and the interval widens.
    let counts: Vec<f64> = (0..24).map(|t| 1_000.0 * 1.03_f64.powi(t)).collect();
    let ahead = forecast(&counts, 0).unwrap();
    assert!((ahead.trend.unwrap() - 1.03_f64.ln()).abs() < 1e-4, "{:?}", ahead.trend);
    let last = counts[23];
    assert!((ahead.month(1).0 / last - 1.03_f64.powf(0.95)).abs() < 1e-3);
    assert!(ahead.month(24).0 < last * 1.03_f64.powi(24) && ahead.month(24).1 > ahead.month(1).1);
    let (_, _, high) = interval(&ahead, 24);
    assert!(high > (1..=24).map(|h| last * 1.03_f64.powi(h)).sum::<f64>(), "growth that lasts lies inside");
    // A season that every year repeats comes back; calendar months are counted from January.
    let counts: Vec<f64> = (0..24).map(|t| 500.0 * christmas(t + 5)).collect();
    let found = season(&counts, 5).unwrap();
    assert!((found.agreement - 1.0).abs() < 1e-9 && found.factors[11] > 1.4 && found.factors[0] < 0.85, "{found:?}");
    assert!((found.factors.iter().sum::<f64>() - 12.0).abs() < 1e-9);
    assert!(season(&counts[..23], 5).is_none(), "one year shows no season");
}

/// Who stopped to win customers wins none by last year's rate, and who began to wins more; a level that scatters stays what it was.
#[test]
fn a_level_of_its_own_goes_on() {
    type Case = (&'static str, fn(usize) -> f64, fn(f64) -> bool);
    let cases: [Case; 5] = [
        ("stopped ten months ago", |t| if t < 20 { 150.0 } else { 0.0 }, |ahead| ahead < 1.0),
        // No month held out knows of it: last year's rate goes on.
        ("stopped six months ago", |t| if t < 24 { 150.0 } else { 0.0 }, |ahead| ahead < 90.0),
        ("nearly stopped", |t| if t < 20 { 150.0 } else { 2.0 }, |ahead| ahead < 8.0),
        ("began to, eight months ago", |t| if t < 22 { 20.0 } else { 200.0 }, |ahead| ahead > 120.0),
        ("as ever", |_| 100.0, |ahead| (80.0..120.0).contains(&ahead)),
    ];
    for (name, mean, right) in cases {
        for seed in 0..20 {
            let mut chance = Chance(seed);
            let counts: Vec<f64> = (0..30).map(|t| if mean(t) > 0.0 { chance.count(mean(t)) } else { 0.0 }).collect();
            let ahead = forecast(&counts, 0).unwrap();
            let (median, _) = ahead.month(6);
            // Nine times in ten no month has four times what the market ever had.
            let most = counts.iter().copied().fold(0.0, f64::max);
            let (late, sd) = ahead.month(12);
            assert!(late * (1.2816 * sd).exp() < 4.0 * most, "{name}, seed {seed}: up to {} a month, {most} ever", late * (1.2816 * sd).exp());
            assert!(right(median), "{name}, seed {seed}: {median} a month, {:?}", ahead.recent);
            assert!(ahead.recent.is_none() || name != "as ever", "{name}, seed {seed}");
        }
    }
}
