//! A plan as an agent reads it: headline figures, tiers, what stands in the way, who must act. Every figure is one that stands in the plan.
use super::resources;
use loyalty_app::operations::{deliverables, plans};
use loyalty_exports::copy::{self, Worded};
use loyalty_exports::format;
use loyalty_model::finding::{DesignRemedy, OpenQuestion, Severity, Verdict};
use loyalty_model::line::{Line, Provenance};
use loyalty_model::metrics;
use loyalty_model::plan::{Design, Escalation, Plan, Superseded};
use rmcp::model::Resource;
use schemars::JsonSchema;
use serde::Serialize;

/// A figure of a plan.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Figure {
    /// Id; explain_number traces it.
    pub id: String,
    /// Printed name.
    pub label: String,
    /// Value, in its unit.
    pub value: f64,
    /// Unit: money in the plan's currency, share (0.4 is 40%), customers, months…
    pub unit: String,
    /// Value as printed.
    pub shown: String,
    /// P10 to P90 as printed.
    pub range: Option<String>,
    /// Kind of source: measured, fitted, simulated, computed, chosen, published, given, default, imagined.
    pub from: String,
    /// The source in words.
    pub source: String,
}
impl Figure {
    /// A line of a plan.
    pub fn of(line: &Line, d: &Design) -> Figure {
        let c = &d.brief.currency;
        Figure {
            id: line.id.clone(),
            label: metrics::name(line),
            value: line.value,
            unit: serde_json::to_value(line.unit).ok().and_then(|u| u.as_str().map(str::to_string)).unwrap_or_default(),
            shown: format::line(line, c),
            range: line.range.as_ref().map(|r| format::range(r, line.unit, c)),
            from: format::source_word(&line.from).into(),
            source: format::source(&line.from),
        }
    }
}
/// A tier.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TierView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Requirement.
    pub requirement: String,
    /// Today's customers who would qualify.
    pub customers_today: f64,
    /// Their share of customers.
    pub share: f64,
    /// Points for purchases at face value ÷ spend.
    pub give_back_rate: f64,
    /// What a year is worth to the tier's median member: points, missions, benefits at the worth that the catalogue assumes.
    pub worth_per_member_year: f64,
    /// Benefits from this tier on.
    pub benefits: Vec<String>,
}
/// A guardrail that does not pass, or a compliance rule that asks for something.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Concern {
    /// Id.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// fail or unknown.
    pub verdict: Verdict,
    /// info, review or blocker.
    pub severity: Severity,
    /// Finding, or what the rule requires.
    pub fact: String,
    /// What to do.
    pub next_step: String,
    /// Priced changes of the design that remove a blocker; amend_plan takes `set` from them.
    pub remedies: Vec<DesignRemedy>,
}
/// An approval.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ApprovalView {
    /// Role.
    pub role: String,
    /// What is approved.
    pub subject: String,
    /// pending, approved, rejected or withdrawn. Only a person changes it.
    pub state: String,
}
/// A plan in one answer.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PlanView {
    /// Name, for the argument `plan` of other tools.
    pub plan: String,
    /// SHA-256 of the design. The same request gives the same hash here and in the terminal.
    pub plan_hash: String,
    /// planned, infeasible or escalated, as designed.
    pub status: String,
    /// Status after what people did since: published, resolved.
    pub standing: String,
    /// The verdict in one or two sentences.
    pub verdict: String,
    /// company-data, demonstration or driver-sheet.
    pub origin: String,
    /// Say this with every figure; absent if the figures are the company's.
    pub origin_note: Option<String>,
    /// Present if the plan was made at small effort: what that means.
    pub effort_note: Option<String>,
    /// Company.
    pub company: String,
    /// Goal.
    pub goal: String,
    /// Currency of every amount.
    pub currency: String,
    /// Reward pool with its period.
    pub budget: String,
    /// Months simulated.
    pub horizon_months: u32,
    /// Headline figures.
    pub headlines: Vec<Figure>,
    /// The decision, in words.
    pub decision: String,
    /// Tiers, lowest first.
    pub tiers: Vec<TierView>,
    /// Lifecycle triggers.
    pub triggers: u64,
    /// Guardrails that fail or cannot be judged yet.
    pub guardrails_open: Vec<Concern>,
    /// Compliance rules that block the launch.
    pub compliance_blockers: Vec<Concern>,
    /// The escalation, where a person must decide.
    pub escalation: Option<Escalation>,
    /// Questions that people must answer.
    pub open_questions: Vec<OpenQuestion>,
    /// Approvals.
    pub approvals: Vec<ApprovalView>,
    /// Success criteria, each with its KPI.
    pub success_criteria: Vec<String>,
    /// Assumptions by source.
    pub assumptions: AssumptionCount,
    /// The plan that this one replaces.
    pub supersedes: Option<Superseded>,
    /// Change log entries.
    pub revisions: u64,
}
/// Assumptions by source.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AssumptionCount {
    /// Defaults: finance must check them.
    pub assumed: u64,
    /// Judgements and published figures: not findings about this company.
    pub published: u64,
    /// Given by a person.
    pub given: u64,
    /// Measured in the data.
    pub measured: u64,
}

