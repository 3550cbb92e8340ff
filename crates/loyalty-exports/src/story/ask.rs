//! The ask: who signs what, and the answers that would sharpen the figures most.
use super::plan_view::{PlanView, capital, count, deck_page, role, table};
use super::risks::questions;
use super::{Block, Page};
use loyalty_model::plan::Act;

/// Questions that are asked at once.
pub const ASKED: usize = 5;

fn page_claim(t: &PlanView) -> String {
    let g = &t.d.governance;
    let open = g.approvals.iter().filter(|a| t.signed(&a.role) != Some(Act::Approved)).count();
    let by = g.roll_out.as_ref().map_or(String::new(), |r| format!(" by {}", r.decide_by));
    let asked = g.open_questions.len().min(ASKED);
    let answers = match asked {
        0 => String::new(),
        1 => "; one answer would sharpen its figures".into(),
        n => format!("; {} answers would sharpen its figures most", count(n)),
    };
    match open {
        0 if g.approvals.is_empty() => format!("Nobody is named to sign{answers}"),
        0 => format!("Every role has signed{answers}"),
        1 => format!("One signature is needed{by}{answers}"),
        n => format!("{} signatures are needed{by}{answers}", capital(&count(n))),
    }
}
pub fn page(t: &PlanView) -> Page {
    let g = &t.d.governance;
    let rows = g.approvals.iter().map(|a| {
        let after = a.after.iter().map(|r| role(r)).collect::<Vec<_>>().join(", ");
        vec![role(&a.role), capital(&a.subject.to_string()), if after.is_empty() { "Signs first".into() } else { after }, t.signed_word(&a.role).into()]
    });
    let signs = table("Who signs", "", &["Role", "What is approved", "After", "State"], rows.collect());
    let mut five = questions(t);
    five.title = "Five questions";
    let rest = five.rows.len().saturating_sub(ASKED);
    five.rows.truncate(ASKED);
    five.note = match rest {
        0 => "By how much of the result the answer moves.".into(),
        n => format!("By how much of the result the answer moves. {n} more in blueprint.html (open questions), each with its owner."),
    };
    let next = vec![
        "See what stands against publishing: plan-loyalty review".to_string(),
        "Answer a question: plan-loyalty amend with the flag beside it, and a --reason. The plan is recalculated, and signatures of the earlier design are revoked.".to_string(),
        "Sign: plan-loyalty approve, one role at a time, in the order above.".to_string(),
    ];
    deck_page(
        "ask",
        "The ask",
        page_claim(t),
        vec![Block::Table(signs), Block::Table(five), Block::List(next)],
        "Governance packet of the plan. Roles come from the settings.",
    )
}
