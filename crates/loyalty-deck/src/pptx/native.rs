//! A chart's description as one of PowerPoint's own charts, where it has one: fan → lines, waterfall and tornado → bars, columns → columns,
//! stack → columns or areas. Journeys, heat maps and graphs have none: they become tables.
use loyalty_exports::charts::{Axis, ChartKind, Columns, Fan, Stack, StepKind, Theme, Tornado, Waterfall};
use loyalty_model::line::Unit;

/// What a series is painted as.
#[derive(Debug, Clone, PartialEq)]
pub enum Look {
    /// Carries what stands on it, unseen.
    Unseen,
    Filled(String),
    Line {
        colour: String,
        points: f64,
        dashed: bool,
    },
    /// Marks without a line between them.
    Marks(String),
}
/// A row of numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    pub name: String,
    /// By category.
    pub values: Vec<Option<f64>>,
    pub look: Look,
    /// Single points in another colour.
    pub other: Vec<(usize, String)>,
}
/// The kind of chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Lines,
    Areas,
    /// Upright; gap between columns in percent of their width.
    Columns {
        stacked: bool,
        gap: u32,
    },
    /// Lying, the first at the top.
    Bars {
        stacked: bool,
    },
}
/// A chart of PowerPoint's own.
#[derive(Debug, Clone, PartialEq)]
pub struct Native {
    /// Form; series with `Look::Marks` stand over it.
    pub form: Form,
    pub categories: Vec<String>,
    pub series: Vec<Series>,
    /// Title of the axis of categories; empty: none.
    pub across: String,
    /// Title of the axis of values.
    pub up: String,
    /// Number format of values.
    pub format: String,
    /// What the picture says that this form cannot: guide lines, thresholds.
    pub said: Vec<String>,
}
/// The chart, or `None` where PowerPoint has no such form.
pub fn native(kind: &ChartKind, theme: &Theme) -> Option<Native> {
    match kind {
        ChartKind::Fan(f) => Some(fan(f, theme)),
        ChartKind::Waterfall(w) => Some(waterfall(w, theme)),
        ChartKind::Tornado(t) => Some(tornado(t, theme)),
        ChartKind::Columns(c) => Some(columns(c, theme)),
        ChartKind::Stack(s) => Some(stack(s, theme)),
        ChartKind::HeatMap(_) | ChartKind::Journey(_) | ChartKind::Graph(_) | ChartKind::Lives(_) => None,
    }
}
/// How values are written along the axis: in thousands or millions where they are large.
fn number_format(axis: &Axis, values: impl Iterator<Item = f64>) -> String {
    let most = values.map(f64::abs).fold(0.0, f64::max);
    let (scale, unit) = match most {
        m if m >= 10_000_000.0 => (",,", "M"),
        m if m >= 10_000.0 => (",", "k"),
        _ => ("", ""),
    };
    let sign = if axis.unit == Unit::Money { format!("\"{}\"", axis.currency.sign()) } else { String::new() };
    let places = if most < 5.0 { "0.0#" } else { "#,##0" };
    let number = format!("{sign}{places}{scale}\"{unit}\"");
    if axis.unit == Unit::Share { "0%;−0%".into() } else { format!("{number};−{number};{sign}0") }
}
fn seen(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().map(|v| Some(*v)).collect()
}
fn periods(count: usize) -> Vec<String> {
    (1..=count).map(|i| i.to_string()).collect()
}
fn fan(f: &Fan, theme: &Theme) -> Native {
    let line = |name: &str, values: &[f64], colour: &str, points: f64, dashed: bool| Series {
        name: name.into(),
        values: seen(values),
        look: Look::Line { colour: colour.into(), points, dashed },
        other: vec![],
    };
    let mut series = vec![line("Mean", &f.mean, &theme.primary, 2.5, false)];
    if !f.p10.is_empty() {
        series.insert(0, line("P90", &f.p90, &theme.soft, 1.25, true));
        series.push(line("P10", &f.p10, &theme.soft, 1.25, true));
    }
    let said = f.marks.iter().chain(&f.guides).map(|(_, words)| words.clone()).collect();
    Native {
        form: Form::Lines,
        categories: periods(f.mean.len()),
        series,
        across: f.x.label.clone(),
        up: f.y.label.clone(),
        format: number_format(&f.y, f.p10.iter().chain(&f.p90).chain(&f.mean).copied()),
        said,
    }
}
fn waterfall(w: &Waterfall, theme: &Theme) -> Native {
    // A bar from a to b: what carries it unseen, and its parts above and below nothing.
    let parts = |from: f64, to: f64| {
        let (low, high) = (from.min(to), from.max(to));
        let carried = if low > 0.0 { low } else { high.min(0.0) };
        (carried, high.max(0.0) - low.max(0.0), low.min(0.0) - high.min(0.0))
    };
    let all: Vec<(f64, f64, f64)> = w.steps.iter().map(|s| parts(s.from, s.to)).collect();
    let colour = |kind: StepKind, below: bool| match kind {
        StepKind::Total if below => theme.loss.clone(),
        StepKind::Total | StepKind::Up => theme.primary.clone(),
        StepKind::Down => theme.accent.clone(),
    };
    let other: Vec<(usize, String)> = w.steps.iter().enumerate().map(|(i, s)| (i, colour(s.kind, s.to < s.from.min(0.0)))).collect();
    let series = |name: &str, values: Vec<f64>, look: Look| Series {
        name: name.into(),
        values: seen(&values),
        other: if look == Look::Unseen { vec![] } else { other.clone() },
        look,
    };
    let filled = || Look::Filled(theme.primary.clone());
    Native {
        form: Form::Bars { stacked: true },
        categories: w.steps.iter().map(|s| format!("{}: {}", s.label, s.shown)).collect(),
        series: vec![
            series("Base, not shown", all.iter().map(|p| p.0).collect(), Look::Unseen),
            series("Above zero", all.iter().map(|p| p.1).collect(), filled()),
            series("Below zero", all.iter().map(|p| p.2).collect(), filled()),
        ],
        across: String::new(),
        up: w.y.label.clone(),
        format: number_format(&w.y, w.steps.iter().flat_map(|s| [s.from, s.to])),
        said: vec![],
    }
}
fn tornado(t: &Tornado, theme: &Theme) -> Native {
    let other = t.rows.iter().enumerate().filter(|(_, r)| r.change < 0.0).map(|(i, _)| (i, theme.accent.clone())).collect();
    Native {
        form: Form::Bars { stacked: false },
        categories: t.rows.iter().map(|r| format!("{}: {}", r.label, r.shown)).collect(),
        series: vec![Series {
            name: t.x.label.clone(),
            values: t.rows.iter().map(|r| Some(r.change)).collect(),
            look: Look::Filled(theme.primary.clone()),
            other,
        }],
        across: String::new(),
        up: t.x.label.clone(),
        format: number_format(&t.x, t.rows.iter().map(|r| r.change)),
        said: vec![],
    }
}
fn columns(c: &Columns, theme: &Theme) -> Native {
    let other = c.columns.iter().enumerate().filter(|(_, c)| c.loss).map(|(i, _)| (i, theme.loss.clone())).collect();
    let mut series =
        vec![Series { name: c.y.label.clone(), values: c.columns.iter().map(|c| Some(c.value)).collect(), look: Look::Filled(theme.primary.clone()), other }];
    if c.columns.iter().any(|c| c.mark.is_some()) {
        let values = c.columns.iter().map(|c| c.mark).collect();
        series.push(Series { name: c.mark_is.clone(), values, look: Look::Marks(theme.ink.clone()), other: vec![] });
    }
    let shown = |c: &loyalty_exports::charts::Column| c.shown.as_ref().map_or(c.label.clone(), |s| format!("{}: {s}", c.label));
    Native {
        form: Form::Columns { stacked: false, gap: if c.bins { 8 } else { 60 } },
        categories: c.columns.iter().map(shown).collect(),
        series,
        across: c.x.label.clone(),
        up: c.y.label.clone(),
        format: number_format(&c.y, c.columns.iter().map(|c| c.value)),
        said: c.thresholds.iter().map(|(_, words)| words.clone()).collect(),
    }
}
fn stack(s: &Stack, theme: &Theme) -> Native {
    let count = s.layers.iter().map(|l| l.values.len()).max().unwrap_or(0);
    let step = if s.layers.len() > 1 { 7.0 / (s.layers.len() - 1) as f64 } else { 0.0 };
    let layer = |(i, l): (usize, &loyalty_exports::charts::Layer)| Series {
        name: l.name.clone(),
        values: seen(&l.values),
        look: Look::Filled(theme.layers[((i as f64 * step).round() as usize).min(7)].clone()),
        other: vec![],
    };
    Native {
        form: if s.columns { Form::Columns { stacked: true, gap: 40 } } else { Form::Areas },
        categories: periods(count),
        series: s.layers.iter().enumerate().map(layer).collect(),
        across: s.x.label.clone(),
        up: s.y.label.clone(),
        format: number_format(&s.y, s.layers.iter().flat_map(|l| l.values.iter().copied())),
        said: vec![],
    }
}
