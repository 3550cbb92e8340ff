//! Every level is within somebody's reach.
use super::*;

pub(super) fn check(i: &Input) -> Guardrail {
    let rule = Rule {
        id: "fairness",
        title: "Fairness",
        severity: Severity::Review,
        limit: "every level reachable; no level taken away without notice".into(),
        next_step: "drop the level or lower its threshold",
        lines: &[],
    };
    let nobody: Vec<&str> =
        i.program.tiers.iter().filter(|t| i.lines.value(&format!("blueprint.tier.{}.customers_today", t.id)) <= 0.0).map(|t| t.name.as_str()).collect();
    if nobody.is_empty() {
        rule.answer(Verdict::Pass, "each level is reached by some of today's customers".into())
    } else {
        rule.answer(Verdict::Fail, format!("none of today's customers would stand in {}", nobody.join(", ")))
    }
}
