//! A file's bytes as UTF-8 text in blocks that end with a whole record, whatever the encoding or compression.
use super::{IntakeError, Kind};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;

/// How the columns are parted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// By this byte, fields perhaps quoted.
    Delimited(u8),
    /// By runs of spaces or tabs.
    Whitespace,
    /// One JSON object a line.
    JsonLines,
}
/// An opened file.
pub struct Text {
    /// Path as given.
    pub path: String,
    /// Layout.
    pub layout: Layout,
    /// Names of the columns; `#1`… where there is no header.
    pub header: Vec<String>,
    /// The first record is a header.
    pub has_header: bool,
    /// What was noticed: encoding.
    pub notes: Vec<String>,
    reader: Box<dyn Read + Send>,
    rest: Vec<u8>,
    ended: bool,
    /// Line number (from 1) of the next record.
    next_line: u64,
}

/// Whether a file in a folder is one of ours by its name.
pub fn looks_tabular(path: &Path) -> bool {
    let name = path.file_name().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    [".csv", ".tsv", ".txt", ".jsonl", ".ndjson", ".parquet"].iter().any(|e| name.ends_with(e))
}

const BLOCK: usize = 48 << 20;

impl Text {
    /// Opens a file and looks at its beginning.
    ///
    /// # Errors
    /// Unreadable, empty, binary, or a format that is not read.
    pub fn open(path: &Path) -> Result<Text, IntakeError> {
        let shown = path.display().to_string();
        let unreadable = |e: io::Error| {
            IntakeError::new(
                Kind::Unreadable,
                &shown,
                format!("it cannot be read: {e}"),
                "Nothing was planned",
                "give yourself the right to read it, or make a copy that you may read",
            )
        };
        let file = File::open(path).map_err(unreadable)?;
        let mut reader: Box<dyn Read + Send> = Box::new(BufReader::with_capacity(1 << 20, file));
        let mut head = vec![0u8; 4];
        let n = read_full(&mut reader, &mut head).map_err(unreadable)?;
        head.truncate(n);
        reader = Box::new(Cursor::new(head.clone()).chain(reader));
        if head.starts_with(&[0x1f, 0x8b]) {
            reader = Box::new(flate2::read::MultiGzDecoder::new(reader));
        }
        let parquet = head.starts_with(b"PAR1");
        let mut left_out = vec![];
        if parquet {
            let file = File::open(path).map_err(unreadable)?;
            let mut rows = super::columnar::AsCsv::open(file).map_err(|r| IntakeError::new(Kind::Format, &shown, r.fact, r.reason, r.next))?;
            left_out = std::mem::take(&mut rows.notes);
            reader = Box::new(rows);
        }
        let stopped = |e: io::Error| {
            if !parquet {
                return unreadable(e);
            }
            let fact = format!("this Parquet file cannot be read: {e}");
            IntakeError::new(Kind::Format, &shown, fact, "It is damaged or not complete", "copy it anew, or write it anew from its source")
        };
        if head.starts_with(b"PK\x03\x04") {
            return Err(IntakeError::new(
                Kind::Format,
                &shown,
                "this is a workbook or a zip archive",
                "Only its sheets as text can be read",
                "save the sheet as CSV, or unpack the archive",
            ));
        }
        let mut start = vec![0u8; 1 << 16];
        let n = read_full(&mut reader, &mut start).map_err(stopped)?;
        start.truncate(n);
        let (reader, start, mut notes) = decode(start, reader).map_err(stopped)?;
        notes.extend(left_out);
        if start.iter().all(|b| b.is_ascii_whitespace()) {
            return Err(IntakeError::new(Kind::Empty, &shown, "the file is empty", "There is nothing to plan on", "give a file with rows, or leave it out"));
        }
        if start.iter().take(8192).any(|b| *b == 0) {
            return Err(IntakeError::new(Kind::Binary, &shown, "this is a binary file", "It holds bytes that no text has", "export the table as CSV"));
        }
        let mut text =
            Text { path: shown, layout: Layout::Delimited(b','), header: vec![], has_header: true, notes, reader, rest: start, ended: false, next_line: 1 };
        if parquet {
            // Its columns have names, whatever they look like, and its text is made with commas.
            text.take_header(Layout::Delimited(b','));
        } else {
            text.sniff();
        }
        Ok(text)
    }

