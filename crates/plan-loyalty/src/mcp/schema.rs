//! JSON Schemas of tools from their types.
use rmcp::model::JsonObject;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;
use std::sync::Arc;

/// Schema of arguments: in one piece, for clients that resolve no references, and with one type each, for clients that know no more. An
/// argument that may be left out is left out, not null.
pub fn input<T: JsonSchema>() -> Arc<JsonObject> {
    let settings = SchemaSettings::draft2020_12().for_deserialize().with(|s| s.inline_subschemas = true);
    let mut schema = settings.into_generator().into_root_schema_for::<T>().to_value();
    without_null(&mut schema);
    object(schema)
}
/// Schema of answers.
pub fn output<T: JsonSchema>() -> Arc<JsonObject> {
    object(SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>().to_value())
}
fn object(mut schema: Value) -> Arc<JsonObject> {
    without_formats(&mut schema);
    match schema {
        Value::Object(map) => Arc::new(map),
        _ => Arc::default(),
    }
}
fn without_null(schema: &mut Value) {
    let Value::Object(map) = schema else {
        if let Value::Array(all) = schema {
            all.iter_mut().for_each(without_null);
        }
        return;
    };
    if map.get("default").is_some_and(Value::is_null) {
        map.remove("default");
    }
    if let Some(Value::Array(types)) = map.get_mut("type") {
        types.retain(|t| t != "null");
        if let [one] = &types[..] {
            let one = one.clone();
            map.insert("type".into(), one);
        }
    }
    if let Some(Value::Array(words)) = map.get_mut("enum") {
        words.retain(|w| !w.is_null());
    }
    if let Some(Value::Array(parts)) = map.get_mut("anyOf") {
        parts.retain(|p| p.get("type").is_none_or(|t| t != "null"));
        if let [Value::Object(one)] = &parts[..] {
            let one = one.clone();
            map.remove("anyOf");
            for (key, value) in one {
                map.entry(key).or_insert(value);
            }
        }
    }
    map.values_mut().for_each(without_null);
}
/// `uint32`, `double` and the like are no formats of JSON Schema; bounds stand beside them.
fn without_formats(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            let machine = |f: &str| ["uint", "int", "double", "float"].iter().any(|m| f.starts_with(m));
            if map.get("format").and_then(Value::as_str).is_some_and(machine) {
                map.remove("format");
            }
            map.values_mut().for_each(without_formats);
        }
        Value::Array(all) => all.iter_mut().for_each(without_formats),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[derive(serde::Deserialize, JsonSchema)]
    #[allow(dead_code)]
    struct Asked {
        name: Option<String>,
        kind: Option<Kind>,
        count: u32,
    }
    #[derive(serde::Deserialize, JsonSchema)]
    #[allow(dead_code)]
    enum Kind {
        A,
        B,
    }
    #[test]
    fn arguments_have_one_type_each_and_no_machine_format() {
        let schema = serde_json::to_string(&*input::<Asked>()).unwrap();
        for absent in ["null", "uint32", "$ref", "$defs"] {
            assert!(!schema.contains(absent), "{absent} in {schema}");
        }
        assert_eq!(input::<Asked>()["properties"]["kind"]["enum"], serde_json::json!(["A", "B"]));
    }
}
