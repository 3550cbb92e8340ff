//! The deck as PDF: tagged, with bookmarks, its fonts inside, and the day asked as its only date.
use crate::block::Blocks;
use crate::data::{Imprint, data};
use crate::fit::Fit;
use crate::ruler::Ruler;
use crate::sheet::Sheet;
use crate::world::Deck;
use loyalty_exports::charts::Theme;
use loyalty_exports::deliverable::ExportError;
use loyalty_exports::story::Story;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Label, Selector, Smart, Value};
use typst::introspection::{Introspector, MetadataElem};
use typst::utils::PicoStr;
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
/// Where everything stands: for the PDF and the PPTX alike.
pub fn sheets(story: &Story, imprint: &Imprint, ruler: &Ruler) -> Vec<Sheet> {
    let theme = Theme::print(&imprint.brand);
    Fit::new(&Blocks::new(ruler, &theme), story).sheets()
}
/// Lays the story out.
///
/// # Errors
/// The template refused its data, with the words of the typesetter.
pub fn lay_out(story: &Story, imprint: &Imprint) -> Result<Laid, ExportError> {
    set(story, imprint, false)
}
/// Lays the story out; `check` has the typesetter measure every block again (`Laid::heights`).
///
/// # Errors
/// As `lay_out`.
pub fn set(story: &Story, imprint: &Imprint, check: bool) -> Result<Laid, ExportError> {
    let sheets = sheets(story, imprint, &Ruler::default());
    let mut data = data(story, &sheets, imprint);
    data.json["check"] = check.into();
    let json = serde_json::to_vec(&data.json)?;
    let world = Deck::new(json, data.charts, Theme::print(&imprint.brand), imprint.brand.logo.as_ref());
    let world = world.ok_or_else(|| refused("the template has no path"))?;
    let result = typst::compile::<PagedDocument>(&world);
    let warnings = result.warnings.iter().map(|w| w.message.to_string()).collect();
    let document = result.output.map_err(|e| said(e.iter()));
    // The memory of earlier calls grows without end in a server; a deck is laid out once.
    typst::comemo::evict(0);
    Ok(Laid { document: document?, sheets, warnings })
}
impl Laid {
    /// For each block, in order: the height foretold and the one that came about; empty unless it was set to check.
    pub fn heights(&self) -> Vec<(f64, f64)> {
        let Some(label) = Label::new(PicoStr::intern("height")) else { return vec![] };
        let found = self.document.introspector().query(&Selector::Label(label));
        let number = |m: &MetadataElem, key: &str| match &m.value {
            Value::Dict(d) => d.get(key).ok().and_then(|v| v.clone().cast::<f64>().ok()),
            _ => None,
        };
        found.iter().filter_map(|c| c.to_packed::<MetadataElem>()).filter_map(|m| Some((number(m, "foretold")?, number(m, "came")?))).collect()
    }
}
/// The PDF of pages laid out. It keeps PDF/UA-1 where it can; a letter that the typeface lacks (UA-1 forbids its box) costs the claim, not the file.
///
/// # Errors
/// The typesetter's words.
pub fn bytes(laid: &Laid, imprint: &Imprint) -> Result<Vec<u8>, ExportError> {
    let options = |standards: PdfStandards| PdfOptions {
        ident: Smart::Custom(imprint.hash.clone()),
        creator: Smart::Custom(Some(format!("plan-loyalty {}", imprint.version))),
        timestamp: midnight(&imprint.day).map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    };
    let strict = PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|e| refused(e.message()))?;
    let pdf = typst_pdf::pdf(&laid.document, &options(strict));
    let pdf = pdf.or_else(|_| typst_pdf::pdf(&laid.document, &options(PdfStandards::default()))).map_err(|e| said(e.iter()));
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
