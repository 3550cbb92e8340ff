//! Purchase models on an order file, through the same intake and extract as the main job, scored on a hold-out.
use super::at_entry::{AtEntryRead, Groups};
use super::{ModelName, ModelRequest};
use crate::context::Context;
use crate::operations::read;
use crate::refusal::Refusal;
use loyalty_engine::base;
use loyalty_model::extract::{Origin, RftCut};
use loyalty_model::plan::{CovariateTest, ForecastCheck, HoldoutScore};
use loyalty_model::units::{Currency, Date};
use loyalty_sources::extract::{self, ExtractRequest};
use loyalty_sources::intake::TableKind;
use serde::Serialize;

/// Purchase models, scored.
#[derive(Debug, Clone, Serialize)]
pub struct Purchases {
    /// Each model and baseline.
    pub scores: Vec<HoldoutScore>,
    /// The interval of the hold-out's total, where all models were asked for.
    pub forecast_check: Option<ForecastCheck>,
    /// Each model with the covariates of the first order, or of what a table of customers says; empty where none of them varies.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub covariates: Vec<CovariateTest>,
    /// What the covariates of a table of customers are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_entry: Option<AtEntryRead>,
    /// Only customers first seen on or after this day are fitted: the file begins in the middle of the business.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_seen_from: Option<Date>,
    /// Last day of the hold-out.
    #[serde(skip)]
    pub as_of: Date,
}
/// Fits them and scores them.
///
/// # Errors
/// Bad input; nobody bought twice.
pub fn fit(context: &Context, request: &ModelRequest) -> Result<Purchases, Refusal> {
    let table = if request.file_is_points_ledger { TableKind::PointsLedger } else { TableKind::Transactions };
    let mut read = read::read(context, &request.data_with(table))?;
    // Counts alone are modelled, so what a point stands for does not matter.
    read.tables.orders_from_points(1.0);
    let ask = ExtractRequest {
        as_of: request.data.as_of,
        calibration_end: request.calibration_end,
        ..ExtractRequest::new(Origin::CompanyData, Currency("XXX".into()))
    };
    let extract = extract::measure(&read.tables, &ask).map_err(|e| read::refusal(e.into()))?;
    let orders = extract
        .transactions
        .as_ref()
        .ok_or_else(|| Refusal::input(&request.file, "the file has no orders", "The model needs repeat purchases", "give an order file"))?;
    let only = (request.model != ModelName::All).then_some(request.model.word());
    // The origins of the plan: what is printed here is what a plan on the same orders says. A ledger is scored on all of its members.
    let held = if request.file_is_points_ledger { base::hold_out_of_all(orders, extract.as_of) } else { base::hold_out(orders, extract.as_of) };
    let scored = held.scored.or(held.end).ok_or_else(|| unfitted(request))?;
    let scorer = base::Scorer::default();
    let scores = base::score_at(&scorer, scored, only, base::Look::Customers);
    let least = loyalty_model::assumption::rows().into_iter().find(|r| r.id == "base.forecast_sd").map_or(0.0, |r| r.value);
    let check = only.is_none().then(|| base::check(&scorer, scored, &scores, &held.earlier, least)).flatten().filter(|c| c.actual > 0.0);
    if scores.iter().all(|s| s.log_likelihood.is_none()) {
        return Err(unfitted(request));
    }
    let first = Purchases { scores, forecast_check: check, covariates: vec![], at_entry: None, first_seen_from: scored.first_seen_from, as_of: extract.as_of };
    let Some(asked) = &request.at_entry else {
        let covariates = first.scores.iter().filter_map(|s| base::covariates_at(&scorer, scored, &s.model)).collect();
        return Ok(Purchases { covariates, ..first });
    };
    let known = Groups::read(context, asked, read.tables.orders.as_ref().map_or(&[][..], |o| &o.customers.ids))?;
    let parts = extract::cuts_by_group(&read.tables, &ask, &|id| known.group_of(id), known.values.len()).map_err(|e| read::refusal(e.into()))?;
    let same = |c: &&RftCut| (c.cut, c.holdout_days, c.first_seen_from) == (scored.cut, scored.holdout_days, scored.first_seen_from);
    let groups: Vec<(Vec<f64>, &RftCut)> = known.values.iter().zip(&parts).filter_map(|(v, cuts)| Some((v.clone(), cuts.iter().find(same)?))).collect();
    let at_entry = base::AtEntry { names: &known.names, groups: &groups };
    let covariates: Vec<CovariateTest> = first.scores.iter().filter_map(|s| base::covariates_at_entry(&scorer, &at_entry, &s.model)).collect();
    if covariates.is_empty() {
        return Err(Refusal::input(
            &asked.file,
            "no model can be fitted with these covariates",
            "No fit on the customers of whom the table tells came to an end",
            "name fewer columns with --covariate, or give a table of more customers",
        ));
    }
    let counted = |cut: &RftCut| cut.cells.iter().map(|c| c.customers).sum::<u64>();
    let of_groups = groups.iter().map(|(_, cut)| counted(cut)).sum();
    let said = AtEntryRead { file: asked.file.clone(), coded: known.coded, customers: of_groups, unknown: counted(scored).saturating_sub(of_groups) };
    Ok(Purchases { covariates, at_entry: Some(said), ..first })
}
fn unfitted(request: &ModelRequest) -> Refusal {
    Refusal::input(
        &request.file,
        "no model can be fitted",
        "Nobody bought twice before the end of the calibration window",
        "give a longer history, or a later --calibration-end",
    )
}
