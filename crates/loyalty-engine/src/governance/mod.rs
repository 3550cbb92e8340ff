//! The governance packet: owners, cadences, KPIs, approvals, guardrails, risks, open questions, checklist.
mod agenda;
mod guardrails;
mod roll_out;

use crate::assumptions::judgement;
use crate::compliance::ComplianceReview;
use crate::design::space::shape::Rules;
use crate::terms::Terms;
use crate::{constraints, design::ChoiceStatus};
use loyalty_model::assumption::{Assumption, Book};
use loyalty_model::brief::{Brief, Goal};
use loyalty_model::extract::{Origin, TableQuality};
use loyalty_model::fact::{Argument, Fact, FactId};
use loyalty_model::finding::{ComplianceFinding, Guardrail, OpenQuestion, Severity, Verdict};
use loyalty_model::line::{LineBook, Provenance, Unit};
use loyalty_model::plan::{Approval, ChecklistItem, Economics, Escalation, Governance, Kpi, Raci, Risk, SearchRecord, Signals};
use loyalty_model::program::{Expiry, Program};

/// What the packet is made of.
#[allow(missing_docs)]
pub struct Input<'a> {
    pub brief: &'a Brief,
    pub terms: &'a Terms,
    pub program: &'a Program,
    pub economics: &'a Economics,
    pub lines: &'a LineBook,
    pub signals: &'a Signals,
    pub book: &'a Book,
    pub status: ChoiceStatus,
    pub search: &'a SearchRecord,
    pub origin: Origin,
    pub tables: &'a [TableQuality],
    /// The assumption that stands for what orders are worth, where the data do not tell it.
    pub assumed_spend: Option<&'static str>,
    /// Tables that could not be read.
    pub lost: &'a [String],
    /// Lines per order, where there are orders.
    pub lines_per_order: Option<f64>,
}
/// Lines per order between which a file of line items may be a sample of lines.
const SAMPLE_LIKE: std::ops::Range<f64> = 1.2..2.0;
const LADDER: [&str; 3] = ["Loyalty Strategist", "Finance/Legal", "Exec sponsor"];

