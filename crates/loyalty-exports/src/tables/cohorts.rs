//! `cohorts.csv`: month of first purchase × months since: customers, orders, revenue, retention.
use crate::tables::sheet::Sheet;
use loyalty_model::plan::Plan;

/// The table; `None` where there are no orders.
///
/// # Errors
/// None in practice: it writes into memory.
pub fn csv(plan: &Plan) -> Result<Option<Vec<u8>>, csv::Error> {
    let (cells, shares) = (&plan.design.signals.cohorts, &plan.design.signals.cohort_shares);
    if cells.is_empty() {
        return Ok(None);
    }
    let mut out = Sheet::new(&["cohort", "months_since", "customers_active", "orders", "net_revenue", "currency", "retention"])?;
    for (i, c) in cells.iter().enumerate() {
        let retention = shares.get(i).map(|s| format!("{s:.4}")).unwrap_or_default();
        let (cohort, age, active) = (c.cohort.to_string(), c.age.to_string(), c.active.to_string());
        out.row(&[cohort, age, active, c.orders.to_string(), c.net.to_string(), plan.design.brief.currency.0.clone(), retention])?;
    }
    Ok(Some(out.bytes()?))
}