    fn sniff(&mut self) {
        let sample = String::from_utf8_lossy(&self.rest).into_owned();
        let lines: Vec<&str> = sample.lines().filter(|l| !l.trim().is_empty()).take(50).collect();
        let Some(first) = lines.first().copied() else { return };
        if first.trim_start().starts_with('{') && first.trim_end().ends_with('}') {
            self.layout = Layout::JsonLines;
            self.has_header = false;
            self.header = json_keys(sample.lines());
            return;
        }
        let lines = &lines[..lines.len().min(if sample.len() >= 1 << 16 { lines.len().saturating_sub(1).max(1) } else { lines.len() })];
        let score = |d: u8| {
            let counts: Vec<usize> = lines.iter().map(|l| fields(l.as_bytes(), d).len()).collect();
            let usual = counts[0];
            (counts.iter().filter(|c| **c == usual).count() * if usual > 1 { 1 } else { 0 }, usual)
        };
        let best = [b',', b';', b'\t', b'|'].into_iter().max_by_key(|d| score(*d)).unwrap_or(b',');
        self.layout = if score(best).0 > 0 {
            Layout::Delimited(best)
        } else if first.split_whitespace().count() > 1 {
            Layout::Whitespace
        } else {
            Layout::Delimited(b',')
        };
        let first_fields = self.split_line(first);
        // A header names things: no field of it is a number, a date or empty throughout.
        let wordy = |f: &String| f.chars().any(char::is_alphabetic) && f.parse::<f64>().is_err();
        self.has_header = first_fields.iter().filter(|f| wordy(f)).count() * 2 > first_fields.len() && !first_fields.iter().any(|f| f.parse::<f64>().is_ok());
        self.header = if self.has_header {
            first_fields.iter().map(|f| f.trim().to_string()).collect()
        } else {
            (1..=first_fields.len()).map(|i| format!("#{i}")).collect()
        };
        if self.has_header {
            self.drop_header();
        } else {
            self.notes.push("no header: columns are named by position".into());
        }
    }
    fn take_header(&mut self, layout: Layout) {
        self.layout = layout;
        let end = record_ends(&self.rest, self.layout).next().unwrap_or(self.rest.len());
        self.header = self.split_line(&String::from_utf8_lossy(&self.rest[..end]));
        self.drop_header();
    }
    fn drop_header(&mut self) {
        let end = record_ends(&self.rest, self.layout).next().unwrap_or(self.rest.len());
        self.next_line += memchr::memchr_iter(b'\n', &self.rest[..end]).count() as u64;
        self.rest.drain(..end);
    }
    fn split_line(&self, line: &str) -> Vec<String> {
        match self.layout {
            Layout::Delimited(d) => fields(line.as_bytes(), d),
            Layout::Whitespace => line.split_whitespace().map(str::to_string).collect(),
            Layout::JsonLines => vec![],
        }
    }
    /// The next block of whole records and the line number of its first; `None` at the end.
    ///
    /// # Errors
    /// What the system says while reading.
    pub fn block(&mut self) -> io::Result<Option<(Vec<u8>, u64)>> {
        while !self.ended && self.rest.len() < BLOCK {
            let old = self.rest.len();
            self.rest.resize(old + BLOCK, 0);
            let n = read_full(&mut self.reader, &mut self.rest[old..])?;
            self.rest.truncate(old + n);
            self.ended = n < BLOCK;
        }
        if self.rest.is_empty() {
            return Ok(None);
        }
        let cut = if self.ended { self.rest.len() } else { last_record_end(&self.rest, self.layout).unwrap_or(self.rest.len()) };
        let tail = self.rest.split_off(cut);
        let block = std::mem::replace(&mut self.rest, tail);
        let line = self.next_line;
        self.next_line += memchr::memchr_iter(b'\n', &block).count() as u64;
        Ok(Some((block, line)))
    }
}

