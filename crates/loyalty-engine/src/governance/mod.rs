//! The governance packet: owners, cadences, KPIs, approvals, guardrails, risks, open questions, checklist.
mod agenda;
mod guardrails;
mod roll_out;

use crate::compliance::Report;
use crate::terms::Terms;
use crate::{constraints, design::ChoiceStatus};
use loyalty_model::assumption::{Assumption, Book};
use loyalty_model::brief::Brief;
use loyalty_model::extract::{Origin, TableQuality};
use loyalty_model::finding::{Guardrail, OpenQuestion, Severity, Verdict};
use loyalty_model::line::{LineBook, Provenance, Unit};
use loyalty_model::plan::{Approval, ChecklistItem, Economics, Escalation, Governance, Kpi, Raci, Risk, SearchRecord, Signals};
use loyalty_model::program::{Expiry, Program};
use loyalty_model::units::Currency;

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
    /// Spend is points times an assumption.
    pub spend_from_points: bool,
    /// Tables that could not be read.
    pub lost: &'a [String],
    /// Lines per order, where there are orders.
    pub lines_per_order: Option<f64>,
}
/// Above target by this much, a cost per point asks for action.
const COST_TOLERANCE: f64 = 1.15;
/// Lines per order between which a file of line items may be a sample of lines.
const SAMPLE_LIKE: std::ops::Range<f64> = 1.2..2.0;
const LADDER: [&str; 3] = ["Loyalty Strategist", "Finance/Legal", "Exec sponsor"];

