//! What an amendment finds on disk, and what it works out again.
use crate::common;
use common::command;
use std::path::Path;

const BRIEF: [&str; 14] = [
    "--goal",
    "retention",
    "--tiers",
    "3",
    "--budget",
    "50000",
    "--asked-on",
    "2026-07-01",
    "--effort",
    "small",
    "--only",
    "triggers.csv",
    "--transactions",
    "orders.csv",
];
fn orders(more: u32) -> String {
    let rows = (0..3_000 + more).map(|i| format!("c{},{}-{:02}-{:02},{}.50", i % 300, 2024 + i % 2, 1 + i % 12, 1 + i % 28, 10 + i % 70));
    format!("customer,date,amount\n{}\n", rows.collect::<Vec<_>>().join("\n"))
}
/// Steps of an amendment that were worked out again.
fn again(dir: &Path, change: &[&str]) -> Vec<String> {
    let out = command(dir, &[&["amend", "--reason", "x", "--quiet", "--trace", "--unpin"], change].concat());
    let text = String::from_utf8(out.stdout).unwrap();
    assert!(matches!(out.status.code(), Some(0 | 3 | 5)), "{change:?}: {}", String::from_utf8_lossy(&out.stderr));
    text.lines().filter(|l| l.contains("worked out")).filter_map(|l| l.split_whitespace().next().map(str::to_string)).collect()
}
#[test]
fn an_amendment_works_out_what_hangs_on_its_change_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("orders.csv"), orders(0)).unwrap();
    let made = command(dir.path(), &[&BRIEF[..], &["--quiet"]].concat());
    assert!(matches!(made.status.code(), Some(0 | 3 | 5)), "{}", String::from_utf8_lossy(&made.stderr));
    let plan: serde_json::Value = serde_json::from_slice(&command(dir.path(), &["show", "--format", "json"]).stdout).unwrap();
    let joining = plan["design"]["blueprint"]["program"]["earn"]["joining_points"].as_u64().unwrap();
    let rule = format!("blueprint.earn.joining_points={}", joining + 1);
    let has = |steps: &[String], step: &str| steps.iter().any(|s| s == step);
    let by_rule = again(dir.path(), &["--set", &rule]);
    assert!(has(&by_rule, "appraise"), "a changed rule is appraised: {by_rule:?}");
    for kept in ["review-signals", "fit-base", "value-customers", "find-personas", "choose-design"] {
        assert!(!has(&by_rule, kept), "{kept} does not hang on a rule: {by_rule:?}");
    }
    let by_budget = again(dir.path(), &["--budget", "40000"]);
    assert!(has(&by_budget, "choose-design") && !has(&by_budget, "fit-base"), "another pool is searched, on the same customers: {by_budget:?}");
    let by_margin = again(dir.path(), &["--margin", "0.41"]);
    assert!(!has(&by_margin, "fit-base"), "a margin fits nothing again: {by_margin:?}");
    // Another file: everything that rests on it.
    std::fs::write(dir.path().join("orders.csv"), orders(40)).unwrap();
    let by_file = again(dir.path(), &["--accept-data"]);
    for step in ["review-signals", "fit-base", "value-customers", "find-personas", "choose-design", "appraise"] {
        assert!(has(&by_file, step), "{step} hangs on the data: {by_file:?}");
    }
    // Emptied on request; then all is worked out, and gives the same.
    let before = command(dir.path(), &["show", "--format", "json"]).stdout;
    assert!(command(dir.path(), &["cache", "--clear"]).status.success());
    assert!(String::from_utf8_lossy(&command(dir.path(), &["cache"]).stdout).contains("0.0 MB"));
    let again = again(dir.path(), &[]);
    assert!(has(&again, "fit-base"), "{again:?}");
    let hash = |bytes: &[u8]| serde_json::from_slice::<serde_json::Value>(bytes).unwrap()["plan_hash"].clone();
    assert_eq!(hash(&before), hash(&command(dir.path(), &["show", "--format", "json"]).stdout), "found on disk or worked out: the same plan");
}
#[cfg(unix)]
#[test]
fn kept_steps_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("orders.csv"), orders(0)).unwrap();
    command(dir.path(), &[&BRIEF[..], &["--quiet"]].concat());
    let steps = dir.path().join(".claude/plans/.steps");
    let mode = |p: &Path| std::fs::metadata(p).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&steps), 0o700);
    let files: Vec<_> = std::fs::read_dir(&steps).unwrap().map(|f| f.unwrap().path()).collect();
    assert!(files.len() > 3, "{files:?}");
    files.iter().for_each(|f| assert_eq!(mode(f), 0o600, "{}", f.display()));
}
