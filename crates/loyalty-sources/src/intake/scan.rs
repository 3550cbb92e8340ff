//! Rows of a file, handed to a visitor: in pieces side by side, results in the order of the file.
use super::Cancelled;
use super::text::{Layout, Text, pieces};
use rayon::prelude::*;
use std::io;

/// One row: its line number and its fields, in the order of the header.
pub struct Row<'a> {
    /// Line.
    pub line: u64,
    /// Fields, trimmed.
    pub fields: &'a [&'a [u8]],
    /// Why it is no row at all; then its one field is the whole line.
    pub broken: Option<&'static str>,
}
/// Bytes as text: UTF-8, or Windows-1252 where they are not (an odd letter late in a file that began as plain text).
pub fn words(bytes: &[u8]) -> String {
    std::str::from_utf8(bytes).map_or_else(|_| encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(), str::to_owned)
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
    let (layout, header) = (text.layout, text.header.clone());
    let mut next = text.block()?;
    while let Some((block, line)) = next.take() {
        if cancelled() {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let parts = pieces(&block, visitors.len(), layout);
        assert!(parts.len() <= visitors.len(), "a piece without a visitor would be lost");
        let work = || {
            visitors.par_iter_mut().zip(parts.par_iter()).for_each(|(visitor, &(from, to, before))| {
                piece(&block[from..to], line + before, layout, &header, &mut |row| visit(visitor, row));
            });
        };
        // The next block is read while this one is looked through.
        next = rayon::join(|| text.block(), work).0?;
    }
    Ok(visitors)
}

fn trim(bytes: &[u8]) -> &[u8] {
    bytes.trim_ascii()
}
fn piece(bytes: &[u8], line: u64, layout: Layout, header: &[String], visit: &mut dyn FnMut(&Row)) {
    match layout {
        Layout::JsonLines => json(bytes, line, header, visit),
        Layout::Delimited(d) if memchr::memchr(b'"', bytes).is_some() => quoted(bytes, line, d, visit),
        _ => plain(bytes, line, layout, visit),
    }
}
fn plain(bytes: &[u8], mut line: u64, layout: Layout, visit: &mut dyn FnMut(&Row)) {
    let mut at = 0;
    let mut fields: Vec<&[u8]> = Vec::with_capacity(32);
    while at < bytes.len() {
        let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |n| at + n);
        let mut record = &bytes[at..end];
        if let Some(r) = record.strip_suffix(b"\r") {
            record = r;
        }
        at = end + 1;
        if !trim(record).is_empty() {
            fields.clear();
            match layout {
                Layout::Delimited(d) => {
                    let mut from = 0;
                    for to in memchr::memchr_iter(d, record) {
                        fields.push(trim(&record[from..to]));
                        from = to + 1;
                    }
                    fields.push(trim(&record[from..]));
                }
                _ => fields.extend(record.split(|b| *b == b' ' || *b == b'\t').filter(|f| !f.is_empty())),
            }
            visit(&Row { line, fields: &fields, broken: None });
        }
        line += 1;
    }
}
fn quoted(bytes: &[u8], line: u64, delimiter: u8, visit: &mut dyn FnMut(&Row)) {
    // Lines end as where no quote stands, so that it does not matter which piece of a file holds one.
    let end = csv::Terminator::Any(b'\n');
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).terminator(end).has_headers(false).flexible(true).from_reader(bytes);
    let mut record = csv::ByteRecord::new();
    while let Ok(true) = reader.read_byte_record(&mut record) {
        let at = record.position().map_or(1, csv::Position::line);
        let fields: Vec<&[u8]> = record.iter().map(trim).collect();
        if fields.iter().any(|f| !f.is_empty()) {
            visit(&Row { line: line + at - 1, fields: &fields, broken: None });
        }
    }
}
fn json(bytes: &[u8], mut line: u64, header: &[String], visit: &mut dyn FnMut(&Row)) {
    for record in bytes.split(|b| *b == b'\n') {
        if !trim(record).is_empty() {
            let Ok(object) = serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(record) else {
                visit(&Row { line, fields: &[trim(record)], broken: Some("the line is not a JSON object") });
                line += 1;
                continue;
            };
            let texts: Vec<String> = header
                .iter()
                .map(|key| match object.get(key) {
                    None | Some(serde_json::Value::Null) => String::new(),
                    Some(serde_json::Value::String(s)) => s.clone(),
                    Some(other) => other.to_string(),
                })
                .collect();
            let fields: Vec<&[u8]> = texts.iter().map(|t| trim(t.as_bytes())).collect();
            visit(&Row { line, fields: &fields, broken: None });
        }
        line += 1;
    }
}
