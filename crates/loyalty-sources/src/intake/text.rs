//! A file's bytes as UTF-8 text in blocks that end with a whole record, whatever the encoding or compression.
mod encodings;
mod sniff;

use self::encodings::decode;
use super::answer::Answer;
use super::layout::{json_lines, records};
pub use super::opening::{FREE, Layout, MOST_A_BYTE, Pace, Refusal};
use super::physical::Physical;
use super::record::{Cut, record, words};
use super::watched::{STALLED_AFTER, Watched};
use super::workbook::{self, BUDGET};
use super::{IntakeError, IntakeErrorKind};
use sha2::{Digest, Sha256};
use std::fs::{File, TryLockError};
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

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
    /// First line with a quote that nothing closes; the greatest number where there is none.
    pub unclosed: Arc<AtomicU64>,
    /// Rows, counted apart from the reading of them.
    physical: Physical,
    /// Bytes of `rest` that are counted already.
    counted: usize,
    /// A buffer that is used again.
    spare: Vec<u8>,
    /// Bytes that are read at a time.
    step: usize,
}

/// Bytes of a text up to the end of a record, and what follows them as far as it was read: whether a quote is closed may show behind the record
/// that it stands in.
pub struct Block {
    /// Whole records and what follows.
    pub bytes: Vec<u8>,
    /// End of the last whole record.
    pub cut: usize,
    /// The text ends with these bytes.
    pub ended: bool,
    /// Line of the first record.
    pub line: u64,
}
/// Whether a file in a folder is one of ours by its name.
pub fn looks_tabular(path: &Path) -> bool {
    let name = path.file_name().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    [".csv", ".tsv", ".txt", ".tab", ".json", ".jsonl", ".ndjson", ".parquet", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".zip"]
        .iter()
        .any(|e| name.ends_with(e))
}

/// Bytes that are read at a time, at full pace and at the gentle one, and those that a first look has before it. A record may be as long as the last.
const BLOCK: usize = 8 << 20;
const SMALL_BLOCK: usize = 1 << 18;
const BEGINNING: usize = 48 << 20;

