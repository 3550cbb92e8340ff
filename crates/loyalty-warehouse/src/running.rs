//! Statements that run now, so that whoever ends the program can end them at their servers first.
use adbc_core::CancelHandle;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long a server may take to end its statement before the program goes.
const GOING: Duration = Duration::from_secs(2);

/// What ends the statement of one session: handles in the order in which they are tried.
pub type Handles = Arc<Mutex<Vec<Box<dyn CancelHandle>>>>;

/// Statements that run now, and folders that are there while they do; every copy is the same list.
#[derive(Clone, Default)]
pub struct Running {
    statements: Arc<Mutex<Vec<Handles>>>,
    folders: Arc<Mutex<Vec<PathBuf>>>,
}
impl fmt::Debug for Running {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} sessions", self.all().len())
    }
}
impl Running {
    fn all(&self) -> Vec<Handles> {
        self.statements.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
    pub(crate) fn begun(&self, handles: &Handles) {
        self.statements.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(handles));
    }
    pub(crate) fn over(&self, handles: &Handles) {
        self.statements.lock().unwrap_or_else(PoisonError::into_inner).retain(|h| !Arc::ptr_eq(h, handles));
    }
    pub(crate) fn wrote_into(&self, folder: &Path) {
        self.folders.lock().unwrap_or_else(PoisonError::into_inner).push(folder.to_path_buf());
    }
    /// Removes a folder, unless that was done.
    pub(crate) fn removed(&self, folder: &Path) {
        let mut all = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if all.iter().any(|f| f == folder) {
            let _ = std::fs::remove_dir_all(folder);
            all.retain(|f| f != folder);
        }
    }
    /// Asks the servers to end what they work at, waits a moment for their word, and removes the folders.
    pub fn end(&self) {
        let (done, heard) = channel();
        let all = self.all();
        let sessions = all.len();
        for handles in all {
            let done = done.clone();
            // A server that does not answer may not answer this either.
            std::thread::spawn(move || {
                end(&handles);
                let _ = done.send(());
            });
        }
        for _ in 0..sessions {
            let _ = heard.recv_timeout(GOING);
        }
        let folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner).clone();
        folders.iter().for_each(|f| self.removed(f));
    }
}
/// Ends one session's statement by the first handle that can.
pub fn end(handles: &Handles) {
    let handles = handles.lock().unwrap_or_else(PoisonError::into_inner);
    let _ = handles.iter().any(|h| h.try_cancel().is_ok());
}
