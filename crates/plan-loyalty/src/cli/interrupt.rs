//! Ctrl-C: the run ends at once, and so does what a database works at for it, but never while files take their places.
use super::exit;
use loyalty_app::context::{Running, WriteGate};

/// From now on Ctrl-C ends the program with a word. Where the system gives no handler, it ends it without one.
pub fn listen(gate: WriteGate, running: Running) {
    let _ = ctrlc::set_handler(move || {
        gate.hold(|| {
            eprintln!(
                "plan-loyalty: stopped. Nothing was half-written.\n  Next: plan-loyalty resume resumes it; or run the same command again: the same data and seed give the same plan."
            );
            running.end();
            std::process::exit(i32::from(exit::STOPPED))
        })
    });
}