/// JSON that is no table.
fn no_table(path: &str, why: &impl std::fmt::Display) -> IntakeError {
    let fact = format!("this JSON cannot be read as a table: {why}");
    let reason = "A list of objects is read, or one object on each line (JSON Lines)";
    IntakeError::new(IntakeErrorKind::Format, path, fact, reason, "write it as JSON Lines, or as CSV")
}
/// The text ends inside a value.
fn json_breaks_off(text: &[u8]) -> bool {
    let mut values = serde_json::Deserializer::from_slice(text).into_iter::<serde::de::IgnoredAny>();
    values.find_map(Result::err).is_some_and(|e| e.is_eof())
}
/// A file is not read in the form that it has.
fn not_read(path: &str, r: Refusal) -> IntakeError {
    IntakeError::new(IntakeErrorKind::Format, path, r.fact, r.reason, r.next).passing(r.cut)
}
/// The beginning of a file holds something, and it is text.
fn holds_text(start: &[u8], shown: &str) -> Result<(), IntakeError> {
    if start.iter().all(|b| b.is_ascii_whitespace()) && start.len() < SAMPLE {
        return Err(IntakeError::new(
            IntakeErrorKind::Empty,
            shown,
            "the file is empty",
            "There is nothing to plan on",
            "give a file with rows, or leave it out",
        )
        // A program that writes a file again empties it first.
        .passing(start.is_empty()));
    }
    if start.iter().take(8192).any(|b| *b == 0) {
        return Err(IntakeError::new(IntakeErrorKind::Binary, shown, "this is a binary file", "It holds bytes that no text has", "export the table as CSV"));
    }
    Ok(())
}
impl Text {
    /// Opens a file and looks at its beginning.
    ///
    /// # Errors
    /// Unreadable, empty, binary, or a format that is not read.
    pub fn open(path: &Path, pace: Pace) -> Result<Text, IntakeError> {
        let shown = crate::paths::shown(path);
        let unreadable = |e: io::Error| {
            IntakeError::new(
                IntakeErrorKind::Unreadable,
                &shown,
                format!("it cannot be read: {e}"),
                "Nothing was planned",
                match e.kind() {
                    io::ErrorKind::TimedOut => "wait until the drive that it is on answers again, or copy it to this machine and give the copy",
                    _ => "give yourself the right to read it, or make a copy that you may read",
                },
            )
        };
        let kind = std::fs::metadata(path).map_err(unreadable)?.file_type();
        if !kind.is_file() {
            // A pipe is gone when it was read once, and a device may never end.
            let what = if kind.is_dir() { "this is a folder" } else { "this is a pipe or a device, not a file" };
            return Err(IntakeError::new(
                IntakeErrorKind::Format,
                &shown,
                what,
                "A file is read more than once",
                "write its content into a file and give that",
            ));
        }
        let file = opened(path).map_err(unreadable)?;
        let mut reader: Box<dyn Read + Send> = Box::new(BufReader::with_capacity(pace.of(1 << 20, 1 << 16), Watched::new(file, STALLED_AFTER)));
        let mut head = vec![0u8; 4];
        let n = read_full(&mut reader, &mut head).map_err(unreadable)?;
        head.truncate(n);
        reader = Box::new(Cursor::new(head.clone()).chain(reader));
        if let Some((_, what)) = OTHERS.iter().find(|(begin, _)| head.starts_with(begin)) {
            let next = "open it in the program that it is for, and save the table as CSV or xlsx";
            return Err(IntakeError::new(IntakeErrorKind::Format, &shown, format!("this is {what}"), "It is not read as a table", next));
        }
        if head.starts_with(&[0x1f, 0x8b]) {
            let packed = std::fs::metadata(path).map_or(u64::MAX, |m| m.len());
            reader = Box::new(Whole { inner: flate2::read::MultiGzDecoder::new(reader), left: FREE.max(packed.saturating_mul(MOST_A_BYTE)) });
        }
        let parquet = head.starts_with(b"PAR1");
        let mut left_out = vec![];
        if parquet {
            let file = File::open(path).map_err(unreadable)?;
            let mut rows = super::columnar::AsCsv::open(file, pace).map_err(|r| not_read(&shown, r))?;
            left_out = std::mem::take(&mut rows.notes);
            reader = Box::new(rows);
        }
        let stopped = |e: io::Error| {
            if !parquet {
                return unreadable(e);
            }
            let fact = format!("this Parquet file cannot be read: {e}");
            IntakeError::new(IntakeErrorKind::Format, &shown, fact, "It is damaged or not complete", "copy it again, or write it again from its source")
                .passing(true)
        };
        let mut made = false;
        if workbook::is_container(&head) {
            let bytes = within_budget(&mut reader, vec![], &shown, &unreadable)?;
            let text = workbook::open(bytes).map_err(|r| not_read(&shown, r))?;
            made = head.starts_with(b"PK") && std::str::from_utf8(&text.text).is_ok();
            left_out = text.notes;
            reader = Box::new(Cursor::new(text.text));
        }
        let mut start = vec![0u8; SAMPLE];
        let n = read_full(&mut reader, &mut start).map_err(&stopped)?;
        start.truncate(n);
        let (mut reader, mut start, mut notes) = if made { (reader, start, vec![]) } else { decode(start, reader, &shown, &stopped)? };
        notes.extend(left_out);
        holds_text(&start, &shown)?;
        if start.contains(&b'\r') && !start.contains(&b'\n') {
            notes.push("lines end with a carriage return alone".into());
            start.iter_mut().filter(|b| **b == b'\r').for_each(|b| *b = b'\n');
            reader = Box::new(CarriageReturns(reader));
        }
        if json_in_one_piece(&start) {
            let all = within_budget(&mut reader, start, &shown, &unreadable)?;
            start = json_lines(&all).map_err(|why| no_table(&shown, &why).passing(json_breaks_off(&all)))?;
            notes.push("JSON in one piece: lines are counted by its objects".into());
            reader = Box::new(io::empty());
        }
        let mut text = Text { notes, step: pace.of(BLOCK, SMALL_BLOCK), ..Text::begun(shown.clone(), reader, start) };
        if parquet {
            // Its columns have names, whatever they look like, and its text is made with commas.
            text.take_header(Layout::Delimited(b','));
        } else {
            text.sniff();
            text.flatten(&unreadable)?;
        }
        Ok(text)
    }

