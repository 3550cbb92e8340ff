//! Native charts of the summary: they follow the live case.
use super::grid::{At, Book};
use super::layout::{FIRST, LAUNCH, Row};
use super::sheets::{Model, decision::Pictured};
use rust_xlsxwriter::{Chart, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartSolidFill, ChartType, Color, Worksheet, XlsxError};

/// First column of the charts, and the last column and row that they cover.
const COLUMN: u16 = 9;
/// See `COLUMN`.
pub const LAST_COLUMN: u16 = 18;
/// See `COLUMN`.
pub const LAST_ROW: u32 = 62;
/// Rows between the tops of two charts.
const STEP: u32 = 15;
const GREY: u32 = 0x8A939B;

/// What a chart shows.
struct Picture<'a> {
    title: String,
    unit: &'a str,
    kind: ChartType,
    series: Vec<(&'static str, Row, u32)>,
    alt: &'a str,
}
/// Puts the charts beside the lines.
pub fn summary(page: &mut Worksheet, book: &Book, m: &Model, (primary, accent): (u32, u32)) -> Result<(), XlsxError> {
    let c = m.currency.as_str();
    let pictures = [
        Picture {
            title: format!("Cumulative cash, {c}"),
            unit: c,
            kind: ChartType::Line,
            series: vec![("Cumulative cash", m.row("cash.so_far"), primary), ("Net value so far", m.row("net_value.so_far"), accent)],
            alt: "Lines by month: cumulative cash, and net value so far, in the live case",
        },
        Picture {
            title: format!("Expected cost of points outstanding, {c}"),
            unit: c,
            kind: ChartType::Area,
            series: vec![("Expected cost of points outstanding", m.row("owed"), primary)],
            alt: "Area by month: expected cost of points outstanding in the live case",
        },
        Picture {
            title: format!("Contribution against program cost, a month, {c}"),
            unit: c,
            kind: ChartType::Column,
            series: vec![("Incremental contribution", m.row("contribution"), primary), ("Program cost", m.row("cost"), accent)],
            alt: "Columns by month: incremental contribution and total program cost in the live case",
        },
        Picture {
            title: "Points issued, redeemed and expired, a month".into(),
            unit: "points",
            kind: ChartType::Line,
            series: vec![
                ("Issued", m.row("live.issued"), primary),
                ("Redeemed", m.row("live.redeemed"), accent),
                ("Expired or forfeited", m.row("live.lapsed"), GREY),
            ],
            alt: "Lines by month: points issued, redeemed, expired or forfeited in the live case",
        },
    ];
    for (i, p) in pictures.iter().enumerate() {
        let chart = drawn(p, book, m);
        page.insert_chart(m.charts_from + STEP * i as u32, COLUMN, &chart)?;
    }
    Ok(())
}
fn range(book: &Book, row: Row) -> (&str, u32, u16, u32, u16) {
    (book.sheets[row.sheet].name.as_str(), row.row, FIRST, row.row, LAUNCH + row.months)
}
fn drawn(p: &Picture, book: &Book, m: &Model) -> Chart {
    let mut chart = Chart::new(p.kind);
    for (name, row, ink) in &p.series {
        let line = ChartLine::new().set_color(Color::RGB(*ink)).set_width(2.0).clone();
        let mut look = ChartFormat::new();
        match p.kind {
            ChartType::Line => look.set_line(&line),
            _ => look.set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(*ink))),
        };
        chart.add_series().set_name(*name).set_categories(range(book, m.row("number"))).set_values(range(book, *row)).set_format(&mut look);
    }
    chart.title().set_name(&p.title).set_overlay(false).set_font(ChartFont::new().set_size(11).set_bold());
    chart.x_axis().set_name("Month from launch");
    if m.months > 18 {
        chart.x_axis().set_label_interval(m.months.div_ceil(12)).set_tick_interval(m.months.div_ceil(12));
    }
    chart.x_axis().set_label_position(rust_xlsxwriter::ChartAxisLabelPosition::Low);
    chart.y_axis().set_name(p.unit).set_num_format("#,##0");
    if p.kind == ChartType::Area {
        chart.y_axis().set_min(0);
    }
    if p.series.len() > 1 {
        chart.legend().set_position(ChartLegendPosition::Bottom);
    } else {
        chart.legend().set_hidden();
    }
    chart.set_width(640).set_height(285).set_alt_text(p.alt);
    chart
}
/// The charts of the decision sheet, each below its sentence.
pub fn decision(page: &mut Worksheet, book: &Book, m: &Model, (primary, accent): (u32, u32)) -> Result<(), XlsxError> {
    for p in &m.pictures {
        page.insert_chart(p.title.row + 1, p.title.column, &pictured(p, book, m, (primary, accent)))?;
    }
    Ok(())
}
fn between(book: &Book, [from, to]: [At; 2]) -> (&str, u32, u16, u32, u16) {
    (book.sheets[from.sheet].name.as_str(), from.row, from.column, to.row, to.column)
}
fn pictured(p: &Pictured, book: &Book, m: &Model, (primary, accent): (u32, u32)) -> Chart {
    let line = |ink: u32| ChartLine::new().set_color(Color::RGB(ink)).set_width(2.25).clone();
    let names = p.names.unwrap_or_else(|| m.row("number").ends_with_launch());
    let of = |kind: ChartType, ink: u32| {
        let mut chart = Chart::new(kind);
        for (label, values, _) in p.series.iter().filter(|s| s.2 == (kind == ChartType::Line)) {
            let mut look = ChartFormat::new();
            match kind {
                ChartType::Line => look.set_line(&line(ink)),
                _ => look.set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(ink))),
            };
            chart.add_series().set_name(*label).set_categories(between(book, names)).set_values(between(book, *values)).set_format(&mut look);
        }
        chart
    };
    let mixed = p.series.iter().any(|s| s.2) && p.series.iter().any(|s| !s.2);
    let mut chart = of(if p.series[0].2 { ChartType::Line } else { ChartType::Column }, primary);
    if mixed {
        chart.combine(&of(ChartType::Line, accent));
    }
    // The sentence above is its title: a linked one stays as it was saved in some programs.
    chart.title().set_hidden();
    if p.names.is_none() && m.months > 18 {
        chart.x_axis().set_label_interval(m.months.div_ceil(12)).set_tick_interval(m.months.div_ceil(12));
    }
    if p.names.is_none() {
        chart.x_axis().set_name("Month from launch");
    }
    chart.x_axis().set_label_position(rust_xlsxwriter::ChartAxisLabelPosition::Low);
    chart.y_axis().set_num_format(p.pattern);
    if p.unit.is_empty() {
        chart.y_axis().set_min(0);
    } else {
        chart.y_axis().set_name(&p.unit);
    }
    if p.series.len() > 1 {
        chart.legend().set_position(ChartLegendPosition::Bottom);
    } else {
        chart.legend().set_hidden();
    }
    chart.set_width(560).set_height(290).set_alt_text(p.alt);
    chart
}
