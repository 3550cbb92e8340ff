//! Where words stand in a PDF, as Poppler reads it.
use loyalty_deck::block::{AROUND, CELLS, PAD, WARNED};
use loyalty_deck::find;
use loyalty_deck::sheet::{PAGE, Place, Sheet};
use loyalty_deck::text_metrics::CAP;
use loyalty_exports::story::{Block, Story};
use std::process::Command;

/// Ascender and descender of the typeface, as parts of its size: the box that Poppler gives a word.
const BOX: (f64, f64) = (0.96875, 0.2414);
/// What is rounded on the way, in points.
const NEAR: f64 = 0.5;

/// A word on a page. Points, from the upper left corner.
#[derive(Debug, Clone)]
pub struct Word {
    pub left: f64,
    pub right: f64,
    pub base: f64,
    pub size: f64,
    #[allow(dead_code)] // printed where a test fails
    pub text: String,
}
/// The words of each page; `None` where Poppler is not installed.
pub fn words(pdf: &[u8]) -> Option<Vec<Vec<Word>>> {
    let folder = std::env::temp_dir().join(format!("deck-{}-{:?}", std::process::id(), std::thread::current().id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("deck.pdf");
    std::fs::write(&path, pdf).unwrap();
    let out = Command::new("pdftotext").args(["-bbox"]).arg(&path).arg("-").output().ok();
    std::fs::remove_dir_all(&folder).unwrap();
    let out = String::from_utf8(out?.stdout).unwrap();
    let number = |line: &str, key: &str| line.split_once(&format!("{key}=\"")).unwrap().1.split_once('"').unwrap().0.parse::<f64>().unwrap();
    let word = |line: &str| {
        let (top, bottom) = (number(line, "yMin"), number(line, "yMax"));
        let size = (bottom - top) / (BOX.0 + BOX.1);
        let text = line.split_once('>').unwrap().1.split("</word>").next().unwrap().to_string();
        Word { left: number(line, "xMin"), right: number(line, "xMax"), base: bottom - BOX.1 * size, size, text }
    };
    let pages = out.split("<page ").skip(1);
    Some(pages.map(|page| page.lines().filter(|l| l.trim_start().starts_with("<word ")).map(word).collect()).collect())
}
/// Holds what was drawn against what was foretold: every word of a sheet's content stands in the place of one block, and the lowest line of a block
/// stands where its foretold height says.
pub fn hold(story: &Story, sheets: &[Sheet], pages: &[Vec<Word>]) {
    assert_eq!(pages.len(), sheets.len(), "a page ran over");
    for (sheet, words) in sheets.iter().zip(pages) {
        let scale = if sheet.fits { 1.0 } else { sheet.room / sheet.height };
        let seen = |y: f64| sheet.top + (y - sheet.top) * scale;
        for w in words {
            assert!(w.left >= 0.0 && w.right <= PAGE.0 && w.base - w.size >= -1.0 && w.base <= PAGE.1, "beyond the page: {w:?}");
        }
        let content: Vec<&Word> = words.iter().filter(|w| w.base > sheet.top + NEAR && w.base < sheet.top + sheet.room + NEAR).collect();
        let inside = |p: &Place, w: &Word| {
            let across = w.left >= p.x * scale - NEAR && w.right <= (p.x + p.width) * scale + NEAR;
            across && w.base >= seen(p.y) && w.base <= seen(p.y + p.height) + NEAR
        };
        for w in &content {
            let count = sheet.places.iter().filter(|p| inside(p, w)).count();
            assert_eq!(count, 1, "{} blocks hold {w:?} on {:?}", count, sheet.name);
        }
        for p in &sheet.places {
            let block = find(story, &p.path).expect("a block");
            let Some(below) = beneath(block, p) else { continue };
            let own = content.iter().filter(|w| inside(p, w));
            let (first, last) = own.fold((f64::INFINITY, 0.0_f64), |(first, last), w| (first.min(w.base - CAP * w.size), last.max(w.base)));
            let foretold = seen(p.y + p.height - below);
            assert!((last - foretold).abs() < NEAR, "the last line of {:?} on {:?} foretold at {foretold:.1}, stands at {last:.1}", p.path, sheet.name);
            assert!(first >= seen(p.y) - NEAR, "the first line of {:?} on {:?} above its place", p.path, sheet.name);
        }
    }
}
/// Room below the lowest line of a block; `None` for charts, whose lowest words are the picture's.
fn beneath(block: &Block, p: &Place) -> Option<f64> {
    match block {
        Block::Figures(_) => Some(PAD * p.size),
        Block::Warning(_) => Some(WARNED.1 * p.size),
        Block::Table(_) if p.below == 0.0 => Some(AROUND / 2.0 * CELLS * p.size),
        Block::Text(_) | Block::List(_) | Block::Table(_) => Some(0.0),
        Block::Chart(c) => (!c.note.is_empty()).then_some(0.0),
        Block::Columns(_) => None,
    }
}
