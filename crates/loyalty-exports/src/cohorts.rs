//! `cohorts.csv`: month of first purchase × months since: customers, orders, revenue, retention.
use loyalty_model::plan::Plan;
use std::collections::BTreeMap;

/// The table; `None` where there are no orders.
///
/// # Errors
/// None in practice: it writes into memory.
pub fn csv(plan: &Plan) -> Result<Option<Vec<u8>>, csv::Error> {
    let cells = &plan.design.signals.cohorts;
    if cells.is_empty() {
        return Ok(None);
    }
    let size: BTreeMap<_, u64> = cells.iter().filter(|c| c.age == 0).map(|c| (c.cohort, c.active)).collect();
    let mut out = csv::Writer::from_writer(vec![]);
    out.write_record(["cohort", "months_since", "customers_active", "orders", "net_revenue", "currency", "retention"])?;
    for c in cells {
        let retention = size.get(&c.cohort).filter(|n| **n > 0).map(|n| format!("{:.4}", c.active as f64 / *n as f64)).unwrap_or_default();
        let (cohort, age, active) = (c.cohort.to_string(), c.age.to_string(), c.active.to_string());
        out.write_record([&cohort, &age, &active, &c.orders.to_string(), &c.net.to_string(), &plan.design.brief.currency.0, &retention])?;
    }
    out.into_inner().map(Some).map_err(|e| e.into_error().into())
}
