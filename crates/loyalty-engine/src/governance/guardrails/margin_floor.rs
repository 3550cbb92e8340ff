//! What reward cost leaves of the contribution.
use super::*;

pub(super) fn check(i: &Input) -> Guardrail {
    let floor = i.terms.limits.margin_floor;
    let rule = Rule {
        id: "margin-floor",
        title: FactId("guardrail-margin-floor"),
        severity: Severity::Blocker,
        limit: floor.map_or(Fact::new("guardrail-no-limit"), |f| Fact::new("guardrail-margin-floor-limit").share("floor", f)),
        next_step: FactId("guardrail-margin-floor-next"),
        lines: &["economics.contribution_kept"],
    };
    match (floor, known(i, "economics.contribution_kept")) {
        (_, None) => rule.answer(Verdict::Unknown, Fact::new("guardrail-margin-floor-unknown")),
        (None, Some(kept)) => rule.answer(Verdict::NotApplicable, Fact::new("guardrail-margin-floor-none").share("kept", kept)),
        (Some(floor), Some(kept)) => rule.answer(verdict_of(kept >= floor), Fact::new("guardrail-margin-floor-found").share("kept", kept)),
    }
}
