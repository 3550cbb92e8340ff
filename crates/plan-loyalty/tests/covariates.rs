//! What is known of customers at entry, as covariates of the purchase models: planted, found, refused.
use crate::common;
use common::{command, file};
use serde_json::Value;
use std::path::Path;

/// Orders of 3,000 customers, a third of whom came through the store; those buy six times as often where it is `planted`. They join in the half year before the end of calibration, so that their own orders tell little. And the table of customers:
/// their channel, a town and a number that say nothing, a promotion that everybody had.
fn company(dir: &Path, planted: bool) -> (String, String) {
    let mut chance = 77_u64;
    let mut unit = move || {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((chance >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    };
    let begin = loyalty_model::units::Date::from_ymd(2022, 1, 1).unwrap();
    let (mut orders, mut customers) = (String::from("customer_id,order_date,amount\n"), String::from("town,customer,channel,age,promotion\n"));
    for c in 0..3_000 {
        let store = c % 3 == 0;
        let rate = -(unit().ln() + unit().ln()) / 2.0 / if store && planted { 40.0 } else { 240.0 };
        let leaves = 1.0 - unit().powf(1.0 / 6.0);
        let mut day = f64::from((c * 37) % 160);
        loop {
            orders += &format!("k{c},{},20.00\n", begin.plus_days(day as i32));
            day += -unit().ln() / rate;
            if unit() < leaves || day >= 500.0 {
                break;
            }
        }
        // The table does not tell of everybody, and of some it tells twice.
        if c % 50 != 7 {
            let (channel, town) = (if store { "store" } else { "web" }, ["Bonn", "Köln"][usize::from(unit() < 0.4)]);
            customers += &format!("{town},k{c},{channel},{},SPRING\n", 18 + (unit() * 60.0) as u32);
        }
        if c % 100 == 0 {
            customers += &format!("Bonn,k{c},web,30,SPRING\n");
        }
    }
    (file(dir, "orders.csv", orders.as_bytes()), file(dir, "customers.csv", customers.as_bytes()))
}
fn fitted(dir: &Path, orders: &str, customers: &str, columns: &[&str]) -> Value {
    let named: Vec<&str> = columns.iter().flat_map(|c| ["--covariate", *c]).collect();
    let out = command(dir, &[&["model", "all", orders, "--customers", customers, "--format", "json", "--calibration-end", "2022-07-20"], &named[..]].concat());
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).unwrap()
}
fn coefficient(test: &Value, covariate: &str, parameter: &str) -> (f64, Option<f64>) {
    let all = test["coefficients"].as_array().unwrap();
    let c = all.iter().find(|c| c["covariate"] == covariate && c["parameter"] == parameter).unwrap_or_else(|| panic!("{covariate} {parameter}: {test}"));
    (c["value"].as_f64().unwrap(), c["standard_error"].as_f64())
}
/// The planted rate comes out of each model within three standard errors, and cohorts are missed by less; what says nothing does neither.
#[test]
fn a_planted_channel_is_found_and_what_says_nothing_is_not() {
    let dir = tempfile::tempdir().unwrap();
    for planted in [true, false] {
        let (orders, customers) = company(dir.path(), planted);
        let found = fitted(dir.path(), &orders, &customers, &["channel"]);
        let tests = found["covariates"].as_array().unwrap();
        assert_eq!(tests.len(), 3, "{found}");
        for t in tests {
            let (value, error) = coefficient(t, "channel=store", "alpha");
            let truth = if planted { 6.0_f64.ln() } else { 0.0 };
            // Where the surface is too flat for a standard error, the value must still be near.
            assert!(
                (value - truth).abs() < error.map_or(0.3, |e| 3.0 * e) && error.is_none_or(|e| e < if planted { 0.1 } else { 0.3 }),
                "{value} ± {error:?}: {t}"
            );
            let misses = ["cohort_error", "cohort_error_plain"].map(|k| t[k].as_f64().unwrap());
            assert!(if planted { misses[0] < 0.6 * misses[1] } else { t["used"] == false }, "{t}");
            assert!(if planted { t["chance"].as_f64().unwrap() < 1e-6 } else { t["chance"].as_f64().unwrap() > 0.001 }, "{t}");
        }
        // A model in which the channel moves drop-out, too, may miss the total by more, and is left out for that.
        assert_eq!(tests.iter().any(|t| t["used"] == true), planted, "{found}");
        assert_eq!(found["at_entry"]["customers"].as_u64().unwrap() + found["at_entry"]["unknown"].as_u64().unwrap(), 3_000, "{found}");
        assert_eq!(found["at_entry"]["unknown"], 60, "{found}");
        let nothing = fitted(dir.path(), &orders, &customers, &["town", "age"]);
        for t in nothing["covariates"].as_array().unwrap() {
            assert_eq!(t["used"], false, "{t}");
            for name in ["town=Köln", "age"] {
                let (value, error) = coefficient(t, name, "alpha");
                assert!(value.abs() < error.map_or(0.3, |e| 3.5 * e), "{name} {value} ± {error:?}");
            }
        }
    }
}
/// Without the table the same customers give the same plain fit: a table that tells of all of them changes nothing in it.
#[test]
fn a_table_of_everybody_leaves_the_plain_fit_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let (orders, _) = company(dir.path(), true);
    let mut all = String::from("id;group\n");
    (0..3_000).for_each(|c| all += &format!("k{c};{}\n", if c % 2 == 0 { "a" } else { "b" }));
    let table = file(dir.path(), "all.csv", all.as_bytes());
    let found = fitted(dir.path(), &orders, &table, &["group"]);
    assert_eq!(found["at_entry"]["unknown"], 0, "{found}");
    for t in found["covariates"].as_array().unwrap() {
        let plain = found["scores"].as_array().unwrap().iter().find(|s| s["model"] == t["model"]).unwrap()["log_likelihood"].as_f64().unwrap();
        assert!((t["log_likelihood_plain"].as_f64().unwrap() - plain).abs() < 1e-3, "{t} {plain}");
        assert!(t["log_likelihood"].as_f64().unwrap() >= plain - 1e-3, "{t}");
    }
}
#[test]
fn what_cannot_be_a_covariate_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let (orders, customers) = company(dir.path(), false);
    let strangers = file(dir.path(), "strangers.csv", b"customer,channel\nx1,web\nx2,store\n");
    let mut many = String::from("customer,shop\n");
    (0..3_000).for_each(|c| many += &format!("k{c},shop {}\n", c % 6));
    let many = file(dir.path(), "many.csv", many.as_bytes());
    let mut rare = String::from("customer,shop\n");
    (0..3_000).for_each(|c| rare += &format!("k{c},{}\n", if c < 20 { "kiosk" } else { "web" }));
    let rare = file(dir.path(), "rare.csv", rare.as_bytes());
    let cases: [(&str, &[&str], &str); 9] = [
        (&customers, &["--covariate", "colour"], "there is no column \"colour\""),
        (&customers, &["--covariate", "promotion"], "column promotion has 1 value among 2940 customers who bought"),
        (&customers, &["--covariate", "channel", "--id", "town"], "no value of column town is the id of a customer who bought"),
        (&customers, &["--covariate", "channel", "--covariate", "channel"], "column channel is named twice"),
        (&customers, &["--covariate", "customer"], "column customer holds the customers' ids"),
        (&strangers, &["--covariate", "channel"], "no column holds ids of customers who bought"),
        (&many, &["--covariate", "shop"], "5 covariates: "),
        (&rare, &["--covariate", "shop"], "every value of column shop but \"web\" has fewer than 50 customers who bought"),
        ("nowhere.csv", &["--covariate", "channel"], "nowhere.csv"),
    ];
    for (table, more, said) in cases {
        let out = command(dir.path(), &[&["model", "bg-nbd", &orders, "--customers", table], more].concat());
        let text = String::from_utf8_lossy(&out.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(out.status.code(), Some(2), "{more:?}: {text}");
        assert!(text.contains(said) && text.contains("Next:"), "{said}: {text}");
    }
    let out = command(dir.path(), &["model", "sbg", &orders, "--customers", &customers, "--covariate", "channel"]);
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stderr).contains("sbg takes no covariates"), "{}", String::from_utf8_lossy(&out.stderr));
    let printed = String::from_utf8(command(dir.path(), &["model", "bg-nbd", &orders, "--customers", &customers, "--covariate", "channel"]).stdout).unwrap();
    for words in ["channel=store", "channel: 1 or 0, against web.", "60 more are left out", "does not help"] {
        assert!(printed.contains(words), "{words}: {printed}");
    }
}
