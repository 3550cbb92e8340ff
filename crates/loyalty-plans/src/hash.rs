//! The identity of a design.
use loyalty_model::plan::Design;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// SHA-256, hexadecimal, of the canonical JSON (RFC 8785) of a value.
///
/// # Errors
/// When the value holds a number that JSON cannot say (NaN or an infinity).
pub fn of<T: Serialize>(value: &T) -> Result<String, serde_json::Error> {
    let bytes = serde_json_canonicalizer::to_vec(value)?;
    Ok(hex(&Sha256::digest(&bytes)))
}
/// The `plan_hash` of a design.
///
/// # Errors
/// See [`of`].
pub fn of_design(design: &Design) -> Result<String, serde_json::Error> {
    of(design)
}
/// SHA-256 of bytes, hexadecimal.
pub fn of_bytes(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_hash_does_not_depend_on_the_order_of_keys() {
        let a: serde_json::Value = serde_json::from_str(r#"{"b": 1.0, "a": [true, null]}"#).unwrap();
        let b: serde_json::Value = serde_json::from_str(r#"{"a": [true, null], "b": 1}"#).unwrap();
        assert_eq!(super::of(&a).unwrap(), super::of(&b).unwrap());
        assert_eq!(super::of(&serde_json::json!({})).unwrap(), "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
    }
}
