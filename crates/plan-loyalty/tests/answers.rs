//! Open questions are ranked, and the flag that is printed beside one answers it.
use crate::common;
use common::{command, plan, planned};
use std::collections::BTreeSet;

fn questions(plan: &serde_json::Value) -> Vec<serde_json::Value> {
    plan["design"]["governance"]["open_questions"].as_array().unwrap().clone()
}
fn ids(plan: &serde_json::Value) -> BTreeSet<String> {
    questions(plan).iter().map(|q| q["id"].as_str().unwrap().to_string()).collect()
}
#[test]
fn what_moves_the_result_is_asked_first_and_places_before_the_rest() {
    let dir = tempfile::tempdir().unwrap();
    let all = questions(&planned(dir.path(), &[]));
    let moves: Vec<f64> = all.iter().map(|q| q["moves"].as_f64().unwrap_or(0.0)).collect();
    let places = all.iter().position(|q| q["id"] == "places").expect("places are asked");
    assert!(places > 0 && places < 5, "among the first five: {places}");
    assert!(moves[..places].windows(2).all(|w| w[0] >= w[1]) && moves[..places].iter().all(|m| *m >= 0.02), "{:?}", &moves[..places]);
    assert!(moves[places + 1..].iter().all(|m| *m < 0.02), "{:?}", &moves[places..]);
    assert!(!all.iter().any(|q| q["id"] == "fact-jurisdiction"), "where members live is asked once");
}
#[test]
fn every_printed_flag_answers_its_question() {
    let dir = tempfile::tempdir().unwrap();
    let open = plan(dir.path(), &[]);
    let flags: Vec<(String, String)> =
        questions(&open).iter().filter_map(|q| Some((q["id"].as_str()?.to_string(), q["answer"].as_str().filter(|a| !a.is_empty())?.to_string()))).collect();
    assert!(flags.len() > 40, "{} questions have a flag", flags.len());
    let given: Vec<&str> = flags.iter().flat_map(|(_, answer)| ["--answer", answer.as_str()]).collect();
    let left = ids(&plan(tempfile::tempdir().unwrap().path(), &given));
    let unanswered: Vec<_> = flags.iter().filter(|(id, _)| left.contains(id)).collect();
    assert!(unanswered.is_empty(), "still open: {unanswered:?}");
}
#[test]
fn an_answer_amends_a_plan_and_a_place_is_added_to_what_was_asked() {
    let dir = tempfile::tempdir().unwrap();
    plan(dir.path(), &["--constraints", "no referral"]);
    let out = command(dir.path(), &["amend", "--answer", "places=Germany", "--answer", "cost.setup=40000", "--reason", "answers", "--quiet"]);
    assert!(matches!(out.status.code(), Some(0 | 3 | 5)), "{}", String::from_utf8_lossy(&out.stderr));
    let shown = command(dir.path(), &["show", "--format", "json"]);
    let plan: serde_json::Value = serde_json::from_slice(&shown.stdout).unwrap();
    let brief = plan["design"]["brief"]["constraints"].to_string();
    assert!(brief.contains("no referral") && brief.contains("Germany"), "{brief}");
    assert!(plan["design"]["blueprint"]["program"]["referral"].is_null());
    let left = ids(&plan);
    assert!(!left.contains("places") && !left.contains("cost.setup"), "{left:?}");
    let wrong = command(dir.path(), &["amend", "--answer", "audiense=consumers", "--reason", "typo"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("--answer audience=consumers"), "{}", String::from_utf8_lossy(&wrong.stderr));
}
/// A sector has a margin, norms and benefits of its own besides rules: each that a table knows is an answer, in the settings too.
#[test]
fn a_sector_of_any_table_is_an_answer() {
    let with = |sector: &str| {
        let dir = tempfile::tempdir().unwrap();
        common::file(dir.path(), "plan-loyalty.toml", format!("[facts]\nsector = \"{sector}\"\n").as_bytes());
        let plan = common::plan(dir.path(), &["--only", "blueprint.md", "--answer", &format!("sector={sector}")]);
        let of = |v: &serde_json::Value| v["id"].as_str().unwrap().to_string();
        let benefits: Vec<String> = plan["design"]["blueprint"]["program"]["benefits"].as_array().unwrap().iter().map(of).collect();
        let page = std::fs::read_to_string(dir.path().join("loyalty-plan/blueprint.md")).unwrap();
        assert!(page.contains("Misuse: ") && page.contains("For Legal: "), "{sector}: the page says how each benefit is misused");
        (benefits, plan["design"]["lines"]["economics.margin_rate"]["value"].as_f64().unwrap())
    };
    let (hotel, grocery, other) = (with("hotel"), with("grocery"), with("other"));
    assert!(hotel.0.iter().any(|b| b == "upgrade_if_empty" || b == "flexible_cancellation"), "{hotel:?}");
    assert!(grocery.0.iter().any(|b| b == "household_pooling"), "{grocery:?}");
    assert!(!other.0.iter().any(|b| ["upgrade_if_empty", "flexible_cancellation", "household_pooling"].contains(&b.as_str())), "{other:?}");
}
/// Other programs read the plan in short: first in the file, at most 60 lines, and each figure that of the design.
#[test]
fn the_plan_opens_with_a_summary_of_its_design() {
    let dir = tempfile::tempdir().unwrap();
    let plan = plan(dir.path(), &["--tiers", "6"]);
    let path =
        std::fs::read_dir(dir.path().join(".claude/plans")).unwrap().map(|f| f.unwrap().path()).find(|p| p.extension().is_some_and(|e| e == "json")).unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.starts_with("{\n  \"summary\": {\n"), "{}", &text[..60]);
    let lines = text.lines().skip(1).take_while(|l| *l != "  },").count() + 1;
    assert!(lines <= 60, "{lines} lines");
    let summary = &plan["summary"];
    assert_eq!(summary["net_value"], plan["design"]["lines"]["economics.net_value"]["value"]);
    assert_eq!(summary["questions_open"].as_u64().unwrap() as usize, questions(&plan).len());
    // It follows an amendment.
    let out = command(dir.path(), &["amend", "--budget", "60000", "--reason", "more", "--quiet"]);
    assert!(matches!(out.status.code(), Some(0 | 3 | 5)), "{}", String::from_utf8_lossy(&out.stderr));
    let shown: serde_json::Value = serde_json::from_slice(&command(dir.path(), &["show", "--format", "json"]).stdout).unwrap();
    assert_eq!(shown["summary"]["pool"], 60000.0);
    // A summary that somebody else wrote is found, although everything else holds.
    let path =
        std::fs::read_dir(dir.path().join(".claude/plans")).unwrap().map(|f| f.unwrap().path()).find(|p| p.extension().is_some_and(|e| e == "json")).unwrap();
    let better = std::fs::read_to_string(&path).unwrap().replacen("\"clear\": false", "\"clear\": true", 1);
    std::fs::write(&path, better).unwrap();
    let said = common::text(&command(dir.path(), &["verify"]));
    assert!(said.contains("the summary is not that of the design"), "{said}");
}
