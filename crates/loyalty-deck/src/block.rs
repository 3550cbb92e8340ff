//! How high each block is at a size of text, and where its parts stand. The PDF draws by the same rules; a test reads positions out of it and holds the two together.
use crate::sheet::Place;
use crate::text_metrics::{CAP, LEADING, TextMetrics, Weight};
use loyalty_exports::charts::{self, Chart, ChartKind, Theme};
use loyalty_exports::story::{Block, Figure};
use loyalty_exports::tables::Table;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;

/// Text of notes, of tables, of charts, each as part of the page's text.
pub const NOTE: f64 = 0.86;
/// Text of tables.
pub const CELLS: f64 = 0.9;
/// Text of charts.
pub const DRAWN: f64 = 0.82;
/// A chart may be this much narrower than its own shape before its text gets smaller.
const NARROWEST: f64 = 0.6;
/// Between a heading and what it heads.
pub const HEADED: f64 = 0.5;
/// Room beside a cell's words where another column is, and above and below them.
pub const BESIDE: f64 = 0.55;
/// Above and below a cell's words together.
pub const AROUND: f64 = 0.84;
/// Inside the box of a figure, and above its label and its note.
pub const PAD: f64 = 0.8;
/// Above the label and the note of a figure.
pub const ABOVE: f64 = 0.7;
/// Inside the box of a warning: beside its words, and above and below them.
pub const WARNED: (f64, f64) = (0.9, 0.65);
/// The mark before a point of a list, the room behind it, and between points.
pub const DOT: &str = "•";
const BEHIND_DOT: f64 = 0.6;
/// Between the points of a list.
pub const LISTED: f64 = 0.55;
/// A figure's large number may be this much wider than its room, for it was made to fill it.
pub const VALUE_ROOM: f64 = 1.01;
/// A longer text wraps: it claims no more than this, in widths of the font.
const LONGEST: f64 = 36.0;
/// Cells of numbers shorter than this are not broken.
const HELD: usize = 22;
/// Room between figures.
pub const BETWEEN_FIGURES: f64 = 14.0;
/// Room between columns.
pub const BETWEEN_COLUMNS: f64 = 26.0;

/// Width of one of so many figures side by side.
pub fn figure_width(count: usize, width: f64) -> f64 {
    let count = count.max(1) as f64;
    (width - BETWEEN_FIGURES * (count - 1.0)) / count
}
/// Room for words in a figure of this width.
pub fn figure_room(width: f64, size: f64) -> f64 {
    width - 2.0 * PAD * size - 3.0
}
/// Where the words of a list's point begin.
pub fn indent(metrics: &TextMetrics, size: f64) -> f64 {
    size * (metrics.width(DOT, Weight::Regular) + BEHIND_DOT)
}

