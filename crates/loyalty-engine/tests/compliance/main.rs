//! Each compliance rule with facts for which it applies, is ruled out and is open; the expression language; own rules.
use loyalty_engine::compliance::facts::Facts;
use loyalty_engine::compliance::grammar::{Expr, parse};
use loyalty_engine::compliance::{judge, read, table, vocabulary};
use loyalty_model::finding::Verdict;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn facts(text: &str) -> Facts {
    let one = |f: &str| f.split_once('=').map(|(k, v)| (k.trim().to_string(), v.trim().split(',').map(|w| w.trim().to_string()).collect()));
    text.split(';').filter(|f| !f.trim().is_empty()).map(|f| one(f).unwrap_or_else(|| panic!("{f:?} is no fact"))).collect()
}

#[test]
fn each_rule_applies_is_ruled_out_and_is_open_as_its_cases_say() {
    let rules: BTreeMap<String, _> = table().into_iter().map(|r| (r.id.clone(), r)).collect();
    let mut seen = BTreeSet::new();
    for line in include_str!("cases.txt").lines().filter(|l| !l.starts_with('#')) {
        let [id, applies, changes, open]: [&str; 4] = line.split('|').map(str::trim).collect::<Vec<_>>().try_into().unwrap_or_else(|_| panic!("{line}"));
        let rule = rules.get(id).unwrap_or_else(|| panic!("the table has no rule {id}"));
        let full = facts(applies);
        assert_eq!(judge(rule, &full).0, Verdict::Fail, "{id} with {applies}");
        for change in changes.split("//") {
            let mut changed = full.clone();
            changed.extend(facts(change));
            assert_eq!(judge(rule, &changed).0, Verdict::NotApplicable, "{id} with {change}");
        }
        for fact in open.split(',').map(str::trim) {
            let mut without = full.clone();
            assert!(without.remove(fact).is_some(), "{id}: {fact} is not among its facts");
            let (verdict, missing) = judge(rule, &without);
            assert_eq!(verdict, Verdict::Unknown, "{id} without {fact}");
            assert!(missing.contains(fact), "{id} without {fact} waits for {missing:?}");
        }
        seen.insert(id);
    }
    let all: BTreeSet<&str> = rules.keys().map(String::as_str).collect();
    assert_eq!(seen, all, "every rule has its cases");
}
#[test]
fn nothing_known_settles_no_rule() {
    for rule in table() {
        assert_eq!(judge(&rule, &Facts::new()).0, Verdict::Unknown, "{}", rule.id);
    }
}

/// Expressions as a person may write them.
fn expression() -> impl Strategy<Value = Expr> {
    let fact = || prop::sample::select(vec!["a", "b", "c", "n", "jurisdiction"]).prop_map(String::from);
    let leaf = prop_oneof![
        fact().prop_map(Expr::Fact),
        (fact(), prop::sample::select(vec!["<", "<=", ">", ">=", "==", "!="]), 0..40_u32).prop_map(|(f, op, n)| Expr::Compare(f, op.into(), n.to_string())),
        (fact(), prop::collection::vec(prop::sample::select(vec!["x", "y", "US", "CA-ON", "EU"]).prop_map(String::from), 1..4))
            .prop_map(|(f, l)| Expr::In(f, l)),
    ];
    leaf.prop_recursive(5, 40, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| Expr::And(a.into(), b.into())),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| Expr::Or(a.into(), b.into())),
            inner.prop_map(|a| Expr::Not(a.into())),
        ]
    })
}
fn print(e: &Expr) -> String {
    match e {
        Expr::And(a, b) => format!("({} and {})", print(a), print(b)),
        Expr::Or(a, b) => format!("({} or {})", print(a), print(b)),
        Expr::Not(a) => format!("not {}", print(a)),
        Expr::Fact(f) => f.clone(),
        Expr::Compare(f, op, n) => format!("{f} {op} {n}"),
        Expr::In(f, list) => format!("{f} in [{}]", list.join(", ")),
    }
}
fn known() -> impl Strategy<Value = Facts> {
    let value = prop::sample::select(vec!["true", "false", "x", "12", "25"]);
    let place = prop::sample::select(vec!["US", "US-NY", "CA-ON", "CA", "DE", "EU"]);
    (prop::collection::btree_map(prop::sample::select(vec!["a", "b", "c", "n"]), value, 0..4), prop::option::of(place)).prop_map(|(words, place)| {
        let words = words.into_iter().map(|(k, v)| (k.to_string(), vec![v.to_string()]));
        words.chain(place.map(|p| ("jurisdiction".to_string(), vec![p.to_string()]))).collect()
    })
}
/// The value by the truth tables of Kleene's strong three-valued logic, over 0, ½ and 1: minimum, maximum, 1 − x.
fn by_tables(e: &Expr, facts: &Facts) -> u8 {
    match e {
        Expr::And(a, b) => by_tables(a, facts).min(by_tables(b, facts)),
        Expr::Or(a, b) => by_tables(a, facts).max(by_tables(b, facts)),
        Expr::Not(a) => 2 - by_tables(a, facts),
        leaf => match leaf.value(facts, &mut BTreeSet::new()) {
            Some(true) => 2,
            None => 1,
            Some(false) => 0,
        },
    }
}
proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn what_is_printed_is_read_back(e in expression()) {
        prop_assert_eq!(parse(&print(&e)), Ok(e));
    }
    #[test]
    fn values_follow_kleenes_tables(e in expression(), facts in known()) {
        let value = e.value(&facts, &mut BTreeSet::new());
        prop_assert_eq!(match value { Some(true) => 2, None => 1, Some(false) => 0 }, by_tables(&e, &facts));
    }
    #[test]
    fn a_fact_more_never_turns_a_settled_answer(e in expression(), facts in known(), name in prop::sample::select(vec!["a", "b", "c", "n"]), word in "true|false|12|x") {
        let before = e.value(&facts, &mut BTreeSet::new());
        let mut more = facts;
        more.entry(name.into()).or_insert_with(|| vec![word]);
        let after = e.value(&more, &mut BTreeSet::new());
        prop_assert!(before.is_none() || before == after, "{before:?} → {after:?}");
    }
    #[test]
    fn an_open_answer_names_a_fact_that_is_missing(e in expression(), facts in known()) {
        let mut missing = BTreeSet::new();
        // A word where a number is asked settles nothing either, and is no missing fact.
        let numbers = facts.values().flatten().all(|w| w.parse::<f64>().is_ok() || w == "true" || w == "false");
        if e.value(&facts, &mut missing).is_none() && numbers && facts.get("n").is_none_or(|w| w[0].parse::<f64>().is_ok()) {
            prop_assert!(missing.iter().all(|m| !facts.contains_key(m)));
        }
    }
    #[test]
    fn no_text_breaks_the_grammar(text in "[a-z_ ()\\[\\],<>=!0-9\"-]{0,80}") {
        if let Ok(e) = parse(&text) {
            e.value(&Facts::new(), &mut BTreeSet::new());
            prop_assert_eq!(parse(&print(&e)), Ok(e), "{}", text);
        }
    }
    #[test]
    fn no_bytes_break_the_grammar(text in any::<String>()) {
        let _ = parse(&text);
    }
}
#[test]
fn deep_nesting_is_refused_and_not_died_of() {
    assert!(parse(&format!("{}a{}", "(".repeat(100_000), ")".repeat(100_000))).is_err());
    assert!(parse(&format!("{}a", "not ".repeat(100_000))).is_err());
    for broken in ["", "a and", "or a", "a in", "a in []", "a in [x", "(a", "a)", "a <", "a b", "not", "a in x", "< 5"] {
        assert!(parse(broken).is_err(), "{broken:?} is no expression");
    }
}

