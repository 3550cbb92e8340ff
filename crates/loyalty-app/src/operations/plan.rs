//! `plan`, the main job: read, run, write.
use super::deliverables::{self, Choice};
use super::prepare::{Prepared, keep, prepare};
use super::run_folder::{Kept, PULLED, RunFolder};
use super::{brand, pseudonyms, revision, run};
use crate::clock::{self, Instant};
use crate::context::Context;
use crate::refusal::Refusal;
use crate::{settings, step_names};
use loyalty_engine::progress::TaskEvent;
use loyalty_engine::run::RunOutcome;
use loyalty_exports::diff::between;
use loyalty_model::brief::Brief;
use loyalty_model::extract::Origin;
use loyalty_model::fact::{Fact, FactId};
use loyalty_model::plan::{Act, Asked, Design, History, Plan, SCHEMA_VERSION, Superseded, TaskRecord};
use loyalty_model::request::PlanRequest;
use loyalty_model::step_cache::packed;
use loyalty_plans::chain::Entry;
use loyalty_plans::store;
use loyalty_sources::intake::SetAsideRow;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// A plan as it was made and saved.
#[derive(Debug, Clone, Serialize)]
pub struct PlanOutcome {
    pub plan: Plan,
    /// Its own file.
    pub path: PathBuf,
    /// Deliverables written beside it.
    pub files: Vec<PathBuf>,
}
/// Makes a plan and saves it with its deliverables.
///
/// # Errors
/// Bad input, or the machine; then nothing is left behind.
pub fn plan(context: &Context, request: &PlanRequest) -> Result<PlanOutcome, Refusal> {
    writable(context, request)?;
    let started = clock::now();
    let prepared = context.with_threads(|| prepare(context, request))?;
    context.going_on()?;
    let folder = RunFolder::begin(&context.plans()?, &started.stamp, request);
    make(context, request, prepared, folder, Act::Created)
}
/// What cannot be written is refused before the work, not after it.
fn writable(context: &Context, request: &PlanRequest) -> Result<(), Refusal> {
    Choice::only(&request.output.deliverables)?;
    brand::read(context, request.output.brand.as_deref())?;
    context.writing("out", &request.output.folder)?;
    context.plans().map(drop)
}
/// From the data to the files on disk; what is finished on the way is kept in the run's folder until the plan is saved.
///
/// # Errors
/// Bad input, or the machine.
pub fn make(context: &Context, request: &PlanRequest, prepared: Prepared, folder: Option<RunFolder>, act: Act) -> Result<PlanOutcome, Refusal> {
    let at = clock::now();
    let kept = Kept::of_run(folder.as_ref());
    let ran = run_keeping(context, &prepared, folder.as_ref(), &kept).and_then(|ran| context.going_on().map(|()| ran));
    let (outcome, tasks) = ran.inspect_err(|_| folder.iter().for_each(RunFolder::refuse))?;
    let aside = set_aside(&request.output.folder, &prepared.set_aside);
    let history = history(context, request, &prepared, tasks, aside.as_ref().map(|(path, _)| path), &at);
    let mut plan =
        revision::hashed(Plan { schema_version: SCHEMA_VERSION.into(), plan_hash: String::new(), summary: None, design: outcome.design.clone(), history })?;
    context.progress.on_event(step_names::WRITE, TaskEvent::Begin);
    // What later commands find again goes to disk meanwhile, before the plan is saved: once it is, nothing is left to interrupt.
    let steps = context.steps()?;
    let (files, kept) = context.with_threads(|| {
        let keeping = || {
            kept.settle(&steps);
            keep(context, &prepared)
        };
        Ok(rayon::join(|| written(context, request, &plan, &outcome), keeping))
    })?;
    let mut files = files?;
    kept?;
    files.extend(aside);
    plan.history.deliverables = revision::recorded(&files);
    plan.history.supersedes = superseded(context, &plan.design)?;
    let reason = match (&plan.history.supersedes, act) {
        (_, Act::Resumed) => Fact::new("log-resumed"),
        (Some(s), _) => Fact::new("log-in-place-of").text("plan", s.plan.clone()).fact("why", s.reason.clone()),
        (None, _) => Fact::new("log-first"),
    };
    let entry = Entry { at: at.written, actor: plan.history.prepared_by.clone(), act, reason, decision: None };
    let (path, plan) = revision::create(context, &plan, entry, (&at.stamp, &files), folder.as_ref())?;
    Ok(PlanOutcome { plan, path, files: files.into_iter().map(|(path, _)| path).collect() })
}
/// Runs the engine. A large extract takes a moment to write into the run's folder: the run does not wait for it.
fn run_keeping(context: &Context, prepared: &Prepared, folder: Option<&RunFolder>, kept: &Kept) -> Result<(RunOutcome, Vec<TaskRecord>), Refusal> {
    std::thread::scope(|s| {
        let keep = folder.filter(|f| f.read(PULLED).is_none());
        s.spawn(move || {
            if let Some((folder, bytes)) = keep.and_then(|folder| Some((folder, packed(prepared)?))) {
                folder.write(PULLED, &bytes);
            }
        });
        run::run(context, prepared, Some(kept))
    })
}
/// The deliverables of a new plan; where each customer stands among them, unless the customers are made up.
fn written(context: &Context, request: &PlanRequest, plan: &Plan, outcome: &RunOutcome) -> Result<Vec<deliverables::Written>, Refusal> {
    let choice = Choice::only(&request.output.deliverables)?;
    let look = brand::read(context, request.output.brand.as_deref())?;
    let company_data = plan.design.header.origin == Origin::CompanyData;
    let named = match request.output.pseudonyms && company_data {
        true => Some(pseudonyms::of(context, &outcome.placements)?),
        false => None,
    };
    let placements = named.as_deref().unwrap_or(&outcome.placements);
    deliverables::make(Path::new(&request.output.folder), plan, &look, &choice, company_data.then_some(placements))
}
fn history(context: &Context, request: &PlanRequest, prepared: &Prepared, tasks: Vec<TaskRecord>, aside: Option<&PathBuf>, at: &Instant) -> History {
    History {
        created_at: at.written.clone(),
        request: Some(request.clone()),
        asked: Some(asked(context)),
        prepared_by: context.person(None),
        inputs: prepared.inputs.clone(),
        set_aside_file: aside.map(|path| path.display().to_string()),
        tasks,
        ..History::default()
    }
}
/// Where a request comes from.
pub fn asked(context: &Context) -> Asked {
    Asked {
        door: context.door.word().into(),
        folder: context.folder.display().to_string(),
        settings: settings::file(context).map(|path| path.display().to_string()),
        agent: context.agent.clone(),
    }
}
/// The newest plan of the same brief in the folder, asked on whatever day, and what differs.
fn superseded(context: &Context, design: &Design) -> Result<Option<Superseded>, Refusal> {
    let same = |b: &Brief| Brief { asked_on: design.brief.asked_on, pins: vec![], ..b.clone() } == Brief { pins: vec![], ..design.brief.clone() };
    let plans = context.plans()?;
    let reading = context.stored(plans.clone()).reading()?;
    let all = store::list(&plans).unwrap_or_default();
    let before = all.into_iter().rev().find_map(|p| Some((p.clone(), store::get(&p).ok().filter(|old| same(&old.design.brief))?)));
    drop(reading);
    let Some((path, old)) = before else { return Ok(None) };
    let differs = [
        (old.design.header.extract_fingerprint != design.header.extract_fingerprint, FactId("why-data")),
        (old.design.header.version != design.header.version, FactId("why-program")),
        (old.design.brief.asked_on != design.brief.asked_on, FactId("why-day")),
        (old.design.brief.pins != design.brief.pins, FactId("why-fixed")),
    ];
    let why: Vec<Fact> = differs.into_iter().filter(|&(differs, _why)| differs).map(|(_differs, why)| why.into()).collect();
    Ok(Some(Superseded {
        plan: path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(),
        plan_hash: old.plan_hash,
        reason: if why.is_empty() { Fact::new("why-again") } else { Fact::new("why-several").facts("all", why) },
        changes: between(&old.design, design).into_iter().map(|d| d.sentence.into()).collect(),
    }))
}
/// The file of the rows set aside: its path and its bytes.
fn set_aside(folder: &str, rows: &[SetAsideRow]) -> Option<(PathBuf, Vec<u8>)> {
    if rows.is_empty() {
        return None;
    }
    let quote = |t: &str| format!("\"{}\"", t.replace('"', "\"\""));
    let mut text = String::from("table,file,line,reason,row\n");
    for r in rows {
        text.push_str(&format!("{},{},{},{},{}\n", r.table, quote(&r.file), r.line, quote(&r.reason), quote(&r.raw)));
    }
    Some((Path::new(folder).join("set-aside.csv"), text.into_bytes()))
}
