//! Budgets and launch days as people write them, through every door that takes them.
use crate::common;
use common::{command, file, plan, text};
use loyalty_model::units::Date;
use serde_json::Value;

fn pool(made: &Value) -> String {
    let b = &made["design"]["brief"]["budget"];
    format!("{} a {}", b["amount"].as_str().unwrap(), b["period"].as_str().unwrap())
}
fn orders(currency: &str) -> String {
    let rows = (0..3_000).map(|i| format!("c{},{}-{:02}-{:02},{}.50,{currency}", i % 300, 2024 + i % 2, 1 + i % 12, 1 + i % 28, 10 + i % 70));
    format!("customer,date,amount,currency\n{}\n", rows.collect::<Vec<_>>().join("\n"))
}
const BRIEF: [&str; 10] = ["--goal", "retention", "--tiers", "2", "--asked-on", "2026-07-01", "--effort", "small", "--format", "json"];
#[test]
fn one_grammar_for_flags_settings_and_amendments() {
    let dir = tempfile::tempdir().unwrap();
    let data = file(dir.path(), "orders.csv", orders("EUR").as_bytes());
    let made = |budget: &str| {
        let out = command(dir.path(), &[&BRIEF[..], &["--transactions", &data, "--budget", budget]].concat());
        common::worded(&common::document(&out))
    };
    for (budget, expected) in [
        ("50.000", "50000.00 a month"),
        ("50,000", "50000.00 a month"),
        ("50k", "50000.00 a month"),
        ("600000/year", "50000.00 a month"),
        ("50 000 € per quarter", "50000.00 a quarter"),
    ] {
        let plan = made(budget);
        assert_eq!(pool(&plan), expected, "{budget}");
        let said = plan["design"]["brief"]["amount_basis"]["budget"].as_str();
        let judged = ["50.000", "50,000", "600000/year"].contains(&budget);
        assert_eq!(said.is_some_and(|s| s.contains(budget)), judged, "{budget}: {said:?}");
    }
    let out = command(dir.path(), &["amend", "--budget", "45.000/month", "--reason", "less", "--quiet"]);
    assert!(matches!(out.status.code(), Some(0 | 3 | 5)), "{}", text(&out));
    let shown = common::document(&command(dir.path(), &["show", "--format", "json"]));
    assert_eq!(pool(&shown), "45000.00 a month");
    // Settings: a number of TOML with a point is no text, and has two readings all the same.
    file(dir.path(), "plan-loyalty.toml", format!("[program]\nbudget = \"540k a year\"\n[data]\ntransactions = {data:?}\n").as_bytes());
    assert_eq!(pool(&common::document(&command(dir.path(), &BRIEF))), "45000.00 a month");
    file(dir.path(), "plan-loyalty.toml", b"[program]\nbudget = 50.000\n");
    let out = command(dir.path(), &BRIEF);
    assert!(out.status.code() == Some(2) && text(&out).contains("50000"), "{}", text(&out));
}
#[test]
fn two_readings_and_shared_signs_stop_with_commands() {
    let dir = tempfile::tempdir().unwrap();
    let dollars = file(dir.path(), "orders.csv", orders("USD").as_bytes());
    let bare = file(dir.path(), "bare.csv", orders("").replace(",currency", "").replace(",\n", "\n").trim_end_matches(',').as_bytes());
    for (data, budget, words) in [
        (&dollars, "50.000", "--budget 50000/month or --budget 50/month"),
        (&dollars, "£30,000 per quarter", "GBP, EGP"),
        (&bare, "£30,000 per quarter", "--currency GBP or --currency EGP"),
        (&bare, "kr 50000", "--currency SEK or --currency NOK"),
        (&dollars, "5000/week", "--budget 21666.67/month"),
        (&dollars, "about 50000", "write for example --budget 50000"),
    ] {
        let out = command(dir.path(), &[&BRIEF[..], &["--transactions", data, "--budget", budget]].concat());
        let said = text(&out);
        assert!(out.status.code() == Some(2) && said.contains(words), "{budget}: {said}");
        assert_eq!(common::plans(dir.path()), 0);
    }
    let out = command(dir.path(), &[&BRIEF[..], &["--transactions", &bare, "--budget", "£30,000 per quarter", "--currency", "GBP"]].concat());
    assert_eq!(pool(&common::document(&out)), "30000.00 a quarter");
}
#[test]
fn the_launch_has_a_lead_time_and_nothing_is_due_on_a_weekend() {
    let dir = tempfile::tempdir().unwrap();
    for (asked_on, more) in
        [("2026-07-01", &[][..]), ("2026-11-29", &[]), ("2026-11-29", &["--launch", "2027-01-15"]), ("2026-07-01", &["--launch", "2027-03-06"])]
    {
        let made = plan(dir.path(), &[&["--asked-on", asked_on], more].concat());
        let day = |v: &Value| v.as_str().unwrap().parse::<Date>().unwrap();
        let (asked, launch) = (day(&made["design"]["brief"]["asked_on"]), day(&made["design"]["header"]["launch"]));
        let lead = asked.working_days_to(launch);
        match more.last() {
            Some(wish) => assert_eq!(launch.to_string(), *wish),
            None => assert!((60..=80).contains(&lead) && launch.is_working_day(), "{asked_on}: {launch} is {lead} working days later"),
        }
        let work = made["design"]["governance"]["work"].as_array().unwrap();
        assert!(work.len() > 20);
        for w in work {
            let due = day(&w["due"]);
            assert!(due.is_working_day() && due > asked && due < launch, "{}: due {due}, asked {asked}, launch {launch}", w["id"]);
        }
        let cadences = made["design"]["governance"]["cadences"].as_array().unwrap();
        assert!(cadences.iter().all(|c| day(&c["first"]).is_working_day() && day(&c["first"]) > launch), "{cadences:?}");
        let verdict = made["design"]["header"]["verdict"].to_string();
        assert_eq!(verdict.contains("approvals, set-up and training need"), lead < 60, "{asked_on} {more:?}: {verdict}");
        let told = made["design"]["governance"]["roll_out"]["told"].to_string();
        assert!(told.contains("public holidays are not known"), "{told}");
    }
    for (launch, words) in [("2026-07-01", "is not after"), ("2026-06-01", "is not after"), ("2031-01-01", "more than two years"), ("soon", "is not a date")] {
        let out = command(dir.path(), &["--goal", "retention", "--tiers", "3", "--budget", "50000", "--asked-on", "2026-07-01", "--launch", launch]);
        assert!(out.status.code() == Some(2) && text(&out).contains(words), "{launch}: {}", text(&out));
    }
}