fn check(expr: &str, with: &str, expected: Option<bool>) {
    assert_eq!(parse(expr).unwrap().value(&facts(with), &mut BTreeSet::new()), expected, "{expr} with {with}");
}
#[test]
fn unknown_is_not_false() {
    check("a and b", "a=true", None);
    check("a and b", "a=false", Some(false));
    check("a or b", "a=true", Some(true));
    check("a or b", "a=false", None);
    check("not a", "", None);
    check("not (a or b) and c", "a=false;b=false;c=true", Some(true));
    check("n < 18", "n=12", Some(true));
    check("n >= 18", "n=12", Some(false));
    check("n > 18", "n=many", None);
    check("channels in [sms, phone]", "channels=email,sms", Some(true));
    check("jurisdiction in [US]", "jurisdiction=US-NY", Some(true));
    check("jurisdiction in [CA-ON]", "jurisdiction=CA-QC", Some(false));
    check("jurisdiction in [CA-ON]", "jurisdiction=CA", Some(true));
    check("jurisdiction in [EU]", "jurisdiction=DE", Some(true));
    check("jurisdiction in [FR]", "jurisdiction=EU", Some(true));
    check("jurisdiction in [FR]", "jurisdiction=ES,IT", Some(false));
}

fn refuse(text: &str, said: &str) {
    let e = read(text).unwrap_err().to_string();
    assert!(e.contains(said), "{e}");
}
const OWN: &str = r#"
[fact_names]
store_card = "the program hands out a card"
[[rule]]
id = "own-no-cards"
title = "No plastic"
jurisdictions = ["*"]
severity = "blocker"
applies_when = "store_card and unit in [points]"
obligation = "The board decided against plastic cards."
remedy = "Use the app."
source = "Board minute 12"
confidence = "high"
checked = 2026-11-01
"#;
#[test]
fn own_rules_have_the_form_of_the_table() {
    let (rules, names) = read(OWN).unwrap();
    assert_eq!(names.iter().map(String::as_str).collect::<Vec<_>>(), ["store_card"]);
    assert_eq!(judge(&rules[0], &facts("store_card=true;unit=points")).0, Verdict::Fail);
    assert_eq!(judge(&rules[0], &facts("unit=points")).0, Verdict::Unknown);
    refuse(&OWN.replace("store_card = ", "shop_card = "), "\"store_card\" is no fact");
    refuse(&OWN.replace("store_card and", "store_card and and"), "cannot be read");
    refuse(&OWN.replace("severity = \"blocker\"", "severity = \"stop\""), "unknown variant");
    refuse(&OWN.replace("checked = 2026-11-01", "checked = \"soon\""), "checked is \"soon\"");
    refuse(&format!("{OWN}{}", &OWN[OWN.find("[[rule]]").unwrap()..]), "the id stands twice");
}
#[test]
fn the_table_holds_sixty_rules_and_a_closed_vocabulary() {
    assert_eq!(table().len(), 60);
    assert!(vocabulary().contains("points_expire_by_time") && !vocabulary().contains("store_card"));
}