/// Which rows of a block are shown, and what is said of the rest.
#[derive(Debug, Clone, Default)]
pub struct Part {
    /// First.
    pub from: usize,
    /// How many.
    pub count: usize,
    /// Of the rest.
    pub more: String,
}
/// A cell as set: in a column of numbers its blanks hold, unless it is a sentence.
pub fn cell<'t>(table: &Table, column: usize, text: &'t str) -> Cow<'t, str> {
    let number = table.head.get(column).is_some_and(|h| h.starts_with('#'));
    if number && text.contains(' ') && text.chars().count() < HELD { Cow::Owned(text.replace(' ', "\u{a0}")) } else { Cow::Borrowed(text) }
}
/// Measures blocks.
pub struct Blocks<'a> {
    /// Widths of letters.
    pub metrics: &'a TextMetrics,
    theme: &'a Theme,
    charts: RefCell<HashMap<(usize, u64, u64), f64>>,
}
/// Rows that a block can be divided at.
pub fn rows(block: &Block) -> usize {
    match block {
        Block::Table(t) => t.rows.len(),
        Block::List(items) => items.len(),
        _ => 0,
    }
}
impl<'a> Blocks<'a> {
    /// Of a look.
    pub fn new(metrics: &'a TextMetrics, theme: &'a Theme) -> Blocks<'a> {
        Blocks { metrics, theme, charts: RefCell::default() }
    }
    /// The block at this width and size; charts at this share of their own height. Place and path are the caller's.
    pub fn place(&self, block: &Block, part: &Part, width: f64, size: f64, share: f64) -> Place {
        let p = Place { width, size, from: part.from, count: part.count, more: part.more.clone(), ..Place::default() };
        match block {
            Block::Figures(all) => self.figures(all, p),
            Block::Text(t) => Place { height: self.plain(t, size, width), ..p },
            Block::Warning(t) => Place { height: self.plain(t, size, width - 2.0 * WARNED.0 * size) + 2.0 * WARNED.1 * size, ..p },
            Block::List(items) => self.list(items, p),
            Block::Table(t) => self.table(t, p),
            Block::Chart(c) => self.chart(c, p, share),
            Block::Columns(_) => p,
        }
    }
    fn plain(&self, text: &str, size: f64, width: f64) -> f64 {
        self.metrics.height(text, Weight::Regular, size, width, LEADING.0)
    }
    /// A line below the block, with the room above it; nothing where nothing is said.
    fn said(&self, words: &str, size: f64, width: f64) -> f64 {
        if words.is_empty() { 0.0 } else { HEADED * size + self.plain(words, NOTE * size, width) }
    }
    fn figures(&self, all: &[Figure], mut p: Place) -> Place {
        let room = figure_room(figure_width(all.len(), p.width), p.size);
        let value = |f: &Figure| (2.15 * p.size).min(room / self.metrics.width(&f.value, Weight::Bold)).max(0.9 * p.size);
        p.values = all.iter().map(value).collect();
        let high = |(f, value): (&Figure, &f64)| {
            let note = if f.note.is_empty() { 0.0 } else { ABOVE * p.size + self.plain(&f.note, NOTE * p.size, room) };
            let label = self.metrics.height(&f.label, Weight::SemiBold, p.size, room, LEADING.0);
            self.metrics.height(&f.value, Weight::Bold, *value, room * VALUE_ROOM, LEADING.0) + ABOVE * p.size + label + note
        };
        p.height = all.iter().zip(&p.values).map(high).fold(0.0, f64::max) + 2.0 * PAD * p.size;
        p
    }
    fn list(&self, items: &[String], mut p: Place) -> Place {
        let room = p.width - indent(self.metrics, p.size);
        let shown = items.iter().skip(p.from).take(p.count);
        let all: f64 = shown.map(|i| self.plain(i, p.size, room)).sum();
        p.below = self.said(&p.more, p.size, p.width);
        p.height = all + LISTED * p.size * (p.count.max(1) - 1) as f64 + p.below;
        p
    }
    fn table(&self, t: &Table, mut p: Place) -> Place {
        let small = CELLS * p.size;
        p.above = self.headed(t.title, &t.note, p.size, p.width);
        p.below = self.said(&p.more, p.size, p.width);
        let (widths, tight) = self.divide(t, p.width / small);
        p.widths = widths.iter().map(|w| w * small).collect();
        p.tight = tight;
        let last = p.widths.len().saturating_sub(1);
        let inside = |i: usize| p.widths[i] - small * (if i == 0 { 0.0 } else { BESIDE } + if i == last { 0.0 } else { BESIDE });
        let row = |cells: &[String], weight: Weight| {
            let each = cells.iter().enumerate().take(last + 1);
            let set = |(i, c): (usize, &String)| {
                let words = if weight == Weight::Regular { cell(t, i, c) } else { Cow::Borrowed(c.trim_start_matches('#')) };
                self.metrics.height(&words, weight, small, inside(i), LEADING.1)
            };
            let high = each.map(set).fold(CAP * small, f64::max);
            high + AROUND * small
        };
        p.heights = std::iter::once(row(&t.head, Weight::SemiBold)).collect();
        p.heights.extend(t.rows.iter().skip(p.from).take(p.count).map(|r| row(r, Weight::Regular)));
        p.height = p.above + p.heights.iter().sum::<f64>() + p.below;
        p
    }
    /// Title and note above a table or chart, with the room below them.
    fn headed(&self, title: &str, note: &str, size: f64, width: f64) -> f64 {
        let title = if title.is_empty() { 0.0 } else { self.metrics.height(title, Weight::SemiBold, size, width, LEADING.0) + HEADED * size };
        let note = if note.is_empty() { 0.0 } else { self.plain(note, NOTE * size, width) + HEADED * size };
        title + note
    }
    /// Widths of columns in so much room, at size 1: first what tears no word, then what wraps no
    /// line; true where words are torn nevertheless.
    fn divide(&self, t: &Table, room: f64) -> (Vec<f64>, bool) {
        let last = t.head.len().saturating_sub(1);
        let need = |i: usize| {
            let beside = if i == 0 { 0.0 } else { BESIDE } + if i == last { 0.0 } else { BESIDE } + 0.02;
            let heading = t.head[i].trim_start_matches('#');
            let cells = || t.rows.iter().filter_map(|r| r.get(i)).map(|c| cell(t, i, c));
            let least = cells().map(|c| self.metrics.longest_word(&c, Weight::Regular)).fold(self.metrics.longest_word(heading, Weight::SemiBold), f64::max);
            // A heading may stand in two lines before it claims room of its own.
            let wish = cells().map(|c| self.metrics.width(&c, Weight::Regular)).fold(0.6 * self.metrics.width(heading, Weight::SemiBold), f64::max);
            (beside + least, beside + wish.min(LONGEST).max(least))
        };
        let needs: Vec<(f64, f64)> = (0..t.head.len()).map(need).collect();
        let (least, wish) = needs.iter().fold((0.0, 0.0), |(l, w), n| (l + n.0, w + n.1));
        let width = |(l, w): &(f64, f64)| {
            if room >= wish {
                w * room / wish
            } else if room > least {
                l + (w - l) * (room - least) / (wish - least)
            } else {
                l * room / least
            }
        };
        (needs.iter().map(width).collect(), room < least)
    }
    fn chart(&self, c: &Chart, mut p: Place, share: f64) -> Place {
        p.above = self.headed(&c.title, "", p.size, p.width);
        p.below = self.said(&c.note, p.size, p.width);
        // What lies in rows of a fixed height does not grow with its frame.
        let share =
            if matches!(c.kind, ChartKind::HeatMap(_) | ChartKind::Journey(_) | ChartKind::Graph(_) | ChartKind::Lives(_)) { share.min(1.0) } else { share };
        let (own, high) = c.size();
        // Its text has 12 units; drawn, it has a part of the page's, less where the frame is far too narrow for its own shape.
        let units = (NARROWEST * own).max(12.0 * p.width / (DRAWN * p.size)).round();
        p.frame = (units, (high * share / 10.0).round() * 10.0);
        p.height = p.above + p.width * self.shape(c, p.frame) + p.below;
        p
    }
    /// Height ÷ width of the picture in that frame: what cannot fit makes it larger.
    fn shape(&self, c: &Chart, frame: (f64, f64)) -> f64 {
        let key = (std::ptr::from_ref(c) as usize, frame.0 as u64, frame.1 as u64);
        if let Some(known) = self.charts.borrow().get(&key) {
            return *known;
        }
        let picture = charts::svg_in(c, self.theme, frame.0, frame.1);
        let shape = view_box(&picture).map_or(frame.1 / frame.0, |(w, h)| h / w);
        self.charts.borrow_mut().insert(key, shape);
        shape
    }
}
/// Width and height of an SVG, by its view box.
fn view_box(svg: &str) -> Option<(f64, f64)> {
    let inside = svg.split_once("viewBox=\"")?.1.split_once('"')?.0;
    let all: Vec<f64> = inside.split_whitespace().filter_map(|n| n.parse().ok()).collect();
    let [_, _, w, h] = all[..] else { return None };
    (w > 0.0 && h > 0.0).then_some((w, h))
}
