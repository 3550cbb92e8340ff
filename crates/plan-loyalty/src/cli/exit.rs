//! Exit codes, as documented in `plan-loyalty --help`.
use loyalty_app::refusal::RefusalKind;
use loyalty_model::plan::Status;

pub const DONE: u8 = 0;
/// An input or output error: disk full, no permission to write.
const MACHINE: u8 = 1;
/// The input or the request is not usable.
const BAD_INPUT: u8 = 2;
/// Escalated or infeasible: saved, not fit to launch.
const ESCALATED: u8 = 3;
/// Looked at and not as it should be: verify, reproduce, review.
pub const DIFFERS: u8 = 4;
/// Stopped by Ctrl-C.
pub const STOPPED: u8 = 130;

/// The code of a refusal.
pub const fn of(kind: RefusalKind) -> u8 {
    match kind {
        RefusalKind::BadInput => BAD_INPUT,
        RefusalKind::Machine => MACHINE,
        RefusalKind::Escalated => ESCALATED,
        RefusalKind::Differs => DIFFERS,
        RefusalKind::Stopped => STOPPED,
    }
}
/// The code of a plan that was saved.
pub fn of_plan(status: Status) -> u8 {
    if status == Status::Planned { DONE } else { ESCALATED }
}
