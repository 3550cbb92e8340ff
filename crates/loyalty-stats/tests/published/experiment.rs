//! Reading a randomised test. Hillstrom's e-mail test on 64,000 customers: effects, Welch's errors and CUPED as checked in the data's own
//! notes; models.md D5 for the weight of a reading; closed forms elsewhere.
use super::{columns, public};
use loyalty_stats::distributions::student_two_sided;
use loyalty_stats::experiment::{Arm, Belief, NoReading, adjusted, balance, by_segment, combine, difference, heterogeneity, holm, relative_lift, sample_ratio};
use loyalty_stats::power::covariate_factor;
use rand_core::{RngCore, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

fn near(got: f64, printed: f64, limit: f64) {
    assert!((got - printed).abs() <= limit, "{got} is not {printed}");
}
/// Per arm (control, men's, women's): columns visit, conversion, spend, history, recency, newbie.
fn arms() -> Option<[[Vec<f64>; 6]; 3]> {
    let text = public("hillstrom_email/hillstrom.csv.gz")?;
    let rows = columns(&text, ["segment", "visit", "conversion", "spend", "history", "recency", "newbie"]);
    let of = |arm: &str, c: usize| rows.iter().filter(|r| r[0] == arm).map(|r| r[c].parse().unwrap()).collect();
    Some(["No E-Mail", "Mens E-Mail", "Womens E-Mail"].map(|arm| [1, 2, 3, 4, 5, 6].map(|c| of(arm, c))))
}
#[test]
fn hillstrom_effects() {
    let Some([control, mens, womens]) = arms() else { return };
    assert_eq!([&control, &mens, &womens].map(|a| a[0].len()), [21_306, 21_307, 21_387]);
    for (arm, printed) in [
        (&mens, [(0.076590, 0.003386), (0.006805, 0.000921), (0.769827, 0.145247)]),
        (&womens, [(0.045233, 0.003234), (0.003111, 0.000823), (0.424412, 0.130333)]),
    ] {
        for (c, (effect, error)) in printed.into_iter().enumerate() {
            let read = difference(&arm[c], &control[c]).unwrap();
            near(read.estimate, effect, 5.1e-7);
            near(read.standard_error, error, 5.1e-7);
            near(read.high - read.low, 2.0 * 1.96 * read.standard_error, 1e-4 * read.standard_error);
            assert!(read.p < 0.0012 && read.low > 0.0);
        }
    }
}
#[test]
fn hillstrom_with_a_covariate() {
    // Last year's spend explains next to nothing of two weeks' spend: the famous half is not to be assumed.
    let Some([control, mens, _]) = arms() else { return };
    let (treated, untreated) = (Arm { outcome: &mens[2], before: &[&mens[3]] }, Arm { outcome: &control[2], before: &[&control[3]] });
    let read = adjusted(&treated, &untreated).unwrap();
    near(read.theta[0], 0.00122290, 5.1e-9);
    near(read.correlation, 0.02092, 5.1e-6);
    near(read.difference.estimate, 0.767438, 5.1e-7);
    // Printed .044% is ρ²; the difference's own error fell by .0434%.
    near(1.0 - covariate_factor(read.correlation), 0.00044, 5.1e-6);
    near(read.variance_reduction, 0.000434, 5.1e-7);
    // A second covariate can only explain more; the same one twice explains nothing.
    let more = adjusted(&Arm { before: &[&mens[3], &mens[4]], ..treated }, &Arm { before: &[&control[3], &control[4]], ..untreated }).unwrap();
    assert!(more.correlation > read.correlation && more.theta.len() == 2);
    let twice = adjusted(&Arm { before: &[&mens[3], &mens[3]], ..treated }, &Arm { before: &[&control[3], &control[3]], ..untreated });
    assert_eq!(twice.unwrap_err(), NoReading::NotToldApart);
}
#[test]
fn hillstrom_was_randomised() {
    let Some([control, mens, womens]) = arms() else { return };
    let (chi, p) = sample_ratio(&[21_306, 21_307, 21_387], &[1.0, 1.0, 1.0]).unwrap();
    // Σ (n − 64000/3)² ÷ (64000/3)
    near(
        chi,
        (27.0 + 1.0 / 3.0f64).powi(2) / 21_333.333333333332
            + (26.0 + 1.0 / 3.0f64).powi(2) / 21_333.333333333332
            + (53.0 + 2.0 / 3.0f64).powi(2) / 21_333.333333333332,
        1e-9,
    );
    near(p, (-chi / 2.0).exp(), 1e-13);
    assert!(p > 0.9);
    for arm in [&mens, &womens] {
        for c in 3..6 {
            let b = balance(&arm[c], &control[c]).unwrap();
            assert!(b.standardised.abs() < 0.02 && b.difference.p > 0.05, "{c}: {b:?}");
        }
    }
    let (_, broken) = sample_ratio(&[21_306, 20_307], &[0.5, 0.5]).unwrap();
    assert!(broken < 1e-5);
}
#[test]
fn hillstrom_lift() {
    let Some([control, mens, _]) = arms() else { return };
    let lift = relative_lift(&mens[2], &control[2]).unwrap();
    near(lift.lift, 1.422617 / 0.652789 - 1.0, 2e-6);
    // Delta method on the printed means and standard deviations.
    let error = ((17.754205f64 / 1.422617).powi(2) / 21_307.0 + (11.588200f64 / 0.652789).powi(2) / 21_306.0).sqrt();
    near(lift.log_ratio.standard_error, error, 1e-6);
    assert!(lift.low > 0.0 && lift.low < lift.lift && lift.lift < lift.high);
    near((1.0 + lift.low) * (1.0 + lift.high), (1.0 + lift.lift).powi(2), 1e-9);
}
#[test]
fn hillstrom_segments() {
    // New customers and old, men's e-mail, visits: each alone, corrected, and whether they differ.
    let Some([control, mens, _]) = arms() else { return };
    let part = |arm: &[Vec<f64>; 6], new: f64| -> Vec<f64> { arm[0].iter().zip(&arm[5]).filter(|(_, n)| **n == new).map(|(v, _)| *v).collect() };
    let cut: Vec<_> = [0.0, 1.0].map(|n| (part(&mens, n), part(&control, n))).into();
    let read: Vec<_> = by_segment(&cut.iter().map(|(t, c)| (t.as_slice(), c.as_slice())).collect::<Vec<_>>()).into_iter().map(Result::unwrap).collect();
    // The whole is the weighted mean of its parts, but for the arms' slightly different mixes.
    let whole = difference(&mens[0], &control[0]).unwrap();
    let n: Vec<f64> = cut.iter().map(|(t, c)| (t.len() + c.len()) as f64).collect();
    let mean = (n[0] * read[0].difference.estimate + n[1] * read[1].difference.estimate) / (n[0] + n[1]);
    near(mean, whole.estimate, 1e-3);
    assert!(read.iter().all(|s| s.p_holm >= s.difference.p && s.p_holm < 1e-6));
    let (q, df, p) = heterogeneity(&[read[0].difference, read[1].difference]);
    let gap = read[0].difference.estimate - read[1].difference.estimate;
    near(q, gap * gap / (read[0].difference.standard_error.powi(2) + read[1].difference.standard_error.powi(2)), 1e-9);
    assert!(df == 1 && p > 0.0 && p < 1.0);
}
#[test]
fn a_reading_beside_a_belief() {
    // D5: +10% ± 5% on +2% ± 2% gives +3.1% ± 1.9%
    let after = combine(&Belief { mean: 0.02, sd: 0.02 }, &Belief { mean: 0.10, sd: 0.05 });
    near(after.mean, 0.031, 5e-4);
    near(after.sd, 0.019, 5e-4);
    let certain = combine(&Belief { mean: 0.02, sd: 0.0 }, &Belief { mean: 0.10, sd: 0.05 });
    assert_eq!(certain, Belief { mean: 0.02, sd: 0.0 });
}
#[test]
fn small_arms_by_hand() {
    // Means 3 and 2, variances of the mean 1/2 and 1/3; df = (5/6)² ÷ (1/4/4 + 1/9/2)
    let read = difference(&[1.0, 2.0, 3.0, 4.0, 5.0], &[1.0, 2.0, 3.0]).unwrap();
    near(read.estimate, 1.0, 1e-15);
    near(read.standard_error, (5.0f64 / 6.0).sqrt(), 1e-15);
    near(read.degrees_of_freedom, (25.0 / 36.0) / (1.0 / 16.0 + 1.0 / 18.0), 1e-12);
    // With x = √df·tan φ the t density becomes cos^(df−1) φ.
    let df = read.degrees_of_freedom;
    let turn = (read.estimate / read.standard_error / df.sqrt()).atan();
    let part = |from: f64| -> f64 {
        let step = (std::f64::consts::FRAC_PI_2 - from) / 20_000.0;
        (0..20_000).map(|i| (from + (f64::from(i) + 0.5) * step).cos().powf(df - 1.0) * step).sum()
    };
    near(read.p, part(turn) / part(0.0), 1e-8);
    // The interval ends where p is 5%.
    near(student_two_sided((read.high - read.estimate) / read.standard_error, df), 0.05, 1e-12);
    // Holm's own order: smallest × 4, then × 3, never falling.
    let corrected = holm(&[0.01, 0.04, 0.03, 0.005]);
    corrected.iter().zip([0.03, 0.06, 0.06, 0.02]).for_each(|(g, p)| near(*g, p, 1e-15));
    let b = balance(&[1.0, 2.0, 3.0, 4.0, 5.0], &[1.0, 2.0, 3.0]).unwrap();
    near(b.standardised, 1.0 / (1.75f64).sqrt(), 1e-15);
}
#[test]
fn what_cannot_be_read_is_said() {
    assert_eq!(difference(&[1.0], &[1.0, 2.0]).unwrap_err(), NoReading::TooFew);
    assert_eq!(difference(&[1.0, f64::NAN], &[1.0, 2.0]).unwrap_err(), NoReading::NotFinite);
    assert_eq!(difference(&[1.0, 1.0], &[0.0, 0.0]).unwrap_err(), NoReading::NoSpread);
    // Three times .1 has a mean that is not .1: still no spread.
    assert_eq!(difference(&[0.1; 3], &[0.2; 3]).unwrap_err(), NoReading::NoSpread);
    let (y, z) = ([0.1, 0.7, 0.3], [0.2, 0.9, 0.4]);
    let explained = adjusted(&Arm { outcome: &y, before: &[&y] }, &Arm { outcome: &z, before: &[&z] });
    assert_eq!(explained.unwrap_err(), NoReading::NoSpread);
    assert_eq!(relative_lift(&[1.0, 2.0], &[0.0, 0.0]).unwrap_err(), NoReading::NotPositive);
    assert_eq!(sample_ratio(&[5, 5], &[1.0]).unwrap_err(), NoReading::NoPlan);
    let short = Arm { outcome: &[1.0, 2.0], before: &[&[1.0]] };
    assert_eq!(adjusted(&short, &short).unwrap_err(), NoReading::Shape);
    assert!(by_segment(&[(&[1.0], &[2.0, 3.0]), (&[1.0, 2.0], &[2.0, 3.0])])[0].is_err());
}
/// Skewed outcomes, a tenth of them above zero, with a covariate that goes along.
fn draw(random: &mut Xoshiro256PlusPlus, n: usize) -> (Vec<f64>, Vec<f64>) {
    let mut uniform = || (random.next_u64() >> 11) as f64 / (1u64 << 53) as f64;
    (0..n)
        .map(|_| {
            let habit = -(1.0 - uniform()).ln();
            (if uniform() < 0.3 { habit * -(1.0 - uniform()).ln() } else { 0.0 }, habit)
        })
        .unzip()
}
#[test]
fn without_an_effect_one_in_twenty_alarms() {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(7);
    let (mut plain, mut covered, mut alarms, n) = (0, 0, 0, 4_000);
    for _ in 0..n {
        let ((y, x), (z, w)) = (draw(&mut random, 400), draw(&mut random, 300));
        let read = difference(&y, &z).unwrap();
        let adjusted = adjusted(&Arm { outcome: &y, before: &[&x] }, &Arm { outcome: &z, before: &[&w] }).unwrap();
        plain += u32::from(read.p < 0.05);
        alarms += u32::from(adjusted.difference.p < 0.05);
        covered += u32::from(read.low <= 0.0 && read.high >= 0.0);
        assert!(adjusted.variance_reduction > -0.05 && adjusted.variance_reduction < 0.6);
    }
    // Four standard errors of a share of 5% in 4,000.
    for share in [plain, alarms, n - covered].map(|k| f64::from(k) / f64::from(n)) {
        near(share, 0.05, 4.0 * (0.05f64 * 0.95 / 4_000.0).sqrt());
    }
}
