//! A project with a plan, the keys of its people, and what an attacker can do with them.
use super::common::{PROGRAM, skipped};
use loyalty_plans::{chain, document};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

pub const BRIEF: [&str; 9] = ["--goal", "retention", "--tiers", "3", "--budget", "50000", "--asked-on", "2026-07-01", "--quiet"];
pub const ROLES: [&str; 6] = ["preparer", "legal", "finance", "operations", "exec-sponsor", "publisher"];
/// Every blocker of the rule table that could touch this plan is answered.
pub const ANSWERED: &str = "[facts]\njurisdiction = \"DE\"\nconsent_bundled = false\nmarketing_basis_recorded = true\nunsubscribe_in_every_message = true\n";

/// A project with a plan, and the keys of its people outside it.
pub struct Company {
    pub home: tempfile::TempDir,
    pub keys: &'static Path,
}
/// Keys: one for each role, one for a boss with every role, one for a mallory whom nobody allowed.
pub fn keys() -> Option<&'static Path> {
    static KEYS: OnceLock<Option<tempfile::TempDir>> = OnceLock::new();
    let made = KEYS.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let mut signers = String::new();
        for (who, roles) in ROLES.map(|r| (r, r)).into_iter().chain([("boss", "preparer,legal,finance,operations,exec-sponsor,publisher"), ("mallory", "")]) {
            let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-C", who, "-f"]).arg(dir.path().join(who)).status();
            if !made.is_ok_and(|s| s.success()) {
                return None;
            }
            if !roles.is_empty() {
                let public = std::fs::read_to_string(dir.path().join(format!("{who}.pub"))).unwrap();
                signers += &format!("{who}@example.com namespaces=\"plan-loyalty\" {} roles={roles}\n", public.trim());
            }
        }
        std::fs::write(dir.path().join("signers"), signers).unwrap();
        Some(dir)
    });
    if made.is_none() {
        skipped("ssh-keygen is not installed");
    }
    made.as_ref().map(tempfile::TempDir::path)
}
/// A plan that can be published once people decide; made once.
pub fn ready() -> &'static Path {
    static READY: OnceLock<tempfile::TempDir> = OnceLock::new();
    READY
        .get_or_init(|| {
            let home = tempfile::tempdir().unwrap();
            std::fs::write(home.path().join("plan-loyalty.toml"), ANSWERED).unwrap();
            let out = run(home.path(), "preparer@example.com", &BRIEF);
            assert!(matches!(out.status.code(), Some(0 | 5)), "{}", said(&out));
            home
        })
        .path()
}
pub fn run(home: &Path, person: &str, args: &[&str]) -> Output {
    Command::new(PROGRAM).current_dir(home).env("PLAN_LOYALTY_PERSON", person).env("COLUMNS", "120").args(args).output().unwrap()
}
pub fn said(out: &Output) -> String {
    let all = [&out.stdout[..], b"\n", &out.stderr[..]].concat();
    String::from_utf8_lossy(&all).split_whitespace().collect::<Vec<_>>().join(" ")
}
pub fn copied(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg("-a").arg(format!("{}/.", from.display())).arg(to).status().unwrap().success());
}
impl Company {
    pub fn new() -> Option<Company> {
        Company { home: tempfile::tempdir().unwrap(), keys: keys()? }.from(ready())
    }
    pub fn from(self, home: &Path) -> Option<Company> {
        copied(home, self.home.path());
        Some(self)
    }
    /// The same project once more.
    pub fn again(&self) -> Company {
        Company { home: tempfile::tempdir().unwrap(), keys: self.keys }.from(self.home.path()).unwrap()
    }
    pub fn at(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }
    pub fn trust(&self) -> String {
        self.keys.join("signers").display().to_string()
    }
    pub fn run(&self, args: &[&str]) -> (Option<i32>, String) {
        let out = run(self.home.path(), "preparer@example.com", args);
        (out.status.code(), said(&out))
    }
    pub fn verify(&self) -> String {
        self.run(&["verify", "--trust", &self.trust()]).1
    }
    /// Prints the statement of an act and signs it with a key; the path of the signature, or what refused it.
    pub fn signed(&self, act: &str, person: &str, key: &str, more: &[&str]) -> Result<PathBuf, String> {
        let trust = self.trust();
        let out = run(self.home.path(), "preparer@example.com", &[&["statement", "--act", act, "--person", person, "--trust", &trust], more].concat());
        if !out.status.success() {
            return Err(said(&out));
        }
        Ok(self.sign(&out.stdout, key))
    }
    pub fn sign(&self, text: &[u8], key: &str) -> PathBuf {
        let file = self.at("statement.txt");
        let sig = self.at("statement.txt.sig");
        std::fs::write(&file, text).unwrap();
        let _ = std::fs::remove_file(&sig);
        let made = Command::new("ssh-keygen").args(["-q", "-Y", "sign", "-n", "plan-loyalty", "-f"]).arg(self.keys.join(key)).arg(&file).status().unwrap();
        assert!(made.success());
        sig
    }
    pub fn give(&self, act: &str, person: &str, sig: &Path, more: &[&str]) -> (Option<i32>, String) {
        let trust = self.trust();
        self.run(&[&[act, "--person", person, "--signature", &sig.display().to_string(), "--trust", &trust], more].concat())
    }
    /// An act as it should be: by a person with that person's key.
    pub fn act(&self, act: &str, who: &str, more: &[&str]) -> (Option<i32>, String) {
        let person = format!("{who}@example.com");
        match self.signed(act, &person, who, more) {
            Ok(sig) => self.give(act, &person, &sig, more),
            Err(refused) => (Some(2), refused),
        }
    }
    pub fn approved(self) -> Company {
        assert_eq!(self.act("submit", "preparer", &[]).0, Some(0));
        for role in &ROLES[1..5] {
            let done = self.act("approve", role, &["--as", role]);
            assert_eq!(done.0, Some(0), "{role}: {}", done.1);
        }
        self
    }
    pub fn published(self) -> Company {
        let done = self.act("publish", "publisher", &[]);
        assert_eq!(done.0, Some(0), "{}", done.1);
        self
    }
    pub fn plan(&self) -> PathBuf {
        let all = std::fs::read_dir(self.at(".claude/plans")).unwrap().map(|e| e.unwrap().path());
        all.into_iter().find(|p| p.extension().is_some_and(|e| e == "json")).unwrap()
    }
    pub fn document(&self) -> Value {
        serde_json::from_slice(&std::fs::read(self.plan()).unwrap()).unwrap()
    }
    /// Puts a document in the plan's place, with every hash of the last entry made again and the commit log taken away, as whoever holds the folder can.
    pub fn forge(&self, document: &mut Value) {
        let mut log = document::log(document).unwrap();
        let last = log.len() - 1;
        log[last].document_hash = document::hash_without_log(document).unwrap();
        document["history"]["change_log"] = serde_json::to_value(&log).unwrap();
        assert_eq!(chain::first_broken(document).unwrap(), None, "the chain alone cannot tell");
        std::fs::write(self.plan(), document::render(document).unwrap()).unwrap();
        let _ = std::fs::remove_file(self.at(".claude/plans/heads.log"));
    }
}
/// Counts attacks that had their expected answer.
#[derive(Default)]
pub struct Attacks(pub u32);
impl Attacks {
    pub fn refused(&mut self, what: &str, (code, text): (Option<i32>, String), words: &str) {
        assert!(code != Some(0) && code.is_some(), "{what} went through: {text}");
        assert!(!words.is_empty() && text.contains(words), "{what}: {words:?} is not in\n{text}");
        self.0 += 1;
    }
    pub fn answers(&mut self, what: &str, text: &str, words: &str) {
        assert!(text.contains(words), "{what}: {words:?} is not in\n{text}");
        self.0 += 1;
    }
    pub fn done(self, test: &str) {
        println!("{test}: {} attacks, each with its expected answer", self.0);
    }
}
