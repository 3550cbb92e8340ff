//! Guardrails, one rule per file. Each always answers: pass, fail, not applicable or unknown.
mod breakage_reliance;
mod budget;
mod concentration;
mod evidence;
mod fairness;
pub(super) mod fraud;
mod liability_cap;
mod margin_floor;
mod returns;

use super::Input;
use crate::assumptions::judgement;
use loyalty_model::fact::{Fact, FactId};
use loyalty_model::finding::{Guardrail, Severity, Verdict};

/// Every guardrail, in the order in which a reader meets them.
pub(super) fn all(i: &Input) -> Vec<Guardrail> {
    [
        budget::check,
        returns::check,
        margin_floor::check,
        liability_cap::check,
        breakage_reliance::check,
        evidence::check,
        concentration::check,
        fairness::check,
        fraud::check,
    ]
    .iter()
    .map(|check| check(i))
    .collect()
}
/// What a rule is, apart from its answer.
struct Rule {
    id: &'static str,
    title: FactId,
    severity: Severity,
    limit: Fact,
    next_step: FactId,
    lines: &'static [&'static str],
}
impl Rule {
    fn answer(self, verdict: Verdict, fact: Fact) -> Guardrail {
        Guardrail {
            id: self.id.into(),
            title: self.title.into(),
            verdict,
            severity: self.severity,
            fact,
            limit: self.limit,
            next_step: self.next_step.into(),
            lines: self.lines.iter().map(|l| (*l).into()).collect(),
        }
    }
}
/// A line that has a value.
fn known(i: &Input, id: &str) -> Option<f64> {
    Some(i.lines.value(id)).filter(|v| v.is_finite())
}
fn verdict_of(ok: bool) -> Verdict {
    if ok { Verdict::Pass } else { Verdict::Fail }
}
