//! Whether an act counts. One function, [`judge`], decides it for every act of a person: who hands a design in, approves, rejects, resolves, overrides,
//! waives and publishes. What does not count stays in the log, with the reason.
use crate::chain;
use crate::signature::{self, SignatureError};
use crate::signers::{PREPARER, PUBLISHER, ROLES, Signer, Trust};
use loyalty_model::plan::{Act, Approval, Change, Decision, acts};

/// Names that are nobody's.
const NOBODY: [&str; 6] = ["", "unknown person", "another program", "an agent", "plan-loyalty", "the person who asked"];

/// What acts of a plan are judged by.
#[derive(Debug, Clone, Copy)]
pub struct Authority<'a> {
    /// Approvals that the design asks for.
    pub approvals: &'a [Approval],
    /// Who made the plan.
    pub prepared_by: &'a str,
    /// Signers that a person chose to trust; none: no signature counts.
    pub trust: Option<&'a Trust>,
    /// Acts without a signature count.
    pub relaxed: bool,
    /// The last entry is a draft that its person has not signed yet: it is judged as if it were signed.
    pub draft: bool,
    /// Instant of the judgement, RFC 3339 in UTC.
    pub now: &'a str,
}
/// Why an act does not count.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// What was signed is not what stands in the log.
    #[error("{0}")]
    Altered(String),
    /// The signature could not be looked at.
    #[error("{0}")]
    Unchecked(String),
    #[error("it was about an earlier design")]
    EarlierDesign,
    #[error("it has no signature")]
    Unsigned,
    #[error("it was signed on a statement of form 1, which names neither rule nor evidence nor files")]
    FirstForm,
    #[error("nobody was told which signers to trust")]
    NoTrust,
    #[error("the key {0} is not in the file of signers")]
    UnknownKey(String),
    #[error("the key {key} is that of {owner}, and {person} was named")]
    NotOwner { key: String, owner: String, person: String },
    #[error("{person} may not act for {role}: no line of the file of signers gives {person} a key with roles={role}")]
    NotHeld { person: String, role: String },
    #[error("the key was not valid on that day, and no valid signature follows that covers it")]
    Expired,
    #[error("{role:?} cannot do this; roles: {known}")]
    NoRole { role: String, known: String },
    #[error("{0} prepared or changed this plan, and whoever prepared a plan cannot decide on it")]
    Preparer(String),
    #[error("{person} has acted for {other} on this design, and one person cannot hold two roles")]
    TwoRoles { person: String, other: String },
    #[error("the key {key} has acted for {other} on this design, and one key cannot hold two roles")]
    OneKey { key: String, other: String },
    #[error("{0:?} is nobody's name")]
    Nobody(String),
    #[error("{role} comes after {before}, which has not approved this design")]
    Before { role: String, before: String },
    #[error("nobody has submitted this design as its preparer")]
    NotSubmitted,
}
/// An act and what became of it.
#[derive(Debug, Clone)]
pub struct Judged<'a> {
    pub change: &'a Change,
    pub decision: &'a Decision,
    /// Fingerprint of the key that signed, where the signature is one of its statement.
    pub key: Option<String>,
    /// It counts, or why not.
    pub counts: Result<(), Why>,
}
impl Judged<'_> {
    /// Counts, and by a signature.
    pub fn signed(&self) -> bool {
        self.counts.is_ok() && self.key.is_some()
    }
}
/// The roles that may do an act.
pub fn may(act: Act, approvals: &[Approval]) -> Vec<&str> {
    match act {
        Act::Approved | Act::Rejected => approvals.iter().map(|a| a.role.as_str()).filter(|r| ROLES[1..5].contains(r)).collect(),
        Act::Resolved => vec!["exec-sponsor"],
        Act::Overridden | Act::Waived => vec!["legal"],
        Act::Submitted => vec![PREPARER],
        Act::Published => vec![PUBLISHER],
        Act::Created | Act::Amended | Act::Resumed | Act::Migrated => vec![],
    }
}
/// A name that could be somebody's.
pub fn somebody(person: &str) -> bool {
    !NOBODY.contains(&same(person).as_str())
}
/// A name as it is compared.
fn same(person: &str) -> String {
    person.trim().to_lowercase()
}
/// Judges every act of a log, in its order.
pub fn judge<'a>(log: &'a [Change], by: &Authority) -> Vec<Judged<'a>> {
    let first = log.first().and_then(|c| chain::entry_hash(c).ok()).unwrap_or_default();
    let before_today = log.len() - acts(log).len();
    let held: Vec<_> = (0..log.len()).filter_map(|i| Some((i, log[i].decision.as_ref()?))).map(|(i, d)| (i, d, holder(log, i, d, &first, by))).collect();
    let mut so_far = SoFar { preparers: preparers(log, by.prepared_by), ..SoFar::default() };
    let mut out: Vec<Judged> = vec![];
    for (i, decision, signed) in &held {
        let (change, key) = (&log[*i], signed.as_ref().ok().and_then(|s| s.key.clone()));
        // Whoever signs later with a valid key signs the entries before as well.
        let covered = || held.iter().any(|(j, _, s)| j > i && s.as_ref().is_ok_and(|s| s.valid_now));
        let counts = match signed {
            Err(why) => Err(why.clone()),
            Ok(s) if !s.valid_then || (!s.valid_now && !covered()) => Err(Why::Expired),
            Ok(_) if *i < before_today => Err(Why::EarlierDesign),
            Ok(_) => so_far.takes(change, decision, key.as_deref(), by),
        };
        if counts.is_ok() {
            so_far.record(change, decision, key.clone());
        }
        out.push(Judged { change, decision, key, counts });
    }
    out
}
/// Everybody who made or changed a design of the plan.
fn preparers(log: &[Change], prepared_by: &str) -> Vec<String> {
    log.iter().filter(|c| c.act.changes()).map(|c| c.actor.as_str()).chain([prepared_by]).map(same).filter(|p| !p.is_empty()).collect()
}
/// A signature whose owner holds the role.
struct Held {
    key: Option<String>,
    valid_then: bool,
    valid_now: bool,
}
/// Whether an entry says what was signed, by whom, and whether that person may act so: everything but the order of acts.
fn holder(log: &[Change], i: usize, d: &Decision, first: &str, by: &Authority) -> Result<Held, Why> {
    let (change, head) = (&log[i], i.checked_sub(1).and_then(|b| chain::entry_hash(&log[b]).ok()).unwrap_or_default());
    let altered = |fact: &str| Err(Why::Altered(fact.into()));
    let drafted = by.draft && i + 1 == log.len();
    let unsigned = Held { key: None, valid_then: true, valid_now: true };
    let key = match (&d.statement, &d.signature) {
        (None, None) if d.key.is_some() => return altered("it names a key and has no signature"),
        (None, None) if by.relaxed || drafted => None,
        (None, None) => return Err(Why::Unsigned),
        (Some(text), Some(signed)) => {
            let old = signature::is_first_form(text);
            let says = if old { signature::first_form(first, change) } else { signature::statement(first, change) };
            if change.previous != head || says.as_ref() != Some(text) {
                return altered("the signed statement differs from the entry");
            }
            match signature::check(text, signed) {
                Ok(_) if old => return Err(Why::FirstForm),
                Ok(key) => Some(key),
                Err(e @ (SignatureError::NoTool(_) | SignatureError::Io(_))) => return Err(Why::Unchecked(e.to_string())),
                Err(e) => return Err(Why::Altered(e.to_string())),
            }
        }
        _ => return altered("it has a statement or a signature, and not both"),
    };
    let known = may(change.act, by.approvals);
    if !known.contains(&d.role.as_str()) {
        return Err(Why::NoRole { role: d.role.clone(), known: known.join(", ") });
    }
    let Some(key) = key else {
        let holds = |trust: &Trust| trust.signers.iter().any(|s| s.person == d.person && s.roles.contains(&d.role));
        let missing = drafted && !by.relaxed && by.trust.is_some_and(|t| !holds(t));
        return if missing { Err(Why::NotHeld { person: d.person.clone(), role: d.role.clone() }) } else { Ok(unsigned) };
    };
    let print = signature::fingerprint(&key);
    if d.key.as_ref() != Some(&print) {
        return altered("it names another key than the one that signed");
    }
    match by.trust {
        None if by.relaxed => Ok(Held { key: Some(print), ..unsigned }),
        None => Err(Why::NoTrust),
        Some(trust) => {
            let signer = owner(trust, &key, &print, d)?;
            Ok(Held { key: Some(print), valid_then: signer.valid_at(&change.at), valid_now: signer.valid_at(by.now) })
        }
    }
}
fn owner<'t>(trust: &'t Trust, key: &[u8], print: &str, d: &Decision) -> Result<&'t Signer, Why> {
    let signer = trust.owner(key).ok_or_else(|| Why::UnknownKey(print.into()))?;
    if signer.person != d.person {
        return Err(Why::NotOwner { key: print.into(), owner: signer.person.clone(), person: d.person.clone() });
    }
    if !signer.roles.contains(&d.role) {
        return Err(Why::NotHeld { person: d.person.clone(), role: d.role.clone() });
    }
    Ok(signer)
}
/// Who has acted on the design of today, and what they did.
#[derive(Default)]
struct SoFar {
    preparers: Vec<String>,
    /// Person, key and role of each act that counts.
    acted: Vec<(String, Option<String>, String)>,
    /// The last approval or rejection of each role: approved or not.
    approved: Vec<(String, bool)>,
}
impl SoFar {
    /// Four eyes and the order of acts.
    fn takes(&self, change: &Change, d: &Decision, key: Option<&str>, by: &Authority) -> Result<(), Why> {
        let (person, role) = (same(&d.person), d.role.as_str());
        if !somebody(&person) {
            return Err(Why::Nobody(d.person.clone()));
        }
        if role != PREPARER && self.preparers.contains(&person) {
            return Err(Why::Preparer(d.person.clone()));
        }
        let others = || self.acted.iter().filter(|(_, _, r)| r != role);
        if let Some((_, _, other)) = others().find(|(p, _, _)| *p == person) {
            return Err(Why::TwoRoles { person: d.person.clone(), other: other.clone() });
        }
        if let Some((_, Some(key), other)) = others().find(|(_, k, _)| k.is_some() && k.as_deref() == key) {
            return Err(Why::OneKey { key: key.clone(), other: other.clone() });
        }
        let has = |before: &str| self.approved.iter().rfind(|(r, _)| r == before).is_some_and(|(_, yes)| *yes);
        let before: Vec<&str> = match change.act {
            Act::Approved => by.approvals.iter().filter(|a| a.role == role).flat_map(|a| &a.after).map(String::as_str).collect(),
            Act::Published => by.approvals.iter().map(|a| a.role.as_str()).collect(),
            _ => return Ok(()),
        };
        let submitted = self.acted.iter().any(|(_, _, r)| r == PREPARER);
        let known = by.relaxed && self.preparers.iter().any(|p| somebody(p));
        if !submitted && !known {
            return Err(Why::NotSubmitted);
        }
        match before.into_iter().find(|b| !has(b)) {
            Some(before) => Err(Why::Before { role: role.into(), before: before.into() }),
            None => Ok(()),
        }
    }
    fn record(&mut self, change: &Change, d: &Decision, key: Option<String>) {
        self.acted.push((same(&d.person), key, d.role.clone()));
        if matches!(change.act, Act::Approved | Act::Rejected) {
            self.approved.push((d.role.clone(), change.act == Act::Approved));
        }
    }
}
