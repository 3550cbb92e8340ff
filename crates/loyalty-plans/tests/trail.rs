//! The trail of a plan: what is changed behind its back is found.
use loyalty_model::plan::{Act, Decision};
use loyalty_plans::chain::{self, Entry};
use loyalty_plans::commit_log;
use loyalty_plans::signature;
use loyalty_plans::signers::Trust;
use loyalty_plans::store::{self, Plans, StoreError};
use loyalty_plans::verify::{Against, Answer, Verification, verify};
use loyalty_plans::{document, hash};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

fn entry(act: Act, actor: &str) -> Entry {
    Entry { at: "2026-11-24T10:00:00Z".into(), actor: actor.into(), act, reason: "because".into(), decision: None }
}
fn first() -> Value {
    let tiers: Vec<Value> = (0..3).map(|i| json!({"id": format!("tier-{i}"), "threshold": 100.5 * f64::from(i), "name": "Gold \u{e9}"})).collect();
    let design = json!({"header": {"status": "planned", "unknown_to_us": [1, null]}, "blueprint": {"tiers": tiers},
            "governance": {"approvals": [{"role": "finance", "subject": "figures", "after": [], "state": "pending"}]}, "lines": {"economics.roi": {"value": 0.1 + 0.2}}});
    let document = json!({"schema_version": "1.1.0", "plan_hash": "", "later": {"field": true}, "design": design, "history": {"created_at": "x", "files": [], "extra": 7}});
    chain::append(None, document, entry(Act::Created, "plan-loyalty")).unwrap()
}
fn amended(before: &Value, threshold: f64) -> Value {
    let mut after = before.clone();
    after["design"]["blueprint"]["tiers"][1]["threshold"] = json!(threshold);
    chain::append(Some(before), after, entry(Act::Amended, "ann")).unwrap()
}
fn write(path: &Path, before: &Value, after: &Value) {
    Plans::at(store::folder(path)).replace(path, &store::head_of(before).unwrap().1, after, &[]).unwrap();
}
/// A plan of three revisions on disk.
fn plan(dir: &Path) -> (PathBuf, Vec<Value>) {
    let one = first();
    let path = Plans::at(dir).put("20261124T100000Z", &one, &[], None).unwrap();
    let two = amended(&one, 450.0);
    write(&path, &one, &two);
    let three = amended(&two, 500.0);
    write(&path, &two, &three);
    (path, vec![one, two, three])
}
fn verified(path: &Path, trust: Option<&Trust>) -> Verification {
    verify(path, Path::new(""), &Against { trust, now: "2026-11-24T12:00:00Z" }).unwrap()
}
fn answer(path: &Path) -> Answer {
    verified(path, None).answer
}
/// Chance of a seed (SplitMix64).
struct Chance(u64);
impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n.max(1) as u64) as usize
    }
}

