//! Who may import whom: between crates as ARCHITECTURE.md draws it, within a crate without circles.
use super::sources::{Sources, code};
use std::collections::{BTreeMap, BTreeSet};

/// Each crate and those of the project that it may import.
const BELOW: [(&str, &[&str]); 9] = [
    ("loyalty_model", &[]),
    ("loyalty_stats", &[]),
    ("loyalty_engine", &["loyalty_model", "loyalty_stats"]),
    ("loyalty_exports", &["loyalty_model"]),
    ("loyalty_plans", &["loyalty_model"]),
    ("loyalty_sources", &["loyalty_model"]),
    ("loyalty_deck", &["loyalty_model", "loyalty_exports"]),
    ("loyalty_app", &["loyalty_model", "loyalty_stats", "loyalty_engine", "loyalty_exports", "loyalty_plans", "loyalty_sources", "loyalty_deck"]),
    ("plan_loyalty", &["loyalty_model", "loyalty_stats", "loyalty_engine", "loyalty_exports", "loyalty_plans", "loyalty_app"]),
];
/// Circles that are there today. A new one fails; so does one that is gone and still listed.
const KNOWN: [&str; 5] = [
    "loyalty-engine: design/build design/facts",
    "loyalty-engine: economics/drivers economics/frozen",
    "loyalty-engine: economics/report economics/statement",
    "loyalty-engine: economics/rewards economics/walk",
    "loyalty-exports: workbook/formula workbook/grid",
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
pub fn circles(sources: &Sources) -> Vec<String> {
    let mut found: BTreeSet<String> = BTreeSet::new();
    let mut crates: BTreeMap<&str, BTreeMap<Vec<String>, String>> = BTreeMap::new();
    for (name, path, text) in sources.rust() {
        crates.entry(name).or_default().insert(module(path), code(text));
    }
    for (name, files) in crates {
        let edges: BTreeMap<&Vec<String>, BTreeSet<&Vec<String>>> = files.iter().map(|(m, text)| (m, imported(m, text, &files))).collect();
        let reach = |from: &Vec<String>| {
            let (mut seen, mut open) = (BTreeSet::new(), vec![from.clone()]);
            while let Some(m) = open.pop() {
                for next in edges.get(&m).into_iter().flatten() {
                    if seen.insert((*next).clone()) {
                        open.push((*next).clone());
                    }
                }
            }
            seen
        };
        let all: BTreeMap<&Vec<String>, BTreeSet<Vec<String>>> = edges.keys().map(|m| (*m, reach(m))).collect();
        for (m, seen) in &all {
            if seen.contains(*m) {
                let round: Vec<String> = all.iter().filter(|(o, back)| seen.contains(**o) && back.contains(*m)).map(|(o, _)| o.join("/")).collect();
                found.insert(format!("{name}: {}", round.join(" ")));
            }
        }
    }
    let known: BTreeSet<String> = if sources.0.len() > 100 { KNOWN.map(String::from).into() } else { BTreeSet::new() };
    let fresh = found.difference(&known).map(|c| format!("{c}: these files import each other in a circle; move what they share into a file of its own"));
    let gone = known.difference(&found).map(|c| format!("{c}: this circle is gone; take it out of KNOWN (tests/tidy/imports.rs)"));
    fresh.chain(gone).collect()
}
/// Path of a module within its crate.
fn module(path: &str) -> Vec<String> {
    let inner = path.split_once("/src/").map_or("", |p| p.1).trim_end_matches(".rs");
    let mut parts: Vec<String> = inner.split('/').map(String::from).collect();
    if parts.last().is_some_and(|l| ["mod", "lib", "main"].contains(&l.as_str())) {
        parts.pop();
    }
    parts
}
/// Modules of the crate that a file names with `crate::` or `super::`; its own parents and children are kin, and no circle.
fn imported<'a>(own: &[String], text: &str, files: &'a BTreeMap<Vec<String>, String>) -> BTreeSet<&'a Vec<String>> {
    let mut out = BTreeSet::new();
    let heads = ["crate::", "super::"].into_iter().flat_map(|h| text.match_indices(h));
    for (at, head) in heads {
        if text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let mut base: Vec<String> = if head == "crate::" { vec![] } else { own[..own.len().saturating_sub(1)].to_vec() };
        let mut rest = &text[at + head.len()..];
        while let Some(shorter) = rest.strip_prefix("super::") {
            base.pop();
            rest = shorter;
        }
        let names: Vec<Vec<String>> = match rest.strip_prefix('{') {
            Some(group) => group.split(['}', ';']).next().unwrap_or_default().split(',').map(|n| path_of(n.trim())).collect(),
            None => vec![path_of(rest)],
        };
        for name in names {
            let full: Vec<String> = base.iter().cloned().chain(name).collect();
            let target = (0..=full.len()).rev().find_map(|k| files.get_key_value(&full[..k]).map(|f| f.0));
            let kin = |t: &Vec<String>| t.starts_with(own) || own.starts_with(t);
            out.extend(target.filter(|t| !kin(t)));
        }
    }
    out
}
fn path_of(text: &str) -> Vec<String> {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(text.len());
    text[..end].split("::").filter(|p| !p.is_empty()).map(String::from).collect()
}
