//! Whoever waits for a database: hears of each statement, and may stop waiting.
use loyalty_model::statement::{Statement, StatementEvent, StatementOf};
use loyalty_sources::intake::Cancelled;

/// Who hears of statements.
pub type Told<'a> = &'a (dyn Fn(&Statement, StatementEvent) + Sync);

/// Whoever waits.
#[derive(Clone, Copy)]
pub struct Watch<'a> {
    pub cancelled: Cancelled<'a>,
    pub told: Told<'a>,
}
impl<'a> Watch<'a> {
    /// A statement begins; it is over when what this gives is dropped.
    pub(crate) fn begin<'s>(&self, statement: Statement<'s>) -> AtWork<'a, 's> {
        (self.told)(&statement, StatementEvent::Begin);
        AtWork { told: self.told, statement }
    }
    /// The session begins.
    pub(crate) fn connecting(&self) -> AtWork<'a, 'static> {
        self.begin(Statement { what: StatementOf::Session, number: 0, of: 0 })
    }
}
/// A statement at work.
pub(crate) struct AtWork<'a, 's> {
    told: Told<'a>,
    statement: Statement<'s>,
}
impl AtWork<'_, '_> {
    /// It is asked again, with more memory.
    pub(crate) fn again(&self, megabytes: u32) {
        (self.told)(&self.statement, StatementEvent::Again(megabytes));
    }
}
impl Drop for AtWork<'_, '_> {
    fn drop(&mut self) {
        (self.told)(&self.statement, StatementEvent::End);
    }
}
