//! A commit in which every single operation fails or is the last one before the process dies: what the next start finds is old or new, whole.
use loyalty_model::plan::Act;
use loyalty_plans::chain::{self, Entry};
use loyalty_plans::disk::{Disk, Os};
use loyalty_plans::hash;
use loyalty_plans::journal;
use loyalty_plans::store::{self, Plans, StoreError};
use loyalty_plans::verify::{Against, Answer, verify};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Every file of a folder, with its bytes.
type Files = BTreeMap<PathBuf, Vec<u8>>;

/// What happens at an operation, and from then on.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fault {
    /// The process dies before it.
    Before,
    /// The process dies in it: half of a file is written, a folder is half removed.
    Within,
    /// The process dies right after it.
    After,
    /// No more bytes fit on the disk; files can still be renamed and removed.
    Full,
    /// This one operation is refused, later ones are not.
    Refused,
}
const DEATHS: [Fault; 3] = [Fault::Before, Fault::Within, Fault::After];
/// A disk with a fault at an operation.
struct Faulty {
    fault: Fault,
    at: usize,
    done: AtomicUsize,
}
impl Faulty {
    fn new(fault: Fault, at: usize) -> Faulty {
        Faulty { fault, at, done: AtomicUsize::new(0) }
    }
    /// Does an operation, or what the fault makes of it.
    fn step(&self, whole: impl Fn() -> io::Result<()>, half: impl Fn(), writes: bool) -> io::Result<()> {
        let now = self.done.fetch_add(1, Ordering::Relaxed);
        let dead = || Err(io::Error::other("the process is dead"));
        match self.fault {
            Fault::Refused if now == self.at => Err(io::Error::from(io::ErrorKind::PermissionDenied)),
            Fault::Full if now >= self.at && writes => {
                half();
                Err(io::Error::from(io::ErrorKind::StorageFull))
            }
            Fault::Refused | Fault::Full => whole(),
            _ if now < self.at => whole(),
            _ if now > self.at => dead(),
            Fault::Within => {
                half();
                dead()
            }
            Fault::After => whole().and_then(|()| dead()),
            Fault::Before => dead(),
        }
    }
}
impl Disk for Faulty {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.step(|| Os.make_folder(path), || {}, true)
    }
    fn write_new(&self, path: &Path, bytes: &[u8], private: bool) -> io::Result<()> {
        self.step(|| Os.write_new(path, bytes, private), || drop(Os.write_new(path, &bytes[..bytes.len() / 2], private)), true)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(|| Os.rename(from, to), || {}, false)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.step(|| Os.remove(path), || {}, false)
    }
    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.step(|| Os.remove_folder(path), || {}, false)
    }
    fn remove_all(&self, path: &Path) -> io::Result<()> {
        let half = || drop(std::fs::read_dir(path).map(|mut all| all.next().map(|e| e.map(|e| std::fs::remove_file(e.path())))));
        self.step(|| Os.remove_all(path), half, false)
    }
    fn sync(&self, folder: &Path) -> io::Result<()> {
        self.step(|| Os.sync(folder), || {}, false)
    }
}
/// Plans on one file system, deliverables on another where there is one.
struct Home {
    plans: tempfile::TempDir,
    out: tempfile::TempDir,
}
impl Home {
    /// `memory`: the plans too are on the file system in memory, where thousands of writes take no time.
    fn new(memory: bool) -> Home {
        let dir = |memory: bool| match Path::new("/dev/shm") {
            shm if memory && shm.is_dir() => tempfile::tempdir_in(shm).unwrap(),
            _ => tempfile::tempdir().unwrap(),
        };
        Home { plans: dir(memory), out: dir(true) }
    }
    fn deliverables(&self, text: &str) -> Vec<(PathBuf, Vec<u8>)> {
        let file = |name: &str| (self.out.path().join(name), format!("{name}: {text}").into_bytes());
        // One stays as it is, one has a folder of its own, one holds people.
        let mut all: Vec<_> = ["blueprint.html", "new/events/order.json", "members.csv"].map(file).into();
        all.push((self.out.path().join("same.csv"), b"the same in every revision".to_vec()));
        all
    }
    fn document(&self, text: &str) -> Value {
        let record = |(path, bytes): &(PathBuf, Vec<u8>)| json!({"table": "deliverable", "path": path, "bytes": bytes.len(), "sha256": hash::of_bytes(bytes)});
        let all: Vec<Value> = self.deliverables(text).iter().map(record).collect();
        json!({"schema_version": "1.1.0", "plan_hash": "", "design": {"text": text}, "history": {"created_at": "2026-11-24T10:00:00Z", "deliverables": all}})
    }
    fn run(&self) -> PathBuf {
        self.plans.path().join(".run-1")
    }
    fn plan(&self) -> PathBuf {
        self.plans.path().join("plan-x.json")
    }
    fn create(&self, disk: &dyn Disk) -> Result<(), StoreError> {
        let document = chain::append(None, self.document("old"), entry(Act::Created)).unwrap();
        Plans::at(self.plans.path()).on(disk).put("x", &document, &self.deliverables("old"), Some(&self.run())).map(drop)
    }
    fn amend(&self, disk: &dyn Disk) -> Result<(), StoreError> {
        let before = store::load(&self.plan())?;
        let after = chain::append(Some(&before), self.document("new"), entry(Act::Amended)).unwrap();
        Plans::at(self.plans.path()).on(disk).replace(&self.plan(), &store::head_of(&before).unwrap().1, &after, &self.deliverables("new"))
    }
    fn export(&self, disk: &dyn Disk) -> Result<(), StoreError> {
        Plans::at(self.plans.path()).on(disk).write(&self.deliverables("exported"))
    }
    /// Every file in both folders with its content, and every folder; the lock aside.
    fn all(&self) -> Files {
        fn walk(root: &Path, dir: &Path, out: &mut Files) {
            for path in std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).filter(|p| !p.ends_with(".lock")) {
                let name = path.strip_prefix(root).unwrap().to_path_buf();
                if path.is_dir() {
                    out.insert(name, vec![]);
                    walk(root, &path, out);
                } else {
                    out.insert(name, std::fs::read(&path).unwrap());
                }
            }
        }
        let mut out = BTreeMap::new();
        [self.plans.path(), self.out.path()].iter().for_each(|root| walk(root, root, &mut out));
        out
    }
    /// A plan that is there verifies.
    fn verifies(&self) -> bool {
        let against = Against { trust: None, now: "2026-11-24T12:00:00Z" };
        !self.plan().exists() || verify(&self.plan(), self.out.path(), &against).is_ok_and(|v| v.answer == Answer::Unanchored && !v.interrupted)
    }
}
fn entry(act: Act) -> Entry {
    Entry { at: "2026-11-24T10:00:00Z".into(), actor: "ann".into(), act, reason: "because".into(), decision: None }
}
type Step = fn(&Home, &dyn Disk) -> Result<(), StoreError>;
/// A home as it is before a step; a run's folder belongs to the creation.
fn before(step: &str) -> Home {
    before_in(step, false)
}
fn before_in(step: &str, memory: bool) -> Home {
    let home = Home::new(memory);
    std::fs::create_dir(home.run()).unwrap();
    ["a", "b"].iter().for_each(|n| std::fs::write(home.run().join(n), n).unwrap());
    if step != "create" {
        home.create(&Os).unwrap();
    }
    home
}
const STEPS: [(&str, Step); 3] = [("create", Home::create), ("amend", Home::amend), ("export", Home::export)];
/// How both folders look before and after a step, and how many operations it takes. Names of folders differ, so paths start from them.
fn ends(name: &str, step: Step) -> (Files, Files, usize) {
    let home = before(name);
    let (old, disk) = (told(&home), Faulty::new(Fault::Refused, usize::MAX));
    step(&home, &disk).unwrap();
    (old, told(&home), disk.done.into_inner())
}
/// What is in both folders, with the home's own paths taken out of the plan and its log.
fn told(home: &Home) -> Files {
    let out = home.out.path().display().to_string();
    let plain = |(path, bytes): (PathBuf, Vec<u8>)| {
        let text = String::from_utf8(bytes).unwrap().replace(&out, "OUT");
        let design = path.extension().is_some_and(|e| e == "json") && path.starts_with("plan-x.json");
        // Hashes depend on the paths: of the plan counts what it says, of the log how many lines it has.
        let said = if design { serde_json::from_str::<Value>(&text).unwrap()["design"].to_string() } else { text };
        let said = if path.ends_with("heads.log") { said.lines().count().to_string() } else { said };
        (path, said.into_bytes())
    };
    home.all().into_iter().map(plain).collect()
}
#[test]
fn a_death_at_any_operation_and_again_while_it_is_made_good_leaves_old_or_new() {
    let (mut deaths, mut twice, mut olds, mut news) = (0, 0, 0, 0);
    for (name, step) in STEPS {
        let (old, new, operations) = ends(name, step);
        assert!(operations > 15 && old != new, "{name}: {operations} operations");
        for (at, fault) in (0..operations).flat_map(|at| DEATHS.map(|f| (at, f))) {
            let place = format!("{name}, {fault:?} {at} of {operations}");
            // How many operations the next start takes is known once it ran; then it dies at each of them.
            let mut again = 0..1;
            let mut first = true;
            while let Some(second) = again.next() {
                let home = before_in(name, !first);
                // Whether the write says that it was done or not: the process is dead.
                let _ = step(&home, &Faulty::new(fault, at));
                if first {
                    let disk = Faulty::new(Fault::Refused, usize::MAX);
                    drop(Plans::at(home.plans.path()).on(&disk).lock().unwrap_or_else(|e| panic!("{place}: {e}")));
                    again = 0..disk.done.into_inner();
                    (first, deaths) = (false, deaths + 1);
                } else {
                    let _ = Plans::at(home.plans.path()).on(&Faulty::new(fault, second)).lock();
                    twice += 1;
                }
                // The next start may be one that only reads.
                drop(Plans::at(home.plans.path()).reading().unwrap_or_else(|e| panic!("{place}, then {second}: {e}")));
                drop(Plans::at(home.plans.path()).lock().unwrap());
                let now = told(&home);
                assert!(now == old || now == new, "{place}, then {second}: a mix or a leftover: {:?}", now.keys());
                assert!(home.verifies(), "{place}, then {second}");
                (olds, news) = (olds + usize::from(now == old), news + usize::from(now == new));
            }
        }
    }
    println!("{deaths} deaths, {twice} of them with a second one in what followed: {olds} ended old, {news} new, none between");
    assert!(olds > 100 && news > 100);
}
#[test]
fn a_refused_operation_or_a_full_disk_leaves_what_the_answer_says() {
    let (mut refused, mut finished_later) = (0, 0);
    for (name, step) in STEPS {
        let (old, new, operations) = ends(name, step);
        for (at, fault) in (0..operations).flat_map(|at| [(at, Fault::Full), (at, Fault::Refused)]) {
            let home = before(name);
            let (place, result) = (format!("{name}, {fault:?} {at} of {operations}"), step(&home, &Faulty::new(fault, at)));
            match result {
                Ok(()) => drop(Plans::at(home.plans.path()).lock().unwrap()),
                Err(StoreError::Io { .. }) => {
                    refused += 1;
                    // On a full disk, at once: there may be no next start that writes.
                    if fault == Fault::Full {
                        assert_eq!(told(&home), old, "{place}: right away");
                    }
                    drop(Plans::at(home.plans.path()).lock().unwrap());
                    assert_eq!(told(&home), old, "{place}");
                    assert!(home.verifies(), "{place}");
                    continue;
                }
                Err(StoreError::Unfinished { landed, all, .. }) => {
                    finished_later += 1;
                    assert!(landed < all && fault == Fault::Refused, "{place}");
                    drop(Plans::at(home.plans.path()).reading().unwrap());
                }
                Err(e) => panic!("{place}: {e}"),
            }
            // A run's folder that cannot be removed does no harm.
            let _ = std::fs::remove_dir_all(home.run());
            assert_eq!(told(&home), new, "{place}");
            assert!(home.verifies(), "{place}");
        }
    }
    println!("{refused} writes were refused and undone, {finished_later} finished by the next start");
    assert!(refused > 40 && finished_later > 5);
}
/// A home in which an amendment died when so many files had taken their place.
fn died_after(landed: usize) -> Home {
    for at in 0.. {
        let home = before("amend");
        let _ = home.amend(&Faulty::new(Fault::Before, at));
        let new = home.deliverables("new").iter().filter(|(p, b)| !p.ends_with("same.csv") && std::fs::read(p).is_ok_and(|now| now == *b)).count();
        if home.plans.path().join(journal::NAME).exists()
            && new == landed
            && std::fs::read_to_string(home.plans.path().join(journal::NAME)).unwrap().contains("whole")
        {
            return home;
        }
    }
    unreachable!()
}
fn staged(dir: &Path) -> Vec<PathBuf> {
    let all = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path());
    let mut all: Vec<_> = all.filter(|p| p.file_name().unwrap().to_string_lossy().starts_with(journal::STAGED)).collect();
    all.sort();
    all
}
#[test]
fn a_staged_file_that_was_changed_undoes_the_write_or_is_told() {
    let old = told(&before("amend"));
    type Harm = fn(&Path);
    let harms: [Harm; 3] = [
        |p| std::fs::remove_file(p).unwrap(),
        |p| std::fs::write(p, "forged").unwrap(),
        |p| {
            std::fs::remove_file(p).unwrap();
            std::fs::create_dir(p).unwrap();
        },
    ];
    for harm in &harms[..2] {
        // Nothing has taken its place but the file that is the same: the write is undone unless that one counts as landed, and told otherwise.
        let home = died_after(0);
        harm(&staged(home.out.path())[0]);
        drop(Plans::at(home.plans.path()).reading().unwrap());
        assert_eq!(told(&home), old);
        assert!(home.verifies());
    }
    for harm in harms {
        let home = died_after(1);
        harm(&staged(home.out.path())[0]);
        let said = Plans::at(home.plans.path()).reading().unwrap_err();
        assert!(matches!(&said, StoreError::Damaged { why, .. } if why.contains("have taken their place")), "{said}");
    }
}
#[test]
fn a_deliverable_that_was_edited_after_the_write_is_no_damage() {
    let home = before("amend");
    let (_, _, operations) = ends("amend", Home::amend);
    // Dead before the journal is removed: every file is in its place.
    let _ = home.amend(&Faulty::new(Fault::Before, operations - 2));
    assert!(home.plans.path().join(journal::NAME).exists() && staged(home.out.path()).is_empty());
    let edited = home.out.path().join("blueprint.html");
    std::fs::write(&edited, "edited").unwrap();
    drop(Plans::at(home.plans.path()).reading().unwrap());
    assert!(std::fs::read(&edited).unwrap() == b"edited" && !home.plans.path().join(journal::NAME).exists());
}
#[test]
fn a_journal_of_a_stranger_moves_nothing_that_it_does_not_hold() {
    let write = |home: &Home, text: &str| std::fs::write(home.plans.path().join(journal::NAME), text).unwrap();
    let beyond = tempfile::tempdir().unwrap();
    let precious = beyond.path().join("precious");
    std::fs::write(&precious, "precious").unwrap();
    let text = |path: &Path| serde_json::to_value(path.as_os_str().to_os_string()).unwrap();
    let at = |staged: &str, name: &str, sha: &str, made: &str| {
        let made: Vec<Value> = [made].iter().filter(|m| !m.is_empty()).map(|m| text(Path::new(m))).collect();
        let file = json!({"folder": 0, "staged": staged, "name": name, "sha256": sha});
        json!({"form": 1, "stands": "whole", "folders": [text(beyond.path())], "made": made, "files": [file], "run": null}).to_string()
    };
    let sha = hash::of_bytes(b"evil");
    let home = before("amend");
    for text in [
        "{}".to_string(),
        "no journal".into(),
        String::new(),
        at("../.plan-loyalty-x", "precious", &sha, ""),
        at("evil", "precious", &sha, ""),
        at(".plan-loyalty-x", "../precious", &sha, ""),
        at(".plan-loyalty-x", "precious", &sha, "/tmp/elsewhere"),
        at(".plan-loyalty-x", "precious", &sha, "").replace("\"run\":null", "\"run\":\"../..\""),
        at(".plan-loyalty-x", "precious", &sha, "").replace("\"form\":1", "\"form\":2"),
    ] {
        write(&home, &text);
        let said = Plans::at(home.plans.path()).reading().unwrap_err();
        assert!(matches!(said, StoreError::Damaged { .. }), "{text}: {said}");
        assert_eq!(std::fs::read(&precious).unwrap(), b"precious");
    }
    // Where the staged file is not there, nothing moves; a link in its place is not followed.
    write(&home, &at(".plan-loyalty-x", "precious", &sha, ""));
    drop(Plans::at(home.plans.path()).reading().unwrap());
    #[cfg(unix)]
    {
        std::fs::write(home.plans.path().join("evil"), "evil").unwrap();
        std::os::unix::fs::symlink(home.plans.path().join("evil"), beyond.path().join(".plan-loyalty-x")).unwrap();
        write(&home, &at(".plan-loyalty-x", "precious", &sha, ""));
        drop(Plans::at(home.plans.path()).reading().unwrap());
    }
    assert_eq!(std::fs::read(&precious).unwrap(), b"precious");
    // Whoever may not write there leaves it to somebody who may.
    let home = died_after(1);
    let (within, all) = (home.plans.path().to_path_buf(), home.all());
    let said = Plans::at(home.plans.path()).within(move |p| p.starts_with(&within)).reading().unwrap_err();
    assert!(matches!(said, StoreError::Waiting { .. }), "{said}");
    assert!(home.all() == all);
}
#[test]
fn the_newest_plan_is_the_newest_whatever_its_file_is_called() {
    let dir = tempfile::tempdir().unwrap();
    let plans = Plans::at(dir.path());
    let put = |stamp: &str, created: &str, text: &str| {
        let document = json!({"schema_version": "1.1.0", "plan_hash": "", "design": {"text": text}, "history": {"created_at": created}});
        plans.put(stamp, &chain::append(None, document, entry(Act::Created)).unwrap(), &[], None).unwrap()
    };
    let first = put("20261124T100000Z", "2026-11-24T10:00:00Z", "first");
    let second = put("20261124T110000Z", "2026-11-24T11:00:00Z", "second");
    // In the same second: the log says which came later, the names `…-2.json` and `….json` do not.
    let third = put("20261124T110000Z", "2026-11-24T11:00:00Z", "third");
    let text = |p: &Path| store::load(p).unwrap()["design"]["text"].as_str().unwrap().to_string();
    let order = || store::list(dir.path()).unwrap().iter().map(|p| text(p)).collect::<Vec<_>>();
    assert_eq!(order(), ["first", "second", "third"]);
    std::fs::rename(&first, dir.path().join("plan-zzz.json")).unwrap();
    std::fs::rename(&third, dir.path().join("plan-0.json")).unwrap();
    assert_eq!(order(), ["first", "second", "third"]);
    // A copy from elsewhere has its own instant; another zone is the same instant.
    let copied = json!({"design": {"text": "copy"}, "schema_version": "1.1.0", "history": {"created_at": "2026-11-24T12:30:00+02:00", "change_log": []}});
    std::fs::write(dir.path().join("plan-9.json"), copied.to_string()).unwrap();
    assert_eq!(order(), ["first", "copy", "second", "third"]);
    // One that cannot be read is as old as the log says: it is not passed over for an older one.
    std::fs::write(&second, "torn").unwrap();
    ["plan-0.json", "plan-9.json"].iter().for_each(|n| std::fs::remove_file(dir.path().join(n)).unwrap());
    assert_eq!(store::list(dir.path()).unwrap().pop().unwrap(), second);
}
