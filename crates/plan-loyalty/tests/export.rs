//! `export`, `--only` and `--brand` as a person uses them.
use crate::common;
use common::command;
use std::path::Path;

const BRIEF: [&str; 10] = ["--goal", "retention", "--tiers", "3", "--budget", "50000", "--asked-on", "2026-07-01", "--effort", "small"];
/// Runs and gives exit code, standard output and standard error.
fn run(dir: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let out = command(dir, args);
    (out.status.code(), String::from_utf8_lossy(&out.stdout).into_owned(), String::from_utf8_lossy(&out.stderr).into_owned())
}
fn planned(dir: &Path, more: &[&str]) {
    let (code, _, said) = run(dir, &[&BRIEF[..], &["--quiet"], more].concat());
    assert!(matches!(code, Some(0 | 5)), "{said}");
}
fn listed(dir: &Path) -> Vec<String> {
    let mut all: Vec<String> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    all.sort();
    all
}
#[test]
fn only_what_was_asked_is_written_and_kept_true() {
    let dir = tempfile::tempdir().unwrap();
    planned(dir.path(), &["--only", "triggers.csv,segment"]);
    let out = dir.path().join("loyalty-plan");
    assert_eq!(listed(&out), ["segment", "triggers.csv"]);
    assert_eq!(run(dir.path(), &["verify"]).0, Some(0));
    std::fs::remove_dir_all(&out).unwrap();
    assert_eq!(run(dir.path(), &["renew"]).0, Some(0));
    assert_eq!(listed(&out), ["segment", "triggers.csv"], "renew writes what the plan records, in the folder where it stood");
    assert_eq!(run(dir.path(), &["verify"]).0, Some(0));
    let (code, _, said) = run(dir.path(), &["amend", "--budget", "40000", "--reason", "less", "--quiet"]);
    assert_eq!((matches!(code, Some(0 | 5)), listed(&out)), (true, vec!["segment".to_string(), "triggers.csv".to_string()]), "{said}");
}
#[test]
fn export_writes_beside_the_plan_or_elsewhere_and_leaves_the_plan_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    planned(dir.path(), &[]);
    let before = run(dir.path(), &["log", "--format", "json"]).1;
    let (code, said, _) = run(dir.path(), &["export", "--to", "tasks.csv", "--to", "cadence.ics,triggers.csv"]);
    assert_eq!(code, Some(0));
    for name in ["tasks.csv", "tasks/jira.csv", "tasks/asana.csv", "tasks/linear.csv", "cadence.ics", "triggers.csv"] {
        assert!(said.contains(&format!("loyalty-plan/{name}")), "{said}");
    }
    assert_eq!(run(dir.path(), &["export", "--to", "voucherify", "--out", "elsewhere"]).0, Some(0));
    assert!(dir.path().join("elsewhere/voucherify/calls.json").exists());
    assert_eq!(run(dir.path(), &["log", "--format", "json"]).1, before);
    assert_eq!(run(dir.path(), &["verify"]).0, Some(0), "a recorded file came out the same");
}
#[test]
fn bad_input_is_refused_before_anything_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let refused = |args: &[&str], words: &[&str]| {
        let (code, _, said) = run(dir.path(), args);
        assert_eq!(code, Some(2), "{args:?}: {said}");
        words.iter().for_each(|w| assert!(said.contains(w), "{args:?}: {w:?} is not in: {said}"));
    };
    refused(&["export", "--to", "segment"], &["this folder has no plans yet"]);
    refused(&[&BRIEF[..], &["--only", "trigers.csv"]].concat(), &["unknown deliverable", "did you mean triggers.csv?"]);
    std::fs::write(dir.path().join("brand.toml"), "primary = \"red\"").unwrap();
    refused(&[&BRIEF[..], &["--brand", "brand.toml"]].concat(), &["\"red\" is no colour"]);
    assert_eq!(listed(dir.path()), ["brand.toml"], "nothing was made for a request that is refused");
    planned(dir.path(), &["--only", "blueprint.md"]);
    refused(&["export", "--to", "deck.docx"], &["unknown deliverable", "The deliverables are"]);
    refused(&["export", "--to", "members.csv"], &["A plan holds no customer records"]);
    refused(&["export", "--to", "segment", "--brand", "none.toml"], &["none.toml"]);
    refused(&["export", "no-such-plan.json", "--to", "segment"], &["plan not found"]);
    refused(&["export", "--to", ","], &["unknown deliverable"]);
    let plan = dir.path().join(".claude/plans").join(listed(&dir.path().join(".claude/plans")).into_iter().find(|n| n.starts_with("plan-")).unwrap());
    // A file that somebody changed, or that another version writes in another way, is not written over.
    let text = std::fs::read_to_string(&plan).unwrap();
    let at = text.find("\"sha256\"").unwrap();
    let digest = &text[at + 11..at + 75].to_string();
    std::fs::write(&plan, text.replace(digest.as_str(), &"0".repeat(64))).unwrap();
    refused(&["export", "--to", "blueprint.md"], &["records this file with different content", "--out"]);
}
#[test]
fn names_of_people_begin_no_formula() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("plan-loyalty.toml"), "[owners]\ncrm-manager = \"=HYPERLINK(1)\"\nfinance = \"@jo\"\n").unwrap();
    planned(dir.path(), &["--only", "triggers.csv,tasks.csv"]);
    let read = |name: &str| std::fs::read_to_string(dir.path().join("loyalty-plan").join(name)).unwrap();
    assert!(read("triggers.csv").contains(",'=HYPERLINK(1) (CRM Manager),"), "{}", read("triggers.csv"));
    for name in ["tasks.csv", "tasks/jira.csv", "tasks/asana.csv", "tasks/linear.csv"] {
        assert!(read(name).contains(",'@jo"), "{name}");
        assert!(!read(name).contains(",@jo") && !read(name).contains(",=HYPERLINK"), "{name}");
    }
}
#[test]
fn what_was_written_with_the_plan_is_written_again_to_the_byte() {
    let dir = tempfile::tempdir().unwrap();
    let asked = ["--goal", "retention", "--tiers", "3", "--budget", "50000", "--asked-on", "2026-07-01", "--effort", "small", "--quiet"];
    assert!(matches!(command(dir.path(), &asked).status.code(), Some(0 | 5)));
    // Into the plan's own folder: an export that would write other bytes than were recorded is refused.
    let again = |when: &str| {
        let out = command(dir.path(), &["export", "--to", "model.xlsx,blueprint.html,triggers.csv,accounts.csv,financial-summary.csv,deck.pdf"]);
        assert!(out.status.success(), "{when}: {}", String::from_utf8_lossy(&out.stderr));
    };
    again("after the first plan");
    assert!(matches!(command(dir.path(), &["amend", "--budget", "45000", "--reason", "smaller pool", "--quiet"]).status.code(), Some(0 | 5)));
    again("after an amendment");
    // Presentations, written twice into folders of their own.
    let presentation = |folder: &str| {
        assert!(command(dir.path(), &["export", "--to", "deck.pptx", "--out", folder]).status.success());
        std::fs::read(dir.path().join(folder).join("deck.pptx")).unwrap()
    };
    assert!(presentation("once") == presentation("twice"), "two presentations of one plan differ");
}
