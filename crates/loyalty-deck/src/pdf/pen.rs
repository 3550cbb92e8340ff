//! What is drawn on a page: boxes and texts. Boxes are decoration; every line of a text is a marked piece of the page that the structure names.
use crate::text_metrics::{CAP, FONTS, Line, TextMetrics, Weight};
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Node, SpanTag};
use krilla::text::{Font, GlyphId, KrillaGlyph};

/// The typeface as the writer takes it.
pub struct Fonts(Vec<Font>);
impl Default for Fonts {
    fn default() -> Fonts {
        Fonts(FONTS.iter().filter_map(|f| Font::new((*f).into(), 0)).collect())
    }
}
/// Where the lines of a text are held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
}
/// How a text is set.
#[derive(Debug, Clone, Copy)]
pub struct Style<'a> {
    /// Weight of the typeface.
    pub weight: Weight,
    /// Size in points.
    pub size: f64,
    /// Room between lines, in sizes.
    pub leading: f64,
    /// `#rrggbb`.
    pub colour: &'a str,
}
/// A colour `#rrggbb`; black where it is none.
pub fn colour(hex: &str) -> rgb::Color {
    let part = |at: usize| hex.get(at..at + 2).and_then(|p| u8::from_str_radix(p, 16).ok()).unwrap_or(0);
    rgb::Color::new(part(1), part(3), part(5))
}
/// Draws on one page. Points, from the upper left corner.
pub struct Pen<'a, 's> {
    /// The page.
    pub surface: &'a mut Surface<'s>,
    metrics: &'a TextMetrics,
    fonts: &'a Fonts,
}
impl<'a, 's> Pen<'a, 's> {
    /// For a page.
    pub fn new(surface: &'a mut Surface<'s>, metrics: &'a TextMetrics, fonts: &'a Fonts) -> Pen<'a, 's> {
        Pen { surface, metrics, fonts }
    }
    /// A box of one colour, which says nothing.
    pub fn bar(&mut self, x: f64, y: f64, width: f64, height: f64, hex: &str) {
        let Some(rect) = Rect::from_xywh(x as f32, y as f32, width as f32, height as f32) else { return };
        let mut path = PathBuilder::new();
        path.push_rect(rect);
        let Some(path) = path.finish() else { return };
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
        self.ink(hex);
        self.surface.draw_path(&path);
        self.surface.end_tagged();
    }
    /// A text from this top left corner in so much room: its lines for the structure, and its height.
    pub fn text(&mut self, words: &str, style: Style, (x, y): (f64, f64), room: f64, side: Side) -> (Vec<Node>, f64) {
        let lines = self.metrics.broken(words, style.weight, room / style.size);
        let mut nodes = vec![];
        for (i, line) in lines.iter().enumerate() {
            let left = if side == Side::Right { room - line.width * style.size } else { 0.0 };
            let base = y + style.size * (CAP + i as f64 * (CAP + style.leading));
            let tag = self.surface.start_tagged(ContentTag::Span(SpanTag::empty()));
            // The blank between two lines is drawn too: who copies the text or listens to it needs it.
            self.line(line, i + 1 < lines.len(), style, (x + left, base));
            self.surface.end_tagged();
            nodes.push(Node::from(tag));
        }
        (nodes, style.size * (CAP + (lines.len() - 1) as f64 * (CAP + style.leading)))
    }
    /// A line at the foot of every page, which nobody needs to hear again.
    pub fn running(&mut self, words: &str, style: Style, at: (f64, f64), room: f64, side: Side) {
        let Some(line) = self.metrics.broken(words, style.weight, room / style.size).into_iter().next() else { return };
        let left = if side == Side::Right { room - line.width * style.size } else { 0.0 };
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
        self.line(&line, false, style, (at.0 + left, at.1 + style.size * CAP));
        self.surface.end_tagged();
    }
    fn ink(&mut self, hex: &str) {
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(Fill { paint: colour(hex).into(), ..Fill::default() }));
    }
    fn line(&mut self, line: &Line, goes_on: bool, style: Style, (x, base): (f64, f64)) {
        let Some(font) = self.fonts.0.get(style.weight as usize).cloned() else { return };
        let line = if goes_on { Line { text: format!("{} ", line.text), width: line.width } } else { line.clone() };
        let set = |g: crate::text_metrics::Glyph| KrillaGlyph::new(GlyphId::new(g.id), g.advance as f32, g.shift.0 as f32, g.shift.1 as f32, 0.0, g.text, None);
        let letters: Vec<KrillaGlyph> = self.metrics.letters(&line, style.weight).into_iter().map(set).collect();
        if letters.is_empty() {
            return;
        }
        self.ink(style.colour);
        self.surface.draw_glyphs(Point::from_xy(x as f32, base as f32), &letters, font, &line.text, style.size as f32, false);
    }
}
