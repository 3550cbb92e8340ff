//! Enough repeat purchases, and a forecast that was scored on data it had not seen.
use super::*;

const LEAST_REPEAT: f64 = 0.1;
const MOST_MISS: f64 = 0.3;

pub(super) fn check(i: &Input) -> Guardrail {
    let rule = Rule {
        id: "evidence",
        title: "Evidence",
        severity: Severity::Review,
        limit: format!("repeat rate of {:.0}%, hold-out total within {:.0}%", 100.0 * LEAST_REPEAT, 100.0 * MOST_MISS),
        next_step: "wait for more history, or run a pilot with a hold-out group",
        lines: &["signals.repeat_rate"],
    };
    if i.signals.not_identified.iter().any(|n| n.what == "purchase histories") {
        return rule.answer(Verdict::Fail, "the orders are not whole histories, so no customer-base model was fitted".into());
    }
    let miss = i.signals.holdout.iter().find(|s| s.chosen).map(|s| s.bias.abs());
    match (known(i, "signals.repeat_rate"), miss) {
        (None, _) => rule.answer(Verdict::Unknown, "no repeat rate: there are no orders".into()),
        (Some(repeat), None) if repeat < LEAST_REPEAT => rule.answer(Verdict::Fail, format!("repeat rate {}, no hold-out score", percent(repeat))),
        (Some(repeat), None) => rule.answer(Verdict::Unknown, format!("repeat rate {}, but no forecast could be scored", percent(repeat))),
        (Some(repeat), Some(miss)) => rule
            .answer(settle(repeat >= LEAST_REPEAT && miss <= MOST_MISS), format!("repeat rate {}, hold-out total off by {}", percent(repeat), percent(miss))),
    }
}
