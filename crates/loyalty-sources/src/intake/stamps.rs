//! Files as they are before they are read, so that one that changes meanwhile is noticed: what was read of it is neither its old content nor its new.
use super::{IntakeError, IntakeErrorKind};
use crate::paths;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What a change of a file changes: which file it is, its size, when it was last written.
type Mark = (u64, u64, Option<SystemTime>);
/// A file as it was.
pub struct Stamp {
    path: PathBuf,
    mark: Option<Mark>,
}
/// The files as they are now.
pub fn of(files: &[PathBuf]) -> Vec<Stamp> {
    files.iter().map(|path| Stamp { path: path.clone(), mark: mark(path) }).collect()
}
fn mark(path: &Path) -> Option<Mark> {
    let now = std::fs::metadata(path).ok()?;
    Some((which(&now), now.len(), now.modified().ok()))
}
#[cfg(unix)]
fn which(file: &std::fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(file)
}
#[cfg(not(unix))]
fn which(_: &std::fs::Metadata) -> u64 {
    0
}
impl Stamp {
    /// It is another file now, has another size or was written again.
    pub fn changed(&self) -> bool {
        mark(&self.path) != self.mark
    }
    /// Why what was read of it does not count.
    pub fn refusal(&self) -> IntakeError {
        let fact = if self.path.exists() { "it changed while it was read" } else { "it went away while it was read" };
        let next = "wait until the program that writes it is done, or make a copy and give that";
        IntakeError::new(IntakeErrorKind::Unreadable, paths::shown(&self.path), fact, "What was read is neither its old content nor its new", next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn every_way_to_change_a_file_is_seen_and_reading_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("usage.csv");
        let other = folder.path().join("other.csv");
        let at = |seconds| SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
        let set = |seconds| std::fs::File::options().write(true).open(&path).unwrap().set_modified(at(seconds)).unwrap();
        let ways: [(&str, &dyn Fn()); 5] = [
            ("read", &|| drop(std::fs::read(&path).unwrap())),
            ("longer", &|| std::fs::write(&path, "abcd").unwrap()),
            ("as long", &|| {
                std::fs::write(&path, "xyz").unwrap();
                set(2);
            }),
            ("in its place", &|| {
                std::fs::write(&other, "abc").unwrap();
                std::fs::rename(&other, &path).unwrap();
                set(1);
            }),
            ("gone", &|| std::fs::remove_file(&path).unwrap()),
        ];
        for (way, change) in ways {
            std::fs::write(&path, "abc").unwrap();
            set(1);
            let before = of(std::slice::from_ref(&path));
            assert!(!before[0].changed(), "{way}");
            change();
            assert_eq!(before[0].changed(), way != "read", "{way}");
            assert_eq!(before[0].refusal().to_string().contains("went away"), way == "gone");
        }
    }
}
