//! Points owed over time, and members by tier.
use super::{axis, chart, months, series, table};
use crate::charts::{Chart, Fan, Kind, Layer, Stack};
use crate::format;
use loyalty_model::line::Unit;
use loyalty_model::plan::Plan;

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
/// Points of one month of issue: the month (0: brought in), points issued, redeemed and lapsed by month from launch.
pub struct Cohort<'a> {
    /// Month of issue.
    pub issued_in: u32,
    /// Points issued.
    pub issued: f64,
    /// Redeemed, by month from launch.
    pub redeemed: &'a [f64],
    /// Lapsed, by month from launch.
    pub lapsed: &'a [f64],
}
/// Points outstanding by the time of their issue; `None` where the plan does not tell cohorts apart.
pub fn run_off(plan: &Plan) -> Option<Chart> {
    let e = &plan.design.economics;
    let issued = |m: u32| if m == 0 { e.drivers.opening } else { e.points_account.get(m as usize - 1).map_or(0.0, |p| p.earned) };
    let cohorts: Vec<Cohort> =
        e.drivers.cohorts.iter().map(|k| Cohort { issued_in: k.issued_in, issued: issued(k.issued_in), redeemed: &k.redeemed, lapsed: &k.lapsed }).collect();
    run_off_of(plan, &cohorts)
}
/// Most layers that can be told apart.
const LAYERS: u32 = 8;
/// The run-off of these cohorts. Heights are issued less redeemed less lapsed so far, cohort by cohort, summed over the periods of issue.
pub fn run_off_of(plan: &Plan, cohorts: &[Cohort]) -> Option<Chart> {
    let d = &plan.design;
    let n = cohorts.iter().map(|k| k.redeemed.len()).max().filter(|n| *n > 1)?;
    let last = cohorts.iter().map(|k| k.issued_in).max()?;
    let step = [3u32, 6, 12].into_iter().find(|s| last.div_ceil(*s) < LAYERS).unwrap_or(12);
    let left = |k: &Cohort, month: usize| -> f64 {
        let gone: f64 = (0..=month).map(|i| k.redeemed.get(i).unwrap_or(&0.0) + k.lapsed.get(i).unwrap_or(&0.0)).sum();
        if month + 1 >= k.issued_in as usize { (k.issued - gone).max(0.0) } else { 0.0 }
    };
    let group = |k: &Cohort| if k.issued_in == 0 { 0 } else { (k.issued_in - 1) / step + 1 };
    let layers: Vec<Layer> = (0..=last.div_ceil(step))
        .filter(|g| cohorts.iter().any(|k| group(k) == *g && k.issued > 0.0))
        .map(|g| Layer {
            name: if g == 0 { "brought in".into() } else { format!("months {} to {}", (g - 1) * step + 1, (g * step).min(last)) },
            values: (0..n).map(|i| cohorts.iter().filter(|k| group(k) == g).map(|k| left(k, i)).sum()).collect(),
        })
        .collect();
    let end = series(d, "points_outstanding").and_then(|s| s.mean.last().copied())?;
    let title = format!("{} points are outstanding after {n} months; the oldest run off first", format::whole(end));
    let alt = format!(
        "Stacked areas of points outstanding by time of issue: {}. In total {} at the end.",
        layers.iter().map(|l| l.name.as_str()).collect::<Vec<_>>().join(", "),
        format::whole(end)
    );
    let shown = |m: usize| (m + 1).is_multiple_of(3) || m + 1 == n;
    let rows = cohorts.iter().flat_map(|k| {
        let from = (k.issued_in as usize).saturating_sub(1);
        (from..n).filter(|m| shown(*m)).map(|m| {
            let at = |v: &[f64]| v.get(m).map_or("–".into(), |v| format::whole(*v));
            vec![if k.issued_in == 0 { "before".into() } else { k.issued_in.to_string() }, (m + 1).to_string(), at(k.redeemed), at(k.lapsed)]
        })
    });
    let data =
        table("Points by month of issue: redeemed and lapsed in every third month", &["#Issued in month", "#Month", "#Redeemed", "#Lapsed"], rows.collect());
    let kind = Kind::Stack(Stack { x: months(d), y: axis(d, "Points outstanding, by time of issue", Unit::Points), layers, columns: false });
    chart("run-off", title, alt, "Means over draws; the oldest points lie at the bottom.", data, kind)
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
    let title = format!("After {n} months: {} active members", end.join(", "));
    let alt = format!("Stacked areas of active members by tier, month 1 to {n}; at the end {}.", end.join(", "));
    let kind = Kind::Stack(Stack { x: months(d), y: axis(d, "Active members", Unit::Customers), layers, columns: false });
    chart("tier-flows", title, alt, "Active members, means over draws; darker is a higher tier.", data, kind)
}
