//! The deck: the story of a plan as pages of 16:9, for reading (PDF) and for changing (PPTX). One layout serves both: where
//! everything stands and how large is decided once, and no page is fuller than it can hold.
//!
//! ```text
//! text_metrics  letters shaped and measured, lines of a text
//! block         how high each block is at a size
//! page_layout   the size of each page, what goes on in the appendix → sheets
//! imprint       what stands on every page
//! pdf           sheets → PDF: draws what stands where, tagged
//! pptx          sheets → PPTX
//! ```
#![forbid(unsafe_code)]
pub mod block;
pub mod deliverable;
pub mod imprint;
pub mod page_layout;
pub mod pdf;
pub mod pptx;
pub mod sheet;
pub mod text_metrics;

use block::Blocks;
use imprint::Imprint;
use loyalty_exports::charts::Theme;
use loyalty_exports::story::{Block, Story};
use rayon::prelude::*;
use sheet::Sheet;
use text_metrics::TextMetrics;

/// Where everything stands, for the PDF and the PPTX alike: a sheet for each page of the story that belongs into the deck.
pub fn sheets(story: &Story, imprint: &Imprint) -> Vec<Sheet> {
    let count = story.pages.iter().filter(|p| p.place.in_deck()).count();
    let threads = rayon::current_num_threads().clamp(1, count.max(1));
    // Long pages follow each other: each thread takes every n-th, with a metrics of its own.
    let laid = |first: usize| {
        let (metrics, theme) = (TextMetrics::default(), Theme::print(&imprint.brand));
        let blocks = Blocks::new(&metrics, &theme);
        let fit = page_layout::PageLayout::new(&blocks, story);
        let own = (0..story.pages.len()).filter(|i| story.pages[*i].place.in_deck()).skip(first).step_by(threads);
        own.map(|i| (i, fit.page(i))).collect::<Vec<_>>()
    };
    let mut pages: Vec<_> = (0..threads).into_par_iter().flat_map_iter(laid).collect();
    pages.sort_by_key(|page| page.0);
    pages.into_iter().map(|page| page.1).collect()
}
/// The block at a path: page, block, then column and block for each depth below.
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
