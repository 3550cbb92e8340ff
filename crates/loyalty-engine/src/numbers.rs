//! Numbers in sentences.

/// Whole numbers with thousands marked.
pub(crate) fn grouped(value: f64) -> String {
    let digits = format!("{:.0}", libm::round(value).max(0.0));
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}
