//! Charts as descriptions: what is drawn, in which units, what it shows. One renderer makes the picture for every deliverable.
use crate::tables::Table;

/// A chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Id, kebab-case.
    pub id: String,
    /// The finding, as a title.
    pub title: String,
    /// What a person sees who cannot see it.
    pub alt: String,
    /// Its data as a table.
    pub data: Table,
}
