//! A page as it is to be set: what stands where, how large. Points, from the upper left corner.
use serde::Serialize;

/// Width and height of a page.
pub const PAGE: (f64, f64) = (960.0, 540.0);
/// Room at both sides.
pub const SIDE: f64 = 44.0;
/// Width of what is between.
pub const WIDTH: f64 = PAGE.0 - 2.0 * SIDE;
/// The band of the first page: above its title, size of the title, below it, size of the subtitle.
pub const BAND: (f64, f64, f64, f64) = (15.0, 15.0, 9.0, 11.0);

/// A page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sheet {
    /// Position of its page in the story.
    pub page: usize,
    /// Name as printed: `Assumptions (2 of 4)`.
    pub name: String,
    /// Top of the name.
    pub name_y: f64,
    /// Title.
    pub claim: String,
    /// Size of the title.
    pub claim_size: f64,
    /// Top of the title.
    pub claim_y: f64,
    /// Source line.
    pub source: String,
    /// Height of the band with the title of the whole; 0: none.
    pub band: f64,
    /// Tops of the source line and of each notice.
    pub foot: Vec<f64>,
    /// Size of its text.
    pub size: f64,
    /// Its content stands in its room at a size that can be read; else it was drawn smaller.
    pub fits: bool,
    /// Top of the room for content.
    pub top: f64,
    /// Height of that room.
    pub room: f64,
    /// Height of the content.
    pub height: f64,
    /// Rows of tables on it.
    pub rows: usize,
    /// What stands on it.
    pub places: Vec<Place>,
}
/// A block's place.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Place {
    /// Position in the story: page, block, and column and block for each depth below.
    pub path: Vec<usize>,
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
    pub width: f64,
    pub height: f64,
    /// Of that height, the title and note above a table or chart.
    pub above: f64,
    /// Of that height, what is said below it.
    pub below: f64,
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
    /// Heights of the rows of a table, the head first.
    pub heights: Vec<f64>,
    /// Its columns are too narrow for their words.
    pub tight: bool,
    /// Size of the large numbers of figures, each.
    pub values: Vec<f64>,
    /// The frame of a chart's picture: width and height in its own units.
    pub frame: (f64, f64),
}
