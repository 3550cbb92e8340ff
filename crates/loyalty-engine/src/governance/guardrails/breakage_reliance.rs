//! The return must not live on points that are never redeemed: it still stands when twice the share is redeemed.
use super::*;

const SHOCK: &str = "redemption-doubles";

pub(super) fn check(i: &Input) -> Guardrail {
    let rule = Rule {
        id: "breakage-reliance",
        title: FactId("guardrail-breakage-reliance"),
        severity: Severity::Review,
        limit: Fact::new("guardrail-breakage-reliance-limit"),
        next_step: FactId("guardrail-breakage-reliance-next"),
        lines: &["economics.breakage"],
    };
    let shock = i.economics.scenarios.iter().find(|s| s.id == SHOCK).filter(|s| s.roi_p50.is_finite());
    match (shock, known(i, "economics.breakage")) {
        (Some(s), Some(breakage)) => {
            rule.answer(verdict_of(s.roi_p50 >= 0.0), Fact::new("guardrail-breakage-reliance-found").share("breakage", breakage).share("roi", s.roi_p50))
        }
        _ => rule.answer(Verdict::Unknown, Fact::new("guardrail-breakage-reliance-unknown")),
    }
}
