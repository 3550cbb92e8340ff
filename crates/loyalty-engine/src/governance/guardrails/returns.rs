//! The median return is not negative.
use super::*;

pub(super) fn check(i: &Input) -> Guardrail {
    let rule = Rule {
        id: "return",
        title: "Return",
        severity: Severity::Review,
        limit: "median ROI not below zero".into(),
        next_step: "see in the search record what would turn it",
        lines: &["economics.roi_p50", "economics.p_positive"],
    };
    match (known(i, "economics.roi_p50"), known(i, "economics.p_positive")) {
        (Some(roi), Some(positive)) => rule.answer(settle(roi >= 0.0), format!("median ROI {}, above zero in {:.0}% of draws", percent(roi), 100.0 * positive)),
        _ => rule.answer(Verdict::Unknown, "the return is not identified".into()),
    }
}
