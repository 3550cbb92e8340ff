//! The deck: the story of a plan as pages of 16:9, for reading (PDF) and for changing (PPTX). One layout serves both: the typesetter
//! decides where everything stands and how large, and no page is ever fuller than it can hold.
//!
//! ```text
//! data      story → JSON that the template reads
//! deck.typ  the template: looks of each block, what to shrink, what to continue in the appendix
//! world     all that the typesetter may see
//! layout    where each block came to stand, read back from the pages
//! pdf       pages → PDF
//! ```
#![forbid(unsafe_code)]
pub mod columns;
pub mod data;
pub mod layout;
pub mod pdf;
mod world;
