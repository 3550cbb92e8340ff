//! Where each block came to stand: read back from the pages, so that the PPTX has the same ones in the same places.
use loyalty_exports::deliverable::ExportError;
use serde::Deserialize;
use typst::foundations::{Label, Selector};
use typst::introspection::{Introspector, MetadataElem};
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

/// A page.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Sheet {
    /// Position of its page in the story.
    pub page: usize,
    /// Name as printed: `Assumptions (2 of 4)`.
    pub name: String,
    /// Title.
    pub claim: String,
    /// Size of the title, points.
    pub claim_size: f64,
    /// Source line.
    pub source: String,
    /// The first of all, with the title of the whole.
    pub first: bool,
    /// Size of its text, points.
    pub size: f64,
    /// Its content stands in its room at that size; else it was drawn smaller.
    pub fits: bool,
    /// Top and height of the room for content, points.
    pub top: f64,
    /// Height of that room.
    pub room: f64,
    /// Height of the content.
    pub height: f64,
    /// Rows of tables on it.
    pub rows: usize,
    /// What stands on it.
    #[serde(skip)]
    pub places: Vec<Place>,
}
/// A block's place, points from the page's upper left corner.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Place {
    /// Page of the document, from 1.
    pub page: usize,
    /// Position in the story: page, block, and column and block for each level below.
    pub path: Vec<usize>,
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// Size of text.
    pub size: f64,
    /// First row or item shown.
    pub from: usize,
    /// Rows or items shown.
    pub count: usize,
    /// What is said of the rows that are not.
    pub more: String,
    /// Widths of the columns of a table.
    pub widths: Vec<f64>,
}
/// The sheets of a document, with what stands on each.
///
/// # Errors
/// The template wrote down something else, which a test would find.
pub fn sheets(document: &PagedDocument) -> Result<Vec<Sheet>, ExportError> {
    let mut sheets: Vec<Sheet> = noted(document, "sheet")?;
    for place in noted::<Place>(document, "place")? {
        if let Some(sheet) = place.page.checked_sub(1).and_then(|i| sheets.get_mut(i)) {
            sheet.places.push(place);
        }
    }
    Ok(sheets)
}
fn noted<T: for<'de> Deserialize<'de>>(document: &PagedDocument, label: &str) -> Result<Vec<T>, ExportError> {
    let Some(label) = Label::new(PicoStr::intern(label)) else { return Ok(vec![]) };
    let found = document.introspector().query(&Selector::Label(label));
    let values = found.iter().filter_map(|c| c.to_packed::<MetadataElem>()).map(|m| serde_json::to_value(&m.value));
    values.map(|v| Ok(serde_json::from_value(v?)?)).collect()
}
