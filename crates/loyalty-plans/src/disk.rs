//! The operations of a file system that change something, behind a port: tests let each one fail.
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// What changes files and folders.
pub trait Disk: Sync {
    /// Makes a folder; its parent is there.
    ///
    /// # Errors
    /// The file system's.
    fn make_folder(&self, path: &Path) -> io::Result<()>;
    /// Writes a file that is not there yet; it is on the disk when this returns. A private one is readable by its owner alone.
    ///
    /// # Errors
    /// The file system's; then a part of the file may be there.
    fn write_new(&self, path: &Path, bytes: &[u8], private: bool) -> io::Result<()>;
    /// Gives a file its place, over whatever file is there.
    ///
    /// # Errors
    /// The file system's.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    ///
    /// # Errors
    /// The file system's.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Removes a folder, if it is empty.
    ///
    /// # Errors
    /// The file system's.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;
    /// Removes a folder with everything in it.
    ///
    /// # Errors
    /// The file system's.
    fn remove_all(&self, path: &Path) -> io::Result<()>;
    /// The folder's list of files is on the disk when this returns.
    ///
    /// # Errors
    /// The file system's.
    fn sync(&self, folder: &Path) -> io::Result<()>;
}
/// The disk of this machine.
#[derive(Debug, Clone, Copy)]
pub struct Os;
impl Disk for Os {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }
    fn write_new(&self, path: &Path, bytes: &[u8], private: bool) -> io::Result<()> {
        let mut file = new_file(private).open(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }
    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }
    fn remove_all(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir_all(path)
    }
    fn sync(&self, folder: &Path) -> io::Result<()> {
        fs::File::open(folder)?.sync_all()
    }
}
/// A file that is made and never followed through a link; what the umask says beside `private`.
fn new_file(private: bool) -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, if private { 0o600 } else { 0o666 });
    #[cfg(not(unix))]
    let _ = private;
    options
}
