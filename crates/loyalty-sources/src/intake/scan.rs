//! Rows of a file, handed to a visitor: in pieces side by side, results in the order of the file.
use super::Cancelled;
use super::layout::{at_path, exact_numbers};
pub use super::record::words;
use super::record::{Cut, record, unescaped};
use super::text::{Block, Layout, Text, pieces};
use rayon::prelude::*;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// One row: its line number and its fields, in the order of the header.
pub struct Row<'a> {
    /// Line.
    pub line: u64,
    /// Fields, trimmed.
    pub fields: &'a [&'a [u8]],
    /// Why it is no row at all; then its one field is the whole line.
    pub broken: Option<&'static str>,
}
impl Row<'_> {
    /// The field at a position; empty where the row is short.
    pub fn get(&self, at: usize) -> &[u8] {
        self.fields.get(at).copied().unwrap_or_default()
    }
    /// The row as text, for the file of rows set aside.
    pub fn raw(&self) -> String {
        let parts: Vec<_> = self.fields.iter().map(|f| words(f)).collect();
        parts.join(",")
    }
}

/// Visits every row. There are as many visitors as threads, and whoever is free takes the next piece: what one collects is in no order, but rows
/// know their line.
///
/// # Errors
/// What the system says while reading; [`io::ErrorKind::Interrupted`] where it was asked to stop.
pub fn scan<V: Send>(text: &mut Text, cancelled: Cancelled, new: &(dyn Fn() -> V + Sync), visit: &(dyn Fn(&mut V, &Row) + Sync)) -> io::Result<Vec<V>> {
    let threads = rayon::current_num_threads().max(1);
    let idle: Mutex<Vec<V>> = Mutex::new((0..threads).map(|_| new()).collect());
    let (layout, header, unclosed) = (text.layout, text.header.clone(), text.unclosed.clone());
    // Small pieces, so that no thread waits long for another at the end of a block.
    let parts = if threads == 1 { 1 } else { PIECES * threads };
    let mut next = text.block()?;
    while let Some(block) = next.take() {
        if cancelled() {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let work = || {
            pieces(&block, parts, layout, header.len()).par_iter().for_each(|&(from, to, before)| {
                let mut visitor = idle.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_else(new);
                let piece = Piece { block: &block, from, to, line: block.line + before };
                piece.rows(layout, &header, &unclosed, &mut |row| visit(&mut visitor, row));
                idle.lock().unwrap_or_else(PoisonError::into_inner).push(visitor);
            });
        };
        // The next block is read while this one is looked through.
        next = rayon::join(|| text.block(), work).0?;
        text.give_back(block);
    }
    Ok(idle.into_inner().unwrap_or_else(PoisonError::into_inner))
}
/// Pieces of a block for each thread.
const PIECES: usize = 4;

/// Why a record is no row.
pub const NO_ROW: &str = "a line of one field: a title or a footer, no row";
const TOO_WIDE: &str = "it has more fields than the header";

/// Without blanks around it, and without the `="…"` that keeps a spreadsheet from making a number of an id.
#[inline]
fn trim(bytes: &[u8]) -> &[u8] {
    match bytes {
        [] => bytes,
        [only] if *only > b' ' => bytes,
        [first, .., last] if *first > b' ' && *first != b'=' && *last > b' ' => bytes,
        _ => trimmed(bytes),
    }
}
fn trimmed(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.trim_ascii();
    match bytes {
        [b'=', b'"', inner @ .., b'"'] if !inner.contains(&b'"') => inner,
        _ => bytes,
    }
}
/// Records of a block from one place to another.
struct Piece<'a> {
    block: &'a Block,
    from: usize,
    to: usize,
    /// Line of the first.
    line: u64,
}
impl Piece<'_> {
    fn rows(&self, layout: Layout, header: &[String], unclosed: &AtomicU64, visit: &mut impl FnMut(&Row)) {
        let (bytes, line) = (&self.block.bytes[self.from..self.to], self.line);
        match layout {
            Layout::JsonLines => json(bytes, line, header, visit),
            Layout::Delimited(delimiter) if memchr::memchr(b'"', bytes).is_none() => without_quotes(bytes, line, delimiter, header.len(), visit),
            Layout::Delimited(delimiter) => delimited(self, delimiter, header.len(), unclosed, visit),
            Layout::Whitespace => whitespace(bytes, line, visit),
        }
    }
}
fn whitespace(bytes: &[u8], mut line: u64, visit: &mut impl FnMut(&Row)) {
    let mut fields: Vec<&[u8]> = vec![];
    for record in bytes.split(|b| *b == b'\n') {
        fields.clear();
        fields.extend(record.split(u8::is_ascii_whitespace).filter(|f| !f.is_empty()));
        if !fields.is_empty() {
            visit(&Row { line, fields: &fields, broken: None });
        }
        line += 1;
    }
}
/// The highest bit of each byte of a word that is this one. No carry leaves a byte, so that no other is taken for it.
#[inline]
fn places_of(byte: u8, word: u64) -> u64 {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let other = word ^ u64::from_le_bytes([byte; 8]);
    !((other & LOW).wrapping_add(LOW) | other | LOW)
}
/// Most files hold no quote: then a record is a line, and both signs are found in one pass, eight bytes at a time.
fn without_quotes(bytes: &[u8], mut line: u64, delimiter: u8, header: usize, visit: &mut impl FnMut(&Row)) {
    let mut fields: Vec<&[u8]> = Vec::with_capacity(32);
    let (mut begin, mut from) = (0, 0);
    let (words, rest) = bytes.as_chunks::<8>();
    let mut sign = |at: usize| {
        fields.push(trim(&bytes[from..at]));
        from = at + 1;
        if bytes[at] == b'\n' {
            row(&fields, &bytes[begin..at], line, header, visit);
            fields.clear();
            begin = from;
            line += 1;
        }
    };
    for (at, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let mut found = places_of(delimiter, word) | places_of(b'\n', word);
        while found != 0 {
            sign(at * 8 + (found.trailing_zeros() / 8) as usize);
            found &= found - 1;
        }
    }
    let last = bytes.len() - rest.len();
    rest.iter().enumerate().filter(|(_, b)| **b == delimiter || **b == b'\n').for_each(|(at, _)| sign(last + at));
    if begin < bytes.len() {
        fields.push(trim(&bytes[from..]));
        row(&fields, &bytes[begin..], line, header, visit);
    }
}
/// The automaton of records sees the whole block: what follows a piece may show that a quote in it is closed by nothing.
fn delimited(piece: &Piece, delimiter: u8, header: usize, unclosed: &AtomicU64, visit: &mut impl FnMut(&Row)) {
    let (bytes, mut at, mut line) = (piece.block.bytes.as_slice(), piece.from, piece.line);
    let cut = Cut { delimiter, width: header, ended: piece.block.ended };
    let (mut places, mut plain, mut spans) = (vec![], vec![], vec![]);
    let mut room: Vec<&[u8]> = vec![];
    while let Some((end, stray)) = (at < piece.to).then(|| record(bytes, at, cut, &mut places)).flatten() {
        if stray {
            unclosed.fetch_min(line, Ordering::Relaxed);
        }
        let whole = &bytes[at..end];
        plain.clear();
        spans.clear();
        for place in &places {
            let from = plain.len();
            if place.escaped {
                unescaped(&bytes[place.from..place.to], &mut plain);
            }
            spans.push((from, plain.len()));
        }
        let mut fields = emptied(std::mem::take(&mut room));
        fields.extend(places.iter().zip(&spans).map(|(p, (from, to))| trim(if p.escaped { &plain[*from..*to] } else { &bytes[p.from..p.to] })));
        row(&fields, whole, line, header, visit);
        room = emptied(fields);
        line += memchr::memchr_iter(b'\n', whole).count() as u64;
        at = end;
    }
}
/// The same memory for fields of another record.
fn emptied<'a>(mut fields: Vec<&[u8]>) -> Vec<&'a [u8]> {
    fields.clear();
    fields.into_iter().map(|_| &[][..]).collect()
}
/// A record as a row, or as none: blank ones are left out, and one with more fields than the header is never cut.
#[inline]
fn row(fields: &[&[u8]], whole: &[u8], line: u64, header: usize, visit: &mut impl FnMut(&Row)) {
    match fields {
        [[]] => {}
        [only] if header >= 3 => visit(&Row { line, fields: &[only], broken: Some(NO_ROW) }),
        _ if fields.len() > header && fields[header..].iter().any(|f| !f.is_empty()) => {
            visit(&Row { line, fields: &[whole.trim_ascii()], broken: Some(TOO_WIDE) });
        }
        _ if fields.iter().all(|f| f.is_empty()) => {}
        _ => visit(&Row { line, fields, broken: None }),
    }
}
fn json(bytes: &[u8], mut line: u64, header: &[String], visit: &mut impl FnMut(&Row)) {
    for record in bytes.split(|b| *b == b'\n') {
        if !trim(record).is_empty() {
            let Ok(object) = serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(&exact_numbers(record)) else {
                visit(&Row { line, fields: &[trim(record)], broken: Some("the line is not a JSON object") });
                line += 1;
                continue;
            };
            let texts: Vec<String> = header.iter().map(|path| at_path(&object, path)).collect();
            let fields: Vec<&[u8]> = texts.iter().map(|t| trim(t.as_bytes())).collect();
            visit(&Row { line, fields: &fields, broken: None });
        }
        line += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Rows = Vec<(u64, Option<&'static str>, Vec<String>)>;
    fn rows(read: impl Fn(&mut dyn FnMut(&Row))) -> Rows {
        let mut out = vec![];
        read(&mut |row| out.push((row.line, row.broken, row.fields.iter().map(|f| words(f)).collect())));
        out
    }
    /// Rows of a text read in steps of so many bytes by so many threads, in the order of its lines; and the first line with a quote that nothing closes.
    fn in_steps(text: &str, step: usize, threads: usize) -> (Rows, u64) {
        let mut text = Text::in_steps(text.as_bytes().to_vec(), 3, step);
        let visit = |v: &mut Rows, row: &Row| v.push((row.line, row.broken, row.fields.iter().map(|f| words(f)).collect()));
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let mut all: Rows = pool.install(|| scan(&mut text, &|| false, &Vec::new, &visit)).unwrap().into_iter().flatten().collect();
        all.sort();
        text.reconcile(all.len() as u64).unwrap();
        (all, text.unclosed.load(Ordering::Relaxed))
    }
    /// What follows a piece tells whether a quote in it is closed: cut off there, rows were joined that are two.
    #[test]
    fn a_quote_is_closed_or_not_by_what_follows_the_piece() {
        let text = "a\"\n\"\n\"\"\",\"\"\"\",\"\n\",a";
        for (step, threads) in [(20, 1), (20, 2), (1, 1), (7, 3)] {
            assert_eq!(in_steps(text, step, threads), in_steps(text, 1 << 20, 1), "{step} bytes, {threads} threads");
        }
    }
    proptest! {
        /// Neither how much is read at a time nor how many threads there are changes a row.
        #[test]
        fn steps_and_threads_change_nothing(text in "([ab,]{0,9}|\"[ab,\"\n]{0,9}\",?|[ab,\" =\r]{0,9}\n){0,40}", step in 1..200usize, threads in 1..4usize) {
            prop_assert_eq!(in_steps(&text, step, threads), in_steps(&text, 1 << 20, 1));
        }
        /// The short way through text without quotes gives what the automaton of records gives.
        #[test]
        fn text_without_quotes_is_read_alike(
            text in "[a-c,;0= \t\n\r\u{e9}]{0,120}",
            delimiter in prop::sample::select(vec![b',', b';', b'\t', b'a']),
            header in 0..5usize,
        ) {
            let short = rows(|visit| without_quotes(text.as_bytes(), 7, delimiter, header, &mut |row| visit(row)));
            let block = Block { bytes: text.as_bytes().to_vec(), cut: text.len(), ended: true, line: 7 };
            let whole = Piece { block: &block, from: 0, to: text.len(), line: 7 };
            let long = rows(|visit| delimited(&whole, delimiter, header, &AtomicU64::new(u64::MAX), &mut |row| visit(row)));
            prop_assert_eq!(short, long);
        }
        /// A sign is found in each of its places and in no other.
        #[test]
        fn places_are_exact(bytes in prop::array::uniform8(any::<u8>()), byte in any::<u8>(), at in 0..8usize) {
            let mut bytes = bytes;
            bytes[at] = byte;
            let found = places_of(byte, u64::from_le_bytes(bytes)).to_le_bytes();
            for (place, is) in bytes.iter().zip(found) {
                prop_assert_eq!(is, if *place == byte { 0x80 } else { 0 });
            }
        }
    }
}
