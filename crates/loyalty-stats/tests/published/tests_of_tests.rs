//! Sizes of tests, models.md A8; log-rank, A5 (lifelines tests/test_statistics.py:69-114); NBD, A2 (customer-analytics nbd-overview.html).
use loyalty_stats::log_rank;
use loyalty_stats::power::{self, Errors};

fn near(got: f64, printed: f64, limit: f64) {
    assert!((got - printed).abs() <= limit, "{got} is not {printed}");
}
#[test]
fn customers_an_arm() {
    let e = Errors::USUAL;
    for (p, q, arcsine, unpooled, pooled, miller) in [
        (0.10, 0.11, 14_744.10, 14_748.05, 14_750.79, 14_312.86),
        (0.10, 0.12, 3_834.60, 3_838.10, 3_840.85, 3_622.62),
        (0.05, 0.055, 31_217.42, 31_230.69, 31_233.44, 30_244.40),
        (0.20, 0.25, 1_091.90, 1_090.99, 1_093.74, 1_030.22),
    ] {
        // Printed with the far tail, which moves the closed form by 3e-6.
        near(power::shares_arcsine(p, q, &e), arcsine, 5e-6 * arcsine);
        near(power::shares_unpooled(p, q, &e), unpooled, 0.006);
        near(power::shares_pooled(p, q, &e), pooled, 0.006);
        near(power::shares_miller(p, q, &e), miller, 0.006);
    }
    // A9: CDNOW, mean 32.96 and coefficient of variation 3.78, +2% of spend; printed inputs carry three digits.
    near(power::means(3.78 * 32.96, 0.02 * 32.96, &e), 561_437.0, 2_000.0);
    near(power::means_with_covariate(3.78 * 32.96, 0.02 * 32.96, 0.594, &e), 363_261.0, 2_000.0);
}
#[test]
fn two_survival_curves() {
    let seen = |t: &[f64]| t.iter().map(|t| (*t, true)).collect::<Vec<_>>();
    let (chi, p) = log_rank::test(&seen(&[10.0, 20.0, 30.0]), &seen(&[10.0, 20.0, 50.0]));
    near(chi, 0.254237, 1e-6);
    near(p, 0.614107, 1e-6);
    // The middle observation of each group is censored: the printed value is that of this reading.
    let cut = |t: [f64; 3]| vec![(t[0], true), (t[1], false), (t[2], true)];
    let (chi, p) = log_rank::test(&cut([10.0, 20.0, 30.0]), &cut([10.0, 20.0, 50.0]));
    near(chi, 0.384615, 1e-6);
    near(p, 0.535143, 1e-6);
    let Some(text) = super::small("lymphoma.csv") else { return };
    let (mut a, mut b) = (vec![], vec![]);
    for line in text.lines().skip(1) {
        let f: Vec<f64> = line.trim().split(',').map(|v| v.parse().unwrap()).collect();
        if f[0] == 1.0 { &mut a } else { &mut b }.push((f[1], f[2] == 1.0));
    }
    let (chi, p) = log_rank::test(&a, &b);
    near(chi, 6.70971, 1e-5);
    near(p, 0.0096, 5e-5);
}
