//! Rules of law and own rules, through the command.
use crate::common;
use common::{BRIEF, SMALL, command, file, plan, text};

/// A company whose rewards go above 50 Canadian dollars.
const CANADIAN: &str = "members = 12000\norders_per_year = 5.5\naverage_order_value = 480.00\nmargin = 0.70\nchurn_per_year = 0.2\nnew_members_per_month = 350\ncurrency = \"CAD\"\n";
#[test]
fn ontario_blocks_lapse_by_time_prices_the_remedy_and_passes_after_it() {
    let dir = tempfile::tempdir().unwrap();
    let sheet = file(dir.path(), "sheet.toml", CANADIAN.as_bytes());
    let mut args = BRIEF.to_vec();
    args.extend(["--drivers", &sheet, "--constraints", "Ontario, points expire after 12 months"]);
    let out = command(dir.path(), &args);
    let text = text(&out);
    assert_eq!(out.status.code(), Some(3), "{text}");
    assert!(text.contains("ESCALATED: A compliance rule blocks the launch: Ontario"), "{text}");
    assert!(text.contains("plan-loyalty amend --set 'blueprint."), "{text}");
    let read = || -> serde_json::Value {
        let out = command(dir.path(), &["show", "--format", "json"]);
        serde_json::from_slice(&out.stdout).unwrap()
    };
    let finding = |plan: &serde_json::Value| {
        plan["design"]["governance"]["compliance"].as_array().unwrap().iter().find(|f| f["rule"] == "on-points-no-time-expiry").cloned()
    };
    let before = read();
    let remedies = finding(&before).unwrap()["remedies"].as_array().unwrap().clone();
    let never = remedies.iter().find(|r| r["change"].as_str().unwrap().contains("\"none\"")).unwrap();
    assert!(never["reward_cost"].as_f64().unwrap() > 0.0, "points that lapse no more cost something: {never}");
    let values: Vec<f64> = remedies.iter().map(|r| r["net_value"].as_f64().unwrap()).collect();
    assert!(values.windows(2).all(|w| w[0] >= w[1]), "the least costly stands first: {values:?}");
    for remedy in &remedies {
        let (flag, value) = remedy["change"].as_str().unwrap().split_once(' ').unwrap();
        let out = command(dir.path(), &["amend", flag, value.trim_matches('\''), "--unpin", "--reason", "the law of Ontario", "--quiet"]);
        assert!(matches!(out.status.code(), Some(0 | 5)), "{}", String::from_utf8_lossy(&out.stderr));
        let after = read();
        assert_eq!(finding(&after), None, "the rule touches the design no more");
        assert_eq!(after["design"]["header"]["status"], "planned", "{}", after["design"]["header"]["escalation"]);
    }
    let out = command(dir.path(), &["diff", "--revisions", "1..2"]);
    assert!(common::text(&out).contains("on-points-no-time-expiry FAIL → does not apply"));
}
/// The plain case: nobody answered anything, five rewards, points alone, an age limit; amounts in US dollars against a limit in Canadian ones.
#[test]
fn points_alone_that_expire_by_age_are_blocked_in_ontario_with_a_priced_remedy() {
    let dir = tempfile::tempdir().unwrap();
    let args = ["--goal", "retention", "--tiers", "points-only", "--budget", "50000", "--asked-on", "2026-07-01", "--effort", "small"];
    let out = command(dir.path(), &[&args[..], &["--constraints", "Ontario, points expire after 12 months"]].concat());
    let said = text(&out);
    assert_eq!(out.status.code(), Some(3), "{said}");
    assert!(said.contains("Ontario: rewards points may not expire") && said.contains("plan-loyalty amend --set 'blueprint."), "{said}");
    let shown = command(dir.path(), &["show", "--format", "json"]);
    let plan: serde_json::Value = serde_json::from_slice(&shown.stdout).unwrap();
    let rule = plan["design"]["governance"]["compliance"].as_array().unwrap().iter().find(|f| f["rule"] == "on-points-no-time-expiry").unwrap();
    let remedies = rule["remedies"].as_array().unwrap();
    assert!(rule["verdict"] == "fail" && !remedies.is_empty() && remedies.iter().all(|r| r["net_value"].is_number() && r["reward_cost"].is_number()), "{rule}");
    let page = std::fs::read_to_string(dir.path().join("loyalty-plan/blueprint.md")).unwrap();
    assert!(page.contains("Ontario: rewards points may not expire"), "the escalation names it");
    assert_eq!(command(dir.path(), &["publish"]).status.code(), Some(3));
}
#[test]
fn what_the_design_knows_is_not_overruled_by_a_setting_and_the_contradiction_is_asked() {
    let dir = tempfile::tempdir().unwrap();
    file(dir.path(), "plan-loyalty.toml", b"[facts]\npoints_expire_by_time = true\nsingle_named_reward = false\n");
    let plan = plan(dir.path(), &["--constraints", "Ontario"]);
    let findings = plan["design"]["governance"]["compliance"].as_array().unwrap();
    let broken: Vec<_> = findings.iter().filter(|f| f["verdict"] == "fail" && f["severity"] == "blocker").collect();
    assert!(broken.is_empty(), "points that never expire break no rule on expiry: {broken:?}");
    let asked = plan["design"]["governance"]["open_questions"].as_array().unwrap().iter().find(|q| q["id"] == "setting-points_expire_by_time").cloned();
    assert!(asked.unwrap()["question"].as_str().unwrap().contains("this design has false"));
}
#[test]
fn own_rules_block_and_facts_that_no_rule_knows_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let rule = "[fact_names]\nstore_card = \"a card\"\n[[rule]]\nid = \"own-no-cards\"\ntitle = \"No plastic\"\njurisdictions = [\"*\"]\nseverity = \"blocker\"\napplies_when = \"store_card\"\nobligation = \"The board decided.\"\nremedy = \"Use the app.\"\nsource = \"Minute 12\"\nconfidence = \"high\"\nchecked = 2026-06-01\n";
    file(dir.path(), "own.toml", rule.as_bytes());
    let settings = |facts: &str| drop(file(dir.path(), "plan-loyalty.toml", format!("[governance]\nrules = \"own.toml\"\n[facts]\n{facts}").as_bytes()));
    settings("store_card = true\n");
    let out = command(dir.path(), &SMALL);
    let text = text(&out);
    assert!(out.status.code() == Some(3) && text.contains("A compliance rule blocks the launch: No plastic"), "{text}");
    settings("store_card = false\n");
    assert!(matches!(command(dir.path(), &SMALL).status.code(), Some(0 | 5)));
    settings("storecard = false\n");
    let out = command(dir.path(), &SMALL);
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(out.status.code() == Some(2) && said.contains("no compliance rule knows this fact"), "{said}");
    file(dir.path(), "own.toml", rule.replace("own-no-cards", "us-coppa").as_bytes());
    settings("");
    assert!(String::from_utf8_lossy(&command(dir.path(), &SMALL).stderr).contains("the rule table has a rule of this id"));
}
#[test]
fn each_way_of_abuse_has_a_control_or_an_owned_question() {
    let dir = tempfile::tempdir().unwrap();
    const WAYS: [&str; 4] = ["fraud-self-referral", "fraud-order-splitting", "fraud-return-after-redemption", "fraud-velocity"];
    const NAMES: [&str; 4] = ["self-referral", "order splitting", "return after redemption", "velocity"];
    let look = |plan: &serde_json::Value| {
        let g = &plan["design"]["governance"];
        let rail = g["guardrails"].as_array().unwrap().iter().find(|r| r["id"] == "fraud").unwrap().clone();
        let held = rail["fact"].as_str().unwrap().split("no control is known against").next().unwrap().to_string();
        let open: Vec<bool> = WAYS.iter().map(|w| g["open_questions"].as_array().unwrap().iter().any(|q| q["id"] == *w && q["owner"] != "")).collect();
        for ((name, way), asked) in NAMES.iter().zip(WAYS).zip(&open) {
            assert!(held.contains(&format!("{name}: ")) != *asked, "{way} has a control or a question, and not both: {}", rail["fact"]);
        }
        (rail["verdict"].as_str().unwrap().to_string(), open)
    };
    let advocacy = plan(dir.path(), &["--goal", "advocacy"]);
    assert!(!advocacy["design"]["blueprint"]["program"]["referral"].is_null());
    assert_eq!(look(&advocacy).0, "unknown");
    assert!(look(&advocacy).1[0] && look(&advocacy).1[3], "a design that rewards referral asks who is behind a friend");
    let none = plan(dir.path(), &["--goal", "retention", "--constraints", "no referral"]);
    assert!(!look(&none).1[0], "without a referral reward nobody refers himself");
    let answers: String = WAYS.iter().map(|w| format!("{w} = \"the platform's rule 7\"\n")).collect();
    file(dir.path(), "plan-loyalty.toml", format!("[facts]\n{answers}").as_bytes());
    let (verdict, open) = look(&plan(dir.path(), &["--goal", "advocacy"]));
    assert_eq!((verdict.as_str(), open), ("pass", vec![false; 4]));
}