#[test]
fn a_whole_plan_holds_and_every_revision_can_be_rebuilt() {
    let dir = tempfile::tempdir().unwrap();
    let (path, revisions) = plan(dir.path());
    assert_eq!(answer(&path), Answer::Unanchored);
    let document = store::load(&path).unwrap();
    assert_eq!(document["later"]["field"], true);
    assert_eq!(document["design"]["header"]["unknown_to_us"], json!([1, null]));
    for (i, r) in revisions.iter().enumerate() {
        assert_eq!(chain::design_at(&document, i as u64 + 1).unwrap(), r["design"]);
    }
    assert!(chain::design_at(&document, 4).is_err());
}
#[test]
fn every_change_of_a_byte_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let (path, _) = plan(dir.path());
    let whole = std::fs::read(&path).unwrap();
    let mut chance = Chance(20_261_124);
    let mut kinds = [0; 5];
    for round in 0..1_500 {
        let mut bytes = whole.clone();
        let at = chance.below(bytes.len());
        let kind = round % 5;
        match kind {
            0 => bytes[at] ^= 1 << chance.below(8),
            1 => drop(bytes.drain(at..(at + 1 + chance.below(40)).min(whole.len()))),
            2 => bytes.insert(at, b" 0\n{\"x"[chance.below(6)]),
            3 => bytes.truncate(at),
            _ => {
                let mut lines: Vec<&[u8]> = whole.split_inclusive(|b| *b == b'\n').collect();
                let (a, b) = (chance.below(lines.len()), chance.below(lines.len()));
                lines.swap(a, b);
                bytes = lines.concat();
            }
        }
        if bytes == whole {
            continue;
        }
        kinds[kind] += 1;
        std::fs::write(&path, &bytes).unwrap();
        assert_eq!(answer(&path), Answer::Altered, "seed 20261124, round {round}, kind {kind}, at {at}");
    }
    assert!(kinds.iter().sum::<i32>() >= 1_000 && kinds.iter().all(|k| *k > 100), "{kinds:?}");
    std::fs::write(&path, &whole).unwrap();
    assert_eq!(answer(&path), Answer::Unanchored);
}
#[test]
fn a_rebuilt_chain_a_rollback_and_a_dropped_tail_are_found() {
    let dir = tempfile::tempdir().unwrap();
    let (path, revisions) = plan(dir.path());
    // Every hash in the file worked out again on another threshold.
    let one = first();
    let forged = amended(&amended(&one, 450.0), 499.0);
    std::fs::write(&path, document::render(&forged).unwrap()).unwrap();
    let report = verified(&path, None);
    assert_eq!((report.answer, report.first_broken), (Answer::Altered, Some(3)), "{report:?}");
    // Back to the second revision.
    std::fs::write(&path, document::render(&revisions[1]).unwrap()).unwrap();
    let report = verified(&path, None);
    assert_eq!((report.answer, report.first_broken), (Answer::Altered, Some(3)), "{report:?}");
    // The tail dropped and something else in its place.
    std::fs::write(&path, document::render(&amended(&revisions[0], 777.0)).unwrap()).unwrap();
    assert_eq!(answer(&path), Answer::Altered);
    // A line of the head log changed, taken out, put in another order.
    std::fs::write(&path, document::render(&revisions[2]).unwrap()).unwrap();
    assert_eq!(answer(&path), Answer::Unanchored);
    let log = std::fs::read_to_string(commit_log::path(dir.path())).unwrap();
    let lines: Vec<&str> = log.lines().collect();
    for forged in [log.replace("\"entry\":2", "\"entry\":9"), lines[1..].join("\n") + "\n", [&lines[2..3], &lines[..2], &lines[3..]].concat().join("\n") + "\n"]
    {
        std::fs::write(commit_log::path(dir.path()), forged).unwrap();
        assert_eq!(answer(&path), Answer::Altered);
    }
}
#[test]
fn a_write_of_an_older_version_that_did_not_land_is_no_tampering_and_the_next_one_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let (path, revisions) = plan(dir.path());
    // As if the process had died between the intent and the file.
    let next = amended(&revisions[2], 600.0);
    let bytes = document::render(&next).unwrap();
    let (entry, entry_hash) = store::head_of(&next).unwrap();
    let name = path.file_name().unwrap().to_str().unwrap().to_string();
    let head = commit_log::Head {
        line: 0,
        at: "x".into(),
        plan: name,
        entry,
        entry_hash,
        bytes_sha256: hash::of_bytes(&bytes),
        phase: commit_log::Phase::Intent,
        previous: String::new(),
    };
    std::fs::write(commit_log::path(dir.path()), commit_log::with(dir.path(), head).unwrap()).unwrap();
    assert!(verified(&path, None).interrupted && answer(&path) == Answer::Unanchored);
    // And a torn line after it.
    let mut log = std::fs::OpenOptions::new().append(true).open(commit_log::path(dir.path())).unwrap();
    std::io::Write::write_all(&mut log, b"{\"line\":8,\"at\"").unwrap();
    assert!(verified(&path, None).interrupted && answer(&path) == Answer::Unanchored);
    write(&path, &revisions[2], &next);
    assert_eq!(answer(&path), Answer::Unanchored);
}
#[test]
fn a_second_writer_is_told_that_the_plan_moved_on() {
    let dir = tempfile::tempdir().unwrap();
    let (path, revisions) = plan(dir.path());
    let read = store::head_of(&revisions[1]).unwrap().1;
    let plans = || Plans::at(dir.path()).patient(std::time::Duration::from_millis(50));
    assert!(matches!(plans().replace(&path, &read, &amended(&revisions[1], 1.0), &[]), Err(StoreError::Moved { .. })));
    let held = plans().lock().unwrap();
    assert!(matches!(plans().lock(), Err(StoreError::Busy { .. })));
    assert!(matches!(plans().reading(), Err(StoreError::Busy { .. })));
    drop(held);
    // Many at once: each lands, or is told.
    let landed = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|s| {
        for k in 0..8 {
            let (path, landed) = (&path, &landed);
            s.spawn(move || {
                for _ in 0..5 {
                    let before = store::load(path).unwrap();
                    match Plans::at(store::folder(path)).replace(path, &store::head_of(&before).unwrap().1, &amended(&before, f64::from(k)), &[]) {
                        Ok(()) => drop(landed.fetch_add(1, std::sync::atomic::Ordering::Relaxed)),
                        Err(StoreError::Moved { .. }) => {}
                        Err(e) => panic!("{e}"),
                    }
                }
            });
        }
    });
    let landed = landed.into_inner();
    assert!(landed >= 1);
    assert_eq!(store::head_of(&store::load(&path).unwrap()).unwrap().0, 3 + landed as u64);
    assert_eq!(answer(&path), Answer::Unanchored);
}
#[test]
fn names_never_collide() {
    let dir = tempfile::tempdir().unwrap();
    let paths: Vec<PathBuf> = std::thread::scope(|s| {
        let all: Vec<_> = (0..12).map(|_| s.spawn(|| Plans::at(dir.path()).put("20261124T100000Z", &first(), &[], None).unwrap())).collect();
        all.into_iter().map(|t| t.join().unwrap()).collect()
    });
    let different: std::collections::BTreeSet<_> = paths.iter().collect();
    assert_eq!(different.len(), 12);
    assert!(paths.iter().all(|p| answer(p) == Answer::Unanchored));
    assert_eq!(store::list(dir.path()).unwrap().len(), 12);
}

