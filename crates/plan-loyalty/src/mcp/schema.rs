//! JSON Schemas of tools from their types.
use rmcp::model::JsonObject;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;
use std::sync::Arc;

/// Schema of arguments: in one piece, for clients that resolve no references.
pub fn input<T: JsonSchema>() -> Arc<JsonObject> {
    object(SchemaSettings::draft2020_12().for_deserialize().with(|s| s.inline_subschemas = true).into_generator().into_root_schema_for::<T>().to_value())
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
