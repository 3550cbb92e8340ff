//! Every level is within somebody's reach.
use super::*;

pub(super) fn check(i: &Input) -> Guardrail {
    let rule = Rule {
        id: "fairness",
        title: "Fairness",
        severity: Severity::Review,
        limit: "every level reachable; no level taken away without notice".into(),
        next_step: "drop the level or lower its threshold",
        lines: &[],
    };
    match &i.search.unmet[..] {
        [] => rule.answer(Verdict::Pass, "each level is reached by some of today's customers".into()),
        unmet => rule.answer(Verdict::Fail, unmet.join("; ")),
    }
}
