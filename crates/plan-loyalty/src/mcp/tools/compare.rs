//! `compare_plans`: two plans, or two revisions of one, by meaning.
use super::Tool;
use super::change::Differs;
use crate::mcp::answer::Answer;
use crate::mcp::call::Call;
use crate::mcp::input::sane;
use crate::mcp::redact;
use crate::mcp::server_context::ServerContext;
use crate::mcp::view::{self, Figure};
use loyalty_app::operations::diff;
use loyalty_app::refusal::Refusal;
use loyalty_exports::diff::{between, summary};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What to compare.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// One plan: a name from list_plans, or latest.
    #[serde(default = "super::plans::latest")]
    a: String,
    /// The other plan; without it, two revisions of the first are compared.
    b: Option<String>,
    /// Revisions of one plan, "1..3" (default: the last two).
    revisions: Option<String>,
}
/// The answer.
#[derive(Debug, Serialize, JsonSchema)]
struct Compared {
    /// The first plan or revision.
    from: String,
    /// The second.
    to: String,
    /// One-line summary.
    summary: String,
    /// Differences by meaning; empty if there are none.
    differences: Vec<Differs>,
    /// Headline figures of the first.
    before: Vec<Figure>,
    /// Headline figures of the second.
    after: Vec<Figure>,
}

pub fn tool() -> Tool {
    Tool::new::<Asked, Compared>("compare_plans", "Compare plans", "Compares two plans, or two revisions of one plan, by meaning and not by text.", run)
}
fn run(shared: &ServerContext, asked: Asked, _: &Call) -> Result<Answer, Refusal> {
    asked.revisions.as_deref().map_or(Ok(()), |r| sane("revisions", r))?;
    let names = [asked.a.clone(), asked.b.clone().unwrap_or_default()];
    let b = asked.b.as_ref().map(|b| shared.plan(b)).transpose()?;
    let (x, y, revised) = diff::sides(shared.plan(&asked.a)?, b, asked.revisions.as_deref())?;
    let (x, y) = (redact::design(&x, shared.allow_records)?, redact::design(&y, shared.allow_records)?);
    let [from, to] = revised.unwrap_or(names);
    let compared = Compared {
        summary: summary(&x, &y),
        differences: between(&x, &y).into_iter().map(|d| Differs { area: d.area.into(), sentence: d.sentence }).collect(),
        before: view::headlines(&x),
        after: view::headlines(&y),
        from,
        to,
    };
    let text = format!("{} → {}: {}", compared.from, compared.to, if compared.differences.is_empty() { "no difference" } else { compared.summary.as_str() });
    Answer::of(&compared, text)
}
