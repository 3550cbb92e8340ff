//! Workbooks and zip archives as text: the sheet that is a table becomes CSV, row by row, so that every rule of reading is the same.
use super::cells::{day, field};
use super::marks::quoted;
use crate::contained::contained;
use calamine::{Data, ExcelDateTime, ExcelDateTimeType, Range, Reader, Sheets};
use std::io::{Cursor, Read};

/// Bytes of a container, packed or unpacked, that are read.
pub const BUDGET: u64 = 1 << 30;

/// Text made of a container.
#[derive(Debug)]
pub struct Made {
    /// CSV of a sheet, or a file of an archive as it is.
    pub text: Vec<u8>,
    /// What was read and what was not.
    pub notes: Vec<String>,
}
/// Why a container is not read: the fact, the reason and the next step.
pub use super::opening::Refusal;
fn refusal(fact: impl Into<String>, reason: &str, next: &str) -> Refusal {
    Refusal { fact: fact.into(), reason: reason.into(), next: next.into(), cut: false }
}
/// One whose parts do not hold together.
fn damaged(fact: String, cut: bool) -> Refusal {
    Refusal { cut, ..refusal(fact, DAMAGED, SAVE_AGAIN) }
}
const DAMAGED: &str = "It is damaged, or locked with a password";
const SAVE_AGAIN: &str = "open it and save it again, or save the sheet as CSV";

/// Whether a file begins as a zip archive (xlsx, xlsb and ods are such) or as an xls.
pub fn is_container(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
}
/// Reads a container.
///
/// # Errors
/// [`Refusal`]: damaged, locked, or nothing in it is a table.
pub fn open(bytes: Vec<u8>) -> Result<Made, Refusal> {
    let zipped = bytes.starts_with(b"PK\x03\x04");
    if zipped {
        let names =
            caught(|| zip::ZipArchive::new(Cursor::new(&bytes)).map(|z| z.file_names().map(str::to_string).collect::<Vec<_>>()).map_err(|e| e.to_string()))
                .map_err(|e| damaged(format!("this workbook or zip archive cannot be read: {e}"), true))?;
        let book = names.iter().any(|n| matches!(n.as_str(), "xl/workbook.xml" | "xl/workbook.bin" | "content.xml"));
        if !book {
            return archive(&bytes, &names);
        }
        unpacked_size(&bytes)?;
    }
    // A zip archive ends with its list of contents: what is there is whole. An xls has no such end.
    caught(|| workbook(bytes)).map_err(|e| damaged(format!("this workbook cannot be read: {e}"), !zipped))
}
fn caught<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    contained("its parts contradict each other", work)
}
/// What the archive says that it holds unpacked, within the budget.
fn unpacked_size(bytes: &[u8]) -> Result<(), Refusal> {
    let size = caught(|| {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| e.to_string())?;
        (0..archive.len()).try_fold(0u64, |sum, i| archive.by_index_raw(i).map(|f| sum.saturating_add(f.size())).map_err(|e| e.to_string()))
    })
    .map_err(|e| damaged(format!("this workbook cannot be read: {e}"), true))?;
    if size > 4 * BUDGET {
        return Err(refusal(format!("it says that it holds {} GB unpacked", size >> 30), "At most 4 GB of a workbook are read", "save the sheet as CSV"));
    }
    Ok(())
}

