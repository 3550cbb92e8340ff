//! A folder for what an engine of this process cannot hold in memory: rows of customers, so that it is gone when the session is, and as soon as it can be otherwise.
use crate::running::Running;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

const NAME: &str = "plan-loyalty-sums-";

/// The folder, removed when it is dropped.
pub struct Scratch {
    folder: PathBuf,
    running: Running,
}
impl Scratch {
    /// Begins one under the folder for temporary files, which only this user may open; those of programs that were killed are removed first.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn begin(running: &Running) -> io::Result<Scratch> {
        let place = tempfile::env::temp_dir();
        remove_left(&place, &|process| Path::new("/proc/self").exists() && !Path::new(&format!("/proc/{process}")).exists());
        let mut folder = tempfile::Builder::new();
        #[cfg(unix)]
        folder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let folder = folder.prefix(&format!("{NAME}{}-", std::process::id())).tempdir_in(&place)?.keep();
        running.wrote_into(&folder);
        Ok(Scratch { folder, running: running.clone() })
    }
    pub fn path(&self) -> &Path {
        &self.folder
    }
}
impl Drop for Scratch {
    fn drop(&mut self) {
        self.running.removed(&self.folder);
    }
}
/// Removes the folders whose process is gone.
fn remove_left(place: &Path, gone: &dyn Fn(u32) -> bool) {
    for entry in fs::read_dir(place).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let process = name.to_str().and_then(|n| n.strip_prefix(NAME)).and_then(|n| n.split('-').next()).and_then(|n| n.parse().ok());
        if process.is_some_and(gone) && entry.file_type().is_ok_and(|t| t.is_dir()) {
            // One of another user stays.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn only_folders_of_processes_that_are_gone_are_removed() {
        let place = tempfile::tempdir().unwrap();
        for name in ["plan-loyalty-sums-7-abc", "plan-loyalty-sums-8-abc", "plan-loyalty-sums-x", "other-7-abc"] {
            fs::create_dir(place.path().join(name)).unwrap();
            fs::write(place.path().join(name).join("rows"), "a").unwrap();
        }
        fs::write(place.path().join("plan-loyalty-sums-7-file"), "a").unwrap();
        remove_left(place.path(), &|process| process == 7);
        let mut left: Vec<_> = fs::read_dir(place.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        left.sort();
        assert_eq!(left, ["other-7-abc", "plan-loyalty-sums-7-file", "plan-loyalty-sums-8-abc", "plan-loyalty-sums-x"]);
    }
    /// Where the program is ended, whoever ends it removes the folder too.
    #[test]
    fn a_folder_goes_with_its_session_and_with_the_program() {
        let running = Running::default();
        let own = Scratch::begin(&running).unwrap();
        let path = own.path().to_path_buf();
        fs::write(path.join("rows"), "a").unwrap();
        drop(own);
        assert!(!path.exists());
        let other = Scratch::begin(&running).unwrap();
        fs::write(other.path().join("rows"), "a").unwrap();
        running.end();
        assert!(!other.path().exists());
    }
}
