//! The return must not live on points that are never redeemed: it still stands when twice the share is redeemed.
use super::*;

const SHOCK: &str = "redemption-doubles";

pub(super) fn check(i: &Input) -> Guardrail {
    let rule = Rule {
        id: "breakage-reliance",
        title: "Reliance on breakage",
        severity: Severity::Review,
        limit: "median ROI not below zero when twice the share of points is redeemed".into(),
        next_step: "thin the earn rate until the return stands without breakage, and review after 12 months of ledger",
        lines: &["economics.breakage"],
    };
    let shock = i.economics.scenarios.iter().find(|s| s.id == SHOCK).filter(|s| s.roi_p50.is_finite());
    match (shock, known(i, "economics.breakage")) {
        (Some(s), Some(breakage)) => rule.answer(
            settle(s.roi_p50 >= 0.0),
            format!("breakage of {} is a prior, not a measurement; median ROI {} when redemption doubles (99% at most)", percent(breakage), percent(s.roi_p50)),
        ),
        _ => rule.answer(Verdict::Unknown, "the shock was not appraised".into()),
    }
}
