//! Documents name commands that are there, and the sections that plans refer to.
use crate::common;
use common::command;
use std::path::Path;

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
#[test]
fn every_verb_in_the_documents_is_a_command() {
    let dir = tempfile::tempdir().unwrap();
    let help = String::from_utf8(command(dir.path(), &["--help"]).stdout).unwrap();
    let known: Vec<&str> = help
        .lines()
        .skip_while(|l| !l.starts_with("Commands:"))
        .skip(1)
        .take_while(|l| l.starts_with(' '))
        .filter_map(|l| l.split_whitespace().next())
        .collect();
    assert!(known.len() > 15, "{help}");
    let mut files: Vec<_> = std::fs::read_dir(root().join("docs")).unwrap().filter_map(Result::ok).map(|e| e.path()).collect();
    files.push(root().join("README.md"));
    let mut named = 0;
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "md")) {
        let text = std::fs::read_to_string(file).unwrap();
        for after in text.split("plan-loyalty ").skip(1) {
            let verb: String = after.chars().take_while(|c| c.is_ascii_lowercase() || *c == '-').collect();
            let called = after[verb.len()..].starts_with([' ', '`', '\n', ';', ')']) && !verb.is_empty() && !verb.starts_with('-');
            // Prose goes on with words; commands stand in code.
            if called && known.iter().any(|k| *k == verb) {
                named += 1;
            } else if called {
                let prose = ["extract", "statement", "that", "with", "is", "does", "writes", "and", "on", "here", "would"];
                assert!(prose.contains(&verb.as_str()), "{}: plan-loyalty {verb} is no command", file.display());
            }
        }
    }
    assert!(named > 20);
}
#[test]
fn the_guide_holds_the_section_that_others_link_to() {
    let text = std::fs::read_to_string(root().join("docs/usage-guide.md")).unwrap();
    assert!(text.contains("id=\"orchestration-best-practices-puerto-parity\"") && text.contains("## Orchestration best practices (puerto parity)"));
    // What the guide says of the checklist is what the review looks at.
    let dir = tempfile::tempdir().unwrap();
    command(dir.path(), &["--goal", "retention", "--tiers", "3", "--budget", "50000", "--asked-on", "2026-07-01", "--quiet"]);
    let review = command(dir.path(), &["review", "--format", "json"]);
    let items: serde_json::Value = serde_json::from_slice(&review.stdout).unwrap();
    let list = text.split_once("### Review checklist").unwrap().1.split("\n#").next().unwrap();
    let list = list.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let items = items["items"].as_array().unwrap();
    assert!(items.len() > 8, "{items:?}");
    for item in items {
        let name = item["item"].as_str().unwrap().to_lowercase();
        assert!(list.contains(&name), "the guide's checklist does not name {name:?}");
    }
}