/// What a person asks first.
const FIRST: [&str; 7] = [
    "economics.roi_p50",
    "economics.net_value",
    "economics.incremental_margin",
    "economics.total_cost",
    "economics.break_even_month",
    "economics.liability_peak",
    "economics.cost_per_point_issued",
];
/// Headline figures: what a person asks first, then the plan's own.
pub fn headlines(d: &Design) -> Vec<Figure> {
    let rest = d.economics.headlines.iter().map(String::as_str).filter(|id| !FIRST.contains(id));
    FIRST.into_iter().chain(rest).filter_map(|id| d.lines.get(id)).map(|l| Figure::of(l, d)).collect()
}
/// The plan in one answer: what is `shown` of it to an agent, and where it stands by the `whole`, for no signature holds on a log whose names are withheld.
pub fn plan(shown: &Plan, whole: &Plan, name: &str) -> PlanView {
    let plan = &*Worded::english(shown);
    let d = &plan.design;
    let (h, b) = (&d.header, &d.brief);
    PlanView {
        plan: name.into(),
        plan_hash: plan.plan_hash.clone(),
        status: copy::standing_word(d).into(),
        standing: plans::standing(whole),
        verdict: format::sentences(&h.verdict),
        origin: serde_json::to_value(h.origin).ok().and_then(|o| o.as_str().map(str::to_string)).unwrap_or_default(),
        origin_note: copy::origin_note(h.origin).map(str::to_string),
        effort_note: h.effort.as_ref().map(ToString::to_string),
        company: b.company.clone(),
        goal: b.goal.word().into(),
        currency: b.currency.0.clone(),
        budget: format!("{} a {}", format::money(b.budget.amount.to_f64(), &b.currency), b.budget.period.word()),
        horizon_months: b.horizon_months,
        headlines: headlines(d),
        decision: format::sentences(&d.economics.decision),
        tiers: tiers(d),
        triggers: d.blueprint.program.triggers.len() as u64,
        guardrails_open: guardrails(d),
        compliance_blockers: blockers(d),
        escalation: h.escalation.clone(),
        open_questions: d.governance.open_questions.clone(),
        approvals: approvals(whole, plan),
        success_criteria: h.success_criteria.iter().map(ToString::to_string).collect(),
        assumptions: counted(d),
        supersedes: plan.history.supersedes.clone(),
        revisions: plan.history.change_log.len() as u64,
    }
}
fn tiers(d: &Design) -> Vec<TierView> {
    let one = |(facts, tier): (&loyalty_model::plan::TierFacts, &loyalty_model::program::Tier)| TierView {
        id: tier.id.clone(),
        name: tier.name.clone(),
        requirement: facts.requirement.to_string(),
        customers_today: facts.customers_today,
        share: facts.share,
        give_back_rate: facts.give_back_rate,
        worth_per_member_year: facts.worth_per_member_year,
        benefits: facts.benefits.clone(),
    };
    d.blueprint.tiers.iter().zip(&d.blueprint.program.tiers).map(one).collect()
}
fn guardrails(d: &Design) -> Vec<Concern> {
    let open = d.governance.guardrails.iter().filter(|g| matches!(g.verdict, Verdict::Fail | Verdict::Unknown));
    open.map(|g| Concern {
        id: g.id.clone(),
        title: g.title.to_string(),
        verdict: g.verdict,
        severity: g.severity,
        fact: g.fact.to_string(),
        next_step: g.next_step.to_string(),
        remedies: vec![],
    })
    .collect()
}
/// Compliance rules that block the launch.
pub fn blockers(d: &Design) -> Vec<Concern> {
    let all = d.governance.compliance.iter().filter(|f| f.verdict == Verdict::Fail && f.severity == Severity::Blocker);
    all.map(|f| Concern {
        id: f.rule.clone(),
        title: f.title.clone(),
        verdict: f.verdict,
        severity: f.severity,
        fact: f.obligation.clone(),
        next_step: f.remedy.clone(),
        remedies: f.remedies.clone(),
    })
    .collect()
}
fn approvals(whole: &Plan, worded: &Plan) -> Vec<ApprovalView> {
    use loyalty_plans::approvals::{Standing, recorded};
    recorded(whole)
        .into_iter()
        .zip(&worded.design.governance.approvals)
        .map(|(s, approval)| ApprovalView {
            state: match s.standing {
                Standing::Pending => "pending",
                Standing::Approved { .. } => "approved",
                Standing::Rejected { .. } => "rejected",
                Standing::Withdrawn { .. } => "withdrawn",
                Standing::Void { .. } => "void",
            }
            .into(),
            role: s.role,
            subject: approval.subject.to_string(),
        })
        .collect()
}
fn counted(d: &Design) -> AssumptionCount {
    let count = |f: fn(&Provenance) -> bool| d.assumptions.0.values().filter(|a| f(&a.from)).count() as u64;
    AssumptionCount {
        assumed: count(|p| matches!(p, Provenance::Default { .. })),
        published: count(|p| matches!(p, Provenance::Published { .. })),
        given: count(|p| matches!(p, Provenance::Given { .. })),
        measured: count(|p| matches!(p, Provenance::Measured { .. })),
    }
}
/// A plan in a few lines.
pub fn words(v: &PlanView) -> String {
    let mut out = format!("{} ({}): {}\n{}", v.plan, v.standing, v.company, v.verdict);
    if let Some(note) = &v.origin_note {
        out += &format!("\n! {note}");
    }
    for f in v.headlines.iter().take(FIRST.len()) {
        out += &format!("\n{}: {}{}", f.label, f.shown, f.range.as_ref().map_or(String::new(), |r| format!(" ({r})")));
    }
    let tiers: Vec<String> = v.tiers.iter().map(|t| format!("{} ({})", t.name, t.requirement)).collect();
    out += &format!("\nTiers: {}", tiers.join("; "));
    if !v.compliance_blockers.is_empty() {
        out += &format!("\nCompliance blockers: {}", v.compliance_blockers.iter().map(|c| c.title.as_str()).collect::<Vec<_>>().join("; "));
    }
    out += &format!(
        "\n{} open questions, {} assumptions that finance must look at. Approvals are a person's act: plan-loyalty approve in a terminal.",
        v.open_questions.len(),
        v.assumptions.assumed
    );
    out
}
/// Links to the plan and its deliverables.
pub fn links(name: &str) -> Vec<Resource> {
    let mut out = vec![resources::plan_link(name)];
    out.extend(deliverables::all().into_iter().filter(|d| d.usual).map(|d| resources::deliverable_link(name, d)));
    out
}
