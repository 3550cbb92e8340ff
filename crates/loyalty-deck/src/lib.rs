//! The deck: the story of a plan as pages of 16:9, for reading (PDF) and for changing (PPTX). One layout serves both: where
//! everything stands and how large is decided once, and no page is fuller than it can hold.
//!
//! ```text
//! ruler     letters shaped and measured, lines of a text
//! block     how high each block is at a size
//! fit       the size of each page, what goes on in the appendix → sheets
//! imprint   what stands on every page
//! pdf       sheets → PDF: draws what stands where, tagged
//! pptx      sheets → PPTX
//! ```
#![forbid(unsafe_code)]
pub mod block;
pub mod deliverable;
pub mod fit;
pub mod imprint;
pub mod pdf;
pub mod pptx;
pub mod ruler;
pub mod sheet;

use block::Blocks;
use imprint::Imprint;
use loyalty_exports::charts::Theme;
use loyalty_exports::story::{Block, Story};
use ruler::Ruler;
use sheet::Sheet;

/// Where everything stands: for the PDF and the PPTX alike.
pub fn sheets(story: &Story, imprint: &Imprint, ruler: &Ruler) -> Vec<Sheet> {
    let theme = Theme::print(&imprint.brand);
    fit::Fit::new(&Blocks::new(ruler, &theme), story).sheets()
}
/// The block at a path: page, block, then column and block for each level below.
pub fn find<'a>(story: &'a Story, path: &[usize]) -> Option<&'a Block> {
    let (page, rest) = path.split_first()?;
    let (first, mut rest) = rest.split_first()?;
    let mut block = story.pages.get(*page)?.blocks.get(*first)?;
    while let [column, inner, more @ ..] = rest {
        let Block::Columns(columns) = block else { return None };
        block = columns.get(*column)?.get(*inner)?;
        rest = more;
    }
    Some(block)
}
