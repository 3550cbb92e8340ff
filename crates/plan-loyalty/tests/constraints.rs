//! Thirty constraints as people write them: each is told with what it changed, and none passes in silence.
use crate::common;
use common::{command, file, plan, text};
use serde_json::Value;

/// What became of each phrase of one plan: words, standing, sentence.
fn outcomes(plan: &Value) -> Vec<(String, String, String)> {
    let of = |v: &Value| v.as_str().unwrap_or_else(|| panic!("{v}")).to_string();
    plan["design"]["governance"]["constraints"].as_array().unwrap().iter().map(|c| (of(&c["words"]), of(&c["standing"]), of(&c["changed"]))).collect()
}
fn rewards(plan: &Value) -> Vec<f64> {
    let all = plan["design"]["blueprint"]["program"]["rewards"].as_array().unwrap();
    all.iter().map(|r| r["value"].as_str().unwrap().parse().unwrap()).collect()
}
fn channels(plan: &Value) -> Vec<&str> {
    plan["design"]["blueprint"]["program"]["triggers"].as_array().unwrap().iter().map(|t| t["channel"].as_str().unwrap()).collect()
}
/// Phrases of one plan, each with its standing and words of what it changed.
#[track_caller]
fn told(phrases: &[(&str, &str, &str)], more: &[&str]) -> Value {
    let dir = tempfile::tempdir().unwrap();
    let all: Vec<&str> = phrases.iter().map(|p| p.0).collect();
    let made = plan(dir.path(), &[&["--constraints", &all.join("; ")], more].concat());
    let said = outcomes(&made);
    assert_eq!(said.len(), phrases.len(), "{said:?}");
    for ((words, standing, changed), got) in phrases.iter().zip(&said) {
        assert_eq!((words, standing), (&got.0.as_str(), &got.1.as_str()), "{got:?}");
        assert!(got.2.contains(changed), "{words}: {:?} does not say {changed:?}", got.2);
    }
    made
}
#[test]
fn limits_on_rewards_messages_and_money() {
    let made = told(
        &[
            ("maximum discount 10 percent", "binds", "at most 10.0% off an order"),
            ("no emails", "binds", "no message by email"),
            ("don't use text messages", "binds", "no trigger of this design would have used it"),
            ("cap liability at 20000", "binds", "$20,000"),
            ("margin floor 5%", "binds", "contribution"),
            ("no points expiry", "binds", "points never expire"),
            ("no referrals", "binds", "no referral reward"),
            ("no surprises", "binds", "no surprise"),
            ("no free delivery", "binds", "free shipping is not among the benefits"),
            ("no paid tiers", "binds", "no tier costs a fee"),
            ("no cashback", "binds", "redeem_for_cash"),
        ],
        &[],
    );
    assert!(!channels(&made).contains(&"email") && !channels(&made).is_empty(), "{:?}", channels(&made));
    let order = made["design"]["lines"]["signals.order_value"]["value"].as_f64();
    let ladder = made["design"]["blueprint"]["program"]["rewards"].as_array().unwrap();
    let off = ladder.iter().filter(|r| r["item"].is_null()).map(|r| r["value"].as_str().unwrap().parse::<f64>().unwrap());
    let dearest = off.fold(0.0, f64::max);
    // An own product takes nothing off an order: it stays in the ladder.
    assert!(rewards(&made).into_iter().any(|v| v > 10.0), "{ladder:?}");
    assert!(dearest <= 10.0, "a reward of {dearest} is more than 10% of an order of about 97 ({order:?})");
    let rules: Vec<&str> = made["design"]["blueprint"]["moments"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(rules.iter().any(|r| r.contains("needs an order of at least")), "{rules:?}");
    assert!(made["design"]["blueprint"]["program"]["referral"].is_null() && made["design"]["blueprint"]["program"]["surprise"].is_null());
}
#[test]
fn goods_instead_of_coupons_and_points_that_expire() {
    let made = told(
        &[
            ("no coupons", "binds", "goods instead of money off"),
            ("points expire after 24 months", "binds", "points expire 24 months"),
            ("no challenges", "binds", "no mission"),
            ("max reward $25", "binds", "no reward is worth more than $25"),
            ("exclude gift cards", "binds", "gift cards earn and redeem nothing"),
            ("sale items excluded", "binds", "sale items earn and redeem nothing"),
            ("launch no earlier than 6 months after the decision", "binds", "the launch is on"),
            ("email only", "binds", "no message by sms, push, phone, post, in-app"),
            ("B2C", "binds", "audience"),
            ("max 1 message a week", "binds", "at most one message a week"),
        ],
        &[],
    );
    let program = &made["design"]["blueprint"]["program"];
    let names: Vec<&str> = program["rewards"].as_array().unwrap().iter().map(|r| r["name"].as_str().unwrap()).collect();
    let items = program["rewards"].as_array().unwrap().iter().filter(|r| !r["item"].is_null()).count();
    assert!(names.iter().all(|n| !n.contains(" off ")) && items > 0, "{names:?}");
    assert!(rewards(&made).iter().all(|v| *v <= 25.0), "{:?}", rewards(&made));
    assert!(program["missions"].as_array().unwrap().is_empty() && channels(&made).iter().all(|c| *c == "email"), "{:?}", channels(&made));
    assert!(made["design"]["header"]["launch"].as_str().unwrap() >= "2027-01-01", "{}", made["design"]["header"]["launch"]);
    assert!(program["benefits"].as_array().unwrap().iter().all(|b| b["id"] != "save_offer_credit"));
    let cap = &made["design"]["blueprint"]["calendar"]["cap"];
    assert_eq!((&cap["week_most"], &cap["month_most"]), (&1.into(), &5.into()), "{cap}");
}
#[test]
fn places_questions_and_what_is_not_understood() {
    let made = told(
        &[
            ("Canada", "binds", "members live in CA"),
            ("Quebec", "binds", "members live in CA-QC"),
            ("DACH", "binds", "members live in DE, AT, CH"),
            ("EU", "binds", "members live in EU"),
            ("customers in France and Spain", "binds", "members live in FR, ES"),
            ("UK only", "binds", "members live in GB"),
            ("Shopify", "question", "limits of shopify are not known here"),
            ("max 1 email a day", "question", "its owner answers"),
            ("no minors", "question", "its owner answers"),
            ("exclude Ontario", "question", "its owner answers"),
            ("only on full moons", "not-understood", "nothing follows it yet"),
            ("note: max discout 10%", "not-understood", "nothing follows it yet"),
        ],
        &[],
    );
    let asked: Vec<&str> = made["design"]["governance"]["open_questions"].as_array().unwrap().iter().filter_map(|q| q["question"].as_str()).collect();
    for words in ["Shopify", "max 1 email a day", "no minors", "exclude Ontario", "only on full moons", "note: max discout 10%"] {
        assert!(asked.contains(&words), "{words} should be a question: {asked:?}");
    }
}
#[test]
fn the_screen_and_page_1_show_each() {
    let dir = tempfile::tempdir().unwrap();
    let brief = ["--goal", "retention", "--tiers", "3", "--budget", "50000", "--asked-on", "2026-07-01", "--effort", "small"];
    let out = command(dir.path(), &[&brief[..], &["--constraints", "max discount 10%, Shopify, only on full moons"]].concat());
    let said = text(&out);
    for words in
        ["“max discount 10%” binds: a reward takes at most 10.0% off", "“Shopify” is a question for operations", "“only on full moons” was not understood"]
    {
        assert!(said.contains(words), "{words} is not in {said}");
    }
    let page = std::fs::read_to_string(dir.path().join("loyalty-plan/blueprint.md")).unwrap();
    let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("{words} is not in the blueprint"));
    assert!(at("Your constraints") < at("## For members"), "page 1 shows them");
}
#[test]
fn a_near_miss_stops_and_its_suggestion_works() {
    let dir = tempfile::tempdir().unwrap();
    let brief = ["--goal", "retention", "--tiers", "3", "--budget", "50000", "--asked-on", "2026-07-01", "--effort", "small", "--quiet"];
    for (words, meant) in
        [("EU, max discout 10%", "EU, max discount 10%"), ("Cananda", "canada"), ("no coupns, EU", "no coupons, EU"), ("max discount 10", "max discount 10%")]
    {
        let out = command(dir.path(), &[&brief[..], &["--constraints", words]].concat());
        let said = text(&out);
        assert_eq!(out.status.code(), Some(2), "{words}: {said}");
        assert!(said.contains(&format!("--constraints \"{meant}\"")), "{words}: {said}");
        assert_eq!(common::plans(dir.path()), 0, "{words}: something was written");
    }
    // Through the settings too.
    file(dir.path(), "plan-loyalty.toml", b"[program]\nconstraints = [\"EU\", \"no emial\"]\n");
    let out = command(dir.path(), &brief);
    assert!(out.status.code() == Some(2) && text(&out).contains("no email"), "{}", text(&out));
}
#[test]
fn own_products_are_ruled_out_by_name_and_by_category() {
    let dir = tempfile::tempdir().unwrap();
    let names = |made: &Value| -> Vec<String> {
        let all = made["design"]["blueprint"]["program"]["rewards"].as_array().unwrap();
        all.iter().filter_map(|r| r["item"]["name"].as_str().map(str::to_string)).collect()
    };
    let usual = names(&plan(dir.path(), &[]));
    assert!(!usual.is_empty());
    let made = told(&[("no products as rewards", "binds", "no reward is an item of the shop")], &[]);
    assert!(names(&made).is_empty() && rewards(&made).len() > 1);
    let made = plan(dir.path(), &["--constraints", &format!("exclude {}", usual[0])]);
    assert!(!names(&made).contains(&usual[0]) && !names(&made).is_empty(), "{:?}", names(&made));
}
