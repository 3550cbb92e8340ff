//! The expected cost of points outstanding stays under a cap.
use super::*;

pub(super) fn check(i: &Input) -> Guardrail {
    let cap = i.terms.limits.liability_cap;
    let rule = Rule {
        id: "liability-cap",
        title: "Liability cap",
        severity: Severity::Blocker,
        limit: cap.map_or("none asked".into(), |c| format!("{c:.0} {}", i.brief.currency)),
        next_step: "lower the earn rate or the joining points",
        lines: &["economics.liability_peak"],
    };
    let Some(peak) = known(i, "economics.liability_peak") else { return rule.answer(Verdict::Unknown, "the liability is not identified".into()) };
    let fact = format!("expected cost of points outstanding peaks at {}{}", i.brief.currency.sign(), crate::numbers::grouped(peak));
    match cap {
        None => rule.answer(Verdict::NotApplicable, format!("no cap was asked; {fact}")),
        Some(cap) => rule.answer(settle(peak <= cap), fact),
    }
}
