//! `explain`: a figure, traced down to data, published sources and people.
use super::plans;
use crate::context::Context;
use crate::refusal::Refusal;
use loyalty_exports::copy::Worded;
use loyalty_exports::{format, tables};
use loyalty_model::input::InputRecord;
use loyalty_model::line::Provenance;
use loyalty_model::metrics;
use loyalty_model::plan::Design;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Deepest trace.
const DEEPEST: usize = 8;

/// Which figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplainRequest {
    pub plan: String,
    /// Id of a line or an assumption, or the beginning of one.
    pub figure: String,
}
/// A figure, traced.
#[derive(Debug, Clone, Serialize)]
pub struct ExplainOutcome {
    /// The trace: the figure, what it is made of, down to its sources.
    pub trace: Value,
    /// What the plan was made on.
    pub inputs: Vec<InputRecord>,
}
/// Traces.
///
/// # Errors
/// No such plan or figure.
pub fn explain(context: &Context, request: &ExplainRequest) -> Result<ExplainOutcome, Refusal> {
    let plan = plans::open(context, &request.plan)?.plan;
    let id = figure(&plan.design, request.figure.trim())?;
    Ok(ExplainOutcome { trace: tree(&Worded::english(&plan).design, &id), inputs: plan.history.inputs })
}
/// A figure with what it is made of, down to its sources.
pub fn tree(d: &Design, id: &str) -> Value {
    trace(d, id, 0, &mut BTreeSet::new())
}
/// The figure or assumption meant: its id, or the beginning of one.
pub fn figure(d: &Design, asked: &str) -> Result<String, Refusal> {
    let ids: Vec<&String> = d.lines.0.keys().chain(d.assumptions.0.keys()).collect();
    if ids.iter().any(|id| *id == asked) {
        return Ok(asked.into());
    }
    let near: Vec<&str> = ids.iter().filter(|id| id.starts_with(asked) || id.contains(asked)).map(|id| id.as_str()).take(12).collect();
    match near.as_slice() {
        [one] => Ok((*one).into()),
        [] => Err(Refusal::input(
            asked,
            "unknown figure",
            "Only figures of this plan can be traced",
            "name one of its lines, e.g. economics.roi_p50, economics.total_cost, signals.customers",
        )),
        several => Err(Refusal::input(
            asked,
            format!("several figures begin like this: {}", several.join(", ")),
            "Only one figure can be traced at a time",
            "name one of them",
        )),
    }
}
fn trace(d: &Design, id: &str, depth: usize, seen: &mut BTreeSet<String>) -> Value {
    let c = &d.brief.currency;
    if let Some(a) = d.assumptions.get(id) {
        let lost: Vec<Value> = a.overruled.iter().map(|(v, from)| json!({ "value": v, "from": source(d, from) })).collect();
        return json!({ "id": id, "label": a.description, "value": format!("{}{}", a.value, if a.sd > 0.0 { format!(" ± {}", a.sd) } else { String::new() }), "from": source(d, &a.from), "overruled": lost });
    }
    let Some(l) = d.lines.get(id) else { return json!({ "id": id, "label": "not a figure of the plan" }) };
    let mut node = json!({ "id": id, "label": metrics::name(l), "value": format::line(l, c), "from": source(d, &l.from) });
    if let Some(r) = &l.range {
        node["range"] = json!(format::range(r, l.unit, c));
    }
    if let Some(n) = &l.note {
        node["note"] = json!(n);
    }
    // Each figure is traced once; where it comes again, its name is enough.
    if !seen.insert(id.into()) || depth >= DEEPEST {
        node["seen"] = json!("above");
        return node;
    }
    if let Some(formula) = &l.formula {
        node["formula"] = json!(formula);
        let operands: BTreeSet<&str> =
            formula.split(|ch: char| !(ch.is_alphanumeric() || matches!(ch, '.' | '_' | '-'))).filter(|t| d.lines.get(t).is_some()).collect();
        node["of"] = operands.into_iter().map(|o| trace(d, o, depth + 1, seen)).collect();
    } else if matches!(l.from, Provenance::Simulated { .. }) && seen.insert("what simulated figures rest on".into()) {
        let drivers: Vec<Value> = d
            .economics
            .tornado
            .iter()
            .take(6)
            .map(|(input, change)| {
                let from = d.assumptions.get(input).map(|a| source(d, &a.from));
                json!({ "id": input, "label": tables::input_name(d, input), "value": format!("moves ROI by {} percentage points from its P10 to its P90", format::decimal(100.0 * change, 1)), "from": from })
            })
            .collect();
        node["rests_most_on"] = json!(drivers);
        node["customer_base"] = json!(format::sentences(&d.signals.base_choice));
    }
    node
}
/// Where a value comes from, with the reference of what is published.
fn source(d: &Design, from: &Provenance) -> String {
    match from {
        Provenance::Published { citation, .. } => {
            let reference = d.citations.iter().find(|c| c.id == *citation).map_or(citation.as_str(), |c| c.reference.as_str());
            format!("{} [{reference}]", format::source(from))
        }
        Provenance::Measured { query, .. } => format!("{} [sql/{query}.sql]", format::source(from)),
        other => format::source(other),
    }
}
