//! The project's own text files, read once.
use std::collections::BTreeMap;
use std::path::Path;

/// Folders and files at the root that belong to the project.
const ROOTS: [&str; 21] = [
    "crates",
    "docs",
    "plugin",
    "scripts",
    "tests",
    "examples",
    "benches",
    ".ci",
    ".cargo",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "DECISIONS.md",
    "GLOSSARY.md",
    "README.md",
    "Cargo.toml",
    "Cargo.lock",
    "deny.toml",
    "pyproject.toml",
    "rustfmt.toml",
    "package.json",
];
/// What is read as text.
const TEXT: [&str; 14] = ["rs", "md", "toml", "csv", "css", "ftl", "sh", "py", "json", "yml", "yaml", "txt", "sql", "lock"];

/// Path from the root, with `/`, and the text of each file.
pub struct Sources(pub BTreeMap<String, String>);
impl Sources {
    pub fn of_project() -> Sources {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut found = BTreeMap::new();
        ROOTS.iter().for_each(|r| read(&root, Path::new(r), &mut found));
        assert!(found.len() > 400, "only {} files were read", found.len());
        Sources(found)
    }
    /// Made up, for faults that are planted.
    pub fn of(files: &[(&str, &str)]) -> Sources {
        Sources(files.iter().map(|(p, t)| (p.to_string(), t.to_string())).collect())
    }
    /// Rust files below `crates/NAME/src`, by the name of the crate.
    pub fn rust(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.0.iter().filter(|(p, _)| p.ends_with(".rs")).filter_map(|(p, t)| {
            let (name, rest) = p.strip_prefix("crates/")?.split_once('/')?;
            rest.starts_with("src/").then_some((name, p.as_str(), t.as_str()))
        })
    }
}
fn read(root: &Path, at: &Path, out: &mut BTreeMap<String, String>) {
    let path = root.join(at);
    if path.is_dir() {
        let hidden = at.file_name().is_some_and(|n| n.to_string_lossy().starts_with("__pycache__") || n == "node_modules" || n == "target");
        if !hidden {
            std::fs::read_dir(&path).unwrap().for_each(|e| read(root, &at.join(e.unwrap().file_name()), out));
        }
    } else if path.is_file() {
        let known = at.extension().and_then(|e| e.to_str()).is_none_or(|e| TEXT.contains(&e));
        if let (true, Ok(text)) = (known, std::fs::read_to_string(&path)) {
            out.insert(at.to_string_lossy().replace('\\', "/"), text);
        }
    }
}
/// The code of a file: without its tests and without comments that stand on lines of their own.
pub fn code(text: &str) -> String {
    let own = text.split("#[cfg(test)]").next().unwrap_or_default();
    own.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}
