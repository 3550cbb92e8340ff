//! `review`: the checklist before publishing.
use super::plans::{self, Opened};
use super::verify::{Chosen, report};
use crate::clock;
use crate::context::Context;
use crate::refusal::Refusal;
use crate::settings;
use loyalty_exports::copy::english;
use loyalty_model::fact::{Argument, Fact};
use loyalty_model::finding::{ComplianceFinding, Severity, Verdict};
use loyalty_model::plan::{Act, Status, TaskRecord};
use loyalty_plans::acts::{Authority, Judged, judge, somebody};
use loyalty_plans::approvals::{RoleState, Standing, states};
use loyalty_plans::signers::Trust;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

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
    /// File of trusted signers; none: that of the settings, where its SHA-256 is pinned.
    #[serde(default)]
    pub trust: Option<PathBuf>,
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
/// The checklist of a plan that is open.
///
/// # Errors
/// Settings or signers that cannot be read.
pub fn checklist(context: &Context, opened: &Opened, request: &ReviewRequest) -> Result<ReviewOutcome, Refusal> {
    let settings = settings::read(context)?;
    let chosen = Chosen::of(context, request.trust.as_deref(), &settings)?;
    let (relaxed, now) = (settings.governance.unverified_approvals, clock::now().written);
    let by = Authority {
        approvals: &opened.plan.design.governance.approvals,
        prepared_by: &opened.plan.history.prepared_by,
        trust: chosen.trust.as_ref(),
        relaxed,
        draft: false,
        now: &now,
    };
    let judged = judge(&opened.plan.history.change_log, &by);
    let items = vec![
        trail(context, opened, chosen.trust.as_ref())?,
        policy(&chosen, relaxed),
        preparer(opened, &judged, relaxed),
        tasks(opened),
        graph(opened),
        escalation(opened, &judged),
        approvals(opened, &judged),
        criteria(opened),
        guardrails(opened, &judged),
        blockers(opened, &judged),
        questions(opened),
        flows(opened),
        effort(opened),
    ];
    Ok(ReviewOutcome { passes: items.iter().all(|i| i.pass), items })
}
/// Files of single customers may be forgotten.
fn forgotten(sentence: &str) -> bool {
    ["members.csv: ", "set-aside.csv: "].iter().any(|name| sentence.contains(name)) && sentence.ends_with("not reachable from here")
}
/// What counts, and whom we trust.
fn policy(chosen: &Chosen, relaxed: bool) -> Item {
    let open = (chosen.trust.is_none() && !relaxed).then(|| chosen.words.clone());
    let fine = match relaxed {
        true => format!("RELAXED: acts without a signature count, and everything published says so; {}", chosen.words),
        false => format!("only signed acts count; {}", chosen.words),
    };
    item(
        "Policy and signers",
        open.into_iter().collect(),
        fine,
        "give --trust FILE, or pin the file of signers in the settings with governance.allowed_signers_sha256",
    )
}
/// Somebody answers for the design.
fn preparer(opened: &Opened, judged: &[Judged], relaxed: bool) -> Item {
    let by = &opened.plan.history.prepared_by;
    let submitted = counted(judged, Act::Submitted).next();
    let fine = submitted.map_or_else(|| format!("prepared by {by}"), |j| format!("submitted by {}", j.decision.person));
    let known = submitted.is_some() || (relaxed && somebody(by));
    let wrong = match (known, relaxed) {
        (true, _) => vec![],
        (false, true) => vec![format!("nobody knows who prepared this plan ({by:?})")],
        (false, false) => vec!["nobody has submitted this design as its preparer, with a signature".to_string()],
    };
    item("Preparer", wrong, fine, "plan-loyalty statement --act submit, sign, plan-loyalty submit")
}
/// Acts of a kind that count.
fn counted<'a>(judged: &'a [Judged<'a>], act: Act) -> impl Iterator<Item = &'a Judged<'a>> {
    judged.iter().filter(move |j| j.change.act == act && j.counts.is_ok())
}
fn trail(context: &Context, opened: &Opened, trust: Option<&Trust>) -> Result<Item, Refusal> {
    let report = report(context, &opened.path, trust)?;
    let broken: Vec<String> = report.looked.iter().filter(|l| l.holds == Some(false)).map(|l| l.sentence.clone()).collect();
    let gone: Vec<String> = report
        .looked
        .iter()
        .filter(|l| l.holds.is_none() && l.sentence.starts_with("deliverable") && !forgotten(&l.sentence))
        .map(|l| l.sentence.clone())
        .collect();
    let interrupted = report.interrupted.then(|| "the last command was not saved".to_string());
    Ok(item(
        "Trail and deliverables",
        broken.into_iter().chain(gone).chain(interrupted).collect(),
        "change log, head log and deliverables hold",
        "see plan-loyalty verify; write deliverables again with plan-loyalty renew",
    ))
}
/// Attempts of a task; of one that reads data, those at the table that was tried most often, and what came of it.
fn tries(t: &TaskRecord) -> u64 {
    let mut unread: BTreeMap<String, u64> = BTreeMap::new();
    let mut others = 0;
    for attempt in &t.attempts {
        match attempt {
            Fact::Known { id, args } if id == "attempt-unread" => *unread.entry(format!("{:?}", args.get("table"))).or_default() += 1,
            Fact::Known { id, .. } if id == "attempt-without" => {}
            _ => others += 1,
        }
    }
    others + unread.into_values().max().unwrap_or(0)
}
/// Every task has an agent and one that takes over, was done within its retries.
fn tasks(opened: &Opened) -> Item {
    let known = ["loyalty-strategist", "member-insights-analyst", "loyalty-modeling"];
    let wrong = opened.plan.history.tasks.iter().filter_map(|t| {
        let agents = std::iter::once(&t.agent).chain(&t.fallback_agents).all(|a| known.contains(&a.as_str()));
        let tried = tries(t) <= u64::from(t.retry_limit) + 2;
        match (agents, tried, t.status.as_str()) {
            (true, true, "done" | "fallback" | "kept") => None,
            (false, ..) => Some(format!("{} is given to an agent that is not there", t.id)),
            (_, false, _) => Some(format!("{} was retried more often than its limit", t.id)),
            (_, _, status) => Some(format!("{} is {status}", t.id)),
        }
    });
    item(
        "Agents and tools for each task",
        wrong.collect(),
        format!("{} tasks, each with an agent and one that takes over; done by {}", opened.plan.history.tasks.len(), actors(&opened.plan.history.tasks)),
        "run the plan again",
    )
}
/// Who did the tasks, each once.
fn actors(tasks: &[TaskRecord]) -> String {
    let all: std::collections::BTreeSet<&str> = tasks.iter().flat_map(|t| &t.done_by).map(String::as_str).collect();
    if all.is_empty() { "nobody whom the plan names".into() } else { all.into_iter().collect::<Vec<_>>().join(", ") }
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
fn escalation(opened: &Opened, judged: &[Judged]) -> Item {
    let resolved = counted(judged, Act::Resolved).next().is_some();
    let stands = opened.plan.design.header.status != Status::Planned && !resolved;
    let why = opened.plan.design.header.escalation.as_ref().map_or("no design meets every limit".into(), |e| said(opened, &e.diagnosis));
    item(
        "Escalation",
        if stands { vec![why] } else { vec![] },
        if resolved { "resolved by a named person" } else { "none stands" },
        "a named person decides: plan-loyalty resolve PLAN --as exec-sponsor --note \"…\"",
    )
}
fn approvals(opened: &Opened, judged: &[Judged]) -> Item {
    let open = |s: RoleState| match s.standing {
        Standing::Approved { .. } => None,
        Standing::Pending => Some(format!("{}: nobody has approved {}", s.role, said(opened, &s.subject))),
        Standing::Rejected { person, note } => Some(format!("{}: rejected by {person} ({note})", s.role)),
        Standing::Withdrawn { person } => Some(format!("{}: {person} approved an earlier design", s.role)),
        Standing::Void { person, why } => Some(format!("{}: the act of {person} does not count: {why}", s.role)),
    };
    item(
        "Approvals complete and current",
        states(&opened.plan.design.governance.approvals, judged).into_iter().filter_map(open).collect(),
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
fn guardrails(opened: &Opened, judged: &[Judged]) -> Item {
    let resolved = counted(judged, Act::Resolved).next().is_some();
    let hard = opened.plan.design.governance.guardrails.iter().filter(|g| g.verdict == Verdict::Fail && g.severity == Severity::Blocker && !resolved);
    item(
        "Guardrails",
        hard.map(|g| format!("{}: {}", said(opened, &g.title), said(opened, &g.fact))).collect(),
        "no hard failure, or a named person decided",
        "amend the design, or resolve it with a reason",
    )
}
/// A blocker that applies is remedied or overridden; one that waits for facts is answered or waived.
fn blockers(opened: &Opened, judged: &[Judged]) -> Item {
    let named = |act| counted(judged, act).flat_map(|j| j.decision.rules.iter().map(String::as_str)).collect::<BTreeSet<_>>();
    let (overridden, waived) = (named(Act::Overridden), named(Act::Waived));
    let blocks = |f: &&ComplianceFinding| f.severity == Severity::Blocker;
    let open = opened.plan.design.governance.compliance.iter().filter(blocks).filter_map(|f| match f.verdict {
        Verdict::Fail if !overridden.contains(f.rule.as_str()) => Some(format!("{}: {}", f.rule, f.title)),
        Verdict::Unknown if !waived.contains(f.rule.as_str()) => Some(format!("{}: {} (no answer to {})", f.rule, f.title, f.missing.join(", "))),
        _ => None,
    });
    let list = |rules: &BTreeSet<&str>| rules.iter().copied().collect::<Vec<_>>().join(", ");
    let fine = match (overridden.is_empty(), waived.is_empty()) {
        (true, true) => "no blocker stands".into(),
        (false, true) => format!("overridden by a named person: {}", list(&overridden)),
        (true, false) => format!("waived by a named person: {}", list(&waived)),
        (false, false) => format!("overridden by a named person: {}; waived: {}", list(&overridden), list(&waived)),
    };
    item(
        "Compliance blockers",
        open.collect(),
        fine,
        "apply the remedy with plan-loyalty amend, or override with evidence; answer the open facts: plan-loyalty amend --answer NAME=VALUE --reason WHO, or let legal waive the rule: plan-loyalty waive --rule ID --note REASON",
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
