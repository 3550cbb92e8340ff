//! Keeps file access inside the folders named at start: paths outside, links that lead out and things that are no files are refused.
use loyalty_app::context::PathPolicy;
use loyalty_app::refusal::Refusal;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// Longest path that is looked at.
const LONGEST: usize = 1_024;

/// The folders.
#[derive(Debug, Clone)]
pub struct PathSandbox {
    /// As given, made absolute, and as they really are.
    roots: Vec<(PathBuf, PathBuf)>,
    /// Databases that may be asked, by their URL as it was written.
    connections: Vec<String>,
}
impl PathSandbox {
    /// A sandbox of these folders.
    ///
    /// # Errors
    /// A folder that is not there.
    pub fn around(roots: &[PathBuf]) -> Result<PathSandbox, Refusal> {
        let one = |root: &PathBuf| {
            let bad =
                |fact: String| Refusal::input(format!("--root {}", root.display()), fact, "Files are read and written in it", "name a folder that is there");
            let real = fs::canonicalize(root).map_err(|e| bad(e.to_string()))?;
            if !real.is_dir() {
                return Err(bad("it is no folder".into()));
            }
            let given = std::path::absolute(root).map_err(|e| bad(e.to_string()))?;
            Ok((plain(&given), real))
        };
        Ok(PathSandbox { roots: roots.iter().map(one).collect::<Result<_, _>>()?, connections: vec![] })
    }
    /// The same, and these databases may be asked.
    #[must_use]
    pub fn reaching(self, urls: &[String]) -> PathSandbox {
        PathSandbox { connections: urls.to_vec(), ..self }
    }
    /// A database was named.
    pub fn reaches_databases(&self) -> bool {
        !self.connections.is_empty()
    }
    /// The first folder: plans are kept in it.
    pub fn home(&self) -> &Path {
        &self.roots[0].1
    }
    /// The folders, as they really are.
    pub fn folders(&self) -> impl Iterator<Item = &Path> {
        self.roots.iter().map(|r| r.1.as_path())
    }
    /// A path that may be read: a file, or a folder whose entries all lie inside too.
    ///
    /// # Errors
    /// Outside, no such file, or no plain file.
    pub fn reading(&self, argument: &str, text: &str) -> Result<PathBuf, Refusal> {
        let path = self.home().join(self.inside(argument, text)?);
        let missing = |e: std::io::Error| {
            let fact = if e.kind() == std::io::ErrorKind::NotFound { "file not found".to_string() } else { format!("it cannot be read: {e}") };
            Refusal::input(format!("{argument} {}", shown(text)), fact, "Nothing can be read", format!("name a file under {}", self.named()))
        };
        self.real(argument, text, &path).map_err(missing)??;
        let kind = fs::metadata(&path).map_err(missing)?;
        if kind.is_dir() {
            for entry in fs::read_dir(&path).map_err(missing)?.filter_map(Result::ok) {
                let name = entry.path();
                match self.real(argument, &name.to_string_lossy(), &name) {
                    // A file that another call staged has taken its place meanwhile.
                    Err(e) if e.kind() == std::io::ErrorKind::NotFound && fs::symlink_metadata(&name).is_err() => {}
                    other => other.map_err(missing)??,
                }
            }
        } else if !kind.is_file() {
            return Err(Refusal::input(
                format!("{argument} {}", shown(text)),
                "it is neither a file nor a folder",
                "Reading it might never end",
                "name a plain file",
            ));
        }
        Ok(path)
    }
    /// A path that may be written: it lies inside, and so does whatever of it is there already.
    ///
    /// # Errors
    /// Outside.
    pub fn writing(&self, argument: &str, text: &str) -> Result<PathBuf, Refusal> {
        let path = self.home().join(self.inside(argument, text)?);
        let absolute = plain(&path);
        for there in absolute.ancestors() {
            // A link that leads nowhere yet is a link all the same.
            if fs::symlink_metadata(there).is_err() {
                continue;
            }
            return match self.real(argument, text, there) {
                Ok(Ok(())) => Ok(path),
                Ok(Err(outside)) => Err(outside),
                Err(_) => Err(self.outside(argument, text)),
            };
        }
        Err(self.outside(argument, text))
    }
    fn inside(&self, argument: &str, text: &str) -> Result<PathBuf, Refusal> {
        let bad = |fact: &str| {
            Refusal::input(
                format!("{argument} {}", shown(text)),
                fact,
                "The server reads and writes in its own folders only",
                format!("name a file or folder under {}", self.named()),
            )
        };
        if text.trim().is_empty() || text.len() > LONGEST || text.chars().any(char::is_control) {
            return Err(bad("it is no path"));
        }
        if text.contains(['*', '?', '[']) && fs::symlink_metadata(self.home().join(text)).is_err() {
            return Err(bad("patterns are not read here"));
        }
        let path = PathBuf::from(text);
        let absolute = plain(&self.home().join(&path));
        if self.roots.iter().any(|(given, real)| absolute.starts_with(given) || absolute.starts_with(real)) {
            Ok(path)
        } else {
            Err(self.outside(argument, text))
        }
    }
    /// What is there lies inside, links followed. Outer error: it is not there.
    fn real(&self, argument: &str, text: &str, path: &Path) -> std::io::Result<Result<(), Refusal>> {
        let real = fs::canonicalize(path)?;
        Ok(if self.roots.iter().any(|r| real.starts_with(&r.1)) { Ok(()) } else { Err(self.outside(argument, text)) })
    }
    fn outside(&self, argument: &str, text: &str) -> Refusal {
        Refusal::input(
            format!("{argument} {}", shown(text)),
            "it lies outside the folders that this server may use, or a link leads out of them",
            "The person who started the server named the folders",
            format!("name a file under {}, or ask the person to start the server with another --root", self.named()),
        )
    }
    fn named(&self) -> String {
        self.roots.iter().map(|r| r.0.display().to_string()).collect::<Vec<_>>().join(" or ")
    }
}
impl PathPolicy for PathSandbox {
    fn connecting(&self, url: &str) -> Result<(), Refusal> {
        if self.connections.iter().any(|c| c == url) {
            return Ok(());
        }
        Err(Refusal::input(
            "[warehouse] from",
            "this server may not ask that database",
            "The person who started the server names the databases",
            "ask the person to start the server with --from and the URL as the settings file has it",
        ))
    }
    fn reading(&self, what: &str, path: &Path) -> Result<(), Refusal> {
        PathSandbox::reading(self, what, &path.to_string_lossy()).map(drop)
    }
    fn writing(&self, what: &str, path: &Path) -> Result<(), Refusal> {
        PathSandbox::writing(self, what, &path.to_string_lossy()).map(drop)
    }
}
/// Without `.` and `..`, by words alone.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(out.pop()),
            other => out.push(other),
        }
    }
    out
}
/// Enough of it to recognise it.
fn shown(text: &str) -> String {
    let short: String = text.chars().filter(|c| !c.is_control()).take(120).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn paths_outside_and_links_out_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        let (root, beyond) = (dir.path().join("root"), dir.path().join("beyond"));
        fs::create_dir_all(root.join("folder")).unwrap();
        fs::create_dir_all(&beyond).unwrap();
        fs::write(root.join("a.csv"), "a").unwrap();
        fs::write(beyond.join("b.csv"), "b").unwrap();
        let sandbox = PathSandbox::around(std::slice::from_ref(&root)).unwrap();
        let text = |p: PathBuf| p.to_string_lossy().into_owned();
        assert!(sandbox.reading("data", &text(root.join("a.csv"))).is_ok());
        assert!(sandbox.reading("data", "a.csv").is_ok(), "relative paths start from the first folder, wherever the server was started");
        assert!(sandbox.reading("data", &text(root.join("folder/../a.csv"))).is_ok());
        for bad in
            [text(beyond.join("b.csv")), text(root.join("../beyond/b.csv")), "/etc/passwd".into(), text(root.join("*.csv")), "a\0b".into(), String::new()]
        {
            assert!(sandbox.reading("data", &bad).is_err(), "{bad}");
        }
        assert!(sandbox.reading("data", &text(root.join("none.csv"))).unwrap_err().fact.contains("file not found"));
        assert!(sandbox.writing("out", &text(root.join("new/deep"))).is_ok());
        assert!(sandbox.writing("out", &text(root.join("../elsewhere"))).is_err());
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(&beyond, root.join("link")).unwrap();
            std::os::unix::fs::symlink(beyond.join("none"), root.join("dangling")).unwrap();
            std::os::unix::fs::symlink(beyond.join("b.csv"), root.join("folder/b.csv")).unwrap();
            assert!(sandbox.reading("data", &text(root.join("link/b.csv"))).is_err());
            assert!(sandbox.reading("data", &text(root.join("folder"))).is_err(), "a folder with a link out of the sandbox");
            assert!(sandbox.writing("out", &text(root.join("link/new"))).is_err());
            assert!(sandbox.writing("out", &text(root.join("dangling"))).is_err());
        }
    }
    #[test]
    fn only_databases_that_were_named_may_be_asked() {
        let dir = tempfile::tempdir().unwrap();
        let closed = PathSandbox::around(&[dir.path().to_path_buf()]).unwrap();
        assert!(!closed.reaches_databases() && closed.connecting("postgresql://localhost/shop").is_err());
        let open = closed.reaching(&["postgresql://localhost/shop".into()]);
        assert!(open.reaches_databases() && open.connecting("postgresql://localhost/shop").is_ok());
        for other in ["postgresql://localhost/shop2", "postgresql://localhost/shop?host=db.example.com", "duckdb:shop.duckdb", ""] {
            assert!(open.connecting(other).is_err(), "{other}");
        }
    }
}
