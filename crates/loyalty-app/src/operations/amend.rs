//! `amend` and `simulate`: a person changes a plan; what depends on the change is recomputed. The first saves it, and the change log says
//! who, why and what.
use super::deliverables::{self, Choice};
use super::plans::{self, Opened};
use super::prepare::prepared_again;
use super::{brand, pseudonyms, recalculate, revision, run};
use crate::clock;
use crate::context::Context;
use crate::refusal::{Refusal, RefusalKind};
use crate::request::Draft;
use loyalty_engine::orchestrate::TraceStep;
use loyalty_engine::run::Placement;
use loyalty_exports::diff::{Difference, between, summary};
use loyalty_model::brief::Given;
use loyalty_model::extract::Origin;
use loyalty_model::input::InputRecord;
use loyalty_model::plan::{Act, Design, Plan};
use loyalty_model::request::PlanRequest;
use loyalty_plans::approvals::{Standing, recorded};
use loyalty_plans::chain::Entry;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// A change that is asked of a plan.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Change {
    /// What is asked instead, laid over the plan's own request.
    pub says: Draft,
    /// Releases what was fixed by hand before.
    pub unpin: bool,
    /// The data of today, although they changed.
    pub accept_data: bool,
}
/// A change to try.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SimulateRequest {
    pub plan: String,
    pub change: Change,
    /// Only what stands on a page is wanted: the plan after lacks the response curve of the workbook, and its hash is another than that of the saved plan.
    #[serde(default)]
    pub sketch: bool,
}
/// A change to save.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AmendRequest {
    pub plan: String,
    pub change: Change,
    /// Simulate nothing: the values are worked out on the plan's own driver series.
    pub frozen: bool,
    /// Why.
    pub reason: String,
    /// Who; none: whoever asks.
    pub by: Option<String>,
    /// The last entry of the plan that the asker has seen (its hash); none: whatever is there.
    #[serde(default)]
    pub seen: Option<String>,
}
/// What a change does.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeOutcome {
    /// Where the plan is.
    pub path: PathBuf,
    /// The plan before.
    pub before: Plan,
    /// The plan after; saved, or only tried.
    pub after: Plan,
    /// It was saved.
    pub saved: bool,
    /// In one line.
    pub summary: String,
    /// By meaning.
    pub differences: Vec<Difference>,
    /// Approvals of the design before, which the change revokes (or would).
    pub approvals_revoked: Vec<String>,
    /// Deliverables written.
    pub files: Vec<PathBuf>,
    /// Which steps were worked out and which were reused; empty on frozen drivers.
    pub trace: Vec<TraceStep>,
}
/// A plan with the change in it, not saved.
struct Changed {
    plan: Plan,
    /// Nobody was placed again on frozen drivers.
    placements: Option<Vec<Placement>>,
    trace: Vec<TraceStep>,
}

