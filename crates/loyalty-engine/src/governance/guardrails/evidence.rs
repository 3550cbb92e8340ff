//! Enough repeat purchases, and a forecast that was scored on data it had not seen.
use super::*;

pub(super) fn check(i: &Input) -> Guardrail {
    let (least_repeat, most_miss) = (judgement(i.book, "guardrail.repeat_rate_least"), judgement(i.book, "guardrail.forecast_miss_most"));
    let rule = Rule {
        id: "evidence",
        title: FactId("guardrail-evidence"),
        severity: Severity::Review,
        limit: Fact::new("guardrail-evidence-limit").share("repeat", least_repeat).share("miss", most_miss),
        next_step: FactId("guardrail-evidence-next"),
        lines: &["signals.repeat_rate"],
    };
    if i.signals.not_identified.iter().any(|n| n.what.is("gap-purchase-histories")) {
        return rule.answer(Verdict::Fail, Fact::new("guardrail-evidence-incomplete"));
    }
    let miss = i.signals.holdout.iter().find(|s| s.chosen).map(|s| s.bias.abs());
    match (known(i, "signals.repeat_rate"), miss) {
        (None, _) => rule.answer(Verdict::Unknown, Fact::new("guardrail-evidence-no-orders")),
        (Some(repeat), None) if repeat < least_repeat => rule.answer(Verdict::Fail, Fact::new("guardrail-evidence-low-repeat").share("repeat", repeat)),
        (Some(repeat), None) => rule.answer(Verdict::Unknown, Fact::new("guardrail-evidence-no-score").share("repeat", repeat)),
        (Some(_), Some(_)) if i.signals.forecast_check.as_ref().is_some_and(|c| !c.covered) => {
            rule.answer(Verdict::Fail, Fact::new("guardrail-evidence-outside"))
        }
        (Some(repeat), Some(miss)) => rule
            .answer(verdict_of(repeat >= least_repeat && miss <= most_miss), Fact::new("guardrail-evidence-found").share("repeat", repeat).share("miss", miss)),
    }
}
