//! Which crate may import which, as ARCHITECTURE.md draws it; circles within a crate are looked for by `circles.rs`.
use super::sources::{Sources, code};

/// Each crate and those of the project that it may import.
const BELOW: [(&str, &[&str]); 11] = [
    ("loyalty_model", &[]),
    ("loyalty_stats", &[]),
    ("loyalty_engine", &["loyalty_model", "loyalty_stats"]),
    ("loyalty_exports", &["loyalty_model"]),
    ("loyalty_plans", &["loyalty_model"]),
    ("loyalty_sources", &["loyalty_model"]),
    ("loyalty_warehouse", &["loyalty_model", "loyalty_sources"]),
    ("loyalty_deck", &["loyalty_model", "loyalty_exports"]),
    ("loyalty_sandbox", &["loyalty_model"]),
    (
        "loyalty_app",
        &["loyalty_model", "loyalty_stats", "loyalty_engine", "loyalty_exports", "loyalty_plans", "loyalty_sources", "loyalty_warehouse", "loyalty_deck"],
    ),
    ("plan_loyalty", &["loyalty_model", "loyalty_stats", "loyalty_engine", "loyalty_exports", "loyalty_plans", "loyalty_app", "loyalty_sandbox"]),
];
pub fn between_crates(sources: &Sources) -> Vec<String> {
    let mut out = vec![];
    for (name, path, text) in sources.rust() {
        let own = name.replace('-', "_");
        let Some((_, below)) = BELOW.iter().find(|(c, _)| *c == own) else {
            out.push(format!("{path}: the crate {name} has no place in BELOW (tests/tidy/imports.rs)"));
            continue;
        };
        let code = code(text);
        for (other, _) in BELOW.iter().filter(|(c, _)| *c != own && !below.contains(c)) {
            // A crate name at the start of a path, and not the end of a longer word.
            let found = code.match_indices(&format!("{other}::")).any(|(i, _)| !code[..i].ends_with(|c: char| c.is_alphanumeric() || c == '_'));
            if found {
                out.push(format!("{path}: imports {other}, which does not stand below {own}; move what is shared down"));
            }
        }
    }
    out
}
