//! Rows of a file, handed to a visitor: in pieces side by side, results in the order of the file.
use super::Cancelled;
use super::layout::{at_path, exact_numbers};
pub use super::record::words;
use super::record::{Cut, record, unescaped};
use super::text::{Layout, Text, pieces};
use rayon::prelude::*;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};

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

/// Visits every row. Each thread has one visitor for the whole file: what it collects is in no order, but rows know their line.
///
/// # Errors
/// What the system says while reading; [`io::ErrorKind::Interrupted`] where it was asked to stop.
pub fn scan<V: Send>(text: &mut Text, cancelled: Cancelled, new: &(dyn Fn() -> V + Sync), visit: &(dyn Fn(&mut V, &Row) + Sync)) -> io::Result<Vec<V>> {
    let mut visitors: Vec<V> = (0..rayon::current_num_threads().max(1)).map(|_| new()).collect();
    let (layout, header, unclosed) = (text.layout, text.header.clone(), text.unclosed.clone());
    let mut next = text.block()?;
    while let Some((block, line)) = next.take() {
        if cancelled() {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let parts = pieces(&block, visitors.len(), layout, header.len());
        assert!(parts.len() <= visitors.len(), "a piece without a visitor would be lost");
        let work = || {
            visitors.par_iter_mut().zip(parts.par_iter()).for_each(|(visitor, &(from, to, before))| {
                piece(&block[from..to], line + before, layout, &header, &unclosed, &mut |row| visit(visitor, row));
            });
        };
        // The next block is read while this one is looked through.
        next = rayon::join(|| text.block(), work).0?;
    }
    Ok(visitors)
}

/// Why a record is no row.
pub const NO_ROW: &str = "a line of one field: a title or a footer, no row";
const TOO_WIDE: &str = "it has more fields than the header";

/// Without blanks around it, and without the `="…"` that keeps a spreadsheet from making a number of an id.
fn trim(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.trim_ascii();
    match bytes {
        [b'=', b'"', inner @ .., b'"'] if !inner.contains(&b'"') => inner,
        _ => bytes,
    }
}
fn piece(bytes: &[u8], line: u64, layout: Layout, header: &[String], unclosed: &AtomicU64, visit: &mut dyn FnMut(&Row)) {
    match layout {
        Layout::JsonLines => json(bytes, line, header, visit),
        Layout::Delimited(delimiter) => delimited(bytes, line, delimiter, header.len(), unclosed, visit),
        Layout::Whitespace => whitespace(bytes, line, visit),
    }
}
fn whitespace(bytes: &[u8], mut line: u64, visit: &mut dyn FnMut(&Row)) {
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
fn delimited(bytes: &[u8], mut line: u64, delimiter: u8, header: usize, unclosed: &AtomicU64, visit: &mut dyn FnMut(&Row)) {
    let cut = Cut { delimiter, width: header, ended: true };
    let quotes = memchr::memchr(b'"', bytes).is_some();
    let (mut at, mut places, mut plain, mut spans) = (0, vec![], vec![], vec![]);
    let mut fields: Vec<&[u8]> = Vec::with_capacity(32);
    while at < bytes.len() {
        // Most files hold no quote: then a record is a line, and no list of places is needed.
        if !quotes {
            let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |n| at + n);
            let record = &bytes[at..end];
            fields.clear();
            let mut from = 0;
            for to in memchr::memchr_iter(delimiter, record) {
                fields.push(trim(&record[from..to]));
                from = to + 1;
            }
            fields.push(trim(&record[from..]));
            row(&fields, record, line, header, visit);
            at = end + 1;
            line += 1;
            continue;
        }
        let Some((end, stray)) = record(bytes, at, cut, &mut places) else { break };
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
        let fields: Vec<&[u8]> =
            places.iter().zip(&spans).map(|(p, (from, to))| trim(if p.escaped { &plain[*from..*to] } else { &bytes[p.from..p.to] })).collect();
        row(&fields, whole, line, header, visit);
        line += memchr::memchr_iter(b'\n', whole).count() as u64;
        at = end;
    }
}
/// A record as a row, or as none: blank ones are left out, and one with more fields than the header is never cut.
#[inline]
fn row(fields: &[&[u8]], whole: &[u8], line: u64, header: usize, visit: &mut dyn FnMut(&Row)) {
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
fn json(bytes: &[u8], mut line: u64, header: &[String], visit: &mut dyn FnMut(&Row)) {
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
