//! Volumes of triggers equal counts in the company's own data, made again outside this program (`tests/independent/trigger_volumes.py`): on the files
//! of the demonstration company, on the same with most renewals yearly and few second orders, and on a shop.
use crate::common;
use common::{command, file, shop};
use std::path::Path;
use std::process::Command;

/// Counts again; the volumes of the plan by trigger.
#[track_caller]
fn counted(dir: &Path, goal: &str, data: &[&str]) -> std::collections::BTreeMap<String, f64> {
    let out = command(dir, &[&["extract", "--out", "tables"][..], data].concat());
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let brief = ["--goal", goal, "--tiers", "3", "--budget", "50000", "--asked-on", "2026-07-01", "--effort", "small", "--format", "json"];
    let plan = common::document(&command(dir, &[&brief[..], data].concat()));
    std::fs::write(dir.join("plan.json"), serde_json::to_vec(&plan).unwrap()).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/independent/trigger_volumes.py");
    let out = Command::new("python3").arg(script).arg(dir.join("tables")).arg(dir.join("plan.json")).output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    assert!(out.status.success(), "{goal}: {said}");
    let triggers = plan["design"]["blueprint"]["program"]["triggers"].as_array().unwrap();
    triggers.iter().map(|t| (t["id"].as_str().unwrap().into(), t["volume_monthly"].as_f64().unwrap())).collect()
}
/// A CSV file with each row changed, or left out.
fn altered(from: &Path, to: &Path, change: impl Fn(&[&str], usize) -> Option<Vec<String>>) {
    let text = std::fs::read_to_string(from).unwrap();
    let head = text.lines().next().unwrap().to_string();
    let rows = text.lines().skip(1).enumerate().filter_map(|(i, l)| change(&l.split(',').collect::<Vec<_>>(), i)).map(|r| r.join(","));
    std::fs::write(to, std::iter::once(head).chain(rows).collect::<Vec<_>>().join("\n") + "\n").unwrap();
}
#[test]
fn volumes_are_counts_and_follow_the_data() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name).display().to_string();
    assert!(command(dir.path(), &["demo", "--out", "demo"]).status.success());
    let (subscriptions, usage, voc) = (at("demo/subscriptions.csv"), at("demo/usage.csv"), at("demo/survey.csv"));
    let orders =
        std::fs::read_dir(dir.path().join("demo")).unwrap().map(|f| f.unwrap().path()).find(|p| p.file_name().unwrap().to_string_lossy().starts_with("orders"));
    let orders = orders.unwrap();
    let whole = orders.display().to_string();
    let before = counted(dir.path(), "engagement", &["--transactions", &whole, "--subscriptions", &subscriptions, "--usage", &usage, "--voc", &voc]);

    // Nearly every term is a year, so that a twelfth of them is due in a month; half of the lines of orders are gone.
    let header = std::fs::read_to_string(&subscriptions).unwrap().lines().next().unwrap().to_string();
    let billing = header.split(',').position(|c| c.contains("billing") || c.contains("term") || c.contains("interval"));
    let yearly = at("yearly.csv");
    altered(Path::new(&subscriptions), Path::new(&yearly), |row, i| {
        (i % 40 == 0).then(|| row.iter().enumerate().map(|(at, v)| if Some(at) == billing { "12".to_string() } else { (*v).to_string() }).collect())
    });
    let fewer = at("fewer.csv");
    altered(&orders, Path::new(&fewer), |row, i| (i % 2 == 0).then(|| row.iter().map(|v| (*v).to_string()).collect()));
    let after = counted(dir.path(), "engagement", &["--transactions", &fewer, "--subscriptions", &yearly]);
    let fell = |id: &str| assert!(after[id] < 0.5 * before[id], "{id}: {} before, {} after", before[id], after[id]);
    fell("renewal-ahead");
    fell("invite-a-friend");
    assert!(after["second-order-due"] / after["welcome"] > before["second-order-due"] / before["welcome"], "fewer lines, fewer second orders in time");

    // Contracts alone: who begins to pay is welcomed.
    let contracts = counted(dir.path(), "advocacy", &["--subscriptions", &subscriptions]);
    assert!(contracts["welcome"] > 0.0 && contracts["renewal-ahead"] > 0.0 && !contracts.contains_key("second-order-due"), "{contracts:?}");

    let small = file(dir.path(), "shop.csv", shop(false).as_bytes());
    let shop = counted(dir.path(), "expansion", &["--transactions", &small]);
    assert!(shop["bigger-basket"] > 0.0 && shop["tier-in-reach"] > 0.0 && shop["invite-a-friend"] == 0.0, "{shop:?}");
}