    /// Opens the answer of a database: its columns have names, whatever they look like, and its text is made with commas.
    ///
    /// # Errors
    /// What the system says while reading.
    pub fn of_answer(answer: &Answer, pace: Pace) -> Result<Text, IntakeError> {
        let unreadable = |e: io::Error| {
            let fact = format!("the rows that it answered cannot be read again: {e}");
            IntakeError::new(IntakeErrorKind::Unreadable, &answer.place, fact, "They are kept in the folder for temporary files", "free some space there")
        };
        let mut reader = answer.text.open().map_err(unreadable)?;
        let mut start = vec![0u8; ANSWER_START];
        let n = read_full(&mut reader, &mut start).map_err(unreadable)?;
        start.truncate(n);
        let begun = Text::begun(answer.place.clone(), reader, start);
        let mut text = Text { notes: answer.notes.clone(), step: pace.of(BLOCK, SMALL_BLOCK), ..begun };
        text.take_header(Layout::Delimited(b','));
        Ok(text)
    }
    fn take_header(&mut self, layout: Layout) {
        self.layout = layout;
        let Layout::Delimited(delimiter) = layout else { return };
        self.header = records(&self.rest, delimiter, 0, 1, true).pop().unwrap_or_default();
        self.drop_header();
    }
    fn drop_header(&mut self) {
        // Blank lines above it go with it.
        let blank = self.rest.iter().take_while(|b| matches!(b, b'\n' | b'\r')).filter(|b| **b == b'\n').count();
        if blank > 0 {
            self.drop_records(blank, Layout::JsonLines);
        }
        self.drop_records(1, self.layout);
    }
    /// Takes records off the beginning; what stood in them.
    fn drop_records(&mut self, count: usize, layout: Layout) -> String {
        let end = ends(&self.rest, layout, 0, true).nth(count.saturating_sub(1)).unwrap_or(self.rest.len());
        self.next_line += memchr::memchr_iter(b'\n', &self.rest[..end]).count() as u64;
        let said: Vec<u8> = self.rest.drain(..end).collect();
        let said = words(&said);
        let parts: Vec<&str> = said.lines().map(|l| l.trim_matches([' ', ',', ';', '\t', '"', '\r'])).filter(|l| !l.is_empty()).collect();
        parts.join("; ")
    }
    /// The next block of whole records; `None` at the end.
    ///
    /// # Errors
    /// What the system says while reading.
    pub fn block(&mut self) -> io::Result<Option<Block>> {
        self.block_of(self.step)
    }
    /// The first block as a first look has it: long enough to show how the rows are written.
    ///
    /// # Errors
    /// See [`Text::block`].
    pub fn beginning(&mut self) -> io::Result<Option<Block>> {
        self.block_of(BEGINNING)
    }
    fn block_of(&mut self, bytes: usize) -> io::Result<Option<Block>> {
        let mut wanted = bytes;
        let (cut, ended) = loop {
            while !self.ended && self.rest.len() < wanted {
                self.rest.reserve(bytes);
                let n = (&mut self.reader).take(bytes as u64).read_to_end(&mut self.rest)?;
                self.ended = n < bytes;
            }
            self.physical.see(&self.rest[self.counted..], self.layout);
            self.counted = self.rest.len();
            match last_record_end(&self.rest, self.layout, self.header.len()) {
                _ if self.ended => break (self.rest.len(), true),
                Some(end) => break (end, false),
                None if self.rest.len() >= BEGINNING => break (self.rest.len(), true),
                None => wanted = self.rest.len() + bytes,
            }
        };
        if self.rest.is_empty() {
            self.physical.end();
            return Ok(None);
        }
        let mut tail = std::mem::take(&mut self.spare);
        tail.clear();
        tail.extend_from_slice(&self.rest[cut..]);
        self.counted = tail.len();
        let bytes = std::mem::replace(&mut self.rest, tail);
        let line = self.next_line;
        self.next_line += memchr::memchr_iter(b'\n', &bytes[..cut]).count() as u64;
        Ok(Some(Block { bytes, cut, ended, line }))
    }
    /// Takes back a block that was looked through: its memory is used again.
    pub fn give_back(&mut self, block: Block) {
        if block.bytes.capacity() <= 3 * BLOCK {
            self.spare = block.bytes;
        }
    }
}