struct Sheet {
    name: String,
    range: Range<Data>,
    /// Rows with two filled cells or more.
    rows: usize,
    /// The first of them, as text.
    header: Vec<String>,
}
fn workbook(bytes: Vec<u8>) -> Result<Made, String> {
    let mut book: Sheets<_> = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|e| e.to_string())?;
    let mut sheets = vec![];
    for name in book.sheet_names() {
        let Ok(range) = book.worksheet_range(&name) else { continue };
        let filled = |row: &&[Data]| row.iter().filter(|c| !matches!(c, Data::Empty)).count();
        let wide = range.rows().map(|r| filled(&r)).max().unwrap_or(0);
        let rows = range.rows().filter(|r| filled(r) >= 2.min(wide)).count();
        let header = range.rows().find(|r| filled(r) * 2 > wide).map(|r| r.iter().map(text).collect()).unwrap_or_default();
        sheets.push(Sheet { name, range, rows, header });
    }
    let Some(best) = sheets.iter().max_by_key(|s| (s.rows, std::cmp::Reverse(&s.name))).filter(|s| s.rows > 0) else {
        return Err("no sheet of it has a row".into());
    };
    let header = best.header.clone();
    // Sheets of one heading are one table in parts: one for each month, for instance.
    let (same, other): (Vec<&Sheet>, Vec<&Sheet>) = sheets.iter().partition(|s| s.header == header && s.rows > 0);
    let mut out = vec![];
    for (i, sheet) in same.iter().enumerate() {
        write(sheet, i > 0, &header, &mut out);
    }
    let quoted = |all: &[&Sheet]| all.iter().map(|s| format!("{:?} ({} rows)", s.name, s.rows)).collect::<Vec<_>>().join(", ");
    let mut notes = vec![format!("{} of the workbook: {}", if same.len() == 1 { "sheet" } else { "sheets of one heading" }, quoted(&same))];
    if !other.is_empty() {
        notes.push(format!("sheets that were not read: {}", quoted(&other)));
    }
    Ok(Made { text: out, notes })
}
/// One line for each row of the sheet, so that lines are its rows.
fn write(sheet: &Sheet, without_header: bool, header: &[String], out: &mut Vec<u8>) {
    let mut skipped = !without_header;
    let above = sheet.range.start().map_or(0, |(row, _)| row as usize);
    if !without_header {
        out.extend(std::iter::repeat_n(b'\n', above));
    }
    for row in sheet.range.rows() {
        let filled = row.iter().filter(|c| !matches!(c, Data::Empty)).count();
        if filled == 0 && skipped {
            out.push(b'\n');
            continue;
        }
        if !skipped {
            // The heading of a later sheet, and what stands above it, was read with the first.
            skipped = row.iter().map(text).eq(header.iter().cloned());
            out.push(b'\n');
            continue;
        }
        // A line of one cell is a title or a footer: it stays one field.
        let until =
            if filled == 1 { row.iter().position(|c| !matches!(c, Data::Empty)).map_or(1, |at| if at == 0 { 1 } else { row.len() }) } else { row.len() };
        for (i, cell) in row[..until].iter().enumerate() {
            if i > 0 {
                out.push(b',');
            }
            // A line end inside a cell would move the lines behind it.
            field(text(cell).replace(['\n', '\r'], " ").as_bytes(), out);
        }
        out.push(b'\n');
    }
}
fn text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(s) | Data::DateTimeIso(s) | Data::DurationIso(s) => s.trim().to_string(),
        Data::Int(n) => n.to_string(),
        // Numbers of a sheet have 15 digits; what a sum left behind them is no part of a price.
        Data::Float(n) => number(*n),
        Data::Bool(b) => b.to_string(),
        Data::Error(e) => e.to_string(),
        Data::DateTime(d) => moment(d),
    }
}
fn number(n: f64) -> String {
    if n.fract() == 0.0 && n.abs() < 1e15 {
        return format!("{n:.0}");
    }
    let short = format!("{n:.14e}").parse::<f64>().unwrap_or(n);
    short.to_string()
}
/// A date of a cell in ISO 8601, with its time where it has one.
fn moment(cell: &ExcelDateTime) -> String {
    let value = cell.as_f64();
    if *cell == ExcelDateTime::new(value, ExcelDateTimeType::TimeDelta, false) || *cell == ExcelDateTime::new(value, ExcelDateTimeType::TimeDelta, true) {
        return number(value);
    }
    let from_1904 = *cell == ExcelDateTime::new(value, ExcelDateTimeType::DateTime, true);
    if !(0.0..3_000_000.0).contains(&value) {
        return number(value);
    }
    let seconds = (value * 86_400.0).round() as i64;
    // The 1900 system counts a 29 February that never was.
    let days = seconds / 86_400 + i64::from(!from_1904 && value < 60.0);
    let mut out = vec![];
    day(days - if from_1904 { 24_107 } else { 25_569 }, &mut out);
    let mut out = String::from_utf8_lossy(&out).into_owned();
    let seconds = seconds % 86_400;
    if seconds > 0 {
        out += &format!(" {:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60);
    }
    out
}
/// Tables among the files of a zip archive: those of one heading are read as one.
fn archive(bytes: &[u8], names: &[String]) -> Result<Made, Refusal> {
    let ours = |n: &&String| !n.ends_with('/') && !n.starts_with("__MACOSX") && !n.rsplit('/').next().is_some_and(|f| f.starts_with('.'));
    let inside: Vec<&String> = names.iter().filter(ours).collect();
    let tabular = |n: &str| [".csv", ".tsv", ".txt", ".tab", ".json", ".jsonl", ".ndjson"].iter().any(|e| n.to_lowercase().ends_with(e));
    let mut texts: Vec<(String, Vec<u8>)> = vec![];
    let mut left = BUDGET;
    for name in inside.iter().filter(|n| tabular(n)) {
        let text = caught(|| {
            let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| e.to_string())?;
            let mut text = vec![];
            archive.by_name(name).map_err(|e| e.to_string())?.take(left + 1).read_to_end(&mut text).map_err(|e| e.to_string())?;
            Ok(text)
        })
        .map_err(|e| {
            refusal(
                format!("{} in this zip archive cannot be read: {e}", quoted(name)),
                "It is damaged, or locked with a password",
                "unpack the archive and give its files",
            )
        })?;
        left = left.checked_sub(text.len() as u64).ok_or_else(|| {
            refusal("its files are over 1 GB unpacked", "So much is not read from an archive", "unpack the archive and give its files, or its folder")
        })?;
        texts.push((name.to_string(), text));
    }
    texts.sort();
    let others = || inside.iter().map(quoted).take(8).collect::<Vec<_>>().join(", ");
    let Some(most) = texts.iter().map(|(_, t)| t.len()).max().filter(|n| *n > 0) else {
        return Err(refusal(
            format!("this zip archive holds no table as text: {}", if inside.is_empty() { "it is empty".into() } else { others() }),
            "CSV, TSV and JSON Lines are read inside an archive",
            "unpack the archive and give its files",
        ));
    };
    let heading = |text: &[u8]| text.split(|b| *b == b'\n').next().unwrap_or_default().trim_ascii().to_vec();
    let first = texts.iter().find(|(_, t)| t.len() == most).map(|(_, t)| heading(t)).unwrap_or_default();
    let same: Vec<_> = texts.iter().filter(|(_, t)| heading(t) == first).collect();
    let mut out: Vec<u8> = vec![];
    for (i, (_, text)) in same.iter().enumerate() {
        if i > 0 && !out.ends_with(b"\n") {
            out.push(b'\n');
        }
        let from = if i > 0 && !first.starts_with(b"{") { memchr::memchr(b'\n', text).map_or(text.len(), |n| n + 1) } else { 0 };
        out.extend_from_slice(&text[from..]);
    }
    let named = |all: &[&(String, Vec<u8>)]| all.iter().map(|(n, _)| format!("{n:?}")).collect::<Vec<_>>().join(", ");
    let mut notes = vec![format!("read from the archive: {}", named(&same))];
    if same.len() < inside.len() {
        let rest: Vec<String> = inside.iter().filter(|n| !same.iter().any(|(s, _)| s == **n)).map(|n| format!("{n:?}")).collect();
        notes.push(format!("not read from the archive: {}", rest.join(", ")));
    }
    Ok(Made { text: out, notes })
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn cells_of_dates_are_dates() {
        let shown = |v, from_1904| moment(&ExcelDateTime::new(v, ExcelDateTimeType::DateTime, from_1904));
        assert_eq!(shown(44_932.0, false), "2023-01-06");
        assert_eq!(shown(44_932.5, false), "2023-01-06 12:00:00");
        assert_eq!(shown(43_470.0, true), "2023-01-06");
        assert_eq!(shown(1.0, false), "1900-01-01");
        assert_eq!(moment(&ExcelDateTime::new(1.5, ExcelDateTimeType::TimeDelta, false)), "1.5");
    }
    #[test]
    fn numbers_lose_what_a_sum_left_behind() {
        assert_eq!(number(0.1 + 0.2), "0.3");
        assert_eq!(number(49_013_912_345_678.0), "49013912345678");
        assert_eq!(number(-12.5), "-12.5");
    }
    fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
        use std::io::Write;
        let mut out = zip::ZipWriter::new(Cursor::new(vec![]));
        for (name, text) in files {
            out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            out.write_all(text.as_bytes()).unwrap();
        }
        out.finish().unwrap().into_inner()
    }
    #[test]
    fn files_of_one_heading_in_an_archive_are_one_table() {
        let made = open(zipped(&[("b.csv", "a,b\n3,4"), ("a.csv", "a,b\n1,2"), ("notes.csv", "x\n"), ("__MACOSX/a.csv", "junk")])).unwrap();
        assert_eq!(String::from_utf8(made.text).unwrap(), "a,b\n1,2\n3,4");
        assert_eq!(made.notes, ["read from the archive: \"a.csv\", \"b.csv\"", "not read from the archive: \"notes.csv\""]);
        assert!(open(zipped(&[("picture.png", "x")])).unwrap_err().fact.contains("picture.png"));
    }
    #[test]
    fn bytes_that_only_begin_as_a_container_are_refused() {
        for head in [b"PK\x03\x04".as_slice(), &[0xd0, 0xcf, 0x11, 0xe0]] {
            for n in 0..200usize {
                let mut bytes = head.to_vec();
                bytes.extend((0..n * 7).map(|i| (i * 31 + n) as u8));
                assert!(open(bytes).is_err());
            }
        }
    }
}
