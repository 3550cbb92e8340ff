//! Exit codes, as documented in `plan-loyalty --help`.
use loyalty_app::refusal::RefusalKind;
use loyalty_model::plan::{Design, Status};

pub const DONE: u8 = 0;
/// An input or output error: disk full, no permission to write.
pub const MACHINE: u8 = 1;
/// The input or the request is not usable.
const BAD_INPUT: u8 = 2;
/// Escalated or infeasible: saved, not fit to launch.
const ESCALATED: u8 = 3;
/// Looked at and not as it should be: verify, reproduce, review.
pub const DIFFERS: u8 = 4;
/// Planned and saved; a guardrail fails or the data are stale, which a person settles before the launch.
const RESERVED: u8 = 5;
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
pub fn of_plan(design: &Design) -> u8 {
    match design.header.status {
        Status::Planned if design.is_clear() => DONE,
        Status::Planned => RESERVED,
        Status::Escalated | Status::Infeasible => ESCALATED,
    }
}
