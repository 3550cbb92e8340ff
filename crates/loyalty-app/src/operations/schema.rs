//! The shape of a plan's document, for other programs: which objects are closed is decided here, object by object.
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The JSON Schema of a plan. What the design's hash covers is closed: a field that no version knows would be another design. The history is open, for later
/// versions record more; the document and its summary are closed.
pub fn schema() -> String {
    let mut schema = serde_json::to_value(schemars::schema_for!(loyalty_model::plan::Plan)).unwrap_or_default();
    let history = reachable(&schema, "History");
    let design = reachable(&schema, "Design");
    if let Some(defs) = schema["$defs"].as_object_mut() {
        for (name, def) in defs {
            let open = history.contains(name.as_str()) && !design.contains(name.as_str());
            decide(def, open);
        }
    }
    if let Some(root) = schema.as_object_mut() {
        root.entry("additionalProperties").or_insert(Value::Bool(false));
    }
    serde_json::to_string_pretty(&schema).unwrap_or_default()
}
/// Names of the types that one refers to, itself included.
fn reachable(schema: &Value, from: &str) -> BTreeSet<String> {
    let (mut seen, mut next) = (BTreeSet::new(), vec![from.to_string()]);
    while let Some(name) = next.pop() {
        references(&schema["$defs"][&name], &mut next);
        seen.insert(name);
        next.retain(|n| !seen.contains(n));
    }
    seen
}
fn references(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::Object(all) => {
            into.extend(all.get("$ref").and_then(Value::as_str).and_then(|r| r.strip_prefix("#/$defs/")).map(String::from));
            all.values().for_each(|v| references(v, into));
        }
        Value::Array(all) => all.iter().for_each(|v| references(v, into)),
        _ => {}
    }
}
/// Decides each object with named fields in a type, those of its variants too. Maps are decided by their values.
fn decide(value: &mut Value, open: bool) {
    match value {
        Value::Object(all) => {
            if is_record(all) {
                all.entry("additionalProperties").or_insert(Value::Bool(open));
            }
            all.values_mut().for_each(|v| decide(v, open));
        }
        Value::Array(all) => all.iter_mut().for_each(|v| decide(v, open)),
        _ => {}
    }
}
/// An object with named fields. (A field may be called `properties` too: then it has no type of an object beside it.)
fn is_record(all: &Map<String, Value>) -> bool {
    all.get("properties").is_some_and(Value::is_object) && all.get("type").is_some_and(|t| t == "object")
}

#[cfg(test)]
mod tests {
    use super::*;
    fn undecided(value: &Value, path: &str, into: &mut Vec<String>) {
        match value {
            Value::Object(all) => {
                if is_record(all) && !all.contains_key("additionalProperties") {
                    into.push(path.to_string());
                }
                // A closed object beside a reference would refuse the fields of what it refers to.
                if is_record(all) && ["$ref", "allOf", "anyOf", "oneOf"].iter().any(|k| all.contains_key(*k)) {
                    into.push(format!("{path}: fields beside a reference"));
                }
                all.iter().for_each(|(k, v)| undecided(v, &format!("{path}/{k}"), into));
            }
            Value::Array(all) => all.iter().enumerate().for_each(|(i, v)| undecided(v, &format!("{path}/{i}"), into)),
            _ => {}
        }
    }
    #[test]
    fn every_object_is_decided() {
        let schema: Value = serde_json::from_str(&schema()).unwrap();
        let mut open = vec![];
        undecided(&schema, "", &mut open);
        assert!(open.is_empty(), "{open:?}");
        assert_eq!(schema["additionalProperties"], false);
        for (name, closed) in [("Design", true), ("Program", true), ("Summary", true), ("History", false)] {
            assert_eq!(schema["$defs"][name]["additionalProperties"], !closed, "{name}");
        }
    }
}
