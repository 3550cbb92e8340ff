//! A handful of customers must not carry the program.
use super::*;

pub(super) fn check(i: &Input) -> Guardrail {
    let most = judgement(i.book, "guardrail.top_share_most");
    let rule = Rule {
        id: "concentration",
        title: FactId("guardrail-concentration"),
        severity: Severity::Review,
        limit: Fact::new("guardrail-concentration-limit").share("most", most),
        next_step: FactId("guardrail-concentration-next"),
        lines: &["signals.top_10_share"],
    };
    match known(i, "signals.top_10_share") {
        Some(share) => rule.answer(verdict_of(share <= most), Fact::new("guardrail-concentration-found").share("share", share)),
        None => rule.answer(Verdict::Unknown, Fact::new("guardrail-concentration-unknown")),
    }
}
