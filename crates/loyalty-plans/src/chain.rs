//! The change log: each entry holds the patch to its revision, the patch back, the hash of the entry before and of the document after.
use crate::{document, hash};
use json_patch::jsonptr::PointerBuf;
use json_patch::{Patch, PatchOperation, ReplaceOperation};
use loyalty_model::fact::Fact;
use loyalty_model::plan::{Act, Change, Decision};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// A list is replaced as a whole where at least two, and one in this many, of its figures changed.
const MANY: usize = 4;
/// What a new entry says.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Instant, RFC 3339.
    pub at: String,
    /// Who.
    pub actor: String,
    /// What.
    pub act: Act,
    /// Why.
    pub reason: Fact,
    /// A person's act.
    pub decision: Option<Decision>,
}
/// Why a chain cannot be continued or read.
#[derive(Debug, thiserror::Error)]
pub enum ChainError {
    /// Not JSON of a plan.
    #[error("the document is not a plan: {0}")]
    NotAPlan(#[from] serde_json::Error),
    /// A patch of the log does not apply.
    #[error("entry {sequence} of the change log does not apply: {fact}")]
    Patch {
        /// Which.
        sequence: u64,
        /// Why.
        fact: String,
    },
    /// There is no such revision.
    #[error("there is no revision {asked}; the plan has {have}")]
    NoRevision {
        asked: u64,
        /// Had.
        have: u64,
    },
}
/// Hash of an entry.
///
/// # Errors
/// None in practice.
pub fn entry_hash(change: &Change) -> Result<String, serde_json::Error> {
    hash::of(change)
}
/// Appends an entry to a document whose `design` (and history) were changed from `before`; sets `plan_hash`. For the first entry
/// `before` is `None`.
///
/// # Errors
/// [`ChainError`].
pub fn append(before: Option<&Value>, mut after: Value, entry: Entry) -> Result<Value, ChainError> {
    let mut log = match before {
        Some(b) => b["history"]["change_log"].as_array().cloned().unwrap_or_default(),
        None => vec![],
    };
    let (entries, last) = before.map(document::last).transpose()?.unwrap_or_default();
    let plan_hash = hash::of(&after["design"])?;
    after["plan_hash"] = Value::String(plan_hash.clone());
    let steps = |b: &Value| Ok::<_, serde_json::Error>((difference(&b["design"], &after["design"])?, difference(&after["design"], &b["design"])?));
    // Both take a while on a large plan, and neither waits for the other.
    let (steps, document_hash) = std::thread::scope(|s| {
        let steps = s.spawn(|| before.map(steps).transpose());
        let hash = document::hash_without_log(&after);
        (steps.join(), hash)
    });
    let steps = steps.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
    let (patch, undo) = steps.unwrap_or_else(|| (Value::Array(vec![]), Value::Array(vec![])));
    log.push(serde_json::to_value(Change {
        sequence: entries + 1,
        at: entry.at,
        actor: entry.actor,
        act: entry.act,
        reason: entry.reason,
        patch,
        undo,
        previous: last.as_ref().map(entry_hash).transpose()?.unwrap_or_default(),
        plan_hash,
        document_hash: document_hash?,
        decision: entry.decision,
    })?);
    after["history"]["change_log"] = Value::Array(log);
    Ok(after)
}
/// The patch from one design to another. A list of figures of which many changed is replaced as a whole: figure by figure, the log of a plan
/// that is often amended would outgrow the plan many times over.
fn difference(from: &Value, to: &Value) -> Result<Value, serde_json::Error> {
    let fine = json_patch::diff(from, to);
    let coarse = coarser(&fine, from, to);
    let mut made = from.clone();
    let holds = json_patch::patch_unsafe(&mut made, &coarse).is_ok() && made == *to;
    serde_json::to_value(if holds { coarse } else { fine })
}
fn coarser(fine: &Patch, from: &Value, to: &Value) -> Patch {
    let list = |op: &PatchOperation| {
        let PatchOperation::Replace(op) = op else { return None };
        let (parent, _) = op.path.split_back()?;
        let (old, new) = (parent.resolve(from).ok()?.as_array()?, parent.resolve(to).ok()?.as_array()?);
        let plain = |all: &[Value]| all.iter().all(|v| !v.is_object() && !v.is_array());
        (old.len() == new.len() && plain(old) && plain(new)).then(|| (parent.to_string(), new))
    };
    let mut changed: BTreeMap<String, usize> = BTreeMap::new();
    let lists: Vec<_> = fine.0.iter().map(list).collect();
    for (path, _) in lists.iter().flatten() {
        *changed.entry(path.clone()).or_default() += 1;
    }
    let mut out = vec![];
    for (op, list) in fine.0.iter().zip(lists) {
        let Some((path, new)) = list.filter(|(path, new)| changed.get(path).is_some_and(|n| *n == 0 || *n > 1 && n * MANY >= new.len())) else {
            out.push(op.clone());
            continue;
        };
        if let (Some(left), Ok(at)) = (changed.get_mut(&path).filter(|n| **n > 0), PointerBuf::parse(path.clone())) {
            *left = 0;
            out.push(PatchOperation::Replace(ReplaceOperation { path: at, value: Value::Array(new.clone()) }));
        }
    }
    Patch(out)
}
fn apply(design: &mut Value, patch: &Value, sequence: u64) -> Result<(), ChainError> {
    let patch = Patch::deserialize(patch)?;
    json_patch::patch(design, &patch).map_err(|e| ChainError::Patch { sequence, fact: e.to_string() })
}
/// The design at a revision (from 1), rebuilt by the patches back.
///
/// # Errors
/// [`ChainError`].
pub fn design_at(document: &Value, revision: u64) -> Result<Value, ChainError> {
    let log = document::log(document)?;
    let have = log.len() as u64;
    if revision == 0 || revision > have {
        return Err(ChainError::NoRevision { asked: revision, have });
    }
    let mut design = document["design"].clone();
    for change in log.iter().rev().take((have - revision) as usize) {
        apply(&mut design, &change.undo, change.sequence)?;
    }
    Ok(design)
}
/// The first entry that does not hold, and why; `None`: the chain is whole.
///
/// # Errors
/// Not a plan at all.
pub fn first_broken(document: &Value) -> Result<Option<(u64, String)>, ChainError> {
    let log = document::log(document)?;
    let Some(last) = log.last() else { return Ok(Some((1, "there is no change log".into()))) };
    // Designs after each entry, walking back.
    let mut designs = vec![document["design"].clone()];
    for change in log.iter().skip(1).rev() {
        let mut design = designs[designs.len() - 1].clone();
        if let Err(e) = apply(&mut design, &change.undo, change.sequence) {
            return Ok(Some((change.sequence, e.to_string())));
        }
        designs.push(design);
    }
    designs.reverse();
    let mut previous = String::new();
    for (i, (change, design)) in log.iter().zip(&designs).enumerate() {
        let say = |why: &str| Ok(Some((i as u64 + 1, why.to_string())));
        if change.sequence != i as u64 + 1 {
            return say("its number is out of order");
        }
        if change.previous != previous {
            return say("it does not name the entry before");
        }
        if hash::of(design)? != change.plan_hash {
            return say("the design after it has another hash");
        }
        if i > 0 {
            let mut made = designs[i - 1].clone();
            if apply(&mut made, &change.patch, change.sequence).is_err() || made != *design {
                return say("its patch does not lead from the revision before to this one");
            }
        }
        previous = entry_hash(change)?;
    }
    if document["plan_hash"].as_str() != Some(&last.plan_hash) {
        return Ok(Some((last.sequence, "plan_hash is not that of the last entry".into())));
    }
    // A document of an older shape has no hash of the rest.
    if !last.document_hash.is_empty() && document::hash_without_log(document)? != last.document_hash {
        return Ok(Some((last.sequence, "the document beside the change log has another hash".into())));
    }
    Ok(None)
}