/// Opens a file unless another program has locked it: what it is writing is not whole. Systems without locks have none to look at.
fn opened(path: &Path) -> io::Result<File> {
    let file = File::open(path)?;
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => Err(io::Error::new(io::ErrorKind::WouldBlock, "another program has locked it")),
        Err(TryLockError::Error(_)) | Ok(()) => Ok(file),
    }
}
/// Formats that are no table as text, by their first bytes.
const OTHERS: [(&[u8], &str); 15] = [
    (b"%PDF", "a PDF"),
    (b"{\\rt", "a rich text document"),
    (b"BZh", "packed with bzip2"),
    (&[0xfd, b'7', b'z', b'X'], "packed with xz"),
    (&[0x28, 0xb5, 0x2f, 0xfd], "packed with Zstandard"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"SQLi", "a SQLite database"),
    (b"Obj\x01", "an Avro file"),
    (b"<htm", "a web page, whatever its name"),
    (b"<HTM", "a web page, whatever its name"),
    (b"<!DO", "a web page, whatever its name"),
    (b"<tab", "a web page, whatever its name"),
    (b"<?xm", "XML, whatever its name"),
    (b"\x89PNG", "a picture"),
];
/// Bytes that a first look sees.
const SAMPLE: usize = 1 << 16;

/// The same of an answer: its heading lies in it, and a database has at most some thousand columns.
const ANSWER_START: usize = 1 << 20;

