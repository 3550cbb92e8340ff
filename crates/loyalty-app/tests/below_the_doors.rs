//! Nothing below the doors prints, reads a command line, the environment or the working directory, or sets anything for the whole process.
use std::path::{Path, PathBuf};

/// Crates below the doors.
const CRATES: [&str; 8] =
    ["loyalty-app", "loyalty-model", "loyalty-stats", "loyalty-engine", "loyalty-sources", "loyalty-exports", "loyalty-deck", "loyalty-plans"];
/// What none of them may say; `eprintln!` and `eprint!(` end as the first two do.
const NEVER: [&str; 11] =
    ["println!", "print!(", "dbg!", "std::env::", "env::args", "env::var", "current_dir", "build_global", "process::exit", "set_hook", "clap::"];

fn sources(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}
/// The code of a file: no comments, no text of its tests.
fn code(text: &str) -> String {
    let own = text.split("#[cfg(test)]").next().unwrap_or_default();
    own.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}
fn found(text: &str) -> Vec<&'static str> {
    let code = code(text);
    NEVER.into_iter().filter(|word| code.contains(word)).collect()
}
#[test]
fn no_print_no_command_line_no_state_of_the_process() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = vec![];
    CRATES.iter().for_each(|name| sources(&crates.join(name).join("src"), &mut files));
    assert!(files.len() > 200, "only {} files were looked at", files.len());
    let wrong: Vec<String> = files
        .iter()
        .filter_map(|f| {
            let words = found(&std::fs::read_to_string(f).unwrap());
            (!words.is_empty()).then(|| format!("{}: {}", f.display(), words.join(", ")))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
#[test]
fn the_scan_sees_what_it_looks_for() {
    assert_eq!(found("fn a() { println!(\"x\"); }\n#[cfg(test)]\nmod tests { fn b() { dbg!(1); } }"), ["println!"]);
    assert_eq!(found("rayon::ThreadPoolBuilder::new().num_threads(2).build_global()"), ["build_global"]);
    assert_eq!(found("let blueprint = 1; eprint!(\"x\")"), ["print!("]);
    assert_eq!(found("// println! is not called here"), Vec::<&str>::new());
}
/// Only the doors know a door's library; a door never imports another.
#[test]
fn doors_parse_and_render() {
    let doors = Path::new(env!("CARGO_MANIFEST_DIR")).join("../plan-loyalty/src");
    let mut files = vec![];
    sources(&doors, &mut files);
    for file in files {
        let text = code(&std::fs::read_to_string(&file).unwrap());
        let name = file.display().to_string();
        let other = if name.contains("/mcp/") { "crate::cli" } else { "crate::mcp" };
        let composes = name.ends_with("cli/verbs/serve.rs");
        assert!(composes || !text.contains(other), "{name} imports {other}");
        assert!(!text.contains("set_current_dir") && !text.contains("build_global"), "{name}");
    }
}
