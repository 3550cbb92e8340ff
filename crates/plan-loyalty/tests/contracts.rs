//! Subscriptions: what a contract that changes on the first of a month is, and what of it the plan carries forward.
use crate::common;
use common::command;
use serde_json::Value;

/// Fifty customers at 100 a month; one goes up to 150 and one down to 60, both on the first of a month; four leave.
fn plan(more: &[&str]) -> Value {
    let dir = tempfile::tempdir().unwrap();
    let mut rows = vec!["customer,start,end,mrr".to_string()];
    rows.push("c0,2024-01-01,2025-05-31,100\nc0,2025-06-01,,150\nc1,2024-01-01,2025-08-31,100\nc1,2025-09-01,,60".into());
    rows.extend((2..6).map(|i| format!("c{i},2024-01-01,2025-0{}-15,100", i + 2)));
    rows.extend((6..50).map(|i| format!("c{i},2024-01-01,,100")));
    std::fs::write(dir.path().join("subs.csv"), rows.join("\n")).unwrap();
    let asked = ["--goal", "retention", "--tiers", "3", "--budget", "5000", "--subscriptions", "subs.csv", "--as-of", "2025-12-31", "--asked-on", "2026-01-01"];
    let out = command(dir.path(), &[&asked[..], &["--format", "json"], more].concat());
    assert!(matches!(out.status.code(), Some(0 | 3 | 5)), "{}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).unwrap()
}
fn line(plan: &Value, id: &str) -> f64 {
    plan["design"]["lines"][id]["value"].as_f64().unwrap()
}
#[test]
fn growth_and_shrinking_are_measured_and_carried_forward() {
    let plan = plan(&[]);
    let book = &plan["design"]["assumptions"];
    // Opening MRR of the twelve months of 2025: 5,000 through March, less 100 after each of April to July, +50 from June's opening, −40 from September's.
    let opening = 4.0 * 5_000.0 + 4_900.0 + (4_800.0 + 50.0) + (4_700.0 + 50.0) + (4_600.0 + 50.0) + 4.0 * (4_600.0 + 50.0 - 40.0);
    for (id, sum) in [("subscription.expansion_monthly", 50.0), ("subscription.contraction_monthly", 40.0)] {
        assert_eq!(book[id]["from"]["kind"], "measured", "{id}");
        assert!((book[id]["value"].as_f64().unwrap() - sum / opening).abs() < 1e-9, "{id}: {} of {opening}", book[id]["value"]);
    }
    let (nrr, grr) = (line(&plan, "economics.nrr_without"), line(&plan, "economics.grr_without"));
    let kept = line(&plan, "economics.retention_without");
    assert!(grr < nrr && grr < 1.0 && grr <= kept + 0.02, "GRR {grr}, NRR {nrr}, kept {kept}");
}
#[test]
fn a_person_outweighs_the_data() {
    let given = plan(&["--assume", "subscription.expansion_monthly=0.01"]);
    let growth = &given["design"]["assumptions"]["subscription.expansion_monthly"];
    assert_eq!((growth["value"].as_f64(), growth["from"]["kind"].as_str(), growth["overruled"].as_array().unwrap().len()), (Some(0.01), Some("given"), 2));
}
#[test]
fn without_leavers_and_changes_revenue_is_what_it_was() {
    let plan = plan(&["--assume", "subscription.expansion_monthly=0", "--assume", "subscription.contraction_monthly=0"]);
    let (nrr, grr, kept) = (line(&plan, "economics.nrr_without"), line(&plan, "economics.grr_without"), line(&plan, "economics.retention_without"));
    assert!((nrr - grr).abs() < 1e-9, "nothing grows: NRR {nrr}, GRR {grr}");
    // All but two pay the same, so revenue kept and customers kept are nearly one share.
    assert!((nrr - kept).abs() < 0.02, "NRR {nrr}, customers kept {kept}");
}
