//! One planted fault for each rule: a rule that cannot fail keeps nothing.
use super::sources::Sources;
use super::{imports, phrases, registered, sizes};

/// Exactly one finding, and it speaks of this.
fn found(findings: Vec<String>, words: &str) {
    assert!(findings.len() == 1 && findings[0].contains(words), "{findings:?}");
}
#[test]
fn an_import_from_above_is_found() {
    let faulty = Sources::of(&[("crates/loyalty-engine/src/run.rs", "use loyalty_exports::story;\n")]);
    found(imports::between_crates(&faulty), "imports loyalty_exports");
    let fine = Sources::of(&[("crates/loyalty-deck/src/pdf.rs", "// loyalty_app::x in a comment\nuse loyalty_exports::story;\n")]);
    assert_eq!(imports::between_crates(&fine), Vec::<String>::new());
    found(imports::between_crates(&Sources::of(&[("crates/loyalty-new/src/lib.rs", "")])), "has no place");
}
#[test]
fn a_long_function_and_a_long_file_are_found() {
    let body = "    let _ = 1;\n".repeat(100);
    let text = format!("pub(crate) fn long() {{\n{body}}}\nfn short() {{\n    let _ = 1;\n}}\n");
    found(sizes::functions(&Sources::of(&[("crates/a/src/a.rs", &text)])), "long has 102 lines");
    found(sizes::files(&Sources::of(&[("crates/a/src/a.rs", &"\n".repeat(601))])), "601 lines");
}
#[test]
fn a_forbidden_word_is_found_as_a_word() {
    let file = |text: &str| phrases::forbidden(&Sources::of(&[("docs/a.md", text)]));
    found(file("kept in 90% of draws"), "of draws");
    found(file("The machine said no."), "the machine said no");
    assert_eq!(file("one of drawstrings"), Vec::<String>::new());
}
#[test]
fn a_file_that_nothing_names_is_found() {
    let files = [("crates/a/src/lib.rs", "mod b;\n"), ("crates/a/src/b.rs", ""), ("crates/a/src/lost.rs", "")];
    found(registered::modules(&Sources::of(&files)), "crates/a/src/lost.rs");
    let scripts = [("scripts/test.sh", "bash tests/deck/run.sh\n"), ("tests/deck/run.sh", ""), ("tests/lost/run.sh", "")];
    found(registered::scripts(&Sources::of(&scripts)), "tests/lost");
}
#[test]
fn a_path_of_a_machine_and_a_registry_of_ones_own_are_found() {
    let path = format!("see {}", concat!("/", "root/data"));
    found(registered::machines(&Sources::of(&[("docs/a.md", &path)])), "docs/a.md:1");
    found(registered::machines(&Sources::of(&[("Cargo.lock", "source = \"registry+https://mirror.example.com/index\"\n")])), "Cargo.lock:1");
}
