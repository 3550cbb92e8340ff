//! The deck in the register of deliverables.
use crate::imprint::Imprint;
use crate::text_metrics::TextMetrics;
use crate::{pdf, pptx, sheets};
use loyalty_exports::deliverable::{Deliverable, ExportError, File, View};
use loyalty_exports::story;

/// Every deliverable of this crate.
pub const ALL: &[Deliverable] = &[
    Deliverable { id: "decision.pdf", about: "the decision on one page, tagged", usual: true, render: as_sheet },
    Deliverable { id: "deck.pdf", about: "the deck: ten pages and an appendix of eight, 16:9, tagged", usual: true, render: as_pdf },
    Deliverable { id: "deck.pptx", about: "the same pages to change: text, tables and charts are PowerPoint's own", usual: false, render: as_pptx },
];
fn as_sheet(view: &View) -> Result<Vec<File>, ExportError> {
    let (story, imprint) = (story::decision_sheet(view.plan, view.brand), Imprint::of(view));
    let sheets = sheets(&story, &imprint);
    Ok(vec![File::new("decision.pdf", pdf::bytes(&story, &sheets, &imprint, &TextMetrics::default())?)])
}
fn as_pdf(view: &View) -> Result<Vec<File>, ExportError> {
    let (story, imprint) = (story::story(view.plan, view.brand), Imprint::of(view));
    let sheets = sheets(&story, &imprint);
    Ok(vec![File::new("deck.pdf", pdf::bytes(&story, &sheets, &imprint, &TextMetrics::default())?)])
}
fn as_pptx(view: &View) -> Result<Vec<File>, ExportError> {
    let (story, imprint) = (story::story(view.plan, view.brand), Imprint::of(view));
    let sheets = sheets(&story, &imprint);
    Ok(vec![File::new("deck.pptx", pptx::bytes(&story, &sheets, &imprint)?)])
}
