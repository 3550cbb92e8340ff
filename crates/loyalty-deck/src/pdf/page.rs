//! A page: its head, its blocks, its foot, in the order in which it is read.
use super::blocks::{Drawing, INK, RULE, SOFT, WARN, figure, plain};
use super::looks::Looks;
use super::pen::{Pen, Side, Style};
use super::picture::Picture;
use crate::find;
use crate::sheet::{BAND, PAGE, SIDE, Sheet, WIDTH};
use crate::text_metrics::{LEADING, Weight};
use krilla::geom::{Rect, Transform};
use krilla::surface::Surface;
use krilla::tagging::{ContentTag, Node, Tag, TagGroup};
use std::num::NonZeroU16;

const WHITE: &str = "#ffffff";
/// Height of a logo on the first page and on the others; it is no wider than the last.
const LOGO: (f64, f64, f64) = (24.0, 18.0, 200.0);
/// White around a logo on the band.
const ROUND: f64 = 5.0;

/// Draws a sheet, and says what stands on it.
pub fn draw(looks: &Looks, surface: &mut Surface, sheet: &Sheet, number: usize) -> TagGroup {
    let mut section = TagGroup::new(Tag::Section);
    let mut pen = Pen::new(surface, looks.metrics, looks.fonts);
    head(looks, &mut pen, sheet, number, &mut section);
    // What fits no page stands smaller rather than cut off.
    let scale = if sheet.fits { 1.0 } else { sheet.room / sheet.height };
    let move_to = Transform::from_row(scale as f32, 0.0, 0.0, scale as f32, 0.0, (sheet.top * (1.0 - scale)) as f32);
    if !sheet.fits {
        pen.surface.push_transform(&move_to);
    }
    for place in &sheet.places {
        if let Some(block) = find(looks.story, &place.path) {
            let mut drawing = Drawing { looks, pen: &mut pen, page: number, seen: (scale, sheet.top) };
            section.children.extend(drawing.block(block, place));
        }
    }
    if !sheet.fits {
        pen.surface.pop();
    }
    foot(looks, &mut pen, sheet, number, &mut section);
    section
}
fn put(section: &mut TagGroup, tag: impl Into<krilla::tagging::TagKind>, lines: Vec<Node>) {
    section.push(TagGroup::with_children(tag, lines));
}
fn head(looks: &Looks, pen: &mut Pen, s: &Sheet, number: usize, section: &mut TagGroup) {
    let (story, brand) = (looks.story, &looks.imprint.brand);
    if s.band > 0.0 {
        pen.bar(0.0, 0.0, PAGE.0, s.band, &brand.primary);
        let title = Style { weight: Weight::SemiBold, size: BAND.1, leading: LEADING.2, colour: WHITE };
        let (lines, height) = pen.text(&story.title, title, (SIDE, BAND.0), WIDTH - 120.0, Side::Left);
        put(section, Tag::P, lines);
        let below = (SIDE, BAND.0 + height + BAND.2);
        let (lines, _) = pen.text(&story.subtitle, Style { weight: Weight::Regular, size: BAND.3, ..title }, below, WIDTH - 120.0, Side::Left);
        put(section, Tag::P, lines);
    }
    if let Some(logo) = &brand.logo
        && let Some(picture) = looks.pictures.logo(logo)
    {
        section.push(mark(looks, pen, picture, s.band, number));
    }
    let name = Style { weight: Weight::SemiBold, size: 11.0, leading: LEADING.2, colour: &brand.accent };
    let (lines, _) = pen.text(&s.name, name, (SIDE, s.name_y), WIDTH - 120.0, Side::Left);
    put(section, Tag::Hn(NonZeroU16::MIN, Some(s.name.clone())), lines);
    let claim = Style { weight: Weight::Bold, size: s.claim_size, leading: LEADING.2, colour: INK };
    let (lines, _) = pen.text(&s.claim, claim, (SIDE, s.claim_y), WIDTH, Side::Left);
    put(section, Tag::Hn(NonZeroU16::MIN.saturating_add(1), Some(s.claim.clone())), lines);
}
/// The logo in the upper right corner, on white where there is a band.
fn mark(looks: &Looks, pen: &mut Pen, picture: Picture, band: f64, number: usize) -> Node {
    let high = if band > 0.0 { LOGO.0 } else { LOGO.1 }.min(LOGO.2 / picture.shape());
    let (width, y) = (high * picture.shape(), if band > 0.0 { (band - high) / 2.0 } else { LOGO.1 });
    let x = PAGE.0 - SIDE - width - if band > 0.0 { ROUND } else { 0.0 };
    if band > 0.0 {
        pen.bar(x - ROUND, y - ROUND, width + 2.0 * ROUND, high + 2.0 * ROUND, WHITE);
    }
    let tag = pen.surface.start_tagged(ContentTag::Other);
    picture.draw(pen.surface, (x, y), (width, high));
    pen.surface.end_tagged();
    figure(format!("Logo of {}", looks.imprint.company), number, Rect::from_xywh(x as f32, y as f32, width as f32, high as f32), tag.into())
}
fn foot(looks: &Looks, pen: &mut Pen, s: &Sheet, number: usize, section: &mut TagGroup) {
    let small = Style { size: 9.0, leading: LEADING.2, colour: SOFT, ..plain(9.0) };
    if let (false, Some(y)) = (s.source.is_empty(), s.foot.first()) {
        let (lines, _) = pen.text(&format!("Source: {}", s.source), small, (SIDE, *y), WIDTH, Side::Left);
        put(section, Tag::P, lines);
    }
    for (notice, y) in looks.story.notices.iter().zip(s.foot.iter().skip(1)) {
        let (lines, _) = pen.text(notice, Style { weight: Weight::SemiBold, colour: WARN, ..small }, (SIDE, *y), WIDTH, Side::Left);
        put(section, Tag::P, lines);
    }
    let y = PAGE.1 - 28.0;
    pen.bar(SIDE, y - 0.25, WIDTH, 0.5, RULE);
    let (imprint, y) = (looks.imprint, y + 6.0);
    pen.running(&imprint.company, small, (SIDE, y), WIDTH - 260.0, Side::Left);
    pen.running(&format!("Plan {}, {}", imprint.short_hash(), imprint.day), small, (SIDE + WIDTH - 250.0, y), 210.0, Side::Right);
    pen.running(&(number + 1).to_string(), Style { weight: Weight::SemiBold, colour: INK, ..small }, (SIDE + WIDTH - 28.0, y), 28.0, Side::Right);
}
