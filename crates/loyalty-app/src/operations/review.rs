//! `review`: the checklist before publishing; `publish`: refuses until it passes.
use super::plans::{self, Opened};
use super::revision;
use super::verify::{allowed, report};
use crate::clock;
use crate::context::Context;
use crate::refusal::{Refusal, RefusalKind};
use crate::settings;
use loyalty_exports::copy::english;
use loyalty_model::fact::{Argument, Fact};
use loyalty_model::finding::{Severity, Verdict};
use loyalty_model::plan::{Act, Status};
use loyalty_plans::approvals::{Standing, states};
use loyalty_plans::chain::Entry;
use loyalty_plans::signature;
use loyalty_plans::verify::Answer;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// One item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Item {
    /// What is looked at.
    pub item: &'static str,
    /// It passes.
    pub pass: bool,
    /// What was found.
    pub found: String,
    /// What to do, where it does not.
    pub next: String,
}
fn item(item: &'static str, wrong: Vec<String>, fine: impl Into<String>, next: &str) -> Item {
    let pass = wrong.is_empty();
    Item { item, pass, found: if pass { fine.into() } else { wrong.join("; ") }, next: if pass { String::new() } else { next.into() } }
}
/// Which plan to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewRequest {
    pub plan: String,
    /// File of allowed signers; none: that of the settings.
    #[serde(default)]
    pub allowed_signers: Option<PathBuf>,
}
/// The checklist before publishing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReviewOutcome {
    /// Everything passes: a person may publish.
    pub passes: bool,
    /// What was looked at.
    pub items: Vec<Item>,
}
/// `review`: looks, and changes nothing.
///
/// # Errors
/// No such plan, settings that cannot be read.
pub fn review(context: &Context, request: &ReviewRequest) -> Result<ReviewOutcome, Refusal> {
    checklist(context, &plans::open(context, &request.plan)?, request)
}
/// What to publish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishRequest {
    /// What the review looks at.
    pub review: ReviewRequest,
    /// Who; none: whoever asks.
    pub by: Option<String>,
}
/// A revision that was frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublishOutcome {
    /// Where the plan is.
    pub path: PathBuf,
    /// By whom.
    pub by: String,
    /// Hash of the design.
    pub plan_hash: String,
}
/// `publish`: freezes the revision once the review passes.
///
/// # Errors
/// It does not pass.
pub fn publish(context: &Context, request: &PublishRequest) -> Result<PublishOutcome, Refusal> {
    let opened = plans::open(context, &request.review.plan)?;
    let place = opened.path.display().to_string();
    if plans::published(&opened.plan).is_some() {
        return Err(Refusal::input(place, "this revision is already published", "A revision is published once", "there is nothing left to do"));
    }
    let items = checklist(context, &opened, &request.review)?.items;
    let open: Vec<String> = items.into_iter().filter(|i| !i.pass).map(|i| format!("{}: {}", i.item, i.found)).collect();
    if !open.is_empty() {
        return Err(Refusal {
            kind: if opened.plan.design.header.status == Status::Planned { RefusalKind::Differs } else { RefusalKind::Escalated },
            ..Refusal::input(
                place,
                format!("it cannot be published: {}", open.join(" · ")),
                "Every check of the review must pass first",
                "run plan-loyalty review to see the next steps",
            )
        });
    }
    let by = context.person(request.by.as_deref());
    let entry = Entry { at: clock::now().written, actor: by.clone(), act: Act::Published, reason: Fact::new("log-review-passed"), decision: None };
    revision::append(context, &opened, entry)?;
    Ok(PublishOutcome { path: opened.path, by, plan_hash: opened.plan.plan_hash })
}
fn checklist(context: &Context, opened: &Opened, request: &ReviewRequest) -> Result<ReviewOutcome, Refusal> {
    let settings = settings::read(context)?;
    let allowed = allowed(context, request.allowed_signers.as_deref(), &settings)?;
    let items = vec![
        trail(context, opened, allowed.as_deref())?,
        tasks(opened),
        graph(opened),
        escalation(opened),
        approvals(opened, allowed.as_ref(), settings.governance.unverified_approvals),
        criteria(opened),
        guardrails(opened),
        blockers(opened),
        questions(opened),
        flows(opened),
        effort(opened),
    ];
    Ok(ReviewOutcome { passes: items.iter().all(|i| i.pass), items })
}
fn trail(context: &Context, opened: &Opened, allowed: Option<&Path>) -> Result<Item, Refusal> {
    let report = report(context, &opened.path, allowed)?;
    let broken: Vec<String> = report.looked.iter().filter(|l| l.holds == Some(false)).map(|l| l.sentence.clone()).collect();
    let gone: Vec<String> = report.looked.iter().filter(|l| l.holds.is_none() && l.sentence.starts_with("deliverable")).map(|l| l.sentence.clone()).collect();
    let interrupted = (report.answer == Answer::Interrupted).then(|| "the last command was not saved".to_string());
    Ok(item(
        "Trail and deliverables",
        broken.into_iter().chain(gone).chain(interrupted).collect(),
        "change log, head log and deliverables hold",
        "see plan-loyalty verify; write deliverables again with plan-loyalty renew",
    ))
}
/// Every task has an agent and one that takes over, was done within its retries.
fn tasks(opened: &Opened) -> Item {
    let known = ["loyalty-strategist", "member-insights-analyst", "loyalty-modeling"];
    let wrong = opened.plan.history.tasks.iter().filter_map(|t| {
        let agents = std::iter::once(&t.agent).chain(&t.fallback_agents).all(|a| known.contains(&a.as_str()));
        let tried = t.attempts.len() as u64 <= u64::from(t.retry_limit) + 2;
        match (agents, tried, t.status.as_str()) {
            (true, true, "done" | "fallback" | "kept") => None,
            (false, ..) => Some(format!("{} names an agent that is not there", t.id)),
            (_, false, _) => Some(format!("{} was retried more often than its limit", t.id)),
            (_, _, status) => Some(format!("{} is {status}", t.id)),
        }
    });
    item(
        "Agents and tools for each task",
        wrong.collect(),
        format!("{} tasks done, each with an agent and one that takes over", opened.plan.history.tasks.len()),
        "run the plan again",
    )
}
fn graph(opened: &Opened) -> Item {
    let tasks = &opened.plan.history.tasks;
    let ids: Vec<&str> = tasks.iter().map(|t| t.id.as_str()).collect();
    let mut wrong = vec![];
    for (i, t) in tasks.iter().enumerate() {
        wrong
            .extend(t.depends_on.iter().filter(|d| !ids[..i].contains(&d.as_str())).map(|d| format!("{} depends on {d}, which does not come before it", t.id)));
    }
    // Tasks side by side must not wait for each other.
    for group in &opened.plan.design.header.stages {
        for id in &group.tasks {
            let Some(t) = tasks.iter().find(|t| t.id == *id) else {
                wrong.push(format!("the header names a task {id} that is not there"));
                continue;
            };
            wrong.extend(
                t.depends_on.iter().filter(|d| group.tasks.contains(d)).map(|d| format!("{id} and {d} stand side by side, and one waits for the other")),
            );
        }
    }
    item(
        "Dependencies and parallel groups",
        wrong,
        format!("{} in {} groups, {}", opened.plan.design.header.pattern, opened.plan.design.header.stages.len(), "sound"),
        "run the plan again",
    )
}
/// A criterion names this KPI: in its arguments, or in the words of a plan of shape 1.2 and older.
fn names(criterion: &Fact, kpi: &str) -> bool {
    match criterion {
        Fact::Words(words) => words.contains(kpi),
        Fact::Known { args, .. } => matches!(args.get("kpis"), Some(Argument::List(all)) if all.contains(&Argument::Text(kpi.into()))),
    }
}
/// The sentence of a fact of this plan.
fn said(opened: &Opened, fact: &Fact) -> String {
    english().text(fact, &opened.plan.design.brief.currency)
}
fn escalation(opened: &Opened) -> Item {
    let resolved = opened.plan.history.change_log.iter().any(|c| c.act == Act::Resolved && c.plan_hash == opened.plan.plan_hash);
    let stands = opened.plan.design.header.status != Status::Planned && !resolved;
    let why = opened.plan.design.header.escalation.as_ref().map_or("no design meets every limit".into(), |e| said(opened, &e.diagnosis));
    item(
        "Escalation",
        if stands { vec![why] } else { vec![] },
        if resolved { "resolved by a named person" } else { "none stands" },
        "a named person decides: plan-loyalty resolve PLAN --as exec-sponsor --note \"…\"",
    )
}
fn approvals(opened: &Opened, allowed: Option<&PathBuf>, unverified: bool) -> Item {
    let plan = &opened.plan;
    let log = &plan.history.change_log;
    let good = |role: &str| {
        let last = log.iter().rev().find(|c| c.act == Act::Approved && c.plan_hash == plan.plan_hash && c.decision.as_ref().is_some_and(|d| d.role == role));
        let decision = last.and_then(|c| c.decision.as_ref());
        decision.is_some_and(|d| match (&d.statement, &d.signature, allowed) {
            (Some(s), Some(g), Some(a)) => signature::verify(s, g, &d.person, a).is_ok(),
            _ => false,
        })
    };
    let wrong: Vec<String> = states(&plan.design.governance.approvals, log, &plan.plan_hash)
        .into_iter()
        .filter_map(|s| match s.standing {
            Standing::Approved { person, .. } if !unverified && !good(&s.role) => {
                Some(format!("{}: approved by {person} without a signature by an allowed signer", s.role))
            }
            Standing::Approved { .. } => None,
            Standing::Pending => Some(format!("{}: nobody has approved {}", s.role, said(opened, &s.subject))),
            Standing::Rejected { person, note } => Some(format!("{}: rejected by {person} ({note})", s.role)),
            Standing::Withdrawn { person } => Some(format!("{}: {person} approved an earlier design", s.role)),
        })
        .collect();
    item(
        "Approvals complete and current",
        wrong,
        "every role approved this design",
        "plan-loyalty statement, sign, plan-loyalty approve; in the order of the approvals",
    )
}
fn criteria(opened: &Opened) -> Item {
    let d = &opened.plan.design;
    let mut wrong = vec![];
    for c in &d.header.success_criteria {
        let named = d.governance.kpis.iter().filter(|k| names(c, &k.id)).collect::<Vec<_>>();
        if named.is_empty() {
            wrong.push(format!("no KPI backs {c:?}"));
        }
        wrong.extend(named.iter().filter(|k| k.target.is_none()).map(|k| format!("KPI {} has no target", k.id)));
    }
    let goal = d.blueprint.program.goal == d.brief.goal;
    if !goal {
        wrong.push("the objective does not name the goal".into());
    }
    item(
        "Success criteria",
        wrong,
        format!("{} criteria, each with a KPI and a target", d.header.success_criteria.len()),
        "give the data or assumption that the KPI needs, and amend",
    )
}
fn guardrails(opened: &Opened) -> Item {
    let resolved = opened.plan.history.change_log.iter().any(|c| c.act == Act::Resolved && c.plan_hash == opened.plan.plan_hash);
    let hard = opened.plan.design.governance.guardrails.iter().filter(|g| g.verdict == Verdict::Fail && g.severity == Severity::Blocker && !resolved);
    item(
        "Guardrails",
        hard.map(|g| format!("{}: {}", said(opened, &g.title), said(opened, &g.fact))).collect(),
        "no hard failure, or a named person decided",
        "amend the design, or resolve it with a reason",
    )
}
fn blockers(opened: &Opened) -> Item {
    let overridden: BTreeSet<&str> = opened
        .plan
        .history
        .change_log
        .iter()
        .filter(|c| c.act == Act::Overridden && c.plan_hash == opened.plan.plan_hash)
        .filter_map(|c| c.decision.as_ref()?.rule.as_deref())
        .collect();
    let stands = opened
        .plan
        .design
        .governance
        .compliance
        .iter()
        .filter(|f| f.verdict == Verdict::Fail && f.severity == Severity::Blocker && !overridden.contains(f.rule.as_str()));
    let fine = if overridden.is_empty() {
        "no blocker stands".into()
    } else {
        format!("overridden by a named person: {}", overridden.iter().copied().collect::<Vec<_>>().join(", "))
    };
    item(
        "Compliance blockers",
        stands.map(|f| format!("{}: {}", f.rule, f.title)).collect(),
        fine,
        "apply the remedy with plan-loyalty amend, or override with evidence",
    )
}
fn questions(opened: &Opened) -> Item {
    let all = &opened.plan.design.governance.open_questions;
    let orphans = all.iter().filter(|q| q.owner.trim().is_empty()).map(|q| said(opened, &q.question)).collect();
    item("Open questions have owners", orphans, format!("{} questions, each with an owner", all.len()), "name an owner in the settings")
}
fn effort(opened: &Opened) -> Item {
    let small = opened.plan.design.header.effort.as_ref().map(|e| said(opened, e));
    item("Effort", small.into_iter().collect(), "the plan was made at full effort", "make the plan again without --effort")
}
fn flows(opened: &Opened) -> Item {
    let all = &opened.plan.design.governance.redemption_flows;
    let wrong: Vec<String> = all.iter().filter(|c| !c.agrees).map(|c| said(opened, &c.title)).collect();
    let wrong = if all.is_empty() { vec!["there are none".into()] } else { wrong };
    item("Redemption flows", wrong, format!("{} cases agree with the ledger of the simulation", all.len()), "make the plan again")
}
