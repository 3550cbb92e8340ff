//! What the deck says, page by page, before it has a format: the HTML page, the PDF and the PPTX print the same story.
use crate::charts::Chart;
use crate::tables::Table;

/// The story of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// Title of the whole.
    pub title: String,
    /// One line below it: company, goal, day, status.
    pub subtitle: String,
    /// What must stand on every page: demonstration data, overrides of compliance blockers.
    pub notices: Vec<String>,
    /// Fourteen pages, then the appendix.
    pub pages: Vec<Page>,
}
/// A page.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Id, kebab-case: `decision`, `summary`, `data`, `personas`, `tiers`, `benefits`, `triggers`, `economics`, `scenarios`,
    /// `liability`, `proof`, `risks`, `governance`, `roll-out`, `appendix-…`.
    pub id: String,
    /// Short name for navigation and bookmarks: `Decision`.
    pub name: String,
    /// The title: a claim, one sentence.
    pub claim: String,
    /// Content from top to bottom.
    pub blocks: Vec<Block>,
    /// Where the page's figures come from, in one line.
    pub source: String,
    /// It belongs to the appendix.
    pub appendix: bool,
}
/// A piece of a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// Large numbers side by side.
    Figures(Vec<Figure>),
    /// A paragraph.
    Text(String),
    /// Points.
    List(Vec<String>),
    /// A table.
    Table(Table),
    /// A chart.
    Chart(Chart),
    /// Something that must not be overlooked.
    Warning(String),
    /// Pieces side by side.
    Columns(Vec<Vec<Block>>),
}
/// A large number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// As printed.
    pub value: String,
    /// What it is.
    pub label: String,
    /// How sure: range, source.
    pub note: String,
}
