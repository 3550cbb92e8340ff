//! `reproduce`: the same job again, figure by figure.
use super::amend::thaw;
use super::plan::{prepare, realise};
use super::{command, shelf};
use crate::cli::args::{Format, PlanArgs, ReproduceArgs};
use crate::error::{Refusal, exit};
use crate::request::assume;
use loyalty_model::input::{FileOf, InputRecord};
use loyalty_model::plan::{Design, Plan};
use loyalty_plans::hash;

/// The request of a plan, as its command says it, on the day and seed of the plan.
///
/// # Errors
/// A command that this version does not understand.
pub fn request_of(plan: &Plan) -> Result<PlanArgs, Refusal> {
    let bad = |e: String| Refusal::input("the plan's command", e, "It was written by another version", "make the plan anew");
    let mut args = command::planning(&plan.history.command).map_err(bad)?;
    args.asked_on.get_or_insert(plan.design.brief.asked_on.to_string());
    args.seed.get_or_insert(plan.design.header.seed);
    args.quiet = true;
    Ok(args)
}
/// Files whose content is not what it was: (path, was, is).
pub fn moved(before: &[InputRecord], now: &[InputRecord]) -> Vec<String> {
    fn files(all: &[InputRecord]) -> Vec<FileOf<'_>> {
        all.iter().filter_map(InputRecord::file).collect()
    }
    let (before, now) = (files(before), files(now));
    let mut out: Vec<String> = vec![];
    for f in &before {
        match now.iter().find(|n| n.path == f.path) {
            None => out.push(format!("{} was read then and not now", f.path)),
            Some(n) if n.sha256 != f.sha256 => out.push(format!("{} has changed: {} bytes then, {} now", f.path, f.bytes, n.bytes)),
            Some(_) => {}
        }
    }
    out.extend(now.iter().filter(|n| !before.iter().any(|f| f.path == n.path)).map(|n| format!("{} is read now and was not then", n.path)));
    out
}
/// The changes on frozen drivers once more, by the persons who gave them.
fn refrozen(plan: &Plan, texts: &[String], design: &Design) -> Result<Design, Refusal> {
    let given = texts.iter().map(|t| {
        let (id, mut given) = assume(t, "")?;
        if let Some(said) = plan.design.brief.given.get(&id) {
            (given.by, given.note) = (said.by.clone(), said.note.clone());
        }
        Ok((id, given))
    });
    loyalty_engine::frozen::amend(design, &given.collect::<Result<Vec<_>, Refusal>>()?).map_err(|e| thaw(&e))
}
/// Runs again and compares.
///
/// # Errors
/// No such plan, data that are gone.
pub fn run(args: &ReproduceArgs) -> Result<u8, Refusal> {
    let opened = shelf::open(&args.file)?;
    let plan = &opened.plan;
    let request = request_of(plan)?;
    let prepared = prepare(&request)?;
    let (mut outcome, _) = realise(&prepared.job, &prepared.extract, (prepared.pulled, &prepared.attempts), &|_: &str, _| {}, None)?;
    if !request.frozen.is_empty() {
        outcome.design = refrozen(plan, &request.frozen, &outcome.design)?;
    }
    let (old, new) = (&plan.design.lines.0, &outcome.design.lines.0);
    let mut different: Vec<String> = vec![];
    for (id, l) in old {
        match new.get(id) {
            None => different.push(format!("{id}: {} then, not there now", l.value)),
            Some(n) if n.value != l.value => different.push(format!("{id}: {} then, {} now", l.value, n.value)),
            Some(_) => {}
        }
    }
    different.extend(new.keys().filter(|id| !old.contains_key(*id)).map(|id| format!("{id}: new")));
    let same_hash = hash::of_design(&outcome.design).is_ok_and(|h| h == plan.plan_hash);
    let mut why = moved(&plan.history.inputs, &prepared.inputs);
    if plan.design.header.version != outcome.design.header.version {
        why.push(format!("made by version {}, this is {}", plan.design.header.version, outcome.design.header.version));
    }
    if plan.design.brief.given.iter().any(|(id, g)| outcome.design.brief.given.get(id).is_some_and(|n| n.by != g.by)) {
        why.push("another person gives the same values: the figures are compared, the names differ".into());
    }
    if !same_hash && why.is_empty() {
        why.push("neither data nor version differ: look at the settings file, which is not part of the plan".into());
    }
    match args.format {
        Format::Json => {
            let all =
                serde_json::json!({ "figures": old.len(), "different": different, "same_plan_hash": same_hash, "why": if same_hash { vec![] } else { why } });
            println!("{}", serde_json::to_string_pretty(&all).unwrap_or_default());
        }
        Format::Human => {
            println!("{} figures compared, {} differ; plan hash {}.", old.len(), different.len(), if same_hash { "equal" } else { "differs" });
            different.iter().take(20).for_each(|d| println!("  {d}"));
            if different.len() > 20 {
                println!("  … and {} more", different.len() - 20);
            }
            if !same_hash {
                why.iter().for_each(|w| println!("Why: {w}."));
            }
        }
    }
    Ok(if different.is_empty() { exit::PLANNED } else { exit::DIFFERS })
}
