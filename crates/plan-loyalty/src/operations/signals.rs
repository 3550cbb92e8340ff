//! The signal review alone: what the data say, before anything is planned.
use super::plan::{Prepared, refusal};
use crate::error::Refusal;
use loyalty_engine::progress::{Progress, TaskEvent};
use loyalty_engine::run::RunError;
use loyalty_engine::{assumptions, base, personas, signals};
use loyalty_model::line::LineBook;
use loyalty_model::plan::{Persona, Signals};

/// What was found.
pub struct Found {
    /// Groups, themes, hold-out scores.
    pub signals: Signals,
    /// Their figures.
    pub lines: LineBook,
    /// Segments.
    pub personas: Vec<Persona>,
}
/// Reviews the signals, as a run does first.
///
/// # Errors
/// As a run; stopped.
pub fn review(prepared: &Prepared, progress: &dyn Progress) -> Result<Found, Refusal> {
    let (brief, extract) = (&prepared.job.brief, &prepared.extract);
    let cancel = progress.cancel_token();
    let over = |task: &str| {
        progress.on_event(task, TaskEvent::End);
        if cancel.is_cancelled() { Err(refusal(RunError::Stopped)) } else { Ok(()) }
    };
    let read = signals::review(extract);
    over("review-signals")?;
    let book = assumptions::settle(brief, extract);
    let fitted = base::fit_while(extract, &book, &cancel);
    over("fit-base")?;
    let reviewed = signals::value(read, extract, &fitted, &book);
    over("value-customers")?;
    let found = personas::find(brief, extract, &fitted).map_err(|e| refusal(e.into()))?;
    over("find-personas")?;
    let mut lines = reviewed.lines;
    lines.absorb(found.lines);
    Ok(Found { signals: reviewed.signals, lines, personas: found.personas })
}
