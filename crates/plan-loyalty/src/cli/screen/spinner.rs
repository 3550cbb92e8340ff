//! Progress on a terminal.
use loyalty_engine::progress::{Progress, TaskEvent};

/// A spinner on a terminal, nothing elsewhere; it goes when it is no longer held.
pub struct Spinner(indicatif::ProgressBar);
impl Spinner {
    /// Begins to spin.
    pub fn new(quiet: bool) -> Self {
        use std::io::IsTerminal;
        let shown = !quiet && std::io::stderr().is_terminal();
        Spinner(if shown { indicatif::ProgressBar::new_spinner() } else { indicatif::ProgressBar::hidden() })
    }
}
impl Progress for Spinner {
    fn on_event(&self, task: &str, _: TaskEvent) {
        self.0.set_message(task.to_string());
    }
}
impl Drop for Spinner {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
