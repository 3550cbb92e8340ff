//! A process that is killed while it writes leaves the old plan or the new one, and nothing that it said had landed is lost.
use loyalty_model::plan::Act;
use loyalty_plans::verify::{Against, Answer, verify};
use loyalty_plans::{chain, store};
use serde_json::json;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

#[test]
fn two_hundred_kills_lose_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let entry = chain::Entry { at: "x".into(), actor: "plan-loyalty".into(), act: Act::Created, reason: "first".into(), decision: None };
    let document = json!({"schema_version": "1.1.0", "plan_hash": "", "design": {"step": -1, "text": "x".repeat(20_000)}, "history": {}});
    let example = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/release/examples/amend_forever");
    let example = std::env::var("CARGO_TARGET_DIR").map_or(example, |t| std::path::Path::new(&t).join("release/examples/amend_forever"));
    let (mut interrupted, mut landed_at_all) = (0, 0);
    let mut path = store::put(dir.path(), "x", &chain::append(None, document.clone(), entry.clone()).unwrap()).unwrap();
    for kill in 0..200_u64 {
        if kill % 25 == 24 {
            // A fresh one now and then, so that logs stay short.
            path = store::put(dir.path(), &format!("{kill}"), &chain::append(None, document.clone(), entry.clone()).unwrap()).unwrap();
        }
        let mut child = Command::new(&example).arg(&path).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().expect("cargo test builds the example");
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut said = String::new();
        // Half are killed at a random moment from their start, half from their first revision on: a busy machine starts programs late.
        if kill % 2 == 1 {
            out.read_line(&mut said).unwrap();
        }
        std::thread::sleep(Duration::from_micros(2_000 + kill.wrapping_mul(7_919) % 23_000));
        child.kill().unwrap();
        out.read_to_string(&mut said).unwrap();
        child.wait().unwrap();
        let (entries, _) = store::head_of(&store::load(&path).expect("a whole plan")).unwrap();
        let last: u64 = said.lines().filter_map(|l| l.parse().ok()).next_back().unwrap_or(0);
        landed_at_all += u64::from(last > 0);
        assert!(entries >= last, "kill {kill}: said {last}, the plan has {entries}");
        let report = verify(&path, Path::new(""), &Against { trust: None, now: "2026-11-24T10:00:00Z" }).unwrap();
        assert_eq!(report.answer, Answer::Unanchored, "kill {kill}: {report:?}");
        interrupted += u64::from(report.interrupted);
    }
    println!("{landed_at_all} of 200 processes had landed something before they were killed; {interrupted} died between the intent and the plan");
    assert!(landed_at_all >= 100);
}
