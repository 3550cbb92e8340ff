//! What a file holds, marked inside words about the file: a person who reads the file may see it, an agent may not. A marked text is `OPEN shown MID instead CLOSE`, in signs that
//! no sentence has; every error takes them off before it is told.
use super::lexicon::is_heading;

const OPEN: char = '\u{e000}';
const MID: char = '\u{e001}';
const CLOSE: char = '\u{e002}';
/// Stands where the text of a cell stood.
const WITHHELD: &str = "[value withheld]";

fn marked(shown: &str, instead: &str) -> String {
    let plain: String = shown.chars().filter(|c| ![OPEN, MID, CLOSE].contains(c)).collect();
    format!("{OPEN}{plain}{MID}{instead}{CLOSE}")
}
/// Text of a cell, of a sheet's name, of a file in an archive.
pub fn cell(text: impl AsRef<str>) -> String {
    marked(text.as_ref(), WITHHELD)
}
/// The name of a file that nobody asked for by name.
pub fn file(name: &str) -> String {
    marked(name, "[name withheld]")
}
/// A text of a cell in quotation marks.
pub fn quoted(text: impl AsRef<str>) -> String {
    cell(format!("{:?}", text.as_ref()))
}
/// How a map names a column: by its heading, or by its place where another has the same.
pub fn handle(header: &[String], at: usize) -> String {
    if header.iter().filter(|h| **h == header[at]).count() > 1 || header[at].is_empty() { format!("#{}", at + 1) } else { header[at].clone() }
}
/// A heading as `shown` in words or in a map: itself where it is a known name of a column, else its place for those who may not see it.
pub fn heading(header: &[String], at: usize, shown: &str) -> String {
    if is_heading(&header[at]) { shown.into() } else { marked(shown, &format!("#{}", at + 1)) }
}
/// The same where the place too stands in something, a flag for instance.
pub fn heading_in(header: &[String], at: usize, of: impl Fn(&str) -> String) -> String {
    let shown = of(&handle(header, at));
    if is_heading(&header[at]) { shown } else { marked(&shown, &of(&format!("#{}", at + 1))) }
}
/// The name of a column in quotation marks.
pub fn name(column: &str) -> String {
    if is_heading(column) { format!("{column:?}") } else { quoted(column) }
}
/// All headings.
pub fn headings(header: &[String]) -> String {
    (0..header.len()).map(|at| heading(header, at, &header[at])).collect::<Vec<_>>().join(", ")
}
/// The words as the person who owns the file reads them.
pub fn shown(words: &str) -> String {
    taken(words, true)
}
/// The words without what only the file holds.
pub fn withheld(words: &str) -> String {
    taken(words, false)
}
fn taken(words: &str, all: bool) -> String {
    let (mut out, mut inside, mut kept) = (String::with_capacity(words.len()), false, true);
    for c in words.chars() {
        match c {
            OPEN => (inside, kept) = (true, all),
            MID if inside => kept = !all,
            CLOSE => (inside, kept) = (false, true),
            c if kept => out.push(c),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    proptest! {
        /// Whatever a cell holds, marks among it, is seen by whoever may see it and by nobody else.
        #[test]
        fn a_cell_is_shown_whole_or_not_at_all(text in "[a-c\u{e000}\u{e001}\u{e002}\"\n]{0,12}", around in "[x-z]{0,4}") {
            let words = format!("{around}{}{around}", cell(&text));
            let plain: String = text.chars().filter(|c| !('\u{e000}'..='\u{e002}').contains(c)).collect();
            prop_assert_eq!(shown(&words), format!("{around}{plain}{around}"));
            prop_assert_eq!(withheld(&words), format!("{around}{WITHHELD}{around}"));
        }
    }
    #[test]
    fn known_headings_are_told_and_others_by_their_place() {
        let header = ["customer_id", "Wilhelmina Testperson", "amount"].map(str::to_string);
        assert_eq!(withheld(&headings(&header)), "customer_id, #2, amount");
        assert_eq!(shown(&headings(&header)), "customer_id, Wilhelmina Testperson, amount");
    }
}