/// Writes the packet.
pub fn packet(i: &Input, rules: Report) -> Governance {
    let own = |role: &str| i.brief.owners.get(role).cloned().unwrap_or_else(|| role.to_string());
    let mut packet = Governance {
        raci: raci(&own),
        cadences: agenda::cadences(i.terms.launch, &own),
        kpis: kpis(i, &own),
        approvals: approvals(),
        guardrails: guardrails::all(i),
        risks: risks(&own),
        compliance: rules.findings,
        compliance_not_applicable: rules.not_applicable,
        compliance_disclaimer: rules.disclaimer,
        open_questions: [questions(i), guardrails::fraud::questions(i), rules.questions].concat(),
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
/// Why the plan is not fit to launch, where it is not.
pub fn escalation(i: &Input, packet: &Governance) -> Option<Escalation> {
    let ladder = ladder();
    if !i.lost.is_empty() {
        return Some(Escalation {
            diagnosis: format!("Retries are used up: {} could not be read, and the plan was made without it.", i.lost.join("; ")),
            tried: vec![
                "reading the file".into(),
                "reading it again after a pause".into(),
                "reading it again after a longer pause".into(),
                "the plan without that table".into(),
            ],
            decision_asked: "Mend the file and make the plan again, or accept the plan without it".into(),
            ladder,
        });
    }
    if i.status == ChoiceStatus::NegativeTwice {
        return Some(Escalation {
            diagnosis: if i.brief.pins.is_empty() {
                "The median return is negative, for the first design and for a redesign with cheaper levers.".into()
            } else {
                "The median return is negative with what a person fixed in the design.".into()
            },
            tried: vec!["the best design for the goal".into(), "a redesign with cheaper levers".into(), i.search.ended.clone()],
            decision_asked: "Stop, change the assumptions that carry the result with evidence, or accept the loss as an investment with a named sponsor".into(),
            ladder,
        });
    }
    if let Some(rule) = packet.compliance.iter().find(|f| f.verdict == Verdict::Fail && f.severity == Severity::Blocker) {
        return Some(Escalation {
            diagnosis: format!("A compliance blocker stands: {}.", rule.title),
            tried: std::iter::once("the design as it is".to_string()).chain(rule.remedies.iter().map(|r| format!("priced: {}", r.words))).collect(),
            decision_asked: match rule.remedies.first() {
                Some(r) => format!("{} Take the change with plan-loyalty amend {} --reason …, or override with evidence", rule.remedy, r.change),
                None => rule.remedy.clone(),
            },
            ladder,
        });
    }
    let hard = packet.guardrails.iter().find(|g| g.verdict == Verdict::Fail && g.severity == Severity::Blocker)?;
    Some(Escalation {
        diagnosis: format!("{}: {}", hard.title, hard.fact),
        tried: vec![i.search.ended.clone()],
        decision_asked: hard.next_step.clone(),
        ladder,
    })
}
fn raci(own: &dyn Fn(&str) -> String) -> Vec<Raci> {
    let row = |a: &str, r: &str, ac: &str, c: &str, inf: &str| Raci {
        activity: a.into(),
        responsible: own(r),
        accountable: own(ac),
        consulted: c.into(),
        informed: inf.into(),
    };
    vec![
        row("Program rules and tiers", "loyalty-strategist", "cmo", "finance, legal, operations", "customer service"),
        row("Liability and accounting", "finance", "cfo", "loyalty-strategist, auditor", "exec-sponsor"),
        row("Terms, consent, privacy", "legal", "general-counsel", "loyalty-strategist", "crm-manager"),
        row("Points ledger and redemption", "operations", "coo", "finance, platform owner", "customer service"),
        row("Triggers and messages", "crm-manager", "cmo", "legal", "loyalty-strategist"),
        row("Measurement and hold-out", "member-insights-analyst", "loyalty-strategist", "finance", "exec-sponsor"),
    ]
}
fn kpis(i: &Input, own: &dyn Fn(&str) -> String) -> Vec<Kpi> {
    let v = |id: &str| Some(i.lines.value(id)).filter(|x| x.is_finite());
    let by = i.terms.launch.plus(12).last_day();
    let row = |id: &str, name: &str, unit, baseline: Option<f64>, target: Option<f64>, threshold, owner: &str, basis: &str| Kpi {
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
    let sim = "simulation of the program against the world without it";
    vec![
        row(
            "retention",
            "Customers active 12 months on",
            Unit::Share,
            v("economics.retention_without"),
            v("economics.retention_with"),
            v("economics.retention_without"),
            "loyalty-strategist",
            sim,
        ),
        row("nrr", "Net revenue retention", Unit::Share, v("economics.nrr_without"), v("economics.nrr_with"), v("economics.nrr_without"), "finance", sim),
        row(
            "cost-per-point-issued",
            "Cost per point issued, at expected cost",
            Unit::MoneyPerPoint,
            None,
            v("economics.cost_per_point_issued"),
            v("economics.cost_per_point_issued").map(|c| c * COST_TOLERANCE),
            "finance",
            "design; act at 15% above target",
        ),
        row(
            "cost-per-point-redeemed",
            "Cost per point redeemed",
            Unit::MoneyPerPoint,
            v("signals.cost_per_point_redeemed"),
            v("economics.cost_per_point_redeemed"),
            v("economics.cost_per_point_redeemed").map(|c| c * COST_TOLERANCE),
            "finance",
            "design; act at 15% above target",
        ),
    ]
}
fn approvals() -> Vec<Approval> {
    let row = |role: &str, subject: &str, after: &[&str]| Approval {
        role: role.into(),
        subject: subject.into(),
        after: after.iter().map(|s| s.to_string()).collect(),
        state: "pending".into(),
    };
    vec![
        row("legal", "terms, consent, expiry, places", &[]),
        row("finance", "economics, liability, pool", &["legal"]),
        row("operations", "ledger, redemption flows, service load", &["legal"]),
        row("exec-sponsor", "launch", &["legal", "finance", "operations"]),
    ]
}
fn risks(own: &dyn Fn(&str) -> String) -> Vec<Risk> {
    let row = |r: &str, s: &str, p: &str, o: &str| Risk { risk: r.into(), sign: s.into(), response: p.into(), owner: own(o) };
    vec![
        row(
            "The lift is smaller than the published priors.",
            "hold-out difference below the break-even lift after two quarters.",
            "cut the levers that cost most, keep recognition.",
            "loyalty-strategist",
        ),
        row(
            "Members redeem more than assumed.",
            "redemption above the P90 of the simulation.",
            "re-estimate at the close, adjust reward prices with notice.",
            "finance",
        ),
        row(
            "Rewards go to those who would have bought anyway.",
            "subsidy line above plan.",
            "shift points to light and moderate buyers.",
            "loyalty-strategist",
        ),
        row("Abuse of referral or returns.", "rewards per account above the cap.", "freeze, review, tighten the pending time.", "operations"),
    ]
}
/// A figure with its unit, for a question.
fn figure(a: &Assumption, currency: &Currency) -> String {
    match a.unit {
        Unit::Money if a.value >= 100.0 => format!("{}{}", currency.sign(), crate::numbers::grouped(a.value)),
        Unit::Money => format!("{}{}", currency.sign(), a.value),
        Unit::Share => format!("{}%", libm::round(1000.0 * a.value) / 10.0),
        _ => a.value.to_string(),
    }
}
fn questions(i: &Input) -> Vec<OpenQuestion> {
    let mut out = constraints::open_questions(&i.brief.constraints);
    let ask = |id: &str, q: String, why: &str, owner: &str| OpenQuestion { id: id.into(), question: q, why: why.into(), owner: owner.into() };
    let stand_in: &[&str] = match i.origin {
        Origin::DriverSheet => {
            &["drivers.members", "drivers.orders_per_year", "drivers.average_order_value", "drivers.churn_per_year", "drivers.new_members_per_month"]
        }
        _ if i.spend_from_points => &["ledger.spend_per_point"],
        _ => &[],
    };
    for id in stand_in.iter().copied().chain(["company.gross_margin", "cost.setup", "cost.platform_monthly", "cost.staff_monthly", "points.reward_cost_ratio"])
    {
        if let Some(a) = i.book.get(id).filter(|a| matches!(a.from, Provenance::Default { .. })) {
            out.push(ask(id, format!("What is the company's own figure? Assumed: {}", figure(a, &i.brief.currency)), &a.description, "finance"));
        }
    }
    for topic in ["tax", "shipping", "discounts"] {
        if !i.brief.amount_basis.contains_key(topic) {
            out.push(ask(
                &format!("amounts-{topic}"),
                format!("Do the amounts include {topic}? Taken as they stand."),
                "Points and margin follow net sales.",
                "finance",
            ));
        }
    }
    if !i.brief.amount_basis.contains_key("currency") {
        out.push(ask(
            "currency",
            format!("Are the amounts in {}? Assumed, for neither the data nor the request names a currency.", i.brief.currency),
            "Every money figure carries it.",
            "finance",
        ));
    }
    for note in i.tables.iter().flat_map(|t| &t.notes).filter(|n| n.contains("repeat another line exactly")) {
        out.push(ask("repeated-lines", format!("Are the repeated lines real? {note}."), "Lines read twice would overstate spend.", "member-insights-analyst"));
    }
    if let Some(lines) = i.lines_per_order.filter(|l| SAMPLE_LIKE.contains(l)) {
        out.push(ask(
            "whole-histories",
            format!("Does the order file hold every line of every order? It has {lines:.1} lines an order."),
            "A sample of lines looks like this too, and would understate spend, frequency and every threshold.",
            "member-insights-analyst",
        ));
    }
    if i.terms.limits.places.is_empty() {
        out.push(ask("places", "Where do the members live?".into(), "The law of the place decides on expiry, consent and notices.", "legal"));
    }
    if !matches!(i.program.expiry, Expiry::None) {
        out.push(ask("expiry", "May points lapse where the members live?".into(), "Some places forbid or limit it.", "legal"));
    }
    out
}
fn checklist(own: &dyn Fn(&str) -> String) -> Vec<ChecklistItem> {
    [
        ("Redemption flows tested: earn, partial and full redemption, return, expiry, two at once", "operations"),
        ("Terms published and archived", "legal"),
        ("Consent recorded per channel", "crm-manager"),
        ("Ledger reconciled to orders", "finance"),
        ("Hold-out group drawn and locked", "member-insights-analyst"),
        ("Roll-back rehearsed", "operations"),
    ]
    .into_iter()
    .map(|(item, o)| ChecklistItem { item: item.into(), owner: own(o), done: false })
    .collect()
}
