//! The workbook: the plan's economics as formulas that a finance partner can change.
//!
//! The sheets are built as a grid of cells (`grid`, `layout`, `sheets`) in which every formula is a tree (`formula`); the text that a
//! spreadsheet reads and its stored value come from the same tree. `write` turns the grid into a file.
//!
//! Rules (FAST): one formula in all months of a row; months in the same columns on every sheet; inputs on the sheet Inputs only, besides
//! the selector of the scenario; no number in a formula but 0 and 1 (flags, neutral elements, `1 + rate`, `number + 1`); no OFFSET, no
//! INDIRECT, no macro, no link to another file.
mod charts;
mod formula;
mod grid;
mod layout;
mod sheets;
mod style;
mod write;

use crate::file::{ExportError, File, View};

/// Makes `model.xlsx`; nothing where the plan holds no driver series (it was made by an earlier version).
///
/// # Errors
/// When the library of the format refuses.
pub fn render(view: &View) -> Result<Vec<File>, ExportError> {
    if view.plan.design.economics.drivers.months() == 0 {
        return Ok(vec![]);
    }
    let (book, model) = sheets::all(view.plan, view.brand.name.as_deref());
    let bytes = write::xlsx(&book, &model, view).map_err(|e| ExportError::Format { format: "xlsx", words: e.to_string() })?;
    Ok(vec![File::new("model.xlsx", bytes)])
}
/// An input of the driver series in words.
fn format_input(id: &str) -> &'static str {
    match id {
        "earn_rate" => "Earn rate",
        "lift" => "Strength of the effects",
        "redemption" => "Expected redemption rate",
        "point_value" => "Point value",
        _ => "Another input",
    }
}
