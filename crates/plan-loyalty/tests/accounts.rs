//! The accounts of a plan through the command: what an airline's members bring in, its months held out, and a price with breakage taken off twice.
use crate::common;
use common::*;
use serde_json::Value;

const FLIGHTS: &str = "airline_loyalty/customer_flight_activity_2017-01_2018-06.csv.gz";

/// The airline's plan on what was known on a day; words where the plan holds facts.
fn airline(as_of: &str, more: &[&str]) -> Option<Value> {
    let flights = shared(FLIGHTS)?.display().to_string();
    let dir = tempfile::tempdir().unwrap();
    let brief = ["--goal", "retention", "--tiers", "3", "--budget", "5000000", "--asked-on", as_of, "--as-of", as_of, "--currency", "CAD"];
    let rest = ["--points-ledger", &flights, "--effort", "small", "--format", "json", "--only", "accounts.csv"];
    let out = command(dir.path(), &[&brief, &rest[..], more].concat());
    assert!(matches!(out.status.code(), Some(0 | 3 | 5)), "{}", String::from_utf8_lossy(&out.stderr));
    Some(worded(&document(&out)))
}
fn number(v: &Value) -> f64 {
    v.as_f64().unwrap_or_else(|| panic!("not a number: {v}"))
}
/// Month, points earned, points redeemed.
type LedgerMonths = Vec<(String, f64, f64)>;
/// Earned and redeemed by month in the ledger, in points; the months that `model roll-forward` forecasts from a day on.
fn ledger(cut: &str) -> Option<(LedgerMonths, Vec<Value>)> {
    let flights = shared(FLIGHTS)?.display().to_string();
    let dir = tempfile::tempdir().unwrap();
    let out = command(dir.path(), &["model", "roll-forward", &flights, "--calibration-end", cut, "--format", "json"]);
    let found: Value = serde_json::from_slice(&out.stdout).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&out.stderr)));
    let row = |r: &Value| (r["month"].as_str().unwrap().into(), number(&r["earned"]) / 100.0, number(&r["redeemed"]) / 100.0);
    Some((found["rows"].as_array().unwrap().iter().map(row).collect(), found["forecast"].as_array().unwrap().clone()))
}
#[test]
fn an_airlines_points_open_the_contract_liability_and_their_value_does_not_change_in_silence() {
    let Some(plan) = airline("2018-06-30", &[]) else { return };
    let a = &plan["design"]["economics"]["accounting"];
    let o = &a["opening"];
    // 517 million points at the ledger's own 0.180, less the part that stays with the flights: not nothing.
    let (outstanding, value) = (number(&o["outstanding"]), number(&o["value"]));
    assert!((516e6..518e6).contains(&outstanding) && (value - 0.18).abs() < 0.001, "{o}");
    assert!((number(&o["amount"]) - number(&o["expected"]) * value * number(&o["allocation"])).abs() < 1.0);
    assert!((0.5..1.0).contains(&number(&o["allocation"])) && number(&o["amount"]) > 40e6, "{o}");
    assert_eq!(a["periods"][0]["opening"], o["amount"], "the schedule opens with it");
    // The new program prices a point otherwise: said in the verdict, on the memo and beside the balance, with both figures.
    for place in [&plan["design"]["header"]["verdict"], &a["memo"], &o["repricing"]] {
        let said = place.to_string();
        assert!(said.contains("0.18") && said.contains("0.08"), "both figures: {said}");
    }
    // A booked balance is taken instead, and the computed one is shown beside it.
    let Some(booked) = airline("2018-06-30", &["--assume", "accounting.opening_liability=12345678"]) else { return };
    let b = &booked["design"]["economics"]["accounting"];
    assert_eq!((number(&b["opening"]["amount"]), number(&b["periods"][0]["opening"])), (12_345_678.0, 12_345_678.0));
    assert!((number(&b["opening"]["computed"]) - number(&o["computed"])).abs() < 1.0);
}
#[test]
fn the_plans_account_meets_the_months_held_out_as_the_ledgers_forecast_does() {
    let Some(plan) = airline("2017-12-31", &["--launch", "2018-01-01"]) else { return };
    let Some((months, _)) = ledger("2017-12-31") else { return };
    let launch = &plan["design"]["header"]["launch"].as_str().unwrap()[..7];
    let seen: Vec<f64> = months.iter().skip_while(|m| m.0 != launch).map(|m| m.2).collect();
    let account = plan["design"]["economics"]["points_account"].as_array().unwrap();
    let (mut planned, mut simulated, mut inside) = (0.0, 0.0, 0);
    for (m, s) in account.iter().zip(&seen) {
        let (low, high) = (number(&m["redeemed_range"][0]), number(&m["redeemed_range"][1]));
        planned += number(&m["redeemed"]);
        simulated += number(&m["redeemed_simulated"]);
        inside += usize::from((low..=high).contains(s));
        println!(
            "month {}: account {:.0} ({low:.0} to {high:.0}), simulated {:.0}, seen {s:.0}",
            m["month"],
            number(&m["redeemed"]),
            number(&m["redeemed_simulated"])
        );
    }
    let actual: f64 = seen.iter().sum();
    println!(
        "from {launch}: account {:+.1}%, simulated {:+.1}%, {inside} of {} months inside",
        100.0 * (planned / actual - 1.0),
        100.0 * (simulated / actual - 1.0),
        seen.len()
    );
    assert!(seen.len() >= 5 && (planned / actual - 1.0).abs() < 0.05, "{planned} of {actual}");
    assert!(inside * 5 >= seen.len() * 4, "{inside} of {}", seen.len());
    for (m, next) in account.iter().zip(&account[1..]) {
        assert!((number(&m["closing"]) - number(&next["opening"])).abs() < 0.01);
    }
}
#[test]
fn the_airlines_balance_is_forecast_month_by_month() {
    let cuts = ["2017-12-31", "2018-01-31", "2018-02-28", "2018-03-31", "2018-04-30", "2018-05-31"];
    let (mut ours, mut share, mut before, mut inside, mut all) = (0.0, 0.0, 0.0, 0, 0);
    for cut in cuts {
        let Some((rows, forecast)) = ledger(cut) else { return };
        let known = rows.iter().position(|r| r.0 == cut[..7]).unwrap() + 1;
        let balance = |n: usize| rows[..n].iter().map(|r| r.1 - r.2).sum::<f64>();
        let (now, closing) = (&rows[known], balance(known + 1));
        let there = balance(known) + now.1;
        let released = |n: usize| rows[n].2 / (balance(n) + rows[n].1);
        let miss = |redeemed: f64| (there - redeemed) / closing - 1.0;
        let f = &forecast[0];
        let covered = (number(&f["low"])..=number(&f["high"])).contains(&now.2);
        let (m, s, b) = (miss(number(&f["mid"])), miss(there * released(known - 12)), miss(there * released(known - 1)));
        println!(
            "{}: forecast {:+.4}%, same share as a year before {:+.4}%, as the month before {:+.4}%, {}",
            now.0,
            100.0 * m,
            100.0 * s,
            100.0 * b,
            if covered { "covered" } else { "missed" }
        );
        (ours, share, before) = (ours + m.abs(), share + s.abs(), before + b.abs());
        inside += usize::from(covered);
        all += 1;
    }
    let n = f64::from(all);
    println!("mean absolute miss: {:.4}%, {:.4}%, {:.4}%; {inside} of {all} months covered", 100.0 * ours / n, 100.0 * share / n, 100.0 * before / n);
    assert!(ours < share && ours < before, "{ours} {share} {before}");
    assert!(inside >= 4);
}
#[test]
fn a_price_with_breakage_taken_off_twice_or_above_the_value_is_refused_and_the_advice_works() {
    let dir = tempfile::tempdir().unwrap();
    let args =
        |price: &str| [&BRIEF[..], &["--effort", "small", "--format", "json", "--assume", price]].concat().into_iter().map(String::from).collect::<Vec<_>>();
    let run = |price: &str| command(dir.path(), &args(price).iter().map(String::as_str).collect::<Vec<_>>());
    let out = run("accounting.stand_alone_price=99");
    let words = String::from_utf8_lossy(&out.stderr).to_string();
    assert!(!out.status.success() && words.contains("accounting.stand_alone_price") && words.contains("than a point buys"), "{words}");
    assert_eq!(plans(dir.path()), 0, "nothing half-written");
    let advice = words.split("--assume ").last().unwrap().split_whitespace().next().unwrap().to_string();
    assert!(matches!(run(&advice).status.code(), Some(0 | 3 | 5)), "{advice}");
}
