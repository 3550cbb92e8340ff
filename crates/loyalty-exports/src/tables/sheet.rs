//! CSV for spreadsheets: a cell of words never begins a formula.

/// A CSV table that is being written.
#[derive(Debug)]
pub struct Sheet(csv::Writer<Vec<u8>>);
impl Sheet {
    /// A table with these headings.
    ///
    /// # Errors
    /// None in practice: it writes into memory.
    pub fn new(head: &[&str]) -> Result<Sheet, csv::Error> {
        let mut out = csv::Writer::from_writer(vec![]);
        out.write_record(head)?;
        Ok(Sheet(out))
    }
    /// Adds a row.
    ///
    /// # Errors
    /// Another number of cells than headings.
    pub fn row<T: AsRef<str>>(&mut self, cells: &[T]) -> Result<(), csv::Error> {
        self.0.write_record(cells.iter().map(|c| plain(c.as_ref())))
    }
    /// The bytes, UTF-8.
    ///
    /// # Errors
    /// None in practice: it writes into memory.
    pub fn bytes(self) -> Result<Vec<u8>, csv::Error> {
        self.0.into_inner().map_err(|e| e.into_error().into())
    }
}
/// The words of a cell; an apostrophe stands before words that a spreadsheet would take for a formula. Numbers stay as they are.
pub fn plain(words: &str) -> String {
    let formula = words.starts_with(['=', '+', '-', '@', '\t', '\r']) && words.parse::<f64>().is_err();
    if formula { format!("'{words}") } else { words.to_string() }
}
#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn words_begin_no_formula_and_numbers_stay() {
        for (words, cell) in [("=1+1", "'=1+1"), ("@sum", "'@sum"), ("-5.00", "-5.00"), ("-5 points", "'-5 points"), ("+3", "+3"), ("gold", "gold")] {
            assert_eq!(plain(words), cell);
        }
    }
}
