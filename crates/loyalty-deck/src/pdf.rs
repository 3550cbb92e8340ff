//! The deck as PDF: tagged, with bookmarks, its fonts inside, and the day asked as its only date.
use crate::data::{Imprint, data};
use crate::layout::{self, Sheet};
use crate::world::Deck;
use loyalty_exports::charts::Theme;
use loyalty_exports::deliverable::ExportError;
use loyalty_exports::story::Story;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// The pages as the typesetter laid them out.
pub struct Laid {
    /// The document.
    pub document: PagedDocument,
    /// One for each page, in order.
    pub sheets: Vec<Sheet>,
    /// What the typesetter remarked.
    pub warnings: Vec<String>,
}
/// Lays the story out.
///
/// # Errors
/// The template refused its data, with the words of the typesetter.
pub fn lay_out(story: &Story, imprint: &Imprint) -> Result<Laid, ExportError> {
    let data = data(story, imprint);
    let json = serde_json::to_vec(&data.json)?;
    let world = Deck::new(json, data.charts, Theme::print(&imprint.brand), imprint.brand.logo.as_ref());
    let world = world.ok_or_else(|| refused("the template has no path"))?;
    let result = typst::compile::<PagedDocument>(&world);
    let warnings = result.warnings.iter().map(|w| w.message.to_string()).collect();
    let document = result.output.map_err(|e| said(e.iter()));
    // The memory of earlier calls grows without end in a server; a deck is laid out once.
    typst::comemo::evict(0);
    let document = document?;
    Ok(Laid { sheets: layout::sheets(&document)?, document, warnings })
}
/// The PDF of pages laid out.
///
/// # Errors
/// The pages do not keep the rules of PDF/UA-1, with the words of the typesetter.
pub fn bytes(laid: &Laid, imprint: &Imprint) -> Result<Vec<u8>, ExportError> {
    let options = PdfOptions {
        ident: Smart::Custom(imprint.hash.clone()),
        creator: Smart::Custom(Some(format!("plan-loyalty {}", imprint.version))),
        timestamp: midnight(&imprint.day).map(Timestamp::new_utc),
        standards: PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|e| refused(e.message()))?,
        ..PdfOptions::default()
    };
    let pdf = typst_pdf::pdf(&laid.document, &options).map_err(|e| said(e.iter()));
    typst::comemo::evict(0);
    pdf
}
/// The first instant of a day `2026-11-25`.
fn midnight(day: &str) -> Option<Datetime> {
    let mut parts = day.splitn(3, '-');
    let (year, month, date) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Datetime::from_ymd_hms(year, month, date, 0, 0, 0)
}
fn said<'a>(errors: impl Iterator<Item = &'a SourceDiagnostic>) -> ExportError {
    let words: Vec<&str> = errors.map(|e| e.message.as_str()).collect();
    refused(&words.join("; "))
}
fn refused(words: &str) -> ExportError {
    ExportError::Format { format: "pdf", words: words.into() }
}
