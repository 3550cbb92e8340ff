//! A table with a row for each customer (who was randomised; who bought): CSV, TSV, gzipped or not, as columns of text.
use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::Path;

/// Why a table cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{fact}")]
pub struct TableError {
    /// What was found.
    pub fact: String,
    /// What to do.
    pub next: String,
}
fn wrong(fact: impl Into<String>, next: impl Into<String>) -> TableError {
    TableError { fact: fact.into(), next: next.into() }
}
/// Columns as text, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// Headings.
    pub names: Vec<String>,
    /// Values by column, rows in order.
    pub values: Vec<Vec<String>>,
}
impl Columns {
    /// Position of a column, by name, whatever the case.
    ///
    /// # Errors
    /// No such column: the error names those that are there.
    pub fn find(&self, name: &str) -> Result<usize, TableError> {
        let at = self.names.iter().position(|n| n == name).or_else(|| self.names.iter().position(|n| n.eq_ignore_ascii_case(name)));
        at.ok_or_else(|| wrong(format!("there is no column {name:?}"), format!("name one of: {}", self.names.join(", "))))
    }
    /// Distinct values of a column, at most `most` of them.
    pub fn distinct(&self, column: usize, most: usize) -> BTreeSet<&str> {
        let mut out = BTreeSet::new();
        for v in &self.values[column] {
            out.insert(v.as_str());
            if out.len() > most {
                break;
            }
        }
        out
    }
    /// A column as numbers.
    ///
    /// # Errors
    /// The first row that holds none, by its line in the file.
    pub fn numbers(&self, column: usize) -> Result<Vec<f64>, TableError> {
        let number = |(i, v): (usize, &String)| {
            let plain = match v.trim().to_ascii_lowercase().as_str() {
                "true" | "yes" => Some(1.0),
                "false" | "no" => Some(0.0),
                text => text.parse::<f64>().ok().filter(|n| n.is_finite()),
            };
            plain.ok_or_else(|| {
                wrong(
                    format!("line {}: {} is {v:?}, no number", i + 2, self.names[column]),
                    "every customer who was randomised needs a number there, buyers or not: write 0 for nothing",
                )
            })
        };
        self.values[column].iter().enumerate().map(number).collect()
    }
}
/// Reads the table.
///
/// # Errors
/// [`TableError`].
pub fn read(path: &Path) -> Result<Columns, TableError> {
    let bytes = fs::read(path).map_err(|e| wrong(e.to_string(), "give a file that is there and may be read"))?;
    let mut text = vec![];
    if bytes.starts_with(&[0x1f, 0x8b]) {
        flate2::read::MultiGzDecoder::new(&bytes[..])
            .read_to_end(&mut text)
            .map_err(|e| wrong(format!("it cannot be unpacked: {e}"), "copy the file again"))?;
    } else {
        text = bytes;
    }
    let (text, ..) = encoding_rs::UTF_8.decode(&text);
    let first = text.lines().next().unwrap_or_default();
    let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(|d| first.bytes().filter(|b| b == d).count()).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let names: Vec<String> = reader.headers().map_err(|e| wrong(e.to_string(), "give a table with a header"))?.iter().map(|h| h.trim().to_string()).collect();
    let mut values = vec![vec![]; names.len()];
    for record in reader.records() {
        let record = record.map_err(|e| wrong(e.to_string(), "every row needs as many fields as the header"))?;
        values.iter_mut().zip(&record).for_each(|(column, v)| column.push(v.trim().to_string()));
    }
    if values.first().is_none_or(Vec::is_empty) {
        return Err(wrong("the table has no rows", "give a table with one row for each customer"));
    }
    Ok(Columns { names, values })
}
