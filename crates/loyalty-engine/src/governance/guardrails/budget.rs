//! The reward pool is a ceiling in 9 of 10 draws.
use super::*;

const LEAST: f64 = 0.9;

pub(super) fn check(i: &Input) -> Guardrail {
    let rule = Rule {
        id: "budget",
        title: FactId("guardrail-budget"),
        severity: Severity::Blocker,
        limit: Fact::new("guardrail-budget-limit").share("least", LEAST),
        next_step: FactId("guardrail-budget-next"),
        lines: &["economics.reward_cost", "economics.budget_kept_share"],
    };
    let kept = i.economics.budget_kept_share;
    if !kept.is_finite() {
        return rule.answer(Verdict::Unknown, Fact::new("guardrail-budget-unknown"));
    }
    rule.answer(settle(kept >= LEAST), Fact::new("guardrail-budget-found").share("kept", kept))
}
