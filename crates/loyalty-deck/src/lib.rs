//! The deck: the story of a plan as pages of 16:9, for reading (PDF) and for changing (PPTX). One layout serves both: where
//! everything stands and how large is decided once, and no page is fuller than it can hold.
//!
//! ```text
//! ruler     widths of letters, lines of a text
//! block     how high each block is at a size
//! fit       the size of each page, what goes on in the appendix → sheets
//! data      story and sheets → JSON that the template reads
//! deck.typ  the template: draws what stands where
//! world     all that the typesetter may see
//! pdf       sheets → PDF
//! pptx      sheets → PPTX
//! ```
#![forbid(unsafe_code)]
pub mod block;
pub mod data;
pub mod deliverable;
pub mod fit;
pub mod pdf;
pub mod pptx;
pub mod ruler;
pub mod sheet;
mod world;
