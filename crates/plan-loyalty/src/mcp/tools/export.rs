//! `export_deliverables`: the files of a plan, written into a folder of the server.
use super::Tool;
use crate::error::Refusal;
use crate::mcp::answer::Answer;
use crate::mcp::call::Call;
use crate::mcp::door::Door;
use crate::mcp::resources;
use crate::operations::deliverables::{self, Choice};
use crate::operations::plan::recorded;
use crate::operations::{command, export};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// What to write, and where.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// Name from list_plans, or latest.
    #[serde(default = "super::shelf::latest")]
    plan: String,
    /// Ids of deliverables (default: those written with the plan). An unknown id is answered with the list.
    #[serde(default)]
    #[schemars(length(max = 64))]
    deliverables: Vec<String>,
    /// Folder to write into (default: where the plan's deliverables stand).
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
    /// What there is: id and what it is.
    available: Vec<[String; 2]>,
}

/// The tool.
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
fn run(door: &Door, asked: Asked, call: &Call) -> Result<Answer, Refusal> {
    let opened = door.plan(&asked.plan)?;
    let plan = &opened.plan;
    let name = opened.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    if let Ok(request) = command::planning(&plan.history.command) {
        door.check(&request)?;
    }
    let choice = match asked.deliverables.as_slice() {
        [] => Choice::recorded(plan).of_plan(),
        named => Choice::named("deliverables", named)?,
    };
    let out = asked.out.as_ref().map_or_else(|| deliverables::folder(plan), PathBuf::from);
    let out = door.fence.writing("out", &out.to_string_lossy())?;
    let files = export::chosen(plan, &choice, &deliverables::brand_of(plan)?, &out)?;
    files.iter().try_for_each(|(path, _)| door.fence.writing("out", &path.to_string_lossy()).map(drop))?;
    call.going_on()?;
    export::write(&files)?;
    let id = |path: &str| deliverables::id_of(Path::new(path)).unwrap_or_default().to_string();
    let written: Vec<Written> =
        recorded(&files).into_iter().map(|f| Written { deliverable: id(&f.path), path: f.path, bytes: f.bytes, sha256: f.sha256 }).collect();
    let links = choice.which().iter().map(|d| resources::deliverable_link(&name, d)).collect();
    let text = format!("{} files written to {}.", written.len(), out.display());
    let available = deliverables::all().into_iter().map(|d| [d.id.to_string(), d.about.to_string()]).collect();
    Ok(Answer::of(&Exported { plan: name, files: written, available }, text)?.with(links))
}
