//! Every tier is within somebody's reach.
use super::*;

pub(super) fn check(i: &Input) -> Guardrail {
    let rule = Rule {
        id: "fairness",
        title: FactId("guardrail-fairness"),
        severity: Severity::Review,
        limit: Fact::new("guardrail-fairness-limit"),
        next_step: FactId("guardrail-fairness-next"),
        lines: &[],
    };
    let nobody: Vec<&str> =
        i.program.tiers.iter().filter(|t| i.lines.value(&format!("blueprint.tier.{}.customers_today", t.id)) <= 0.0).map(|t| t.name.as_str()).collect();
    if nobody.is_empty() {
        rule.answer(Verdict::Pass, Fact::new("guardrail-fairness-kept"))
    } else {
        rule.answer(Verdict::Fail, Fact::new("guardrail-fairness-empty").list("tiers", nobody))
    }
}
