//! A handful of customers must not carry the program.
use super::*;

const MOST: f64 = 0.5;

pub(super) fn check(i: &Input) -> Guardrail {
    let rule = Rule {
        id: "concentration",
        title: FactId("guardrail-concentration"),
        severity: Severity::Review,
        limit: Fact::new("guardrail-concentration-limit").share("most", MOST),
        next_step: FactId("guardrail-concentration-next"),
        lines: &["signals.top_10_share"],
    };
    match known(i, "signals.top_10_share") {
        Some(share) => rule.answer(settle(share <= MOST), Fact::new("guardrail-concentration-found").share("share", share)),
        None => rule.answer(Verdict::Unknown, Fact::new("guardrail-concentration-unknown")),
    }
}
