//! Printed values, each with its source. Tolerance: the printed digits. README.md beside this file lists every row and its test.
mod cdnow;
mod cdnow_checks;
mod cdnow_full;
mod contracts;
mod donations;
mod experiment;
mod points;
mod power_on_spend;
mod reserving;
#[path = "../../../../tests/skipped.rs"]
mod skip;
mod subscribers;
mod survival;
mod tests_of_tests;

/// A small reference file of the public data; `None` with a word where it is absent.
fn small(name: &str) -> Option<String> {
    public(&format!("reference_small/{name}"))
}
/// A file of the public data; one that ends in .gz is unpacked by the system's gzip. `None` with a word where either is absent.
fn public(path: &str) -> Option<String> {
    let base = std::env::var("LOYALTY_SHARED_DATA")
        .map(std::path::PathBuf::from)
        .unwrap_or_else(|_| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"));
    let file = base.join(path);
    let found = match path.ends_with(".gz") && file.exists() {
        true => {
            std::process::Command::new("gzip").arg("-dc").arg(&file).output().ok().filter(|o| o.status.success()).and_then(|o| String::from_utf8(o.stdout).ok())
        }
        false => std::fs::read_to_string(&file).ok(),
    };
    if found.is_none() {
        skip::skipped(&format!("{path} is not here"));
    }
    found
}
/// The columns of a table by the names in its first line; a comma within quotes parts nothing.
fn columns<'a, const N: usize>(text: &'a str, names: [&str; N]) -> Vec<[&'a str; N]> {
    let split = |line: &'a str| {
        let mut quoted = false;
        let apart = move |c: char| {
            quoted ^= c == '"';
            c == ',' && !quoted
        };
        line.trim_end_matches('\r').split(apart).map(|f| f.trim_matches('"')).collect::<Vec<_>>()
    };
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let header = split(lines.next().unwrap());
    let places = names.map(|n| header.iter().position(|h| *h == n).unwrap_or_else(|| panic!("no column {n}")));
    lines.map(split).map(|fields| places.map(|p| fields[p])).collect()
}

#[test]
fn every_test_the_readme_names_exists() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/published");
    let readme = std::fs::read_to_string(folder.join("README.md")).unwrap();
    let named: Vec<&str> = readme.split('`').filter(|part| part.contains("::") && !part.contains(char::is_whitespace)).collect();
    assert!(named.len() > 50);
    for (module, test) in named.iter().filter_map(|name| name.split_once("::")) {
        let source = std::fs::read_to_string(folder.join(format!("{module}.rs"))).unwrap_or_default();
        assert!(source.contains(&format!("#[test]\nfn {test}() {{")), "README.md names {module}::{test}");
    }
}
