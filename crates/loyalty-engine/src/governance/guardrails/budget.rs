//! The reward pool is a ceiling in 9 of 10 draws.
use super::*;

const LEAST: f64 = 0.9;

pub(super) fn check(i: &Input) -> Guardrail {
    let rule = Rule {
        id: "budget",
        title: "Reward pool",
        severity: Severity::Blocker,
        limit: format!("{:.0}% of draws", 100.0 * LEAST),
        next_step: "raise the pool or accept a thinner design",
        lines: &["economics.reward_cost", "economics.budget_kept_share"],
    };
    let kept = i.economics.budget_kept_share;
    if !kept.is_finite() {
        return rule.answer(Verdict::Unknown, "on frozen drivers the share of draws that keep the pool is not known".into());
    }
    rule.answer(settle(kept >= LEAST), format!("in {:.0}% of draws no period exceeds the pool", 100.0 * kept))
}
