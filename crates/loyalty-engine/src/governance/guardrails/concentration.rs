//! A handful of customers must not carry the program.
use super::*;

const MOST: f64 = 0.5;

pub(super) fn check(i: &Input) -> Guardrail {
    let rule = Rule {
        id: "concentration",
        title: "Concentration",
        severity: Severity::Review,
        limit: format!("{:.0}% of net spend", 100.0 * MOST),
        next_step: "treat the largest customers by contract, not by tier",
        lines: &["signals.top_10_share"],
    };
    match known(i, "signals.top_10_share") {
        Some(share) => rule.answer(settle(share <= MOST), format!("the top 1% of customers bring {} of net spend", percent(share))),
        None => rule.answer(Verdict::Unknown, "net spend by customer is not identified".into()),
    }
}
