//! The plans of a folder: `list`, `show`, `log`; and how every other operation finds its plan and what it was asked.
use crate::context::Context;
use crate::refusal::Refusal;
use crate::request::Draft;
use crate::settings;
use loyalty_exports::copy::standing_word;
use loyalty_model::plan::{Act, Change, Design, Plan, acts};
use loyalty_model::request::PlanRequest;
use loyalty_plans::{chain, document, store};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The word for the newest plan.
pub const LATEST: &str = "latest";

/// A plan that was opened.
#[derive(Debug, Clone)]
pub struct Opened {
    /// Where, as a person names it.
    pub path: PathBuf,
    /// As it stands in the file, in the shape of today.
    pub document: Value,
    /// Typed.
    pub plan: Plan,
}
impl Opened {
    /// Hash of its last change log entry: another one there means that somebody changed the plan.
    pub fn head(&self) -> String {
        store::head_of(&self.document).map(|(_, hash)| hash).unwrap_or_default()
    }
    /// Its name in the folder of plans.
    pub fn name(&self) -> String {
        self.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
    }
}
/// Opens a plan by path, by name in the folder of plans, or the newest.
///
/// # Errors
/// No such plan.
pub fn open(context: &Context, name: &str) -> Result<Opened, Refusal> {
    open_path(context, &find(context, name)?)
}
/// The path of a plan.
///
/// # Errors
/// None there.
pub fn find(context: &Context, name: &str) -> Result<PathBuf, Refusal> {
    let plans = &context.plans;
    if name != LATEST {
        let (path, inside) = (PathBuf::from(name), plans.join(name));
        return match (context.at(&path).exists(), context.at(&inside).exists()) {
            (false, true) => Ok(inside),
            (true, _) => Ok(path),
            _ => Err(Refusal::input(
                name,
                "plan not found",
                "The file does not exist here or in the plans folder",
                format!("run plan-loyalty list --plans {} to see the names", plans.display()),
            )),
        };
    }
    let newest = saved(context)?.pop().ok_or_else(|| {
        Refusal::input(
            plans.display().to_string(),
            "this folder has no plans yet",
            "The command needs a saved plan",
            "make one with plan-loyalty --goal retention --tiers 3 --budget 50000",
        )
    })?;
    Ok(context.shown(&newest))
}
/// The plans of the folder, oldest first, after an interrupted write was finished.
///
/// # Errors
/// A folder that cannot be read.
pub fn saved(context: &Context) -> Result<Vec<PathBuf>, Refusal> {
    let dir = context.reading_plans()?;
    let _reading = context.stored(dir.clone()).reading()?;
    Ok(store::list(&dir)?)
}
/// Opens a plan file.
///
/// # Errors
/// No plan.
pub fn open_path(context: &Context, path: &Path) -> Result<Opened, Refusal> {
    let at = context.reading("plan", path)?;
    let reading = context.stored(store::folder(&at)).reading()?;
    let document = store::load(&at)?;
    drop(reading);
    let plan = document::plan(&document).map_err(|e| {
        Refusal::input(
            path.display().to_string(),
            format!("this is not a plan: {e}"),
            "Only the JSON file that a planning run saved holds a design and its history",
            "give a plan that plan-loyalty wrote",
        )
    })?;
    Ok(Opened { path: path.into(), document, plan })
}
/// What a plan was asked, on the day and seed of the plan: it is recomputed from this.
///
/// # Errors
/// A plan of shape 1.1 or older whose command line nobody here can read: such a plan is read-only.
pub fn request_of(context: &Context, plan: &Plan) -> Result<PlanRequest, Refusal> {
    if let Some(request) = &plan.history.request {
        return Ok(request.clone());
    }
    let read_only = |fact: String| {
        Refusal::input(
            "the plan's request",
            fact,
            "An older version stored a command line instead; the plan can be shown, explained, compared, exported and verified, but not recomputed",
            "make a new plan with the same words; it records the plan that it replaces",
        )
    };
    let Some(read) = context.old_commands.filter(|_| !plan.history.command.is_empty()) else {
        return Err(read_only("there is none".into()));
    };
    let said = read(&plan.history.command).map_err(|e| read_only(e.to_string()))?;
    let of_the_plan = Draft { asked_on: Some(plan.design.brief.asked_on), seed: Some(plan.design.header.seed), ..Draft::default() };
    settings::complete(context, said.over(of_the_plan))
}
/// The design at a revision.
///
/// # Errors
/// No such revision.
pub fn design_at(opened: &Opened, revision: u64) -> Result<Design, Refusal> {
    let bad = |fact: String| {
        Refusal::input(opened.path.display().to_string(), fact, "Revisions are numbered in the change log", "run plan-loyalty log to see the revisions")
    };
    let value = chain::design_at(&opened.document, revision).map_err(|e| bad(e.to_string()))?;
    serde_json::from_value(value).map_err(|e| bad(format!("revision {revision} cannot be read: {e}")))
}
/// Frozen by a publication of the design of today.
pub fn published(plan: &Plan) -> Option<&Change> {
    acts(&plan.history.change_log).iter().rev().find(|c| c.act == Act::Published)
}
/// Where a plan stands, in a word: published before planned.
pub fn standing(plan: &Plan) -> String {
    let resolved = acts(&plan.history.change_log).iter().any(|c| c.act == Act::Resolved);
    match (published(plan), resolved) {
        (Some(c), _) if c.decision.as_ref().is_none_or(|d| d.policy.as_ref().is_none_or(|p| p.relaxed)) => "published under relaxed policy".into(),
        (Some(_), _) => "published".into(),
        (None, true) => format!("{}, resolved", standing_word(&plan.design)),
        (None, false) => standing_word(&plan.design).into(),
    }
}
/// Which plans to list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ListRequest {
    /// Only the newest so many; none: all.
    pub newest: Option<usize>,
}
/// A plan of the folder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlanRow {
    /// Name, for the argument `plan` of other operations.
    pub plan: String,
    /// planned, escalated, infeasible, published, resolved; or why it cannot be read.
    pub standing: String,
    /// Change log entries.
    pub revisions: Option<u64>,
    pub company: Option<String>,
    pub goal: Option<String>,
    /// Median return on the program's cost (0.4 is 40%).
    pub roi_p50: Option<f64>,
    /// The plan that it takes the place of.
    pub supersedes: Option<String>,
}
/// The plans of a folder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ListOutcome {
    /// One row each, oldest first.
    pub plans: Vec<PlanRow>,
    /// How many there are.
    pub total: u64,
}
/// `list`.
///
/// # Errors
/// A folder that cannot be read.
pub fn list(context: &Context, request: &ListRequest) -> Result<ListOutcome, Refusal> {
    let all = saved(context)?;
    let first = all.len().saturating_sub(request.newest.unwrap_or(usize::MAX));
    Ok(ListOutcome { plans: all[first..].iter().map(|path| row(context, &context.shown(path))).collect(), total: all.len() as u64 })
}
fn row(context: &Context, path: &Path) -> PlanRow {
    let plan = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    match open_path(context, path) {
        Ok(o) => {
            let b = &o.plan.design.brief;
            PlanRow {
                plan,
                standing: standing(&o.plan),
                revisions: Some(o.plan.history.change_log.len() as u64),
                company: Some(b.company.clone()),
                goal: Some(b.goal.word().into()),
                roi_p50: Some(o.plan.design.lines.value("economics.roi_p50")).filter(|v| v.is_finite()),
                supersedes: o.plan.history.supersedes.map(|s| s.plan),
            }
        }
        Err(e) => PlanRow {
            plan,
            standing: format!("cannot be read: {}", context.relative(&e.fact)),
            revisions: None,
            company: None,
            goal: None,
            roi_p50: None,
            supersedes: None,
        },
    }
}
/// Which plan, and which revision of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShowRequest {
    pub plan: String,
    /// Revision; none: the newest.
    pub revision: Option<u64>,
}
/// `show`.
///
/// # Errors
/// No such plan or revision.
pub fn show(context: &Context, request: &ShowRequest) -> Result<Opened, Refusal> {
    let mut opened = open(context, &request.plan)?;
    if let Some(revision) = request.revision {
        opened.plan.design = design_at(&opened, revision)?;
    }
    Ok(opened)
}
/// `log`.
///
/// # Errors
/// No such plan.
pub fn log(context: &Context, request: &ShowRequest) -> Result<Vec<Change>, Refusal> {
    Ok(open(context, &request.plan)?.plan.history.change_log)
}
