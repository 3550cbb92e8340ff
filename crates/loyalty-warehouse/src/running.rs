//! Statements that run now, so that whoever ends the program can end them at their servers first.
use adbc_core::CancelHandle;
use std::fmt;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long a server may take to end its statement before the program goes.
const GOING: Duration = Duration::from_secs(2);

/// What ends the statement of one session: handles in the order in which they are tried.
pub type Handles = Arc<Mutex<Vec<Box<dyn CancelHandle>>>>;

/// Statements that run now; every copy is the same list.
#[derive(Clone, Default)]
pub struct Running(Arc<Mutex<Vec<Handles>>>);
impl fmt::Debug for Running {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} sessions", self.all().len())
    }
}
impl Running {
    fn all(&self) -> Vec<Handles> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
    pub(crate) fn begun(&self, handles: &Handles) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(handles));
    }
    pub(crate) fn over(&self, handles: &Handles) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|h| !Arc::ptr_eq(h, handles));
    }
    /// Asks the servers to end what they work at, and waits a moment for their word.
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
    }
}
/// Ends one session's statement by the first handle that can.
pub fn end(handles: &Handles) {
    let handles = handles.lock().unwrap_or_else(PoisonError::into_inner);
    let _ = handles.iter().any(|h| h.try_cancel().is_ok());
}
