//! Page 13: RACI, cadence, guardrails.
use super::plan_view::{PlanView, capital, deck_page, plural, role, table};
use super::{Block, Page};
use crate::copy::verdict_word;
use loyalty_model::finding::Verdict;

fn page_claim(t: &PlanView) -> String {
    let g = &t.d.governance;
    let failing: Vec<_> = g.guardrails.iter().filter(|r| r.verdict == Verdict::Fail).collect();
    let unknown = g.guardrails.iter().filter(|r| r.verdict == Verdict::Unknown).count();
    let signs = match (g.approvals.first(), g.approvals.last()) {
        (Some(a), Some(z)) if a.role != z.role => format!("{} signs first, the {} last", role(&a.role), role(&z.role).to_lowercase()),
        _ => "nobody is named to sign".into(),
    };
    match (failing.first(), failing.len(), unknown) {
        (Some(f), 1, _) => format!("One guardrail fails ({}); {signs}", f.title.to_string().to_lowercase()),
        (Some(f), n, _) => format!("{} fail, including {}; {signs}", capital(&plural(n, "guardrail", "guardrails")), f.title.to_string().to_lowercase()),
        (None, _, 0) => format!("No guardrail fails; {signs}"),
        (None, _, n) => format!("No guardrail fails and {} be judged yet; {signs}", plural(n, "cannot", "cannot")),
    }
}
pub fn page(t: &PlanView) -> Page {
    let g = &t.d.governance;
    let raci = g.raci.iter().map(|r| {
        let list = |all: &[String]| all.iter().map(|r| role(r)).collect::<Vec<_>>().join(", ");
        vec![r.activity.to_string(), role(&r.responsible), role(&r.accountable), list(&r.consulted), list(&r.informed)]
    });
    let raci = table("Who does what", "", &["Activity", "Responsible", "Accountable", "Consulted", "Informed"], raci.collect());
    let rails =
        g.guardrails.iter().map(|r| vec![r.title.to_string(), verdict_word(r.verdict).into(), capital(&super::plan_view::brief(&r.fact.to_string(), 110))]);
    let rails = table("Guardrails today", "", &["Guardrail", "Verdict", "Finding"], rails.collect());
    let cadence = g.cadences.iter().map(|k| vec![k.name.to_string(), capital(&k.every.to_string()), role(&k.owner), capital(&k.decision.to_string())]);
    let cadence = table("Cadence", "", &["Meeting", "Every", "Owner", "Decides"], cadence.collect());
    let blocks = vec![Block::Columns(vec![vec![Block::Table(raci), Block::Table(cadence)], vec![Block::Table(rails)]])];
    deck_page("governance", "Governance", page_claim(t), blocks, "Roles come from the settings. Agendas, limits and next steps are in blueprint.html.")
}