/// Keys of JSON objects, in the order of their letters: which object stands first does not matter.
fn json_keys<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut keys: Vec<String> = vec![];
    for line in lines {
        if let Ok(serde_json::Value::Object(map)) = serde_json::from_str::<serde_json::Value>(line) {
            for key in map.keys() {
                if !keys.contains(key) {
                    keys.push(key.clone());
                }
            }
        }
    }
    keys.sort();
    keys
}
fn fields(line: &[u8], delimiter: u8) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(line);
    let mut record = csv::ByteRecord::new();
    match reader.read_byte_record(&mut record) {
        Ok(true) => record.iter().map(|f| String::from_utf8_lossy(f).trim().to_string()).collect(),
        _ => vec![String::new()],
    }
}
fn read_full(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut n = 0;
    while n < buffer.len() {
        match reader.read(&mut buffer[n..]) {
            Ok(0) => break,
            Ok(k) => n += k,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(n)
}
type Decoded = (Box<dyn Read + Send>, Vec<u8>, Vec<String>);
/// UTF-8 passes through; UTF-16 and Latin-1 are turned into UTF-8 at once.
fn decode(start: Vec<u8>, mut reader: Box<dyn Read + Send>) -> io::Result<Decoded> {
    if let Some(plain) = start.strip_prefix(&[0xef, 0xbb, 0xbf]) {
        return Ok((reader, plain.to_vec(), vec!["UTF-8 with byte order mark".into()]));
    }
    let utf16 = start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]);
    let broken = std::str::from_utf8(&start).is_err_and(|e| e.error_len().is_some());
    let mut plain_so_far = false;
    if !utf16 && !broken {
        plain_so_far = true;
        if start.iter().all(u8::is_ascii) {
            // An odd letter may come later; those bytes are read lossily there, field by field.
            return Ok((reader, start, vec![]));
        }
    }
    if plain_so_far {
        return Ok((reader, start, vec![]));
    }
    let mut all = start;
    reader.read_to_end(&mut all)?;
    if utf16 {
        let (text, encoding, _) = encoding_rs::UTF_16LE.decode(&all);
        return Ok((Box::new(io::empty()), text.into_owned().into_bytes(), vec![encoding.name().into()]));
    }
    let (text, _, _) = encoding_rs::WINDOWS_1252.decode(&all);
    Ok((Box::new(io::empty()), text.into_owned().into_bytes(), vec!["Latin-1 (Windows-1252)".into()]))
}
/// Ends of records: behind newlines outside quotes. As the parser of rows has it, a quote opens a field only at its beginning, and two of them
/// inside are one letter; a stray quote in a field is a letter too and moves no end.
fn record_ends(bytes: &[u8], layout: Layout) -> impl Iterator<Item = usize> + '_ {
    let delimiter = match layout {
        Layout::Delimited(d) => Some(d),
        Layout::Whitespace | Layout::JsonLines => None,
    };
    let (mut inside, mut second) = (false, None);
    memchr::memchr2_iter(b'"', b'\n', bytes).filter_map(move |at| {
        if bytes[at] == b'\n' {
            return (!inside).then_some(at + 1);
        }
        if second == Some(at) {
            return None;
        }
        if inside {
            let doubled = bytes.get(at + 1) == Some(&b'"');
            second = doubled.then_some(at + 1);
            inside = doubled;
        } else {
            inside = delimiter.is_some_and(|d| at == 0 || bytes[at - 1] == d || bytes[at - 1] == b'\n');
        }
        None
    })
}
/// End of the last whole record.
fn last_record_end(bytes: &[u8], layout: Layout) -> Option<usize> {
    match memchr::memchr(b'"', bytes) {
        None => memchr::memrchr(b'\n', bytes).map(|at| at + 1),
        Some(_) => record_ends(bytes, layout).last(),
    }
}
/// Cuts a block into at most `parts` pieces of whole records: (from, to, lines before).
pub fn pieces(block: &[u8], parts: usize, layout: Layout) -> Vec<(usize, usize, u64)> {
    let quoted = memchr::memchr(b'"', block).is_some();
    let step = block.len().div_ceil(parts.max(1)).max(1 << 16);
    let mut cuts = vec![0];
    if quoted {
        for end in record_ends(block, layout) {
            if end - cuts[cuts.len() - 1] >= step {
                cuts.push(end);
            }
        }
    } else {
        while let Some(at) = block.get(cuts[cuts.len() - 1] + step..).and_then(|b| memchr::memchr(b'\n', b)) {
            cuts.push(cuts[cuts.len() - 1] + step + at + 1);
        }
    }
    if cuts[cuts.len() - 1] != block.len() {
        cuts.push(block.len());
    }
    let mut lines = 0;
    cuts.windows(2)
        .map(|w| {
            let before = lines;
            lines += memchr::memchr_iter(b'\n', &block[w[0]..w[1]]).count() as u64;
            (w[0], w[1], before)
        })
        .collect()
}
/// SHA-256 and size of a file.
pub fn sha256(path: &Path) -> io::Result<(u64, String)> {
    let mut hasher = Sha256::new();
    let mut file = File::open(path)?;
    let bytes = io::copy(&mut file, &mut hasher)?;
    Ok((bytes, hasher.finalize().iter().map(|b| format!("{b:02x}")).collect()))
}

impl Text {
    /// A text of one block only, with the layout of another: for a first look.
    pub fn rest_of(of: &Text, block: Vec<u8>, line: u64) -> Text {
        Text {
            path: of.path.clone(),
            layout: of.layout,
            header: of.header.clone(),
            has_header: of.has_header,
            notes: vec![],
            reader: Box::new(io::empty()),
            rest: block,
            ended: true,
            next_line: line,
        }
    }
}
