//! Points outstanding over time, and members by tier.
use super::{axis, chart, months, series, table};
use crate::charts::{Chart, ChartKind, Fan, Layer, Stack};
use crate::format;
use loyalty_model::line::Unit;
use loyalty_model::plan::{Plan, RunOff};

/// Expected cost of points outstanding by month.
pub fn liability(plan: &Plan) -> Option<Chart> {
    let d = &plan.design;
    let c = &d.brief.currency;
    let s = series(d, "liability")?;
    let peak = d.lines.get("economics.liability_peak")?;
    let title = format!("Outstanding points are expected to cost {} at their peak", format::line(peak, c));
    let alt = format!(
        "Expected cost of points outstanding by month from launch: the mean ends at {}; {}.",
        format::money(*s.mean.last()?, c),
        s.p90.last().map_or("no band".into(), |v| format!("P90 at {}", format::money(*v, c)))
    );
    let kind = ChartKind::Fan(Fan {
        x: months(d),
        y: axis(d, "Expected cost of points outstanding", Unit::Money),
        mean: s.mean.clone(),
        p10: s.p10.clone(),
        p90: s.p90.clone(),
        marks: vec![],
        guides: vec![],
    });
    chart(
        "liability",
        title,
        alt,
        "Line: mean; band: P10 to P90. A management figure, not the contract liability.",
        super::money::by_month(s, "Expected cost of points outstanding", &|v| format::money(v, c)),
        kind,
    )
}
/// Points outstanding by the time of their issue; `None` where the plan does not tell times apart.
pub fn run_off(plan: &Plan) -> Option<Chart> {
    let d = &plan.design;
    let e = &d.economics;
    let n = e.points_account.len();
    let all: Vec<_> = e.run_off.iter().filter(|r| r.outstanding.len() == n && n > 1).collect();
    all.first()?;
    let name = |r: &RunOff| if r.to == 0 { "Brought in".to_string() } else { format!("Months {} to {}", r.from, r.to) };
    let layers: Vec<Layer> = all.iter().map(|r| Layer { name: name(r), values: r.outstanding.clone() }).collect();
    let end = e.points_account.last()?.closing;
    let title = format!("{} points are outstanding after {n} months", format::whole(end));
    let alt = format!(
        "Stacked areas of points outstanding by time of issue: {}. In total {} at the end.",
        layers.iter().map(|l| l.name.as_str()).collect::<Vec<_>>().join(", "),
        format::whole(end)
    );
    let mut head = vec!["#Month".to_string()];
    head.extend(layers.iter().map(|l| format!("#{}", l.name)));
    let month = |m: usize| std::iter::once((m + 1).to_string()).chain(all.iter().map(|r| format::whole(r.outstanding[m]))).collect();
    let mut data = table(
        "Points outstanding by month of issue, at the end of every third month",
        &[],
        (0..n).filter(|m| (m + 1).is_multiple_of(3) || m + 1 == n).map(month).collect(),
    );
    data.head = head;
    let kind = ChartKind::Stack(Stack { x: months(d), y: axis(d, "Points outstanding, by time of issue", Unit::Points), layers, columns: false });
    chart("run-off", title, alt, "Means of the simulation. The oldest points are at the bottom.", data, kind)
}
/// Members by tier and month; `None` where the plan does not tell them apart.
pub fn tier_flows(plan: &Plan) -> Option<Chart> {
    let members: Vec<&[f64]> = plan.design.economics.drivers.tiers.iter().map(|t| t.members.as_slice()).collect();
    tier_flows_of(plan, &members)
}
/// Tier flows of these members: by tier, lowest first, by month from launch.
pub fn tier_flows_of(plan: &Plan, members: &[&[f64]]) -> Option<Chart> {
    let d = &plan.design;
    let tiers = &d.blueprint.program.tiers;
    let n = members.iter().map(|m| m.len()).max().filter(|n| *n > 1)?;
    if members.len() != tiers.len() {
        return None;
    }
    let found: Vec<(&str, &[f64])> = tiers.iter().map(|t| t.name.as_str()).zip(members.iter().copied()).collect();
    let layers = found.iter().map(|(name, m)| Layer { name: (*name).into(), values: m.to_vec() }).collect();
    let mut head = vec!["#Month".to_string()];
    head.extend(found.iter().map(|(name, _)| format!("#{name}")));
    let rows =
        (0..n).map(|i| std::iter::once((i + 1).to_string()).chain(found.iter().map(|(_, m)| m.get(i).map_or("–".into(), |v| format::whole(*v)))).collect());
    let mut data = table("Active members by tier and month", &[], rows.collect());
    data.head = head;
    let end: Vec<String> = found.iter().filter_map(|(name, m)| Some(format!("{} {name}", format::whole(*m.last()?)))).collect();
    let title = match &found[..] {
        [(_, only)] => format!("{} members are active after {n} months", only.last().map_or("–".into(), |v| format::whole(*v))),
        [.., (name, top)] => format!("{} active members hold {name} after {n} months", top.last().map_or("–".into(), |v| format::whole(*v))),
        [] => return None,
    };
    let alt = format!("Stacked areas of active members by tier, month 1 to {n}; at the end {}.", end.join(", "));
    let kind = ChartKind::Stack(Stack { x: months(d), y: axis(d, "Active members", Unit::Customers), layers, columns: false });
    chart("tier-flows", title, alt, "Means of the simulation. The highest tier is on top.", data, kind)
}
