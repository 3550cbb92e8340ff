//! The plans of a folder: list, show, log; and how every other command finds its plan.
use super::deliverables::{self, Choice};
use crate::cli::args::{Format, ListArgs, PlanFile, ShowArgs};
use crate::cli::screen;
use crate::error::{Refusal, exit};
use loyalty_exports::blueprint_md::status_word;
use loyalty_model::plan::{Act, Change, Design, Plan};
use loyalty_plans::verify::word;
use loyalty_plans::{chain, document, store};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// A plan that was opened.
pub struct Opened {
    /// Where.
    pub path: PathBuf,
    /// As it stands in the file, in the shape of today.
    pub document: Value,
    /// Typed.
    pub plan: Plan,
}
/// Opens a plan by path, by name in the folder, or the newest.
///
/// # Errors
/// No such plan.
pub fn open(file: &PlanFile) -> Result<Opened, Refusal> {
    open_path(&find(&file.plan, &file.plans)?)
}
/// The path of a plan.
///
/// # Errors
/// None there.
pub fn find(name: &str, plans: &Path) -> Result<PathBuf, Refusal> {
    if name != "latest" {
        let path = PathBuf::from(name);
        let inside = plans.join(name);
        return match (path.exists(), inside.exists()) {
            (false, true) => Ok(inside),
            (true, _) => Ok(path),
            _ => Err(Refusal::input(name, "there is no such plan", "", format!("see plan-loyalty list --plans {}", plans.display()))),
        };
    }
    store::list(plans)?.pop().ok_or_else(|| {
        Refusal::input(plans.display().to_string(), "there is no plan in this folder", "", "make one: plan-loyalty --goal retention --tiers 3 --budget 50000")
    })
}
/// Opens a plan file.
///
/// # Errors
/// No plan.
pub fn open_path(path: &Path) -> Result<Opened, Refusal> {
    let document = store::load(path)?;
    let plan = document::plan(&document)
        .map_err(|e| Refusal::input(path.display().to_string(), format!("this is not a plan: {e}"), "", "give a plan that plan-loyalty wrote"))?;
    Ok(Opened { path: path.into(), document, plan })
}
/// The design at a revision.
///
/// # Errors
/// No such revision.
pub fn design_at(opened: &Opened, revision: u64) -> Result<Design, Refusal> {
    let bad = |fact: String| Refusal::input(opened.path.display().to_string(), fact, "", "see plan-loyalty log for the revisions");
    let value = chain::design_at(&opened.document, revision).map_err(|e| bad(e.to_string()))?;
    serde_json::from_value(value).map_err(|e| bad(format!("revision {revision} cannot be read: {e}")))
}
/// Frozen by a publication of the design of today.
pub fn published(plan: &Plan) -> Option<&Change> {
    plan.history.change_log.iter().rev().find(|c| c.act == Act::Published && c.plan_hash == plan.plan_hash)
}
/// Where a plan stands, in a word: published before planned.
pub fn standing(plan: &Plan) -> String {
    let resolved = plan.history.change_log.iter().any(|c| c.act == Act::Resolved && c.plan_hash == plan.plan_hash);
    match (published(plan), resolved) {
        (Some(_), _) => "published".into(),
        (None, true) => format!("{}, resolved", status_word(plan.design.header.status)),
        (None, false) => status_word(plan.design.header.status).into(),
    }
}
/// `list`.
///
/// # Errors
/// A folder that cannot be read.
pub fn list(args: &ListArgs) -> Result<u8, Refusal> {
    let rows = rows(&args.plans)?;
    match args.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&rows).unwrap_or_default()),
        Format::Human if rows.is_empty() => println!("No plan in {}.", args.plans.display()),
        Format::Human => {
            for r in &rows {
                let text = |k: &str| r[k].as_str().unwrap_or_default().to_string();
                let roi = r["roi_p50"].as_f64().map_or(String::new(), |v| format!("median ROI {:.0}%", 100.0 * v));
                let replaced = r["supersedes"].as_str().map_or(String::new(), |s| format!("  takes the place of {s}"));
                println!("{}  {:<20} {} revisions  {} {}  {roi}{replaced}", text("plan"), text("standing"), r["revisions"], text("company"), text("goal"));
            }
        }
    }
    Ok(exit::PLANNED)
}
/// The plans of a folder, one row each.
///
/// # Errors
/// A folder that cannot be read.
pub fn rows(plans: &Path) -> Result<Vec<Value>, Refusal> {
    Ok(rows_of_last(plans, usize::MAX)?.1)
}
/// How many plans there are, and one row for each of the last `most`.
///
/// # Errors
/// A folder that cannot be read.
pub fn rows_of_last(plans: &Path, most: usize) -> Result<(usize, Vec<Value>), Refusal> {
    let mut rows = vec![];
    let all = store::list(plans)?;
    for path in &all[all.len().saturating_sub(most)..] {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        match open_path(path) {
            Ok(o) => {
                let b = &o.plan.design.brief;
                let replaced = o.plan.history.supersedes.as_ref().map(|s| s.plan.clone());
                rows.push(serde_json::json!({
                    "plan": name, "standing": standing(&o.plan), "revisions": o.plan.history.change_log.len(), "company": b.company, "goal": b.goal.word(),
                    "roi_p50": o.plan.design.lines.value("economics.roi_p50"), "supersedes": replaced,
                }));
            }
            Err(e) => rows.push(serde_json::json!({ "plan": name, "standing": format!("cannot be read: {}", e.fact) })),
        }
    }
    Ok((all.len(), rows))
}
/// `show`.
///
/// # Errors
/// No such plan or revision.
pub fn show(args: &ShowArgs) -> Result<u8, Refusal> {
    let mut opened = open(&args.file)?;
    if let Some(revision) = args.revision {
        opened.plan.design = design_at(&opened, revision)?;
    }
    match args.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&opened.plan).unwrap_or_default()),
        Format::Human => print!("{}", screen::plan(&opened.plan, &[], &opened.path)),
    }
    Ok(exit::PLANNED)
}
/// `log`.
///
/// # Errors
/// No such plan.
pub fn log(args: &ShowArgs) -> Result<u8, Refusal> {
    let opened = open(&args.file)?;
    let log = &opened.plan.history.change_log;
    match args.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(log).unwrap_or_default()),
        Format::Human => {
            for c in log {
                let signed = match &c.decision {
                    Some(d) if d.signature.is_some() => format!(" for {} (signed)", d.role),
                    Some(d) => format!(" for {} (unverified)", d.role),
                    None => String::new(),
                };
                let stands_in = c.decision.as_ref().and_then(|d| d.substitute_for.as_ref()).map_or(String::new(), |s| format!(", in place of {s}"));
                println!("{:>3}  {}  {:<10} {}{signed}{stands_in}: {}", c.sequence, c.at, word(c.act), c.actor, c.reason);
                println!("     design {}", &c.plan_hash[..c.plan_hash.len().min(16)]);
            }
        }
    }
    Ok(exit::PLANNED)
}
/// `renew`: writes the deliverables of a plan again; they are views of it.
///
/// # Errors
/// No such plan, or the machine.
pub fn renew(args: &PlanFile) -> Result<u8, Refusal> {
    let opened = open(args)?;
    let (plan, out) = (&opened.plan, deliverables::folder(&opened.plan));
    let files = deliverables::make(&out, plan, &deliverables::brand_of(plan)?, &Choice::recorded(plan), None)?;
    crate::cli::interrupt::hold(|| store::write_all(&files))?;
    files.iter().for_each(|(path, _)| println!("{}", path.display()));
    Ok(exit::PLANNED)
}
