//! How many rows a text holds, counted apart from the reading of it: another automaton, byte by byte over the text as it comes out of the file,
//! that knows neither the width of the header nor where the text was cut. Both counts must agree, so that no row is lost or made up unseen.
use super::opening::Layout;
use super::{IntakeError, IntakeErrorKind};

/// Where in a record the next byte stands (RFC 4180).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum State {
    /// At the beginning of a field.
    #[default]
    Start,
    /// In a field without quotes, or behind a closing quote.
    Bare,
    /// Between quotes.
    Quoted,
    /// Behind a quote that closes the field, unless another follows.
    Closing,
}
/// A count of rows that goes on from block to block.
#[derive(Debug, Clone, Default)]
pub struct Physical {
    state: State,
    /// The record holds something beside signs between fields and blanks.
    filled: bool,
    /// Something beside these, `=` and quotes.
    worded: bool,
    /// The line holds something.
    line_filled: bool,
    rows: u64,
    /// Rows of nothing but `=` and quotes: a cell `=""` is empty.
    doubtful: u64,
    /// Lines that hold something.
    lines: u64,
}
impl Physical {
    /// Looks at the next bytes of the text.
    pub fn see(&mut self, bytes: &[u8], layout: Layout) {
        let delimiter = match layout {
            Layout::Delimited(d) => Some(d),
            Layout::Whitespace | Layout::JsonLines => None,
        };
        // Without a quote each line is a record, and most show by their first byte that they hold something.
        let bare = self.state != State::Quoted && memchr::memchr(b'"', bytes).is_none();
        let mut from = 0;
        for end in memchr::memchr_iter(b'\n', bytes) {
            if bare && delimiter.is_some_and(|d| bytes[from] > b' ' && bytes[from] != d && bytes[from] != b'=') {
                (self.rows, self.lines) = (self.rows + 1, self.lines + 1);
                (self.filled, self.worded, self.line_filled, self.state) = (false, false, false, State::Start);
            } else {
                self.part(&bytes[from..end], delimiter);
                self.end_line();
            }
            from = end + 1;
        }
        self.part(&bytes[from..], delimiter);
    }
    /// No more bytes come.
    pub fn end(&mut self) {
        self.lines += u64::from(self.line_filled);
        self.line_filled = false;
        self.end_row();
    }
    /// A part of a line.
    fn part(&mut self, bytes: &[u8], delimiter: Option<u8>) {
        let Some(delimiter) = delimiter else {
            // Every line that holds something is a record.
            self.filled |= self.filled || bytes.iter().any(|b| !b.is_ascii_whitespace());
            (self.worded, self.line_filled) = (self.filled, self.filled);
            return;
        };
        self.line_filled |= self.line_filled || bytes.iter().any(|b| !b.is_ascii_whitespace());
        let nothing = |b: u8| b == delimiter || b.is_ascii_whitespace();
        if matches!(self.state, State::Start | State::Bare) && memchr::memchr(b'"', bytes).is_none() {
            let Some(last) = bytes.last() else { return };
            self.state = if *last == delimiter { State::Start } else { State::Bare };
            self.filled |= self.filled || bytes.iter().any(|b| !nothing(*b));
            self.worded |= self.worded || bytes.iter().any(|b| !nothing(*b) && *b != b'=');
            return;
        }
        for b in bytes.iter().copied() {
            self.state = match (self.state, b) {
                (State::Start, b'"') => State::Quoted,
                (State::Quoted, b'"') => State::Closing,
                (State::Quoted, _) => {
                    self.filled |= !b.is_ascii_whitespace();
                    self.worded |= !b.is_ascii_whitespace();
                    State::Quoted
                }
                (State::Closing, b'"') => {
                    (self.filled, self.worded) = (true, true);
                    State::Quoted
                }
                (_, d) if d == delimiter => State::Start,
                _ => {
                    self.filled |= !nothing(b);
                    self.worded |= !nothing(b) && !matches!(b, b'=' | b'"');
                    State::Bare
                }
            };
        }
    }
    fn end_line(&mut self) {
        self.lines += u64::from(self.line_filled);
        self.line_filled = false;
        if self.state != State::Quoted {
            self.end_row();
        }
    }
    fn end_row(&mut self) {
        self.rows += u64::from(self.filled);
        self.doubtful += u64::from(self.filled && !self.worded);
        (self.filled, self.worded, self.state) = (false, false, State::Start);
    }
    /// Holds the rows that were read against this count. With a quote that nothing closes (`stray`) the standard names no number of rows; then there
    /// are at most as many as lines.
    ///
    /// # Errors
    /// Both numbers, where they contradict each other.
    pub fn reconcile(&self, path: &str, read: u64, stray: bool) -> Result<(), IntakeError> {
        let agrees = if stray { (1..=self.lines).contains(&read) || read == self.lines } else { (self.rows - self.doubtful..=self.rows).contains(&read) };
        if agrees {
            return Ok(());
        }
        let counted = if stray { format!("at most {}", self.lines) } else { self.rows.to_string() };
        Err(IntakeError::new(
            IntakeErrorKind::Format,
            path,
            format!("{read} rows were read, and a second count of the file finds {counted}"),
            "A row that is lost or made up would change every figure",
            "look for quotes that are not closed and for line ends inside cells, write the file again with one row in each line, and report this as a bug if it stays",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn count(text: &str, cuts: usize) -> Physical {
        let mut counted = Physical::default();
        text.as_bytes().chunks(cuts.max(1)).for_each(|c| counted.see(c, Layout::Delimited(b',')));
        counted.end();
        counted
    }
    #[track_caller]
    fn check(text: &str, rows: u64) {
        for cuts in [1, 3, 1_000] {
            assert_eq!(count(text, cuts).rows, rows, "{text:?}");
        }
    }
    #[test]
    fn rows_are_counted_whatever_stands_in_them() {
        check("a,b\nc,d", 2);
        check("a,b\r\n\r\n,,\r\n \nc,d\r\n", 2);
        check("\"two\nlines\",b\nc,\"say \"\"hi\"\"\n\"\n", 2);
        check("\"\",\"\"\nx,\n", 1);
        check("5\" pipe,b\nc,d\n", 2);
        check("\"Tea\" big,b\nc,d\n", 2);
        check("\"\"\"\"\n", 1);
        let mut lines = Physical::default();
        lines.see(b"{\"a\":1}\n\n{\"a\":\"x\"}", Layout::JsonLines);
        lines.end();
        assert_eq!(lines.rows, 2);
    }
    #[test]
    fn two_counts_that_differ_are_a_refusal_with_both() {
        let counted = count("a,b\nc,d\ne,f\n", 100);
        assert!(counted.reconcile("x.csv", 3, false).is_ok());
        for read in [0, 2, 4] {
            let told = counted.reconcile("x.csv", read, false).unwrap_err().to_string();
            assert!(told.contains(&format!("{read} rows were read")) && told.contains("finds 3"), "{told}");
        }
        assert!(counted.reconcile("x.csv", 4, true).is_err() && counted.reconcile("x.csv", 2, true).is_ok());
        assert!(count("=\"\",\na,b\n", 100).reconcile("x.csv", 1, false).is_ok());
    }
    proptest! {
        /// The short way past lines without quotes counts as the long one does: a quoted field in front closes it to the rest.
        #[test]
        fn lines_without_quotes_are_counted_alike(text in "[aA0,;= \n\r>]{0,80}", delimiter in prop::sample::select(vec![b',', b';', b'=', b'a'])) {
            let (mut short, mut long) = (Physical::default(), Physical::default());
            let quoted = format!("\"x\"\n{text}");
            let layout = Layout::Delimited(delimiter);
            short.see(text.as_bytes(), layout);
            long.see(quoted.as_bytes(), layout);
            short.end();
            long.end();
            prop_assert_eq!((short.rows + 1, short.doubtful, short.lines + 1), (long.rows, long.doubtful, long.lines), "{:?}", text);
        }
        /// Blocks change no count.
        #[test]
        fn cuts_change_nothing(text in "[a,\"= \n]{0,80}", cuts in 1..9usize) {
            let (whole, parts) = (count(&text, 1_000), count(&text, cuts));
            prop_assert_eq!((whole.rows, whole.doubtful, whole.lines), (parts.rows, parts.doubtful, parts.lines));
        }
    }
}
