//! `reproduce`: the same request again, figure by figure.
use super::amend::moved;
use super::prepare::prepare;
use super::{plans, recalculate, run};
use crate::context::Context;
use crate::refusal::Refusal;
use loyalty_plans::hash;
use serde::{Deserialize, Serialize};

/// Which plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReproduceRequest {
    pub plan: String,
}
/// How the plan compares with the same request run again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReproduceOutcome {
    /// Figures compared.
    pub figures: usize,
    /// Those that differ, each with both values.
    pub different: Vec<String>,
    /// The hash of the design is the same.
    pub same_plan_hash: bool,
    /// Why it is not.
    pub why: Vec<String>,
}
/// Runs again and compares.
///
/// # Errors
/// No such plan, data that are gone, a plan that cannot be recomputed.
pub fn reproduce(context: &Context, request: &ReproduceRequest) -> Result<ReproduceOutcome, Refusal> {
    let plan = plans::open(context, &request.plan)?.plan;
    let asked = plans::request_of(context, &plan)?;
    // Nothing that was kept is taken: the point is to work it out again.
    let fresh = Context { session: Context::cold_session(), ..context.again() };
    let prepared = fresh.with_threads(|| prepare(&fresh, &asked))?;
    let design = recalculate::reapply(run::run(&fresh, &prepared, None)?.0.design, &asked)?;
    let (old, new) = (&plan.design.lines.0, &design.lines.0);
    let mut different: Vec<String> = vec![];
    for (id, l) in old {
        match new.get(id) {
            None => different.push(format!("{id}: {} then, not there now", l.value)),
            Some(n) if n.value != l.value => different.push(format!("{id}: {} then, {} now", l.value, n.value)),
            Some(_) => {}
        }
    }
    different.extend(new.keys().filter(|id| !old.contains_key(*id)).map(|id| format!("{id}: new")));
    let same_plan_hash = hash::of_design(&design).is_ok_and(|h| h == plan.plan_hash);
    let mut why = moved(&plan.history.inputs, &prepared.inputs);
    if plan.design.header.version != design.header.version {
        why.push(format!("made by version {}, this is {}", plan.design.header.version, design.header.version));
    }
    if plan.design.brief.given.iter().any(|(id, g)| design.brief.given.get(id).is_some_and(|n| n.by != g.by)) {
        why.push("the same values are given in another name: the figures are compared, the names differ".into());
    }
    if !same_plan_hash && why.is_empty() {
        why.push("neither data nor version differ: a plan of an older version took its settings from a file that may have changed".into());
    }
    Ok(ReproduceOutcome { figures: old.len(), different, same_plan_hash, why: if same_plan_hash { vec![] } else { why } })
}
