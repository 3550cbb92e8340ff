//! Cash, value, pool and return.
use super::{axis, chart, months, series, table};
use crate::charts::{Chart, ChartKind, Column, Columns, Fan, Step, StepKind, Waterfall};
use crate::format;
use loyalty_model::line::Unit;
use loyalty_model::plan::{Plan, Series};

/// A series by month, as a table.
pub(super) fn by_month(s: &Series, title: &'static str, p: &dyn Fn(f64) -> String) -> crate::tables::Table {
    let at = |v: &[f64], i: usize| v.get(i).map_or("–".into(), |v| p(*v));
    let rows = (0..s.mean.len()).map(|i| vec![(i + 1).to_string(), at(&s.mean, i), at(&s.p10, i), at(&s.p90, i)]).collect();
    table(title, &["#Month", "#Mean", "#P10", "#P90"], rows)
}
/// Cumulative cash.
pub fn cash(plan: &Plan) -> Option<Chart> {
    let d = &plan.design;
    let c = &d.brief.currency;
    let s = series(d, "cumulative_cash")?;
    let (month, horizon) = (d.lines.value("economics.break_even_month"), f64::from(d.brief.horizon_months));
    // Of the path that is drawn; `economics.cash_low` is the mean of every future's low.
    let low = s.mean.iter().copied().fold(f64::INFINITY, f64::min);
    let low = if low < 0.0 { format!("; on average its low is {}", format::money(low, c)) } else { String::new() };
    let back = month <= horizon;
    let title = if back {
        format!("Cumulative cash turns positive in month {}{low}", format::decimal(month, 0))
    } else {
        format!("In most simulated futures cumulative cash is still negative after {} months{low}", d.brief.horizon_months)
    };
    let (last, p10, p90) = (s.mean.last()?, s.p10.last()?, s.p90.last()?);
    let alt = format!(
        "Cumulative cash by month from launch: the mean ends at {}, P10 at {}, P90 at {}.",
        format::money(*last, c),
        format::money(*p10, c),
        format::money(*p90, c)
    );
    let marks = if back { vec![(month, format!("month {}", format::decimal(month, 0)))] } else { vec![] };
    let kind = ChartKind::Fan(Fan {
        x: months(d),
        y: axis(d, "Cumulative cash", Unit::Money),
        mean: s.mean.clone(),
        p10: s.p10.clone(),
        p90: s.p90.clone(),
        marks,
        guides: vec![],
    });
    chart(
        "cash",
        title,
        alt,
        "Line: mean; band: P10 to P90; dashed: median month from which cumulative cash stays positive.",
        by_month(s, "Cumulative cash", &|v| format::money(v, c)),
        kind,
    )
}
/// From added contribution to net value.
pub fn value(plan: &Plan) -> Option<Chart> {
    let d = &plan.design;
    let c = &d.brief.currency;
    let line = |id: &str| d.lines.get(id).filter(|l| l.value.is_finite());
    let gain = line("economics.incremental_margin")?;
    let net = line("economics.net_value")?;
    let mut steps = vec![Step {
        label: "Incremental contribution".into(),
        shown: format::line(gain, c),
        from: 0.0,
        to: gain.value,
        kind: if gain.value < 0.0 { StepKind::Down } else { StepKind::Total },
    }];
    let mut at = gain.value;
    let costs = [
        ("Set-up", "economics.cost.setup"),
        ("Platform", "economics.cost.platform"),
        ("Staff", "economics.cost.staff"),
        ("Messages", "economics.cost.messages"),
        ("Customer service", "economics.cost.service"),
        ("Benefits", "economics.cost.benefits"),
        ("Cash for redemptions", "economics.redemption_cash"),
        ("Outstanding points at the end, at expected cost", "economics.liability_end"),
        ("Fraud and abuse", "economics.cost.fraud"),
        ("VAT on rewards", "economics.cost.reward_vat"),
        ("Value given up for the test", "economics.cost.test"),
    ];
    for (label, l) in costs.iter().filter_map(|(label, id)| Some((label, line(id)?))).filter(|(_, l)| l.value != 0.0) {
        let kind = if l.value < 0.0 { StepKind::Up } else { StepKind::Down };
        steps.push(Step { label: (*label).into(), shown: taken(l.value, c), from: at, to: at - l.value, kind });
        at -= l.value;
    }
    if let Some(l) = line("economics.cost.opening").filter(|l| l.value != 0.0) {
        steps.push(Step { label: "Points brought in, due anyway".into(), shown: format::line(l, c), from: at, to: at + l.value, kind: StepKind::Up });
    }
    steps.push(Step { label: "Net value".into(), shown: format::line(net, c), from: 0.0, to: net.value, kind: StepKind::Total });
    let title = if net.value < 0.0 {
        format!("Added sales do not cover the costs: net value {}", format::line(net, c))
    } else {
        format!("Added sales cover every cost and leave {}", format::line(net, c))
    };
    let alt = format!(
        "Waterfall over {} months: {}.",
        d.brief.horizon_months,
        steps.iter().map(|s| format!("{} {}", s.label, s.shown)).collect::<Vec<_>>().join("; ")
    );
    let rows = steps.iter().map(|s| vec![s.label.clone(), s.shown.clone()]).collect();
    let data = table("From contribution to net value", &["Step", "#Amount"], rows);
    chart(
        "value",
        title,
        alt,
        "Hatched: costs. Means of the simulation; means add up.",
        data,
        ChartKind::Waterfall(Waterfall { y: axis(d, &format!("Over {} months", d.brief.horizon_months), Unit::Money), steps }),
    )
}
/// A cost, as a negative amount.
fn taken(v: f64, c: &loyalty_model::units::Currency) -> String {
    let shown = format::money(v, c);
    shown.strip_prefix('−').map_or(format!("−{shown}"), str::to_string)
}
/// Reward cost by period against the pool.
pub fn budget(plan: &Plan) -> Option<Chart> {
    let d = &plan.design;
    let (c, all) = (&d.brief.currency, &d.economics.budget);
    let most = all.iter().max_by(|a, b| a.reward_cost.total_cmp(&b.reward_cost))?;
    let word = d.brief.budget.period.word();
    let title =
        format!("Reward cost peaks at {} in {word} {}, against a pool of {}", format::money(most.reward_cost, c), most.period, format::money(most.pool, c));
    let columns = all
        .iter()
        .map(|p| Column {
            label: p.period.to_string(),
            value: p.reward_cost,
            mark: Some(p.reward_cost_p90).filter(|v| v.is_finite()),
            shown: None,
            loss: false,
        })
        .collect();
    let rows = all.iter().map(|p| {
        vec![
            p.period.to_string(),
            format::money(p.pool, c),
            format::money(p.reward_cost, c),
            format::money(p.reward_cost_p90, c),
            format::money(p.redemption_cash, c),
            format::money(p.unspent, c),
        ]
    });
    let head = [&format!("#{}", if word == "month" { "Month" } else { "Quarter" }), "#Pool", "#Reward cost, mean", "#P90", "#Cash for redemptions", "#Unspent"];
    let data = table("Use of the pool", &head, rows.collect());
    let alt = format!(
        "Mean reward cost by {word} from launch, with its P90. The probability that the pool suffices in every {word} is {}.",
        format::percent(d.economics.budget_kept_share)
    );
    let x = axis(d, &format!("{} from launch", if word == "month" { "Month" } else { "Quarter" }), Unit::Count);
    let kind = ChartKind::Columns(Columns { x, y: axis(d, "Reward cost", Unit::Money), columns, thresholds: vec![], mark_is: "P90".into(), bins: false });
    chart("pool", title, alt, "Columns: mean; lines: P90.", data, kind)
}
/// A share on an axis with as many digits as its step needs.
fn percent(v: f64, step: f64) -> String {
    let places = if step >= 0.01 { 0 } else { 2 };
    format!("{}%", format::decimal(100.0 * v, places))
}
/// ROI of every simulated future, as a histogram.
pub fn returns(plan: &Plan) -> Option<Chart> {
    let d = &plan.design;
    let draws = &d.economics.roi_draws;
    let (low, high) = (*draws.first()?, *draws.last()?);
    let counts = &d.economics.roi_counts;
    let step = counts.first().map(|c| c.to - c.from)?;
    let x = axis(d, "ROI, lower edge of each column", Unit::Share);
    let columns =
        counts.iter().map(|k| Column { label: percent(k.from, step), value: f64::from(k.draws), mark: None, shown: None, loss: k.to <= 0.0 }).collect();
    let title = format!(
        "The probability of a positive ROI is {}; the median ROI is {}",
        d.lines.get("economics.p_positive").map_or("not known".into(), |l| format::line(l, &d.brief.currency)),
        d.lines.get("economics.roi_p50").map_or("not known".into(), |l| format::line(l, &d.brief.currency))
    );
    let n = draws.len();
    let picks = [0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0].map(|q| ((n - 1) as f64 * q).round() as usize);
    let rows = picks.iter().map(|i| vec![(i + 1).to_string(), format::percent(draws[*i])]).collect();
    let data = table("ROI of simulated futures, in ascending order", &["#Rank", "#ROI"], rows);
    let alt = format!("Histogram of the ROI of {n} simulated futures, from {} to {}.", format::percent(low), format::percent(high));
    chart(
        "returns",
        title,
        alt,
        "Each column counts simulated futures. Hatched: futures that lose money.",
        data,
        ChartKind::Columns(Columns { x, y: axis(d, "Simulated futures", Unit::Count), columns, thresholds: vec![], mark_is: String::new(), bins: true }),
    )
}
