//! A file that is made of a plan: from what, its bytes, and why it could not be made.
use crate::brand::Brand;
use crate::copy::Worded;

/// What a deliverable is made from: the plan, and how the company looks. Nothing else.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    pub plan: &'a Worded,
    /// Name, colours and logo.
    pub brand: &'a Brand,
}
/// A file made: its name relative to the folder of deliverables, and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Relative path with `/`, e.g. `triggers.csv` or `segment/tracking-plan.csv`.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
}
impl File {
    /// A file of these bytes.
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> File {
        File { name: name.into(), bytes: bytes.into() }
    }
}
/// Why a deliverable could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// A CSV table.
    #[error("a table could not be written: {0}")]
    Csv(#[from] csv::Error),
    #[error("JSON could not be written: {0}")]
    Json(#[from] serde_json::Error),
    /// A library of a format refused, with its words.
    #[error("{format}: {words}")]
    Format {
        /// Format: `xlsx`, `pdf`, `pptx`.
        format: &'static str,
        /// What the library said.
        words: String,
    },
    /// The plan does not hold what the deliverable needs.
    #[error("the plan does not hold {0}")]
    Missing(String),
}
