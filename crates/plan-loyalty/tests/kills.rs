//! Commands that are killed at random moments, and disks that fill up at random moments: what is found afterwards is old or new, whole.
//! `cargo test --release -p plan-loyalty --test all -- kills:: --ignored --nocapture` does 500 kills and 50 full disks.
#![cfg(unix)]
use crate::attack::company;
use crate::common;
use common::PROGRAM;
use company::{Company, copied, run, said};
use loyalty_plans::hash;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

const VERBS: [&str; 4] = ["plan", "amend", "export", "publish"];
const EXPORTED: &str = "blueprint.html,blueprint.md,model.xlsx,triggers.csv,deck.pdf,accounts.csv";
/// A file system in memory, beside the one of the temporary files.
const MEMORY: &str = "/dev/shm";

/// Chance of a seed (SplitMix64).
struct Chance(u64);
impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % n.max(1)
    }
}
/// A project with an approved plan whose publication is signed already, what an export of it gives, and how long each command takes.
struct Ready {
    company: Company,
    exported: BTreeMap<String, String>,
    takes: BTreeMap<&'static str, Duration>,
}
impl Ready {
    /// Made once.
    fn get() -> Option<&'static Ready> {
        static READY: OnceLock<Option<Ready>> = OnceLock::new();
        READY.get_or_init(Ready::new).as_ref()
    }
    fn new() -> Option<Ready> {
        let company = Company::new()?.approved();
        company.signed("publish", "publisher@example.com", "publisher", &[]).unwrap();
        let mut ready = Ready { company, exported: BTreeMap::new(), takes: BTreeMap::new() };
        for verb in VERBS {
            let (home, begin) = (ready.home(Disks::Temporary), Instant::now());
            let out = run(home.at(), "preparer@example.com", &ready.args(verb));
            assert!(matches!(out.status.code(), Some(0 | 3 | 5)), "{verb}: {}", said(&out));
            ready.takes.insert(verb, begin.elapsed());
            if verb == "export" {
                ready.exported = files(&home.at().join("exported"));
            }
            assert_eq!(ready.state(verb, home.at()), Ok(State::New), "{verb}, left alone");
        }
        Some(ready)
    }
    fn args(&self, verb: &str) -> Vec<&'static str> {
        let trust: &'static str = Box::leak(self.company.trust().into_boxed_str());
        match verb {
            "plan" => [&company::BRIEF[..], &["--effort", "small"]].concat().into_iter().map(|a| if a == "50000" { "60000" } else { a }).collect(),
            "amend" => vec!["amend", "--budget", "45000", "--reason", "a smaller pool", "--quiet"],
            "export" => vec!["export", "--to", EXPORTED, "--out", "exported"],
            _ => vec!["publish", "--person", "publisher@example.com", "--signature", "statement.txt.sig", "--trust", trust],
        }
    }
    /// The project once more.
    fn home(&self, disks: Disks) -> Home {
        let temp = match disks {
            Disks::Memory => tempfile::tempdir_in(MEMORY),
            _ => tempfile::tempdir(),
        };
        let mut home = Home { bound: None, home: temp.unwrap(), beyond: (disks == Disks::Both).then(|| tempfile::tempdir_in(MEMORY).unwrap()) };
        copied(self.company.home.path(), home.at());
        home.bound = home.beyond.as_ref().map(|beyond| elsewhere(home.at(), beyond.path()));
        home
    }
    /// Whether everything is as it was before a command or as it is after it; else what is neither.
    fn state(&self, verb: &str, home: &Path) -> Result<State, String> {
        let plans = home.join(".claude/plans");
        let mut all: Vec<PathBuf> = names(&plans).into_iter().filter(|n| n.starts_with("plan-") && n.ends_with(".json")).map(|n| plans.join(n)).collect();
        all.sort();
        let read = |p: &Path| serde_json::from_slice::<Value>(&std::fs::read(p).unwrap()).map_err(|e| format!("{}: {e}", p.display()));
        let old = read(&self.company.plan())?;
        let newest = read(all.last().ok_or("no plan is left")?)?;
        // Every deliverable is the one that the newest plan records, and no other file is there.
        let recorded: BTreeMap<String, String> = newest["history"]["deliverables"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|f| (f["path"].as_str().unwrap().trim_start_matches("loyalty-plan/").to_string(), f["sha256"].as_str().unwrap().to_string()))
            .collect();
        let now = files(&home.join("loyalty-plan"));
        if now != recorded {
            let differ: BTreeSet<&String> = now.iter().chain(&recorded).filter(|(n, _)| now.get(*n) != recorded.get(*n)).map(|(n, _)| n).collect();
            return Err(format!("deliverables are not those of the plan: {differ:?}"));
        }
        for plan in &all {
            let told = said(&run(home, "preparer@example.com", &["verify", &plan.display().to_string()]));
            if !told.starts_with("Unanchored") || told.contains("was not saved") {
                return Err(format!("verify: {told}"));
            }
        }
        let changed = all.len() > 1 || newest != old;
        let exported = home.join("exported");
        match verb {
            "export" if changed => Err("the export changed the plan".into()),
            "export" if !exported.exists() => Ok(State::Old),
            "export" if files(&exported) == self.exported => Ok(State::New),
            "export" => Err(format!("half an export: {:?}", files(&exported).keys())),
            _ if changed => Ok(State::New),
            _ => Ok(State::Old),
        }
    }
}
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Old,
    New,
}
/// Where plans and deliverables are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Disks {
    Temporary,
    Memory,
    /// Plans in temporary files, deliverables in memory.
    Both,
}
struct Home {
    /// Dropped first.
    bound: Option<Mounted>,
    home: tempfile::TempDir,
    beyond: Option<tempfile::TempDir>,
}
impl Home {
    fn at(&self) -> &Path {
        self.home.path()
    }
}
/// A mounted folder, until dropped.
struct Mounted(PathBuf);
impl Mounted {
    fn at(dir: &Path, how: &[&str]) -> Option<Mounted> {
        Command::new("mount").args(how).arg(dir).output().is_ok_and(|o| o.status.success()).then(|| Mounted(dir.into()))
    }
}
impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).output();
    }
}
/// Moves the folder of the deliverables to another file system: mounted where this user may, else by a link, through which `publish` refuses to go.
fn elsewhere(home: &Path, beyond: &Path) -> Mounted {
    let out = home.join("loyalty-plan");
    copied(&out, beyond);
    let Some(mounted) = Mounted::at(&out, &["--bind", &beyond.display().to_string()]) else {
        std::fs::remove_dir_all(&out).unwrap();
        std::os::unix::fs::symlink(beyond, &out).unwrap();
        return Mounted(PathBuf::new());
    };
    mounted
}
fn names(dir: &Path) -> Vec<String> {
    let Ok(all) = std::fs::read_dir(dir) else { return vec![] };
    all.filter_map(Result::ok).map(|e| e.file_name().to_string_lossy().into_owned()).collect()
}
/// Every file below a folder with its SHA-256, hidden ones too.
fn files(dir: &Path) -> BTreeMap<String, String> {
    names(dir).into_iter().map(|n| (hash::of_bytes(&std::fs::read(dir.join(&n)).unwrap()), n)).map(|(sha, n)| (n, sha)).collect()
}
/// What an interrupted write left beside the plans or the deliverables.
fn leftovers(home: &Path) -> Vec<String> {
    let all = [".claude/plans", "loyalty-plan", "exported"].iter().flat_map(|d| names(&home.join(d)));
    all.filter(|n| n.starts_with(".plan-loyalty-") || n.starts_with(".journal")).collect()
}
/// When a command is killed.
#[derive(Debug, Clone, Copy, PartialEq)]
enum When {
    /// At a random moment.
    Whenever,
    /// Soon after its first file is staged.
    Staging,
    /// When files take their places, as far as another process can see it.
    Placing,
}
/// Starts a command and kills it. Tells whether it was still running.
fn killed(ready: &Ready, verb: &str, home: &Path, chance: &mut Chance, when: When) -> bool {
    let quiet = || Stdio::null();
    let mut child = Command::new(PROGRAM)
        .current_dir(home)
        .env("PLAN_LOYALTY_PERSON", "preparer@example.com")
        .args(ready.args(verb))
        .stdin(quiet())
        .stdout(quiet())
        .stderr(quiet())
        .spawn()
        .unwrap();
    let plans = home.join(".claude/plans");
    let size = |name: &str| std::fs::metadata(plans.join(name)).map(|m| m.len()).unwrap_or_default();
    let begun = size("heads.log");
    let come = || match when {
        When::Whenever => true,
        When::Staging => !leftovers(home).is_empty(),
        When::Placing => size("heads.log") != begun || std::fs::read(plans.join(".journal")).is_ok_and(|j| j.windows(5).any(|w| w == b"whole")),
    };
    let last = Instant::now() + ready.takes[verb] * 20;
    while !come() && child.try_wait().unwrap().is_none() && Instant::now() < last {
        std::thread::sleep(Duration::from_micros(50));
    }
    let wait = match when {
        When::Whenever => u64::try_from(ready.takes[verb].as_micros()).unwrap() * 11 / 10,
        When::Staging => 60_000,
        When::Placing => 1_500,
    };
    std::thread::sleep(Duration::from_micros(chance.below(wait)));
    let running = child.try_wait().unwrap().is_none();
    // The process may end by itself just now.
    let _ = child.kill();
    child.wait().unwrap();
    running
}
/// What came of a kill.
struct Outcome {
    verb: &'static str,
    /// The command was still running.
    running: bool,
    /// Files were taking their places.
    placing: bool,
    state: Result<State, String>,
}
fn kill(ready: &Ready, n: u64) -> Outcome {
    let mut chance = Chance(21 + (n << 20));
    let verb = VERBS[(n % 4) as usize];
    let disks = [Disks::Temporary, Disks::Memory, Disks::Both][(n / 4 % 3) as usize];
    let when = [When::Whenever, When::Staging, When::Placing][(n / 12 % 3) as usize];
    let home = ready.home(disks);
    let running = killed(ready, verb, home.at(), &mut chance, when);
    let journal = home.at().join(".claude/plans/.journal");
    let placing = std::fs::read_to_string(&journal).is_ok_and(|t| t.contains("\"whole\""));
    // The next start: one that reads, or one that writes.
    let next: &[&str] = match chance.below(3) {
        0 => &["list"],
        1 => &["verify"],
        _ => &["export", "--to", "triggers.csv", "--out", "next"],
    };
    let out = run(home.at(), "preparer@example.com", next);
    let left = leftovers(home.at());
    let run_left = names(&home.at().join(".claude/plans")).iter().any(|n| n.starts_with(".run-"));
    let state = ready.state(verb, home.at()).and_then(|state| match state {
        _ if !left.is_empty() => Err(format!("left {left:?}")),
        State::New if run_left => Err("the plan is saved, and its run is left".into()),
        _ if !out.status.success() => Err(format!("{next:?} said {}", said(&out))),
        state => Ok(state),
    });
    Outcome { verb, running, placing, state: state.map_err(|what| format!("kill {n}, {verb}, {disks:?}, {when:?}: {what}")) }
}
fn kills(n: u64) {
    let Some(ready) = Ready::get() else { return };
    let workers = std::thread::available_parallelism().map_or(2, |n| n.get() as u64);
    let all: Vec<Outcome> = std::thread::scope(|s| {
        let each: Vec<_> = (0..workers).map(|w| s.spawn(move || (w..n).step_by(workers as usize).map(|k| kill(ready, k)).collect::<Vec<_>>())).collect();
        each.into_iter().flat_map(|w| w.join().unwrap()).collect()
    });
    let count = |is: fn(&Outcome) -> bool| all.iter().filter(|o| is(o)).count();
    let mut counts = BTreeMap::<(&str, &str), u32>::new();
    for o in &all {
        let word = o.state.as_ref().map_or("neither", |s| if *s == State::New { "new" } else { "old" });
        *counts.entry((o.verb, word)).or_default() += 1;
    }
    let wrong: Vec<&String> = all.iter().filter_map(|o| o.state.as_ref().err()).collect();
    let (running, placing) = (count(|o| o.running), count(|o| o.placing));
    println!("{n} kills, {running} of running commands, {placing} while files took their places: {counts:?}; {} wrong", wrong.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(running as u64 > n / 3);
}
/// A small file system of its own, where this user may mount one.
struct Small {
    /// Taken away before its folder.
    _mounted: Mounted,
    dir: tempfile::TempDir,
}
impl Small {
    fn new(bytes: u64) -> Option<Small> {
        let dir = tempfile::tempdir().unwrap();
        let Some(mounted) = Mounted::at(dir.path(), &["-t", "tmpfs", "-o", &format!("size={bytes}"), "none"]) else {
            eprintln!("skipped: this user may not mount a file system");
            return None;
        };
        Some(Small { _mounted: mounted, dir })
    }
    /// Leaves so many bytes free.
    fn fill(&self, free: u64) {
        let told = Command::new("df").args(["--output=avail", "-B1"]).arg(self.dir.path()).output().unwrap();
        let now: u64 = String::from_utf8_lossy(&told.stdout).lines().nth(1).unwrap().trim().parse().unwrap();
        let filler = std::fs::File::create(self.dir.path().join("filler")).unwrap();
        std::io::copy(&mut std::io::Read::take(std::io::repeat(7), now.saturating_sub(free)), &mut &filler).unwrap();
    }
}
fn full_disks(n: u64) {
    let Some(ready) = Ready::get() else { return };
    let mut chance = Chance(50);
    let (mut counts, mut wrong) = (BTreeMap::<(&str, &str), u32>::new(), vec![]);
    for moment in 0..n {
        let Some(small) = Small::new(48 << 20) else { return };
        let verb = VERBS[(moment % 4) as usize];
        // Plans and deliverables on the small disk, or the deliverables alone.
        let all = moment / 4 % 2 == 0;
        let outside = ready.home(Disks::Temporary);
        let home = if all { small.dir.path().join("home") } else { outside.at().to_path_buf() };
        let beyond = small.dir.path().join("beyond");
        std::fs::create_dir(if all { &home } else { &beyond }).unwrap();
        let _bound = if all {
            copied(ready.company.home.path(), &home);
            None
        } else {
            Some(elsewhere(&home, &beyond))
        };
        small.fill(chance.below(5 << 20));
        let out = run(&home, "preparer@example.com", &ready.args(verb));
        let done = matches!(out.status.code(), Some(0 | 3 | 5));
        // No next start: what a refused command leaves is looked at right away.
        let (state, left) = (ready.state(verb, &home), leftovers(&home));
        let told = said(&out);
        match &state {
            Err(what) => wrong.push(format!("{moment}, {verb}: {what}: {told}")),
            Ok(_) if !left.is_empty() => wrong.push(format!("{moment}, {verb}: left {left:?}")),
            Ok(s) if done != (*s == State::New) => wrong.push(format!("{moment}, {verb}: {s:?}, and the command said {told}")),
            Ok(State::Old) if !told.contains("Next: free some space") => wrong.push(format!("{moment}, {verb}: {told}")),
            Ok(_) => {}
        }
        *counts.entry((verb, if done { "done" } else { "refused" })).or_default() += 1;
    }
    println!("{n} full disks: {counts:?}; {} wrong", wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(counts.keys().any(|(_, what)| *what == "refused"));
}
#[test]
fn a_killed_command_leaves_old_or_new() {
    kills(36);
}
#[test]
fn a_full_disk_leaves_the_old_files_whole() {
    full_disks(8);
}
#[test]
fn a_plan_that_can_only_be_read_is_exported_all_the_same() {
    let (Some(ready), Some(small)) = (Ready::get(), Small::new(48 << 20)) else { return };
    copied(ready.company.home.path(), small.dir.path());
    let read_only = Command::new("mount").args(["-o", "remount,ro"]).arg(small.dir.path()).status().unwrap();
    assert!(read_only.success());
    let out = tempfile::tempdir().unwrap();
    let to = out.path().join("exported").display().to_string();
    let done = run(small.dir.path(), "preparer@example.com", &["export", "--to", EXPORTED, "--out", &to]);
    assert!(done.status.success(), "{}", said(&done));
    assert_eq!(files(Path::new(&to)).into_iter().filter(|(n, _)| n != ".lock").collect::<BTreeMap<_, _>>(), ready.exported);
    let refused = run(small.dir.path(), "preparer@example.com", &ready.args("amend"));
    assert!(!refused.status.success() && said(&refused).contains("Next:"), "{}", said(&refused));
}
#[test]
#[ignore = "ten minutes"]
fn five_hundred_kills() {
    kills(500);
}
#[test]
#[ignore = "four minutes"]
fn fifty_full_disks() {
    full_disks(50);
}
