//! Nothing below the doors prints, reads a command line, the environment or the working directory, or sets anything for the whole process.
use std::path::{Path, PathBuf};

/// Crates below the doors.
const CRATES: [&str; 10] = [
    "loyalty-app",
    "loyalty-model",
    "loyalty-stats",
    "loyalty-engine",
    "loyalty-sources",
    "loyalty-warehouse",
    "loyalty-exports",
    "loyalty-deck",
    "loyalty-plans",
    "loyalty-sandbox",
];
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
/// What a folder of the doors may not name: every other door.
fn other_door<'a>(door: &str, doors: &'a [String], code: &str) -> Option<&'a String> {
    doors.iter().filter(|other| *other != door).find(|other| code.contains(&format!("crate::{other}::")) || code.contains(&format!("crate::{other};")))
}
/// Only the doors know a door's library; a door never imports another. The command that starts a door is where they meet.
#[test]
fn doors_parse_and_render() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("../plan-loyalty/src");
    let folders = std::fs::read_dir(&src).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir());
    let doors: Vec<String> = folders.map(|p| p.file_name().unwrap().to_string_lossy().into_owned()).collect();
    assert!(doors.len() > 1, "{doors:?}");
    for door in &doors {
        let mut files = vec![];
        sources(&src.join(door), &mut files);
        for file in files {
            let text = code(&std::fs::read_to_string(&file).unwrap());
            let starts = file.ends_with("cli/verbs/serve.rs");
            let other = other_door(door, &doors, &text).filter(|_| !starts);
            assert!(other.is_none(), "{} imports {other:?}", file.display());
            assert!(!text.contains("set_current_dir") && !text.contains("build_global"), "{}", file.display());
        }
    }
    let three = ["cli", "mcp", "studio"].map(String::from);
    assert_eq!(other_door("studio", &three, "use crate::cli::terminal;").map(String::as_str), Some("cli"), "a third door is held to it too");
    assert_eq!(other_door("studio", &three, "use crate::studio::page;"), None);
}
/// The third argument of every call of `Refusal::input` in a text.
fn reasons(text: &str) -> Vec<String> {
    let mut out = vec![];
    for (at, call) in text.match_indices("Refusal::input(") {
        let (mut depth, mut quoted, mut escaped, mut args) = (1, false, false, vec![String::new()]);
        for c in text[at + call.len()..].chars() {
            let opens = !quoted && "([{".contains(c);
            let closes = !quoted && ")]}".contains(c);
            quoted ^= c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            depth += i32::from(opens) - i32::from(closes);
            if depth == 0 {
                break;
            }
            if c == ',' && depth == 1 && !quoted {
                args.push(String::new());
            } else if let Some(last) = args.last_mut() {
                last.push(c);
            }
        }
        out.extend(args.get(2).map(|reason| reason.trim().to_string()));
    }
    out
}
/// Bad input is refused with place, fact, reason and next step.
#[test]
fn bad_input_is_refused_with_a_reason() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = vec![];
    ["loyalty-app", "plan-loyalty"].iter().for_each(|name| sources(&crates.join(name).join("src"), &mut files));
    let (mut seen, mut wrong) = (0, vec![]);
    // The constructors of other kinds of refusals stand in refusal.rs: an error of the machine is its own reason.
    for file in files.iter().filter(|f| !f.ends_with("src/refusal.rs")) {
        let all = reasons(&code(&std::fs::read_to_string(file).unwrap()));
        seen += all.len();
        wrong.extend(all.iter().filter(|r| *r == "\"\"").map(|_| file.display().to_string()));
    }
    assert!(seen > 80, "only {seen} refusals were seen");
    assert!(wrong.is_empty(), "no reason in {wrong:#?}");
    assert_eq!(reasons(r#"Refusal::input("a, (b", format!("{x:?} \" no", y), "", "n"); Refusal::input(p, f, "Why, then", n)"#), ["\"\"", "\"Why, then\""]);
}
