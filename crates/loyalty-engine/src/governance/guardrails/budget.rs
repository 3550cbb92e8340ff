//! The reward pool is a ceiling, with the probability that the search plans for.
use super::*;
use crate::design::space::shape::Rules;

pub(super) fn check(i: &Input) -> Guardrail {
    let least = Rules::read().value("draws_kept_least");
    let rule = Rule {
        id: "budget",
        title: FactId("guardrail-budget"),
        severity: Severity::Blocker,
        limit: Fact::new("guardrail-budget-limit").share("least", least),
        next_step: FactId("guardrail-budget-next"),
        lines: &["economics.reward_cost", "economics.budget_kept_share"],
    };
    let kept = i.economics.budget_kept_share;
    if !kept.is_finite() {
        return rule.answer(Verdict::Unknown, Fact::new("guardrail-budget-unknown"));
    }
    rule.answer(verdict_of(kept >= least), Fact::new("guardrail-budget-found").share("kept", kept))
}
