//! How much room words take in the deck's typeface: its letters shaped with kerning, lines broken where a line is full. The PDF draws the very
//! runs that are measured here, so that what is foretold is what comes.
use rustybuzz::ttf_parser::Tag;
use rustybuzz::{Direction, Face, Feature, Script, ShapePlan, UnicodeBuffer, script};
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

/// The typeface, in the weights that the deck uses.
pub const FONTS: [&[u8]; 3] =
    [include_bytes!("../fonts/Inter-Regular.otf"), include_bytes!("../fonts/Inter-SemiBold.otf"), include_bytes!("../fonts/Inter-Bold.otf")];
/// Height of a capital; a line of text is as high.
pub const CAP: f64 = 0.7273;
/// Room between lines of plain text, of a table, and of headings.
pub const LEADING: (f64, f64, f64) = (0.52, 0.42, 0.4);
/// A line may be fuller than its room by this: sums of widths are rounded.
const DUST: f64 = 1e-6;

/// A weight of the typeface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    Regular,
    SemiBold,
    Bold,
}
/// A letter as shaped, at size 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Glyph {
    /// Its number in the font; 0: the font lacks it.
    pub id: u32,
    /// To the next letter.
    pub advance: f64,
    /// Where it stands, right and up from where it would.
    pub shift: (f64, f64),
    /// The bytes of the run that it shows.
    pub text: Range<usize>,
}
/// Letters that stand together on one line, at size 1.
#[derive(Debug, Default)]
pub struct Run {
    /// From left to right.
    pub glyphs: Vec<Glyph>,
    /// Width of all.
    pub width: f64,
}
/// A line of a text: what stands on it, with one blank between words, and its width at size 1.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Line {
    /// Its words.
    pub text: String,
    pub width: f64,
}
/// A piece of a text that a line is not broken within.
struct Piece {
    text: Range<usize>,
    width: f64,
    /// A blank stands before it, unless it begins a line.
    word: bool,
}
/// One weight: its font, and what was shaped already.
struct Font {
    face: Face<'static>,
    figures: Feature,
    /// How letters of a script are shaped: worked out once, not for each word.
    plans: RefCell<Vec<(Script, Rc<ShapePlan>)>>,
    runs: RefCell<HashMap<String, Rc<Run>>>,
    texts: RefCell<HashMap<String, Rc<[Piece]>>>,
}
/// Measures texts, and remembers what it measured.
pub struct TextMetrics {
    fonts: Vec<Font>,
}
impl Default for TextMetrics {
    fn default() -> TextMetrics {
        // Figures are set in one width, so that they stand below each other.
        let figures = Feature::new(Tag::from_bytes(b"tnum"), 1, ..);
        let font = |data: &'static [u8]| {
            let face = Face::from_slice(data, 0)?;
            Some(Font { face, figures, plans: RefCell::default(), runs: RefCell::default(), texts: RefCell::default() })
        };
        TextMetrics { fonts: FONTS.iter().filter_map(|f| font(f)).collect() }
    }
}
impl Font {
    fn run(&self, text: &str) -> Rc<Run> {
        if let Some(known) = self.runs.borrow().get(text) {
            return known.clone();
        }
        let run = Rc::new(self.shape(text));
        self.runs.borrow_mut().insert(text.into(), run.clone());
        run
    }
    fn plan(&self, of: Script) -> Rc<ShapePlan> {
        if let Some((_, known)) = self.plans.borrow().iter().find(|(script, _)| *script == of) {
            return known.clone();
        }
        let script = (of != script::UNKNOWN).then_some(of);
        let plan = Rc::new(ShapePlan::new(&self.face, Direction::LeftToRight, script, None, &[self.figures]));
        self.plans.borrow_mut().push((of, plan.clone()));
        plan
    }
    fn shape(&self, text: &str) -> Run {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.set_direction(Direction::LeftToRight);
        buffer.guess_segment_properties();
        let plan = self.plan(buffer.script());
        let shaped = rustybuzz::shape_with_plan(&self.face, &plan, buffer);
        let units = f64::from(self.face.units_per_em());
        let (infos, places) = (shaped.glyph_infos(), shaped.glyph_positions());
        let end = |i: usize| infos[i + 1..].iter().map(|n| n.cluster).find(|c| *c != infos[i].cluster).map_or(text.len(), |c| c as usize);
        let glyph = |i: usize| Glyph {
            id: infos[i].glyph_id,
            advance: f64::from(places[i].x_advance) / units,
            shift: (f64::from(places[i].x_offset) / units, f64::from(places[i].y_offset) / units),
            text: infos[i].cluster as usize..end(i),
        };
        let glyphs: Vec<Glyph> = (0..infos.len()).map(glyph).collect();
        Run { width: glyphs.iter().map(|g| g.advance).sum(), glyphs }
    }
    fn pieces(&self, text: &str) -> Rc<[Piece]> {
        if let Some(known) = self.texts.borrow().get(text) {
            return known.clone();
        }
        let start = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
        let mut all = vec![];
        for word in words(text) {
            for (i, piece) in pieces(word).enumerate() {
                let from = start(piece);
                all.push(Piece { text: from..from + piece.len(), width: self.run(piece).width, word: i == 0 });
            }
        }
        let all: Rc<[Piece]> = all.into();
        self.texts.borrow_mut().insert(text.into(), all.clone());
        all
    }
    /// How much of the beginning of a piece fits in so much room: one letter at least.
    fn fitting(&self, piece: &str, room: f64) -> usize {
        let mut used = 0.0;
        for (at, c) in piece.char_indices() {
            used += self.run(&piece[at..at + c.len_utf8()]).width;
            if at > 0 && used > room {
                return at;
            }
        }
        piece.len()
    }
    /// Puts a text's pieces on lines, as many on each as fit; a piece that is wider than a line is broken between letters.
    fn fill<'t>(&self, text: &'t str, room: f64, mut put: impl FnMut(bool, bool, &'t str, f64)) {
        let blank = self.run(" ").width;
        let (mut used, mut first) = (0.0, true);
        for piece in self.pieces(text).iter() {
            let (mut rest, mut width, mut word) = (&text[piece.text.clone()], piece.width, piece.word);
            loop {
                let before = if word && !first { blank } else { 0.0 };
                let broken = !first && used + before + width > room + DUST;
                if broken {
                    used = 0.0;
                }
                if width <= room + DUST {
                    put(broken, before > 0.0 && !broken, rest, width);
                    used += width + if broken { 0.0 } else { before };
                    first = false;
                    break;
                }
                let (head, tail) = rest.split_at(self.fitting(rest, room));
                let (head_width, tail_width) = (self.run(head).width, self.run(tail).width);
                put(broken, before > 0.0 && !broken, head, head_width);
                (used, first) = (head_width.max(room), false);
                if tail.is_empty() {
                    break;
                }
                (rest, width, word) = (tail, tail_width, false);
            }
        }
    }
}
impl TextMetrics {
    fn font(&self, weight: Weight) -> Option<&Font> {
        self.fonts.get(weight as usize)
    }
    /// Letters of a text without blanks, shaped.
    pub fn run(&self, text: &str, weight: Weight) -> Rc<Run> {
        self.font(weight).map_or_else(Rc::default, |f| f.run(text))
    }
    /// Width of a text on one line, at size 1.
    pub fn width(&self, text: &str, weight: Weight) -> f64 {
        self.broken(text, weight, f64::INFINITY).iter().map(|l| l.width).sum()
    }
    /// Width of the longest word at size 1.
    pub fn longest_word(&self, text: &str, weight: Weight) -> f64 {
        words(text).map(|w| self.width(w, weight)).fold(0.0, f64::max)
    }
    /// How many lines a text takes in so much room, at size 1; none takes one.
    pub fn lines(&self, text: &str, weight: Weight, room: f64) -> usize {
        let mut count = 1;
        if let Some(font) = self.font(weight) {
            font.fill(text, room, |broken, _, _, _| count += usize::from(broken));
        }
        count
    }
    /// The lines of a text in so much room, at size 1.
    pub fn broken(&self, text: &str, weight: Weight, room: f64) -> Vec<Line> {
        let mut out = vec![Line::default()];
        let Some(font) = self.font(weight) else { return out };
        let blank = font.run(" ").width;
        font.fill(text, room, |broken, apart, words, width| {
            if broken {
                out.push(Line::default());
            }
            let Some(line) = out.last_mut() else { return };
            if apart {
                line.text.push(' ');
                line.width += blank;
            }
            line.text.push_str(words);
            line.width += width;
        });
        out
    }
    /// The letters of a line, as they were measured.
    pub fn letters(&self, line: &Line, weight: Weight) -> Vec<Glyph> {
        let mut out = vec![];
        let Some(font) = self.font(weight) else { return out };
        let mut put = |run: &Run, from: usize| out.extend(run.glyphs.iter().map(|g| Glyph { text: g.text.start + from..g.text.end + from, ..g.clone() }));
        let mut at = 0;
        for (i, word) in line.text.split(' ').enumerate() {
            if i > 0 {
                put(&font.run(" "), at);
                at += 1;
            }
            for piece in pieces(word) {
                put(&font.run(piece), at);
                at += piece.len();
            }
        }
        out
    }
    /// Height of a text of this size in so much room.
    pub fn height(&self, text: &str, weight: Weight, size: f64, room: f64, leading: f64) -> f64 {
        let lines = self.lines(text, weight, room / size) as f64;
        size * (CAP + (lines - 1.0) * (CAP + leading))
    }
}
/// Parts of a word that a line may be broken between: after a hyphen that a letter follows.
fn pieces(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let hyphen = |(i, _): &(usize, &str)| rest[i + 1..].starts_with(char::is_alphabetic) && *i > 0;
        let at = rest.match_indices('-').find(hyphen).map_or(rest.len(), |(i, _)| i + 1);
        let (piece, after) = rest.split_at(at);
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}
/// Words that a line may be broken between; a blank that holds (U+00A0) is part of its word.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '\n', '\t']).filter(|w| !w.is_empty())
}
#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn lines_break_where_they_are_full() {
        let r = TextMetrics::default();
        let word = r.width("word", Weight::Regular);
        assert!(word > 1.5 && word < 3.0, "{word}");
        assert_eq!(r.lines("word word word", Weight::Regular, 100.0), 1);
        assert_eq!(r.lines("word word word", Weight::Regular, 2.5 * word), 2);
        assert_eq!(r.lines("word word word", Weight::Regular, 1.01 * word), 3);
        assert_eq!(r.lines("word word word", Weight::Regular, word), 3, "a word that just fits is not broken");
        assert_eq!(r.lines("", Weight::Regular, 9.0), 1);
        assert!((r.width("1,111", Weight::Bold) - r.width("8,888", Weight::Bold)).abs() < 1e-9, "figures have one width");
        assert!(r.width("AVAVAV", Weight::Regular) < 3.0 * (r.width("A", Weight::Regular) + r.width("V", Weight::Regular)), "letters are kerned");
    }
    #[test]
    fn words_are_shaped_as_the_library_shapes_them() {
        let metrics = TextMetrics::default();
        for text in ["AVA", "1,234.50", "Straße", "λόγος", "Ёлка", "€12–15", "fi", "—", "A1λ"] {
            let font = metrics.font(Weight::SemiBold).unwrap();
            let mut buffer = UnicodeBuffer::new();
            buffer.push_str(text);
            buffer.set_direction(Direction::LeftToRight);
            let whole = rustybuzz::shape(&font.face, &[font.figures], buffer);
            let expected: Vec<(u32, f64)> = whole
                .glyph_infos()
                .iter()
                .zip(whole.glyph_positions())
                .map(|(i, p)| (i.glyph_id, f64::from(p.x_advance) / f64::from(font.face.units_per_em())))
                .collect();
            let got: Vec<(u32, f64)> = font.shape(text).glyphs.iter().map(|g| (g.id, g.advance)).collect();
            assert_eq!(got, expected, "{text}");
        }
    }
    #[test]
    fn whatever_the_room_no_line_is_wider_and_no_letter_is_lost() {
        let r = TextMetrics::default();
        let texts = [
            "Members who bought at least twice in the last year, −$123,456.78 of net sales per well-known member",
            "https://example.com/a/very/long/path?without=any&blank=anywhere",
            "a\u{a0}b\u{a0}c Straße—naïve 100 % “quoted”",
            "W",
        ];
        for (text, weight) in texts.iter().flat_map(|t| [Weight::Regular, Weight::SemiBold, Weight::Bold].map(|w| (*t, w))) {
            for room in [1.2, 2.0, 3.3, 7.0, 12.5, 40.0, f64::INFINITY] {
                let lines = r.broken(text, weight, room);
                assert_eq!(lines.len(), r.lines(text, weight, room));
                let bare = |t: &str| t.replace(' ', "");
                assert_eq!(lines.iter().map(|l| bare(&l.text)).collect::<String>(), bare(text));
                for line in &lines {
                    assert!(line.width <= room + 1e-5, "{} in {room}: {}", line.width, line.text);
                    let letters = r.letters(line, weight);
                    assert!((letters.iter().map(|g| g.advance).sum::<f64>() - line.width).abs() < 1e-9, "drawn as measured: {}", line.text);
                    assert!(letters.iter().all(|g| line.text.get(g.text.clone()).is_some()));
                }
            }
        }
    }
}
