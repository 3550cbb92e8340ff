//! Plans of shape 1.1, which store a command line, open, are read, and are amended through the same parser.
use crate::common;
use common::{command, text};
use serde_json::Value;
use std::io::Read;
use std::path::Path;

const NAME: &str = ".claude/plans/plan-20261128T140050Z.json";

/// A plan that version 0.1.0 of shape 1.1 wrote, byte for byte: of the demonstration company, or of a file orders.csv that is gone.
fn old(dir: &Path, which: &str) {
    std::fs::create_dir_all(dir.join(".claude/plans")).unwrap();
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/plans/{which}-1.1.0.json.gz"));
    let mut bytes = vec![];
    flate2::read::GzDecoder::new(std::fs::File::open(kept).unwrap()).read_to_end(&mut bytes).unwrap();
    std::fs::write(dir.join(NAME), bytes).unwrap();
}
fn read(dir: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(dir.join(NAME)).unwrap()).unwrap()
}
#[test]
fn an_old_plan_is_read_by_every_verb_that_reads() {
    let dir = tempfile::tempdir().unwrap();
    old(dir.path(), "demonstration");
    let before = std::fs::read(dir.path().join(NAME)).unwrap();
    for (args, words) in [
        (&["show"][..], "Harbour"),
        (&["list"], "1 revision"),
        (&["log"], "first plan"),
        (&["explain", "latest", "economics.roi"], "economics.roi"),
        (&["diff", "latest", "latest"], "no difference"),
        (&["verify"], "the bytes are this program's"),
        (&["export", "latest", "--to", "triggers.csv", "--out", "elsewhere"], "triggers.csv"),
    ] {
        let out = command(dir.path(), args);
        assert!(out.status.success() && text(&out).contains(words), "{args:?}: {}", text(&out));
    }
    assert_eq!(std::fs::read(dir.path().join(NAME)).unwrap(), before, "reading changes nothing");
}
#[test]
fn an_old_plan_s_workbook_says_that_it_has_no_response_curve() {
    let dir = tempfile::tempdir().unwrap();
    old(dir.path(), "demonstration");
    let words = |folder: &str| {
        let out = command(dir.path(), &["export", "latest", "--to", "model.xlsx", "--out", folder]);
        assert!(out.status.success(), "{}", text(&out));
        common::words_of(&dir.path().join(folder).join("model.xlsx"))
    };
    let before = words("before");
    assert!(before.contains("This plan holds no response curve") && !before.contains("Tier table"), "an old plan has a curve");
    // A new simulation gives it one.
    let out = command(dir.path(), &["amend", "latest", "--budget", "45000", "--reason", "smaller pool", "--quiet"]);
    assert!(matches!(out.status.code(), Some(0 | 3 | 5)), "{}", text(&out));
    let after = words("after");
    assert!(!after.contains("This plan holds no response curve") && after.contains("Tier table"), "an amended plan has none");
}
#[test]
fn an_old_plan_is_amended_and_stores_a_request_from_then_on() {
    let dir = tempfile::tempdir().unwrap();
    old(dir.path(), "demonstration");
    let out = command(dir.path(), &["amend", "latest", "--budget", "45000", "--reason", "smaller pool", "--quiet"]);
    assert!(matches!(out.status.code(), Some(0 | 3 | 5)), "{}", text(&out));
    let after = read(dir.path());
    assert_eq!(after["schema_version"], "1.3.0");
    let request = &after["history"]["request"];
    assert_eq!(
        (request["budget"]["amount"].as_str(), request["tiers"]["levels"].as_u64(), request["asked_on"].as_str()),
        (Some("45000.00"), Some(2), Some("2026-07-01"))
    );
    assert!(after["history"].get("command").is_none(), "the command line is gone");
    assert!(command(dir.path(), &["reproduce"]).status.success());
}
#[test]
fn an_old_plan_whose_command_nobody_understands_is_read_only_and_says_so() {
    let dir = tempfile::tempdir().unwrap();
    old(dir.path(), "demonstration");
    let mut plan = read(dir.path());
    plan["history"]["command"] = serde_json::json!(["plan-loyalty", "--goal", "retention", "--no-such-flag"]);
    std::fs::write(dir.path().join(NAME), serde_json::to_vec(&plan).unwrap()).unwrap();
    assert!(text(&command(dir.path(), &["show"])).contains("Harbour"));
    let out = command(dir.path(), &["amend", "latest", "--budget", "45000", "--reason", "x"]);
    let said = text(&out);
    assert_eq!(out.status.code(), Some(2));
    assert!(said.contains("--no-such-flag") && said.contains("but not recomputed") && said.contains("Next: make a new plan"), "{said}");
}
#[test]
fn an_old_plan_whose_data_are_gone_opens_verifies_and_is_changed_on_its_own_drivers() {
    let dir = tempfile::tempdir().unwrap();
    old(dir.path(), "orders");
    assert_eq!(read(dir.path())["schema_version"], "1.1.0");
    for verb in [&["show"][..], &["log"], &["list"]] {
        let out = command(dir.path(), verb);
        assert_eq!(out.status.code(), Some(0), "{verb:?}: {}", String::from_utf8_lossy(&out.stderr));
    }
    let out = command(dir.path(), &["verify", NAME]);
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(text.contains("every entry of the change log follows"), "{text}");
    assert!(text.contains("input orders.csv: not reachable from here"), "{text}");
    let out = command(dir.path(), &["explain", NAME, "signals.customers"]);
    assert!(String::from_utf8_lossy(&out.stdout).contains("File read: orders.csv (transactions"), "{}", String::from_utf8_lossy(&out.stdout));
    // A change is written in today's shape, on top of the log as it is.
    let out = command(dir.path(), &["amend", "--drivers", "frozen", "--margin", "0.41", "--reason", "finance"]);
    assert!(matches!(out.status.code(), Some(0 | 3 | 5)), "{}", String::from_utf8_lossy(&out.stderr));
    let now = read(dir.path());
    assert_eq!((now["history"]["change_log"].as_array().unwrap().len(), &now["schema_version"]), (2, &serde_json::json!("1.3.0")));
    assert_eq!(now["history"]["inputs"][0]["path"], "orders.csv");
    let out = command(dir.path(), &["verify", NAME]);
    assert!(String::from_utf8_lossy(&out.stdout).contains("every entry of the change log follows"), "{}", String::from_utf8_lossy(&out.stdout));
}
