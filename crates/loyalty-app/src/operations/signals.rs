//! `describe` and `signals`: what the data are and what they say, before anything is planned.
use super::prepare::{Prepared, prepare};
use super::run::refusal;
use crate::context::Context;
use crate::refusal::Refusal;
use loyalty_model::extract::{Extract, Origin, TableQuality};
use loyalty_model::input::InputRecord;
use loyalty_model::line::LineBook;
use loyalty_model::plan::{Persona, Signals};
use loyalty_model::request::PlanRequest;
use loyalty_model::units::{Currency, Date};
use serde::Serialize;

/// What the data are.
#[derive(Debug, Clone, Serialize)]
pub struct DescribeOutcome {
    /// Where they come from.
    pub origin: Origin,
    /// What was read.
    pub inputs: Vec<InputRecord>,
    /// Each table: columns recognised, rows used and set aside, control total.
    pub tables: Vec<TableQuality>,
    /// Last day observed.
    pub as_of: Date,
    /// Customers in the panel.
    pub customers: u64,
}
/// What the data say.
#[derive(Debug, Clone, Serialize)]
pub struct SignalsOutcome {
    /// Where they come from.
    pub origin: Origin,
    /// Last day observed.
    pub as_of: Date,
    /// Currency of amounts.
    pub currency: Currency,
    /// Groups, themes, hold-out scores.
    pub signals: Signals,
    /// Their figures.
    pub lines: LineBook,
    /// Segments.
    pub personas: Vec<Persona>,
}
/// `describe`: reads the data of a request as a plan would. Of the brief nothing but the data counts.
///
/// # Errors
/// Bad input.
pub fn describe(context: &Context, request: &PlanRequest) -> Result<DescribeOutcome, Refusal> {
    let Prepared { extract, inputs, .. } = context.with_threads(|| prepare(context, request))?;
    let Extract { origin, tables, as_of, panel, .. } = extract;
    Ok(DescribeOutcome { origin, inputs, tables, as_of, customers: panel.len() as u64 })
}
/// `signals`: reviews the signals, as a run does first; a plan on the same data finds them again in the session.
///
/// # Errors
/// As a run; cancelled.
pub fn signals(context: &Context, request: &PlanRequest) -> Result<SignalsOutcome, Refusal> {
    context.with_threads(|| {
        let prepared = prepare(context, request)?;
        let cancel = context.progress.cancel_token();
        let found = context.session.review(&prepared.job, &prepared.measured(), context.progress, &cancel).map_err(refusal)?;
        let mut lines = found.signals.lines.clone();
        lines.absorb(found.personas.lines.clone());
        Ok(SignalsOutcome {
            origin: prepared.extract.origin,
            as_of: prepared.extract.as_of,
            currency: prepared.job.brief.currency,
            signals: found.signals.signals.clone(),
            lines,
            personas: found.personas.personas.clone(),
        })
    })
}
