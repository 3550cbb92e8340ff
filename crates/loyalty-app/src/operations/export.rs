//! `export` and `renew`: deliverables of a plan, in the format of whoever takes them over; they are views of it.
use super::deliverables::{self, Choice, MEMBERS, Written};
use super::plans::{self, Opened};
use super::{brand, revision};
use crate::context::Context;
use crate::refusal::Refusal;
use loyalty_exports::brand::Brand;
use loyalty_model::plan::{FileRecord, Plan};
use loyalty_plans::hash;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// What to write, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportRequest {
    pub plan: String,
    /// Deliverables; empty: those written with the plan.
    #[serde(default)]
    pub deliverables: Vec<String>,
    /// Folder; none: where the plan's deliverables are.
    #[serde(default)]
    pub out: Option<String>,
    /// Brand file; none: the one that the plan was made with.
    #[serde(default)]
    pub brand: Option<String>,
}
/// Files written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExportOutcome {
    /// Name of the plan.
    pub plan: String,
    pub folder: PathBuf,
    /// Files with size and hash.
    pub files: Vec<FileRecord>,
}
/// `export`. The plan is not changed: what it records of its own deliverables stays true.
///
/// # Errors
/// No such plan, a name that nobody knows, a file of the plan's own that would become another.
pub fn export(context: &Context, request: &ExportRequest) -> Result<ExportOutcome, Refusal> {
    let named = (!request.deliverables.is_empty()).then(|| Choice::named("--to", &request.deliverables)).transpose()?;
    let opened = plans::open(context, &request.plan)?;
    let choice = named.unwrap_or_else(|| Choice::recorded(&opened.plan).of_plan());
    let look = match &request.brand {
        Some(file) => brand::read(context, Some(file))?,
        None => deliverables::brand_of(context, &opened.plan)?,
    };
    let folder = request.out.as_ref().map_or_else(|| deliverables::folder(&opened.plan), PathBuf::from);
    let files = chosen(&opened.plan, &choice, &look, &folder)?;
    finish(context, &opened, folder, &files)
}
/// The decision on one page, not written anywhere: name and bytes. A PDF where this build makes decks, else a page.
///
/// # Errors
/// No such plan; a brand file that is gone.
pub fn sheet(context: &Context, plan: &str) -> Result<(String, Vec<u8>), Refusal> {
    const SHEETS: [&str; 2] = ["decision.pdf", "decision.html"];
    let opened = plans::open(context, plan)?;
    let look = deliverables::brand_of(context, &opened.plan)?;
    let known = |name: &&&str| deliverables::all().iter().any(|d| d.id == **name);
    let name = SHEETS.iter().find(known).map_or(SHEETS[1], |name| name);
    let choice = Choice::named("--to", &[name.to_string()])?;
    let made = deliverables::make(Path::new(""), &deliverables::as_recorded(&opened.plan), &look, &choice, None)?;
    let bytes = made.into_iter().next().map(|(_, bytes)| bytes).unwrap_or_default();
    Ok((name.to_string(), bytes))
}
/// Which plan's deliverables to write again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenewRequest {
    pub plan: String,
}
/// `renew`: writes the deliverables of a plan again, where they were.
///
/// # Errors
/// No such plan, a file that would differ from the recorded one (another brand, another version of the program), or the machine.
pub fn renew(context: &Context, request: &RenewRequest) -> Result<ExportOutcome, Refusal> {
    let opened = plans::open(context, &request.plan)?;
    let (plan, folder) = (&opened.plan, deliverables::folder(&opened.plan));
    let shown = deliverables::as_recorded(plan);
    let files = deliverables::make(&folder, &shown, &deliverables::brand_of(context, plan)?, &Choice::recorded(plan), None)?;
    keep_recorded(plan, &files, "write them elsewhere: plan-loyalty export PLAN --to NAME --out DIR")?;
    finish(context, &opened, folder, &files)
}
fn finish(context: &Context, opened: &Opened, folder: PathBuf, files: &[Written]) -> Result<ExportOutcome, Refusal> {
    context.going_on()?;
    revision::write(context, opened, &folder, files)?;
    Ok(ExportOutcome { plan: opened.name(), folder, files: revision::recorded(files) })
}
/// The files of a choice, made and not yet written.
fn chosen(plan: &Plan, choice: &Choice, look: &Brand, out: &Path) -> Result<Vec<Written>, Refusal> {
    if choice.members() {
        return Err(Refusal::input(
            format!("--to {MEMBERS}"),
            "a saved plan is not enough to write this file",
            "A plan holds no customer records",
            "make the plan again from its data: plan-loyalty … --only members.csv",
        ));
    }
    let files = deliverables::make(out, plan, look, choice, None)?;
    if files.is_empty() {
        let asked: Vec<&str> = choice.which().iter().map(|d| d.id).collect();
        return Err(Refusal::input(
            format!("--to {}", asked.join(",")),
            "the plan has no content for this file",
            "The data of the plan do not cover it",
            "blueprint.md lists the missing data; make the plan again with them",
        ));
    }
    keep_recorded(plan, &files, "choose another folder with --out")?;
    Ok(files)
}
/// Refuses to turn a recorded deliverable into another file: `verify` would call it broken.
fn keep_recorded(plan: &Plan, files: &[Written], next: &str) -> Result<(), Refusal> {
    let differs = |(path, bytes): &&Written| plan.history.deliverables.iter().any(|f| Path::new(&f.path) == path && f.sha256 != hash::of_bytes(bytes));
    let Some((path, _)) = files.iter().find(differs) else { return Ok(()) };
    Err(Refusal::input(
        path.display().to_string(),
        "the plan records this file with different content",
        "With another brand or version of the program it would no longer be the file that was written with the plan, and verify would call it broken",
        next,
    ))
}