/// A list, or an object over several lines.
fn json_in_one_piece(start: &[u8]) -> bool {
    let text = start.trim_ascii_start();
    match text.first() {
        Some(b'[') => text[1..].trim_ascii_start().first().is_some_and(|b| matches!(b, b'{' | b'[' | b']')),
        Some(b'{') => {
            let line = text.split(|b| *b == b'\n').next().unwrap_or_default().trim_ascii();
            let next = text[1..].trim_ascii_start().first();
            let object = serde_json::from_slice::<serde_json::Value>(line);
            let alone = text.trim_ascii_end().len() == line.len() && text.len() < SAMPLE;
            let open = object.is_err() && !line.ends_with(b"}");
            next.is_some_and(|b| matches!(b, b'"' | b'}')) && (open || (alone && json_lines(line).is_ok_and(|l| memchr::memchr_iter(b'\n', &l).count() > 1)))
        }
        _ => false,
    }
}
/// What is left of a file behind its beginning, as far as the budget goes.
fn within_budget(reader: &mut impl Read, start: Vec<u8>, path: &str, unreadable: &dyn Fn(io::Error) -> IntakeError) -> Result<Vec<u8>, IntakeError> {
    let mut all = start;
    reader.take(BUDGET).read_to_end(&mut all).map_err(unreadable)?;
    if all.len() as u64 >= BUDGET {
        let fact = "it is over 1 GB in a form that must be read in one piece";
        return Err(IntakeError::new(
            IntakeErrorKind::Format,
            path,
            fact,
            "Only CSV, TSV, JSON Lines and Parquet in UTF-8 are read piece by piece",
            "write it as CSV in UTF-8",
        ));
    }
    Ok(all)
}
/// Line ends of old systems.
struct CarriageReturns<R>(R);
impl<R: Read> Read for CarriageReturns<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.0.read(buffer)?;
        buffer[..n].iter_mut().filter(|b| **b == b'\r').for_each(|b| *b = b'\n');
        Ok(n)
    }
}
/// Packed bytes that end before their end is an error, whatever the unpacker makes of it.
struct Whole<R> {
    inner: R,
    /// Bytes that may still come out of it.
    left: u64,
}
impl<R: Read> Read for Whole<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer).map_err(|e| io::Error::new(e.kind(), format!("the packed file breaks off or is damaged ({e})")))?;
        self.left = self.left.checked_sub(n as u64).ok_or_else(|| io::Error::other(format!("it unpacks to more than {MOST_A_BYTE} times its size")))?;
        Ok(n)
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
/// Ends of records, as the one automaton of records has them; those that more bytes could move are left out unless the text has ended.
fn ends(bytes: &[u8], layout: Layout, width: usize, ended: bool) -> impl Iterator<Item = usize> + '_ {
    let (mut at, mut fields) = (0, vec![]);
    std::iter::from_fn(move || {
        if at >= bytes.len() {
            return None;
        }
        at = match layout {
            Layout::Delimited(delimiter) => record(bytes, at, Cut { delimiter, width, ended }, &mut fields)?.0,
            Layout::Whitespace | Layout::JsonLines => match memchr::memchr(b'\n', &bytes[at..]) {
                Some(n) => at + n + 1,
                None if ended => bytes.len(),
                None => return None,
            },
        };
        Some(at)
    })
}
/// Whether a quote can mean anything in it.
fn quotes_count(bytes: &[u8], layout: Layout) -> bool {
    matches!(layout, Layout::Delimited(_)) && memchr::memchr(b'"', bytes).is_some()
}
/// End of the last whole record; `None` where none is whole.
pub fn last_record_end(bytes: &[u8], layout: Layout, width: usize) -> Option<usize> {
    if quotes_count(bytes, layout) { ends(bytes, layout, width, false).last() } else { memchr::memrchr(b'\n', bytes).map(|at| at + 1) }
}
/// Cuts a block into at most `parts` pieces of whole records: (from, to, lines before).
pub fn pieces(block: &Block, parts: usize, layout: Layout, width: usize) -> Vec<(usize, usize, u64)> {
    /// A piece is worth a thread's while.
    const LEAST: usize = if cfg!(test) { 16 } else { 1 << 16 };
    let (whole, ended) = (&block.bytes, block.ended);
    let block = &block.bytes[..block.cut];
    let step = block.len().div_ceil(parts.max(1)).max(LEAST);
    let mut cuts = vec![0];
    if parts > 1 && block.len() > step && quotes_count(block, layout) {
        for end in ends(whole, layout, width, ended).take_while(|end| *end <= block.len()) {
            if end - cuts[cuts.len() - 1] >= step {
                cuts.push(end);
            }
        }
    } else if parts > 1 {
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
impl Text {
    /// Holds the rows that were read against a count of their own, when all blocks are read.
    ///
    /// # Errors
    /// The counts differ.
    pub fn reconcile(&self, rows: u64) -> Result<(), IntakeError> {
        self.physical.reconcile(&self.path, rows, self.unclosed.load(Ordering::Relaxed) < u64::MAX)
    }
    /// Whether more follows than the blocks that were taken.
    pub fn goes_on(&self) -> bool {
        !self.ended || !self.rest.is_empty()
    }
    /// What was noticed while it was read.
    pub fn noticed(&self) -> Option<String> {
        let line = self.unclosed.load(Ordering::Relaxed);
        (line < u64::MAX).then(|| format!("a quote that nothing closes is read as a letter, first in line {line}"))
    }
}
/// SHA-256 and size of a file.
pub fn sha256(path: &Path) -> io::Result<(u64, String)> {
    let mut hasher = Sha256::new();
    let mut file = Watched::new(File::open(path)?, STALLED_AFTER);
    let (mut bytes, mut buffer) = (0, vec![0; 1 << 18]);
    loop {
        match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(n) => {
                hasher.update(&buffer[..n]);
                bytes += n as u64;
            }
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok((bytes, hasher.finalize().iter().map(|b| format!("{b:02x}")).collect()))
}

impl Text {
    /// A text whose beginning is read, and nothing known of it yet.
    fn begun(path: String, reader: Box<dyn Read + Send>, rest: Vec<u8>) -> Text {
        Text {
            path,
            layout: Layout::Delimited(b','),
            header: vec![],
            has_header: true,
            notes: vec![],
            reader,
            rest,
            ended: false,
            next_line: 1,
            unclosed: Arc::new(AtomicU64::new(u64::MAX)),
            physical: Physical::default(),
            counted: 0,
            spare: vec![],
            step: BLOCK,
        }
    }
    /// A text of one block only, with the layout of another: for a first look.
    pub fn rest_of(of: &Text, block: Vec<u8>, line: u64) -> Text {
        let begun = Text::begun(of.path.clone(), Box::new(io::empty()), block);
        Text { layout: of.layout, header: of.header.clone(), has_header: of.has_header, ended: true, next_line: line, ..begun }
    }
    /// Text with so many columns, read so many bytes at a time.
    #[cfg(test)]
    pub fn in_steps(bytes: Vec<u8>, columns: usize, step: usize) -> Text {
        let header = (0..columns).map(|at| format!("#{at}")).collect();
        Text { header, has_header: false, step, ..Text::begun("text".into(), Box::new(Cursor::new(bytes)), vec![]) }
    }
}
