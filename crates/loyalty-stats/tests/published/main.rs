//! Printed values, each with its source. Tolerance: the printed digits.
mod cdnow;
mod contracts;
mod donations;
mod points;
mod reserving;
mod tests_of_tests;

/// A small reference file of the public data; `None` with a word where it is absent.
fn small(name: &str) -> Option<String> {
    let base = std::env::var("LOYALTY_SHARED_DATA")
        .map(std::path::PathBuf::from)
        .unwrap_or_else(|_| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"));
    let found = std::fs::read_to_string(base.join("reference_small").join(name)).ok();
    if found.is_none() {
        eprintln!("skipped: {name} is not here");
    }
    found
}
