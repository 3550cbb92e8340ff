//! The blocks of a page as shapes, where the layout put them.
use super::native;
use super::shapes::{Cell, Frame, Grid, Paragraph, Shapes};
use super::{Colours, chart_part};
use crate::block;
use crate::sheet::Place;
use loyalty_exports::charts::{Chart, ChartKind, HeatMap, Journey, Theme};
use loyalty_exports::story::{Block, Figure};
use loyalty_exports::tables::Table;

/// A chart waiting for its part: where it stands and what it is.
pub struct Waiting {
    /// Place.
    pub at: Frame,
    /// What a person reads who cannot see it.
    pub alt: String,
    /// Its part.
    pub xml: String,
    /// The workbook behind it.
    pub native: native::Native,
}
/// Draws a block; a chart of PowerPoint's own is handed back.
pub fn draw(shapes: &mut Shapes, block: &Block, p: &Place, c: &Colours, theme: &Theme) -> Option<Waiting> {
    let at = Frame { x: p.x, y: p.y - 0.2 * p.size, width: p.width, height: p.height + 0.45 * p.size };
    match block {
        Block::Figures(all) => figures(shapes, all, p, c),
        Block::Text(text) => shapes.words("Text", at, &[Paragraph::new(text, p.size, c.ink)], None, 0.0, false),
        Block::List(items) => {
            let shown = items.iter().skip(p.from).take(p.count);
            let mut words: Vec<Paragraph> = shown.map(|i| Paragraph::new(i, p.size, c.ink).bullet().after(0.28 * p.size)).collect();
            if !p.more.is_empty() {
                words.push(Paragraph::new(&p.more, 0.86 * p.size, c.soft).after(0.4 * p.size));
            }
            shapes.words("List", at, &words, None, 0.0, false);
        }
        Block::Warning(text) => {
            let at = Frame { x: p.x, y: p.y, width: p.width, height: p.height };
            shapes.words("Warning", at, &[Paragraph::new(text, p.size, c.ink)], Some("#fdf1ef"), 0.55 * p.size, false);
            shapes.bar(Frame { width: 3.0, ..at }, c.warn);
        }
        Block::Table(t) => {
            above(shapes, t.title, &t.note, p, c);
            below(shapes, &p.more, p, c);
            table(shapes, t, p, c);
        }
        Block::Chart(chart) => return drawn(shapes, chart, p, c, theme),
        Block::Columns(_) => {}
    }
    None
}
fn figures(shapes: &mut Shapes, all: &[Figure], p: &Place, c: &Colours) {
    let gap = 14.0;
    let width = (p.width - gap * (all.len().max(1) - 1) as f64) / all.len().max(1) as f64;
    for (i, f) in all.iter().enumerate() {
        let at = Frame { x: p.x + i as f64 * (width + gap), y: p.y, width, height: p.height };
        let value = p.values.get(i).copied().unwrap_or(p.size);
        let mut words = vec![Paragraph::new(&f.value, value, c.primary).bold(), Paragraph::new(&f.label, p.size, c.ink).bold().after(0.3 * p.size)];
        if !f.note.is_empty() {
            words.push(Paragraph::new(&f.note, 0.86 * p.size, c.soft).after(0.3 * p.size));
        }
        shapes.words("Figure", at, &words, Some(c.wash), 0.6 * p.size, false);
        shapes.bar(Frame { width: 3.0, ..at }, c.primary);
    }
}
fn above(shapes: &mut Shapes, title: &str, note: &str, p: &Place, c: &Colours) {
    let mut words = vec![];
    if !title.is_empty() {
        words.push(Paragraph::new(title, p.size, c.ink).bold());
    }
    if !note.is_empty() {
        words.push(Paragraph::new(note, 0.86 * p.size, c.soft));
    }
    if !words.is_empty() {
        shapes.words("Heading", Frame { x: p.x, y: p.y - 0.2 * p.size, width: p.width, height: p.above + 0.2 * p.size }, &words, None, 0.0, false);
    }
}
fn below(shapes: &mut Shapes, words: &str, p: &Place, c: &Colours) {
    if !words.is_empty() {
        let at = Frame { x: p.x, y: p.y + p.height - p.below + 0.2 * p.size, width: p.width, height: p.below + 0.3 * p.size };
        shapes.words("Note", at, &[Paragraph::new(words, 0.86 * p.size, c.soft)], None, 0.0, false);
    }
}
/// The room between what stands above and below.
fn middle(p: &Place) -> Frame {
    Frame { x: p.x, y: p.y + p.above, width: p.width, height: p.height - p.above - p.below }
}
fn table(shapes: &mut Shapes, t: &Table, p: &Place, c: &Colours) {
    let size = 0.9 * p.size;
    let number = |i: usize| t.head.get(i).is_some_and(|h| h.starts_with('#'));
    let cell = |i: usize, words: &str, head: bool| {
        let words = if head { Paragraph::new(words, size, c.soft) } else { Paragraph::new(block::cell(t, i, words), size, c.ink) }.right(number(i));
        Cell { words: vec![if head { words.bold() } else { words }], ground: None }
    };
    let head: Vec<String> = t.head.iter().map(|h| h.trim_start_matches('#').to_string()).collect();
    let rows: Vec<&[String]> = std::iter::once(&head[..]).chain(t.rows.iter().skip(p.from).take(p.count).map(Vec::as_slice)).collect();
    let high = |r: usize| p.heights.get(r).copied().unwrap_or(1.6 * size);
    let cells = |r: usize, cells: &[String]| cells.iter().enumerate().map(|(i, w)| cell(i, w, r == 0)).collect();
    let rows = rows.iter().enumerate().map(|(r, words)| (high(r), cells(r, words))).collect();
    let grid = Grid { widths: p.widths.clone(), rows, size, rules: (c.primary.into(), c.rule.into()) };
    shapes.table(middle(p), t.title, &grid);
}
fn drawn(shapes: &mut Shapes, chart: &Chart, p: &Place, c: &Colours, theme: &Theme) -> Option<Waiting> {
    above(shapes, &chart.title, "", p, c);
    let native = native::native(&chart.kind, theme);
    let said = native.iter().flat_map(|n| n.said.iter().map(String::as_str));
    let figures = if matches!(chart.kind, ChartKind::HeatMap(_)) { chart.data.title } else { "" };
    let note: Vec<&str> = [chart.note.as_str(), figures].into_iter().filter(|n| !n.is_empty()).chain(said).collect();
    below(shapes, &note.join(" "), p, c);
    if let Some(native) = native {
        let xml = chart_part::xml(&native, theme, (0.72 * p.size).max(8.0));
        return Some(Waiting { at: middle(p), alt: chart.alt.clone(), xml, native });
    }
    match &chart.kind {
        ChartKind::HeatMap(h) => heat_map(shapes, h, chart, p, theme),
        ChartKind::Journey(j) => journey(shapes, j, chart, p, c),
        _ => {
            let widths = vec![p.width / chart.data.head.len().max(1) as f64; chart.data.head.len()];
            let size = (0.55 * middle(p).height / (chart.data.rows.len() + 1) as f64).clamp(5.0, 10.0);
            table(shapes, &chart.data, &Place { from: 0, count: chart.data.rows.len(), widths, size, ..p.clone() }, c);
        }
    }
    None
}
/// Shaded by share, and in each cell the figure of the chart's own table: the share itself stands nowhere in the plan.
fn heat_map(shapes: &mut Shapes, h: &HeatMap, chart: &Chart, p: &Place, theme: &Theme) {
    let at = middle(p);
    let count = h.rows.iter().map(|r| r.cells.len()).max().unwrap_or(0);
    let high = at.height / (h.rows.len() + 1) as f64;
    let first = at.width * if count > 14 { 0.1 } else { 0.16 };
    let size = (0.8 * p.size).min(high / 1.7).min((at.width - first) / count.max(1) as f64 / 3.0).max(4.0);
    let mut widths = vec![first];
    widths.extend(std::iter::repeat_n((at.width - first) / count.max(1) as f64, count));
    let plain = |t: &str| Cell { words: vec![Paragraph::new(t, size, &theme.soft)], ground: None };
    let mut head = vec![plain(&h.rows_are)];
    head.extend((1..=count).map(|i| plain(&i.to_string())));
    let row = |(k, r): (usize, &loyalty_exports::charts::HeatRow)| {
        let shown = chart.data.rows.get(k).map_or(&[][..], Vec::as_slice);
        let shown = &shown[shown.len().saturating_sub(count)..];
        let mut cells = vec![plain(&r.label)];
        cells.extend((0..count).map(|i| match r.cells.get(i).copied().flatten() {
            Some(v) => {
                let shade = (7.0 * v.clamp(0.0, 1.0)).round() as usize;
                let ink = if shade > 3 { "#ffffff" } else { theme.ink.as_str() };
                Cell { words: vec![Paragraph::new(shown.get(i).map_or("", String::as_str), size, ink)], ground: Some(theme.layers[shade].clone()) }
            }
            None => plain(""),
        }));
        (high, cells)
    };
    let rows = std::iter::once((high, head)).chain(h.rows.iter().enumerate().map(row)).collect();
    shapes.table(at, &chart.alt, &Grid { widths, rows, size: 1.0, rules: (theme.rule.clone(), theme.paper.clone()) });
}
fn journey(shapes: &mut Shapes, j: &Journey, chart: &Chart, p: &Place, c: &Colours) {
    let at = middle(p);
    let size = (0.82 * p.size).min(10.0);
    let lanes: Vec<_> = j.lanes.iter().filter(|l| !l.stops.is_empty()).collect();
    let count = lanes.iter().map(|l| l.stops.len()).max().unwrap_or(0);
    let head = lanes.iter().map(|l| Cell { words: vec![Paragraph::new(&l.name, size + 1.0, c.primary).bold()], ground: None }).collect();
    let row = |i: usize| {
        let cells = lanes.iter().map(|l| {
            let Some(s) = l.stops.get(i) else { return Cell { words: vec![Paragraph::new("", size, c.soft)], ground: None } };
            let waits = if s.waits { " (waits for data)" } else { "" };
            let words = vec![
                Paragraph::new(format!("{}{waits}", s.event), size, c.ink).bold(),
                Paragraph::new(&s.when, 0.9 * size, c.soft),
                Paragraph::new(&s.action, size, c.ink).after(0.15 * size),
            ];
            Cell { words, ground: Some(c.wash.into()) }
        });
        ((at.height - 2.0 * size) / count.max(1) as f64, cells.collect())
    };
    let rows = std::iter::once((2.0 * size, head)).chain((0..count).map(row)).collect();
    let widths = vec![at.width / lanes.len().max(1) as f64; lanes.len()];
    shapes.table(at, &chart.alt, &Grid { widths, rows, size, rules: (c.primary.into(), "#ffffff".into()) });
}
