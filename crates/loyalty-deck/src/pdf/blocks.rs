//! The blocks of a page, each as the structure names it: figures and texts are paragraphs, points a list, tables tables, charts figures with words for
//! who cannot see them. Where things stand is told by the place; cap heights, leadings and gaps are those of `block`.
use super::looks::Looks;
use super::pen::{Pen, Side, Style};
use crate::block::{self, ABOVE, AROUND, BESIDE, BETWEEN_FIGURES, CELLS, DOT, HEADED, LISTED, NOTE, PAD, WARNED};
use crate::sheet::Place;
use crate::text_metrics::{CAP, LEADING, Weight};
use krilla::geom::Rect;
use krilla::tagging::{BBox, ContentTag, ListNumbering, Node, Placement, TableHeaderScope, Tag, TagGroup, TagKind};
use loyalty_exports::charts::{self, Chart};
use loyalty_exports::story::{Block, Figure};
use loyalty_exports::tables::Table;

/// Ink of texts, of notes, of lines, of grounds, of warnings and their ground.
pub const INK: &str = "#17202a";
pub const SOFT: &str = "#52606d";
pub const RULE: &str = "#d5dce2";
pub const WASH: &str = "#f4f6f8";
pub const WARN: &str = "#b3261e";
const WARN_WASH: &str = "#fdf1ef";
/// Width of the bar beside figures and warnings.
const BAR: f64 = 3.0;

