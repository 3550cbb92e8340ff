//! An archive of a plan in two public forms: an in-toto statement of what was made from what, and the metadata of an RO-Crate.
//!
//! Sources: in-toto Attestation Framework v1, Statement and ResourceDescriptor; SLSA Provenance v1, `buildDefinition` and `runDetails`;
//! RO-Crate 1.3, "Root Data Entity", "Data Entities", "Provenance of entities".
use crate::file::ExportError;
use loyalty_model::input::InputRecord;
use loyalty_model::plan::Plan;
use serde_json::{Value, json};
use std::path::Path;

/// Name of the statement in an archive.
pub const STATEMENT: &str = "statement.intoto.json";
/// Name of the metadata, which RO-Crate prescribes.
pub const METADATA: &str = "ro-crate-metadata.json";
/// What the predicate describes: a plan made by this program.
const BUILD_TYPE: &str = "urn:plan-loyalty:plan:1";
const PROGRAM: &str = "urn:plan-loyalty:program";

/// A file of the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Path in the archive, with `/`.
    pub name: String,
    /// Size.
    pub bytes: u64,
    /// SHA-256, 64 hex digits.
    pub sha256: String,
    /// What it is, in a few words.
    pub about: String,
}
/// The in-toto statement: the files are its subjects, and the predicate says what they were made from, by what and when. It is not signed; who vouches for
/// it signs the file.
///
/// # Errors
/// Numbers that JSON does not have.
pub fn statement(plan: &Plan, members: &[Member]) -> Result<Vec<u8>, ExportError> {
    let subjects: Vec<Value> = members.iter().map(|m| json!({ "name": m.name, "digest": { "sha256": m.sha256 } })).collect();
    let sources: Vec<Value> = plan.history.inputs.iter().map(|i| json!({ "name": source(i), "digest": { "sha256": digest(i) } })).collect();
    let sources: Vec<Value> = sources.into_iter().filter(|s| s["digest"]["sha256"].is_string()).collect();
    let b = &plan.design.brief;
    pretty(&json!({
        "_type": "https://in-toto.io/Statement/v1",
        "subject": subjects,
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {
            "buildDefinition": {
                "buildType": BUILD_TYPE,
                "externalParameters": {
                    "goal": b.goal, "tiers": b.tiers, "budget": b.budget, "currency": b.currency, "asked_on": b.asked_on.to_string(),
                    "seed": plan.design.header.seed, "pins": b.pins,
                },
                "internalParameters": { "plan_hash": plan.plan_hash, "extract_fingerprint": plan.design.header.extract_fingerprint, "schema_version": plan.schema_version },
                "resolvedDependencies": sources,
            },
            "runDetails": {
                "builder": { "id": PROGRAM, "version": { "plan-loyalty": plan.design.header.version } },
                "metadata": { "invocationId": plan.plan_hash, "startedOn": plan.history.created_at },
            },
        },
    }))
}
/// The metadata of the crate whose root is the archive's folder.
///
/// # Errors
/// Numbers that JSON does not have.
pub fn metadata(plan: &Plan, members: &[Member]) -> Result<Vec<u8>, ExportError> {
    let company = &plan.design.brief.company;
    let reference = |id: &str| json!({ "@id": id });
    let parts: Vec<Value> = members.iter().map(|m| reference(&iri(&m.name))).collect();
    let day = plan.history.created_at.get(..10).unwrap_or_default();
    let mut graph = vec![
        json!({ "@id": METADATA, "@type": "CreativeWork", "about": reference("./"), "conformsTo": reference("https://w3id.org/ro/crate/1.3") }),
        json!({
            "@id": "./", "@type": "Dataset", "name": format!("Loyalty program plan of {company}"),
            "description": format!("A plan made by plan-loyalty {} on {day}, its change log and its deliverables. plan_hash {}", plan.design.header.version, plan.plan_hash),
            "datePublished": day, "license": reference("#licence"), "hasPart": parts, "mentions": reference("#run"),
        }),
        json!({
            "@id": "#licence", "@type": "CreativeWork", "name": format!("Internal document of {company}"),
            "description": "This archive grants no licence; the company decides who may use it.",
        }),
        json!({ "@id": "#program", "@type": "SoftwareApplication", "name": "plan-loyalty", "version": plan.design.header.version, "url": PROGRAM }),
    ];
    let sources = plan.history.inputs.iter().enumerate().map(|(i, input)| {
        let mut entity = json!({ "@id": format!("#source-{}", i + 1), "@type": "CreativeWork", "name": source(input), "description": "Read by the run; not part of this archive" });
        if let Some(sha256) = digest(input) {
            entity["sha256"] = json!(sha256);
        }
        entity
    });
    let sources: Vec<Value> = sources.collect();
    let mut run = json!({
        "@id": "#run", "@type": "CreateAction", "name": "The run that made the plan", "instrument": reference("#program"), "endTime": plan.history.created_at,
        "result": parts,
    });
    // One value stands alone, several in a list.
    match sources.iter().map(|s| reference(s["@id"].as_str().unwrap_or_default())).collect::<Vec<_>>().as_slice() {
        [] => {}
        [one] => run["object"] = one.clone(),
        several => run["object"] = json!(several),
    }
    graph.push(run);
    graph.extend(sources);
    graph.extend(members.iter().map(|m| {
        json!({
            "@id": iri(&m.name), "@type": "File", "name": m.name, "description": m.about, "contentSize": m.bytes.to_string(), "encodingFormat": media_type(&m.name),
            "sha256": m.sha256,
        })
    }));
    pretty(&json!({ "@context": "https://w3id.org/ro/crate/1.3/context", "@graph": graph }))
}
/// What a source is called: the name of its file, never the folders before it.
fn source(input: &InputRecord) -> String {
    match input {
        InputRecord::File { table, path, .. } => format!("{table}: {}", Path::new(path).file_name().unwrap_or_default().to_string_lossy()),
        InputRecord::Query { table, place, .. } => format!("{table}: {place}"),
        InputRecord::Generated { what, seed, .. } => format!("{what}, made up from seed {seed}"),
        InputRecord::Given { place, .. } => format!("figures given in {}", Path::new(place).file_name().unwrap_or_default().to_string_lossy()),
    }
}
fn digest(input: &InputRecord) -> Option<&str> {
    match input {
        InputRecord::File { sha256, .. } | InputRecord::Query { sha256, .. } | InputRecord::Given { sha256, .. } => Some(sha256),
        InputRecord::Generated { .. } => None,
    }
}
fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html",
        "md" => "text/markdown",
        "csv" => "text/csv",
        "ts" => "text/plain",
        "json" => "application/json",
        "ics" => "text/calendar",
        "sql" => "application/sql",
        "pdf" => "application/pdf",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "log" | "txt" => "text/plain",
        _ => "application/octet-stream",
    }
}
/// A path as the reference that RO-Crate wants: signs that a URI does not have are escaped (RFC 3986, 2.1).
fn iri(path: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~/".contains(&b);
    path.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
fn pretty(value: &Value) -> Result<Vec<u8>, ExportError> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn a_name_is_a_reference_whatever_stands_in_it() {
        for (name, said) in [("blueprint.html", "blueprint.html"), ("a b/ü#1%.csv", "a%20b/%C3%BC%231%25.csv"), ("q?x=1", "q%3Fx%3D1")] {
            assert_eq!(iri(name), said);
        }
    }
}
