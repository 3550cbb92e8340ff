//! A revision of a plan on its way into the file: hashed, recorded, appended to the change log, saved whole or not at all.
use super::deliverables::Written;
use super::plans::Opened;
use super::run_folder::RunFolder;
use crate::context::Context;
use crate::refusal::Refusal;
use loyalty_model::plan::{FileRecord, Plan, Summary};
use loyalty_plans::chain::{self, ChainError, Entry};
use loyalty_plans::store::{self, StoreError};
use loyalty_plans::{document, hash};
use serde_json::Value;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// With the hash of its design: deliverables print the hash of the design that they show.
///
/// # Errors
/// A figure that is no number.
pub fn hashed(mut plan: Plan) -> Result<Plan, Refusal> {
    plan.plan_hash = hash::of_design(&plan.design)
        .map_err(|e| Refusal::machine("the plan", format!("a figure is not a number: {e}"), "report this as a bug; nothing was written"))?;
    plan.summary = Some(Summary::of(&plan.design));
    Ok(plan)
}
/// What is written with a revision, as the plan records it.
pub fn recorded(files: &[Written]) -> Vec<FileRecord> {
    let record = |(path, bytes): &Written| FileRecord {
        table: "deliverable".into(),
        path: path.display().to_string(),
        bytes: bytes.len() as u64,
        sha256: hash::of_bytes(bytes),
    };
    files.iter().map(record).collect()
}
/// A trail that cannot be written.
pub fn trail(e: ChainError) -> Refusal {
    Refusal::machine("the plan", e.to_string(), "check it with plan-loyalty verify; nothing was written")
}
/// Writes files of a plan into a folder, all or none. Their paths start from the context's folder.
///
/// # Errors
/// The machine; a path that may not be written.
pub fn write(context: &Context, opened: &Opened, folder: &Path, files: &[Written]) -> Result<(), Refusal> {
    let (placed, dir, out) = (placed(context, files)?, context.writing("plans", store::folder(&opened.path))?, context.writing("out", folder)?);
    let lock = dir.join(store::LOCK);
    Ok(context.gate.hold(|| match context.stored(dir).write(&placed) {
        // A plan in a folder that this person can only read: the journal is beside the files.
        Err(StoreError::Io { path, source }) if path == lock && matches!(source.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) => {
            context.stored(out).write(&placed)
        }
        other => other,
    })?)
}
fn placed(context: &Context, files: &[Written]) -> Result<Vec<Written>, Refusal> {
    files.iter().map(|(path, bytes)| Ok((context.writing("out", path)?, bytes.clone()))).collect()
}
/// Saves a new plan with its deliverables, which ends the run that made it; tells its path and the plan as it was saved.
///
/// # Errors
/// The machine.
pub fn create(context: &Context, plan: &Plan, entry: Entry, (stamp, files): (&str, &[Written]), run: Option<&RunFolder>) -> Result<(PathBuf, Plan), Refusal> {
    let document = document::of(plan).map_err(ChainError::from).and_then(|d| chain::append(None, d, entry)).map_err(trail)?;
    let (placed, plans) = (placed(context, files)?, context.plans()?);
    let (path, saved) = saved(context, &document, || {
        let path = context.stored(plans).put(stamp, &document, &placed, run.map(RunFolder::path))?;
        run.into_iter().for_each(RunFolder::end);
        Ok(path)
    })?;
    Ok((context.shown(&path), saved))
}
/// Saves a changed plan over the one that was opened, with its deliverables; gives the plan as it was saved.
///
/// # Errors
/// The machine, or a plan that somebody else changed meanwhile.
pub fn replace(context: &Context, opened: &Opened, plan: &Plan, entry: Entry, files: &[Written]) -> Result<Plan, Refusal> {
    let (_, before) = store::head_of(&opened.document).map_err(|e| trail(e.into()))?;
    let document = renewed(opened, plan).and_then(|d| chain::append(Some(&opened.document), d, entry)).map_err(trail)?;
    let (placed, path) = (placed(context, files)?, context.writing("plans", &opened.path)?);
    let ((), saved) = saved(context, &document, || Ok(context.stored(store::folder(&path)).replace(&path, &before, &document, &placed)?))?;
    Ok(saved)
}
/// Writes while nothing may interrupt; meanwhile the document is read as a plan.
fn saved<T: Send>(context: &Context, document: &Value, write: impl FnOnce() -> Result<T, Refusal> + Send) -> Result<(T, Plan), Refusal> {
    let (written, plan) = rayon::join(|| context.gate.hold(write), || document::plan(document));
    Ok((written?, plan.map_err(|e| trail(e.into()))?))
}
/// The document with an entry that changes nothing in the design; with the plan's new history, where it has one.
///
/// # Errors
/// A trail that cannot be continued.
pub fn document(opened: &Opened, plan: Option<&Plan>, entry: Entry) -> Result<Value, Refusal> {
    let after = plan.map_or_else(|| Ok(opened.document.clone()), |plan| renewed(opened, plan));
    after.and_then(|d| chain::append(Some(&opened.document), d, entry)).map_err(trail)
}
/// Saves such a document over the plan that was opened, with its deliverables.
///
/// # Errors
/// Somebody else wrote in between; the machine.
pub fn save(context: &Context, opened: &Opened, document: &Value, files: &[Written]) -> Result<(), Refusal> {
    let (_, before) = store::head_of(&opened.document).map_err(|e| trail(e.into()))?;
    let (placed, path) = (placed(context, files)?, context.writing("plans", &opened.path)?);
    saved(context, document, || Ok(context.stored(store::folder(&path)).replace(&path, &before, document, &placed)?)).map(drop)
}
/// The document with the new plan in it; what this version does not know stays.
fn renewed(opened: &Opened, plan: &Plan) -> Result<Value, ChainError> {
    let (known, new) = rayon::join(|| serde_json::to_value(&opened.plan), || document::of(plan));
    let (known, mut new) = (known?, new?);
    carry(&opened.document, &known, &mut new);
    Ok(new)
}
/// Copies what stands in `file` and not in `known` (the same, read and written by this version) to `new`.
fn carry(file: &Value, known: &Value, new: &mut Value) {
    let (Value::Object(file), Value::Object(known), Value::Object(new)) = (file, known, new) else { return };
    for (key, value) in file {
        match (known.get(key), new.get_mut(key)) {
            (None, None) => drop(new.insert(key.clone(), value.clone())),
            (Some(k), Some(n)) => carry(value, k, n),
            _ => {}
        }
    }
}
