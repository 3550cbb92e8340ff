//! Which text size a page gets, and how high its charts are.
//!
//! Text is as large as fits; then charts grow into what is left. A page that is too full even with the smallest text shows the first rows of its tables,
//! and says how many more `blueprint.html` has.
use crate::block::{BETWEEN_COLUMNS, Blocks, Part, rows};
use crate::sheet::{BAND, PAGE, Place, SIDE, Sheet, WIDTH};
use crate::text_metrics::{CAP, LEADING, Weight};
use loyalty_exports::story::{Block, Page, Story};

/// Sizes of text, the largest first.
const SIZES: [f64; 8] = [15.0, 14.0, 13.0, 12.3, 11.6, 11.0, 10.5, 10.0];
/// Heights of charts, as parts of their own.
const SHARES: [f64; 7] = [1.5, 1.3, 1.15, 1.0, 0.86, 0.74, 0.6];
/// Ways to part the width between two columns: the part of the first.
const PARTS: [f64; 7] = [0.5, 0.45, 0.55, 0.4, 0.6, 0.36, 0.64];
/// Between blocks, in widths of the font.
const BETWEEN: f64 = 1.05;

/// How a page is set: size of its text, height of its charts, the first column's part of the width.
#[derive(Debug, Clone, Copy)]
struct Look {
    size: f64,
    share: f64,
    part: f64,
}
impl Look {
    const SMALLEST: Look = Look { size: 10.0, share: 0.6, part: 0.5 };
}
/// A block of a page, with what of it is shown.
#[derive(Clone)]
struct Piece<'a> {
    block: &'a Block,
    path: Vec<usize>,
    part: Part,
}
/// Lays pages out.
pub struct PageLayout<'a> {
    blocks: &'a Blocks<'a>,
    story: &'a Story,
}
impl<'a> PageLayout<'a> {
    /// Of this story.
    pub fn new(blocks: &'a Blocks<'a>, story: &'a Story) -> PageLayout<'a> {
        PageLayout { blocks, story }
    }
    /// The sheet of a page of the story.
    pub fn page(&self, i: usize) -> Sheet {
        let page = &self.story.pages[i];
        let sheet = self.frame(i, page, &page.name);
        let pieces: Vec<Piece> = page.blocks.iter().enumerate().map(|(k, b)| undivided(b, vec![i, k])).collect();
        match self.fit(&pieces, sheet.room) {
            Some(look) => self.set(sheet, &pieces, look),
            None => {
                let cut = self.cut(&pieces, sheet.room, &page.name);
                let look = self.fit(&cut, sheet.room).unwrap_or(Look::SMALLEST);
                self.set(sheet, &cut, look)
            }
        }
    }
    /// An empty sheet: head and foot with their room.
    fn frame(&self, i: usize, page: &Page, name: &str) -> Sheet {
        let metrics = self.blocks.metrics;
        let first = i == 0;
        let subtitle = metrics.height(&self.story.subtitle, Weight::Regular, BAND.3, WIDTH - 120.0, LEADING.2);
        let title = metrics.height(&self.story.title, Weight::SemiBold, BAND.1, WIDTH - 120.0, LEADING.2);
        let band = if first { BAND.0 + title + BAND.2 + subtitle + 16.0 } else { 0.0 };
        let name_y = band + if first { 15.0 } else { 26.0 };
        let claim_y = name_y + 11.0 * CAP + 8.0;
        let high = |size: f64| metrics.height(&page.claim, Weight::Bold, size, WIDTH, LEADING.2);
        let claim_size = [24.0, 21.5, 19.0].into_iter().find(|s| high(*s) <= 2.2 * s).unwrap_or(17.0);
        let top = claim_y + high(claim_size) + 17.0;
        // From the bottom: company and number, a rule, notices, the source.
        let mut y = PAGE.1 - 34.0;
        let mut foot = vec![];
        for (words, weight) in self.story.notices.iter().rev().map(|n| (n.as_str(), Weight::SemiBold)) {
            y -= metrics.height(words, weight, 9.0, WIDTH, LEADING.2);
            foot.insert(0, y);
            y -= 5.5;
        }
        y -= if page.source.is_empty() { 0.0 } else { metrics.height(&format!("Source: {}", page.source), Weight::Regular, 9.0, WIDTH, LEADING.2) };
        foot.insert(0, y);
        Sheet {
            page: i,
            name: name.into(),
            name_y,
            claim: page.claim.clone(),
            claim_size,
            claim_y,
            source: page.source.clone(),
            band,
            foot,
            size: 0.0,
            fits: true,
            top,
            room: y - 10.0 - top,
            height: 0.0,
            rows: 0,
            places: vec![],
        }
    }
    /// The largest text with charts at their lowest, then the highest charts; columns divided so that charts are largest. `None` where nothing fits.
    fn fit(&self, pieces: &[Piece], room: f64) -> Option<Look> {
        // Text so large, or a column so narrow, that a table's words are torn: only where there is no other way.
        self.fit_where(pieces, room, |p| !p.tight).or_else(|| self.fit_where(pieces, room, |_| true))
    }
    fn fit_where(&self, pieces: &[Piece], room: f64, good: impl Fn(&Place) -> bool) -> Option<Look> {
        let high = |look: Look| {
            let (places, high) = self.lay(pieces, look);
            if places.iter().all(&good) { high } else { f64::INFINITY }
        };
        let best = |part: f64| {
            let size = SIZES.into_iter().find(|s| high(Look { size: *s, part, ..Look::SMALLEST }) <= room)?;
            SHARES.into_iter().map(|share| Look { size, share, part }).find(|l| high(*l) <= room)
        };
        let pairs = pieces.iter().any(|p| matches!(p.block, Block::Columns(c) if c.len() == 2));
        let all: Vec<Look> = PARTS[..if pairs { PARTS.len() } else { 1 }].iter().filter_map(|p| best(*p)).collect();
        let largest = all.iter().map(|l| l.size).fold(0.0, f64::max);
        let drawn = |l: &Look| self.lay(pieces, *l).0.iter().map(|p| p.frame.0.min(1.0) * p.width * (p.height - p.above - p.below)).sum::<f64>();
        // A point less of text is a fair price for larger charts; without charts, none is.
        let mut fair = all.into_iter().filter(|l| l.size >= largest - 1.0);
        let first = fair.next()?;
        Some(fair.fold(first, |best, l| {
            let (a, b) = (drawn(&best), drawn(&l));
            if b > 1.02 * a || (b >= a && l.size > best.size) { l } else { best }
        }))
    }
    /// Where the pieces stand below each other, from the top of the content, and the height of all.
    fn lay(&self, pieces: &[Piece], look: Look) -> (Vec<Place>, f64) {
        let mut out = vec![];
        let high = self.stack(pieces, 0.0, WIDTH, look, &mut out);
        (out, high)
    }
    fn stack(&self, pieces: &[Piece], x: f64, width: f64, look: Look, out: &mut Vec<Place>) -> f64 {
        let mut y = 0.0;
        // A table without rows says nothing.
        let told = pieces.iter().filter(|p| !matches!(p.block, Block::Table(t) if t.rows.is_empty()));
        for (i, piece) in told.enumerate() {
            y += if i == 0 { 0.0 } else { BETWEEN * look.size };
            let from = out.len();
            let high = match piece.block {
                Block::Columns(columns) => self.columns(columns, piece, x, width, look, out),
                block => {
                    let place = self.blocks.place(block, &piece.part, width, look.size, look.share);
                    let high = place.height;
                    out.push(Place { path: piece.path.clone(), x, ..place });
                    high
                }
            };
            out[from..].iter_mut().for_each(|p| p.y += y);
            y += high;
        }
        y
    }
    /// Columns side by side.
    fn columns(&self, columns: &[Vec<Block>], piece: &Piece, x: f64, width: f64, look: Look, out: &mut Vec<Place>) -> f64 {
        let count = columns.len().max(1);
        let room = width - BETWEEN_COLUMNS * (count - 1) as f64;
        let parts = if count == 2 { vec![look.part, 1.0 - look.part] } else { vec![1.0 / count as f64; count] };
        let (mut high, mut left) = (0.0_f64, x);
        for (c, (blocks, part)) in columns.iter().zip(parts).enumerate() {
            let inner = blocks.iter().enumerate();
            let inner: Vec<Piece> = inner.map(|(k, b)| Piece { part: trimmed(b, &piece.part), ..undivided(b, [&piece.path[..], &[c, k]].concat()) }).collect();
            high = high.max(self.stack(&inner, left, room * part, look, out));
            left += room * part + BETWEEN_COLUMNS;
        }
        high
    }
    fn set(&self, sheet: Sheet, pieces: &[Piece], look: Look) -> Sheet {
        let (mut places, height) = self.lay(pieces, look);
        places.iter_mut().for_each(|p| {
            p.x += SIDE;
            p.y += sheet.top;
        });
        let rows = places.iter().filter(|p| !p.heights.is_empty()).map(|p| p.count).sum();
        Sheet { fits: height <= sheet.room, size: look.size, height, rows, places, ..sheet }
    }
    /// The pieces with as many rows of each as fit.
    fn cut(&self, pieces: &[Piece<'a>], room: f64, name: &str) -> Vec<Piece<'a>> {
        let longest = pieces.iter().map(|p| most_rows(p.block)).max().unwrap_or(0);
        let shown = |most: usize| -> Vec<Piece<'a>> {
            let part = Part { from: 0, count: most, more: name.into() };
            pieces.iter().map(|p| Piece { part: trimmed(p.block, &part), ..p.clone() }).collect()
        };
        let most = (2..longest).rev().find(|n| self.fit(&shown(*n), room).is_some()).unwrap_or(2);
        shown(most)
    }
}
fn undivided(block: &Block, path: Vec<usize>) -> Piece<'_> {
    Piece { block, path, part: Part { from: 0, count: rows(block), more: String::new() } }
}
/// What of a block is shown where at most so many rows are; none asked for: all.
fn trimmed(block: &Block, part: &Part) -> Part {
    let all = rows(block);
    if matches!(block, Block::Columns(_)) {
        return part.clone();
    }
    if part.more.is_empty() || all <= part.count {
        return Part { from: 0, count: all, more: String::new() };
    }
    Part { from: 0, count: part.count, more: format!("{} more in blueprint.html, “{}”", all - part.count, part.more) }
}
fn most_rows(block: &Block) -> usize {
    match block {
        Block::Columns(columns) => columns.iter().flatten().map(most_rows).max().unwrap_or(0),
        other => rows(other),
    }
}
