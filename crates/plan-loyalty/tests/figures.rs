//! No number absent from the plan: every figure of every deliverable stands in the plan JSON, at the printed rounding.
use crate::common;
use crate::printed;
use common::{command, shared};
use loyalty_model::plan::Plan;
use printed::pool::Pool;
use printed::token::{Figure, figures as figures_of};
use printed::{read, statements};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Plans that print much: the demonstration company, one that must not launch, four tiers with bonuses and barred channels, missions.
const PLANS: [&[&str]; 4] = [
    &["--goal", "retention", "--tiers", "3", "--budget", "50000"],
    &["--goal", "advocacy", "--tiers", "points-only", "--budget", "5000", "--world", "losing"],
    &[
        "--goal",
        "expansion",
        "--tiers",
        "hybrid:4",
        "--budget",
        "USD 150000/quarter",
        "--constraints",
        "EU, no email, max discount 10%",
        "--assume",
        "triggers.bonus_win_back=0.05",
        "--assume",
        "triggers.bonus_basket=0.02",
    ],
    &["--goal", "engagement", "--tiers", "missions", "--budget", "9000", "--constraints", "points expire after 24 months"],
];
/// Makes a plan and every deliverable of it; gives the plan and the files.
fn made(dir: &Path, args: &[&str]) -> (serde_json::Value, Vec<PathBuf>) {
    let out = command(dir, &[args, &["--asked-on", "2026-07-01", "--format", "json"]].concat());
    let plan = serde_json::from_slice(&out.stdout).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&out.stderr)));
    let help = String::from_utf8(command(dir, &["export", "--help"]).stdout).unwrap();
    let ids: Vec<&str> =
        help.split("Deliverables:\n").nth(1).unwrap().lines().filter_map(|l| l.split_whitespace().next()).filter(|id| !id.starts_with('(')).collect();
    let out = command(dir, &["export", "--to", &ids.join(","), "--out", "all"]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let files = String::from_utf8(out.stdout).unwrap().lines().map(|l| dir.join(l)).collect();
    (plan, files)
}
/// Figures that do not stand in the plan.
fn absent<'a>(pool: &Pool, all: &'a [Figure]) -> Vec<&'a Figure> {
    all.iter().filter(|f| !pool.holds(f)).collect()
}
/// The same without the ticks of axes: each is left out as often as it stands on one.
fn without_ticks<'a>(absent: Vec<&'a Figure>, ticks: &BTreeMap<String, usize>) -> Vec<&'a Figure> {
    let mut figures: BTreeMap<(String, bool), usize> = BTreeMap::new();
    for (words, times) in ticks {
        figures_of(words).into_iter().for_each(|f| *figures.entry((f.text, f.percent)).or_insert(0) += times);
    }
    let mut foreign = absent;
    foreign.retain(|f| match figures.get_mut(&(f.text.clone(), f.percent)) {
        Some(left) if *left > 0 => {
            *left -= 1;
            false
        }
        _ => true,
    });
    foreign
}
/// Names with a figure behind them agree with the plan in every deliverable; gives what does not, and how many were compared in each. One altered
/// statement in each is found.
fn contradictions(plan: &Plan, texts: &BTreeMap<&Path, String>) -> (Vec<String>, BTreeMap<String, usize>) {
    let (mut wrong, mut compared) = (vec![], BTreeMap::new());
    for (path, text) in texts {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let said = statements::of(text, plan);
        wrong.extend(said.iter().filter(|s| !s.agrees()).map(|s| {
            let around = &text[text.floor_char_boundary(s.at.saturating_sub(90))..text.ceil_char_boundary((s.at + 30).min(text.len()))];
            format!("{name}: {} is {} in the plan, and {}{} in {around:?}", s.id, s.planned, if s.negative { "-" } else { "" }, s.figure.text)
        }));
        if let Some(first) = said.iter().find(|s| s.agrees()) {
            // Its first digit becomes another.
            let other = if text[first.at..].starts_with('8') { "3" } else { "8" };
            let altered = format!("{}{other}{}", &text[..first.at], &text[first.at + 1..]);
            let faults = |t: &str| statements::of(t, plan).iter().filter(|s| !s.agrees()).count();
            if faults(&altered) != faults(text) + 1 {
                wrong.push(format!("{name}: an altered {} passes", first.id));
            }
        }
        compared.insert(name, said.len());
    }
    (wrong, compared)
}
fn look(args: &[&str]) {
    let dir = tempfile::tempdir().unwrap();
    let (plan, files) = made(dir.path(), args);
    let pool = Pool::of(&plan);
    let texts: BTreeMap<&Path, String> = files.iter().map(|p| (p.as_path(), read::text(p))).collect();
    assert!(texts.len() >= 20, "only {} files", texts.len());
    let ticks = read::ticks(&serde_json::from_value(plan.clone()).unwrap());
    let mut wrong = vec![];
    let (mut looked, mut altered, mut caught) = (BTreeMap::new(), 0, 0);
    for (path, text) in &texts {
        let name = path.file_name().unwrap().to_string_lossy();
        let all = figures_of(text);
        looked.insert(name.to_string(), all.len());
        let mut foreign = absent(&pool, &all);
        if name == "deck.pdf" {
            foreign = without_ticks(foreign, &ticks);
        }
        wrong.extend(foreign.into_iter().map(|f| format!("{name}: {} in {:?}", f.text, f.context)));
        // A foreign number in this deliverable is found.
        let planted = figures_of(&format!("{text}\nPlanted: $7,654,321.98 and 83.7194% of 271,828,182 members."));
        assert_eq!(absent(&pool, &planted[all.len()..]).len(), 3, "{name}: a planted number passes");
        // How sharp is this: each figure of four digits or more with its value moved by seven units of the last digit, and by no less than
        // a ten-millionth: cells of the workbook have sixteen digits.
        for f in all.iter().filter(|f| f.text.chars().filter(char::is_ascii_digit).count() >= 4) {
            altered += 1;
            let moved = Figure { value: f.value + (14.0 * f.half).max(1e-7 * f.value), text: String::new(), ..f.clone() };
            caught += usize::from(!pool.holds(&moved));
        }
    }
    let (contradicting, compared) = contradictions(&serde_json::from_value(plan.clone()).unwrap(), &texts);
    eprintln!("named figures compared: {compared:?}");
    wrong.extend(contradicting);
    for (file, least) in
        [("blueprint.html", 80), ("blueprint.md", 80), ("deck.pdf", 10), ("deck.pptx", 10), ("financial-summary.csv", 40), ("decision.html", 3)]
    {
        assert!(compared[file] >= least, "only {} named figures in {file}", compared[file]);
    }
    // What the workbook's formulas give for a line of the plan is that line.
    let book = files.iter().find(|p| p.ends_with("model.xlsx")).unwrap();
    let recomputed = read::lines(book);
    assert!(recomputed.len() >= 20, "the workbook recomputes only {} lines", recomputed.len());
    for (id, value) in &recomputed {
        let line = plan["design"]["lines"][id]["value"].as_f64();
        let near = line.is_some_and(|v| (v - value).abs() <= 1e-6 * v.abs().max(1e-6));
        wrong.extend((!near).then(|| format!("model.xlsx: {id} is {value}, in the plan {line:?}")));
    }
    wrong.sort();
    wrong.dedup();
    eprintln!("{looked:?}, {} lines recomputed, {} numbers in the plan; of {altered} figures moved, {caught} are found", recomputed.len(), pool.size());
    assert!(wrong.is_empty(), "{} figures do not stand in the plan:\n{}", wrong.len(), wrong[..wrong.len().min(60)].join("\n"));
    for (file, least) in [("deck.pdf", 500), ("deck.pptx", 500), ("model.xlsx", 1_000), ("blueprint.html", 500), ("triggers.csv", 20)] {
        assert!(looked[file] >= least, "only {} figures in {file}", looked[file]);
    }
    assert!(caught * 4 > altered * 3, "of {altered} figures moved by seven of their last digit, only {caught} are found");
}
#[test]
fn every_figure_of_the_demonstration_company_stands_in_its_plan() {
    look(PLANS[0]);
}
#[test]
fn every_figure_of_an_escalated_plan_stands_in_it() {
    look(PLANS[1]);
}
#[test]
fn every_figure_of_four_tiers_stands_in_the_plan() {
    look(PLANS[2]);
}
#[test]
fn every_figure_of_missions_stands_in_the_plan() {
    look(PLANS[3]);
}
#[test]
fn every_figure_of_a_real_company_stands_in_its_plan() {
    let Some(orders) = shared("online_retail/online_retail.csv.gz") else { return };
    look(&["--goal", "retention", "--tiers", "3", "--budget", "50000", "--currency", "GBP", "--transactions", &orders.display().to_string()]);
}
#[test]
fn figures_are_read_as_they_are_printed() {
    let check = |text: &str, expected: &[(f64, bool)]| {
        let got: Vec<(f64, bool)> = figures_of(text).into_iter().map(|f| (f.value, f.percent)).collect();
        assert_eq!(got, expected, "{text}");
    };
    check("−$1,234.50 and 12.3% of €5", &[(1234.5, false), (12.3, true), (5.0, false)]);
    check("2.5M, 18k", &[(2_500_000.0, false), (18_000.0, false)]);
    check("2026-11-25 14:30:00, 20261125, 2026-11", &[]);
    check("P10 to P90, IFRS 15, version 0.1.0, a1b2c3, loyalty.v2", &[]);
    check("12, 13", &[(12.0, false), (13.0, false)]);
}
