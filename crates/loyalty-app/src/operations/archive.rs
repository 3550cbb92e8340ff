//! `archive`: a plan, its deliverables and where they come from in one folder that other programs can read and check.
use super::deliverables::{self, Written};
use super::plans;
use super::revision;
use crate::context::Context;
use crate::refusal::Refusal;
use loyalty_exports::archive::{METADATA, Member, STATEMENT, metadata, statement};
use loyalty_plans::{hash, store};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What to put together, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveRequest {
    pub plan: String,
    /// Folder of the archive: a new one, or an empty one.
    pub out: String,
}
/// What was put together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArchiveOutcome {
    pub plan: String,
    pub folder: PathBuf,
    /// Files, as the archive names them.
    pub files: Vec<String>,
    /// Deliverables that hold single customers, and stay where they are.
    pub left_out: Vec<PathBuf>,
}
/// `archive`. Each deliverable is the one that the plan records: another is refused.
///
/// # Errors
/// No such plan; a deliverable that is missing or was changed; a folder that holds something.
pub fn archive(context: &Context, request: &ArchiveRequest) -> Result<ArchiveOutcome, Refusal> {
    let opened = plans::open(context, &request.plan)?;
    let folder = PathBuf::from(&request.out);
    empty(context, &folder)?;
    let own = deliverables::folder(&opened.plan);
    let document = read(context, &opened.path)?;
    let mut files: Vec<(String, Vec<u8>, String)> = vec![(opened.name(), document, "the plan with its change log".into())];
    let mut left_out = vec![];
    for record in &opened.plan.history.deliverables {
        let path = Path::new(&record.path);
        if store::of_people(path) {
            left_out.push(path.to_path_buf());
            continue;
        }
        let bytes = read(context, path)?;
        if hash::of_bytes(&bytes) != record.sha256 {
            return Err(missing(path, "it is not the file that the plan records"));
        }
        let about = deliverables::id_of(path).and_then(|id| deliverables::all().into_iter().find(|d| d.id == id)).map_or("a deliverable", |d| d.about);
        let name = path.strip_prefix(&own).unwrap_or(path).components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        files.push((name, bytes, about.into()));
    }
    let mut names = BTreeSet::from([METADATA.to_string()]);
    let member = |(name, bytes, about): &(String, Vec<u8>, String)| Member {
        name: name.clone(),
        bytes: bytes.len() as u64,
        sha256: hash::of_bytes(bytes),
        about: about.clone(),
    };
    let told = |e: loyalty_exports::deliverable::ExportError| Refusal::machine("the archive", e.to_string(), "report this as a bug; nothing was written");
    let stated = statement(&opened.plan, &files.iter().map(member).collect::<Vec<_>>()).map_err(told)?;
    files.push((STATEMENT.into(), stated, "in-toto statement: the files and what they were made from".into()));
    let described = metadata(&opened.plan, &files.iter().map(member).collect::<Vec<_>>()).map_err(told)?;
    if let Some((name, ..)) = files.iter().find(|(name, ..)| !names.insert(name.clone()) || name.split('/').any(|part| matches!(part, "" | "." | ".."))) {
        return Err(Refusal::input(
            name,
            "a deliverable cannot have this place in an archive",
            "Another file of the archive has the name, or it leads out of the folder",
            "make the plan again with its deliverables in one folder: plan-loyalty … --out loyalty-plan",
        ));
    }
    files.push((METADATA.into(), described, String::new()));
    let written: Vec<Written> = files.into_iter().map(|(name, bytes, _)| (folder.join(name), bytes)).collect();
    context.going_on()?;
    revision::write(context, &opened, &folder, &written)?;
    let shown = |(path, _): &Written| path.strip_prefix(&folder).unwrap_or(path).display().to_string();
    Ok(ArchiveOutcome { plan: opened.name(), files: written.iter().map(shown).collect(), folder, left_out })
}
/// A crate is all that lies in its folder.
fn empty(context: &Context, folder: &Path) -> Result<(), Refusal> {
    let at = context.writing("out", folder)?;
    let holds = std::fs::read_dir(&at).map(|mut all| all.next().is_some());
    if at.exists() && holds.unwrap_or(true) {
        return Err(Refusal::input(
            folder.display().to_string(),
            "this folder is not empty",
            "Everything in it would count as part of the archive",
            "name a new folder with --out",
        ));
    }
    Ok(())
}
fn read(context: &Context, path: &Path) -> Result<Vec<u8>, Refusal> {
    std::fs::read(context.reading("the deliverables", path)?).map_err(|e| missing(path, &format!("it cannot be read: {e}")))
}
fn missing(path: &Path, fact: &str) -> Refusal {
    Refusal::input(
        path.display().to_string(),
        fact,
        "An archive holds what the plan records and nothing else",
        "write the deliverables again with plan-loyalty renew, then archive",
    )
}
