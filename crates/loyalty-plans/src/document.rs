//! A plan as JSON: fields that this version does not know stay where they are. Our serialisation is a pure function of the content: keys
//! sorted, two spaces, a line end at the end.
use crate::hash;
use loyalty_model::plan::{Change, Plan};
use serde::Deserialize;
use serde_json::{Map, Value};

/// The document's bytes.
///
/// # Errors
/// None in practice: a `Value` holds no number that JSON cannot say.
pub fn render(document: &Value) -> Result<Vec<u8>, serde_json::Error> {
    let mut bytes = serde_json::to_vec_pretty(&sorted(document))?;
    bytes.push(b'\n');
    Ok(bytes)
}
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort();
            Value::Object(keys.into_iter().map(|k| (k.clone(), sorted(&map[k]))).collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.iter().map(sorted).collect()),
        other => other.clone(),
    }
}
/// A typed plan as a document.
///
/// # Errors
/// A figure that is not a number.
pub fn of(plan: &Plan) -> Result<Value, serde_json::Error> {
    let document = serde_json::to_value(plan)?;
    // A figure that is no number is written as nothing, and what holds it could not be read again.
    Plan::deserialize(&document)?;
    Ok(document)
}
/// The typed view.
///
/// # Errors
/// Not a plan of this version.
pub fn plan(document: &Value) -> Result<Plan, serde_json::Error> {
    serde_json::from_value(document.clone())
}
/// The change log.
///
/// # Errors
/// An entry that is none.
pub fn log(document: &Value) -> Result<Vec<Change>, serde_json::Error> {
    serde_json::from_value(document["history"]["change_log"].clone())
}
/// Hash of the document without its change log.
///
/// # Errors
/// See [`render`].
pub fn hash_without_log(document: &Value) -> Result<String, serde_json::Error> {
    let mut rest = document.clone();
    if let Some(history) = rest.get_mut("history").and_then(Value::as_object_mut) {
        history.remove("change_log");
    }
    hash::of(&rest)
}
