//! A plan as JSON: fields that this version does not know stay where they are. Our serialisation is a pure function of the content: keys
//! sorted but for the summary, which stands first; two spaces, a line end at the end.
use crate::hash;
use loyalty_model::plan::{Change, Plan};
use serde::de::Error;
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

/// The document's bytes. The keys of a [`serde_json::Map`] are sorted.
///
/// # Errors
/// None in practice: a `Value` holds no number that JSON cannot say.
pub fn render(document: &Value) -> Result<Vec<u8>, serde_json::Error> {
    let mut bytes = serde_json::to_vec_pretty(&SummaryFirst(document))?;
    bytes.push(b'\n');
    Ok(bytes)
}
/// A document with its summary before everything else.
struct SummaryFirst<'a>(&'a Value);
impl Serialize for SummaryFirst<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(all) = self.0.as_object() else { return self.0.serialize(serializer) };
        let mut map = serializer.serialize_map(Some(all.len()))?;
        let (first, rest): (Vec<_>, Vec<_>) = all.iter().partition(|(key, _)| *key == "summary");
        first.into_iter().chain(rest).try_for_each(|(key, value)| map.serialize_entry(key, value))?;
        map.end()
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
    Plan::deserialize(document)
}
/// The change log.
///
/// # Errors
/// An entry that is none.
pub fn log(document: &Value) -> Result<Vec<Change>, serde_json::Error> {
    Vec::deserialize(entries(document))
}
/// Number of entries of the change log, and the last of them.
///
/// # Errors
/// A last entry that is none.
pub fn last(document: &Value) -> Result<(u64, Option<Change>), serde_json::Error> {
    let all = entries(document).as_array().ok_or_else(|| serde_json::Error::custom("the document has no change log"))?;
    Ok((all.len() as u64, all.last().map(Change::deserialize).transpose()?))
}
fn entries(document: &Value) -> &Value {
    &document["history"]["change_log"]
}
/// Hash of the document without its change log.
///
/// # Errors
/// See [`render`].
pub fn hash_without_log(document: &Value) -> Result<String, serde_json::Error> {
    hash::of(&Without(document, &["history", "change_log"]))
}
/// A value without what stands at a path.
struct Without<'a>(&'a Value, &'a [&'a str]);
impl Serialize for Without<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let (Value::Object(map), Some((key, rest))) = (self.0, self.1.split_first()) else { return self.0.serialize(to) };
        let mut all = to.serialize_map(None)?;
        for (k, value) in map {
            match rest {
                [] if k == key => {}
                [_, ..] if k == key => all.serialize_entry(k, &Without(value, rest))?,
                _ => all.serialize_entry(k, value)?,
            }
        }
        all.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    #[test]
    fn keys_are_sorted_and_the_log_is_left_out_of_its_hash() {
        let whole = json!({"history": {"b": 1, "change_log": [1, 2], "a": {"change_log": 3}}, "design": {"z": 1, "a": null}, "change_log": 4});
        let rest = json!({"history": {"a": {"change_log": 3}, "b": 1}, "change_log": 4, "design": {"a": null, "z": 1}});
        assert_eq!(hash_without_log(&whole).unwrap(), hash::of(&rest).unwrap());
        assert_eq!(hash_without_log(&rest).unwrap(), hash::of(&rest).unwrap());
        let keys: Value = serde_json::from_str(r#"{"b": 1, "a": {"d": 2, "c": 3}}"#).unwrap();
        let text = String::from_utf8(render(&keys).unwrap()).unwrap();
        assert_eq!(text, "{\n  \"a\": {\n    \"c\": 3,\n    \"d\": 2\n  },\n  \"b\": 1\n}\n");
    }
    #[test]
    fn the_last_entry_is_read_alone() {
        assert!(last(&json!({})).is_err());
        assert!(matches!(last(&json!({"history": {"change_log": []}})), Ok((0, None))));
        assert!(last(&json!({"history": {"change_log": [{"no": "entry"}]}})).is_err());
    }
}
