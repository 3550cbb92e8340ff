//! The command as a person runs it, and the public data where they are.
#![allow(dead_code)]
use std::path::{Path, PathBuf};
use std::process::Command;

#[path = "../../../../tests/skipped.rs"]
mod skip;
pub use skip::skipped;

/// The program of this build.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_plan-loyalty");

pub fn command(dir: &Path, args: &[&str]) -> std::process::Output {
    Command::new(PROGRAM).current_dir(dir).args(args).output().unwrap()
}
pub fn shared(path: &str) -> Option<PathBuf> {
    let base = std::env::var("LOYALTY_SHARED_DATA").map(PathBuf::from).unwrap_or_else(|_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"));
    let found = base.join(path);
    if !found.exists() {
        skipped(&format!("{path} is not here"));
        return None;
    }
    Some(found)
}
/// The companies of the golden stories: name, what is asked, company profile.
pub const GOLDEN: [(&str, &[&str], Option<&str>); 5] = [
    ("demonstration", &["--goal", "retention", "--tiers", "3", "--budget", "50000"], None),
    ("losing", &["--goal", "retention", "--tiers", "3", "--budget", "50000", "--world", "losing"], None),
    ("points-only", &["--goal", "expansion", "--tiers", "points-only", "--budget", "90000/quarter", "--horizon", "36"], None),
    ("missions", &["--goal", "engagement", "--tiers", "missions:3", "--budget", "20000", "--horizon", "12"], None),
    (
        "yen",
        &["--goal", "retention", "--tiers", "6", "--budget", "JPY 900000000000", "--currency", "JPY", "--horizon", "60", "--drivers", "company.toml"],
        Some(
            "members = 50000\norders_per_year = 4\naverage_order_value = 6000\nmargin = 0.35\nchurn_per_year = 0.25\nnew_members_per_month = 800\ncurrency = \"JPY\"\n",
        ),
    ),
];
/// The plan of a golden company, requested on a fixed day by nobody in particular.
pub fn golden_plan(name: &str, more: &[&str]) -> loyalty_model::plan::Plan {
    let (_, args, profile) = GOLDEN.iter().find(|g| g.0 == name).unwrap();
    let dir = tempfile::tempdir().unwrap();
    if let Some(profile) = profile {
        std::fs::write(dir.path().join("company.toml"), profile).unwrap();
    }
    let out = Command::new(PROGRAM)
        .current_dir(dir.path())
        .env("PLAN_LOYALTY_PERSON", "A planner")
        .args(*args)
        .args(["--asked-on", "2026-07-01", "--only", "triggers.csv", "--format", "json"])
        .args(more)
        .output()
        .unwrap();
    assert!(matches!(out.status.code(), Some(0 | 3 | 5)), "{}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).unwrap()
}
pub const BRIEF: [&str; 8] = ["--goal", "retention", "--tiers", "3", "--budget", "50000", "--asked-on", "2026-07-01"];
/// The same with a small effort.
pub const SMALL: [&str; 10] = ["--goal", "retention", "--tiers", "3", "--budget", "50000", "--asked-on", "2026-07-01", "--effort", "small"];
/// A plan for reading, wording and rules: a small effort shows them as well as a full one.
pub fn plan(dir: &Path, more: &[&str]) -> serde_json::Value {
    planned(dir, &[more, &["--effort", "small"]].concat())
}
/// A plan for what the design is worth.
pub fn planned(dir: &Path, more: &[&str]) -> serde_json::Value {
    let mut args = BRIEF.to_vec();
    args.extend(more);
    args.extend(["--format", "json"]);
    let out = command(dir, &args);
    worded(&document(&out))
}
/// What a plan's command printed with `--format json`, facts and all.
pub fn document(out: &std::process::Output) -> serde_json::Value {
    serde_json::from_slice(&out.stdout).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&out.stderr)))
}
/// A plan's document with sentences where it holds facts, as a reader is told them.
pub fn worded(document: &serde_json::Value) -> serde_json::Value {
    let currency = document["design"]["brief"]["currency"].as_str().unwrap_or("USD");
    loyalty_exports::copy::in_words(document, loyalty_exports::copy::english(), &loyalty_model::units::Currency(currency.into()))
}
/// A small shop: 300 customers, a regular rhythm, a few refunds; `rows` may be reordered.
pub fn shop(reverse: bool) -> String {
    let mut rows: Vec<String> = vec![];
    for c in 0..300u32 {
        let orders = 1 + (c * 7) % 11;
        for k in 0..orders {
            let day = (c * 13 + k * (20 + c % 40)) % 700;
            let (y, d) = (2024 + day / 360, day % 360);
            rows.push(format!("c{c},o{c}-{k},{y}-{:02}-{:02},{}.{:02}", d / 30 + 1, d % 28 + 1, 20 + (c * 3 + k) % 60, (c + k) % 100));
        }
        if c % 25 == 0 {
            rows.push(format!("c{c},r{c},2025-11-20,-5.00"));
        }
    }
    if reverse {
        rows.reverse();
    }
    format!("customer_id,order_id,order_date,amount\n{}\n", rows.join("\n"))
}
pub fn file(dir: &Path, name: &str, bytes: &[u8]) -> String {
    let path = dir.join(name);
    std::fs::write(&path, bytes).unwrap();
    path.display().to_string()
}
/// Plans in the folder; what a stopped run keeps for `resume`, the head log and the lock aside.
pub fn plans(dir: &Path) -> usize {
    let name = |e: std::io::Result<std::fs::DirEntry>| e.unwrap().file_name().into_string().unwrap();
    let Ok(all) = std::fs::read_dir(dir.join(".claude/plans")) else { return 0 };
    all.map(name).filter(|n| !n.starts_with('.') && n != "heads.log").count()
}
/// The words of a deliverable; of a workbook, its strings; of the deck, its text as Poppler reads it.
pub fn words_of(file: &Path) -> String {
    let bytes = std::fs::read(file).unwrap();
    match file.extension().and_then(|e| e.to_str()) {
        Some("xlsx") => {}
        Some("pdf") => {
            let out = Command::new("pdftotext").arg(file).arg("-").output().expect("scripts/test.sh installs Poppler");
            return String::from_utf8_lossy(&out.stdout).split_whitespace().collect::<Vec<_>>().join(" ");
        }
        _ => return String::from_utf8(bytes).unwrap(),
    }
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    std::io::read_to_string(archive.by_name("xl/sharedStrings.xml").unwrap()).unwrap()
}
/// The deliverables that were written with the plan, by name.
pub fn deliverables(dir: &Path) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = std::fs::read_dir(dir.join("loyalty-plan")).unwrap().map(|f| f.unwrap().path()).collect();
    all.sort();
    all
}
/// A run that has come to this step, as the program itself tells it.
#[allow(clippy::zombie_processes)] // Whoever asks for the run waits for it.
pub fn at_step(dir: &Path, args: &[&str], step: &str) -> std::process::Child {
    use std::io::BufRead;
    let mut child = Command::new(PROGRAM)
        .current_dir(dir)
        .args(args)
        .args(["--progress", "lines"])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut told = vec![];
    for line in std::io::BufReader::new(child.stderr.as_mut().unwrap()).lines() {
        let line = line.unwrap();
        if line.starts_with(step) {
            return child;
        }
        told.push(line);
    }
    panic!("the run never told {step:?}, but {told:?}");
}
/// What was printed, on both channels, as running words: where a screen breaks its lines does not matter.
pub fn text(out: &std::process::Output) -> String {
    let all = format!("{} {}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    all.split_whitespace().collect::<Vec<_>>().join(" ")
}