/// A key pair, and its line in the file of signers; nothing where ssh-keygen is not installed.
fn key(dir: &Path, person: &str, role: &str) -> Option<PathBuf> {
    let file = dir.join(person);
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-C", person, "-f"]).arg(&file).status();
    if !made.is_ok_and(|s| s.success()) {
        crate::skip::skipped("ssh-keygen is not installed");
        return None;
    }
    let public = std::fs::read_to_string(dir.join(format!("{person}.pub"))).unwrap();
    let allowed = dir.join("allowed_signers");
    let before = std::fs::read_to_string(&allowed).unwrap_or_default();
    std::fs::write(&allowed, format!("{before}{person} namespaces=\"plan-loyalty\" {} roles={role}\n", public.trim())).unwrap();
    Some(file)
}
fn sign(dir: &Path, key: &Path, text: &str) -> String {
    let file = dir.join("statement.txt");
    std::fs::write(&file, text).unwrap();
    let _ = std::fs::remove_file(dir.join("statement.txt.sig"));
    assert!(Command::new("ssh-keygen").args(["-q", "-Y", "sign", "-n", "plan-loyalty", "-f"]).arg(key).arg(&file).status().unwrap().success());
    std::fs::read_to_string(dir.join("statement.txt.sig")).unwrap()
}
/// The document with an act, signed with a key on its statement with some words in place of others.
fn signed(before: &Value, act: Act, (role, person): (&str, &str), key: &Path, (words, signs): (&str, &str)) -> Value {
    let decision = Decision { role: role.into(), person: person.into(), note: "figures agreed".into(), ..Decision::default() };
    let mut entry = entry(act, person);
    entry.decision = Some(decision.clone());
    // The statement is worked out on the entry as it will stand.
    let draft = chain::append(Some(before), before.clone(), entry.clone()).unwrap();
    let log = document::log(&draft).unwrap();
    let text = signature::statement(&chain::entry_hash(&log[0]).unwrap(), &log[log.len() - 1]).unwrap();
    let signature = sign(key.parent().unwrap(), key, &text.replace(words, signs));
    let print = signature::key_of(&signature).map(|k| signature::fingerprint(&k)).ok();
    entry.decision = Some(Decision { statement: Some(text), signature: Some(signature), key: print, ..decision });
    chain::append(Some(before), before.clone(), entry).unwrap()
}
#[test]
fn a_signature_anchors_the_design_and_nothing_else_does() {
    let dir = tempfile::tempdir().unwrap();
    let keys = tempfile::tempdir().unwrap();
    let Some(pat) = key(keys.path(), "pat@example.com", "preparer") else { return };
    let Some(ann) = key(keys.path(), "ann@example.com", "finance") else { return };
    let trust = Trust::read(&std::fs::read_to_string(keys.path().join("allowed_signers")).unwrap()).unwrap();
    let others = tempfile::tempdir().unwrap();
    let Some(mallory) = key(others.path(), "mallory@example.com", "finance") else { return };
    let (path, revisions) = plan(dir.path());
    let same = ("", "");
    let submitted = signed(&revisions[2], Act::Submitted, ("preparer", "pat@example.com"), &pat, same);
    write(&path, &revisions[2], &submitted);
    let approved = signed(&submitted, Act::Approved, ("finance", "ann@example.com"), &ann, same);
    write(&path, &submitted, &approved);
    let report = verified(&path, Some(&trust));
    assert_eq!(report.answer, Answer::Verified, "{report:?}");
    assert!(report.because.contains("ann@example.com (approved for finance, key SHA256:"), "{report:?}");
    assert_eq!(answer(&path), Answer::Unanchored);
    // What was signed cannot be put on another design, nor come back with the design.
    let later = amended(&approved, 9_000.0);
    write(&path, &approved, &later);
    assert_eq!(verified(&path, Some(&trust)).answer, Answer::Unanchored, "the design of today is not the one that was signed");
    let back = amended(&later, 500.0);
    assert_eq!(back["plan_hash"], approved["plan_hash"]);
    write(&path, &later, &back);
    assert_eq!(verified(&path, Some(&trust)).answer, Answer::Unanchored, "an approval of an earlier design does not revive");
    let forged = |change: &dyn Fn(&mut Value)| {
        let mut forged = approved.clone();
        change(&mut forged);
        let mut log = document::log(&forged).unwrap();
        let last = log.len() - 1;
        let plan_hash = hash::of(&forged["design"]).unwrap();
        forged["plan_hash"] = json!(plan_hash);
        for c in &mut log {
            c.plan_hash.clone_from(&plan_hash);
            (c.patch, c.undo) = (json!([]), json!([]));
        }
        for i in 0..=last {
            log[i].previous = if i == 0 { String::new() } else { chain::entry_hash(&log[i - 1]).unwrap() };
        }
        log[last].document_hash = document::hash_without_log(&forged).unwrap();
        forged["history"]["change_log"] = serde_json::to_value(&log).unwrap();
        assert_eq!(chain::first_broken(&forged).unwrap(), None, "the chain alone cannot tell");
        forged
    };
    let copy = tempfile::tempdir().unwrap();
    let elsewhere = copy.path().join("plan-forged.json");
    let look = |document: &Value| {
        std::fs::write(&elsewhere, document::render(document).unwrap()).unwrap();
        verified(&elsewhere, Some(&trust))
    };
    let report = look(&forged(&|d| d["design"]["blueprint"]["tiers"][1]["threshold"] = json!(1.0)));
    assert_eq!((report.answer, report.first_broken), (Answer::Altered, Some(4)), "{report:?}");
    // The history beside the design, the deliverables in it, is signed too: the last entry alone is made again.
    let mut beside = approved.clone();
    beside["history"]["deliverables"] = json!([{"table": "deliverable", "path": "blueprint.html", "bytes": 1, "sha256": "00"}]);
    let mut log = document::log(&beside).unwrap();
    log[4].document_hash = document::hash_without_log(&beside).unwrap();
    beside["history"]["change_log"] = serde_json::to_value(&log).unwrap();
    assert_eq!(chain::first_broken(&beside).unwrap(), None, "the chain alone cannot tell");
    let report = look(&beside);
    assert_eq!((report.answer, report.first_broken), (Answer::Altered, Some(5)), "{report:?}");
    // The signed tail dropped in a folder without a commit log: nothing is broken, and nothing is anchored.
    assert_eq!(look(&revisions[2]).answer, Answer::Unanchored);
    // Another text, or another person's key.
    assert_eq!(look(&signed(&submitted, Act::Approved, ("finance", "ann@example.com"), &ann, ("figures agreed", "not agreed"))).answer, Answer::Altered);
    let report = look(&signed(&submitted, Act::Approved, ("finance", "ann@example.com"), &mallory, same));
    assert_eq!(report.answer, Answer::Unanchored, "{report:?}");
    assert!(report.looked.iter().any(|l| l.sentence.contains("is not in the file of signers")), "{report:?}");
    // A rejection does not verify a plan, whoever signed it.
    for (key, trust) in [(&ann, Some(&trust)), (&ann, None), (&mallory, Some(&trust))] {
        std::fs::write(&elsewhere, document::render(&signed(&submitted, Act::Rejected, ("finance", "ann@example.com"), key, same)).unwrap()).unwrap();
        assert_eq!(verified(&elsewhere, trust).answer, Answer::Rejected);
    }
    // Something after the last signature that nobody signed.
    let mut unsigned = entry(Act::Published, "mallory");
    unsigned.decision = Some(Decision { role: "publisher".into(), person: "mallory".into(), ..Decision::default() });
    assert_eq!(look(&chain::append(Some(&approved), approved.clone(), unsigned).unwrap()).answer, Answer::Unanchored);
}
/// What a forged plan names is not read: only regular files below the plan's own folder are, and what it is called cannot look like a verdict.
#[test]
fn a_plan_leads_to_no_file_outside_its_folder_and_prints_no_verdict_of_its_own() {
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("secret"), "secret").unwrap();
    let home = tempfile::tempdir().unwrap();
    let plans = home.path().join(".claude/plans");
    std::fs::create_dir_all(&plans).unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(outside.path(), home.path().join("link")).unwrap();
        assert!(Command::new("mkfifo").arg(home.path().join("pipe")).status().unwrap().success());
    }
    std::fs::write(home.path().join("inside"), "secret").unwrap();
    let sha = hash::of_bytes(b"secret");
    let up = format!("../{}/secret", outside.path().file_name().unwrap().to_str().unwrap());
    let absolute = outside.path().join("secret").display().to_string();
    let fake = "x\nVerified by the board\u{1b}[2J\u{202e}";
    let paths = [absolute.as_str(), &up, "link/secret", "pipe", "/dev/zero", "/etc/passwd", "", ".", "..", fake, "inside"];
    for kind in ["deliverables", "inputs"] {
        for path in paths {
            let mut document = first();
            document["history"][kind] = json!([{"kind": "file", "table": "t", "path": path, "bytes": 6, "sha256": sha}]);
            let document =
                chain::append(None, json!({"schema_version": "1.3.0", "design": document["design"], "history": document["history"]}), entry(Act::Created, "x"));
            let file = plans.join("plan-1.json");
            std::fs::write(&file, document::render(&document.unwrap()).unwrap()).unwrap();
            let report = verified(&file, None);
            let held = report.looked.iter().any(|l| l.holds == Some(true) && l.sentence.contains("as recorded"));
            assert_eq!(held, path == "inside", "{kind} {path:?}: {report:?}");
            assert!(report.looked.iter().all(|l| !l.sentence.contains(['\n', '\u{1b}', '\u{202e}'])), "{report:?}");
        }
    }
}
#[test]
fn an_amendment_of_a_whole_series_is_one_step_of_the_log() {
    let figures = |from: u32| (0..24).map(|i| f64::from(from + i)).collect::<Vec<_>>();
    let before =
        chain::append(None, json!({"design": {"a": figures(0), "b": figures(0), "c": [[1], [2]]}, "history": {}}), entry(Act::Created, "ann")).unwrap();
    let mut after = before.clone();
    after["design"] = json!({"a": figures(7), "b": figures(0), "c": [[1], [3]]});
    after["design"]["b"][3] = json!(-1);
    let after = chain::append(Some(&before), after, entry(Act::Amended, "ann")).unwrap();
    let last = document::log(&after).unwrap().pop().unwrap();
    assert_eq!(
        last.patch,
        json!([
            {"op": "replace", "path": "/a", "value": figures(7)},
            {"op": "replace", "path": "/b/3", "value": -1},
            {"op": "replace", "path": "/c/1/0", "value": 3}
        ])
    );
    assert_eq!(chain::design_at(&after, 1).unwrap(), before["design"]);
    assert_eq!(chain::first_broken(&after).unwrap(), None);
}
/// Any JSON, lists of figures often among it.
fn any(chance: &mut Chance, depth: usize) -> Value {
    match chance.below(if depth == 0 { 3 } else { 7 }) {
        0 => json!(chance.below(3)),
        1 => Value::Null,
        2 => json!(["a", "b/c", "~d"][chance.below(3)]),
        3 | 4 => (0..chance.below(9)).map(|_| json!(chance.below(3))).collect(),
        5 => (0..chance.below(5)).map(|_| any(chance, depth - 1)).collect(),
        _ => Value::Object((0..chance.below(4)).map(|i| (["a/b", "~", "0", "", "é"][i].to_string(), any(chance, depth - 1))).collect()),
    }
}
#[test]
fn whatever_changes_every_revision_is_rebuilt_from_the_log() {
    let mut chance = Chance(5);
    for round in 0..500 {
        let design = |chance: &mut Chance| json!({"x": any(chance, 4)});
        let mut document = chain::append(None, json!({"design": design(&mut chance), "history": {}}), entry(Act::Created, "ann")).unwrap();
        let mut designs = vec![document["design"].clone()];
        for _ in 0..4 {
            let mut after = document.clone();
            after["design"] = design(&mut chance);
            document = chain::append(Some(&document), after, entry(Act::Amended, "ann")).unwrap();
            designs.push(document["design"].clone());
        }
        for (i, expected) in designs.iter().enumerate() {
            assert_eq!(&chain::design_at(&document, i as u64 + 1).unwrap(), expected, "round {round}, revision {}", i + 1);
        }
        assert_eq!(chain::first_broken(&document).unwrap(), None, "round {round}");
    }
}
