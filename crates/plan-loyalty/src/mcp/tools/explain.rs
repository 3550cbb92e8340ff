//! `explain_number`: a figure, traced down to data, published sources and people.
use super::Tool;
use crate::mcp::answer::Answer;
use crate::mcp::call::Call;
use crate::mcp::input::sane;
use crate::mcp::redact;
use crate::mcp::server_context::ServerContext;
use loyalty_app::operations::explain;
use loyalty_app::refusal::Refusal;
use loyalty_exports::copy::Worded;
use loyalty_model::input::InputRecord;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which figure.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// Name from list_plans, or latest.
    #[serde(default = "super::plans::latest")]
    plan: String,
    /// Id of a figure or an assumption, e.g. economics.roi_p50; or the beginning of one.
    figure: String,
}
/// A figure and what it is made of.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Trace {
    /// Id.
    id: String,
    /// Printed name.
    label: String,
    /// Value as printed.
    value: Option<String>,
    /// P10 to P90.
    range: Option<String>,
    /// Source in words, with the published reference if there is one.
    from: Option<String>,
    /// Caveat.
    note: Option<String>,
    /// Formula over other figures.
    formula: Option<String>,
    /// The figures of the formula.
    #[serde(default)]
    of: Vec<Trace>,
    /// Inputs that a simulated figure depends on most.
    #[serde(default)]
    rests_most_on: Vec<Trace>,
    /// Values that this one replaced.
    #[serde(default)]
    overruled: Vec<Overruled>,
    /// Customer-base model behind simulated figures.
    customer_base: Option<String>,
    /// Already traced above.
    seen: Option<String>,
}
/// A value that another one overruled.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Overruled {
    /// Value.
    value: f64,
    /// Where it came from.
    from: String,
}
/// The answer.
#[derive(Debug, Serialize, JsonSchema)]
struct Explained {
    /// The trace.
    trace: Trace,
    /// Files that the plan was made from.
    files: Vec<FileView>,
}
/// A file read.
#[derive(Debug, Serialize, JsonSchema)]
struct FileView {
    /// Table.
    table: String,
    /// Path.
    path: String,
    /// SHA-256.
    sha256: String,
}

pub fn tool() -> Tool {
    Tool::new::<Asked, Explained>(
        "explain_number",
        "Explain a number",
        "Traces a figure of a plan: its formula, the figures behind it, and finally the data, published sources or people it comes from.",
        run,
    )
}
fn run(shared: &ServerContext, asked: Asked, _: &Call) -> Result<Answer, Refusal> {
    sane("figure", &asked.figure)?;
    let opened = shared.plan(&asked.plan)?;
    let plan = redact::plan(&opened.plan, shared.allow_records)?;
    let id = explain::figure(&plan.design, asked.figure.trim())?;
    let trace: Trace = serde_json::from_value(explain::tree(&Worded::english(&plan).design, &id))
        .map_err(|e| Refusal::machine("the trace", e.to_string(), "ask for another figure"))?;
    let files = plan
        .history
        .inputs
        .iter()
        .filter_map(InputRecord::file)
        .map(|f| FileView { table: f.table.into(), path: f.path.into(), sha256: f.sha256.into() })
        .collect();
    let mut text = format!("{} = {}", trace.label, trace.value.as_deref().unwrap_or("not known"));
    for part in [trace.range.as_deref(), trace.formula.as_deref().map(|_| "computed from other figures"), trace.from.as_deref(), trace.note.as_deref()]
        .into_iter()
        .flatten()
    {
        text += &format!("; {part}");
    }
    Answer::of(&Explained { trace, files }, text)
}
