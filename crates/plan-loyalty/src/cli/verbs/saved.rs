//! Verbs on saved plans: forget, list, show, log, renew, export, explain, diff.
use super::json;
use crate::cli::args::{ArchiveArgs, CacheArgs, CommentsArgs, DiffArgs, DiffFormat, ExplainArgs, ExportArgs, Format, ListArgs, PlanFile, ShowArgs};
use crate::cli::out::{say, say_line};
use crate::cli::requests::typed;
use crate::cli::terminal::{QUIET, Terminal};
use crate::cli::{exit, screen};
use loyalty_app::operations::archive::{self, ArchiveRequest};
use loyalty_app::operations::cache::CacheRequest;
use loyalty_app::operations::comments::{self, SayRequest, SettleRequest};
use loyalty_app::operations::diff::DiffRequest;
use loyalty_app::operations::explain::ExplainRequest;
use loyalty_app::operations::export::{ExportOutcome, ExportRequest, RenewRequest};
use loyalty_app::operations::forget::{self, ForgetRequest};
use loyalty_app::operations::plans::{self, ListRequest, ShowRequest};
use loyalty_app::operations::{cache, diff, explain, export};
use loyalty_app::refusal::Refusal;

pub fn cache(at: &Terminal, args: &CacheArgs) -> Result<u8, Refusal> {
    let outcome = cache::cache(&at.of_plans(&args.plans, &QUIET), &CacheRequest { clear: args.clear })?;
    say_line!("{}: {:.1} MB of steps are kept.", outcome.plans.display(), outcome.bytes as f64 / 1e6);
    Ok(exit::DONE)
}
pub fn forget(at: &Terminal, file: &PlanFile) -> Result<u8, Refusal> {
    let outcome = forget::forget(&at.of_plan(file, &QUIET), &ForgetRequest { plan: file.plan.clone() })?;
    for path in &outcome.removed {
        say_line!("Deleted {}", path.display());
    }
    say_line!("{}: {} of its files of single customers deleted; the plan stays.", outcome.plan.display(), outcome.removed.len());
    if !outcome.inputs.is_empty() {
        say_line!("Your own input files stay: {}.", outcome.inputs.join(", "));
    }
    Ok(exit::DONE)
}
pub fn list(at: &Terminal, args: &ListArgs) -> Result<u8, Refusal> {
    let outcome = plans::list(&at.of_plans(&args.plans, &QUIET), &ListRequest::default())?;
    match args.format {
        Format::Json => json(&outcome.plans)?,
        Format::Human if outcome.plans.is_empty() => say_line!("No plan in {}.", args.plans.display()),
        Format::Human => say!("{}", screen::list(&outcome)),
    }
    Ok(exit::DONE)
}
fn shown(args: &ShowArgs) -> ShowRequest {
    ShowRequest { plan: args.file.plan.clone(), revision: args.revision }
}
pub fn show(at: &Terminal, args: &ShowArgs) -> Result<u8, Refusal> {
    let opened = plans::show(&at.of_plan(&args.file, &QUIET), &shown(args))?;
    match args.format {
        Format::Json => json(&opened.plan)?,
        Format::Human => say!("{}", screen::plan(&opened.plan, &[], &opened.path)),
    }
    Ok(exit::DONE)
}
/// What people say; what is said or settled now is shown with the rest.
pub fn comments(at: &Terminal, args: &CommentsArgs) -> Result<u8, Refusal> {
    let (context, plan, by) = (at.of_plan(&args.file, &QUIET), args.file.plan.clone(), args.by.clone());
    let mut outcome = match (&args.say, args.settle) {
        (Some(text), _) => comments::say(&context, &SayRequest { plan, on: args.on.clone().unwrap_or_default(), text: text.clone(), by })?,
        (None, Some(number)) => comments::settle(&context, &SettleRequest { plan, number, by })?,
        (None, None) => comments::list(&context, &plan, args.on.as_deref())?,
    };
    let settled = outcome.comments.iter().filter(|c| c.settled.is_some()).count();
    outcome.comments.retain(|c| args.all || c.settled.is_none());
    match args.format {
        Format::Json => json(&outcome.comments)?,
        Format::Human => say!("{}", screen::comments(&outcome, if args.all { 0 } else { settled })),
    }
    Ok(exit::DONE)
}
pub fn log(at: &Terminal, args: &ShowArgs) -> Result<u8, Refusal> {
    let log = plans::log(&at.of_plan(&args.file, &QUIET), &shown(args))?;
    match args.format {
        Format::Json => json(&log)?,
        Format::Human => say!("{}", screen::log(&log)),
    }
    Ok(exit::DONE)
}
pub fn renew(at: &Terminal, args: &PlanFile) -> Result<u8, Refusal> {
    written(&export::renew(&at.of_plan(args, &QUIET), &RenewRequest { plan: args.plan.clone() })?)
}
pub fn export(at: &Terminal, args: &ExportArgs) -> Result<u8, Refusal> {
    let request = ExportRequest {
        plan: args.file.plan.clone(),
        deliverables: args.to.clone(),
        out: args.out.as_deref().map(typed),
        brand: args.brand.as_deref().map(typed),
    };
    written(&export::export(&at.of_plan(&args.file, &QUIET), &request)?)
}
pub fn archive(at: &Terminal, args: &ArchiveArgs) -> Result<u8, Refusal> {
    let request = ArchiveRequest { plan: args.file.plan.clone(), out: typed(&args.out) };
    let outcome = archive::archive(&at.of_plan(&args.file, &QUIET), &request)?;
    outcome.files.iter().for_each(|f| say_line!("{}", outcome.folder.join(f).display()));
    if !outcome.left_out.is_empty() {
        let names: Vec<String> = outcome.left_out.iter().map(|p| p.display().to_string()).collect();
        say_line!("Left out, because it holds single customers: {}.", names.join(", "));
    }
    Ok(exit::DONE)
}
fn written(outcome: &ExportOutcome) -> Result<u8, Refusal> {
    outcome.files.iter().for_each(|f| say_line!("{}", f.path));
    Ok(exit::DONE)
}
pub fn explain(at: &Terminal, args: &ExplainArgs) -> Result<u8, Refusal> {
    let (plan, figure) = match args.named.as_slice() {
        [plan, figure, ..] => (plan.as_str(), figure.as_str()),
        [figure] => ("latest", figure.as_str()),
        [] => ("latest", ""),
    };
    let request = ExplainRequest { plan: plan.into(), figure: figure.into() };
    let outcome = explain::explain(&at.of_plans(&args.plans, &QUIET), &request)?;
    match args.format {
        Format::Json => json(&outcome.trace)?,
        Format::Human => say!("{}", screen::explained(&outcome)),
    }
    Ok(exit::DONE)
}
pub fn diff(at: &Terminal, args: &DiffArgs) -> Result<u8, Refusal> {
    let request = DiffRequest { a: args.a.clone(), b: args.b.clone(), revisions: args.revisions.clone() };
    let outcome = diff::diff(&at.of_plans(&args.plans, &QUIET), &request)?;
    match args.format {
        DiffFormat::Json => json(&outcome)?,
        DiffFormat::Markdown => say!("{}", screen::diff_markdown(&outcome)),
        DiffFormat::Human => say!("{}", screen::diff(&outcome)),
    }
    Ok(exit::DONE)
}
