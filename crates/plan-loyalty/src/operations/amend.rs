//! `amend`: a person changes the plan; what depends on the change is worked out anew, the change log says who, why and what.
use super::brand;
use super::deliverables::{self, Choice};
use super::plan::{prepare, realise, recorded, trail};
use super::reproduce::{moved, request_of};
use super::shelf::{self, Opened};
use crate::cli::args::{AmendArgs, DriverMode, PlanArgs};
use crate::cli::{interrupt, screen};
use crate::error::{Refusal, exit};
use crate::request::{assume, check_amounts};
use loyalty_engine::frozen::FrozenError;
use loyalty_engine::run::Placement;
use loyalty_engine::watch::Watch;
use loyalty_exports::brand::Brand;
use loyalty_exports::diff::{between, summary};
use loyalty_model::extract::Origin;
use loyalty_model::plan::{Act, Design, Plan, Status};
use loyalty_plans::chain::{self, ChainError, Entry};
use loyalty_plans::{document, hash, store};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// A change on frozen drivers, in the plan's own command.
const FROZEN: &str = "--frozen=";

/// Amends.
///
/// # Errors
/// A published plan, changed data, a change that does not fit.
pub fn run(args: &AmendArgs) -> Result<u8, Refusal> {
    let opened = shelf::open(&args.file)?;
    let change = Change { flags: flags(args), unpin: args.unpin, accept_data: args.accept_data };
    reasoned(&opened, &args.reason)?;
    let changed = match args.drivers {
        Some(DriverMode::Frozen) => frozen(args, &opened)?,
        None => changed(&opened, &change, &screen::Spinner::new(args.quiet))?,
    };
    let (plan, files) = save(&opened, changed, super::person(args.by.as_deref()), &args.reason)?;
    if !args.quiet {
        tell(&opened.plan.design, &plan.design, &opened.plan, &opened.path, &files);
    }
    Ok(if plan.design.header.status == Status::Planned { exit::PLANNED } else { exit::ESCALATED })
}
/// A change that is asked of a plan.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// The flags that say it, for the plan's own command.
    pub flags: Vec<String>,
    /// What was fixed by hand before is let go of.
    pub unpin: bool,
    /// The data of today, although they changed.
    pub accept_data: bool,
}
/// A plan with the change in it, not saved.
pub struct Changed {
    /// The plan.
    pub plan: Plan,
    /// Nobody was placed anew on frozen drivers.
    placements: Option<Vec<Placement>>,
    choice: Choice,
    look: Brand,
}
/// A reason stands, and the revision is not frozen.
///
/// # Errors
/// Otherwise.
pub fn reasoned(opened: &Opened, reason: &str) -> Result<(), Refusal> {
    if shelf::published(&opened.plan).is_some() {
        return Err(Refusal::input(
            opened.path.display().to_string(),
            "this revision is published and frozen",
            "",
            "make a new plan with the changed request; it records what it takes the place of",
        ));
    }
    if reason.trim().is_empty() {
        return Err(Refusal::input("--reason", "it is empty", "The change log says why", "say why in a few words"));
    }
    Ok(())
}
/// The request of a plan with the change in it, and the command that says it.
///
/// # Errors
/// No change, or one that cannot be read.
pub fn asked(opened: &Opened, change: &Change) -> Result<(Vec<String>, PlanArgs), Refusal> {
    if change.flags.is_empty() && !change.unpin {
        return Err(Refusal::input(
            "amend",
            "no change was asked",
            "",
            "give --set, --budget, --assume, --add-benefit, --remove-benefit, --drop-channel, --constraints, --margin, --goal, --tiers or --horizon",
        ));
    }
    let mut plan = opened.plan.clone();
    if change.unpin {
        unpin(&mut plan.history.command);
    }
    // What was changed on frozen drivers is simulated from now on.
    plan.history.command.iter_mut().filter(|c| c.starts_with(FROZEN)).for_each(|c| *c = c.replacen(FROZEN, "--assume=", 1));
    plan.history.command.extend(change.flags.iter().cloned());
    let request = request_of(&plan)?;
    Ok((plan.history.command, request))
}
/// Works the change out; nothing is saved.
///
/// # Errors
/// Changed data, a change that does not fit.
pub fn changed(opened: &Opened, change: &Change, watch: &dyn Watch) -> Result<Changed, Refusal> {
    let (command, request) = asked(opened, change)?;
    let (choice, look) = (Choice::only(&request.only)?, brand::read(request.brand.as_deref())?);
    let prepared = prepare(&request)?;
    let moved = moved(&opened.plan.history.inputs, &prepared.inputs);
    if !moved.is_empty() && !change.accept_data {
        return Err(Refusal::input(
            opened.path.display().to_string(),
            format!("the data are not what the plan was made on: {}", moved.join("; ")),
            "An amendment should change what was asked, and nothing else",
            "add --accept-data to amend on the data of today, or make a new plan",
        ));
    }
    let (outcome, tasks) = realise(&prepared.job, &prepared.extract, (prepared.pulled, &prepared.attempts), watch, None)?;
    let mut plan = opened.plan.clone();
    plan.history.command = command;
    plan.history.tasks = tasks;
    plan.history.inputs = prepared.inputs;
    plan.design = outcome.design;
    Ok(Changed { plan: hashed(plan)?, placements: Some(outcome.placements), choice, look })
}
/// Deliverables print the hash of the design that they show.
fn hashed(mut plan: Plan) -> Result<Plan, Refusal> {
    plan.plan_hash = hash::of_design(&plan.design)
        .map_err(|e| Refusal::machine("the plan", format!("a figure is not a number: {e}"), "tell the makers; nothing was written"))?;
    Ok(plan)
}
/// The plan worked out on its own driver series.
fn frozen(args: &AmendArgs, opened: &Opened) -> Result<Changed, Refusal> {
    let margin = args.margin.iter().map(|m| format!("company.gross_margin={m}"));
    let texts: Vec<String> = margin.chain(args.assume.iter().cloned()).collect();
    let others = AmendArgs { margin: None, assume: vec![], ..args.clone() };
    let linear = loyalty_engine::frozen::LINEAR.join(", ");
    if texts.is_empty() || !flags(&others).is_empty() || args.unpin {
        return Err(Refusal::input(
            "--drivers frozen",
            if texts.is_empty() { "no change was asked" } else { "a change was asked that must be simulated" },
            "On frozen drivers only what multiplies them can change",
            format!("give --margin or --assume ID=VALUE with {linear}; or leave --drivers out"),
        ));
    }
    let by = args.by.clone().unwrap_or_else(|| crate::request::ASKED.into());
    let given = texts.iter().map(|t| assume(t, &by)).collect::<Result<Vec<_>, _>>()?;
    let mut plan = opened.plan.clone();
    check_amounts(&given.iter().cloned().collect(), &plan.design.brief.currency)?;
    plan.design = loyalty_engine::frozen::amend(&plan.design, &given).map_err(|e| thaw(&e))?;
    plan.history.command.extend(texts.iter().map(|t| format!("{FROZEN}{t}")));
    let request = request_of(&plan)?;
    let (choice, look) = (Choice::only(&request.only)?, brand::read(request.brand.as_deref())?);
    Ok(Changed { plan: hashed(plan)?, placements: None, choice, look })
}
/// Why drivers cannot stay frozen, for a person.
pub fn thaw(e: &FrozenError) -> Refusal {
    let next = match e {
        FrozenError::NoDrivers => "make the plan anew with this version",
        _ => "leave --drivers out: the plan is then run again",
    };
    Refusal::input("--drivers frozen", e.to_string(), format!("Only {} follow in proportion", loyalty_engine::frozen::LINEAR.join(", ")), next)
}
/// Files as they are to be written: path and content.
pub type Written = Vec<(PathBuf, Vec<u8>)>;
/// Saves a changed plan with its deliverables; the change log says who and why.
///
/// # Errors
/// The machine, or a plan that moved on meanwhile.
pub fn save(opened: &Opened, changed: Changed, by: String, reason: &str) -> Result<(Plan, Written), Refusal> {
    let Changed { mut plan, placements, choice, look } = changed;
    let (_, before) = store::head_of(&opened.document).map_err(|e| trail(e.into()))?;
    let out = deliverables::folder(&opened.plan);
    let company = plan.design.header.origin == Origin::CompanyData;
    let files = deliverables::make(&out, &plan, &look, &choice, placements.as_deref().filter(|_| company))?;
    let mut written = recorded(&files);
    if placements.is_none() {
        // Files that do not hang on the change stay as they were written.
        written.extend(opened.plan.history.deliverables.iter().filter(|old| !written.iter().any(|new| new.path == old.path)).cloned().collect::<Vec<_>>());
    }
    plan.history.deliverables = written;
    let entry = Entry { at: super::now().0, actor: by, act: Act::Amended, reason: reason.to_string(), decision: None };
    let document = renewed(opened, &plan).and_then(|d| chain::append(Some(&opened.document), d, entry)).map_err(trail)?;
    interrupt::hold(|| -> Result<(), Refusal> {
        store::replace(&opened.path, &before, &document)?;
        Ok(store::write_all(&files)?)
    })?;
    let plan = document::plan(&document).map_err(|e| trail(e.into()))?;
    Ok((plan, files))
}
/// The flags that say the change, for the plan's own command.
fn flags(args: &AmendArgs) -> Vec<String> {
    let mut out = vec![];
    let mut add = |flag: &str, value: &Option<String>| out.extend(value.iter().map(|v| format!("--{flag}={v}")));
    add("budget", &args.budget);
    add("goal", &args.goal);
    add("tiers", &args.tiers);
    add("constraints", &args.constraints);
    add("margin", &args.margin);
    add("horizon", &args.horizon.map(|h| h.to_string()));
    out.extend(args.assume.iter().map(|a| format!("--assume={a}")));
    out.extend(args.set.iter().map(|s| format!("--pin={s}")));
    out.extend(args.add_benefit.iter().map(|b| format!("--pin=add-benefit:{b}")));
    out.extend(args.remove_benefit.iter().map(|b| format!("--pin=remove-benefit:{b}")));
    out.extend(args.drop_channel.iter().map(|c| format!("--pin=drop-channel:{c}")));
    out
}
fn unpin(command: &mut Vec<String>) {
    command.retain(|c| !c.starts_with("--pin="));
}
/// The document with the new plan in it; what this version does not know stays.
///
/// # Errors
/// A figure that is no number.
pub fn renewed(opened: &Opened, plan: &Plan) -> Result<Value, ChainError> {
    let known = document::of(&opened.plan)?;
    let mut new = document::of(plan)?;
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
/// Approvals that a change of this plan takes back.
pub fn taken_back(old: &Plan) -> Vec<String> {
    loyalty_plans::approvals::states(&old.design.governance.approvals, &old.history.change_log, &old.plan_hash)
        .into_iter()
        .filter_map(|s| match s.standing {
            loyalty_plans::approvals::Standing::Approved { person, .. } => Some(format!("{} ({person})", s.role)),
            _ => None,
        })
        .collect()
}
fn tell(before: &Design, after: &Design, old: &Plan, path: &Path, files: &[(PathBuf, Vec<u8>)]) {
    let frozen = after.economics.drivers.frozen.len() > before.economics.drivers.frozen.len();
    println!("Amended: {}", if frozen { after.header.verdict.clone() } else { summary(before, after) });
    between(before, after).iter().for_each(|d| println!("  {:<12} {}", d.area, d.sentence));
    let taken_back = taken_back(old);
    if !taken_back.is_empty() {
        println!("Approvals taken back, for the design changed: {}", taken_back.join(", "));
    }
    println!("Written: {} and {} deliverables", path.display(), files.len());
}
