//! Ctrl-C: the run ends at once, and so does what a database works at for it, but never while files take their places.
use super::exit;
use loyalty_app::context::{Running, WriteGate};

const RUN: &str = "plan-loyalty: stopped. Nothing was half-written.\n  Next: plan-loyalty resume resumes it; or run the same command again: the same data and seed give the same plan.";
const SERVER: &str = "plan-loyalty: stopped. Nothing was half-written; what was saved is on disk.";

/// From now on Ctrl-C ends the program with a word. Where the system gives no handler, it ends it without one.
pub fn listen(gate: WriteGate, running: Running, server: bool) {
    let _ = ctrlc::set_handler(move || {
        gate.hold(|| {
            eprintln!("{}", if server { SERVER } else { RUN });
            running.end();
            std::process::exit(i32::from(exit::STOPPED))
        })
    });
}
