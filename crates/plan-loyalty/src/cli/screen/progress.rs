//! Progress while a person waits.
use crate::cli::args::Progress as Wanted;
use indicatif::{ProgressBar, ProgressStyle};
use loyalty_app::step_names::{asked, asked_again, spoken};
use loyalty_engine::progress::{Progress, TaskEvent};
use loyalty_model::statement::{Statement, StatementEvent};
use std::io::{IsTerminal, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// One moving line on a terminal, nothing elsewhere; where lines are wanted, one line for each step on standard error, and one more for each statement of a database
/// when it is over.
pub enum Steps {
    /// Nobody looks on.
    Hidden,
    /// A spinner with the time since its step began. It goes when this is no longer held.
    Moving(Mutex<Line>),
    /// A line for each step; when the last statement began.
    Lines(Mutex<Instant>),
}
/// The moving line.
pub struct Line {
    /// It is there while there is something to wait for.
    spinner: Option<ProgressBar>,
    /// The task around the statements; none for a command that only asks a database.
    task: Option<String>,
}
impl Line {
    fn says(&mut self, words: &str) {
        let spinner = self.spinner.get_or_insert_with(|| {
            let spinner = ProgressBar::new_spinner();
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
                spinner.set_style(style);
            }
            spinner.enable_steady_tick(Duration::from_millis(100));
            spinner
        });
        spinner.reset_elapsed();
        spinner.set_message(format!("{words} …"));
    }
    fn gone(&mut self) {
        if let Some(spinner) = self.spinner.take() {
            spinner.finish_and_clear();
        }
    }
}
impl Steps {
    /// As asked; `quiet` shows nothing.
    pub fn new(quiet: bool, wanted: Wanted) -> Self {
        match wanted {
            Wanted::Lines if !quiet => Steps::Lines(Mutex::new(Instant::now())),
            Wanted::Auto if !quiet && std::io::stderr().is_terminal() => Steps::Moving(Mutex::new(Line { spinner: None, task: None })),
            Wanted::Auto | Wanted::Lines => Steps::Hidden,
        }
    }
}
fn held<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
/// Whoever reads the lines may have gone: the run goes on.
fn line(words: &str) {
    let _ = writeln!(std::io::stderr(), "{words}");
}
impl Progress for Steps {
    fn on_event(&self, task: &str, event: TaskEvent) {
        match self {
            _ if event != TaskEvent::Begin => {}
            Steps::Hidden => {}
            Steps::Moving(shown) => {
                let mut shown = held(shown);
                shown.says(spoken(task));
                shown.task = Some(spoken(task).into());
            }
            Steps::Lines(_) => line(&format!("{} …", spoken(task))),
        }
    }
    fn on_statement(&self, statement: &Statement, event: StatementEvent) {
        match (self, event) {
            (Steps::Hidden, _) => {}
            (Steps::Moving(shown), StatementEvent::Begin) => held(shown).says(&asked(statement)),
            (Steps::Moving(shown), StatementEvent::Again(megabytes)) => held(shown).says(&asked_again(statement, megabytes)),
            (Steps::Lines(_), StatementEvent::Again(megabytes)) => line(&format!("{} …", asked_again(statement, megabytes))),
            (Steps::Moving(shown), StatementEvent::End) => {
                let mut shown = held(shown);
                match shown.task.clone() {
                    Some(task) => shown.says(&task),
                    None => shown.gone(),
                }
            }
            (Steps::Lines(begun), StatementEvent::Begin) => {
                *held(begun) = Instant::now();
                line(&format!("{} …", asked(statement)));
            }
            (Steps::Lines(begun), StatementEvent::End) => line(&format!("{}: {:.1} s", asked(statement), held(begun).elapsed().as_secs_f64())),
        }
    }
}
impl Drop for Steps {
    fn drop(&mut self) {
        if let Steps::Moving(shown) = self {
            held(shown).gone();
        }
    }
}
