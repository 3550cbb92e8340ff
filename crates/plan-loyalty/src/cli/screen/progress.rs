//! Progress while a person waits.
use crate::cli::args::Progress as Wanted;
use loyalty_app::step_names::spoken;
use loyalty_engine::progress::{Progress, TaskEvent};
use std::io::Write;

/// One moving line on a terminal, nothing elsewhere; where lines are wanted, one line for each step on standard error.
pub enum Steps {
    /// A spinner, which goes when this is no longer held.
    Moving(indicatif::ProgressBar),
    /// A line for each step.
    Lines,
}
impl Steps {
    /// As asked; `quiet` shows nothing.
    pub fn new(quiet: bool, wanted: Wanted) -> Self {
        use std::io::IsTerminal;
        match wanted {
            Wanted::Lines if !quiet => Steps::Lines,
            _ if !quiet && std::io::stderr().is_terminal() => {
                let spinner = indicatif::ProgressBar::new_spinner();
                spinner.enable_steady_tick(std::time::Duration::from_millis(100));
                Steps::Moving(spinner)
            }
            _ => Steps::Moving(indicatif::ProgressBar::hidden()),
        }
    }
}
impl Progress for Steps {
    fn on_event(&self, task: &str, event: TaskEvent) {
        match self {
            _ if event != TaskEvent::Begin => {}
            Steps::Moving(spinner) => spinner.set_message(format!("{} …", spoken(task))),
            // Whoever reads the lines may have gone: the run goes on.
            Steps::Lines => drop(writeln!(std::io::stderr(), "{} …", spoken(task))),
        }
    }
}
impl Drop for Steps {
    fn drop(&mut self) {
        if let Steps::Moving(spinner) = self {
            spinner.finish_and_clear();
        }
    }
}
