//! What reward cost leaves of the contribution.
use super::*;

pub(super) fn check(i: &Input) -> Guardrail {
    let floor = i.terms.limits.margin_floor;
    let rule = Rule {
        id: "margin-floor",
        title: "Margin floor",
        severity: Severity::Blocker,
        limit: floor.map_or("none asked".into(), |f| format!("{} of contribution left", percent(f))),
        next_step: "lower the earn rate",
        lines: &["economics.contribution_kept"],
    };
    match (floor, known(i, "economics.contribution_kept")) {
        (_, None) => rule.answer(Verdict::Unknown, "the contribution is not identified".into()),
        (None, Some(kept)) => rule.answer(Verdict::NotApplicable, format!("no floor was asked; rewards leave {} of contribution", percent(kept))),
        (Some(floor), Some(kept)) => rule.answer(settle(kept >= floor), format!("rewards leave {} of contribution", percent(kept))),
    }
}
