//! Truth and ids as they stand in files.

/// Yes, true, 1, y, t.
pub fn truth(text: &[u8]) -> Option<bool> {
    match text.to_ascii_lowercase().as_slice() {
        b"yes" | b"true" | b"1" | b"y" | b"t" | b"1.0" | b"opted-in" | b"subscribed" => Some(true),
        b"no" | b"false" | b"0" | b"n" | b"f" | b"0.0" | b"opted-out" | b"unsubscribed" => Some(false),
        _ => None,
    }
}
/// A customer id: trimmed, and `17850.0` is `17850`.
pub fn id(text: &[u8]) -> &[u8] {
    match text.strip_suffix(b".0") {
        Some(head) if !head.is_empty() && head.iter().all(u8::is_ascii_digit) => head,
        _ => text,
    }
}
