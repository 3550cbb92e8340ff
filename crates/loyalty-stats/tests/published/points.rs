//! Point checks at stated parameters: models.md A2 lists the sources.
use loyalty_stats::{bg_nbd, gamma_gamma, mbg_nbd, pareto_nbd, rft::Rft};

fn one(x: u32, tx: f64, t: f64) -> Rft {
    Rft { frequency: x, recency: tx, age: t, weight: 1.0 }
}
fn check(got: f64, printed: f64, relative: f64) {
    assert!((got - printed).abs() <= relative * printed.abs(), "{got} is not {printed}");
}
/// The BTYD walkthrough's vector; values computed independently at exactly these parameters.
const BG: [f64; 4] = [0.2425982, 4.4136842, 0.7929899, 2.4261667];
const PARETO: [f64; 4] = [0.5533, 10.5802, 0.6061, 11.6562];

#[test]
fn bg_nbd_at_the_walkthrough_vector() {
    check(bg_nbd::expected_new(&BG, 52.0), 1.44400480, 1e-7);
    let c = one(26, 30.0 + 6.0 / 7.0, 31.0);
    check(bg_nbd::expected_purchases(&BG, &c, 52.0), 25.75653775, 1e-7);
    check(bg_nbd::p_alive(&BG, &c), 0.96885215, 1e-7);
    for (x, printed) in [(10, 0.34746025), (15, 0.04283395), (20, 0.00415899), (25, 0.00035837)] {
        check(bg_nbd::expected_purchases(&BG, &one(x, 20.0, 39.0), 52.0), printed, 2e-5);
    }
}
#[test]
fn bg_nbd_stays_stable_far_out() {
    // btyd tests/test_beta_geo_model.py:43-68
    let p = [0.25, 4.0, 0.8, 2.5];
    check(bg_nbd::log_likelihood(&p, &[one(200, 38.0, 40.0)]), 100.79569309, 1e-9);
    check(bg_nbd::log_likelihood(&p, &[one(0, 0.0, 40.0)]), -0.59947382, 1e-7);
}
#[test]
fn mbg_nbd_points() {
    // pymc-marketing tests/clv/models/test_modified_beta_geo.py
    let p = [0.25, 4.0, 0.8, 2.5];
    check(mbg_nbd::log_likelihood(&p, &[one(0, 0.0, 40.0)]), -0.41792826, 1e-7);
    check(mbg_nbd::log_likelihood(&p, &[one(200, 38.0, 40.0)]), 100.78690976, 1e-9);
    let own = [0.52484321, 6.18308578, 0.89135932, 1.61400185];
    check(mbg_nbd::expected_new(&own, 1.0), 0.05306032, 1e-6);
    check(mbg_nbd::expected_new(&own, 39.0), 1.18227970, 1e-6);
    check(mbg_nbd::expected_new(&own, 52.0), 1.41888482, 1e-6);
    check(mbg_nbd::expected_purchases(&own, &one(2, 30.43, 38.86), 39.0), 1.26266923, 1e-6);
    check(mbg_nbd::p_alive(&own, &one(2, 30.43, 38.86)), 0.70612568, 1e-6);
    check(mbg_nbd::expected_purchases(&own, &one(0, 0.0, 38.86), 39.0), 0.15395428, 1e-6);
    check(mbg_nbd::p_alive(&own, &one(0, 0.0, 38.86)), 0.38971500, 1e-6);
}
#[test]
fn pareto_nbd_points() {
    check(pareto_nbd::expected_new(&PARETO, 52.0), 1.47280081, 1e-7);
    let c = one(26, 30.0 + 6.0 / 7.0, 31.0);
    check(pareto_nbd::expected_purchases(&PARETO, &c, 52.0), 25.45368279, 1e-7);
    check(pareto_nbd::p_alive(&PARETO, &c), 0.99787328, 1e-7);
    for (x, printed) in [(10, 0.70592594), (15, 0.14417962), (20, 0.02249805), (25, 0.00309163)] {
        check(pareto_nbd::expected_purchases(&PARETO, &one(x, 20.0, 39.0), 52.0), printed, 2e-6); // half of the last printed digit
    }
    check(pareto_nbd::p_alive(&PARETO, &one(0, 0.0, 39.0)), 0.29416253, 1e-7);
    // lifetimes tests/test_estimation.py:342-362
    let p = [0.55, 10.56, 0.61, 11.64];
    let weeks = [0.0, 0.05077821, 0.09916088, 0.14542507, 0.18979930, 0.23247466, 0.27361274, 0.31335159, 0.35181024, 0.38909211];
    for (t, printed) in (0..).zip(weeks) {
        assert!((pareto_nbd::expected_new(&p, f64::from(t)) - printed).abs() < 5.1e-9);
    }
    check(pareto_nbd::expected_purchases(&p, &one(10, 35.0, 39.0), 2.0), 0.38841172, 1e-6);
    // lifetimes :376-392: no underflow at x = 132 and 133
    let far = [0.55, 10.58, 0.61, 11.67];
    check(pareto_nbd::expected_purchases(&far, &one(132, 200.0, 200.0), 10.0), 6.2060517889632418, 1e-9);
    check(pareto_nbd::expected_purchases(&far, &one(133, 200.0, 200.0), 10.0), 6.2528722475748113, 1e-9);
}
#[test]
fn gamma_gamma_points() {
    let p = [6.25, 3.74, 15.44];
    check(gamma_gamma::expected_spend(&p, 3, 35.0), 35.027920, 1e-7);
    check(gamma_gamma::expected_spend(&p, 2, 40.0), 39.140420, 1e-7);
}
#[test]
fn bg_nbd_counts() {
    // lifetimes :591-621
    let p = [0.243, 4.414, 0.793, 2.426];
    check(bg_nbd::probability(&p, 10, 2.0), 1.07869e-7, 5e-6);
    check(bg_nbd::probability(&p, 0, 39.0), 0.5737864, 1e-7);
    let printed = [0.0019995214, 0.0015170236, 0.0011633150, 0.0009003148, 0.0007023638, 0.0005517902, 0.0004361913, 0.0003467171, 0.0002769613, 0.0002222260];
    for (x, v) in (11..).zip(printed) {
        assert!((bg_nbd::probability(&p, x, 30.0) - v).abs() < 5.1e-11);
    }
}
#[test]
fn counts_sum_to_one_and_to_their_mean() {
    for t in [0.5, 30.0, 78.0] {
        for (chance, mean) in [
            ((0..1_500).map(|x| bg_nbd::probability(&BG, x, t)).collect::<Vec<_>>(), bg_nbd::expected_new(&BG, t)),
            ((0..1_500).map(|x| pareto_nbd::probability(&PARETO, x, t)).collect(), pareto_nbd::expected_new(&PARETO, t)),
        ] {
            check(chance.iter().sum(), 1.0, 1e-12);
            check(chance.iter().zip(0..).map(|(p, x)| p * f64::from(x)).sum(), mean, 1e-11);
        }
    }
}
#[test]
fn counts_are_what_the_likelihood_adds_up_to() {
    // P(X(t) = x) is the likelihood of (x, t_x, t) over all t_x, with the x − 1 purchases before t_x anywhere.
    let near_all = |p: [f64; 4], chance: fn(&[f64; 4], u32, f64) -> f64, ln: fn(&[f64; 4], &[Rft]) -> f64| {
        check(chance(&p, 0, 30.0), ln(&p, &[one(0, 0.0, 30.0)]).exp(), 1e-12);
        for (x, ways) in [(1, 1.0), (2, 1.0), (4, 6.0)] {
            let (n, step) = (2_000, 30.0 / 2_000.0);
            let sum: f64 = (0..=n)
                .map(|i| {
                    let (seen, weight) = (f64::from(i) * step, if i == 0 || i == n { 1.0 } else { f64::from(2 + 2 * (i % 2)) });
                    weight * seen.powi(x as i32 - 1) / ways * ln(&p, &[one(x, seen, 30.0)]).exp()
                })
                .sum();
            check(chance(&p, x, 30.0), sum * step / 3.0, 1e-9);
        }
    };
    near_all(PARETO, pareto_nbd::probability, pareto_nbd::log_likelihood);
    near_all(BG, bg_nbd::probability, bg_nbd::log_likelihood);
}
#[test]
fn pareto_nbd_discounted_residual() {
    // BTYD man/pnbd.DERT.Rd: parameters; values computed independently with Tricomi's function
    let p = [0.5629966, 12.5590370, 0.4081095, 10.5148048];
    let dert = |x: u32, seen: f64| pareto_nbd::discounted_residual_purchases(&p, &one(x, seen, 77.86), 0.0027);
    check(dert(7, 35.0), 1.864183, 5e-7);
    let printed = [2.199155, 2.843534, 2.867128, 2.445410, 1.840502, 1.262416, 0.809618, 0.494804, 0.292025, 0.167928];
    for (x, v) in (1..).zip(printed) {
        assert!((dert(x, 30.0) - v).abs() < 5.1e-7, "{x}: {} is not {v}", dert(x, 30.0));
    }
    assert!((dert(14, 70.0) - 32.957530).abs() < 5.1e-7 && (dert(7, 70.0) - 17.524823).abs() < 5.1e-7);
}
