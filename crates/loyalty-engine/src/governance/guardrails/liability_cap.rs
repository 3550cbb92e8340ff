//! The expected cost of points outstanding stays under a cap.
use super::*;

pub(super) fn check(i: &Input) -> Guardrail {
    let cap = i.terms.limits.liability_cap;
    let rule = Rule {
        id: "liability-cap",
        title: FactId("guardrail-liability-cap"),
        severity: Severity::Blocker,
        limit: cap.map_or(Fact::new("guardrail-no-limit"), |c| Fact::new("guardrail-liability-cap-limit").money("cap", c)),
        next_step: FactId("guardrail-liability-cap-next"),
        lines: &["economics.liability_peak"],
    };
    let Some(peak) = known(i, "economics.liability_peak") else { return rule.answer(Verdict::Unknown, Fact::new("guardrail-liability-cap-unknown")) };
    let fact = Fact::new("guardrail-liability-cap-found").money("peak", peak);
    match cap {
        None => rule.answer(Verdict::NotApplicable, Fact::new("guardrail-liability-cap-none").money("peak", peak)),
        Some(cap) => rule.answer(verdict_of(peak <= cap), fact),
    }
}