/// A page that is being drawn: its pen, its number from 0, and how content was moved if it had to be made smaller.
pub struct Drawing<'a, 'p, 's> {
    /// What all pages share.
    pub looks: &'a Looks<'a>,
    pub pen: &'a mut Pen<'p, 's>,
    /// Position of the page.
    pub page: usize,
    /// From where content stands to where it is seen: scale and the top that holds still.
    pub seen: (f64, f64),
}
fn group(tag: impl Into<TagKind>, children: Vec<Node>) -> Node {
    Node::Group(TagGroup::with_children(tag, children))
}
impl Drawing<'_, '_, '_> {
    /// Draws a block where it stands, and says what it is.
    pub fn block(&mut self, block: &Block, p: &Place) -> Vec<Node> {
        match block {
            Block::Figures(all) => self.figures(all, p),
            Block::Text(text) => vec![self.paragraph(text, (p.x, p.y), p.width, plain(p.size)).0],
            Block::Warning(text) => vec![self.warning(text, p)],
            Block::List(items) => self.list(items, p),
            Block::Table(t) => self.table(t, p),
            Block::Chart(c) => self.chart(c, p),
            Block::Columns(_) => vec![],
        }
    }
    /// A paragraph, and its height.
    fn paragraph(&mut self, words: &str, at: (f64, f64), room: f64, style: Style) -> (Node, f64) {
        let (lines, height) = self.pen.text(words, style, at, room, Side::Left);
        (group(Tag::P, lines), height)
    }
    fn figures(&mut self, all: &[Figure], p: &Place) -> Vec<Node> {
        let primary = self.looks.imprint.brand.primary.clone();
        let each = block::figure_width(all.len(), p.width);
        let room = block::figure_room(each, p.size);
        let mut nodes = vec![];
        for (i, f) in all.iter().enumerate() {
            let x = p.x + i as f64 * (each + BETWEEN_FIGURES);
            self.pen.bar(x, p.y, each, p.height, WASH);
            self.pen.bar(x, p.y, BAR, p.height, &primary);
            let (left, mut y) = (x + PAD * p.size + BAR, p.y + PAD * p.size);
            let value = p.values.get(i).copied().unwrap_or(p.size);
            let parts = [
                (f.value.as_str(), Style { weight: Weight::Bold, size: value, colour: &primary, ..plain(p.size) }, room * block::VALUE_ROOM),
                (f.label.as_str(), Style { weight: Weight::SemiBold, ..plain(p.size) }, room),
                (f.note.as_str(), note(p.size), room),
            ];
            for (words, style, room) in parts.into_iter().filter(|(words, ..)| !words.is_empty()) {
                let (node, height) = self.paragraph(words, (left, y), room, style);
                nodes.push(node);
                y += height + ABOVE * p.size;
            }
        }
        nodes
    }
    fn warning(&mut self, text: &str, p: &Place) -> Node {
        self.pen.bar(p.x, p.y, p.width, p.height, WARN_WASH);
        self.pen.bar(p.x, p.y, BAR, p.height, WARN);
        let (x, y) = (p.x + WARNED.0 * p.size, p.y + WARNED.1 * p.size);
        self.paragraph(text, (x, y), p.width - 2.0 * WARNED.0 * p.size, plain(p.size)).0
    }
    fn list(&mut self, items: &[String], p: &Place) -> Vec<Node> {
        let primary = self.looks.imprint.brand.primary.clone();
        let indent = block::indent(self.looks.metrics, p.size);
        let (mut y, mut out) = (p.y, vec![]);
        for item in items.iter().skip(p.from).take(p.count) {
            let (dot, _) = self.pen.text(DOT, Style { colour: &primary, ..plain(p.size) }, (p.x, y), indent, Side::Left);
            let (lines, height) = self.pen.text(item, plain(p.size), (p.x + indent, y), p.width - indent, Side::Left);
            out.push(group(Tag::LI, vec![group(Tag::Lbl, dot), group(Tag::LBody, lines)]));
            y += height + LISTED * p.size;
        }
        let list = group(Tag::L(ListNumbering::Disc), out);
        std::iter::once(list).chain(self.below(&p.more, p)).collect()
    }
    /// Title and note above a table or a chart.
    fn above(&mut self, title: &str, words: &str, p: &Place) -> Vec<Node> {
        let (mut y, mut nodes) = (p.y, vec![]);
        let parts = [(title, Style { weight: Weight::SemiBold, ..plain(p.size) }), (words, note(p.size))];
        for (words, style) in parts.into_iter().filter(|(words, _)| !words.is_empty()) {
            let (node, height) = self.paragraph(words, (p.x, y), p.width, style);
            nodes.push(node);
            y += height + HEADED * p.size;
        }
        nodes
    }
    /// What is said below a block.
    fn below(&mut self, words: &str, p: &Place) -> Option<Node> {
        let y = p.y + p.height - p.below + HEADED * p.size;
        (!words.is_empty()).then(|| self.paragraph(words, (p.x, y), p.width, note(p.size)).0)
    }
    fn table(&mut self, t: &Table, p: &Place) -> Vec<Node> {
        let mut nodes = self.above(t.title, &t.note, p);
        let primary = self.looks.imprint.brand.primary.clone();
        let mut y = p.y + p.above;
        let head: Vec<String> = t.head.iter().map(|h| h.trim_start_matches('#').to_string()).collect();
        let high = |r: usize| p.heights.get(r).copied().unwrap_or(0.0);
        let top = self.row(t, &head, p, (y, high(0)), true);
        y += high(0);
        self.pen.bar(p.x, y - 0.5, p.width, 1.0, &primary);
        let mut rows = vec![];
        for (r, cells) in t.rows.iter().skip(p.from).take(p.count).enumerate() {
            rows.push(self.row(t, cells, p, (y, high(r + 1)), false));
            y += high(r + 1);
            self.pen.bar(p.x, y - 0.25, p.width, 0.5, RULE);
        }
        nodes.push(group(Tag::Table, vec![group(Tag::THead, vec![top]), group(Tag::TBody, rows)]));
        nodes.extend(self.below(&p.more, p));
        nodes
    }
    /// A row from this top, so high. Heads stand at the bottom of theirs.
    fn row(&mut self, t: &Table, cells: &[String], p: &Place, (y, high): (f64, f64), head: bool) -> Node {
        let small = CELLS * p.size;
        let last = p.widths.len().saturating_sub(1);
        let mut x = p.x;
        let mut nodes = vec![];
        for (i, words) in cells.iter().enumerate().take(last + 1) {
            let number = t.head.get(i).is_some_and(|h| h.starts_with('#'));
            let style =
                Style { weight: if head { Weight::SemiBold } else { Weight::Regular }, size: small, leading: LEADING.1, colour: if head { SOFT } else { INK } };
            let words = if head { words.as_str().into() } else { block::cell(t, i, words) };
            let before = if i == 0 { 0.0 } else { BESIDE * small };
            let after = if i == last { 0.0 } else { BESIDE * small };
            let room = p.widths[i] - before - after;
            let height = self.looks.metrics.height(&words, style.weight, small, room, style.leading).max(CAP * small);
            let top = if head { y + high - AROUND / 2.0 * small - height } else { y + AROUND / 2.0 * small };
            let (lines, _) = self.pen.text(&words, style, (x + before, top), room, if number { Side::Right } else { Side::Left });
            // No paragraph inside a cell: a deck has thousands of cells, and each element is bytes in the file.
            nodes.push(if head { group(Tag::TH(TableHeaderScope::Column), lines) } else { group(Tag::TD, lines) });
            x += p.widths[i];
        }
        group(Tag::TR, nodes)
    }
    fn chart(&mut self, c: &Chart, p: &Place) -> Vec<Node> {
        let mut nodes = self.above(&c.title, "", p);
        let svg = charts::svg_in(c, &self.looks.theme, p.frame.0, p.frame.1);
        if let Some(picture) = self.looks.pictures.svg(svg.as_bytes()) {
            let (x, y) = (p.x, p.y + p.above);
            let size = (p.width, p.width / picture.shape());
            let alt = if c.alt.is_empty() { c.title.clone() } else { c.alt.clone() };
            let tag = self.pen.surface.start_tagged(ContentTag::Other);
            picture.draw(self.pen.surface, (x, y), size);
            self.pen.surface.end_tagged();
            nodes.push(figure(alt, self.page, self.seen_at(x, y, size), tag.into()));
        }
        nodes.extend(self.below(&c.note, p));
        nodes
    }
    /// Where a box is seen.
    fn seen_at(&self, x: f64, y: f64, (width, height): (f64, f64)) -> Option<Rect> {
        let (scale, top) = self.seen;
        Rect::from_xywh((x * scale) as f32, (top + (y - top) * scale) as f32, (width * scale) as f32, (height * scale) as f32)
    }
}
/// A picture with its words.
pub fn figure(alt: String, page: usize, place: Option<Rect>, content: Node) -> Node {
    group(Tag::Figure(Some(alt)).with_placement(Some(Placement::Block)).with_bbox(place.map(|r| BBox::new(page, r))), vec![content])
}
/// Text of a page.
pub fn plain(size: f64) -> Style<'static> {
    Style { weight: Weight::Regular, size, leading: LEADING.0, colour: INK }
}
fn note(size: f64) -> Style<'static> {
    Style { size: NOTE * size, colour: SOFT, ..plain(size) }
}
