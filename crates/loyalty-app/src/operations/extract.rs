//! `extract`: the canonical tables and the extract as files, without planning: what the SQL of `sql/` is checked on. Where a database computes the sums it is
//! the extract alone.
use super::read;
use crate::context::Context;
use crate::refusal::Refusal;
use loyalty_model::extract::{Extract, Origin};
use loyalty_model::request::DataRequest;
use loyalty_model::units::Currency;
use loyalty_plans::store;
use loyalty_sources::canonical::Tables;
use loyalty_sources::demo::{self, World};
use loyalty_sources::extract::canonical_csv;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// What to read, and where to write.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ExtractRequest {
    pub data: DataRequest,
    /// The demonstration company instead.
    pub demonstration: bool,
    /// Folder; none: nothing is written.
    pub out: Option<String>,
}
/// What was measured.
#[derive(Debug, Clone, Serialize)]
pub struct ExtractOutcome {
    pub extract: Extract,
    /// What was noticed in single files, each with its path.
    pub remarks: Vec<String>,
    /// The extract's own file.
    pub written: Option<PathBuf>,
}
/// Reads, measures and writes.
///
/// # Errors
/// Bad input, or the disk.
pub fn extract(context: &Context, request: &ExtractRequest) -> Result<ExtractOutcome, Refusal> {
    context.with_threads(|| {
        if !request.demonstration && read::in_the_engine(&request.data) {
            let read = read::sums(context, &request.data)?;
            return written(context, request, None, read.extract, read::remarks(&read.inputs));
        }
        let (tables, origin, inputs) = if request.demonstration {
            (demo::tables(World::WithPilot, demo::brief_defaults(World::WithPilot).seed), Origin::Demonstration, vec![])
        } else {
            let read = read::read(context, &request.data)?;
            (read.tables, Origin::CompanyData, read.inputs)
        };
        let extract = read::measure(&tables, origin, Currency("XXX".into()), request.data.as_of)?;
        let remarks = read::remarks(&inputs);
        written(context, request, Some(&tables), extract, remarks)
    })
}
/// Writes the extract, and the tables where their rows are here.
fn written(context: &Context, request: &ExtractRequest, tables: Option<&Tables>, extract: Extract, remarks: Vec<String>) -> Result<ExtractOutcome, Refusal> {
    let Some(out) = &request.out else { return Ok(ExtractOutcome { extract, remarks, written: None }) };
    let folder = context.writing("out", out)?;
    let machine = |e: std::io::Error| Refusal::machine(out, e.to_string(), "choose another folder or free some space");
    match tables {
        Some(tables) => canonical_csv::write(tables, &folder).map_err(machine)?,
        None => std::fs::create_dir_all(&folder).map_err(machine)?,
    }
    // A large company's has hundreds of megabytes of histories: it is never a whole text in memory.
    store::write_whole_by(&folder.join("extract.json"), |file| serde_json::to_writer(file, &extract).map_err(std::io::Error::from))?;
    Ok(ExtractOutcome { extract, remarks, written: Some(Path::new(out).join("extract.json")) })
}
