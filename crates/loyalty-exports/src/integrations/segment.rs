//! Segment Protocols: the tracking plan in the columns of its editor, a JSON Schema per event, and the rules as its Public API takes them.
use super::{events, kebab, pretty};
use crate::file::{ExportError, File, View};
use crate::tables::sheet::Sheet;
use serde_json::{Value, json};

/// Columns of the Tracking Plan editor, and what is not known of them: Segment's upload takes a template that its workspace gives out, whose
/// headings its documentation does not list.
pub const COLUMNS: [&str; 6] = ["Name", "Description", "Status", "Data Type", "Permitted Values", "Unverified"];
/// What stands under the last column, for each event.
const UNVERIFIED: &str =
    "columns of the editor, not held against the upload template: copy the rows into the template CSV of Protocols, Upload a Tracking Plan";

/// The files.
///
/// # Errors
/// None in practice: it writes into memory.
pub fn files(view: &View) -> Result<Vec<File>, ExportError> {
    let all = events::of(view.plan);
    let mut table = Sheet::new(&COLUMNS)?;
    let mut out = vec![];
    let mut rules: Vec<Value> = vec![];
    for e in &all {
        table.row(&[e.name.as_str(), &e.about, "", "", "", UNVERIFIED])?;
        for p in &e.properties {
            let kind = if p.format.is_some() { "Date time" } else { p.kind };
            table.row(&[p.name, p.about, if p.required { "required" } else { "optional" }, kind, &p.values.join("|"), ""])?;
        }
        let schema = json!({
            "$schema": "http://json-schema.org/draft-07/schema#",
            "title": e.name,
            "description": e.about,
            "type": "object",
            "properties": { "properties": e.schema() },
            "required": ["properties"],
        });
        rules.push(json!({ "type": "TRACK", "key": e.name, "version": 1, "jsonSchema": schema }));
        out.push(File::new(format!("segment/events/{}.schema.json", kebab(&e.name)), pretty(&schema)?));
    }
    out.insert(0, File::new("segment/tracking-plan.csv", table.bytes()?));
    out.insert(1, File::new("segment/rules.json", pretty(&json!({ "rules": rules }))?));
    Ok(out)
}
