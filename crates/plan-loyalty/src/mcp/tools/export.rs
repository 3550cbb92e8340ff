//! `export_deliverables`: the files of a plan, written into a folder of the server.
use super::Tool;
use crate::mcp::answer::Answer;
use crate::mcp::call::Call;
use crate::mcp::resources;
use crate::mcp::server_context::ServerContext;
use crate::mcp::server_context::plan_name;
use loyalty_app::operations::deliverables;
use loyalty_app::operations::export::{self, ExportRequest};
use loyalty_app::refusal::Refusal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// What to write, and where.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// Name from list_plans, or latest.
    #[serde(default = "super::plans::latest")]
    plan: String,
    /// Ids of deliverables (default: those written with the plan). An unknown id returns the list.
    #[serde(default)]
    #[schemars(length(max = 64))]
    deliverables: Vec<String>,
    /// Folder to write into (default: the folder of the plan's deliverables).
    out: Option<String>,
}
/// A file written.
#[derive(Debug, Serialize, JsonSchema)]
struct Written {
    /// Id of the deliverable.
    deliverable: String,
    /// Path.
    path: String,
    /// Bytes.
    bytes: u64,
    /// SHA-256.
    sha256: String,
}
/// The answer.
#[derive(Debug, Serialize, JsonSchema)]
struct Exported {
    /// The plan.
    plan: String,
    /// Files written.
    files: Vec<Written>,
    /// Available deliverables: id and description.
    available: Vec<[String; 2]>,
}

pub fn tool() -> Tool {
    Tool::new::<Asked, Exported>(
        "export_deliverables",
        "Export deliverables",
        "Writes deliverables of a saved plan (blueprint, trigger matrix, financial summary and more) into a folder of the server. Files of an earlier export are \
         written over. The files are for people: they may hold quotes; what leaves for a model are links to the same without them.",
        run,
    )
    .writing()
}
fn run(shared: &ServerContext, asked: Asked, call: &Call) -> Result<Answer, Refusal> {
    let request = ExportRequest { plan: plan_name(&asked.plan)?.into(), deliverables: asked.deliverables, out: asked.out, brand: None };
    let outcome = export::export(&shared.context(call), &request)?;
    let id = |path: &str| deliverables::id_of(Path::new(path)).unwrap_or_default();
    let written: Vec<Written> =
        outcome.files.into_iter().map(|f| Written { deliverable: id(&f.path).into(), path: f.path, bytes: f.bytes, sha256: f.sha256 }).collect();
    let made = deliverables::all().into_iter().filter(|d| written.iter().any(|w| w.deliverable == d.id));
    let links = made.map(|d| resources::deliverable_link(&outcome.plan, d)).collect();
    let text = format!("{} files written to {}.", written.len(), outcome.folder.display());
    let available = deliverables::all().into_iter().map(|d| [d.id.to_string(), d.about.to_string()]).collect();
    Ok(Answer::of(&Exported { plan: outcome.plan, files: written, available }, text)?.with(links))
}
