//! How a file is laid out: the sign between its fields, titles above the heading, reports in groups and pivot tables.
use super::super::layout::{is_grouped, months, paths, records, ungrouped, unpivoted};
use super::super::marks::quoted;
use super::super::record::{Cut, record};
use super::super::{IntakeError, IntakeErrorKind};
use super::{Layout, SAMPLE, Text};
use std::io::{self, Read};
use std::path::Path;

/// What is said of the lines above a heading.
const TITLES: &str = "left out above the heading: ";
impl Text {
    pub(super) fn sniff(&mut self) {
        let whole = self.rest.len() < SAMPLE;
        let first_line = self.rest.split(|b| *b == b'\n').map(<[u8]>::trim_ascii).find(|l| !l.is_empty()).unwrap_or_default();
        if first_line.starts_with(b"{") && first_line.ends_with(b"}") {
            self.layout = Layout::JsonLines;
            self.has_header = false;
            self.header = json_keys(&self.rest);
            return;
        }
        // "sep=;" tells a spreadsheet how fields are separated, and is no row.
        let told = first_line.trim_ascii().strip_prefix(b"\"").and_then(|l| l.strip_suffix(b"\"")).unwrap_or(first_line);
        let told = told.get(..4).filter(|w| w.eq_ignore_ascii_case(b"sep=")).and(told.get(4)).copied().filter(|_| told.len() <= 5);
        let told = told.or(first_line.eq_ignore_ascii_case(b"sep=").then_some(b'\t'));
        if told.is_some() {
            self.drop_records(1, Layout::JsonLines);
        }
        let signs: Vec<u8> = told.map_or_else(|| vec![b',', b';', b'\t', b'|', b'^', b'~', 1], |d| vec![d]);
        let best = signs.into_iter().map(|d| Look::at(&self.rest, d, whole)).max_by_key(Look::score);
        let (mut titles, mut first) = (0, vec![]);
        match best {
            Some(look) if look.width > 1 || told.is_some() => {
                self.layout = Layout::Delimited(look.delimiter);
                titles = look.titles;
                first = look.header;
            }
            _ => {
                let line = String::from_utf8_lossy(self.rest.split(|b| *b == b'\n').find(|l| !l.trim_ascii().is_empty()).unwrap_or_default()).into_owned();
                if line.split_whitespace().count() > 1 {
                    self.layout = Layout::Whitespace;
                    first = line.split_whitespace().map(str::to_string).collect();
                } else {
                    first.push(line.trim().to_string());
                }
            }
        }
        if titles > 0 {
            let layout = self.layout;
            let said = self.drop_records(titles, layout);
            self.notes.push(format!("{TITLES}{}", said.chars().take(200).collect::<String>()));
        }
        // A header names things: no field of it is a number, a date or empty throughout.
        let wordy = |f: &String| f.chars().any(char::is_alphabetic) && f.parse::<f64>().is_err();
        let named = first.iter().filter(|f| wordy(f)).count();
        let numbered = first.iter().any(|f| f.parse::<f64>().is_ok());
        let pivot = || months(&first, "2000").is_ok_and(|m| !m.is_empty());
        self.has_header = !numbered && named * 2 > first.len() || (named > 0 && pivot());
        self.header = if self.has_header { first } else { (1..=first.len()).map(|i| format!("#{i}")).collect() };
        if self.has_header {
            self.drop_header();
            self.take_questions();
        } else {
            self.notes.push("no header: columns are named by position".into());
        }
    }
    /// A survey whose names are followed by its questions and by a row of ids of these: the questions are the heading.
    pub(super) fn take_questions(&mut self) {
        let Layout::Delimited(delimiter) = self.layout else { return };
        let width = self.header.len();
        let rows = records(&self.rest, delimiter, width, 2, self.rest.len() < SAMPLE);
        if let [questions, ids] = &rows[..]
            && questions.len() == width
            && ids.iter().all(|c| c.is_empty() || c.starts_with("{\"ImportId\""))
            && ids.iter().any(|c| !c.is_empty())
        {
            self.header = questions.iter().zip(&self.header).map(|(q, name)| if q.is_empty() { name.clone() } else { q.clone() }).collect();
            self.drop_records(2, self.layout);
            self.notes.push("two more rows of heading: the questions name the columns".into());
        }
    }
    /// Reports in groups and pivot tables as plain rows.
    pub(super) fn flatten(&mut self, unreadable: &dyn Fn(io::Error) -> IntakeError) -> Result<(), IntakeError> {
        /// Such a table is made by hand or for reading: it is small.
        const LARGEST: u64 = 256 << 20;
        let Layout::Delimited(delimiter) = self.layout else { return Ok(()) };
        let width = self.header.len();
        let name = Path::new(&self.path).file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let beside = format!("{} {name}", self.notes.iter().filter(|n| n.starts_with(TITLES)).cloned().collect::<Vec<_>>().join(" "));
        let pivot = months(&self.header, &beside).map_err(|month| {
            IntakeError::new(
                IntakeErrorKind::Format,
                &self.path,
                format!("it has a column for each month, and {} says no year", quoted(&month)),
                "A month is dated by its year",
                "write the year into the headings (Jan 2024), or give one row for each order",
            )
        })?;
        let sample = || records(&self.rest, delimiter, width, 40, false);
        let grouped = self.header.first().is_some_and(String::is_empty) && is_grouped(&self.header, &sample());
        if pivot.is_empty() && !grouped {
            return Ok(());
        }
        (&mut self.reader).take(LARGEST).read_to_end(&mut self.rest).map_err(unreadable)?;
        let mut all = vec![];
        let (mut at, mut fields) = (0, vec![]);
        while at < self.rest.len() {
            let Some((end, _)) = record(&self.rest, at, Cut { delimiter, width, ended: true }, &mut fields) else { break };
            let lines = memchr::memchr_iter(b'\n', &self.rest[at..end]).count();
            let row = records(&self.rest[at..end], delimiter, width, 1, true).pop().unwrap_or_default();
            all.push((lines, if row.is_empty() { vec![String::new()] } else { row }));
            at = end;
        }
        let (text, notes) = if grouped {
            ungrouped(&self.header, &beside, &all)
        } else {
            let rows: Vec<Vec<String>> = all.into_iter().map(|(_, row)| row).collect();
            unpivoted(&self.header, &pivot, &rows)
        };
        self.notes.extend(notes);
        self.rest = text;
        let line = self.next_line;
        self.take_header(Layout::Delimited(b','));
        self.next_line = line;
        Ok(())
    }
}
/// What a delimiter makes of the beginning of a file.
struct Look {
    delimiter: u8,
    /// Fields of most records.
    width: usize,
    /// Records that have so many.
    fitting: usize,
    records: usize,
    /// Records above the heading.
    titles: usize,
    header: Vec<String>,
}
impl Look {
    fn at(bytes: &[u8], delimiter: u8, whole: bool) -> Look {
        const LOOKED_AT: usize = 60;
        const TITLES: usize = 20;
        let mut rows = records(bytes, delimiter, 0, LOOKED_AT, whole);
        if rows.is_empty() {
            // One record is longer than the sample.
            rows = records(bytes, delimiter, 0, 1, true);
        }
        let filled = |r: &Vec<String>| r.iter().filter(|c| !c.is_empty()).count();
        let used: Vec<&Vec<String>> = rows.iter().filter(|r| filled(r) > 0).collect();
        let many = |n: usize| used.iter().filter(|r| r.len() == n).count();
        // Of widths that as many records have, the greater.
        let width = used.iter().map(|r| r.len()).max_by_key(|n| (many(*n), *n)).unwrap_or(0);
        let first = rows.iter().position(|r| filled(r) > 0).unwrap_or(0);
        let heading = |r: &Vec<String>| r.len() >= width && filled(r) * 2 > width;
        // A first record that is narrower than the others is a title where a heading follows it, and a heading with a name too few where rows do.
        let names =
            |r: &Vec<String>| r.iter().all(|c| c.parse::<f64>().is_err()) && r.iter().filter(|c| c.chars().any(char::is_alphabetic)).count() * 2 > r.len();
        let titled = rows.iter().take(TITLES).find(|r| heading(r)).is_some_and(names);
        let close = rows.get(first).is_some_and(|r| {
            let wide = r.len() >= width || (r.len() + 1 >= width && !titled) || many(width) * 2 < used.len();
            r.len() > 1 && wide && (filled(r) * 3 > r.len() || width < 3)
        });
        let above = if close || width < 2 { first } else { rows.iter().take(TITLES).position(heading).unwrap_or(first) };
        let header = rows.get(above).cloned().unwrap_or_default();
        Look {
            delimiter,
            width: if above == first { header.len() } else { width },
            fitting: many(width),
            records: used.len(),
            titles: if above == first { 0 } else { above },
            header,
        }
    }
    /// Best: a first record that is as wide as most, then the widest.
    fn score(&self) -> (bool, bool, bool, usize) {
        (self.width > 1, self.fitting * 2 > self.records, self.titles == 0, self.width)
    }
}
/// Keys of JSON objects, in the order of their letters: which object stands first does not matter. Fields of objects in them are `a.b`.
fn json_keys(bytes: &[u8]) -> Vec<String> {
    let (mut keys, mut empty) = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
    for line in bytes.split(|b| *b == b'\n') {
        if let Ok(serde_json::Value::Object(map)) = serde_json::from_slice::<serde_json::Value>(line) {
            let mut found = vec![];
            paths(&map, "", &mut found);
            for (path, nothing) in found {
                if nothing {
                    empty.insert(path)
                } else {
                    keys.insert(path)
                };
            }
        }
    }
    // A field that is nothing in one object and an object in another has no column of its own.
    empty.retain(|path: &String| !keys.iter().any(|k: &String| k.strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('.'))));
    keys.extend(empty);
    keys.into_iter().collect()
}
