//! A company's own experiment as evidence; Hillstrom's e-mail test to its reference values (SOURCE.md of the data).
use crate::common;
use common::{command, shared};
use serde_json::Value;

fn hillstrom(more: &[&str]) -> Option<Value> {
    let path = shared("hillstrom_email/hillstrom.csv.gz")?.display().to_string();
    let dir = tempfile::tempdir().unwrap();
    let out = command(dir.path(), &[&["lift", &path, "--arm", "segment", "--control", "No E-Mail", "--format", "json"], more].concat());
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    Some(serde_json::from_slice(&out.stdout).unwrap())
}
fn near(got: &Value, printed: f64, places: i32) {
    assert!((got.as_f64().unwrap() - printed).abs() <= 0.5000001 * 10f64.powi(-places), "{got} is not {printed}");
}
#[test]
fn hillstrom_to_its_reference_values() {
    for (outcome, control, mens, womens) in [
        ("visit", 0.106167, (0.182757, 0.076590, 0.003386), (0.151400, 0.045233, 0.003234)),
        ("conversion", 0.005726, (0.012531, 0.006805, 0.000921), (0.008837, 0.003111, 0.000823)),
        ("spend", 0.652789, (1.422617, 0.769827, 0.145247), (1.077202, 0.424412, 0.130333)),
    ] {
        let Some(found) = hillstrom(&["--outcome", outcome]) else { return };
        let arms = found["arms"].as_array().unwrap();
        assert_eq!(arms.len(), 2);
        for (arm, (name, n, (mean, difference, error))) in arms.iter().zip([("Mens E-Mail", 21_307, mens), ("Womens E-Mail", 21_387, womens)]) {
            assert_eq!((arm["arm"].as_str(), arm["customers"][0].as_u64(), arm["customers"][1].as_u64()), (Some(name), Some(n), Some(21_306)));
            near(&arm["means"][0], mean, 6);
            near(&arm["means"][1], control, 6);
            near(&arm["difference"]["estimate"], difference, 6);
            near(&arm["difference"]["standard_error"], error, 6);
        }
    }
}
#[test]
fn the_covariate_buys_next_to_nothing_and_says_so() {
    let Some(found) = hillstrom(&["--outcome", "spend", "--treated", "Mens E-Mail", "--covariate", "history", "--segment", "channel"]) else { return };
    let arm = &found["arms"][0];
    near(&arm["cuped"]["theta"][0], 0.001_222_90, 8);
    near(&arm["cuped"]["correlation"], 0.020_92, 5);
    near(&arm["cuped"]["difference"]["estimate"], 0.767_438, 6);
    // SOURCE.md prints the squared correlation, 0.044%; what the variance of the difference really fell by is a hair less.
    assert!((arm["cuped"]["variance_reduction"].as_f64().unwrap() - 0.000_44).abs() < 0.000_01);
    let segments = arm["segments"][0]["effects"].as_array().unwrap();
    let (raw, holm) = (segments.iter().map(|s| s["difference"]["p"].as_f64().unwrap()), segments.iter().map(|s| s["p_holm"].as_f64().unwrap()));
    assert!(raw.zip(holm).all(|(p, h)| h >= p) && segments.len() == 3);
}
/// 400 customers: an arm, an outcome, what they spent before.
fn test_file(dir: &std::path::Path, treated: usize) -> String {
    let rows: Vec<String> = (0..400)
        .map(|i| format!("{},{},{}", if i < treated { "offer" } else { "control" }, 40 + (i * 37) % 23 + usize::from(i < treated) * 4, 30 + (i * 37) % 23))
        .collect();
    let path = dir.join("test.csv");
    std::fs::write(&path, format!("arm,spend,before\n{}\n", rows.join("\n"))).unwrap();
    path.display().to_string()
}
#[test]
fn a_measured_effect_enters_the_plan_as_measured_and_nothing_else_does() {
    let dir = tempfile::tempdir().unwrap();
    let path = test_file(dir.path(), 200);
    let out = command(
        dir.path(),
        &[
            "lift",
            &path,
            "--outcome",
            "spend",
            "--covariate",
            "before",
            "--parameter",
            "response.total",
            "--randomised-by",
            "CRM, May 2026",
            "--out",
            "measured.toml",
        ],
    );
    let text = common::text(&out);
    assert!(text.contains("offer: raised spend by") && text.contains("prior +0.0244 ± 0.0326 [judgement]"), "{text}");
    let plan = command(
        dir.path(),
        &["--goal", "retention", "--tiers", "3", "--budget", "50000", "--asked-on", "2026-07-01", "--config", "measured.toml", "--format", "json"],
    );
    let plan: Value = serde_json::from_slice(&plan.stdout).unwrap();
    let book = plan["design"]["assumptions"].as_object().unwrap();
    let own = &book["response.total"];
    assert_eq!((own["from"]["kind"].as_str(), own["from"]["rows"].as_u64()), (Some("measured"), Some(400)));
    assert_eq!(own["overruled"][0][1]["kind"], "default");
    // The test measures one effect; what else is measured comes from the company's own subscriptions.
    assert_eq!(book.values().filter(|a| a["from"]["query"] == "experiment").count(), 1);
    assert!(book.iter().all(|(id, a)| a["from"]["kind"] != "measured" || id == "response.total" || a["from"]["query"] == "subscription_months"));
    assert!(plan["design"]["lines"]["economics.assumed_share"]["value"].as_f64().unwrap() < 1.0);
}
#[test]
fn what_is_no_clean_test_is_refused_with_a_next_step() {
    let dir = tempfile::tempdir().unwrap();
    let (even, odd) = (test_file(dir.path(), 200), tempfile::tempdir().unwrap());
    let broken = test_file(odd.path(), 290);
    for (args, words) in [
        (vec!["lift", &broken, "--outcome", "spend"], "the arms are not as planned: 290 treated and 110 control"),
        (vec!["lift", &even, "--outcome", "revenue"], "name one of: arm, spend, before"),
        (vec!["lift", &even, "--outcome", "arm"], "line 2: arm is \"offer\", no number"),
        (vec!["lift", &even, "--outcome", "spend", "--control", "nobody"], "name one of: control, offer"),
        (vec!["lift", &even, "--outcome", "spend", "--parameter", "company.gross_margin"], "cannot measure"),
        (vec!["lift", &even, "--outcome", "spend", "--planned", "much"], "is not a pair of shares"),
        (vec!["lift", "no-such-file.csv", "--outcome", "spend"], "give a file that is there"),
    ] {
        let out = command(dir.path(), &args);
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        assert_eq!(out.status.code(), Some(2), "{args:?}: {said}");
        assert!(said.contains(words) && said.contains("Next:"), "{args:?}: {said}");
    }
    // The same shares planned: it is read.
    assert_eq!(command(dir.path(), &["lift", &broken, "--outcome", "spend", "--planned", "0.725,0.275"]).status.code(), Some(0));
}
