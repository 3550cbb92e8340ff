//! Enough repeat purchases, and a forecast that was scored on data it had not seen.
use super::*;

const LEAST_REPEAT: f64 = 0.1;
const MOST_MISS: f64 = 0.3;

pub(super) fn check(i: &Input) -> Guardrail {
    let rule = Rule {
        id: "evidence",
        title: FactId("guardrail-evidence"),
        severity: Severity::Review,
        limit: Fact::new("guardrail-evidence-limit").share("repeat", LEAST_REPEAT).share("miss", MOST_MISS),
        next_step: FactId("guardrail-evidence-next"),
        lines: &["signals.repeat_rate"],
    };
    if i.signals.not_identified.iter().any(|n| n.what.is("gap-purchase-histories")) {
        return rule.answer(Verdict::Fail, Fact::new("guardrail-evidence-incomplete"));
    }
    let miss = i.signals.holdout.iter().find(|s| s.chosen).map(|s| s.bias.abs());
    match (known(i, "signals.repeat_rate"), miss) {
        (None, _) => rule.answer(Verdict::Unknown, Fact::new("guardrail-evidence-no-orders")),
        (Some(repeat), None) if repeat < LEAST_REPEAT => rule.answer(Verdict::Fail, Fact::new("guardrail-evidence-low-repeat").share("repeat", repeat)),
        (Some(repeat), None) => rule.answer(Verdict::Unknown, Fact::new("guardrail-evidence-no-score").share("repeat", repeat)),
        (Some(repeat), Some(miss)) => {
            rule.answer(settle(repeat >= LEAST_REPEAT && miss <= MOST_MISS), Fact::new("guardrail-evidence-found").share("repeat", repeat).share("miss", miss))
        }
    }
}
