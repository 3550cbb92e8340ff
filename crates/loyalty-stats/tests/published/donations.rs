//! BG/BB on 11,104 donors, models.md A3: lifetimes tests/test_estimation.py:71-122, BTYD walkthrough p.30-32, pymc-marketing test_beta_geo_beta_binom.py.
use loyalty_stats::bg_bb::{self, Occasions};

fn near(got: f64, printed: f64, limit: f64) {
    assert!((got - printed).abs() <= limit, "{got} is not {printed}");
}
fn cells() -> Option<Vec<Occasions>> {
    let text = super::small("bgbb_donations_rf_matrix.csv")?;
    Some(
        text.lines()
            .skip(1)
            .map(|l| {
                let f: Vec<u32> = l.trim().split(',').map(|v| v.parse().unwrap()).collect();
                Occasions { bought: f[0], last: f[1], occasions: f[2], weight: f64::from(f[3]) }
            })
            .collect(),
    )
}
fn one(bought: u32, last: u32) -> Occasions {
    Occasions { bought, last, occasions: 6, weight: 1.0 }
}
#[test]
fn donors() {
    let Some(cells) = cells() else { return };
    let fit = bg_bb::fit(&cells).unwrap();
    near(fit.log_likelihood, -33225.581274, 1e-3);
    fit.parameters.iter().zip([1.20352234, 0.74971638, 0.65671829, 2.78344271]).for_each(|(g, p)| near(*g, p, 1e-4 * p));
    let se = fit.standard_errors().unwrap();
    se.iter().zip([0.069391, 0.029448, 0.051010, 0.320818]).for_each(|(g, p)| near(*g, p, 1e-3 * p));
    let total: f64 = cells.iter().map(|c| c.weight * bg_bb::expected_purchases(&fit.parameters, c, 5)).sum();
    near(total, 12_884.1566, 0.005);
    near(bg_bb::expected_purchases(&fit.parameters, &one(0, 0), 10), 0.1302181, 1e-6);
    near(bg_bb::expected_purchases(&fit.parameters, &one(4, 5), 10), 3.6279675, 1e-5);
    // customer-analytics bg-bb.html, at a fit of its own.
    for (c, printed) in [(one(6, 6), 5.9097934), (one(5, 6), 5.08938555), (one(0, 0), 0.11475619)] {
        near(bg_bb::discounted_residual_purchases(&fit.parameters, &c, 0.1), printed, 1e-4 * printed);
    }
    near(bg_bb::p_alive(&fit.parameters, &one(0, 0)), 0.108133, 5.1e-7);
    near(bg_bb::p_alive(&fit.parameters, &one(2, 4)), 0.589657, 5.1e-7);
    near(bg_bb::p_alive(&fit.parameters, &one(6, 6)), 0.930434, 5.1e-7);
    for (n, v) in (1..).zip([0.4985, 0.9233, 1.2969, 1.6323, 1.9381, 2.2202, 2.4826, 2.7285, 2.9603, 3.1798, 3.3887]) {
        near(bg_bb::expected_new(&fit.parameters, n), v, 5.1e-5);
    }
}
/// The walkthrough's vector.
const P: [f64; 4] = [1.203528, 0.749726, 0.6567808, 2.783796];
#[test]
fn donors_by_count() {
    // lifetimes :115-122; walkthrough p.31-32: the next five years by donations in the first six
    let Some(cells) = cells() else { return };
    let p = bg_bb::fit(&cells).unwrap().parameters;
    let donors: f64 = cells.iter().map(|c| c.weight).sum();
    near(donors * bg_bb::probability(&p, 0, 6), 3454.9, 0.051);
    near(donors * bg_bb::probability(&p, 6, 6), 1253.1, 0.051);
    near((0..=6).map(|x| bg_bb::probability(&p, x, 6)).sum(), 1.0, 1e-13);
    near((0..=6).map(|x| f64::from(x) * bg_bb::probability(&p, x, 6)).sum(), bg_bb::expected_new(&p, 6), 1e-12);
    let printed = [0.07286318, 0.3248841, 0.7089417, 1.333666, 2.031203, 2.784482, 3.7525];
    for (x, v) in (0..).zip(printed) {
        let of: Vec<&Occasions> = cells.iter().filter(|c| c.bought == x).collect();
        let mean = of.iter().map(|c| c.weight * bg_bb::expected_purchases(&P, c, 5)).sum::<f64>() / of.iter().map(|c| c.weight).sum::<f64>();
        near(mean, v, 1e-6 * v);
    }
}
#[test]
fn discounted_residual_donations() {
    for (c, v) in [(one(6, 6), 5.90973861), (one(5, 6), 5.08934357), (one(0, 0), 0.11475078)] {
        near(bg_bb::discounted_residual_purchases(&P, &c, 0.1), v, 5.1e-9);
    }
    let far: f64 =
        (1..400).map(|n| (bg_bb::expected_purchases(&P, &one(5, 6), n) - bg_bb::expected_purchases(&P, &one(5, 6), n - 1)) / 1.1f64.powi(n as i32)).sum();
    near(bg_bb::discounted_residual_purchases(&P, &one(5, 6), 0.1), far, 1e-10);
}
#[test]
fn at_stated_parameters() {
    let p = P;
    near(bg_bb::expected_purchases(&p, &one(0, 0), 10), 0.1302169, 5.1e-8);
    near(bg_bb::expected_purchases(&p, &one(4, 5), 10), 3.627858, 5.1e-7);
    let q = [1.20, 0.75, 0.66, 2.78];
    near(bg_bb::expected_purchases(&q, &one(3, 4), 10), 1.8408127, 5.1e-8);
    near(bg_bb::p_alive(&q, &one(3, 4)), 0.43834385, 1e-7);
    near(bg_bb::log_likelihood(&q, &[one(3, 4)]), -5.06086818, 1e-7);
    near(bg_bb::expected_new(&q, 10), 3.16499022, 1e-7);
}
