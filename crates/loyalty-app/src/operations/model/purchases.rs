//! Purchase models on an order file, through the same intake and extract as the main job, scored on a hold-out.
use super::{ModelName, ModelRequest};
use crate::context::Context;
use crate::operations::read;
use crate::refusal::Refusal;
use loyalty_engine::base;
use loyalty_model::extract::{Origin, RftCell, RftCut};
use loyalty_model::plan::{ForecastCheck, HoldoutScore};
use loyalty_model::units::{Currency, Date};
use loyalty_sources::intake::TableKind;
use serde::Serialize;
use std::collections::BTreeMap;

/// Purchase models, scored.
#[derive(Debug, Clone, Serialize)]
pub struct Purchases {
    /// Each model and baseline.
    pub scores: Vec<HoldoutScore>,
    /// The interval of the hold-out's total, where all models were asked for.
    pub forecast_check: Option<ForecastCheck>,
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
    let orders = read
        .tables
        .orders
        .as_ref()
        .ok_or_else(|| Refusal::input(&request.file, "the file has no orders", "The model needs repeat purchases", "give an order file"))?;
    let extract = read::measure(&read.tables, Origin::CompanyData, Currency("XXX".into()), request.data.as_of)?;
    let days = purchase_days(orders);
    let cut = match request.calibration_end {
        Some(day) => day,
        None => {
            let first = days.values().filter_map(|d| d.first()).min().copied().unwrap_or_default();
            Date::from_days(first + (extract.as_of.days() - first) * 2 / 3)
        }
    };
    let only = (request.model != ModelName::All).then_some(request.model.word());
    let scored = cells(&days, cut, extract.as_of);
    let scorer = base::Scorer::default();
    let scores = base::score_at(&scorer, &scored, only, base::Look::Customers);
    let first = days.values().filter_map(|d| d.first()).min().copied().unwrap_or_default();
    let part = |n: i32, d: i32| cells(&days, Date::from_days(first + (cut.days() - first) * n / d), cut);
    let origins = [part(1, 2), part(2, 3)];
    let least = loyalty_model::assumption::rows().into_iter().find(|r| r.id == "base.forecast_sd").map_or(0.0, |r| r.value);
    let check = only.is_none().then(|| base::check(&scorer, &scored, &scores, &origins.each_ref(), least)).flatten().filter(|c| c.actual > 0.0);
    if scores.iter().all(|s| s.log_likelihood.is_none()) {
        return Err(Refusal::input(
            &request.file,
            "no model can be fitted",
            "Nobody bought twice before the end of the calibration window",
            "give a longer history, or a later --calibration-end",
        ));
    }
    Ok(Purchases { scores, forecast_check: check, as_of: extract.as_of })
}
/// Purchase days by customer, as `TransactionFacts` defines them.
fn purchase_days(orders: &loyalty_sources::canonical::Orders) -> BTreeMap<u32, Vec<i32>> {
    let mut sums: BTreeMap<(u32, i32), (i64, i64)> = BTreeMap::new();
    for ((customer, day), amount) in orders.customer.iter().zip(&orders.day).zip(&orders.amount) {
        let entry = sums.entry((*customer, *day)).or_insert((0, i64::MAX));
        *entry = (entry.0 + amount, entry.1.min(*amount));
    }
    let mut out: BTreeMap<u32, Vec<i32>> = BTreeMap::new();
    for ((customer, day), (sum, least)) in sums {
        if sum > 0 || least >= 0 {
            out.entry(customer).or_default().push(day);
        }
    }
    out
}
fn cells(days: &BTreeMap<u32, Vec<i32>>, cut: Date, end: Date) -> RftCut {
    let mut counts: BTreeMap<(u32, u32, u32, u32), u64> = BTreeMap::new();
    for all in days.values() {
        let seen: Vec<i32> = all.iter().copied().filter(|d| *d <= cut.days()).collect();
        if let (Some(first), Some(last)) = (seen.first(), seen.last()) {
            let later = all.iter().filter(|d| **d > cut.days() && **d <= end.days()).count();
            *counts.entry((seen.len() as u32 - 1, (last - first) as u32, (cut.days() - first) as u32, later as u32)).or_default() += 1;
        }
    }
    let cells = counts.into_iter().map(|((frequency, recency, age, holdout), customers)| RftCell { frequency, recency, age, holdout, customers }).collect();
    RftCut { cut, holdout_days: (end.days() - cut.days()).max(0) as u32, first_seen_from: None, cells }
}
