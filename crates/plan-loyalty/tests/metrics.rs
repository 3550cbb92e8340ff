//! One dictionary of printed metrics: every figure of a plan has its row, and every deliverable prints that row's name.
use crate::common;
use common::{BRIEF, PROGRAM, command, deliverables, words_of};
use loyalty_model::line::Line;
use loyalty_model::metrics;
use loyalty_model::plan::Plan;
use std::path::Path;

fn plan(dir: &Path, more: &[&str]) -> Plan {
    let out = command(dir, &[&BRIEF[..], &["--effort", "small", "--format", "json"], more].concat());
    serde_json::from_slice(&out.stdout).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&out.stderr)))
}
/// Lines that the dictionary does not know.
fn unknown(plan: &Plan) -> Vec<&str> {
    plan.design.lines.0.keys().filter(|id| metrics::of(id).is_none()).map(String::as_str).collect()
}
#[test]
fn every_figure_of_a_plan_is_in_the_dictionary() {
    let dir = tempfile::tempdir().unwrap();
    assert!(command(dir.path(), &["demo", "--out", "demo"]).status.success());
    let names = ["transactions", "subscriptions", "usage", "voc", "members", "points-ledger", "rewards"];
    let files = ["orders", "subscriptions", "usage", "survey", "members", "points_ledger", "rewards"];
    let given: Vec<String> = names.iter().zip(files).flat_map(|(n, f)| [format!("--{n}"), format!("demo/{f}.csv")]).collect();
    let given: Vec<&str> = given.iter().map(String::as_str).collect();
    for more in [
        &[][..],
        &given[..],
        &["--tiers", "points-only", "--goal", "expansion"],
        &["--tiers", "missions", "--goal", "engagement"],
        &["--tiers", "6", "--goal", "advocacy"],
    ] {
        let plan = plan(dir.path(), more);
        assert!(plan.design.lines.0.len() > 150, "{more:?}: only {} figures", plan.design.lines.0.len());
        assert_eq!(unknown(&plan), Vec::<&str>::new(), "{more:?}: give each a row in crates/loyalty-model/data/metrics.csv");
    }
}
#[test]
fn every_deliverable_prints_the_name_of_the_dictionary() {
    let dir = tempfile::tempdir().unwrap();
    let plan = plan(dir.path(), &[]);
    let (lines, e) = (&plan.design.lines, &plan.design.economics);
    let statement: Vec<&Line> = e.headlines.iter().chain(&e.statement).filter_map(|id| lines.get(id)).collect();
    assert!(statement.len() > 20, "{}", statement.len());
    let printed = |name: &str| {
        let file = deliverables(dir.path()).into_iter().find(|f| f.ends_with(name)).unwrap();
        words_of(&file).replace("&amp;", "&").replace("&apos;", "'").replace("&#39;", "'")
    };
    for file in ["blueprint.md", "blueprint.html", "financial-summary.csv"] {
        let text = printed(file);
        for line in &statement {
            let name = metrics::name(line);
            assert!(text.contains(&name), "{file} does not print {name:?} ({})", line.id);
        }
    }
    // By id: the cell after it is the name, whatever label the plan holds.
    let table = printed("financial-summary.csv");
    for line in &statement {
        let name = metrics::name(line);
        let cells = [format!(",{},{name},", line.id), format!(",{},\"{name}\",", line.id)];
        assert!(cells.iter().any(|c| table.contains(c)), "financial-summary.csv does not call {} {name:?}", line.id);
    }
    let explained =
        common::text(&std::process::Command::new(PROGRAM).current_dir(dir.path()).args(["explain", "latest", "economics.p_positive"]).output().unwrap());
    assert!(explained.contains("Probability of positive ROI"), "{explained}");
}
