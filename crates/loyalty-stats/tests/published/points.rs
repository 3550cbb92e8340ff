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
    for (t, printed) in [(1.0, 0.05077821), (5.0, 0.23247466), (9.0, 0.38909211)] {
        check(pareto_nbd::expected_new(&p, t), printed, 1e-6);
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
