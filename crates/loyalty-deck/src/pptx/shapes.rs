//! Shapes of a slide as PresentationML: text boxes, boxes, tables, frames of charts.
use std::fmt::Write;

/// Points to the format's unit.
pub fn emu(points: f64) -> i64 {
    (points * 12_700.0).round() as i64
}
/// Text safe inside XML; characters that XML cannot hold are left out.
pub fn escape(text: &str) -> String {
    let legal = |c: &char| matches!(*c, '\t' | '\n' | '\r') || (*c >= ' ' && *c != '\u{fffe}' && *c != '\u{ffff}');
    let text: String = text.chars().filter(legal).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
/// Where a shape stands, points.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}
/// A paragraph.
#[derive(Debug, Clone)]
pub struct Paragraph<'a> {
    pub text: String,
    pub size: f64,
    pub bold: bool,
    pub colour: &'a str,
    pub right: bool,
    pub bullet: bool,
    /// Room above it, points.
    pub before: f64,
}
impl<'a> Paragraph<'a> {
    /// Plain text.
    pub fn new(text: impl Into<String>, size: f64, colour: &'a str) -> Paragraph<'a> {
        Paragraph { text: text.into(), size, bold: false, colour, right: false, bullet: false, before: 0.0 }
    }
    pub fn bold(self) -> Paragraph<'a> {
        Paragraph { bold: true, ..self }
    }
    /// With room above it.
    pub fn after(self, before: f64) -> Paragraph<'a> {
        Paragraph { before, ..self }
    }
    /// Held at the right where asked.
    pub fn right(self, right: bool) -> Paragraph<'a> {
        Paragraph { right, ..self }
    }
    /// As a point of a list.
    pub fn bullet(self) -> Paragraph<'a> {
        Paragraph { bullet: true, ..self }
    }
    fn xml(&self) -> String {
        let (align, bold) = (if self.right { " algn=\"r\"" } else { "" }, if self.bold { " b=\"1\"" } else { "" });
        let hang = emu(1.1 * self.size);
        let indent = if self.bullet { format!(" marL=\"{hang}\" indent=\"-{hang}\"") } else { " marL=\"0\" indent=\"0\"".into() };
        // An empty paragraph would be as high as letters of 18 points: a blank of its own size holds the line.
        let text = if self.text.is_empty() { "\u{a0}" } else { &self.text };
        let size = (100.0 * self.size).round() as i64;
        let mark = if self.bullet { "<a:buFont typeface=\"Arial\"/><a:buChar char=\"•\"/>" } else { "<a:buNone/>" };
        format!(
            "<a:p><a:pPr{indent}{align}><a:spcBef><a:spcPts val=\"{}\"/></a:spcBef>{mark}</a:pPr><a:r><a:rPr lang=\"en-US\" sz=\"{size}\"{bold} dirty=\"0\">{}</a:rPr><a:t>{}</a:t></a:r></a:p>",
            (100.0 * self.before).round() as i64,
            fill(self.colour),
            escape(text)
        )
    }
}
/// A solid fill of a colour `#rrggbb`.
pub fn fill(colour: &str) -> String {
    format!("<a:solidFill><a:srgbClr val=\"{}\"/></a:solidFill>", colour.trim_start_matches('#'))
}
/// The shapes of a slide in the making.
#[derive(Debug, Default)]
pub struct Shapes {
    out: String,
    count: usize,
}
impl Shapes {
    /// The next shape's id; 1 is the slide's own.
    fn id(&mut self) -> usize {
        self.count += 1;
        self.count + 1
    }
    /// The slide's title.
    pub fn title(&mut self, at: Frame, words: &Paragraph) {
        let id = self.id();
        let _ = write!(
            self.out,
            "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"Title\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"title\"/></p:nvPr></p:nvSpPr><p:spPr>{}</p:spPr><p:txBody><a:bodyPr lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\" anchor=\"t\"><a:normAutofit/></a:bodyPr><a:lstStyle/>{}</p:txBody></p:sp>",
            place(at),
            words.xml()
        );
    }
    /// The slide's number, kept by the program that shows it.
    pub fn number(&mut self, at: Frame, number: usize, size: f64, colour: &str) {
        let id = self.id();
        let _ = write!(
            self.out,
            "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"Slide number\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"sldNum\" sz=\"quarter\" idx=\"12\"/></p:nvPr></p:nvSpPr><p:spPr>{}</p:spPr><p:txBody><a:bodyPr lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\"/><a:lstStyle/><a:p><a:pPr algn=\"r\"/><a:fld id=\"{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}\" type=\"slidenum\"><a:rPr lang=\"en-US\" sz=\"{}\" b=\"1\">{}</a:rPr><a:t>{number}</a:t></a:fld></a:p></p:txBody></p:sp>",
            place(at),
            (100.0 * size) as i64,
            fill(colour)
        );
    }
    /// Paragraphs in a box; `ground` paints it; `inset` is the room inside it; at its bottom where `low`.
    pub fn words(&mut self, name: &str, at: Frame, words: &[Paragraph], ground: Option<&str>, inset: f64, low: bool) {
        let id = self.id();
        let (ground, inset) = (ground.map_or("<a:noFill/>".into(), fill), emu(inset));
        let all: String = words.iter().map(Paragraph::xml).collect();
        let anchor = if low { "b" } else { "t" };
        let _ = write!(
            self.out,
            "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"{name}\"/><p:cNvSpPr txBox=\"1\"/><p:nvPr/></p:nvSpPr><p:spPr>{}<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>{ground}</p:spPr><p:txBody><a:bodyPr wrap=\"square\" lIns=\"{inset}\" tIns=\"{inset}\" rIns=\"{inset}\" bIns=\"{inset}\" anchor=\"{anchor}\"><a:noAutofit/></a:bodyPr><a:lstStyle/>{all}</p:txBody></p:sp>",
            place(at)
        );
    }
    /// A painted box without words: bars and rules.
    pub fn bar(&mut self, at: Frame, colour: &str) {
        let id = self.id();
        let _ = write!(
            self.out,
            "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"Bar\"/><p:cNvSpPr/><p:nvPr userDrawn=\"1\"/></p:nvSpPr><p:spPr>{}<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>{}<a:ln><a:noFill/></a:ln></p:spPr></p:sp>",
            place(at),
            fill(colour)
        );
    }
    /// The logo.
    pub fn picture(&mut self, at: Frame, relation: &str, alt: &str) {
        let id = self.id();
        let _ = write!(
            self.out,
            "<p:pic><p:nvPicPr><p:cNvPr id=\"{id}\" name=\"Logo\" descr=\"{}\"/><p:cNvPicPr><a:picLocks noChangeAspect=\"1\"/></p:cNvPicPr><p:nvPr/></p:nvPicPr><p:blipFill><a:blip r:embed=\"{relation}\"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr>{}<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr></p:pic>",
            escape(alt),
            place(at)
        );
    }
    /// A chart's frame.
    pub fn chart(&mut self, at: Frame, relation: &str, alt: &str) {
        let body = format!("<c:chart xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" r:id=\"{relation}\"/>");
        self.graphic("Chart", at, alt, "http://schemas.openxmlformats.org/drawingml/2006/chart", &body);
    }
    pub fn table(&mut self, at: Frame, alt: &str, grid: &Grid) {
        self.graphic("Table", at, alt, "http://schemas.openxmlformats.org/drawingml/2006/table", &grid.xml());
    }
    fn graphic(&mut self, name: &str, at: Frame, alt: &str, uri: &str, body: &str) {
        let id = self.id();
        let _ = write!(
            self.out,
            "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"{id}\" name=\"{name} {id}\" descr=\"{}\"/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp=\"1\"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr><p:xfrm>{}</p:xfrm><a:graphic><a:graphicData uri=\"{uri}\">{body}</a:graphicData></a:graphic></p:graphicFrame>",
            escape(alt),
            corner(at)
        );
    }
    pub fn slide(&self) -> String {
        format!(
            "<p:sld xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>{}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>",
            self.out
        )
    }
}
fn corner(at: Frame) -> String {
    format!("<a:off x=\"{}\" y=\"{}\"/><a:ext cx=\"{}\" cy=\"{}\"/>", emu(at.x), emu(at.y), emu(at.width.max(0.0)), emu(at.height.max(0.0)))
}
fn place(at: Frame) -> String {
    format!("<a:xfrm>{}</a:xfrm>", corner(at))
}
#[derive(Debug, Clone)]
pub struct Cell<'a> {
    pub words: Vec<Paragraph<'a>>,
    pub ground: Option<String>,
}
/// A table: column widths and rows, each with its height, points.
#[derive(Debug, Clone)]
pub struct Grid<'a> {
    pub widths: Vec<f64>,
    /// Rows; the first is the head.
    pub rows: Vec<(f64, Vec<Cell<'a>>)>,
    /// Size of text, of which the room inside cells follows.
    pub size: f64,
    /// Rule below the head, and below each row.
    pub rules: (String, String),
}
impl Grid<'_> {
    fn xml(&self) -> String {
        let columns: String = self.widths.iter().map(|w| format!("<a:gridCol w=\"{}\"/>", emu(*w))).collect();
        let rows: String = self.rows.iter().enumerate().map(|(r, (height, cells))| self.row(r, *height, cells)).collect();
        format!("<a:tbl><a:tblPr firstRow=\"1\"/><a:tblGrid>{columns}</a:tblGrid>{rows}</a:tbl>")
    }
    fn row(&self, r: usize, height: f64, cells: &[Cell]) -> String {
        let cells: String = cells.iter().enumerate().map(|(i, c)| self.cell(r, i, c)).collect();
        format!("<a:tr h=\"{}\">{cells}</a:tr>", emu(height))
    }
    fn cell(&self, r: usize, i: usize, cell: &Cell) -> String {
        let last = i + 1 == self.widths.len();
        let (left, right) = (if i == 0 { 0.0 } else { 0.55 * self.size }, if last { 0.0 } else { 0.55 * self.size });
        let (rule, width) = if r == 0 { (&self.rules.0, 12_700) } else { (&self.rules.1, 6_350) };
        let none = |side: &str| format!("<a:{side} w=\"0\"><a:noFill/></a:{side}>");
        let words: String = cell.words.iter().map(Paragraph::xml).collect();
        let up = emu(0.2 * self.size);
        format!(
            "<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{words}</a:txBody><a:tcPr marL=\"{}\" marR=\"{}\" marT=\"{up}\" marB=\"{up}\"{}>{}{}{}<a:lnB w=\"{width}\">{}</a:lnB>{}</a:tcPr></a:tc>",
            emu(left),
            emu(right),
            if r == 0 { " anchor=\"b\"" } else { "" },
            none("lnL"),
            none("lnR"),
            none("lnT"),
            fill(rule),
            cell.ground.as_deref().map_or("<a:noFill/>".into(), fill)
        )
    }
}
