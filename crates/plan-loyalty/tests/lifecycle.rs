//! The plan as a living document, through the command.
mod common;
use common::command;
use std::path::Path;
use std::process::{Command, Stdio};

const BRIEF: [&str; 9] = ["--goal", "retention", "--tiers", "3", "--budget", "50000", "--asked-on", "2026-07-01", "--quiet"];
fn binary() -> std::path::PathBuf {
    assert_cmd::cargo::cargo_bin("plan-loyalty")
}
fn made(dir: &Path) -> String {
    assert_eq!(command(dir, &BRIEF).status.code(), Some(0));
    let name = std::fs::read_dir(dir.join(".claude/plans")).unwrap().filter_map(Result::ok).map(|e| e.file_name().into_string().unwrap()).find(|n| n.starts_with("plan-"));
    format!(".claude/plans/{}", name.unwrap())
}
fn text(out: &std::process::Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr))
}
#[test]
fn one_plan_from_run_to_publication() {
    if !Command::new("ssh-keygen").arg("-?").output().is_ok_and(|o| !o.stderr.is_empty()) {
        eprintln!("skipped: there is no ssh-keygen");
        return;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/lifecycle.sh");
    let out = Command::new("bash").arg(script).arg(binary()).output().unwrap();
    let said = text(&out);
    assert!(out.status.success(), "{said}");
    for words in ["resolved for exec-sponsor by sponsor@example.com (signed)", "Published by auditor@example.com", "Verified: everything holds", "0 differ; plan hash equal", "BROKEN"] {
        assert!(said.contains(words), "{words} is not in\n{said}");
    }
}
#[test]
fn an_amendment_is_worked_out_logged_and_told_by_meaning() {
    let dir = tempfile::tempdir().unwrap();
    let plan = made(dir.path());
    let before: serde_json::Value = serde_json::from_slice(&std::fs::read(dir.path().join(&plan)).unwrap()).unwrap();
    let gold = before["design"]["blueprint"]["program"]["tiers"][2]["threshold"].as_f64().unwrap();
    let set = format!("blueprint.tiers.gold.threshold={}", gold + 9.0);
    let out = command(dir.path(), &["amend", &plan, "--set", &set, "--assume", "cost.setup=50000", "--reason", "fewer in gold"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out));
    let told = text(&out);
    assert!(told.contains(&format!("Gold {gold} → {}", gold + 9.0)) && told.contains("ROI P50") && told.contains("cost.setup 60000"), "{told}");
    let after: serde_json::Value = serde_json::from_slice(&std::fs::read(dir.path().join(&plan)).unwrap()).unwrap();
    let entry = &after["history"]["change_log"][1];
    assert_eq!((entry["act"].as_str(), entry["reason"].as_str(), entry["sequence"].as_u64()), (Some("amended"), Some("fewer in gold"), Some(2)));
    assert_eq!(after["design"]["lines"]["economics.cost.setup"]["value"], 50_000.0);
    let html = std::fs::read_to_string(dir.path().join("loyalty-plan/blueprint.html")).unwrap();
    assert!(html.contains(&format!("{}", gold + 9.0)));
    for (args, code, words) in [
        (vec!["verify", &plan], 0, "Holds, unanchored"),
        (vec!["reproduce", &plan], 0, "0 differ; plan hash equal"),
        (vec!["show", &plan, "--revision", "1"], 0, "Harbour"),
        (vec!["diff", &plan, "--revisions", "1..2", "--format", "markdown"], 0, "## revision 1 → revision 2"),
        (vec!["explain", &plan, "economics.roi"], 0, "doi "),
        (vec!["list"], 0, "2 revisions"),
        (vec!["log", &plan], 0, "fewer in gold"),
        (vec!["review", &plan], 4, "Not ready to publish"),
        (vec!["publish", &plan], 4, "nobody has approved"),
        (vec!["amend", &plan, "--set", "blueprint.tiers.gold.threshold=0", "--reason", "x"], 2, "thresholds no longer rise"),
        (vec!["amend", &plan, "--set", "blueprint.tiers.bronze.threshold=1", "--reason", "x"], 2, "known there: member, silver, gold"),
        (vec!["amend", &plan, "--set", "blueprint.point_value=much", "--reason", "x"], 2, "would not be one any more"),
        (vec!["amend", &plan, "--reason", "x"], 2, "no change was asked"),
        (vec!["amend", &plan, "--remove-benefit", "gold-watch", "--reason", "x"], 2, "has no benefit"),
        (vec!["show", "no-such-plan"], 2, "there is no such plan"),
        (vec!["diff", &plan, "--revisions", "1..9"], 2, "there is no revision 9"),
    ] {
        let out = command(dir.path(), &args);
        assert_eq!(out.status.code(), Some(code), "{args:?}: {}", text(&out));
        assert!(text(&out).contains(words), "{args:?}: {words} is not in\n{}", text(&out));
    }
    // What this version does not know stays through an amendment.
    let mut newer = after.clone();
    newer["design"]["blueprint"]["from_a_later_version"] = serde_json::json!({"kept": [1, 2]});
    std::fs::write(dir.path().join(&plan), serde_json::to_vec(&newer).unwrap()).unwrap();
    command(dir.path(), &["amend", &plan, "--budget", "45000", "--reason", "smaller pool", "--quiet"]);
    let kept: serde_json::Value = serde_json::from_slice(&std::fs::read(dir.path().join(&plan)).unwrap()).unwrap();
    assert_eq!(kept["design"]["blueprint"]["from_a_later_version"]["kept"][1], 2);
    assert_eq!(kept["history"]["change_log"].as_array().unwrap().len(), 3);
}
#[test]
fn two_amendments_at_once_both_land_or_one_is_told_to_run_again() {
    let dir = tempfile::tempdir().unwrap();
    let plan = made(dir.path());
    let start = |budget: &str| {
        Command::new(binary())
            .current_dir(dir.path())
            .args(["amend", &plan, "--budget", budget, "--reason", "at once", "--quiet"])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let outs: Vec<_> = [start("45000"), start("40000")].into_iter().map(|c| c.wait_with_output().unwrap()).collect();
    let landed = outs.iter().filter(|o| o.status.success()).count();
    assert!(landed >= 1);
    assert!(outs.iter().filter(|o| !o.status.success()).all(|o| text(o).contains("un the command again")), "{}", outs.iter().map(text).collect::<String>());
    let whole: serde_json::Value = serde_json::from_slice(&std::fs::read(dir.path().join(&plan)).unwrap()).unwrap();
    assert_eq!(whole["history"]["change_log"].as_array().unwrap().len(), 1 + landed);
    assert!(text(&command(dir.path(), &["verify", &plan])).contains("every entry of the change log follows"));
}
