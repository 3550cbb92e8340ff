//! The deck as PDF: tagged (PDF/UA-1), with bookmarks, its fonts inside, and the day asked as its only date. The same pages are the same bytes.
mod blocks;
mod looks;
mod page;
mod pen;
mod picture;

use crate::imprint::Imprint;
use crate::sheet::{PAGE, Sheet};
use crate::text_metrics::TextMetrics;
use krilla::configure::{Accessibility, ConfigurationBuilder, ValidationError};
use krilla::destination::XyzDestination;
use krilla::error::KrillaError;
use krilla::geom::Point;
use krilla::metadata::{DateTime, Metadata, TextDirection};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::TagTree;
use krilla::{Document, SerializeSettings};
use loyalty_exports::deliverable::ExportError;
use loyalty_exports::story::Story;
use pen::Fonts;
use picture::Pictures;
pub use picture::options;

/// The language of every text.
const LANGUAGE: &str = "en";

/// The PDF of these sheets. It keeps PDF/UA-1 where it can; a letter that the typeface lacks (UA-1 forbids its box) costs the claim, not the file.
///
/// # Errors
/// The writer's words.
pub fn bytes(story: &Story, sheets: &[Sheet], imprint: &Imprint, metrics: &TextMetrics) -> Result<Vec<u8>, ExportError> {
    let done = match write(story, sheets, imprint, metrics, true) {
        Err(KrillaError::Validation(found)) if found.iter().all(|(e, _)| a_letter_is_lacking(e)) => write(story, sheets, imprint, metrics, false),
        done => done,
    };
    done.map_err(|e| refused(&e.to_string()))
}
fn a_letter_is_lacking(e: &ValidationError) -> bool {
    matches!(e, ValidationError::ContainsNotDefGlyph(..) | ValidationError::NoCodepointMapping(..) | ValidationError::InvalidCodepointMapping(..))
}
fn write(story: &Story, sheets: &[Sheet], imprint: &Imprint, metrics: &TextMetrics, accessible: bool) -> Result<Vec<u8>, KrillaError> {
    let builder = ConfigurationBuilder::new();
    let builder = if accessible { builder.with_accessibility_validator(Accessibility::UA1) } else { builder };
    let settings = SerializeSettings {
        configuration: builder.finish().unwrap_or_default(),
        xmp_metadata: true,
        no_device_cs: true,
        enable_tagging: true,
        ..SerializeSettings::default()
    };
    let mut document = Document::new_with(settings);
    let (fonts, pictures) = (Fonts::default(), Pictures::default());
    let (mut tree, mut outline) = (TagTree::new().with_lang(Some(LANGUAGE.into())), Outline::new());
    let looks = looks::Looks { story, imprint, metrics, fonts: &fonts, pictures: &pictures, theme: loyalty_exports::charts::Theme::print(&imprint.brand) };
    for (i, sheet) in sheets.iter().enumerate() {
        let Some(size) = PageSettings::from_wh(PAGE.0 as f32, PAGE.1 as f32) else { continue };
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        tree.push(page::draw(&looks, &mut surface, sheet, i));
        surface.finish();
        page.finish();
        outline.push_child(OutlineNode::new(sheet.name.clone(), XyzDestination::new(i, Point::from_xy(0.0, 0.0))));
    }
    document.set_outline(outline);
    document.set_metadata(metadata(story, imprint));
    document.set_tag_tree(tree);
    document.finish()
}
fn metadata(story: &Story, imprint: &Imprint) -> Metadata {
    let authors = if imprint.author.is_empty() { vec![] } else { vec![imprint.author.clone()] };
    let about = Metadata::new()
        .title(story.title.clone())
        .description(story.subtitle.clone())
        .authors(authors)
        .creator(format!("plan-loyalty {}", imprint.version))
        .document_id(imprint.hash.clone())
        .language(LANGUAGE.into())
        .text_direction(TextDirection::LeftToRight);
    midnight(&imprint.day).into_iter().fold(about, Metadata::creation_date)
}
/// The first instant of a day `2026-11-25`, in UTC.
fn midnight(day: &str) -> Option<DateTime> {
    let mut parts = day.splitn(3, '-');
    let (year, month, date) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some(DateTime::new(year).month(month).day(date).hour(0).minute(0).second(0).utc_offset_hour(0).utc_offset_minute(0))
}
fn refused(words: &str) -> ExportError {
    ExportError::Format { format: "pdf", words: words.into() }
}
