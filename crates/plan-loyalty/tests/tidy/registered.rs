//! Files that nothing reaches, and files that know a machine.
use super::sources::Sources;

/// Every Rust file is named by `mod` in the file above it, or is a root that cargo finds itself.
pub fn modules(sources: &Sources) -> Vec<String> {
    let mut out = vec![];
    for path in sources.0.keys().filter(|p| p.starts_with("crates/") && p.ends_with(".rs")) {
        let parts: Vec<&str> = path.split('/').collect();
        let (file, folder) = (parts[parts.len() - 1], &parts[..parts.len() - 1]);
        // crates/NAME/src/lib.rs, crates/NAME/tests/NAME.rs, crates/NAME/tests/NAME/main.rs, build.rs.
        // Where all tests are one program, its root names them.
        let one_program = folder.len() == 3 && file != "all.rs" && sources.0.contains_key(&format!("{}/all.rs", folder.join("/")));
        let root =
            matches!(file, "lib.rs" | "main.rs" | "build.rs") || (folder.len() == 3 && ["tests", "examples", "benches"].contains(&folder[2]) && !one_program);
        if root {
            continue;
        }
        let (name, above) = match file {
            "mod.rs" => (folder[folder.len() - 1], &folder[..folder.len() - 1]),
            _ => (file.trim_end_matches(".rs"), folder),
        };
        let said = |text: &String| text.lines().any(|l| l.trim_start().ends_with(&format!("mod {name};")) && !l.contains("//"));
        let beside = above.join("/");
        let in_folder = ["mod.rs", "lib.rs", "main.rs"].iter().map(|f| format!("{beside}/{f}")).chain([format!("{beside}.rs")]);
        // A module shared by several tests stands in a folder beside them.
        let by_tests = sources.0.iter().filter(|(p, _)| p.starts_with(&format!("{beside}/")) && p.matches('/').count() == above.len());
        let reached = in_folder.filter_map(|p| sources.0.get(&p)).any(said) || (above.last() == Some(&"tests") && by_tests.map(|(_, t)| t).any(said));
        // Or by a path that another file gives.
        let by_path = || sources.0.values().any(|t| t.contains("#[path = ") && t.contains(&format!("/{file}\"]")));
        if !reached && !by_path() {
            out.push(format!("{path}: no file says `mod {name};`, so it is never compiled"));
        }
    }
    out
}
/// Every folder of tests at the root, and every script, is called.
pub fn scripts(sources: &Sources) -> Vec<String> {
    let all = sources.0.get("scripts/test.sh").map_or("", String::as_str);
    let called = |what: &str| {
        let others = sources.0.iter().filter(|(p, _)| p.starts_with("scripts/") || p.starts_with(".ci/") || p.ends_with(".md") || p.ends_with("run.sh"));
        others.filter(|(p, _)| *p != what).any(|(_, t)| t.contains(what.rsplit('/').next().unwrap_or(what)))
    };
    let mut out = vec![];
    let folders: std::collections::BTreeSet<&str> =
        sources.0.keys().filter_map(|p| p.strip_prefix("tests/")?.split_once('/')).map(|(folder, _)| folder).collect();
    out.extend(folders.iter().filter(|f| !all.contains(&format!("tests/{f}/"))).map(|f| format!("tests/{f}: scripts/test.sh does not call it")));
    let programs = sources.0.keys().filter(|p| (p.starts_with("tests/") || p.starts_with("scripts/")) && (p.ends_with(".sh") || p.ends_with(".py")));
    for program in programs {
        let file = program.rsplit('/').next().unwrap_or(program).trim_end_matches(".py");
        let imported = sources
            .0
            .iter()
            .any(|(p, t)| p != program && p.ends_with(".py") && (t.contains(&format!("import {file}")) || t.contains(&format!("from {file} import"))));
        if program != "scripts/test.sh" && !called(program) && !imported {
            out.push(format!("{program}: nothing calls it"));
        }
    }
    out
}
/// Folders of one machine, and addresses of package registries: packages come from wherever the reader's own tools are told to get them.
pub fn machines(sources: &Sources) -> Vec<String> {
    // Written apart, so that this file does not find itself.
    let folders = [concat!("/", "work/"), concat!("/", "root/")];
    let registries = [concat!("--index", "-url"), concat!("extra-index", "-url"), concat!("npm", "rc"), concat!("--reg", "istry"), concat!("replace", "-with")];
    let mut out = vec![];
    for (path, text) in &sources.0 {
        for (i, line) in text.lines().enumerate() {
            let foreign = line.starts_with("source = \"registry+") && !line.contains("github.com/rust-lang/crates.io-index");
            for word in folders.iter().chain(&registries).filter(|w| line.contains(**w)).copied().chain(foreign.then_some("a registry of one machine")) {
                out.push(format!("{path}:{}: {word}", i + 1));
            }
        }
    }
    out
}
