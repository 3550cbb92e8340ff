//! Habits that a reader relies on, kept by reading the sources: who may import whom, how long things are, which words are not used, that every
//! file is reached, that nothing knows the machine it was written on. Each rule was seen to fail: `planted.rs` keeps those faults.
mod imports;
mod phrases;
mod planted;
mod registered;
mod sizes;
mod sources;

use sources::Sources;

/// Fails with every finding, each a place and what to do.
fn none(findings: &[String]) {
    assert!(findings.is_empty(), "{} findings:\n{}", findings.len(), findings.join("\n"));
}
#[test]
fn crates_import_only_what_stands_below_them() {
    none(&imports::between_crates(&Sources::of_project()));
}
#[test]
fn functions_and_files_fit_the_eye() {
    none(&sizes::functions(&Sources::of_project()));
    none(&sizes::files(&Sources::of_project()));
}
#[test]
fn words_that_readers_stumble_over_are_not_used() {
    none(&phrases::forbidden(&Sources::of_project()));
}
#[test]
fn every_file_is_reached() {
    none(&registered::modules(&Sources::of_project()));
    none(&registered::scripts(&Sources::of_project()));
}
#[test]
fn nothing_knows_the_machine_it_was_written_on() {
    none(&registered::machines(&Sources::of_project()));
}
