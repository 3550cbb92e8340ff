//! Cohorts, spend and tiers.
use super::{axis, chart, table};
use crate::charts::{Chart, ChartKind, Column, Columns, HeatMap, HeatRow};
use crate::format;
use loyalty_model::extract::ValueBin;
use loyalty_model::line::Unit;
use loyalty_model::plan::Plan;
use loyalty_model::program::Metric;

/// Months of age shown.
const AGES: u32 = 18;
/// Share of each cohort active by age: the last `most` cohorts.
pub fn cohorts(plan: &Plan, most: usize) -> Option<Chart> {
    let d = &plan.design;
    let cells = &d.signals.cohorts;
    let mut names: Vec<_> = cells.iter().map(|c| c.cohort).collect();
    names.sort();
    names.dedup();
    let names = &names[names.len().saturating_sub(most)..];
    let ages = cells.iter().filter(|c| names.contains(&c.cohort)).map(|c| c.age).max()?.min(AGES);
    if ages == 0 {
        return None;
    }
    let active = |cohort, age| cells.iter().find(|c| c.cohort == cohort && c.age == age).map(|c| c.active);
    let seen = |cohort: loyalty_model::units::Month| cells.iter().filter(|c| c.cohort == cohort).map(|c| c.age).max().unwrap_or(0);
    let rows: Vec<HeatRow> = names
        .iter()
        .map(|n| {
            let start = active(*n, 0).unwrap_or(0).max(1) as f64;
            let cells = (1..=ages).map(|age| (age <= seen(*n)).then(|| (active(*n, age).unwrap_or(0) as f64 / start).min(1.0))).collect();
            HeatRow { label: n.to_string(), cells }
        })
        .collect();
    let mut head = vec!["Cohort".to_string(), "#New".to_string()];
    head.extend((1..=ages).map(|a| format!("#{a}")));
    let body = names.iter().map(|n| {
        let mut row = vec![n.to_string(), active(*n, 0).map_or("–".into(), |v| format::whole(v as f64))];
        row.extend((1..=ages).map(|a| if a <= seen(*n) { format::whole(active(*n, a).unwrap_or(0) as f64) } else { "–".into() }));
        row
    });
    let mut data = table("Customers of each cohort active, by months since their first order", &[], body.collect());
    data.head = head;
    let title =
        d.lines.get("signals.repeat_rate").filter(|l| l.value.is_finite()).map_or("Customers who came back, by month of the first order".to_string(), |l| {
            format!("{} of buyers came back", format::line(l, &d.brief.currency))
        });
    let alt = format!(
        "Heat map of {} cohorts, from {} to {}: the share of each that was active 1 to {ages} months after the first order. The table has the counts.",
        names.len(),
        names.first().map_or(String::new(), ToString::to_string),
        names.last().map_or(String::new(), ToString::to_string)
    );
    let kind = ChartKind::HeatMap(HeatMap {
        x: axis(d, "Months since the first order", Unit::Count),
        rows_are: "First order in".into(),
        shade: axis(d, "Share active", Unit::Share),
        rows,
    });
    chart(
        "cohorts",
        title,
        alt,
        "Each row is a month of first orders. The scale above the chart shows the share; blank months are not yet observed.",
        data,
        kind,
    )
}
/// Customers by net spend of the last year, with the thresholds of tiers that count spend.
pub fn spend(plan: &Plan) -> Option<Chart> {
    let d = &plan.design;
    let c = &d.brief.currency;
    let bins = used(&d.signals.spend);
    if bins.is_empty() {
        return None;
    }
    let x = axis(d, "Net spend of the last year, lower edge of each bin", Unit::Money);
    let edge = |b: &ValueBin| b.from.map_or("less".into(), |f| x.tick(f.to_f64()));
    let columns = bins.iter().map(|b| Column { label: edge(b), value: b.count as f64, mark: None, shown: None, loss: false }).collect();
    let tiers = &d.blueprint.program.tiers;
    let by_spend = tiers.iter().any(|t| t.metric == Metric::NetSpend && t.threshold > 0.0);
    let mut thresholds = vec![];
    for (i, t) in tiers.iter().enumerate().filter(|(_, t)| t.threshold > 0.0) {
        let typical = d.lines.get(&format!("blueprint.tier.{}.spend_typical", t.id)).map(|l| l.value).filter(|v| *v > 0.0);
        match (t.metric, typical) {
            (Metric::NetSpend, _) => thresholds.extend(place(&bins, t.threshold).map(|at| (at, format!("{} {}", t.name, format::money(t.threshold, c))))),
            (_, Some(v)) if i > 0 => thresholds.extend(place(&bins, v).map(|at| (at, format!("{} median {}", t.name, format::money(v, c))))),
            _ => {}
        }
    }
    let top = d.blueprint.tiers.last().zip(tiers.last());
    let median = tiers.last().and_then(|t| d.lines.get(&format!("blueprint.tier.{}.spend_typical", t.id))).filter(|l| l.value > 0.0);
    let title = match top {
        Some((f, t)) if by_spend => {
            format!("{} starts at {}; {} of today's customers spend that much", t.name, format::money(t.threshold, c), format::percent(f.share))
        }
        Some((_, t)) if tiers.len() > 1 && median.is_some() => {
            format!("The median {} member spends {} a year", t.name, median.map_or(String::new(), |l| format::line(l, c)))
        }
        _ => "Customers by net spend of the last year".into(),
    };
    let lines = match (thresholds.is_empty(), by_spend) {
        (true, _) => "One tier, no threshold.",
        (_, true) => "Dashed: thresholds.",
        _ => "Dashed: net spend of each tier's median member; these tiers do not count spend.",
    };
    let words = |b: &ValueBin| {
        let m = |v: Option<loyalty_model::units::Money>, none: &str| v.map_or(none.to_string(), |v| format::money(v.to_f64(), c));
        vec![m(b.from, "less"), m(b.to, "more"), format::whole(b.count as f64), format::money(b.sum.to_f64(), c)]
    };
    let data = table("Customers by net spend of the last year", &["#From", "#To", "#Customers", "#Net spend"], bins.iter().map(words).collect());
    let most = bins.iter().max_by_key(|b| b.count)?;
    let alt = format!(
        "Columns of customers by net spend; most, {}, spent {} to {}.{}",
        format::whole(most.count as f64),
        most.from.map_or("less".into(), |v| format::money(v.to_f64(), c)),
        most.to.map_or("more".into(), |v| format::money(v.to_f64(), c)),
        thresholds.iter().map(|(_, w)| format!(" Line at {w}.")).collect::<String>()
    );
    let y = axis(d, "Customers", Unit::Count);
    chart(
        "spend",
        title,
        alt,
        format!("Bins end at 1, 2 and 5 times powers of ten. {lines}"),
        data,
        ChartKind::Columns(Columns { x, y, columns, thresholds, mark_is: String::new(), bins: true }),
    )
}
/// Bins from the first to the last that holds somebody.
fn used(bins: &[ValueBin]) -> Vec<ValueBin> {
    let first = bins.iter().position(|b| b.count > 0);
    let last = bins.iter().rposition(|b| b.count > 0);
    first.zip(last).map_or(vec![], |(a, z)| bins[a..=z].to_vec())
}
/// Place of an amount among bins, in bins from the left.
fn place(bins: &[ValueBin], v: f64) -> Option<f64> {
    let at = bins.iter().position(|b| b.from.is_none_or(|f| f.to_f64() <= v) && b.to.is_none_or(|t| v < t.to_f64()))?;
    let (from, to) = (bins[at].from.map(|f| f.to_f64()), bins[at].to.map(|t| t.to_f64()));
    let inside = match (from, to) {
        (Some(f), Some(t)) if f > 0.0 && t > f => (v / f).ln() / (t / f).ln(),
        _ => 0.5,
    };
    Some(at as f64 + inside)
}
/// Today's customers by tier.
pub fn tiers(plan: &Plan) -> Option<Chart> {
    let d = &plan.design;
    let named: Vec<_> = d.blueprint.tiers.iter().zip(&d.blueprint.program.tiers).collect();
    let (last, tier) = named.last()?;
    let columns = named
        .iter()
        .map(|(f, t)| Column { label: t.name.clone(), value: f.customers_today, mark: None, shown: Some(format::whole(f.customers_today)), loss: false })
        .collect();
    let rows =
        named.iter().map(|(f, t)| vec![t.name.clone(), format::whole(f.customers_today), format::percent(f.share), format::percent(f.spend_share)]).collect();
    let title = if named.len() > 1 {
        format!("{} of today's customers would qualify for {}", format::percent(last.share), tier.name)
    } else {
        format!("All {} active customers are in one tier", format::whole(last.customers_today))
    };
    let alt =
        format!("Customers by tier: {}.", named.iter().map(|(f, t)| format!("{} {}", t.name, format::whole(f.customers_today))).collect::<Vec<_>>().join("; "));
    let data = table("Today's customers by tier", &["Tier", "#Customers", "#Share", "#Of spend"], rows);
    let kind = ChartKind::Columns(Columns {
        x: axis(d, "Tier, lowest first", Unit::Count),
        y: axis(d, "Customers", Unit::Count),
        columns,
        thresholds: vec![],
        mark_is: String::new(),
        bins: false,
    });
    chart("tiers", title, alt, "The rules applied to the last 12 months.", data, kind)
}
