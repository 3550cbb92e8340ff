//! `diff`: two plans, or two revisions of one, by meaning.
use super::plans::{self, Opened};
use crate::context::Context;
use crate::refusal::Refusal;
use loyalty_exports::diff::{Difference, between, summary};
use loyalty_model::plan::Design;
use serde::{Deserialize, Serialize};

/// What to compare.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiffRequest {
    /// One plan.
    pub a: String,
    /// The other; none: two revisions of the one.
    pub b: Option<String>,
    /// Revisions of one plan, `1..3`; none: the last two.
    pub revisions: Option<String>,
}
/// How two designs differ.
#[derive(Debug, Clone, Serialize)]
pub struct DiffOutcome {
    /// Name of the first.
    pub from: String,
    /// Name of the second.
    pub to: String,
    /// In one line.
    pub summary: String,
    /// By meaning; empty: they are equal.
    pub differences: Vec<Difference>,
}
/// Compares.
///
/// # Errors
/// No such plan or revision.
pub fn diff(context: &Context, request: &DiffRequest) -> Result<DiffOutcome, Refusal> {
    let a = plans::open(context, &request.a)?;
    let b = request.b.as_ref().map(|b| plans::open(context, b)).transpose()?;
    let (x, y, revised) = sides(a, b, request.revisions.as_deref())?;
    Ok(compared(&x, &y, revised.unwrap_or_else(|| [request.a.clone(), request.b.clone().unwrap_or_default()])))
}
/// Two designs, compared under these names.
pub fn compared(x: &Design, y: &Design, [from, to]: [String; 2]) -> DiffOutcome {
    DiffOutcome { from, to, summary: summary(x, y), differences: between(x, y) }
}
/// The two designs to compare, and their names where they are revisions of one plan.
///
/// # Errors
/// No such revision.
pub fn sides(a: Opened, b: Option<Opened>, asked: Option<&str>) -> Result<(Design, Design, Option<[String; 2]>), Refusal> {
    if let Some(b) = b {
        return Ok((a.plan.design, b.plan.design, None));
    }
    let have = a.plan.history.change_log.len() as u64;
    let (from, to) = match asked {
        Some(text) => revisions(text)?,
        None => (have.saturating_sub(1).max(1), have),
    };
    Ok((plans::design_at(&a, from)?, plans::design_at(&a, to)?, Some([format!("revision {from}"), format!("revision {to}")])))
}
fn revisions(text: &str) -> Result<(u64, u64), Refusal> {
    let both = text.split_once("..").and_then(|(a, b)| Some((a.trim().parse().ok()?, b.trim().parse().ok()?)));
    both.ok_or_else(|| Refusal::input("--revisions", format!("{text:?} is not a pair of revisions"), "Revisions are named by number", "write for example 1..3"))
}