/// Writes the packet.
pub fn packet(i: &Input, rules: ComplianceReview) -> Governance {
    let own = |role: &str| i.brief.owners.get(role).cloned().unwrap_or_else(|| role.to_string());
    let mut open_questions = [questions(i), guardrails::fraud::questions(i), tax_on_rewards(i, &rules.findings), rules.questions].concat();
    if open_questions.iter().any(|q| q.id == "places") {
        // Where members live is asked once, in words that a place answers.
        open_questions.retain(|q| q.id != "fact-jurisdiction");
    }
    rank(&mut open_questions, Rules::read().value("question_moves_least"));
    let mut packet = Governance {
        raci: raci(&own),
        cadences: agenda::cadences(&i.terms.launch_day, &own),
        kpis: kpis(i, &own),
        approvals: approvals(),
        guardrails: guardrails::all(i),
        risks: risks(&own),
        compliance: rules.findings,
        compliance_not_applicable: rules.not_applicable,
        compliance_disclaimer: rules.disclaimer,
        open_questions,
        checklist: checklist(&own),
        redemption_flows: crate::redemption::redemption_tests::cases(i.program),
        roll_out: Some(roll_out::plan(i, &own)),
        ..Governance::default()
    };
    packet.compliance_open = packet.compliance.iter().filter(|f| f.verdict == Verdict::Unknown).count() as u32;
    packet.open_facts = packet.open_questions.iter().filter(|q| q.id.starts_with("fact-")).count() as u32;
    packet.work = agenda::work(i, &packet, &own);
    packet
}
/// Guardrails and KPIs once more, over other figures.
pub fn recheck(i: &Input) -> (Vec<Guardrail>, Vec<Kpi>) {
    let own = |role: &str| i.brief.owners.get(role).cloned().unwrap_or_else(|| role.to_string());
    (guardrails::all(i), kpis(i, &own))
}
/// Who decides on an escalation, first to last.
pub fn ladder() -> Vec<String> {
    LADDER.iter().map(|s| s.to_string()).collect()
}
/// Whether the program pays for itself in the full appraisal: on the mean, or at the median.
pub fn pays(lines: &LineBook) -> bool {
    let (net, roi) = (lines.value("economics.net_value"), lines.value("economics.roi_p50"));
    !(net < 0.0 && roi < 0.0)
}
/// Why the plan is not fit to launch, where it is not.
pub fn escalation(i: &Input, packet: &Governance) -> Option<Escalation> {
    let ladder = ladder();
    if !i.lost.is_empty() {
        return Some(Escalation {
            diagnosis: Fact::new("escalation-unreadable").list("files", i.lost.iter().cloned()),
            tried: vec![Fact::new("tried-read"), Fact::new("tried-read-again"), Fact::new("tried-read-later"), Fact::new("tried-without-table")],
            decision_asked: Fact::new("escalation-unreadable-decision"),
            ladder,
        });
    }
    let blocking: Vec<&ComplianceFinding> = packet.compliance.iter().filter(|f| f.verdict == Verdict::Fail && f.severity == Severity::Blocker).collect();
    let titles = || blocking.iter().map(|f| f.title.clone());
    if i.status != ChoiceStatus::Infeasible && !pays(i.lines) {
        let loses = match (i.brief.pins.is_empty(), i.status) {
            (false, _) => Fact::new("escalation-negative-fixed"),
            (true, ChoiceStatus::NegativeTwice) => Fact::new("escalation-negative-twice"),
            (true, _) => Fact::new("escalation-negative-full"),
        };
        return Some(Escalation {
            diagnosis: match blocking.is_empty() {
                true => loses,
                false => Fact::new("escalation-and-blocked").fact("first", loses).list("rules", titles()),
            },
            tried: vec![Fact::new("tried-best-design"), Fact::new("tried-redesign"), i.search.ended.clone()],
            decision_asked: Fact::new("escalation-negative-decision"),
            ladder,
        });
    }
    if let Some(rule) = blocking.first() {
        let priced = rule.remedies.iter().map(|r| Fact::new("tried-priced").fact("change", r.words.clone()));
        return Some(Escalation {
            diagnosis: match blocking.len() {
                1 => Fact::new("escalation-compliance").text("rule", rule.title.clone()),
                _ => Fact::new("escalation-several").list("rules", titles()),
            },
            tried: std::iter::once(Fact::new("tried-as-designed")).chain(priced).collect(),
            decision_asked: match rule.remedies.first() {
                Some(r) => Fact::new("escalation-compliance-decision").text("remedy", rule.remedy.clone()).text("change", r.change.clone()),
                None => (&rule.remedy).into(),
            },
            ladder,
        });
    }
    let hard = packet.guardrails.iter().find(|g| g.verdict == Verdict::Fail && g.severity == Severity::Blocker)?;
    Some(Escalation {
        diagnosis: Fact::new("escalation-guardrail").fact("guardrail", hard.title.clone()).fact("found", hard.fact.clone()),
        tried: vec![i.search.ended.clone()],
        decision_asked: hard.next_step.clone(),
        ladder,
    })
}
fn raci(own: &dyn Fn(&str) -> String) -> Vec<Raci> {
    let row = |a: FactId, r: &str, ac: &str, consulted: &[&str], informed: &str| Raci {
        activity: a.into(),
        responsible: own(r),
        accountable: own(ac),
        consulted: consulted.iter().map(|c| (*c).to_string()).collect(),
        informed: vec![informed.into()],
    };
    vec![
        row(FactId("activity-rules"), "loyalty-strategist", "cmo", &["finance", "legal", "operations"], "customer service"),
        row(FactId("activity-liability"), "finance", "cfo", &["loyalty-strategist", "auditor"], "exec-sponsor"),
        row(FactId("activity-terms"), "legal", "general-counsel", &["loyalty-strategist"], "crm-manager"),
        row(FactId("activity-ledger"), "operations", "coo", &["finance", "platform owner"], "customer service"),
        row(FactId("activity-messages"), "crm-manager", "cmo", &["legal"], "loyalty-strategist"),
        row(FactId("activity-measurement"), "member-insights-analyst", "loyalty-strategist", &["finance"], "exec-sponsor"),
    ]
}
fn kpis(i: &Input, own: &dyn Fn(&str) -> String) -> Vec<Kpi> {
    let v = |id: &str| Some(i.lines.value(id)).filter(|x| x.is_finite());
    let by = i.terms.launch.plus(12).last_day().or_last_working_day();
    let tolerance = 1.0 + judgement(i.book, "guardrail.cost_per_point_tolerance");
    let row = |id: &str, name: FactId, unit, baseline: Option<f64>, target: Option<f64>, threshold, owner: &str, basis: FactId| Kpi {
        id: id.into(),
        name: name.into(),
        unit,
        baseline,
        target,
        threshold,
        by,
        owner: own(owner),
        basis: basis.into(),
    };
    let (simulation, design) = (FactId("kpi-basis-simulation"), FactId("kpi-basis-design"));
    let mut out = vec![
        row(
            "retention",
            FactId("kpi-retention"),
            Unit::Share,
            v("economics.retention_without"),
            v("economics.retention_with"),
            v("economics.retention_without"),
            "loyalty-strategist",
            simulation,
        ),
        row("nrr", FactId("kpi-nrr"), Unit::Share, v("economics.nrr_without"), v("economics.nrr_with"), v("economics.nrr_without"), "finance", simulation),
        row(
            "cost-per-point-issued",
            FactId("kpi-cost-per-point-issued"),
            Unit::MoneyPerPoint,
            None,
            v("economics.cost_per_point_issued"),
            v("economics.cost_per_point_issued").map(|c| c * tolerance),
            "finance",
            design,
        ),
        row(
            "cost-per-point-redeemed",
            FactId("kpi-cost-per-point-redeemed"),
            Unit::MoneyPerPoint,
            v("signals.cost_per_point_redeemed"),
            v("economics.cost_per_point_redeemed"),
            v("economics.cost_per_point_redeemed").map(|c| c * tolerance),
            "finance",
            design,
        ),
    ];
    // What the goals of engagement and advocacy ask for; every plan measures it, where its program has it.
    let (orders, orders_without) = (v("economics.orders_per_active_with"), v("economics.orders_per_active_without"));
    if orders.is_some() && orders_without.is_some() {
        out.push(row("orders-per-customer", FactId("kpi-orders"), Unit::PerYear, orders_without, orders, orders_without, "crm-manager", simulation));
    }
    let until_end = |k: Kpi| Kpi { by: i.terms.launch.plus(i.terms.horizon as i32).last_day().or_last_working_day(), ..k };
    // What the till, the ledger and the members' list count from the launch on; the simulation enrols whoever it says and forecasts none of the first two.
    let counted_later = FactId("kpi-basis-launch");
    if i.lines_per_order.is_some() {
        out.push(row("identification-rate", FactId("kpi-identification"), Unit::Share, None, None, None, "operations", counted_later));
    }
    out.push(row("active-rate", FactId("kpi-active"), Unit::Share, None, None, None, "crm-manager", counted_later));
    if let (Some(issued), Some(redeemed)) = (v("economics.points.issued").filter(|p| *p > 0.0), v("economics.points.redeemed")) {
        out.push(until_end(row("redemption-rate", FactId("kpi-redemption"), Unit::Share, None, Some(redeemed / issued), None, "finance", simulation)));
    }
    let counted = [
        ("missions-completed", FactId("kpi-missions"), Unit::Count, "economics.missions_completed", !i.program.missions.is_empty()),
        ("friends-referred", FactId("kpi-friends"), Unit::Customers, "economics.referred", i.program.referral.is_some()),
    ];
    for (id, name, unit, line, has) in counted {
        if let (true, Some(target)) = (has, v(line)) {
            out.push(until_end(row(id, name, unit, None, Some(target), None, "crm-manager", simulation)));
        }
    }
    out
}
/// What success is for a goal besides what it is for every goal: each criterion names a KPI that the plan has.
pub fn success(goal: Goal, kpis: &[Kpi]) -> Vec<Fact> {
    let all: &[(&str, FactId)] = match goal {
        Goal::Engagement => &[("missions-completed", FactId("success-missions")), ("orders-per-customer", FactId("success-orders"))],
        Goal::Advocacy => &[("friends-referred", FactId("success-friends"))],
        Goal::Retention | Goal::Expansion => &[],
    };
    let backed = all.iter().filter(|(id, _)| kpis.iter().any(|k| k.id == *id));
    backed.map(|(id, fact)| Fact::from(*fact).list("kpis", [*id])).collect()
}
fn approvals() -> Vec<Approval> {
    let row = |role: &str, subject: FactId, after: &[&str]| Approval {
        role: role.into(),
        subject: subject.into(),
        after: after.iter().map(|s| s.to_string()).collect(),
        state: "pending".into(),
    };
    vec![
        row("legal", FactId("approval-legal"), &[]),
        row("finance", FactId("approval-finance"), &["legal"]),
        row("operations", FactId("approval-operations"), &["legal"]),
        row("exec-sponsor", FactId("approval-exec-sponsor"), &["legal", "finance", "operations"]),
    ]
}
fn risks(own: &dyn Fn(&str) -> String) -> Vec<Risk> {
    let row = |r: FactId, s: FactId, p: FactId, o: &str| Risk { risk: r.into(), sign: s.into(), response: p.into(), owner: own(o) };
    vec![
        row(FactId("risk-small-lift"), FactId("risk-small-lift-sign"), FactId("risk-small-lift-response"), "loyalty-strategist"),
        row(FactId("risk-redemption"), FactId("risk-redemption-sign"), FactId("risk-redemption-response"), "finance"),
        row(FactId("risk-subsidy"), FactId("risk-subsidy-sign"), FactId("risk-subsidy-response"), "loyalty-strategist"),
        row(FactId("risk-abuse"), FactId("risk-abuse-sign"), FactId("risk-abuse-response"), "operations"),
    ]
}
/// A figure with its unit, for a question.
fn figure(a: &Assumption) -> Argument {
    match a.unit {
        Unit::Money => Argument::Money(a.value),
        Unit::Share => Argument::Share(a.value),
        _ => Argument::Number(a.value),
    }
}
/// What is assumed, as a flag takes it.
fn example(a: &Assumption) -> String {
    match a.unit {
        Unit::Money if a.value >= 100.0 => format!("{:.0}", a.value),
        _ => format!("{}", (a.value * 1e4).round() / 1e4),
    }
}
/// Questions in the order in which they are asked: constraints that nothing follows yet; what moves the result, by how much; places, which decide what
/// else is asked of Legal; then the rest as they stand.
fn rank(questions: &mut [OpenQuestion], least: f64) {
    let class = |q: &OpenQuestion| match q.moves {
        _ if q.id.starts_with("constraint-") => 0,
        Some(m) if m >= least => 1,
        _ if q.id == "places" => 2,
        Some(_) => 3,
        None if q.id.starts_with("fact-") => 5,
        None => 4,
    };
    questions.sort_by(|a, b| class(a).cmp(&class(b)).then(b.moves.unwrap_or(0.0).total_cmp(&a.moves.unwrap_or(0.0))));
}
/// The question that replaces a default by the company's own figure.
fn own_figure(id: &str) -> FactId {
    match id {
        "company.gross_margin" => FactId("question-margin"),
        "cost.setup" => FactId("question-setup"),
        "cost.platform_monthly" => FactId("question-platform"),
        "cost.staff_monthly" => FactId("question-staff"),
        "points.reward_cost_ratio" => FactId("question-reward-cost"),
        "ledger.spend_per_point" => FactId("question-spend-per-point"),
        "orders.assumed_value" => FactId("question-assumed-order-value"),
        "drivers.members" => FactId("question-members"),
        "drivers.orders_per_year" => FactId("question-orders"),
        "drivers.average_order_value" => FactId("question-order-value"),
        "drivers.churn_per_year" => FactId("question-churn"),
        "drivers.new_members_per_month" => FactId("question-new-members"),
        _ => FactId("question-figure"),
    }
}
fn questions(i: &Input) -> Vec<OpenQuestion> {
    let mut out = constraints::open_questions(&i.brief.constraints);
    let ask = |id: &str, question: Fact, why: Fact, owner: &str| OpenQuestion::new(id, question, why, owner);
    let stand_in: &[&str] = match i.origin {
        Origin::DriverSheet => {
            &["drivers.members", "drivers.orders_per_year", "drivers.average_order_value", "drivers.churn_per_year", "drivers.new_members_per_month"]
        }
        _ => &[],
    };
    for id in stand_in.iter().copied().chain(i.assumed_spend).chain([
        "company.gross_margin",
        "cost.setup",
        "cost.platform_monthly",
        "cost.staff_monthly",
        "points.reward_cost_ratio",
    ]) {
        if let Some(a) = i.book.get(id).filter(|a| matches!(a.from, Provenance::Default { .. } | Provenance::Published { .. })) {
            let question = Fact::new("question-own-figure").fact("question", own_figure(id)).with("assumed", figure(a));
            let asked = ask(id, question, Fact::new("question-own-figure-why"), "finance").answered(id, &example(a));
            let moves = i.economics.tornado.iter().find(|(input, _)| input == id).map(|(_, change)| libm::fabs(*change));
            out.push(OpenQuestion { moves, ..asked });
        }
    }
    for (topic, question) in
        [("tax", FactId("question-amounts-tax")), ("shipping", FactId("question-amounts-shipping")), ("discounts", FactId("question-amounts-discounts"))]
    {
        if !i.brief.amount_basis.contains_key(topic) {
            out.push(ask(&format!("amounts-{topic}"), question.into(), Fact::new("question-amounts-why"), "finance").answered(topic, "excluded"));
        }
    }
    if !i.brief.amount_basis.contains_key("currency") {
        let question = Fact::new("question-currency").text("currency", i.brief.currency.0.clone());
        out.push(ask("currency", question, Fact::new("question-currency-why"), "finance").answered("currency", &i.brief.currency.0));
    }
    for lines in i.tables.iter().map(|t| t.repeated_lines).filter(|n| *n > 0) {
        let question = Fact::new("question-repeated-lines").count("lines", lines);
        out.push(ask("repeated-lines", question, Fact::new("question-repeated-lines-why"), "member-insights-analyst"));
    }
    for z in i.tables.iter().filter_map(|t| t.zero_orders).filter(|z| !z.counted) {
        let question = Fact::new("question-zero-orders").count("orders", z.orders).count("customers", z.customers);
        out.push(ask("zero-orders", question, Fact::new("question-zero-orders-why").count("never", z.never_paid), "member-insights-analyst"));
    }
    if let Some(lines) = i.lines_per_order.filter(|l| SAMPLE_LIKE.contains(l)) {
        let question = Fact::new("question-whole-histories").number("lines", lines);
        out.push(ask("whole-histories", question, Fact::new("question-whole-histories-why"), "member-insights-analyst"));
    }
    if i.terms.limits.places.is_empty() {
        out.push(ask("places", Fact::new("question-places"), Fact::new("question-places-why"), "legal").answered("places", "Germany"));
    }
    let known = i.tables.iter().any(|t| t.columns.iter().any(|c| c.canonical == "birthday"));
    if !known && i.program.benefits.iter().any(|b| b.id == "birthday_reward") {
        out.push(ask("birthdays", Fact::new("question-birthdays"), Fact::new("question-birthdays-why"), "crm-manager"));
    }
    if i.program.gives_items() {
        let items = i.program.rewards.iter().filter(|r| r.item.is_some()).map(|r| r.name.clone());
        out.push(ask("item-costs", Fact::new("question-item-costs").list("items", items), Fact::new("question-item-costs-why"), "finance"));
    }
    if !matches!(i.program.expiry, Expiry::None) {
        out.push(ask("expiry", Fact::new("question-expiry"), Fact::new("question-expiry-why"), "legal"));
    }
    out
}
/// The rule of the table on VAT and rewards.
const VAT_RULE: &str = "eu-gb-vat-redemption";
/// Where the rule on VAT applies or may apply and nobody gave a rate: what Finance must say, with rule, places and source.
fn tax_on_rewards(i: &Input, findings: &[ComplianceFinding]) -> Vec<OpenQuestion> {
    let given = i.brief.given.contains_key("cost.reward_vat_rate");
    let one = |f: &ComplianceFinding| {
        let question = Fact::new("question-reward-vat").list("places", i.terms.limits.places.iter().map(String::as_str));
        let why = Fact::new("question-reward-vat-why").text("rule", f.rule.clone()).text("source", f.source.clone());
        OpenQuestion::new("reward-vat", question, why, "finance").answered("cost.reward_vat_rate", "0.2")
    };
    findings.iter().filter(|f| f.rule == VAT_RULE && f.verdict == Verdict::Fail && !given).map(one).collect()
}
fn checklist(own: &dyn Fn(&str) -> String) -> Vec<ChecklistItem> {
    [
        (FactId("checklist-redemption"), "operations"),
        (FactId("checklist-terms"), "legal"),
        (FactId("checklist-consent"), "crm-manager"),
        (FactId("checklist-ledger"), "finance"),
        (FactId("checklist-holdout"), "member-insights-analyst"),
        (FactId("checklist-roll-back"), "operations"),
    ]
    .into_iter()
    .map(|(item, o)| ChecklistItem { item: item.into(), owner: own(o), done: false })
    .collect()
}
