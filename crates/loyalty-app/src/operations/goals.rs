//! `goals`: what each goal would get, on the same data.
use super::prepare::prepare;
use super::run;
use crate::context::Context;
use crate::refusal::Refusal;
use loyalty_engine::goals::Row;
use loyalty_model::request::PlanRequest;
use loyalty_model::units::Currency;
use serde::Serialize;

/// The four goals side by side.
#[derive(Debug, Clone, Serialize)]
pub struct GoalsOutcome {
    /// One row for each goal's design.
    pub rows: Vec<Row>,
    /// Currency of the objectives.
    pub currency: Currency,
}
/// Compares the goals on the data of a request, whichever goal it names. Nothing is written.
///
/// # Errors
/// As for a plan.
pub fn goals(context: &Context, request: &PlanRequest) -> Result<GoalsOutcome, Refusal> {
    context.with_threads(|| {
        let prepared = prepare(context, request)?;
        let (measured, cancel) = (prepared.measured(), context.progress.cancel_token());
        let rows = context.session.compare_goals(&prepared.job, &measured, context.progress, &cancel).map_err(run::refusal)?;
        Ok(GoalsOutcome { rows, currency: prepared.extract.currency.clone() })
    })
}
