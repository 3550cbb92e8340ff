//! Contract lifetimes, models.md A4: Fader & Hardie's two segments, rows recomputed in customer-analytics beta-discrete-weibull.html.
use loyalty_stats::discrete_weibull;
use loyalty_stats::distributions::chi_square_tail;
use loyalty_stats::sbg::{self, Lifetimes};

const REGULAR: [f64; 13] = [1000.0, 631.0, 468.0, 382.0, 326.0, 289.0, 262.0, 241.0, 223.0, 207.0, 194.0, 183.0, 173.0];
const HIGH_END: [f64; 13] = [1000.0, 869.0, 743.0, 653.0, 593.0, 551.0, 517.0, 491.0, 468.0, 445.0, 427.0, 409.0, 394.0];

fn near(got: f64, printed: f64, limit: f64) {
    assert!((got - printed).abs() <= limit, "{got} is not {printed}");
}
fn check_sbg(survivors: &[f64], years: usize, parameters: [f64; 2], limit: f64, ll: f64) {
    let fit = sbg::fit(&Lifetimes::of_cohort(&survivors[..=years])).unwrap();
    near(fit.log_likelihood, ll, 1e-4);
    fit.parameters.iter().zip(parameters).for_each(|(g, p)| near(*g, p, limit * p));
}
fn check_weibull(survivors: &[f64], years: usize, parameters: [f64; 3], limit: f64, ll: f64) {
    let fit = sbg::fit_weibull(&Lifetimes::of_cohort(&survivors[..=years])).unwrap();
    near(fit.log_likelihood, ll, 5.1e-5);
    fit.parameters.iter().zip(parameters).for_each(|(g, p)| near(*g, p, limit * p));
}
#[test]
fn shifted_beta_geometric() {
    check_sbg(&REGULAR, 7, [0.70407733, 1.18204307], 1e-5, -1680.2652);
    check_sbg(&HIGH_END, 7, [0.6681, 3.8061], 1e-4, -1611.1582);
    check_sbg(&REGULAR, 4, [0.7637, 1.2958], 1e-4, -1401.5594);
    check_sbg(&HIGH_END, 4, [1.2809, 7.7898], 1e-4, -1225.1349);
    check_sbg(&REGULAR, 12, [0.69736247, 1.16890463], 1e-5, -1931.491694);
    check_sbg(&HIGH_END, 12, [0.59611122, 3.32696893], 1e-4, -2010.858419);
    let se = sbg::fit(&Lifetimes::of_cohort(&REGULAR[..=4])).unwrap().standard_errors().unwrap();
    near(se[0], 0.0968, 5.1e-5);
    near(se[1], 0.2106, 5.1e-5);
    let [g, d] = sbg::fit(&Lifetimes::of_cohort(&REGULAR[..=7])).unwrap().parameters;
    near(g / (g + d), 0.373, 5.1e-4);
    near(1.0 / (g + d + 1.0), 0.346, 5.1e-4);
}
#[test]
fn all_customers_alike() {
    for (survivors, theta, c, ll) in [(REGULAR, 0.3739, 0.6359, -1404.0082), (HIGH_END, 0.1384, 0.9101, -1226.5489)] {
        let fit = discrete_weibull::fit(&Lifetimes::of_cohort(&survivors[..=4])).unwrap();
        near(fit.log_likelihood, ll, 5.1e-5);
        near(fit.parameters[0], theta, 5.1e-5);
        near(fit.parameters[1], c, 5.1e-5);
        let (constant, _) = discrete_weibull::fit_geometric(&Lifetimes::of_cohort(&survivors[..=4])).unwrap();
        near(discrete_weibull::survival(&[constant, 1.0], 3), (1.0 - constant).powi(3), 1e-15);
    }
    let geometric = |survivors: &[f64], years: usize| discrete_weibull::fit_geometric(&Lifetimes::of_cohort(&survivors[..=years])).unwrap();
    near(geometric(&REGULAR, 4).0, 0.27166465, 5.1e-9);
    near(geometric(&REGULAR, 4).1, -1451.155556, 5.1e-7);
    near(geometric(&REGULAR, 7).1, -1794.620856, 5.1e-7);
    near(geometric(&HIGH_END, 4).1, -1227.963654, 5.1e-7);
    near(geometric(&HIGH_END, 7).1, -1637.092819, 5.1e-7);
}
#[test]
fn does_heterogeneity_suffice() {
    // Likelihood ratio of the beta-discrete-Weibull against the shifted beta-geometric, High End, 4 years.
    let data = Lifetimes::of_cohort(&HIGH_END[..=4]);
    let chi = 2.0 * (sbg::fit_weibull(&data).unwrap().log_likelihood - sbg::fit(&data).unwrap().log_likelihood);
    near(chi, 4.77, 0.0051);
    near(chi_square_tail(chi, 1.0), 0.029, 5.1e-4);
}
#[test]
fn beta_discrete_weibull() {
    check_weibull(&REGULAR, 4, [0.5231, 0.8944, 1.1963], 1e-3, -1401.3831);
    check_weibull(&HIGH_END, 4, [0.2593, 1.7225, 1.5844], 1e-3, -1222.7493);
    check_weibull(&REGULAR, 12, [0.5083, 0.8688, 1.2094], 1e-3, -1930.9297);
    check_weibull(&HIGH_END, 12, [0.2496, 1.6542, 1.5968], 1e-3, -2004.8169);
    check_weibull(&REGULAR, 7, [0.45561409, 0.77932568, 1.28345112], 1e-5, -1679.602833);
    check_weibull(&HIGH_END, 7, [0.21425333, 1.42657476, 1.72356492], 1e-5, -1605.314213);
}
#[test]
fn projections_and_residual_lifetime() {
    for (survivors, printed) in [(REGULAR, [220.08, 204.41, 191.19, 179.86, 170.04]), (HIGH_END, [460.44, 435.78, 414.17, 395.06, 378.00])] {
        let p = sbg::fit(&Lifetimes::of_cohort(&survivors[..=7])).unwrap().parameters;
        for (t, v) in (8..).zip(printed) {
            near(1000.0 * sbg::survival(&[p[0], p[1], 1.0], t), v, 0.0051);
        }
    }
    let p = sbg::fit(&Lifetimes::of_cohort(&REGULAR[..=7])).unwrap().parameters;
    near(sbg::discounted_lifetime(&p, 0.1), 3.694908, 5.1e-7);
    for (n, v) in [(1, 2.964399), (2, 4.103140), (5, 5.894095)] {
        near(sbg::discounted_residual_lifetime(&p, n, 0.1), v, 5.1e-7);
    }
}
#[test]
fn nobody_left_is_said() {
    let none = Lifetimes { ended: vec![], running: vec![(5, 10.0)] };
    assert!(sbg::fit(&none).unwrap_err().to_string().contains("nobody left"));
}
