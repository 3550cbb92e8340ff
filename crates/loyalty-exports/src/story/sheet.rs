//! The decision on one page: what is asked, what members get, what it earns, how sure that is, what could stop it.
use super::plan_view::{PlanView, deck_page, figure, role, sentence, table};
use super::{Block, Page, Story, decision, members, options, proof, risks, scenarios};
use crate::brand::Brand;
use crate::copy::reservations;
use loyalty_model::finding::Verdict;
use loyalty_model::plan::{Plan, Status};

/// The story of one page.
pub fn decision_sheet(plan: &Plan, brand: &Brand) -> Story {
    let t = PlanView::of(plan);
    let whole = super::story(plan, brand);
    Story { pages: vec![page(&t)], ..whole }
}
fn page(t: &PlanView) -> Page {
    let g = &t.d.governance;
    let mut blocks = vec![];
    match &t.d.header.escalation {
        Some(e) => blocks.push(Block::Warning(format!("{}. Decision asked: {}.", bare(&e.diagnosis.to_string()), bare(&e.decision_asked.to_string())))),
        None => blocks.extend(reservations(t.d).filter(|_| t.d.header.status == Status::Planned).map(Block::Warning)),
    }
    let by = g.roll_out.as_ref();
    blocks.push(Block::Figures(vec![
        t.metric_over("economics.total_cost"),
        t.metric("economics.net_value"),
        figure(t.shown("economics.p_positive"), t.name("economics.p_positive"), t.range("economics.roi_p50").replacen("P10", "ROI P10", 1)),
        figure(
            by.map_or("not set".into(), |r| r.decide_by.to_string()),
            "Last day to decide",
            by.map_or(String::new(), |r| format!("for a launch on {}", r.launch)),
        ),
    ]));
    let stops: Vec<String> = g.guardrails.iter().filter(|r| r.verdict == Verdict::Fail).map(|r| r.title.to_string().to_lowercase()).collect();
    let stop = if stops.is_empty() { "no guardrail fails".to_string() } else { format!("guardrails that fail: {}", stops.join(", ")) };
    let points = vec![
        format!("Asked: a reward pool of up to {}, and the cost above.", t.pool()),
        format!("Members get: {}.", lower(&members::page_claim(t))),
        format!("It pays from: {}.", lower(&scenarios::pays_from(t))),
        format!("Proof: {}.", lower(&proof::page_claim(t))),
        format!("What could stop it: {stop}; {}.", lower(&risks::page_claim(t))),
    ];
    let rows = g.approvals.iter().map(|a| vec![role(&a.role), super::plan_view::capital(&a.subject.to_string()), t.signed_word(&a.role).into()]);
    let signs = Block::Table(table("Who signs", "", &["Role", "What is approved", "State"], rows.collect()));
    let mut right: Vec<Block> = options::blocks(t).into_iter().filter(|b| matches!(b, Block::Table(_))).collect();
    right.push(signs);
    blocks.push(Block::Columns(vec![vec![Block::List(points)], right]));
    deck_page(
        "decision-sheet",
        "Decision",
        decision::page_claim(t),
        blocks,
        "Means of the member simulation; ranges hold if the assumptions hold. The deck and blueprint.html have the grounds.",
    )
}
/// Without its last full stop.
fn bare(text: &str) -> &str {
    text.trim_end_matches('.')
}
/// A claim inside a sentence: its first letter small, unless its first word is a name or an abbreviation.
fn lower(claim: &str) -> String {
    let claim = sentence(claim);
    let mut letters = claim.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if first.is_uppercase() && !second.is_uppercase() => first.to_lowercase().chain(claim.chars().skip(1)).collect(),
        _ => claim,
    }
}
