//! One file for each kind of chart.
mod columns;
mod fan;
mod graph;
mod heat_map;
mod journey;
mod lives;
mod stack;
mod tornado;
mod waterfall;

use super::canvas::{Anchor, Canvas, SIZE};
use super::scale::Scale;
use super::theme::Paint;
use super::{Axis, Chart, ChartKind, Theme, text};

/// Width and height that a chart wants.
pub fn size(chart: &Chart) -> (f64, f64) {
    match &chart.kind {
        ChartKind::Fan(_) | ChartKind::Columns(_) | ChartKind::Stack(_) => (640.0, 300.0),
        ChartKind::Waterfall(w) => (640.0, waterfall::height(w)),
        ChartKind::Tornado(t) => (640.0, tornado::height(t)),
        ChartKind::HeatMap(m) => (640.0, heat_map::height(m)),
        ChartKind::Journey(j) => (960.0, journey::height(j, 960.0)),
        ChartKind::Graph(g) => graph::size(g),
        ChartKind::Lives(l) => (if l.tall { 820.0 } else { 960.0 }, lives::height(l)),
    }
}
/// The picture.
pub fn chart(chart: &Chart, theme: &Theme, width: f64, height: f64) -> String {
    let mut c = Canvas::new(theme, &chart.id);
    let (least_wide, least_tall) = match &chart.kind {
        ChartKind::Fan(_) | ChartKind::Columns(_) | ChartKind::Stack(_) => (320.0, 180.0),
        ChartKind::Journey(j) => (720.0, journey::height(j, width.max(720.0))),
        ChartKind::Waterfall(_) | ChartKind::Tornado(_) | ChartKind::HeatMap(_) => (420.0, size(chart).1),
        ChartKind::Graph(_) => size(chart),
        ChartKind::Lives(l) => (820.0, lives::height(l)),
    };
    let (w, h) = (width.max(least_wide), height.max(least_tall));
    match &chart.kind {
        ChartKind::Fan(k) => fan::draw(k, &mut c, w, h),
        ChartKind::Columns(k) => columns::draw(k, &mut c, w, h),
        ChartKind::Stack(k) => stack::draw(k, &mut c, w, h),
        ChartKind::Waterfall(k) => waterfall::draw(k, &mut c, w, h),
        ChartKind::Tornado(k) => tornado::draw(k, &mut c, w, h),
        ChartKind::HeatMap(k) => heat_map::draw(k, &mut c, w, h),
        ChartKind::Journey(k) => journey::draw(k, &mut c, w),
        ChartKind::Graph(k) => graph::draw(k, &mut c, w, h),
        ChartKind::Lives(k) => lives::draw(k, &mut c, w),
    }
    c.finish(w, h, &format!("{}. {}", chart.title, chart.alt))
}
/// Room around a plot: the title of the y axis stands above it, the ticks left, the x axis below.
struct Plot {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    y: Scale,
}
/// Lays out a plot and draws its grid, the ticks and both titles. `right` is kept free for labels beside the plot.
fn plot(c: &mut Canvas, x: &Axis, y: &Axis, values: impl Iterator<Item = f64>, frame: (f64, f64), free: f64) -> Plot {
    let (w, h) = frame;
    let (top, bottom) = (28.0, h - 40.0);
    let scale = Scale::over(values, ((bottom - top) / 44.0).clamp(2.0, 6.0), bottom, top);
    let ticks: Vec<(f64, String)> = scale.ticks().into_iter().map(|v| (v, y.tick(v))).collect();
    let left = ticks.iter().map(|(_, t)| text::width(t, SIZE)).fold(24.0, f64::max) + 10.0;
    let right = w - free.max(10.0);
    for (v, label) in &ticks {
        let at = scale.at(*v);
        let (paint, width) = if *v == 0.0 { (Paint::Soft, 1.2) } else { (Paint::Rule, 1.0) };
        c.line((left, at), (right, at), paint, width, "");
        c.tick(left - 6.0, at + 4.0, label, Anchor::End);
    }
    c.text(0.0, 13.0, &text::fit(&y.label, SIZE, w), Anchor::Start, Paint::Soft);
    c.text(right, h - 5.0, &text::fit(&x.label, SIZE, w), Anchor::End, Paint::Soft);
    Plot { left, right, top, bottom, y: scale }
}
