//! `review_plan`, `verify_plan`, `compliance_questions`: what stands between a plan and its publication, which a person does.
use super::Tool;
use crate::mcp::answer::Answer;
use crate::mcp::call::Call;
use crate::mcp::redact;
use crate::mcp::server_context::ServerContext;
use loyalty_app::operations::review::{self as reviewing, Item, ReviewRequest};
use loyalty_app::operations::verify::{self as verifying, VerifyRequest};
use loyalty_model::finding::{ComplianceFinding, OpenQuestion, Verdict};
use loyalty_plans::verify::Answer as Held;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which plan.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// Name from list_plans, or latest.
    #[serde(default = "super::plans::latest")]
    plan: String,
}
/// The checklist.
#[derive(Debug, Serialize, JsonSchema)]
struct Reviewed {
    /// Everything passes: a person may publish.
    passes: bool,
    /// Checks.
    items: Vec<Item>,
    /// Who acts next.
    who_acts: String,
}

/// The tool that reviews.
pub fn review() -> Tool {
    Tool::new::<Asked, Reviewed>(
        "review_plan",
        "Review a plan",
        "The checklist before publishing: trail, tasks, escalation, approvals, success criteria, guardrails, compliance, open questions, redemption flows. It \
         publishes nothing: approvals and publication are a person's acts in a terminal.",
        |shared: &ServerContext, asked: Asked, _: &Call| {
            // Signatures are looked at as they stand; only the words leave without names.
            let opened = shared.plan(&asked.plan)?;
            let names = redact::persons(&opened.plan, shared.allow_records);
            let clean = |i: Item| Item { found: redact::nameless(&i.found, &names), next: redact::nameless(&i.next, &names), ..i };
            let items: Vec<Item> =
                reviewing::review(&shared.at_once(), &ReviewRequest { plan: opened.name(), trust: None })?.items.into_iter().map(clean).collect();
            let passes = items.iter().all(|i| i.pass);
            let open: Vec<&str> = items.iter().filter(|i| !i.pass).map(|i| i.item).collect();
            let text = if passes { "Ready to publish.".to_string() } else { format!("Not ready to publish. Open: {}.", open.join(", ")) };
            let who_acts =
                "People approve, resolve, override and publish, each in a terminal: plan-loyalty statement, approve, resolve, override, publish. No tool does.";
            Answer::of(&Reviewed { passes, items, who_acts: who_acts.into() }, text)
        },
    )
}

/// One thing looked at.
#[derive(Debug, Serialize, JsonSchema)]
struct LookedAt {
    /// holds, altered or open.
    holds: String,
    /// The check and its result.
    sentence: String,
}
/// The answer.
#[derive(Debug, Serialize, JsonSchema)]
struct Verified {
    /// verified, unanchored, rejected or altered.
    answer: String,
    /// What that means.
    meaning: String,
    /// All checks.
    looked_at: Vec<LookedAt>,
    /// First entry of the change log that is not intact.
    first_broken: Option<u64>,
}

/// The tool that verifies.
pub fn verify() -> Tool {
    Tool::new::<Asked, Verified>(
        "verify_plan",
        "Verify a plan",
        "Checks that a plan is intact: change log, commit log, signatures, files.",
        |shared: &ServerContext, asked: Asked, _: &Call| {
            let opened = shared.plan(&asked.plan)?;
            let report = verifying::verify(&shared.at_once(), &VerifyRequest { plan: opened.name(), trust: None, render: false })?;
            let (answer, meaning) = match report.answer {
                Held::Verified => ("verified", "nothing is out of order, and trusted signers signed the design, its history and its deliverables"),
                Held::Unanchored => ("unanchored", "nothing is out of order, but no trusted signature covers the plan as it is"),
                Held::Rejected => ("rejected", "a role rejected the current design"),
                Held::Altered => ("altered", "something was changed behind the plan's back: do not rely on this plan"),
            };
            let meaning = format!(
                "{meaning}{}{}",
                if report.relaxed { "; published under relaxed policy" } else { "" },
                if report.interrupted { "; the last command was not saved, and the plan is complete as it was before" } else { "" }
            );
            let word = |holds| match holds {
                Some(true) => "holds",
                Some(false) => "altered",
                None => "open",
            };
            let names = redact::persons(&opened.plan, shared.allow_records);
            let clean = |s: &str| redact::nameless(s, &names);
            let looked_at = report.looked.iter().map(|l| LookedAt { holds: word(l.holds).into(), sentence: clean(&l.sentence) }).collect();
            let verified = Verified { answer: answer.into(), meaning: meaning.clone(), looked_at, first_broken: report.first_broken };
            Answer::of(&verified, format!("{answer}: {meaning}."))
        },
    )
}
/// The answer.
#[derive(Debug, Serialize, JsonSchema)]
struct Questions {
    /// Rules that need an answer: each names the facts to answer, under `facts` in plan-loyalty.toml.
    unanswered: Vec<ComplianceFinding>,
    /// Rules that apply: blockers and reviews, with remedies.
    applying: Vec<ComplianceFinding>,
    /// Number of rules that do not apply to this design.
    not_applicable: u32,
    /// Other open questions, each with its owner.
    open_questions: Vec<OpenQuestion>,
    /// Disclaimer of the rule table.
    disclaimer: String,
}

/// The tool that lists compliance questions.
pub fn compliance() -> Tool {
    Tool::new::<Asked, Questions>(
        "compliance_questions",
        "Compliance questions",
        "What law and policy ask of a plan, each with its cited source: rules that apply, and rules that cannot be settled until people answer named facts. Not \
         legal advice: counsel settles them.",
        |shared: &ServerContext, asked: Asked, _: &Call| {
            let opened = shared.plan(&asked.plan)?;
            let g = redact::plan(&opened.plan, shared.allow_records)?.design.governance;
            let of = |v: Verdict| g.compliance.iter().filter(|f| f.verdict == v).cloned().collect::<Vec<_>>();
            let questions = Questions {
                unanswered: of(Verdict::Unknown),
                applying: of(Verdict::Fail),
                not_applicable: g.compliance_not_applicable,
                open_questions: g.open_questions,
                disclaimer: g.compliance_disclaimer.to_string(),
            };
            let missing: std::collections::BTreeSet<&str> = questions.unanswered.iter().flat_map(|f| f.missing.iter().map(String::as_str)).collect();
            let text = format!(
                "{} rules apply, {} wait for answers ({}).",
                questions.applying.len(),
                questions.unanswered.len(),
                missing.into_iter().take(12).collect::<Vec<_>>().join(", ")
            );
            Answer::of(&questions, text)
        },
    )
}
