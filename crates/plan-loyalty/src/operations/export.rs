//! `export`: single deliverables of a plan, in the format of whoever takes them over.
use super::deliverables::{self, Choice, MEMBERS, Written};
use super::{brand, shelf};
use crate::cli::args::ExportArgs;
use crate::cli::interrupt;
use crate::error::{Refusal, exit};
use loyalty_exports::brand::Brand;
use loyalty_model::plan::Plan;
use loyalty_plans::{hash, store};
use std::path::Path;

/// Writes what was asked and says where. The plan is not changed: what it records of its own deliverables stays true.
///
/// # Errors
/// No such plan, a name that nobody knows, a file of the plan's own that would become another.
pub fn run(args: &ExportArgs) -> Result<u8, Refusal> {
    let choice = Choice::named("--to", &args.to)?;
    let opened = shelf::open(&args.file)?;
    let look = match &args.brand {
        Some(file) => brand::read(Some(file))?,
        None => deliverables::brand_of(&opened.plan)?,
    };
    let out = args.out.clone().unwrap_or_else(|| deliverables::folder(&opened.plan));
    let files = chosen(&opened.plan, &choice, &look, &out)?;
    write(&files)?;
    files.iter().for_each(|(path, _)| println!("{}", path.display()));
    Ok(exit::PLANNED)
}
/// The files of a choice, made and not yet written.
///
/// # Errors
/// What cannot be made from a plan, a file of the plan's own that would become another.
pub fn chosen(plan: &Plan, choice: &Choice, look: &Brand, out: &Path) -> Result<Vec<Written>, Refusal> {
    if choice.members() {
        return Err(Refusal::input(
            format!("--to {MEMBERS}"),
            "it cannot be made from a plan",
            "A plan holds no single customer",
            "make the plan again from its data: plan-loyalty … --only members.csv",
        ));
    }
    let files = deliverables::make(out, plan, look, choice, None)?;
    if files.is_empty() {
        let asked: Vec<&str> = choice.which().iter().map(|d| d.id).collect();
        return Err(Refusal::input(
            format!("--to {}", asked.join(",")),
            "the plan has nothing for it",
            "Its data do not tell what the file would hold",
            "see what could not be measured in blueprint.md, and make the plan with that data",
        ));
    }
    keep_recorded(plan, &files)?;
    Ok(files)
}
/// Writes them, whole or not at all.
///
/// # Errors
/// The machine.
pub fn write(files: &[Written]) -> Result<(), Refusal> {
    Ok(interrupt::hold(|| store::write_all(files))?)
}
/// Refuses to turn a recorded deliverable into another file: `verify` would call it broken.
fn keep_recorded(plan: &Plan, files: &[Written]) -> Result<(), Refusal> {
    let differs = |(path, bytes): &&Written| plan.history.deliverables.iter().any(|f| Path::new(&f.path) == path && f.sha256 != hash::of_bytes(bytes));
    let Some((path, _)) = files.iter().find(differs) else { return Ok(()) };
    Err(Refusal::input(
        path.display().to_string(),
        "the plan records this file with another content",
        "With another brand or version of the program it would no longer be the file that was written with the plan, and verify would call it broken",
        "choose another folder with --out",
    ))
}
