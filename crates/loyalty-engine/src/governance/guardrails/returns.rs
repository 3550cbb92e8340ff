//! The median return is not negative.
use super::*;

pub(super) fn check(i: &Input) -> Guardrail {
    let rule = Rule {
        id: "return",
        title: FactId("guardrail-return"),
        severity: Severity::Review,
        limit: Fact::new("guardrail-return-limit"),
        next_step: FactId("guardrail-return-next"),
        lines: &["economics.roi_p50", "economics.p_positive"],
    };
    match (known(i, "economics.roi_p50"), known(i, "economics.p_positive")) {
        (Some(roi), Some(positive)) => rule.answer(verdict_of(roi >= 0.0), Fact::new("guardrail-return-found").share("roi", roi).share("positive", positive)),
        _ => rule.answer(Verdict::Unknown, Fact::new("guardrail-return-unknown")),
    }
}
