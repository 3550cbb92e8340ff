//! Survival, models.md A5: lifelines tests/test_estimation.py, `rossi` (432 released prisoners, 114 arrested again).
use super::{columns, small};
use loyalty_stats::cox::{self, Cox, Subject};
use loyalty_stats::fit::{Ending, NoFit};
use loyalty_stats::{kaplan_meier, log_rank, weibull_aft};
use std::collections::BTreeMap;

fn near(got: f64, printed: f64, limit: f64) {
    assert!((got - printed).abs() <= limit, "{got} is not {printed}");
}
fn all_near(got: &[f64], printed: &[f64], limit: f64) {
    assert_eq!(got.len(), printed.len());
    got.iter().zip(printed).for_each(|(g, p)| near(*g, *p, limit));
}
/// week, arrest, fin age race wexp mar paro prio.
fn rossi() -> Option<Vec<[f64; 9]>> {
    let text = small("rossi.csv")?;
    Some(columns(&text, ["week", "arrest", "fin", "age", "race", "wexp", "mar", "paro", "prio"]).into_iter().map(|r| r.map(|v| v.parse().unwrap())).collect())
}
fn fit(rows: &[[f64; 9]], stratum: Option<usize>) -> Cox {
    let subjects: Vec<Subject> = rows
        .iter()
        .map(|r| Subject {
            time: r[0],
            event: r[1] == 1.0,
            stratum: stratum.map_or(0, |c| r[c] as u32),
            covariates: (2..9).filter(|c| Some(*c) != stratum).map(|c| r[c]).collect(),
        })
        .collect();
    cox::fit(&subjects).unwrap()
}
#[test]
fn cox_on_rossi() {
    // test_estimation.py:3960-3977 (values of R's survival)
    let Some(rows) = rossi() else { return };
    let found = fit(&rows, None);
    let coefficients = [-0.3794222, -0.0574377, 0.3138998, -0.1497957, -0.4337039, -0.0848711, 0.0914971];
    all_near(&found.estimates.coefficients, &coefficients, 5.1e-8);
    let errors = [0.191379, 0.021999, 0.307993, 0.212224, 0.381868, 0.195757, 0.028649];
    all_near(&found.estimates.standard_errors(), &errors, 5.1e-7);
    near(found.estimates.log_likelihood, -658.747659, 5.1e-7);
    near(found.concordance, 0.640329, 5.1e-7);
    let (ratio, p) = found.likelihood_ratio();
    near(ratio, 33.27, 0.005);
    assert!(p > 2e-5 && p < 3e-5, "{p}");
    assert_eq!(found.estimates.ending, Ending::Converged);
}
#[test]
fn cox_on_rossi_by_race() {
    // :3979-3993: fin age wexp mar paro prio
    let Some(rows) = rossi() else { return };
    all_near(&fit(&rows, Some(4)).estimates.coefficients, &[-0.3788, -0.0576, -0.1427, -0.4388, -0.0858, 0.0922], 5.1e-5);
}
#[test]
fn concordance_within_strata() {
    // test_that_adding_strata_will_change_c_index: strata wexp, R's survConcordance
    let Some(rows) = rossi() else { return };
    near(fit(&rows, Some(5)).concordance, 0.6124492, 5.1e-8);
}
#[test]
fn what_cox_cannot_tell_is_said() {
    let one = |time: f64, event: bool, covariates: Vec<f64>| Subject { time, event, stratum: 0, covariates };
    assert_eq!(cox::fit(&[]).unwrap_err(), NoFit::NoCustomers);
    assert_eq!(cox::fit(&[one(1.0, false, vec![1.0]), one(2.0, false, vec![0.0])]).unwrap_err(), NoFit::NoEvent);
    let twice: Vec<Subject> = (1..9).map(|i| one(f64::from(i), true, vec![f64::from(i * i % 5), 2.0 * f64::from(i * i % 5) + 2018.0])).collect();
    assert_eq!(cox::fit(&twice).unwrap_err(), NoFit::NotToldApart);
    // Every event falls in one group: its coefficient has no finite value.
    let apart: Vec<Subject> = (1..9).map(|i| one(f64::from(i), i % 2 == 0, vec![f64::from(i % 2)])).collect();
    assert_eq!(cox::fit(&apart).unwrap().estimates.ending, Ending::Ridge);
}
#[test]
fn weibull_aft_on_rossi() {
    // test_estimation.py:2615-2660 (values of R's flexsurv): fin age race wexp mar paro prio, intercept, ln ρ. flexsurv stopped short of the
    // maximum by 2e-6 of log-likelihood, which is 3e-4 in mar: its coefficients are held to the limits of lifelines' own test, and the
    // maximum must lie above them. The log-likelihood printed elsewhere with six digits, -679.916640, is lower than both.
    let Some(rows) = rossi() else { return };
    let subjects: Vec<Subject> = rows.iter().map(|r| Subject { time: r[0], event: r[1] == 1.0, stratum: 0, covariates: r[2..].to_vec() }).collect();
    let printed = [0.27230591, 0.04072758, -0.22480808, 0.10664712, 0.31095531, 0.05883352, -0.06580211, 3.98968559, 0.33911900];
    let found = weibull_aft::fit(&subjects).unwrap().estimates;
    assert_eq!(found.ending, Ending::Converged);
    near(found.log_likelihood, -679.9166, 5.1e-5);
    let above = found.log_likelihood - weibull_aft::log_likelihood(&subjects, &printed);
    assert!(above > 0.0 && above < 5e-6, "{above}");
    let limits = [1e-3, 1e-3, 1e-3, 1e-3, 1e-2, 1e-3, 1e-3, 1e-2, 1e-4];
    (0..9).for_each(|i| near(found.coefficients[i], printed[i], limits[i] * printed[i].abs()));
    let errors = [0.13796834, 0.01599442, 0.22015347, 0.15154541, 0.27326405, 0.13963680, 0.02093981, 0.41904636, 0.08900064];
    let limits = [1e-4, 1e-3, 1e-4, 1e-4, 1e-3, 1e-4, 1e-4, 1e-3, 1e-3];
    (0..9).for_each(|i| near(found.standard_errors()[i], errors[i], limits[i] * errors[i]));
    let alone: Vec<Subject> = subjects.iter().map(|s| Subject { covariates: vec![], ..s.clone() }).collect();
    let ratio = 2.0 * (found.log_likelihood - weibull_aft::fit(&alone).unwrap().estimates.log_likelihood);
    near(ratio, 33.42, 0.005);
}
#[test]
fn kaplan_meier_on_g3() {
    // test_estimation.py:1275-1313: glioma patients, radioimmunotherapy and control; log-log interval of the control group
    let Some(text) = small("g3.csv") else { return };
    let arm = |name: &str| -> Vec<kaplan_meier::Step> {
        let rows = columns(&text, ["histology", "group", "event", "time"]);
        let seen: Vec<_> = rows.iter().filter(|r| r[0] == "Grade3" && r[1] == name).map(|r| (r[3].parse().unwrap(), r[2] == "True")).collect();
        kaplan_meier::curve(&kaplan_meier::table(&seen), 1.959963984540054)
    };
    let treated = arm("RIT");
    near(kaplan_meier::survival(&treated, 25.0), 0.909, 5.1e-4);
    near(kaplan_meier::survival(&treated, 53.0), 0.779, 5.1e-4);
    let control = arm("Control");
    for (time, survival, low, high) in [(9.0, 0.833, 0.2731, 0.975), (19.0, 0.667, 0.1946, 0.904), (32.0, 0.5, 0.1109, 0.804), (34.0, 0.333, 0.0461, 0.676)] {
        let step = control.iter().find(|s| s.time == time).unwrap();
        near(step.survival, survival, 5.1e-4);
        near(step.low, low, 5.1e-5);
        near(step.high, high, 5.1e-4);
    }
}
#[test]
fn log_rank_of_six_regimes() {
    // lifelines tests/test_statistics.py: how long governments last, by kind of regime
    let Some(text) = small("dd.csv") else { return };
    let mut groups: BTreeMap<String, Vec<(f64, bool)>> = BTreeMap::new();
    for [regime, duration, observed] in columns(&text, ["regime", "duration", "observed"]) {
        groups.entry(regime.to_string()).or_default().push((duration.parse().unwrap(), observed == "1"));
    }
    let (chi, df, p) = log_rank::test_groups(&groups.values().map(Vec::as_slice).collect::<Vec<_>>());
    near(chi, 322.5991, 5.1e-5);
    assert_eq!(df, groups.len() - 1);
    assert!(p < 1e-60);
}
#[test]
fn two_groups_of_several_are_the_two_sided_test() {
    let a: Vec<(f64, bool)> = (1..30).map(|i| (f64::from(i * 7 % 31), i % 3 != 0)).collect();
    let b: Vec<(f64, bool)> = (1..40).map(|i| (f64::from(i * 11 % 43), i % 4 != 0)).collect();
    let ((chi, p), (both, df, q)) = (log_rank::test(&a, &b), log_rank::test_groups(&[&a, &b]));
    near(both, chi, 1e-12);
    near(q, p, 1e-12);
    assert_eq!(df, 1);
}
