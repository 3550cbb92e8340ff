//! The plan as a living document, through the command.
use crate::common;
use common::{PROGRAM, at_step, command, text, words_of};
use std::path::Path;
use std::process::Command;

const BRIEF: [&str; 11] = ["--goal", "retention", "--tiers", "3", "--budget", "50000", "--asked-on", "2026-07-01", "--effort", "small", "--quiet"];
fn made(dir: &Path, brief: &[&str]) -> String {
    assert!(matches!(command(dir, brief).status.code(), Some(0 | 5)));
    let name = std::fs::read_dir(dir.join(".claude/plans"))
        .unwrap()
        .filter_map(Result::ok)
        .map(|e| e.file_name().into_string().unwrap())
        .find(|n| n.starts_with("plan-"));
    format!(".claude/plans/{}", name.unwrap())
}
#[test]
fn one_plan_from_run_to_publication() {
    if !Command::new("ssh-keygen").arg("-?").output().is_ok_and(|o| !o.stderr.is_empty()) {
        common::skipped("ssh-keygen is not installed");
        return;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/lifecycle.sh");
    let out = Command::new("bash").arg(script).arg(PROGRAM).output().unwrap();
    let said = text(&out);
    assert!(out.status.success(), "{said}");
    for words in [
        "resolved for exec-sponsor by sponsor@example.com (signed, key SHA256:",
        "Published by auditor@example.com",
        "Verified by sponsor@example.com (resolved for exec-sponsor",
        "0 differ; plan hash equal",
        "Altered: entry",
    ] {
        assert!(said.contains(words), "{words} is not in\n{said}");
    }
}
#[test]
fn an_amendment_is_worked_out_logged_and_told_by_meaning() {
    let dir = tempfile::tempdir().unwrap();
    // What was made at a small effort is not for publication.
    let plan = made(dir.path(), &common::BRIEF);
    let before: serde_json::Value = serde_json::from_slice(&std::fs::read(dir.path().join(&plan)).unwrap()).unwrap();
    let gold = before["design"]["blueprint"]["program"]["tiers"][2]["threshold"].as_f64().unwrap();
    let set = format!("blueprint.tiers.gold.threshold={}", gold + 9.0);
    let out = command(dir.path(), &["amend", &plan, "--set", &set, "--assume", "cost.setup=50000", "--reason", "fewer in gold"]);
    assert!(matches!(out.status.code(), Some(0 | 5)), "{}", text(&out));
    let told = text(&out);
    let grouped = |v: f64| if v < 1000.0 { format!("{v}") } else { format!("{},{:03}", (v / 1000.0).floor(), v % 1000.0) };
    assert!(
        told.contains(&format!("Gold {} → {}", grouped(gold), grouped(gold + 9.0))) && told.contains("median ROI") && told.contains("cost.setup "),
        "{told}"
    );
    let after: serde_json::Value = serde_json::from_slice(&std::fs::read(dir.path().join(&plan)).unwrap()).unwrap();
    let entry = &after["history"]["change_log"][1];
    assert_eq!((entry["act"].as_str(), entry["reason"].as_str(), entry["sequence"].as_u64()), (Some("amended"), Some("fewer in gold"), Some(2)));
    assert_eq!(after["design"]["lines"]["economics.cost.setup"]["value"], 50_000.0);
    let html = std::fs::read_to_string(dir.path().join("loyalty-plan/blueprint.html")).unwrap();
    assert!(html.contains(&grouped(gold + 9.0)));
    for (args, code, words) in [
        (vec!["verify", &plan], 0, "Unanchored: nothing is out of order"),
        (vec!["reproduce", &plan], 0, "0 differ; plan hash equal"),
        (vec!["show", &plan, "--revision", "1"], 0, "Harbour"),
        (vec!["diff", &plan, "--revisions", "1..2", "--format", "markdown"], 0, "## revision 1 → revision 2"),
        (vec!["explain", &plan, "economics.roi"], 0, "response.total"),
        (vec!["list"], 0, "2 revisions"),
        (vec!["log", &plan], 0, "fewer in gold"),
        (vec!["review", &plan], 4, "Not ready to publish"),
        (vec!["publish", &plan], 4, "nobody has approved"),
        (vec!["amend", &plan, "--set", "blueprint.tiers.gold.threshold=0", "--reason", "x"], 2, "thresholds no longer rise"),
        (vec!["amend", &plan, "--set", "blueprint.tiers.bronze.threshold=1", "--reason", "x"], 2, "known there: member, silver, gold"),
        (vec!["amend", &plan, "--set", "blueprint.point_value=much", "--reason", "x"], 2, "does not fit there"),
        (vec!["amend", &plan, "--set", "blueprint.tiers.gold.benefits=[]", "--reason", "x"], 2, "use --remove-benefit ID"),
        (vec!["amend", &plan, "--set", "blueprint.tiers.gold.reason=x", "--reason", "x"], 2, "say why with --reason"),
        (vec!["amend", &plan, "--reason", "x"], 2, "no change was requested"),
        (vec!["amend", &plan, "--remove-benefit", "gold-watch", "--reason", "x"], 2, "has no benefit"),
        (vec!["show", "no-such-plan"], 2, "plan not found"),
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

/// The orders and the usage file of a small shop, gzipped; the first `part` bytes of what `gzip` makes.
fn gz(dir: &Path, name: &str, text: &str) -> (std::path::PathBuf, Vec<u8>) {
    let plain = dir.join(name);
    std::fs::write(&plain, text).unwrap();
    assert!(Command::new("gzip").arg("-kf").arg(&plain).status().unwrap().success());
    let path = dir.join(format!("{name}.gz"));
    let bytes = std::fs::read(&path).unwrap();
    (path, bytes)
}
fn orders() -> String {
    let rows = (0..3_000).map(|i| format!("c{},{}-{:02}-{:02},{}.50", i % 300, 2024 + i % 2, 1 + i % 12, 1 + i % 28, 10 + i % 70));
    format!("customer,date,amount\n{}\n", rows.collect::<Vec<_>>().join("\n"))
}
fn usage() -> String {
    let rows = (0..2_000).map(|i| format!("c{},2025-{:02}-{:02},feature{}", i % 300, 1 + i % 12, 1 + i % 28, i % 5));
    format!("customer,date,feature\n{}\n", rows.collect::<Vec<_>>().join("\n"))
}
fn latest(dir: &Path) -> serde_json::Value {
    let mut all: Vec<_> = std::fs::read_dir(dir.join(".claude/plans"))
        .unwrap()
        .filter_map(Result::ok)
        .map(|e| e.path())
        .filter(|p| p.extension().is_some_and(|e| e == "json"))
        .collect();
    all.sort();
    common::worded(&serde_json::from_slice(&std::fs::read(all.pop().unwrap()).unwrap()).unwrap())
}
fn pull(plan: &serde_json::Value) -> (String, Vec<String>) {
    let task = plan["history"]["tasks"].as_array().unwrap().iter().find(|t| t["id"] == "pull-data").unwrap().clone();
    (task["status"].as_str().unwrap().into(), task["attempts"].as_array().unwrap().iter().map(|a| a.as_str().unwrap().into()).collect())
}
#[test]
fn a_source_that_fails_three_times_is_left_out_and_escalated_or_refused() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("orders.csv"), orders()).unwrap();
    let (path, whole) = gz(dir.path(), "usage.csv", &usage());
    std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let out = command(dir.path(), &[&BRIEF[..], &["--transactions", "orders.csv", "--usage", "usage.csv.gz"]].concat());
    assert_eq!(out.status.code(), Some(3), "{}", text(&out));
    let plan = latest(dir.path());
    let (status, attempts) = pull(&plan);
    assert_eq!((status.as_str(), attempts.len()), ("fallback", 5), "{attempts:?}");
    let escalation = &plan["design"]["header"]["escalation"];
    let diagnosis = escalation["diagnosis"].as_str().unwrap();
    assert!(diagnosis.contains("the table usage could not be read after three attempts"), "{escalation}");
    assert!(attempts[0].contains("usage.csv.gz"), "which file, and why, is history: {attempts:?}");
    assert_eq!(escalation["ladder"][0], "Loyalty Strategist");
    assert_eq!(command(dir.path(), &["publish"]).status.code(), Some(3));
    // The plan rests on the orders: without them there is none.
    let dir = tempfile::tempdir().unwrap();
    let (path, whole) = gz(dir.path(), "orders.csv", &orders());
    std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let out = command(dir.path(), &[&BRIEF[..], &["--transactions", "orders.csv.gz"]].concat());
    assert_eq!(out.status.code(), Some(2));
    assert!(text(&out).contains("It was tried 3 times"), "{}", text(&out));
}
#[test]
fn a_run_that_was_killed_goes_on_without_repeating_finished_work() {
    let dir = tempfile::tempdir().unwrap();
    let whole = tempfile::tempdir().unwrap();
    made(whole.path(), &BRIEF);
    for step in ["Building customer segments", "Comparing program designs", "Simulating the program"] {
        let mut child = at_step(dir.path(), &BRIEF[..10], step);
        child.kill().unwrap();
        child.wait().unwrap();
        let stopped: Vec<_> = std::fs::read_dir(dir.path().join(".claude/plans"))
            .into_iter()
            .flatten()
            .filter_map(Result::ok)
            .filter(|e| e.file_name().to_string_lossy().starts_with(".run-"))
            .collect();
        let [run] = &stopped[..] else { panic!("killed at {step:?}, {} runs are kept", stopped.len()) };
        let finished: Vec<String> = std::fs::read_dir(run.path())
            .unwrap()
            .filter_map(Result::ok)
            .filter_map(|e| e.file_name().to_string_lossy().strip_suffix(".step").map(str::to_string))
            .collect();
        assert!(!finished.is_empty(), "nothing of what was finished before {step:?} was kept");
        let out = command(dir.path(), &["resume", "--quiet"]);
        assert!(matches!(out.status.code(), Some(0 | 5)), "{}", text(&out));
        let plan = latest(dir.path());
        for t in plan["history"]["tasks"].as_array().unwrap() {
            let id = t["id"].as_str().unwrap();
            let was = finished.iter().any(|f| f == id);
            assert_eq!(t["status"] == "kept", was, "{id}: {t}");
        }
        assert_eq!(plan["history"]["change_log"][0]["act"], "resumed");
        assert_eq!(plan["plan_hash"], latest(whole.path())["plan_hash"], "the same plan as without the stop");
    }
    assert_eq!(command(dir.path(), &["resume"]).status.code(), Some(2));
}
#[test]
fn a_rerun_of_the_same_brief_says_what_it_takes_the_place_of() {
    let dir = tempfile::tempdir().unwrap();
    let first = made(dir.path(), &BRIEF);
    let mut later = BRIEF;
    later[7] = "2026-07-02";
    assert!(matches!(command(dir.path(), &later).status.code(), Some(0 | 5)));
    let plan = latest(dir.path());
    let s = &plan["history"]["supersedes"];
    assert!(first.ends_with(s["plan"].as_str().unwrap()), "{s}");
    assert_eq!(s["reason"], "requested on another day");
    let out = command(
        dir.path(),
        &["--goal", "retention", "--tiers", "2", "--budget", "50000", "--asked-on", "2026-07-01", "--effort", "small", "--quiet", "--pattern", "pipeline"],
    );
    assert!(matches!(out.status.code(), Some(0 | 5)));
    let plan = latest(dir.path());
    assert!(plan["history"]["supersedes"].is_null());
    assert_eq!((plan["design"]["header"]["pattern"].as_str(), plan["design"]["header"]["stages"].as_array().unwrap().len()), (Some("pipeline"), 10));
}

#[test]
fn an_override_is_a_named_persons_and_stands_on_every_output() {
    if !Command::new("ssh-keygen").arg("-?").output().is_ok_and(|o| !o.stderr.is_empty()) {
        common::skipped("ssh-keygen is not installed");
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    let mut shop = String::from("customer_id,order_id,order_date,amount\n");
    for c in 0..200 {
        for k in 0..(2 + c % 9) {
            shop += &format!("c{c},o{c}-{k},2026-{:02}-{:02},{}.50\n", 1 + (c + k) % 6, 1 + (3 * c + k) % 28, 200 + c);
        }
    }
    std::fs::write(at("orders.csv"), shop).unwrap();
    std::fs::write(at("plan-loyalty.toml"), "[governance]\nallowed_signers = \"allowed\"\n").unwrap();
    let key = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-C", "gc@example.com", "-f"]).arg(at("key")).status().unwrap();
    assert!(key.success());
    let public = std::fs::read_to_string(at("key.pub")).unwrap();
    std::fs::write(at("allowed"), format!("gc@example.com namespaces=\"plan-loyalty\" {} roles=legal\n", public.trim())).unwrap();
    let mut args = BRIEF.to_vec();
    args.extend(["--transactions", "orders.csv", "--constraints", "Ontario, points expire after 12 months", "--currency", "CAD", "--assume", "cost.setup=0"]);
    assert_eq!(command(dir.path(), &args).status.code(), Some(3));
    let act = [
        "--as",
        "legal",
        "--person",
        "gc@example.com",
        "--note",
        "members of Ontario are served by a partner",
        "--rule",
        "on-points-no-time-expiry",
        "--trust",
        "allowed",
    ];
    let evidence = ["--evidence", "memo-2026-06-30.pdf"];
    let without = command(dir.path(), &[&["override"], &act[..]].concat());
    assert!(without.status.code() == Some(2) && text(&without).contains("--evidence: it is missing"), "{}", text(&without));
    let says = command(dir.path(), &[&["statement", "--act", "override"], &act[..], &evidence[..]].concat());
    assert!(says.status.success(), "{}", text(&says));
    std::fs::write(at("statement.txt"), &says.stdout).unwrap();
    let signed = Command::new("ssh-keygen").args(["-q", "-Y", "sign", "-n", "plan-loyalty", "-f"]).arg(at("key")).arg(at("statement.txt")).status().unwrap();
    assert!(signed.success());
    let done = command(dir.path(), &[&["override"], &act[..], &evidence[..], &["--signature", "statement.txt.sig"]].concat());
    assert!(done.status.success(), "{}", text(&done));
    let words = ["gc@example.com for legal", "Ontario: rewards points may not expire", "members of Ontario are served by a partner", "memo-2026-06-30.pdf"];
    let mut seen = 0;
    for file in std::fs::read_dir(at("loyalty-plan")).unwrap().map(|f| f.unwrap().path()) {
        let printed = words_of(&file);
        words.iter().for_each(|w| assert!(printed.contains(w), "{w} is not on {}", file.display()));
        seen += 1;
    }
    let recorded = latest(dir.path())["history"]["deliverables"].as_array().unwrap().len();
    assert!(seen == recorded && at("loyalty-plan/members.csv").exists(), "{seen} files, {recorded} recorded: every deliverable, the members too");
    let shown = text(&command(dir.path(), &["show"]));
    words.iter().for_each(|w| assert!(shown.contains(w), "{w} is not in\n{shown}"));
    assert_eq!(command(dir.path(), &["verify"]).status.code(), Some(0), "{}", text(&command(dir.path(), &["verify"])));
    // Other blockers of Ontario wait for an answer still; this one does not stand where its override counts.
    let open = |more: &[&str]| text(&command(dir.path(), &[&["review"], more].concat())).contains("on-points-no-time-expiry:");
    assert!(open(&[]) && !open(&["--trust", "allowed"]));
    assert_eq!(command(dir.path(), &["amend", "--budget", "60000", "--reason", "more", "--quiet"]).status.code(), Some(3), "an override is for one design");
    assert!(!text(&command(dir.path(), &["show"])).contains("overridden"));
}
#[test]
fn frozen_drivers_change_what_follows_in_proportion_and_take_out_what_does_not() {
    let dir = tempfile::tempdir().unwrap();
    // Where own products are rewards the cost of a reward is a mix that the simulation gives.
    let brief = [&BRIEF[..], &["--constraints", "no products as rewards"]].concat();
    assert!(matches!(command(dir.path(), &brief).status.code(), Some(0 | 5)));
    let design = || {
        let file = std::fs::read_dir(dir.path().join(".claude/plans")).unwrap().map(|f| f.unwrap().path()).find(|f| f.extension().is_some_and(|e| e == "json"));
        serde_json::from_slice::<serde_json::Value>(&std::fs::read(file.unwrap()).unwrap()).unwrap()["design"].clone()
    };
    let line = |d: &serde_json::Value, id: &str| d["lines"][id]["value"].as_f64();
    let before = design();
    let amend = |args: &[&str]| command(dir.path(), &[&["amend", "--drivers", "frozen", "--reason", "finance", "--by", "jo@example.com"], args].concat());
    for refused in [&["--assume", "response.total=0.01"][..], &["--budget", "60000"], &["--set", "blueprint.expiry={\"kind\":\"none\"}"], &[]] {
        let said = amend(refused);
        assert_eq!(said.status.code(), Some(2), "{refused:?}: {}", text(&said));
    }
    let done = amend(&["--margin", "0.3", "--assume", "points.reward_cost_ratio=0.7"]);
    assert!([Some(0), Some(3), Some(5)].contains(&done.status.code()), "{}", text(&done));
    let after = design();
    let near = |a: Option<f64>, b: f64| (a.unwrap() - b).abs() < 1e-9 * b.abs().max(1.0);
    assert!(near(line(&after, "economics.incremental_margin"), 0.3 * line(&before, "economics.incremental_net").unwrap()));
    let kept = 0.7 / before["assumptions"]["points.reward_cost_ratio"]["value"].as_f64().unwrap();
    assert!(near(line(&after, "economics.points_cost"), kept * line(&before, "economics.points_cost").unwrap()));
    assert_eq!(line(&after, "economics.points.issued"), line(&before, "economics.points.issued"));
    // What only a simulation can tell is gone, not carried over.
    for id in ["economics.roi_p50", "economics.p_positive", "economics.cash_low", "economics.pool_needed"] {
        assert!(line(&before, id).is_some() && line(&after, id).is_none(), "{id}");
    }
    assert!(after["lines"]["economics.roi"]["range"].is_null() && after["economics"]["budget_kept_share"].is_null());
    assert!(after["economics"]["scenarios"].as_array().unwrap().is_empty());
    assert!(after["header"]["verdict"].to_string().contains("verdict-frozen"), "{}", after["header"]["verdict"]);
    assert_eq!(after["economics"]["drivers"]["frozen"].as_array().unwrap().len(), 2);
    for file in ["blueprint.md", "blueprint.html"] {
        let printed = std::fs::read_to_string(dir.path().join("loyalty-plan").join(file)).unwrap();
        assert!(!printed.contains("NaN"), "{file}");
    }
    // Changed once more, verified, made again from nothing, and thawed.
    assert!([Some(0), Some(3), Some(5)].contains(&amend(&["--assume", "cost.setup=1000"]).status.code()));
    assert!(near(line(&design(), "economics.cost.setup"), 1000.0));
    assert_eq!(command(dir.path(), &["verify"]).status.code(), Some(0), "{}", text(&command(dir.path(), &["verify"])));
    let again = command(dir.path(), &["reproduce"]);
    assert!(again.status.success() && text(&again).contains("plan hash equal"), "{}", text(&again));
    let thawed = command(dir.path(), &["amend", "--horizon", "12", "--reason", "a year", "--quiet"]);
    assert!([Some(0), Some(3), Some(5)].contains(&thawed.status.code()), "{}", text(&thawed));
    let last = design();
    assert!(line(&last, "economics.roi_p50").is_some() && last["economics"]["drivers"]["frozen"].as_array().unwrap().is_empty());
    assert!(near(line(&last, "economics.margin_rate"), 0.3));
}
