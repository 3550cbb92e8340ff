//! From older shapes of the document to this one, a step at a time. Designs are never touched: hashes and signatures of them stay good.
use loyalty_model::plan::SCHEMA_VERSION;
use serde_json::{Value, json};

/// Why a document cannot be brought to this shape.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum MigrateError {
    /// It says no version.
    #[error("the document has no schema_version, so it is not a plan")]
    NoVersion,
    /// It comes from a later version.
    #[error("the plan has shape {0}, this program knows {SCHEMA_VERSION}: use a newer plan-loyalty")]
    Newer(String),
    /// No step leads from there.
    #[error("shape {0} cannot be upgraded: make the plan again")]
    Unknown(String),
}
type Step = (&'static str, &'static str, fn(&mut Value));
const STEPS: [Step; 3] = [("1.0.0", "1.1.0", names_and_decisions), ("1.1.0", "1.2.0", request_and_typed_inputs), ("1.2.0", "1.3.0", words_stay)];

/// Who prepared the plan, what it takes the place of, its deliverables; acts, undo patches and decisions in the log.
fn names_and_decisions(document: &mut Value) {
    let history = &mut document["history"];
    for (key, value) in [("prepared_by", json!("")), ("supersedes", Value::Null), ("deliverables", json!([]))] {
        if history.get(key).is_none() {
            history[key] = value;
        }
    }
    for entry in history["change_log"].as_array_mut().into_iter().flatten() {
        for (key, value) in [("act", json!("created")), ("undo", json!([])), ("document_hash", json!("")), ("decision", Value::Null)] {
            if entry.get(key).is_none() {
                entry[key] = value;
            }
        }
    }
}
/// The request stands where a command line stood; what an old command asked is for a door to read: it stays as it is. Files read become inputs of
/// that kind. Columns stay in the design of an old plan: its hash covers them.
fn request_and_typed_inputs(document: &mut Value) {
    let Some(history) = document["history"].as_object_mut() else { return };
    for key in ["request", "asked"] {
        history.entry(key).or_insert(Value::Null);
    }
    let files = history.remove("files").unwrap_or_else(|| json!([]));
    let of = |mut file: Value| {
        file["kind"] = json!("file");
        file
    };
    let files: Vec<Value> = files.as_array().into_iter().flatten().cloned().map(of).collect();
    history.entry("inputs").or_insert_with(|| json!(files));
}
/// Facts stand where sentences stood; the sentences of an old design stay as they are: they are read as words.
fn words_stay(_: &mut Value) {}
fn parts(version: &str) -> Option<Vec<u64>> {
    version.split('.').map(|p| p.parse().ok()).collect()
}
/// Brings a document to this shape; tells the shape it had where that was another.
///
/// # Errors
/// [`MigrateError`].
pub fn migrate(document: &mut Value) -> Result<Option<String>, MigrateError> {
    let had = document["schema_version"].as_str().ok_or(MigrateError::NoVersion)?.to_string();
    let mut at = had.clone();
    while at != SCHEMA_VERSION {
        let Some((_, to, step)) = STEPS.iter().find(|s| s.0 == at) else {
            return Err(if parts(&at) > parts(SCHEMA_VERSION) { MigrateError::Newer(at) } else { MigrateError::Unknown(at) });
        };
        step(document);
        at = (*to).to_string();
        document["schema_version"] = json!(at);
    }
    Ok((had != SCHEMA_VERSION).then_some(had))
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn files_of_the_second_shape_become_inputs_and_the_design_stays_as_it_is() {
        let file = json!({"table": "transactions", "path": "a.csv", "bytes": 7, "sha256": "00"});
        let design = json!({"inputs": [{"columns": [1]}]});
        let mut old = json!({"schema_version": "1.1.0", "design": design, "history": {"files": [file], "change_log": []}});
        assert_eq!(migrate(&mut old), Ok(Some("1.1.0".into())));
        assert_eq!(old["design"], design);
        assert_eq!(old["history"]["inputs"][0], json!({"kind": "file", "table": "transactions", "path": "a.csv", "bytes": 7, "sha256": "00"}));
        assert!(old["history"].get("files").is_none());
    }
    #[test]
    fn a_plan_of_the_first_shape_is_brought_here_and_later_ones_are_refused() {
        let mut old = json!({"schema_version": "1.0.0", "design": {"x": 1}, "history": {"change_log": [{"sequence": 1, "patch": []}], "later": true}});
        assert_eq!(migrate(&mut old), Ok(Some("1.0.0".into())));
        assert_eq!(old["schema_version"], SCHEMA_VERSION);
        assert_eq!((&old["history"]["change_log"][0]["act"], &old["history"]["later"]), (&json!("created"), &json!(true)));
        assert_eq!(migrate(&mut old), Ok(None));
        assert_eq!(migrate(&mut json!({"schema_version": "2.0.0"})), Err(MigrateError::Newer("2.0.0".into())));
        assert_eq!(migrate(&mut json!({"schema_version": "0.9.0"})), Err(MigrateError::Unknown("0.9.0".into())));
        assert_eq!(migrate(&mut json!({})), Err(MigrateError::NoVersion));
    }
}
