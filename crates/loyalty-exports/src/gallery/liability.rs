//! Points owed over time, and members by tier.
use super::{axis, chart, months, series, table};
use crate::charts::{Chart, Fan, Kind, Layer, Stack};
use crate::format;
use loyalty_model::line::Unit;
use loyalty_model::plan::{Plan, Series};

/// Expected cost of points outstanding by month.
pub fn liability(plan: &Plan) -> Option<Chart> {
    let d = &plan.design;
    let c = &d.brief.currency;
    let s = series(d, "liability")?;
    let peak = d.lines.get("economics.liability_peak")?;
    let title = format!("Points owed are expected to cost {} at their peak", format::line(peak, c));
    let alt = format!(
        "Expected cost of points outstanding by month from launch: the mean ends at {}; {}.",
        format::money(*s.mean.last()?, c),
        s.p90.last().map_or("no band".into(), |v| format!("P90 at {}", format::money(*v, c)))
    );
    let kind = Kind::Fan(Fan {
        x: months(d),
        y: axis(d, "Expected cost of points outstanding", Unit::Money),
        mean: s.mean.clone(),
        p10: s.p10.clone(),
        p90: s.p90.clone(),
        marks: vec![],
        levels: vec![],
    });
    chart(
        "liability",
        title,
        alt,
        "Line: mean over draws; band: P10 to P90. Management's figure, not the contract liability.",
        super::money::by_month(s, "Expected cost of points outstanding", &|v| format::money(v, c)),
        kind,
    )
}
/// Expected cost of points outstanding by the quarter in which they were issued; `None` where the plan does not tell cohorts apart.
pub fn run_off(_plan: &Plan) -> Option<Chart> {
    None
}
/// Members by tier and month; `None` where the plan does not tell them apart.
pub fn tier_flows(plan: &Plan) -> Option<Chart> {
    let d = &plan.design;
    let tiers = &d.blueprint.program.tiers;
    let found: Vec<(&str, &Series)> = tiers.iter().filter_map(|t| Some((t.name.as_str(), series(d, &format!("members.{}", t.id))?))).collect();
    if found.len() != tiers.len() || found.is_empty() {
        return None;
    }
    let layers = found.iter().map(|(name, s)| Layer { name: (*name).into(), values: s.mean.clone() }).collect();
    let n = found.iter().map(|(_, s)| s.mean.len()).max()?;
    let mut head = vec!["#Month".to_string()];
    head.extend(found.iter().map(|(name, _)| format!("#{name}")));
    let rows = (0..n)
        .map(|i| std::iter::once((i + 1).to_string()).chain(found.iter().map(|(_, s)| s.mean.get(i).map_or("–".into(), |v| format::whole(*v)))).collect());
    let mut data = table("Active members by tier and month", &[], rows.collect());
    data.head = head;
    let end: Vec<String> = found.iter().filter_map(|(name, s)| Some(format!("{} {name}", format::whole(*s.mean.last()?)))).collect();
    let title = format!("After {n} months: {}", end.join(", "));
    let alt = format!("Stacked areas of active members by tier, month 1 to {n}; at the end {}.", end.join(", "));
    chart(
        "tier-flows",
        title,
        alt,
        "Active members, means over draws; darker is a higher tier.",
        data,
        Kind::Stack(Stack { x: months(d), y: axis(d, "Active members", Unit::Customers), layers, columns: false }),
    )
}
