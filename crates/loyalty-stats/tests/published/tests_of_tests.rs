//! Sizes and power of tests, models.md A8 (statsmodels stats/tests/test_power.py and test_proportion.py); A5 (lifelines tests/test_statistics.py).
use loyalty_stats::log_rank;
use loyalty_stats::power::{self, Errors, Hazards};

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
        // Printed with the far tail, which moves the closed form by 3e-6; exact where the power of the printed size is asked.
        near(power::means_power(power::effect_of_shares(q, p), (arcsine, arcsine), 0.05), 0.8, 0.006 / arcsine);
        near(power::shares_arcsine(p, q, &e), arcsine, 5e-6 * arcsine);
        near(power::shares_unpooled(p, q, &e), unpooled, 0.0051);
        near(power::shares_pooled(p, q, &e), pooled, 0.0051);
        near(power::shares_miller(p, q, &e), miller, 0.0051);
    }
}
#[test]
fn student_sizes_and_power() {
    let e = Errors::USUAL;
    near(power::student(0.2, 1.0, &e), 393.4057, 5.1e-5);
    near(power::student(0.1, 1.0, &e), 1_570.7330, 5.1e-5);
    near(power::student(0.02, 1.0, &e), 39_245.263, 5.1e-4);
    near(power::student(0.1, 9.0, &e), 872.2877, 5.1e-5);
    // test_power.py:149-526 (values of R's pwr)
    near(power::student_power_one_sample(1.0, 30.0, 0.05), 0.9995636009612725, 1e-12);
    near(power::student_power(1.0, (30.0, 30.0), 0.05), 0.967708258242517, 1e-12);
    near(power::student_power(0.1, (20.0, 30.0), 0.05), 0.0633081832564667, 1e-12);
    near(power::means_power(0.3, (80.0, 80.0), 0.05), 0.475100870572638, 1e-12);
    near(power::effect_of_shares(0.5, 0.4), 0.2013579207903309, 1e-15);
    // What a size was asked for, it has.
    near(power::student_power(0.2, (393.4057, 393.4057), 0.05), 0.8, 1e-7);
}
#[test]
fn power_of_two_shares() {
    // test_proportion.py:130-133, 1240-1292: difference, second share, first arm
    near(power::shares_power((0.001, 0.015), (550.0, 550.0), 0.05), 0.74156, 5.1e-6);
    near(power::shares_power((0.1, 0.2), (154.0, 308.0), 0.05), 0.7995659211532175, 1e-12);
}
#[test]
fn hazards_in_two_arms() {
    // lifelines tests/test_statistics.py:14-23
    let up = |(a, b): (f64, f64)| (a.ceil(), b.ceil());
    let strong = Hazards { treated: 0.8, control: 0.2, ratio: 0.139 };
    assert_eq!(up(strong.sizes(1.0, &Errors::USUAL)), (14.0, 14.0));
    let weak = Hazards { treated: 0.5, control: 0.5, ratio: 1.2 };
    assert_eq!(up(weak.sizes(1.0, &Errors::USUAL)), (950.0, 950.0));
    assert_eq!(up(weak.sizes(1.5, &Errors::USUAL)), (1231.0, 821.0));
    assert_eq!(up(weak.sizes(1.5, &Errors { alpha: 0.01, power: 0.8 })), (1832.0, 1221.0));
    near(strong.power((12.0, 12.0), 0.05), 0.744937, 5.1e-7);
    near(Hazards { ratio: 1.2, ..strong }.power((12.0, 20.0), 0.05), 0.05178317, 5.1e-9);
}
#[test]
fn what_a_covariate_leaves() {
    // A8: on Hillstrom's e-mail test, correlation .02092, CUPED takes away .044% of the variance.
    near(1.0 - power::covariate_factor(0.02092), 0.00044, 5e-6);
    near(power::means_with_covariate(3.0, 1.0, 0.6, &Errors::USUAL) / power::means(3.0, 1.0, &Errors::USUAL), 0.64, 1e-15);
}
#[test]
fn two_survival_curves() {
    let seen = |t: &[f64]| t.iter().map(|t| (*t, true)).collect::<Vec<_>>();
    let (chi, p) = log_rank::test(&seen(&[10.0, 20.0, 30.0]), &seen(&[10.0, 20.0, 50.0]));
    near(chi, 0.254237, 5.1e-7);
    near(p, 0.614107, 5.1e-7);
    // The middle observation of each group is censored: the printed value is that of this reading.
    let cut = |t: [f64; 3]| vec![(t[0], true), (t[1], false), (t[2], true)];
    let (chi, p) = log_rank::test(&cut([10.0, 20.0, 30.0]), &cut([10.0, 20.0, 50.0]));
    near(chi, 0.384615, 5.1e-7);
    near(p, 0.535143, 5.1e-7);
    let Some(text) = super::small("lymphoma.csv") else { return };
    let (mut a, mut b) = (vec![], vec![]);
    for line in text.lines().skip(1) {
        let f: Vec<f64> = line.trim().split(',').map(|v| v.parse().unwrap()).collect();
        if f[0] == 1.0 { &mut a } else { &mut b }.push((f[1], f[2] == 1.0));
    }
    let (chi, p) = log_rank::test(&a, &b);
    near(chi, 6.70971, 5.1e-6);
    near(p, 0.0096, 5e-5);
}
