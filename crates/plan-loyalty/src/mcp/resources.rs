//! Resources: plans, their deliverables, the assumption register, the rule table, the schema. They hold what may leave, no more.
use super::server_context::ServerContext;
use super::{error_result, redact};
use loyalty_app::operations::plans::saved;
use loyalty_app::operations::{self, deliverables};
use loyalty_app::refusal::Refusal;
use loyalty_exports::brand::Brand;
use loyalty_exports::copy::Worded;
use loyalty_exports::deliverable::{self, Deliverable, View};
use rmcp::ErrorData;
use rmcp::model::{ReadResourceResult, Resource, ResourceContents, ResourceTemplate};
use serde_json::json;

const SCHEME: &str = "plan-loyalty://";
/// Most plans listed as resources.
const MOST: usize = 50;
/// Fixed resources: path, name, what it is.
const FIXED: [(&str, &str, &str); 3] = [
    ("assumptions", "Assumption register", "Every default with its limits, reason or published source"),
    ("compliance-rules", "Compliance rule table", "Dated rules with places, obligation, remedy, cited source; not legal advice"),
    ("schema", "Schema of the plan", "JSON Schema (2020-12) of the plan document"),
];

pub fn plan_link(plan: &str) -> Resource {
    Resource::new(format!("{SCHEME}plan/{plan}"), plan).with_title(format!("Plan {plan}")).with_mime_type("application/json").with_description(
        "The whole plan: every figure with its source. Quotes and names of persons are withheld unless the person who started the server allowed records.",
    )
}
/// Link to a deliverable of a plan.
pub fn deliverable_link(plan: &str, d: &Deliverable) -> Resource {
    Resource::new(format!("{SCHEME}deliverable/{plan}/{}", d.id), d.id)
        .with_title(format!("{} of {plan}", d.id))
        .with_mime_type(mime(d.id))
        .with_description(d.about)
}
/// Everything listed.
///
/// # Errors
/// A folder that cannot be read.
pub fn list(shared: &ServerContext) -> Result<Vec<Resource>, Refusal> {
    let fixed =
        FIXED.iter().map(|(path, name, about)| Resource::new(format!("{SCHEME}{path}"), *name).with_description(*about).with_mime_type("application/json"));
    let plans = saved(&shared.at_once())?;
    let newest = plans.iter().rev().take(MOST).filter_map(|p| p.file_name()).map(|n| plan_link(&n.to_string_lossy()));
    let mut out: Vec<Resource> = fixed.chain(newest).collect();
    if let Some(last) = plans.last().and_then(|p| p.file_name()) {
        out.extend(deliverables::all().into_iter().map(|d| deliverable_link(&last.to_string_lossy(), d)));
    }
    Ok(out)
}
pub fn templates() -> Vec<ResourceTemplate> {
    vec![
        ResourceTemplate::new(format!("{SCHEME}plan/{{plan}}"), "plan").with_description("A saved plan by name, or latest").with_mime_type("application/json"),
        ResourceTemplate::new(format!("{SCHEME}deliverable/{{plan}}/{{id}}"), "deliverable").with_description("A deliverable of a plan, made from it"),
    ]
}
/// Reads one.
///
/// # Errors
/// Nothing of this address.
pub fn read(shared: &ServerContext, uri: &str) -> Result<ReadResourceResult, ErrorData> {
    let none = || {
        ErrorData::resource_not_found("unknown resource; resources/list has the addresses", Some(json!({ "uri": uri.chars().take(200).collect::<String>() })))
    };
    let bad = |r: Refusal| {
        let said = error_result::result(&r).content.first().and_then(|c| c.as_text().map(|t| t.text.clone())).unwrap_or_default();
        ErrorData::resource_not_found(said, Some(json!({ "uri": uri.chars().take(200).collect::<String>() })))
    };
    let path = uri.strip_prefix(SCHEME).ok_or_else(none)?;
    let parts: Vec<&str> = path.split('/').collect();
    let contents = match parts.as_slice() {
        ["assumptions"] => vec![text(uri, "application/json", register().to_string())],
        ["compliance-rules"] => vec![text(uri, "application/json", rules())],
        ["schema"] => vec![text(uri, "application/json", operations::schema())],
        ["plan", name] => {
            let plan = shared.plan(name).and_then(|o| redact::plan(&o.plan, shared.allow_records)).map_err(bad)?;
            let whole = text(uri, "application/json", serde_json::to_string(&plan).unwrap_or_default());
            vec![at_most_an_event(whole, uri, "The tools get_plan and explain_number answer its parts.")]
        }
        ["deliverable", name, rest @ ..] => {
            let id = rest.join("/");
            let found = deliverables::all().into_iter().find(|d| d.id == id).ok_or_else(none)?;
            rendered(shared, name, found, uri).map_err(bad)?
        }
        _ => return Err(none()),
    };
    Ok(ReadResourceResult::new(contents))
}
/// Most bytes of an answer: the mebibyte that clients take in one event, less the envelope.
const EVENT: usize = (1 << 20) - 4_096;
/// The contents, or where to get them if they are larger than clients take in one event.
fn at_most_an_event(contents: ResourceContents, uri: &str, instead: &str) -> ResourceContents {
    match serde_json::to_vec(&contents).map_or(0, |bytes| bytes.len()) {
        n if n > EVENT => text(uri, "text/plain", format!("This has {n} bytes, more than clients take in one answer. {instead}")),
        _ => contents,
    }
}
fn rendered(shared: &ServerContext, name: &str, d: &Deliverable, uri: &str) -> Result<Vec<ResourceContents>, Refusal> {
    let plan = redact::plan(&shared.plan(name)?.plan, shared.allow_records)?;
    let brand = Brand::default();
    let made =
        (d.render)(&View { plan: &Worded::english(&plan), brand: &brand }).map_err(|e| Refusal::machine(d.id, e.to_string(), "choose another deliverable"))?;
    let single = made.len() == 1;
    let one = |f: deliverable::File| {
        let at = if single { uri.to_string() } else { format!("{uri}#{}", f.name) };
        let contents = match String::from_utf8(f.bytes) {
            Ok(words) => text(&at, mime(&f.name), words),
            Err(e) => ResourceContents::blob(base64(e.as_bytes()), at.clone()).with_mime_type(mime(&f.name)),
        };
        at_most_an_event(contents, &at, "The tool export_deliverables writes it to a folder.")
    };
    Ok(made.into_iter().map(one).collect())
}
fn text(uri: &str, mime: &str, words: String) -> ResourceContents {
    ResourceContents::text(words, uri).with_mime_type(mime)
}
fn register() -> serde_json::Value {
    let row = |r: loyalty_model::assumption::Row| json!({ "id": r.id, "unit": r.unit, "value": r.value, "sd": r.sd, "low": r.low, "high": r.high, "status": r.status, "citation": r.citation, "description": r.description });
    let rows: Vec<serde_json::Value> = loyalty_model::assumption::rows().into_iter().map(row).collect();
    json!({ "assumptions": rows, "citations": serde_json::to_value(loyalty_model::assumption::citations()).unwrap_or_default() })
}
fn rules() -> String {
    serde_json::to_string(&loyalty_engine::compliance::table()).unwrap_or_default()
}
fn mime(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html",
        "md" => "text/markdown",
        "csv" => "text/csv",
        "ts" => "text/plain",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "pdf" => "application/pdf",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        _ => "application/octet-stream",
    }
}
/// RFC 4648, with padding.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let word = three.iter().fold(0u32, |w, b| w << 8 | u32::from(*b)) << (8 * (3 - three.len()));
        for k in 0..4 {
            let letter = char::from(LETTERS[(word >> (18 - 6 * k)) as usize & 63]);
            out.push(if k <= three.len() { letter } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn base64_as_in_rfc_4648() {
        for (plain, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }
    #[test]
    fn what_is_larger_than_an_event_is_named_and_what_fits_is_sent() {
        let sent = |n: usize, quotes: bool| {
            let words = if quotes { "\"" } else { "x" }.repeat(n);
            let contents = at_most_an_event(text("plan-loyalty://plan/a", "application/json", words), "plan-loyalty://plan/a", "Ask for a part.");
            serde_json::to_string(&contents).unwrap()
        };
        assert!(sent(1_000_000, false).contains("xxx"));
        for (n, quotes) in [(1_048_576, false), (600_000, true)] {
            let answer = sent(n, quotes);
            assert!(answer.len() < 400 && answer.contains("Ask for a part.") && answer.contains("plan-loyalty://plan/a"), "{n} {quotes}");
        }
    }
}
