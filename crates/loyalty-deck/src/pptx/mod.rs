//! The deck as PPTX: each page of the PDF as a slide, every block in the same place, its text editable, tables as tables, charts as
//! PowerPoint's own where it has such a chart. Written as plain PresentationML (ECMA-376): DECISIONS.md says why no crate writes it.
mod blocks;
mod chart_part;
mod frame;
mod logo;
mod native;
mod package;
mod shapes;

use crate::find;
use crate::imprint::Imprint;
use crate::sheet::{PAGE, SIDE, Sheet, WIDTH};
use loyalty_exports::charts::Theme;
use loyalty_exports::deliverable::ExportError;
use loyalty_exports::story::Story;
use package::{OFFICE, Package};
use shapes::{Frame, Paragraph, Shapes};

const TYPES: &str = "application/vnd.openxmlformats-officedocument.presentationml";

/// Colours of a page.
#[derive(Debug, Clone, Copy)]
pub struct Colours<'a> {
    ink: &'a str,
    soft: &'a str,
    rule: &'a str,
    wash: &'a str,
    warn: &'a str,
    primary: &'a str,
    accent: &'a str,
}
/// The file.
///
/// # Errors
/// A part too large for the format.
pub fn bytes(story: &Story, sheets: &[Sheet], imprint: &Imprint) -> Result<Vec<u8>, ExportError> {
    let mut p = Package::default();
    p.relate("", &format!("{OFFICE}/officeDocument"), "ppt/presentation.xml");
    p.relate("", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml");
    p.relate("", &format!("{OFFICE}/extended-properties"), "docProps/app.xml");
    let core = frame::core(&story.title, imprint);
    p.xml("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml", &core);
    p.xml("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml", &frame::app(sheets.len()));
    let main = "ppt/presentation.xml";
    let master = p.relate(main, &format!("{OFFICE}/slideMaster"), "slideMasters/slideMaster1.xml");
    p.relate(main, &format!("{OFFICE}/theme"), "theme/theme1.xml");
    let ids: Vec<String> = (1..=sheets.len()).map(|i| p.relate(main, &format!("{OFFICE}/slide"), &format!("slides/slide{i}.xml"))).collect();
    p.xml(main, &format!("{TYPES}.presentation.main+xml"), &frame::presentation(&master, &ids));
    p.xml("ppt/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml", &frame::theme(imprint));
    let of_master = "ppt/slideMasters/slideMaster1.xml";
    let layout = p.relate(of_master, &format!("{OFFICE}/slideLayout"), "../slideLayouts/slideLayout1.xml");
    p.relate(of_master, &format!("{OFFICE}/theme"), "../theme/theme1.xml");
    p.xml(of_master, &format!("{TYPES}.slideMaster+xml"), &frame::master(&layout));
    p.relate("ppt/slideLayouts/slideLayout1.xml", &format!("{OFFICE}/slideMaster"), "../slideMasters/slideMaster1.xml");
    p.xml("ppt/slideLayouts/slideLayout1.xml", &format!("{TYPES}.slideLayout+xml"), &frame::layout());
    let logo = imprint.brand.logo.as_ref().and_then(logo::png);
    let shape = logo.as_ref().map(|(_, shape)| *shape);
    if let Some((picture, _)) = logo {
        p.file("ppt/media/logo.png", picture);
    }
    let theme = Theme::print(&imprint.brand);
    let mut charts = 0;
    for (i, sheet) in sheets.iter().enumerate() {
        slide(&mut p, story, (sheet, i + 1), (imprint, shape), &theme, &mut charts)?;
    }
    p.bytes("pptx")
}
/// One slide: its sheet and number, and the logo's width ÷ height where there is one.
fn slide(
    p: &mut Package,
    story: &Story,
    (sheet, number): (&Sheet, usize),
    (imprint, logo): (&Imprint, Option<f64>),
    theme: &Theme,
    charts: &mut usize,
) -> Result<(), ExportError> {
    let c = Colours {
        ink: "#17202a",
        soft: "#52606d",
        rule: "#d5dce2",
        wash: "#f4f6f8",
        warn: "#b3261e",
        primary: &imprint.brand.primary,
        accent: &imprint.brand.accent,
    };
    let part = format!("ppt/slides/slide{number}.xml");
    p.relate(&part, &format!("{OFFICE}/slideLayout"), "../slideLayouts/slideLayout1.xml");
    let mut shapes = Shapes::default();
    head(&mut shapes, story, sheet, &c);
    if let Some(shape) = logo {
        let id = p.relate(&part, &format!("{OFFICE}/image"), "../media/logo.png");
        let height = if sheet.band > 0.0 { 26.0_f64 } else { 18.0 };
        let height = height.min(200.0 / shape);
        let width = height * shape;
        let y = if sheet.band > 0.0 { 12.0 } else { 22.0 };
        shapes.picture(Frame { x: PAGE.0 - SIDE - width, y, width, height }, &id, &format!("Logo of {}", imprint.company));
    }
    for place in &sheet.places {
        let Some(block) = find(story, &place.path) else { continue };
        let Some(chart) = blocks::draw(&mut shapes, block, place, &c, theme) else { continue };
        *charts += 1;
        let name = format!("ppt/charts/chart{charts}.xml");
        p.relate(&name, &format!("{OFFICE}/package"), &format!("../embeddings/chart{charts}.xlsx"));
        p.file(&format!("ppt/embeddings/chart{charts}.xlsx"), chart_part::workbook(&chart.native)?);
        p.xml(&name, "application/vnd.openxmlformats-officedocument.drawingml.chart+xml", &chart.xml);
        let id = p.relate(&part, &format!("{OFFICE}/chart"), &format!("../charts/chart{charts}.xml"));
        shapes.chart(chart.at, &id, &chart.alt);
    }
    foot(&mut shapes, story, sheet, number, imprint, &c);
    p.xml(&part, &format!("{TYPES}.slide+xml"), &shapes.slide());
    Ok(())
}
fn head(shapes: &mut Shapes, story: &Story, sheet: &Sheet, c: &Colours) {
    let wide = WIDTH;
    if sheet.band > 0.0 {
        shapes.bar(Frame { x: 0.0, y: 0.0, width: PAGE.0, height: sheet.band }, c.primary);
        let words = [Paragraph::new(&story.title, 15.0, "#ffffff").bold(), Paragraph::new(&story.subtitle, 11.0, "#ffffff").after(2.0)];
        shapes.words("Title of the whole", Frame { x: SIDE, y: 9.0, width: wide - 100.0, height: sheet.band - 9.0 }, &words, None, 0.0, false);
    }
    shapes.words(
        "Page",
        Frame { x: SIDE, y: sheet.name_y - 2.5, width: wide, height: 15.0 },
        &[Paragraph::new(&sheet.name, 11.0, c.accent).bold()],
        None,
        0.0,
        false,
    );
    let at = Frame { x: SIDE, y: sheet.claim_y - 0.19 * sheet.claim_size, width: wide, height: (sheet.top - sheet.claim_y - 4.0).max(20.0) };
    shapes.title(at, &Paragraph::new(&sheet.claim, sheet.claim_size, c.ink).bold());
}
fn foot(shapes: &mut Shapes, story: &Story, sheet: &Sheet, number: usize, imprint: &Imprint, c: &Colours) {
    let (wide, high) = (WIDTH, PAGE.1);
    let mut words = vec![];
    if !sheet.source.is_empty() {
        words.push(Paragraph::new(format!("Source: {}", sheet.source), 9.0, c.soft));
    }
    words.extend(story.notices.iter().map(|n| Paragraph::new(n, 9.0, c.warn).bold().after(1.5)));
    let top = sheet.top + sheet.room;
    if !words.is_empty() {
        shapes.words("Source and notices", Frame { x: SIDE, y: top, width: wide, height: high - 32.0 - top }, &words, None, 0.0, true);
    }
    shapes.bar(Frame { x: SIDE, y: high - 30.0, width: wide, height: 0.5 }, c.rule);
    let row = |x: f64, width: f64| Frame { x, y: high - 26.0, width, height: 13.0 };
    shapes.words("Company", row(SIDE, 600.0), &[Paragraph::new(&imprint.company, 9.0, c.soft)], None, 0.0, false);
    let plan = Paragraph::new(format!("Plan {}, {}", imprint.short_hash(), imprint.day), 9.0, c.soft).right(true);
    shapes.words("Plan", row(SIDE + 610.0, wide - 650.0), &[plan], None, 0.0, false);
    shapes.number(row(SIDE + wide - 36.0, 36.0), number, 9.0, c.ink);
}
