//! What moves the return most.
use super::{axis, chart, names, table};
use crate::charts::{Chart, ChartKind, Swing, Tornado};
use crate::format;
use loyalty_model::line::Unit;
use loyalty_model::plan::Plan;

/// Rows of the tornado.
const ROWS: usize = 8;
/// Change of ROI from each input's P10 to its P90.
pub fn tornado(plan: &Plan) -> Option<Chart> {
    let d = &plan.design;
    let all = &d.economics.tornado;
    let name = |id: &str| names::short(d, id);
    let signed = |v: f64| format!("{}{} pts", if v > 0.0 { "+" } else { "" }, format::decimal(100.0 * v, 1));
    let rows: Vec<Swing> = all.iter().take(ROWS).map(|(id, v)| Swing { label: name(id), shown: signed(*v), change: *v }).collect();
    let first = rows.first()?;
    let title = format!("{} moves ROI most: {} from its P10 to its P90", first.label, first.shown);
    let alt = format!(
        "Change of ROI, in percentage points, from each input's P10 to its P90, largest first: {}.",
        rows.iter().map(|r| format!("{} {}", r.label, r.shown)).collect::<Vec<_>>().join("; ")
    );
    let data = table(
        "What moves the return most",
        &["Input", "In full", "#Change of ROI, percentage points"],
        all.iter().map(|(id, v)| vec![name(id), crate::tables::input_name(d, id).to_string(), signed(*v)]).collect(),
    );
    chart(
        "tornado",
        title,
        alt,
        "ROI at each input's P90 less ROI at its P10, in percentage points (pts). Hatched: ROI falls as the input rises.",
        data,
        ChartKind::Tornado(Tornado { x: axis(d, "Change of ROI, percentage points", Unit::Share), rows }),
    )
}
