//! Sources that fail: real files and pipes are broken in many places. Each row says how often the source is tried, what takes its place, who decides then, and how the command ends.
use crate::common;
mod places;

use common::{BRIEF, PROGRAM, document, shop, worded};
use places::{Broken, PLACES, WHILE_READING};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// How a command ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Every try of these tables fails three times; the plan goes on without them and is escalated.
    Without(&'static [&'static str]),
    /// Three tries fail, and the plan rests on the table: nothing is planned.
    Needed,
    /// Refused at the first try, with these words: it would be wrong again.
    AtOnce(&'static str),
}
const HOW: [&str; 3] = ["read-first", "read-after-pause", "read-gently"];
const LADDER: [&str; 3] = ["Loyalty Strategist", "Finance/Legal", "Exec sponsor"];

fn asked(files: &[(&str, String)]) -> Vec<String> {
    let mut args: Vec<String> =
        BRIEF.iter().chain(&["--effort", "small", "--only", "blueprint.html,blueprint.md", "--format", "json"]).map(ToString::to_string).collect();
    files.iter().for_each(|(table, path)| args.extend([format!("--{table}"), path.clone()]));
    args
}
fn said(out: &Output) -> String {
    String::from_utf8_lossy(&[&out.stdout[..], &out.stderr].concat()).split_whitespace().collect::<Vec<_>>().join(" ")
}
fn pull(plan: &Value) -> Value {
    plan["history"]["tasks"].as_array().unwrap().iter().find(|t| t["id"] == "pull-data").unwrap().clone()
}
/// Attempts at a table: how each was made.
fn unread<'a>(attempts: &'a Value, table: &str) -> Vec<&'a str> {
    let of = |a: &&Value| a["id"] == "attempt-unread" && a["args"]["table"]["text"] == table;
    attempts.as_array().unwrap().iter().filter(of).map(|a| a["args"]["how"]["fact"]["id"].as_str().unwrap()).collect()
}
/// The plan as written, and its pages, say how the tables were tried, what changed, what took their place and who decides.
fn goes_on_without(name: &str, dir: &Path, out: &Output, tables: &[&str], why: &str) {
    assert_eq!(out.status.code(), Some(3), "{name}: {}", said(out).chars().rev().take(600).collect::<String>().chars().rev().collect::<String>());
    let plan = document(out);
    let task = pull(&plan);
    assert_eq!((task["status"].as_str(), task["retry_limit"].as_u64()), (Some("fallback"), Some(2)), "{name}: {task}");
    for table in tables {
        assert_eq!(unread(&task["attempts"], table), HOW, "{name}: {task}");
        let without = task["attempts"].as_array().unwrap().iter().filter(|a| a["id"] == "attempt-without" && a["args"]["table"]["text"] == *table).count();
        assert_eq!(without, 1, "{name}: {task}");
    }
    assert_eq!(task["attempts"].as_array().unwrap().len(), tables.len() * 4 + 1, "{name}: {task}");
    assert_eq!(task["attempts"].as_array().unwrap().last().unwrap(), "ok", "{name}: {task}");
    let escalation = &worded(&plan)["design"]["header"]["escalation"];
    assert_eq!(escalation["ladder"].as_array().unwrap().iter().map(|l| l.as_str().unwrap()).collect::<Vec<_>>(), LADDER, "{name}");
    let tried: Vec<&str> = escalation["tried"].as_array().unwrap().iter().map(|t| t.as_str().unwrap()).collect();
    assert!(tried.len() == 4 && tried[2].contains("one thread") && tried[3].contains("without that table"), "{name}: {tried:?}");
    tables.iter().for_each(|t| assert!(escalation["diagnosis"].as_str().unwrap().contains(&format!("the table {t}")), "{name}: {escalation}"));
    assert!(task["attempts"].to_string().contains(why), "{name}: {why:?} is not in {task}");
    for page in ["blueprint.html", "blueprint.md"] {
        let text = std::fs::read_to_string(dir.join("loyalty-plan").join(page)).unwrap();
        for words in ["Tasks that were tried again", "Second try, after a pause", "by one thread and in small blocks", "Continued without the table"] {
            assert!(text.contains(words), "{name}: {page} does not say {words:?}");
        }
    }
}
fn check(row: &Broken, count: &AtomicUsize) {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("orders.csv"), shop(false)).unwrap();
    let Some((files, held)) = (row.files)(dir.path()) else { return };
    let files: Vec<(&str, String)> =
        if files.iter().any(|(t, _)| *t == "transactions") { files } else { [vec![("transactions", "orders.csv".to_string())], files].concat() };
    let mut command = Command::new(PROGRAM);
    command.current_dir(dir.path()).args(asked(&files));
    if row.as_nobody {
        places::as_nobody(&mut command, dir.path());
    }
    let out = command.output().unwrap();
    drop(held);
    match row.end {
        End::Without(tables) => goes_on_without(row.name, dir.path(), &out, tables, row.why),
        End::Needed | End::AtOnce(_) => {
            let text = said(&out);
            assert_eq!(out.status.code(), Some(2), "{}: {text}", row.name);
            assert_eq!(text.contains("It was tried 3 times"), row.end == End::Needed, "{}: {text}", row.name);
            let words = if let End::AtOnce(words) = row.end { words } else { row.why };
            assert!(text.contains(words), "{}: {words:?} is not in {text}", row.name);
            assert!(!dir.path().join("loyalty-plan").exists() && common::plans(dir.path()) == 0, "{}: nothing is left", row.name);
        }
    }
    count.fetch_add(1, Ordering::Relaxed);
}
#[test]
fn a_source_that_fails_is_tried_again_otherwise_and_left_out_escalated_or_refused() {
    let (count, next) = (AtomicUsize::new(0), Mutex::new(PLACES.iter()));
    std::thread::scope(|s| {
        for _ in 0..4 {
            s.spawn(|| {
                let step = || next.lock().unwrap().next();
                while let Some(row) = step() {
                    check(row, &count);
                }
            });
        }
    });
    let count = count.into_inner();
    println!("{count} of {} places broken, each with its tries, changes, fallback and escalation", PLACES.len());
    assert!(count >= 30);
}
/// Begins a run; as soon as it begins to read the data, `then` is done.
fn run_and(dir: &Path, files: &[(&str, String)], then: impl FnOnce()) -> Output {
    let mut child =
        Command::new(PROGRAM).current_dir(dir).args(asked(files)).args(["--progress", "lines"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap());
    let (mut line, mut seen) = (String::new(), String::new());
    while lines.read_line(&mut line).unwrap() > 0 && !line.contains("Reading") {
        seen += &std::mem::take(&mut line);
    }
    assert!(line.contains("Reading"), "{seen}");
    then();
    let rest = std::thread::spawn(move || std::io::read_to_string(lines).unwrap());
    let mut out = child.wait_with_output().unwrap();
    out.stderr = rest.join().unwrap().into_bytes();
    out
}
/// A moment behind the first try, and long before the third.
fn a_moment() {
    std::thread::sleep(std::time::Duration::from_millis(300));
}
/// Other programs write while the file is read: whatever was read then does not count, in any of the three tries.
#[test]
fn what_changes_while_it_is_read_is_read_again() {
    for (name, why, change) in WHILE_READING {
        let hit = (0..20).any(|_| {
            let dir = tempfile::tempdir().unwrap();
            std::fs::write(dir.path().join("orders.csv"), shop(false)).unwrap();
            std::fs::write(dir.path().join("usage.csv"), places::usage(20_000)).unwrap();
            let stop = AtomicBool::new(false);
            let files = [("transactions", "orders.csv".to_string()), ("usage", "usage.csv".to_string())];
            let out = std::thread::scope(|s| {
                s.spawn(|| (0u64..).take_while(|_| !stop.load(Ordering::Relaxed)).for_each(|n| change(&dir.path().join("usage.csv"), n)));
                let out = Command::new(PROGRAM).current_dir(dir.path()).args(asked(&files)).output();
                stop.store(true, Ordering::Relaxed);
                out.unwrap()
            });
            // The machine may give the writer no time in one of the tries: then that one counts.
            if out.status.code() == Some(2) || pull(&document(&out))["status"] != "fallback" {
                return false;
            }
            goes_on_without(name, dir.path(), &out, &["usage"], why);
            true
        });
        assert!(hit, "{name} was never noticed");
    }
}
/// Half of a file, or a file that somebody has locked, and the whole of it a moment later; and a file that is gone a moment later.
/// What happens to a file between two tries; a lock that is held is let go.
type Heals<'a> = &'a dyn Fn(&Path, Option<std::fs::File>);
#[test]
fn a_file_that_heals_is_used_and_one_that_goes_away_is_left_out() {
    let whole = places::gz(&places::usage(2_000));
    let begun = |heal: &dyn Fn(&Path, Option<std::fs::File>), locked: bool| {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("orders.csv"), shop(false)).unwrap();
        let path = dir.path().join("usage.csv.gz");
        std::fs::write(&path, if locked { &whole[..] } else { &whole[..whole.len() / 2] }).unwrap();
        let lock = locked.then(|| places::locked(&path));
        let files = [("transactions", "orders.csv".to_string()), ("usage", "usage.csv.gz".to_string())];
        let out = run_and(dir.path(), &files, || {
            a_moment();
            heal(&path, lock);
        });
        (dir, out)
    };
    let rewritten = |path: &Path, _: Option<std::fs::File>| {
        let beside = path.with_extension("new");
        std::fs::write(&beside, &whole).unwrap();
        std::fs::rename(beside, path).unwrap();
    };
    let released = |_: &Path, lock: Option<std::fs::File>| drop(lock);
    let heals: [(&str, Heals, bool); 2] = [("written to its end", &rewritten, false), ("released", &released, true)];
    for (name, heal, locked) in heals {
        // On a machine that stands still for a moment, the first try may come after the file is whole.
        let healed = (0..20).any(|_| {
            let (_dir, out) = begun(heal, locked);
            let task = if out.status.code() == Some(2) { return false } else { pull(&document(&out)) };
            let failed = unread(&task["attempts"], "usage").len();
            if failed == 0 || failed == 3 {
                return false;
            }
            let last = task["attempts"].as_array().unwrap().last().unwrap();
            assert_eq!((last["id"].as_str(), last["args"]["how"]["fact"]["id"].as_str()), (Some("attempt-read"), Some(HOW[failed])), "{name}: {task}");
            assert_eq!(task["status"], "done", "{name}: {task}");
            let plan = document(&out);
            assert!(
                matches!(out.status.code(), Some(0 | 3 | 5)) && plan["design"]["inputs"].as_array().unwrap().len() == 2,
                "{name}: {}",
                plan["design"]["inputs"]
            );
            assert_ne!(plan["design"]["header"]["escalation"]["diagnosis"]["id"], "escalation-unreadable", "{name}");
            true
        });
        assert!(healed, "{name}");
    }
    let gone = (0..20).any(|_| {
        let (dir, out) = begun(&|path, _| std::fs::remove_file(path).unwrap(), false);
        if out.status.code() == Some(2) || !pull(&document(&out))["attempts"].to_string().contains("there is no such file") {
            return false;
        }
        goes_on_without("gone a moment later", dir.path(), &out, &["usage"], "there is no such file");
        true
    });
    assert!(gone);
}
/// Two tables at once: each has its own tries, and the review of the plan counts them apart.
#[test]
fn each_table_has_its_own_tries() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("orders.csv"), shop(false)).unwrap();
    let whole = places::gz(&places::usage(2_000));
    for name in ["usage.csv.gz", "voc.csv.gz", "rewards.csv.gz"] {
        std::fs::write(dir.path().join(name), &whole[..whole.len() / 2]).unwrap();
    }
    let files =
        [("transactions", "orders.csv"), ("usage", "usage.csv.gz"), ("voc", "voc.csv.gz"), ("rewards", "rewards.csv.gz")].map(|(t, p)| (t, p.to_string()));
    let out = Command::new(PROGRAM).current_dir(dir.path()).args(asked(&files)).output().unwrap();
    goes_on_without("three tables", dir.path(), &out, &["usage", "voc", "rewards"], "breaks off");
    let review = said(&Command::new(PROGRAM).current_dir(dir.path()).arg("review").output().unwrap());
    assert!(!review.contains("more often than its limit"), "{review}");
}
