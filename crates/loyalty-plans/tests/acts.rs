//! The signature matrix: every act by every role with every kind of key under every policy, each cell decided.
use loyalty_model::plan::{Act, Approval, Change, Decision};
use loyalty_plans::acts::{Authority, Why, judge};
use loyalty_plans::chain::{self, Entry};
use loyalty_plans::signers::Trust;
use loyalty_plans::{document, signature};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

const NOW: &str = "2026-11-24T12:00:00Z";
const ROLES: [&str; 7] = ["preparer", "legal", "finance", "operations", "exec-sponsor", "publisher", "janitor"];
const ACTS: [Act; 7] = [Act::Submitted, Act::Approved, Act::Rejected, Act::Resolved, Act::Overridden, Act::Waived, Act::Published];
/// Who may do what, once more and by hand.
fn may(act: Act, role: &str) -> bool {
    match act {
        Act::Approved | Act::Rejected => ["legal", "finance", "operations", "exec-sponsor"].contains(&role),
        Act::Resolved => role == "exec-sponsor",
        Act::Overridden | Act::Waived => role == "legal",
        Act::Submitted => role == "preparer",
        _ => role == "publisher",
    }
}
/// Keys of a company: `people` writes them with the file of signers.
struct Keys {
    dir: tempfile::TempDir,
    trust: Trust,
}
impl Keys {
    /// One signer for each role, one for each whose key has run out, one without a role, one with all of them, and a stranger.
    fn new() -> Option<Keys> {
        let dir = tempfile::tempdir().unwrap();
        let mut lines = String::new();
        let all = "preparer,legal,finance,operations,exec-sponsor,publisher";
        for role in ROLES {
            let held = if role == "janitor" { "" } else { role };
            lines += &line(dir.path(), &format!("{role}@x"), "", held)?;
            lines += &line(dir.path(), &format!("{role}-old@x"), ",valid-before=\"20200101\"", held)?;
        }
        lines += &line(dir.path(), "norole@x", "", "")?;
        lines += &line(dir.path(), "boss@x", "", all)?;
        line(dir.path(), "stranger@x", "", all)?;
        let trust = Trust::read(&lines).unwrap();
        Some(Keys { dir, trust })
    }
    fn key(&self, person: &str) -> PathBuf {
        self.dir.path().join(person)
    }
}
fn line(dir: &Path, person: &str, options: &str, roles: &str) -> Option<String> {
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-C", "x", "-f"]).arg(dir.join(person)).status();
    if !made.is_ok_and(|s| s.success()) {
        crate::skip::skipped("ssh-keygen is not installed");
        return None;
    }
    let public = std::fs::read_to_string(dir.join(format!("{person}.pub"))).unwrap();
    let roles = if roles.is_empty() { String::new() } else { format!(" roles={roles}") };
    Some(format!("{person} namespaces=\"plan-loyalty\"{options} {}{roles}\n", public.trim()))
}
fn approvals() -> Vec<Approval> {
    let row = |role: &str, after: &[&str]| Approval {
        role: role.into(),
        subject: "it".into(),
        after: after.iter().map(|a| (*a).to_string()).collect(),
        state: "pending".into(),
    };
    vec![row("legal", &[]), row("finance", &[]), row("operations", &[]), row("exec-sponsor", &[])]
}
fn entry(act: Act, actor: &str, decision: Option<Decision>) -> Entry {
    Entry { at: "2026-11-24T10:00:00Z".into(), actor: actor.into(), act, reason: "because".into(), decision }
}
fn created() -> Value {
    let document = json!({"schema_version": "1.3.0", "plan_hash": "", "design": {"x": 1}, "history": {"prepared_by": "maker@x"}});
    chain::append(None, document, entry(Act::Created, "maker@x", None)).unwrap()
}
fn amended(before: &Value, x: u32) -> Value {
    let mut after = before.clone();
    after["design"]["x"] = json!(x);
    chain::append(Some(before), after, entry(Act::Amended, "maker@x", None)).unwrap()
}
fn decision(role: &str, person: &str) -> Decision {
    Decision {
        role: role.into(),
        person: person.into(),
        note: "agreed".into(),
        rules: vec!["rule-a".into()],
        evidence: Some("memo".into()),
        ..Decision::default()
    }
}
/// The document with a decision; signed with a key where one is given.
fn with(before: &Value, act: Act, mut decision: Decision, key: Option<&Path>) -> Value {
    let draft = chain::append(Some(before), before.clone(), entry(act, &decision.person, Some(decision.clone()))).unwrap();
    if let Some(key) = key {
        let log = document::log(&draft).unwrap();
        let text = signature::statement(&chain::entry_hash(&log[0]).unwrap(), &log[log.len() - 1]).unwrap();
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), &text).unwrap();
        let said = Command::new("ssh-keygen").args(["-q", "-Y", "sign", "-n", "plan-loyalty", "-f"]).arg(key).arg(file.path()).output().unwrap();
        assert!(said.status.success(), "{said:?}");
        let sig = PathBuf::from(format!("{}.sig", file.path().display()));
        let signed = std::fs::read_to_string(&sig).unwrap();
        std::fs::remove_file(sig).unwrap();
        decision.key = Some(signature::fingerprint(&signature::key_of(&signed).unwrap()));
        (decision.statement, decision.signature) = (Some(text), Some(signed));
    }
    chain::append(Some(before), before.clone(), entry(act, &decision.person.clone(), Some(decision))).unwrap()
}
fn log(document: &Value) -> Vec<Change> {
    document::log(document).unwrap()
}
/// What becomes of the last act of a log.
fn last(log: &[Change], trust: Option<&Trust>, relaxed: bool) -> Result<(), Why> {
    let by = Authority { approvals: &approvals(), prepared_by: "maker@x", trust, relaxed, draft: false, now: NOW };
    judge(log, &by).pop().unwrap().counts
}
/// The kind of a reason.
fn kind(counts: &Result<(), Why>) -> &'static str {
    match counts {
        Ok(()) => "counts",
        Err(why) => match why {
            Why::Altered(_) => "altered",
            Why::Unchecked(_) => "unchecked",
            Why::EarlierDesign => "earlier",
            Why::Unsigned => "unsigned",
            Why::FirstForm => "first-form",
            Why::NoTrust => "no-trust",
            Why::UnknownKey(_) => "unknown-key",
            Why::NotOwner { .. } => "not-owner",
            Why::NotHeld { .. } => "not-held",
            Why::Expired => "expired",
            Why::NoRole { .. } => "no-role",
            Why::Preparer(_) => "preparer",
            Why::TwoRoles { .. } => "two-roles",
            Why::OneKey { .. } => "one-key",
            Why::Nobody(_) => "nobody",
            Why::Before { .. } => "before",
            Why::NotSubmitted => "not-submitted",
        },
    }
}
/// What stands in the log before an act: nothing, a submission, or a submission and all approvals.
fn before(keys: &Keys, act: Act) -> Value {
    let mut document = created();
    if act == Act::Submitted {
        return document;
    }
    let by = |document: &Value, act, role: &str| with(document, act, decision(role, &format!("{role}-b@x")), Some(&keys.key(&format!("{role}-b@x"))));
    document = by(&document, Act::Submitted, "preparer");
    if act == Act::Published {
        for role in &ROLES[1..5] {
            document = by(&document, Act::Approved, role);
        }
    }
    document
}
#[test]
fn the_signature_matrix() {
    let Some(mut keys) = Keys::new() else { return };
    // Whoever acted before are other people than those of the cells.
    let mut lines = String::new();
    for role in &ROLES[..5] {
        lines += &line(keys.dir.path(), &format!("{role}-b@x"), "", role).unwrap();
    }
    keys.trust.signers.extend(Trust::read(&lines).unwrap().signers);
    const KINDS: [&str; 9] = ["own", "boss", "other", "norole", "stranger", "expired", "unsigned", "altered", "other-rule"];
    let (mut cells, mut by_answer) = (0, BTreeMap::<&str, u32>::new());
    for act in ACTS {
        let base = before(&keys, act);
        for role in ROLES {
            for key in KINDS {
                let person = match key {
                    "boss" | "norole" | "stranger" => format!("{key}@x"),
                    "expired" => format!("{role}-old@x"),
                    _ => format!("{role}@x"),
                };
                let signs = match key {
                    "other" => Some(keys.key("boss@x")),
                    "unsigned" => None,
                    _ => Some(keys.key(&person)),
                };
                let mut log = log(&with(&base, act, decision(role, &person), signs.as_deref()));
                let own = log.last_mut().unwrap().decision.as_mut().unwrap();
                match key {
                    "altered" => own.note = "not agreed".into(),
                    "other-rule" => (own.rules, own.evidence) = (vec!["rule-b".into()], Some("another memo".into())),
                    _ => {}
                }
                for (policy, relaxed, trusted) in
                    [("strict", false, true), ("strict-no-trust", false, false), ("relaxed", true, true), ("relaxed-no-trust", true, false)]
                {
                    let expected = match (key, may(act, role)) {
                        ("altered" | "other-rule", _) => "altered",
                        ("unsigned", _) if !relaxed => "unsigned",
                        (_, false) => "no-role",
                        ("unsigned", true) => "counts",
                        _ if !trusted => {
                            if relaxed {
                                "counts"
                            } else {
                                "no-trust"
                            }
                        }
                        ("own" | "boss", true) => "counts",
                        ("other", true) => "not-owner",
                        ("norole", true) => "not-held",
                        ("stranger", true) => "unknown-key",
                        _ => "expired",
                    };
                    let got = last(&log, trusted.then_some(&keys.trust), relaxed);
                    assert_eq!(kind(&got), expected, "{act:?} as {role} with key {key} under {policy}: {got:?}");
                    cells += 1;
                    *by_answer.entry(expected).or_default() += 1;
                }
            }
        }
    }
    println!("{cells} cells decided: {by_answer:?}");
    assert_eq!(cells, 7 * 7 * 9 * 4);
}
/// Four eyes: each person and each key holds one role on a design, whoever prepared it none but that.
#[test]
fn four_eyes_are_four_keys_of_four_people() {
    let Some(keys) = Keys::new() else { return };
    let trust = Some(&keys.trust);
    let by = |document: &Value, act, role: &str, person: &str| with(document, act, decision(role, person), Some(&keys.key(person)));
    let of = |document: &Value| kind(&last(&log(document), trust, false));
    let submitted = by(&created(), Act::Submitted, "preparer", "preparer@x");
    assert_eq!(of(&submitted), "counts");
    // One person with every role of the file: one role only on this design.
    let boss = by(&submitted, Act::Approved, "legal", "boss@x");
    assert_eq!(of(&boss), "counts");
    for (act, role) in [(Act::Approved, "finance"), (Act::Rejected, "operations"), (Act::Resolved, "exec-sponsor"), (Act::Submitted, "preparer")] {
        assert_eq!(of(&by(&boss, act, role, "boss@x")), "two-roles", "{act:?} as {role}");
    }
    assert_eq!(of(&by(&boss, Act::Overridden, "legal", "boss@x")), "counts", "the same role may act again");
    let as_preparer = by(&created(), Act::Submitted, "preparer", "boss@x");
    for (act, role) in [(Act::Approved, "legal"), (Act::Overridden, "legal"), (Act::Resolved, "exec-sponsor"), (Act::Rejected, "finance")] {
        assert_eq!(of(&by(&as_preparer, act, role, "boss@x")), "two-roles", "{act:?} as {role}");
    }
    // The name in the history as well, in whatever spelling, signed or not.
    for person in ["maker@x", "Maker@X", " maker@x "] {
        let log = log(&with(&submitted, Act::Approved, decision("legal", person), None));
        assert_eq!(kind(&last(&log, None, true)), "preparer", "{person:?}");
    }
    for person in ["", " ", "unknown person", "another program", "An agent", "plan-loyalty"] {
        let log = log(&with(&submitted, Act::Approved, decision("legal", person), None));
        assert_eq!(kind(&last(&log, None, true)), "nobody", "{person:?}");
    }
    // One key under two names, where nobody says whose it is.
    let first = with(&submitted, Act::Approved, decision("legal", "a@x"), Some(&keys.key("legal@x")));
    let second = with(&first, Act::Approved, decision("finance", "b@x"), Some(&keys.key("legal@x")));
    assert_eq!(kind(&last(&log(&second), None, true)), "one-key");
    let spelled = with(&first, Act::Approved, decision("finance", "A@X"), None);
    assert_eq!(kind(&last(&log(&spelled), None, true)), "two-roles");
    // Nobody submitted, a role is missing, a role rejected.
    assert_eq!(of(&by(&created(), Act::Approved, "legal", "legal@x")), "not-submitted");
    assert_eq!(of(&by(&boss, Act::Published, "publisher", "publisher@x")), "before");
    let mut all = submitted.clone();
    for role in &ROLES[1..5] {
        all = by(&all, Act::Approved, role, &format!("{role}@x"));
    }
    assert_eq!(of(&by(&all, Act::Published, "publisher", "publisher@x")), "counts");
    assert_eq!(of(&by(&all, Act::Published, "publisher", "boss@x")), "counts");
    let rejected = by(&all, Act::Rejected, "finance", "finance@x");
    assert_eq!(of(&by(&rejected, Act::Published, "publisher", "publisher@x")), "before", "a rejection after an approval stands");
    // An earlier design, and the same design again after another.
    let (later, back) = (amended(&all, 2), amended(&amended(&all, 2), 1));
    assert_eq!(back["plan_hash"], all["plan_hash"]);
    for document in [later, back] {
        let log = log(&by(&document, Act::Published, "publisher", "publisher@x"));
        assert_eq!(kind(&last(&log, trust, false)), "not-submitted");
        let by = Authority { approvals: &approvals(), prepared_by: "maker@x", trust, relaxed: false, draft: false, now: NOW };
        assert!(judge(&log, &by).iter().rev().skip(1).all(|j| j.counts == Err(Why::EarlierDesign)));
    }
}
/// A signature is for one act, one rule, one piece of evidence, one file, one place in one history: moved anywhere else it is none.
#[test]
fn a_signature_is_good_for_the_whole_decision_only() {
    let Some(keys) = Keys::new() else { return };
    let submitted = with(&created(), Act::Submitted, decision("preparer", "preparer@x"), Some(&keys.key("preparer@x")));
    let good = with(&submitted, Act::Overridden, decision("legal", "legal@x"), Some(&keys.key("legal@x")));
    let of = |log: &[Change]| kind(&last(log, Some(&keys.trust), false));
    assert_eq!(of(&log(&good)), "counts");
    type Forge = fn(&mut Change);
    let forged: [(&str, Forge); 19] = [
        ("another rule", |c| c.decision.as_mut().unwrap().rules = vec!["rule-b".into()]),
        ("one rule more", |c| c.decision.as_mut().unwrap().rules.push("rule-b".into())),
        ("no rule", |c| c.decision.as_mut().unwrap().rules.clear()),
        ("the rule of an old plan", |c| c.decision.as_mut().unwrap().rule = Some("rule-b".into())),
        ("other evidence", |c| c.decision.as_mut().unwrap().evidence = Some("a better memo".into())),
        ("no evidence", |c| c.decision.as_mut().unwrap().evidence = None),
        ("evidence of another content", |c| c.decision.as_mut().unwrap().evidence_sha256 = Some("00".into())),
        ("another note", |c| c.decision.as_mut().unwrap().note = "agreed.".into()),
        ("a note with a line more", |c| c.decision.as_mut().unwrap().note = "agreed\n".into()),
        ("a note with a blank more", |c| c.decision.as_mut().unwrap().note = "agreed ".into()),
        ("another person", |c| c.decision.as_mut().unwrap().person = "boss@x".into()),
        ("another role", |c| c.decision.as_mut().unwrap().role = "finance".into()),
        ("another key", |c| c.decision.as_mut().unwrap().key = Some("SHA256:other".into())),
        ("a laxer policy", |c| c.decision.as_mut().unwrap().policy = Some(loyalty_model::plan::Policy { relaxed: true, signers_sha256: None })),
        ("other files", |c| {
            c.decision.as_mut().unwrap().deliverables = vec![loyalty_model::plan::SignedFile { path: "a".into(), sha256: "00".into() }];
        }),
        ("in the place of somebody", |c| c.decision.as_mut().unwrap().substitute_for = Some("the chief counsel".into())),
        ("another design", |c| c.plan_hash = "00".into()),
        ("another document", |c| c.document_hash = "00".into()),
        ("another act", |c| c.act = Act::Waived),
    ];
    for (what, forge) in forged {
        let mut log = log(&good);
        forge(log.last_mut().unwrap());
        let got = of(&log);
        assert!(got == "altered" || (what == "another design" && got != "counts"), "{what}: {got}");
    }
    // The text and the signature of another entry; a text without a signature; a signature without a text; a signature of another namespace.
    let decision_of = |d: &Value| log(d).pop().unwrap().decision.unwrap();
    let other = decision_of(&with(&submitted, Act::Waived, decision("legal", "legal@x"), Some(&keys.key("legal@x"))));
    for (statement, signature) in [
        (other.statement.clone(), other.signature.clone()),
        (decision_of(&good).statement, other.signature.clone()),
        (other.statement, decision_of(&good).signature),
        (decision_of(&good).statement, None),
        (None, decision_of(&good).signature),
        (decision_of(&good).statement, Some("-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----".into())),
        (decision_of(&good).statement, Some(String::new())),
        (None, None),
    ] {
        let mut log = log(&good);
        let d = log.last_mut().unwrap().decision.as_mut().unwrap();
        (d.statement, d.signature) = (statement, signature);
        assert_eq!(of(&log), "altered");
    }
    // The same entry in another history, or at another place of it.
    let elsewhere = with(&amended(&created(), 7), Act::Submitted, decision("preparer", "preparer@x"), Some(&keys.key("preparer@x")));
    let mut moved = log(&elsewhere);
    moved.push(Change { previous: chain::entry_hash(moved.last().unwrap()).unwrap(), ..log(&good).pop().unwrap() });
    assert_eq!(of(&moved), "altered");
    let mut twice = log(&good);
    twice.push(Change { previous: chain::entry_hash(twice.last().unwrap()).unwrap(), sequence: 4, ..log(&good).pop().unwrap() });
    assert_eq!(of(&twice), "altered", "a signature is good once");
}
/// A key that has run out since, and one that signed after it ran out.
#[test]
fn a_key_that_ran_out_stays_good_where_a_later_signature_covers_it() {
    let Some(keys) = Keys::new() else { return };
    let mut trust = keys.trust.clone();
    let set = |trust: &mut Trust, before: &str| trust.signers.iter_mut().filter(|s| s.person == "preparer@x").for_each(|s| s.valid_before = before.into());
    let submitted = with(&created(), Act::Submitted, decision("preparer", "preparer@x"), Some(&keys.key("preparer@x")));
    let of = |document: &Value, trust: &Trust, i: usize| {
        let log = log(document);
        let by = Authority { approvals: &approvals(), prepared_by: "maker@x", trust: Some(trust), relaxed: false, draft: false, now: NOW };
        kind(&judge(&log, &by)[i].counts)
    };
    // Valid at ten, when it signed; not at twelve, when we look.
    set(&mut trust, "20261124110000");
    assert_eq!(of(&submitted, &trust, 0), "expired");
    let covered = with(&submitted, Act::Approved, decision("legal", "legal@x"), Some(&keys.key("legal@x")));
    assert_eq!((of(&covered, &trust, 0), of(&covered, &trust, 1)), ("counts", "counts"));
    let by_stranger = with(&submitted, Act::Approved, decision("legal", "stranger@x"), Some(&keys.key("stranger@x")));
    assert_eq!(of(&by_stranger, &trust, 0), "expired", "a stranger covers nothing");
    // Run out before it signed.
    set(&mut trust, "20261124090000");
    assert_eq!(of(&covered, &trust, 0), "expired");
}
