//! Fraud and abuse: for each known way, a control in the design or a question that somebody owns.
use super::*;
use loyalty_model::finding::OpenQuestion;

/// One way of abuse.
struct Way {
    id: &'static str,
    name: FactId,
    /// The control that this design holds, if it does.
    control: fn(&Input) -> Option<Fact>,
    question: FactId,
    why: FactId,
}
const WAYS: [Way; 4] = [
    Way {
        id: "fraud-self-referral",
        name: FactId("fraud-self-referral"),
        control: |i| match i.program.referral {
            None => Some(Fact::new("fraud-self-referral-control")),
            Some(_) => None,
        },
        question: FactId("fraud-self-referral-question"),
        why: FactId("fraud-self-referral-why"),
    },
    Way {
        id: "fraud-order-splitting",
        name: FactId("fraud-order-splitting"),
        control: |i| i.program.missions.is_empty().then(|| Fact::new("fraud-order-splitting-control")),
        question: FactId("fraud-order-splitting-question"),
        why: FactId("fraud-order-splitting-why"),
    },
    Way {
        id: "fraud-return-after-redemption",
        name: FactId("fraud-return-after-redemption"),
        control: |i| (i.program.earn.pending_days > 0).then(|| Fact::new("fraud-return-after-redemption-control").days("wait", i.program.earn.pending_days)),
        question: FactId("fraud-return-after-redemption-question"),
        why: FactId("fraud-return-after-redemption-why"),
    },
    Way {
        id: "fraud-velocity",
        name: FactId("fraud-velocity"),
        control: |_| None,
        question: FactId("fraud-velocity-question"),
        why: FactId("fraud-velocity-why"),
    },
];

pub(super) fn check(i: &Input) -> Guardrail {
    let rule = Rule {
        id: "fraud",
        title: FactId("guardrail-fraud"),
        severity: Severity::Review,
        limit: Fact::new("guardrail-fraud-limit"),
        next_step: FactId("guardrail-fraud-next"),
        lines: &[],
    };
    let (held, open): (Vec<_>, Vec<_>) = WAYS.iter().map(|w| (w.name, answered(i, w))).partition(|(_, control)| control.is_some());
    let held: Vec<Fact> =
        held.into_iter().map(|(name, control)| Fact::new("fraud-control").fact("way", name).fact("control", control.unwrap_or_default())).collect();
    let open: Vec<Fact> = open.into_iter().map(|(name, _)| name.into()).collect();
    match (held.is_empty(), open.is_empty()) {
        (_, true) => rule.answer(Verdict::Pass, Fact::new("guardrail-fraud-held").facts("controls", held)),
        (true, false) => rule.answer(Verdict::Unknown, Fact::new("guardrail-fraud-open").facts("ways", open)),
        (false, false) => rule.answer(Verdict::Unknown, Fact::new("guardrail-fraud-part").facts("controls", held).facts("ways", open)),
    }
}
/// The design's control, or the one that a person named in the settings under `facts`.
fn answered(i: &Input, way: &Way) -> Option<Fact> {
    i.brief.facts.get(way.id).map(Fact::from).or_else(|| (way.control)(i))
}
/// The ways without a control, as questions.
pub(crate) fn questions(i: &Input) -> Vec<OpenQuestion> {
    WAYS.iter()
        .filter(|w| answered(i, w).is_none())
        .map(|w| OpenQuestion::new(w.id, w.question.into(), w.why.into(), "operations").answered(w.id, "held-for-review"))
        .collect()
}
