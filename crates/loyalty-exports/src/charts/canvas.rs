//! Writes plain SVG: shapes with their colours as attributes, and class names by which a page may restyle them.
use super::theme::{Paint, Theme};
use std::fmt::Write;

/// Font size of every text that is not a heading.
pub const SIZE: f64 = 12.0;
/// From one line of text to the next.
pub const LEADING: f64 = 15.0;

/// Where a text is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}
/// A picture in the making.
pub struct Canvas<'a> {
    out: String,
    theme: &'a Theme,
    id: &'a str,
    hatched: bool,
}
/// Text safe inside SVG and HTML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
/// A number without needless digits.
fn n(v: f64) -> String {
    let text = format!("{v:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_string)
}
impl<'a> Canvas<'a> {
    /// An empty picture.
    pub fn new(theme: &'a Theme, id: &'a str) -> Canvas<'a> {
        Canvas { out: String::new(), theme, id, hatched: false }
    }
    /// A filled box.
    pub fn rect(&mut self, x: f64, y: f64, width: f64, height: f64, paint: Paint) {
        let (w, h) = (width.max(0.0), height.max(0.0));
        let colour = self.theme.colour(paint);
        let _ =
            write!(self.out, "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{colour}\" class=\"fill-{}\"/>", n(x), n(y), n(w), n(h), paint.word());
    }
    /// A box with round corners and an edge.
    pub fn card(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), ground: Paint, edge: Paint, dashed: bool) {
        let dash = if dashed { " stroke-dasharray=\"4 3\"" } else { "" };
        let _ = write!(
            self.out,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"4\" fill=\"{}\" stroke=\"{}\"{dash} class=\"fill-{} line-{}\"/>",
            n(x),
            n(y),
            n(width),
            n(height),
            self.theme.colour(ground),
            self.theme.colour(edge),
            ground.word(),
            edge.word()
        );
    }
    /// Hatching over a box: the cue beside the colour.
    pub fn hatch(&mut self, x: f64, y: f64, width: f64, height: f64) {
        self.hatched = true;
        let (w, h) = (width.max(0.0), height.max(0.0));
        let _ = write!(self.out, "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"url(#{}-hatch)\"/>", n(x), n(y), n(w), n(h), self.id);
    }
    /// A straight line.
    pub fn line(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64), paint: Paint, width: f64, dash: &str) {
        let dash = if dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dash}\"") };
        let _ = write!(
            self.out,
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"{}\" stroke-width=\"{}\"{dash} class=\"line-{}\"/>",
            n(x1),
            n(y1),
            n(x2),
            n(y2),
            self.theme.colour(paint),
            n(width),
            paint.word()
        );
    }
    /// A line through points.
    pub fn polyline(&mut self, points: &[(f64, f64)], paint: Paint, width: f64, dash: &str) {
        let dash = if dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dash}\"") };
        let _ = write!(
            self.out,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\" stroke-linejoin=\"round\"{dash} class=\"line-{}\"/>",
            joined(points),
            self.theme.colour(paint),
            n(width),
            paint.word()
        );
    }
    /// A filled area.
    pub fn polygon(&mut self, points: &[(f64, f64)], paint: Paint) {
        let _ = write!(self.out, "<polygon points=\"{}\" fill=\"{}\" class=\"fill-{}\"/>", joined(points), self.theme.colour(paint), paint.word());
    }
    /// A curve with an arrow head at its end.
    pub fn arrow(&mut self, from: (f64, f64), to: (f64, f64), paint: Paint) {
        let bend = ((to.0 - from.0) / 2.0).max(12.0);
        let _ = write!(
            self.out,
            "<path d=\"M{} {}C{} {} {} {} {} {}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.2\" class=\"line-{}\"/>",
            n(from.0),
            n(from.1),
            n(from.0 + bend),
            n(from.1),
            n(to.0 - bend),
            n(to.1),
            n(to.0 - 4.0),
            n(to.1),
            self.theme.colour(paint),
            paint.word()
        );
        self.polygon(&[(to.0, to.1), (to.0 - 6.0, to.1 - 3.5), (to.0 - 6.0, to.1 + 3.5)], paint);
    }
    /// A text on its base line.
    pub fn text(&mut self, x: f64, y: f64, text: &str, anchor: Anchor, paint: Paint) {
        self.styled(x, y, text, anchor, paint, SIZE, false);
    }
    /// A text of an axis: a round figure, a period, an edge. It is no figure of the plan, and its class says so.
    pub fn tick(&mut self, x: f64, y: f64, text: &str, anchor: Anchor) {
        let at = self.out.len();
        self.text(x, y, text, anchor, Paint::Soft);
        if let Some(class) = self.out[at..].find("class=\"") {
            self.out.insert_str(at + class + "class=\"".len(), "tick ");
        }
    }
    /// A text that weighs more.
    pub fn strong(&mut self, x: f64, y: f64, text: &str, anchor: Anchor, paint: Paint) {
        self.styled(x, y, text, anchor, paint, SIZE, true);
    }
    /// A text of this size.
    #[allow(clippy::too_many_arguments)]
    pub fn styled(&mut self, x: f64, y: f64, text: &str, anchor: Anchor, paint: Paint, size: f64, bold: bool) {
        let held = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let size = if size == SIZE { String::new() } else { format!(" font-size=\"{}\"", n(size)) };
        let weight = if bold { " font-weight=\"bold\"" } else { "" };
        let _ = write!(
            self.out,
            "<text x=\"{}\" y=\"{}\"{held}{size}{weight} fill=\"{}\" class=\"fill-{}\">{}</text>",
            n(x),
            n(y),
            self.theme.colour(paint),
            paint.word(),
            escape(text)
        );
    }
    /// The whole, read as one picture by its alternative text.
    pub fn finish(self, width: f64, height: f64, alt: &str) -> String {
        let hatch = if self.hatched {
            format!(
                "<defs><pattern id=\"{}-hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"2\" height=\"6\" fill=\"{}\" class=\"fill-paper\"/></pattern></defs>",
                self.id, self.theme.paper
            )
        } else {
            String::new()
        };
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" role=\"img\" aria-label=\"{}\" font-family=\"sans-serif\" font-size=\"{SIZE}\">{hatch}{}</svg>",
            escape(alt),
            self.out,
            w = n(width),
            h = n(height)
        )
    }
}
fn joined(points: &[(f64, f64)]) -> String {
    points.iter().map(|(x, y)| format!("{},{}", n(*x), n(*y))).collect::<Vec<_>>().join(" ")
}
