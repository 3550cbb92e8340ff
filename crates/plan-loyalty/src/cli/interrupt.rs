//! Ctrl-C: the run ends at once, but never while files take their places.
use crate::error::exit;
use std::sync::{Mutex, PoisonError};

static WRITING: Mutex<()> = Mutex::new(());

/// From now on Ctrl-C ends the program with a word. Where the system gives no handler, it ends it without one.
pub fn listen() {
    let _ = ctrlc::set_handler(|| {
        let _written = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
        eprintln!(
            "plan-loyalty: stopped. Nothing was half-written.\n  Next: plan-loyalty resume goes on where it stopped; or run the same command again: the same data and seed give the same plan."
        );
        std::process::exit(i32::from(exit::STOPPED));
    });
}
/// Ends the program once no writing is under way.
pub fn leave(code: u8) -> ! {
    let _written = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    std::process::exit(i32::from(code))
}
/// Does some writing that Ctrl-C waits for.
pub fn hold<T>(write: impl FnOnce() -> T) -> T {
    let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    write()
}
