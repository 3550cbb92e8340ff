//! Fraud and abuse: for each known way, a control in the design or a question that somebody owns.
use super::*;
use loyalty_model::finding::OpenQuestion;

/// One way of abuse.
struct Way {
    id: &'static str,
    name: &'static str,
    /// The control that this design holds, if it does.
    control: fn(&Input) -> Option<String>,
    question: &'static str,
}
const WAYS: [Way; 4] = [
    Way {
        id: "fraud-self-referral",
        name: "self-referral",
        control: |i| match i.program.referral {
            None => Some("no referral reward in the design".into()),
            Some(_) => None,
        },
        question: "How does the platform see that a referred friend is another person (address, payment, device)?",
    },
    Way {
        id: "fraud-order-splitting",
        name: "order splitting",
        control: |i| i.program.missions.is_empty().then(|| "points follow spend, and no mission counts orders".into()),
        question: "Are orders of one day by one customer counted once towards missions that count orders?",
    },
    Way {
        id: "fraud-return-after-redemption",
        name: "return after redemption",
        control: |i| {
            (i.program.earn.pending_days > 0).then(|| format!("points wait {} days, the return window, before they can be spent", i.program.earn.pending_days))
        },
        question: "How long may goods be returned, and are the points taken back?",
    },
    Way {
        id: "fraud-velocity",
        name: "velocity",
        control: |_| None,
        question: "From how many points, redemptions or referrals per account and day does the platform hold and review?",
    },
];

pub(super) fn check(i: &Input) -> Guardrail {
    let rule = Rule {
        id: "fraud",
        title: "Fraud and abuse",
        severity: Severity::Review,
        limit: "a control for each of the four known ways".into(),
        next_step: "answer the open questions fraud-…, with the control of the platform for each",
        lines: &[],
    };
    let (held, open): (Vec<_>, Vec<_>) = WAYS.iter().map(|w| (w.name, answered(i, w))).partition(|(_, control)| control.is_some());
    let held: Vec<String> = held.into_iter().map(|(name, control)| format!("{name}: {}", control.unwrap_or_default())).collect();
    let open: Vec<&str> = open.into_iter().map(|(name, _)| name).collect();
    match open.is_empty() {
        true => rule.answer(Verdict::Pass, held.join("; ")),
        false if held.is_empty() => rule.answer(Verdict::Unknown, format!("no control is known against {}", open.join(", "))),
        false => rule.answer(Verdict::Unknown, format!("{}; no control is known against {}", held.join("; "), open.join(", "))),
    }
}
/// The design's control, or the one that a person named in the settings under `facts`.
fn answered(i: &Input, way: &Way) -> Option<String> {
    i.brief.facts.get(way.id).cloned().or_else(|| (way.control)(i))
}
/// The ways without a control, as questions.
pub(crate) fn questions(i: &Input) -> Vec<OpenQuestion> {
    WAYS.iter()
        .filter(|w| answered(i, w).is_none())
        .map(|w| OpenQuestion {
            id: w.id.into(),
            question: w.question.into(),
            why: format!("{} takes rewards without the purchase behind them.", w.name),
            owner: "operations".into(),
        })
        .collect()
}
