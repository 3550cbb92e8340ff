//! Deliverables of a plan by their ids, for doors that ask for some of them.
use super::plan::recorded;
use crate::cli::interrupt;
use crate::error::Refusal;
use loyalty_exports::brand::Brand;
use loyalty_exports::deliverable::{self, View};
use loyalty_model::plan::{FileRecord, Plan};
use loyalty_plans::store;
use std::path::{Path, PathBuf};

/// A file to write: the deliverable's id, its path, its bytes.
pub type Made = (&'static str, PathBuf, Vec<u8>);

/// Makes the deliverables asked for; none named: the usual ones.
///
/// # Errors
/// An unknown id; a deliverable that cannot be made.
pub fn files(plan: &Plan, ids: &[String], out: &Path) -> Result<Vec<Made>, Refusal> {
    if let Some(unknown) = ids.iter().find(|id| !deliverable::ALL.iter().any(|d| d.id == id.as_str())) {
        let known: Vec<&str> = deliverable::ALL.iter().map(|d| d.id).collect();
        let shown: String = unknown.chars().filter(|c| !c.is_control()).take(80).collect();
        return Err(Refusal::input("deliverables", format!("{shown:?} is no deliverable"), "", format!("choose from: {}", known.join(", "))));
    }
    let brand = Brand::default();
    let view = View { plan, brand: &brand };
    let mut all = vec![];
    for d in deliverable::ALL.iter().filter(|d| if ids.is_empty() { d.usual } else { ids.iter().any(|id| id == d.id) }) {
        let made = (d.render)(&view).map_err(|e| Refusal::machine(d.id, e.to_string(), "leave this deliverable out"))?;
        all.extend(made.into_iter().map(|f| (d.id, out.join(f.name), f.bytes)));
    }
    Ok(all)
}
/// Writes them, whole or not at all.
///
/// # Errors
/// The machine.
pub fn write(made: Vec<Made>) -> Result<Vec<(&'static str, FileRecord)>, Refusal> {
    let ids: Vec<&'static str> = made.iter().map(|m| m.0).collect();
    let files: Vec<(PathBuf, Vec<u8>)> = made.into_iter().map(|(_, path, bytes)| (path, bytes)).collect();
    interrupt::hold(|| store::write_all(&files))?;
    Ok(ids.into_iter().zip(recorded(&files)).collect())
}
