//! Survival, models.md A5: lifelines tests/test_estimation.py, `rossi` (432 released prisoners, 114 arrested again).
use super::{columns, small};
use loyalty_stats::cox::{self, Cox, Subject};
use loyalty_stats::fit::{Ending, NoFit};

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