/// `simulate`: what a change would do; nothing is saved.
///
/// # Errors
/// Changed data, a change that does not fit.
pub fn simulate(context: &Context, request: &SimulateRequest) -> Result<ChangeOutcome, Refusal> {
    let opened = plans::open(context, &request.plan)?;
    let changed = changed(context, &opened, &request.change, request.sketch)?;
    Ok(outcome(opened, changed.plan, changed.trace, None))
}
/// `amend`.
///
/// # Errors
/// A published plan, changed data, a change that does not fit; the machine, or a plan that somebody else changed meanwhile.
pub fn amend(context: &Context, request: &AmendRequest) -> Result<ChangeOutcome, Refusal> {
    let opened = plans::open(context, &request.plan)?;
    unmoved(&opened, request.seen.as_deref())?;
    allowed(context, &opened, &request.reason)?;
    let changed = match request.frozen {
        true => on_frozen_drivers(context, &opened, &request.change)?,
        false => changed(context, &opened, &request.change, false)?,
    };
    context.going_on()?;
    let trace = changed.trace.clone();
    let (plan, files) = save(context, &opened, changed, context.person(request.by.as_deref()), &request.reason)?;
    Ok(outcome(opened, plan, trace, Some(files)))
}
/// Nobody changed the plan since the asker saw it.
fn unmoved(opened: &Opened, seen: Option<&str>) -> Result<(), Refusal> {
    if seen.is_none_or(|seen| seen == opened.head()) {
        return Ok(());
    }
    let last = opened.plan.history.change_log.last();
    let (sequence, who) = last.map_or((0, "somebody"), |c| (c.sequence, c.actor.as_str()));
    let moved = Refusal::input(
        opened.path.display().to_string(),
        format!("{who} saved revision {sequence} of this plan after you opened it"),
        "Saving now would build on a revision that you have not seen",
        "open the newest revision, look at your changes on it, and save again",
    );
    Err(Refusal { kind: RefusalKind::Differs, ..moved })
}
/// A reason is given, the revision is not published, and the deliverables may be written.
fn allowed(context: &Context, opened: &Opened, reason: &str) -> Result<(), Refusal> {
    if plans::published(&opened.plan).is_some() {
        return Err(Refusal::input(
            opened.path.display().to_string(),
            "this revision is published and frozen",
            "A published plan stays as it was approved",
            "make a new plan with the changed request; it records the plan that it replaces",
        ));
    }
    if reason.trim().is_empty() {
        return Err(Refusal::input("--reason", "it is empty", "The change log says why", "say why in a few words"));
    }
    context.writing("the folder of deliverables", deliverables::folder(&opened.plan)).map(drop)
}
/// The request of a plan with a change in it.
///
/// # Errors
/// No change; a plan that cannot be recomputed.
pub fn asked(context: &Context, plan: &Plan, change: &Change) -> Result<PlanRequest, Refusal> {
    if change.says.is_empty() && !change.unpin {
        return Err(Refusal::input(
            "amend",
            "no change was requested",
            "A revision must differ from the one before it",
            "give --set, --budget, --answer, --assume, --add-benefit, --remove-benefit, --drop-channel, --constraints, --margin, --goal, --tiers, --horizon or --launch",
        ));
    }
    let mut request = plans::request_of(context, plan)?;
    if change.unpin {
        request.pins.clear();
    }
    change.says.clone().over(Draft::of(thawed(request))).complete(clock::now().day)
}
/// The request with what was changed on frozen drivers among its values: from now on it is simulated.
pub(super) fn thawed(mut request: PlanRequest) -> PlanRequest {
    let frozen = std::mem::take(&mut request.frozen).into_iter().map(|f| (f.id, f.given));
    request.given.extend(frozen);
    request
}
/// Works the change out; nothing is saved.
fn changed(context: &Context, opened: &Opened, change: &Change, sketch: bool) -> Result<Changed, Refusal> {
    let request = asked(context, &opened.plan, change)?;
    Choice::only(&request.output.deliverables)?;
    let mut prepared = context.with_threads(|| prepared_again(context, &request))?;
    prepared.job.sketch = sketch;
    same_data(opened, &prepared.inputs, change)?;
    context.going_on()?;
    let (outcome, mut tasks) = run::run(context, &prepared, Some(&context.steps()?))?;
    let mut plan = opened.plan.clone();
    // What was taken over as it was is the work of whoever did it.
    for kept in tasks.iter_mut().filter(|t| t.status == "kept") {
        let before = plan.history.tasks.iter().find(|t| t.id == kept.id && !t.done_by.is_empty());
        kept.done_by = before.map_or_else(|| kept.done_by.clone(), |t| t.done_by.clone());
    }
    plan.history.request = Some(request);
    plan.history.command.clear();
    plan.history.tasks = tasks;
    plan.history.inputs = prepared.inputs;
    plan.design = outcome.design;
    Ok(Changed { plan: revision::hashed(plan)?, placements: Some(outcome.placements), trace: outcome.trace })
}
/// The plan worked out on its own driver series.
fn on_frozen_drivers(context: &Context, opened: &Opened, change: &Change) -> Result<Changed, Refusal> {
    let given: Vec<(String, Given)> = change.says.given.clone().into_iter().collect();
    let others = Draft { given: Default::default(), ..change.says.clone() };
    if given.is_empty() || !others.is_empty() || change.unpin {
        let fact = if given.is_empty() { "no change was requested" } else { "the change needs a simulation" };
        return Err(recalculate::refused(fact));
    }
    let mut plan = opened.plan.clone();
    plan.design = recalculate::amended(&plan.design, &given)?;
    let mut request = plans::request_of(context, &plan)?;
    recalculate::remember(&mut request, given);
    plan.history.request = Some(request);
    plan.history.command.clear();
    Ok(Changed { plan: revision::hashed(plan)?, placements: None, trace: vec![] })
}
/// Saves a changed plan with its deliverables; the change log says who and why.
fn save(context: &Context, opened: &Opened, changed: Changed, by: String, reason: &str) -> Result<(Plan, Vec<PathBuf>), Refusal> {
    let Changed { mut plan, placements, .. } = changed;
    let output = plans::request_of(context, &plan)?.output;
    let (choice, look) = (Choice::only(&output.deliverables)?, brand::read(context, output.brand.as_deref())?);
    let company = plan.design.header.origin == Origin::CompanyData;
    let placed = match &placements {
        Some(rows) if company && output.pseudonyms => Some(pseudonyms::of(context, rows)?),
        Some(rows) if company => Some(rows.clone()),
        _ => None,
    };
    let files = deliverables::make(&deliverables::folder(&opened.plan), &plan, &look, &choice, placed.as_deref())?;
    let mut written = revision::recorded(&files);
    if placements.is_none() {
        // Files that do not hang on the change stay as they were written.
        written.extend(opened.plan.history.deliverables.iter().filter(|old| !written.iter().any(|new| new.path == old.path)).cloned().collect::<Vec<_>>());
    }
    plan.history.deliverables = written;
    let entry = Entry { at: clock::now().written, actor: by, act: Act::Amended, reason: reason.into(), decision: None };
    let plan = revision::replace(context, opened, &plan, entry, &files)?;
    Ok((plan, files.into_iter().map(|(path, _)| path).collect()))
}
fn outcome(opened: Opened, after: Plan, trace: Vec<TraceStep>, saved: Option<Vec<PathBuf>>) -> ChangeOutcome {
    let (x, y): (&Design, &Design) = (&opened.plan.design, &after.design);
    ChangeOutcome {
        summary: summary(x, y),
        differences: between(x, y),
        approvals_revoked: approvals_revoked(&opened.plan),
        path: opened.path,
        saved: saved.is_some(),
        files: saved.unwrap_or_default(),
        before: opened.plan,
        after,
        trace,
    }
}
/// Approvals that a change of this plan revokes.
pub fn approvals_revoked(old: &Plan) -> Vec<String> {
    recorded(old)
        .into_iter()
        .filter_map(|s| match s.standing {
            Standing::Approved { person, .. } => Some(format!("{} ({person})", s.role)),
            _ => None,
        })
        .collect()
}
/// The data are those that the plan was made on, unless the change takes those of today.
///
/// # Errors
/// Other data.
pub(super) fn same_data(opened: &Opened, now: &[InputRecord], change: &Change) -> Result<(), Refusal> {
    let moved = moved(&opened.plan.history.inputs, now);
    if moved.is_empty() || change.accept_data {
        return Ok(());
    }
    Err(Refusal::input(
        opened.path.display().to_string(),
        format!("the data changed after the plan was made: {}", moved.join("; ")),
        "An amendment changes only what you ask for",
        "add --accept-data to amend on today's data, or make a new plan",
    ))
}
/// Files and queries whose rows are not what they were.
pub fn moved(before: &[InputRecord], now: &[InputRecord]) -> Vec<String> {
    let (before, now) = (content(before), content(now));
    let mut out: Vec<String> = vec![];
    for (place, hash, size) in &before {
        match now.iter().find(|n| n.0 == *place) {
            None => out.push(format!("{place} was read then, but not now")),
            Some(n) if n.1 != *hash => out.push(format!("{place} has changed: {size} then, {} now", n.2)),
            Some(_) => {}
        }
    }
    out.extend(now.iter().filter(|n| !before.iter().any(|f| f.0 == n.0)).map(|n| format!("{} is read now, but was not then", n.0)));
    out
}
/// Where rows came from, the hash of them, and how many there are.
fn content(all: &[InputRecord]) -> Vec<(&str, &str, String)> {
    fn one(record: &InputRecord) -> Option<(&str, &str, String)> {
        match record {
            InputRecord::File { path, sha256, bytes, .. } => Some((path, sha256, format!("{bytes} bytes"))),
            InputRecord::Query { place, sha256, rows, .. } => Some((place, sha256, format!("{rows} rows"))),
            InputRecord::Generated { .. } | InputRecord::Given { .. } => None,
        }
    }
    all.iter().filter_map(one).collect()
}
