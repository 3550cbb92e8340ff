//! How much room words take in the deck's typeface: advances of its own letters, lines broken where a line is full.
use ttf_parser::Face;

/// The typeface, in the weights that the deck uses.
pub const FONTS: [&[u8]; 3] =
    [include_bytes!("../fonts/Inter-Regular.otf"), include_bytes!("../fonts/Inter-SemiBold.otf"), include_bytes!("../fonts/Inter-Bold.otf")];
/// Height of a capital; a line of text is as high.
pub const CAP: f64 = 0.7273;
/// Room between lines of plain text, of a table, and of headings.
pub const LEADING: (f64, f64, f64) = (0.52, 0.42, 0.4);
/// What kerning and rounding may add to a line.
const SAFE: f64 = 1.012;

/// A weight of the typeface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Weight {
    Regular,
    SemiBold,
    Bold,
}
/// Widths of letters at size 1.
pub struct Ruler {
    faces: Vec<Face<'static>>,
    common: Vec<[f64; 256]>,
}
impl Default for Ruler {
    fn default() -> Ruler {
        let faces: Vec<Face> = FONTS.iter().filter_map(|f| Face::parse(f, 0).ok()).collect();
        let common = faces.iter().map(|f| std::array::from_fn(|i| advance(f, char::from(i as u8)))).collect();
        Ruler { faces, common }
    }
}
fn advance(face: &Face, c: char) -> f64 {
    // Figures are set in one width, that of the nought.
    let c = if c.is_ascii_digit() { '0' } else { c };
    let units = f64::from(face.units_per_em());
    face.glyph_index(c).and_then(|g| face.glyph_hor_advance(g)).map_or(1.0, |a| SAFE * f64::from(a) / units)
}
impl Ruler {
    /// Width of a text at size 1.
    pub fn width(&self, text: &str, weight: Weight) -> f64 {
        let of = weight as usize;
        let (Some(common), Some(face)) = (self.common.get(of), self.faces.get(of)) else { return 0.0 };
        text.chars().map(|c| common.get(c as usize).copied().unwrap_or_else(|| advance(face, c))).sum()
    }
    /// Width of the longest word at size 1.
    pub fn longest_word(&self, text: &str, weight: Weight) -> f64 {
        text.split_whitespace().map(|w| self.width(w, weight)).fold(0.0, f64::max)
    }
    /// Lines of a text in so much room, at size 1.
    pub fn lines(&self, text: &str, weight: Weight, room: f64) -> usize {
        let blank = self.width(" ", weight);
        let (mut count, mut used) = (1, 0.0);
        for word in text.split_whitespace() {
            let width = self.width(word, weight);
            if used > 0.0 && used + blank + width > room {
                (count, used) = (count + 1, width);
            } else {
                used += if used > 0.0 { blank + width } else { width };
            }
        }
        count
    }
    /// Height of a text of this size in so much room.
    pub fn height(&self, text: &str, weight: Weight, size: f64, room: f64, leading: f64) -> f64 {
        let lines = self.lines(text, weight, room / size) as f64;
        size * (CAP + (lines - 1.0) * (CAP + leading))
    }
}
#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn lines_break_where_they_are_full() {
        let r = Ruler::default();
        let word = r.width("word", Weight::Regular);
        assert!(word > 1.5 && word < 3.0, "{word}");
        assert_eq!(r.lines("word word word", Weight::Regular, 100.0), 1);
        assert_eq!(r.lines("word word word", Weight::Regular, 2.5 * word), 2);
        assert_eq!(r.lines("word word word", Weight::Regular, 0.5 * word), 3);
        assert!((r.width("1,111", Weight::Bold) - r.width("8,888", Weight::Bold)).abs() < 1e-9, "figures have one width");
    }
}
