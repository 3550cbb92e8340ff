//! Records of delimited text: one automaton says where a record ends and what its fields are, for whoever cuts a file and whoever reads it.
//!
//! As RFC 4180 has it, a quote opens a field only at its beginning, two of them inside are one letter, and a quoted field may hold line ends.
//! Beyond it: letters behind a closing quote belong to the field, and a quote that nothing closes is a letter like any other, so that it
//! swallows no rows. Nothing closes a quote where the next one that could stands inside another field, where the record that would come of it
//! has another width than the header, or where it is more than [`FAR`] bytes away.

/// Bytes that a quoted field may hold.
pub const FAR: usize = 1 << 20;

/// Where a field lies; `quotes` says that its text holds doubled quotes or letters behind a closing quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// First byte.
    pub from: usize,
    /// Byte after the last.
    pub to: usize,
    /// It must be unescaped: see [`unescaped`].
    pub escaped: bool,
}
/// How the fields of a file are separated.
#[derive(Debug, Clone, Copy)]
pub struct Cut {
    /// The sign between fields.
    pub delimiter: u8,
    /// Fields of the header; 0 where it is not known.
    pub width: usize,
    /// No more bytes follow those that are given.
    pub ended: bool,
}
/// Where the record that begins at `from` ends (behind its line end), with its fields; `None` where more bytes must be seen to tell. Also
/// whether a quote in it opens what nothing closes.
pub fn record(bytes: &[u8], from: usize, cut: Cut, fields: &mut Vec<Field>) -> Option<(usize, bool)> {
    let first_line = memchr::memchr(b'\n', &bytes[from..]).map_or(bytes.len(), |n| from + n);
    if memchr::memchr(b'"', &bytes[from..first_line]).is_none() {
        return unquoted(bytes, from, first_line, cut, fields).map(|end| (end, false));
    }
    let (end, spans, stray) = quoted(bytes, from, cut, true, fields)?;
    if spans && cut.width > 0 && width(fields, cut.width) != cut.width {
        // Does the first line alone make a record? Then its quote is a letter.
        let (many, was) = (width(fields, cut.width), std::mem::take(fields));
        let (short, _, _) = quoted(bytes, from, cut, false, fields)?;
        if width(fields, cut.width) == cut.width || many > cut.width {
            return Some((short, true));
        }
        *fields = was;
    }
    Some((end, stray))
}
/// Fields of a record; empty ones behind the last column of the header do not count.
pub fn width(fields: &[Field], header: usize) -> usize {
    let behind = fields.iter().skip(header).rev().take_while(|f| f.from == f.to).count();
    fields.len() - behind
}
fn unquoted(bytes: &[u8], from: usize, line: usize, cut: Cut, fields: &mut Vec<Field>) -> Option<usize> {
    if line == bytes.len() && !cut.ended {
        return None;
    }
    fields.clear();
    let mut at = from;
    for next in memchr::memchr_iter(cut.delimiter, &bytes[from..line]) {
        fields.push(Field { from: at, to: from + next, escaped: false });
        at = from + next + 1;
    }
    fields.push(Field { from: at, to: line, escaped: false });
    Some((line + 1).min(bytes.len()))
}
/// The end, whether a field holds line ends, and whether a quote opens what nothing closes. Without `lines` no field holds one.
fn quoted(bytes: &[u8], from: usize, cut: Cut, lines: bool, fields: &mut Vec<Field>) -> Option<(usize, bool, bool)> {
    fields.clear();
    let (mut at, mut spans, mut stray) = (from, false, false);
    loop {
        if bytes.get(at) == Some(&b'"') {
            match closing(bytes, at, cut, lines) {
                Closing::More => return None,
                Closing::None => stray = true,
                Closing::At { quote, line_ends, doubled } => {
                    spans |= line_ends;
                    let rest = quote + 1;
                    let to = rest + memchr::memchr2(cut.delimiter, b'\n', &bytes[rest..]).unwrap_or(bytes.len() - rest);
                    if to == bytes.len() && !cut.ended {
                        return None;
                    }
                    let behind = !bytes[rest..to].trim_ascii().is_empty();
                    fields.push(if behind || doubled { Field { from: at, to, escaped: true } } else { Field { from: at + 1, to: quote, escaped: false } });
                    match bytes.get(to) {
                        Some(b'\n') => return Some((to + 1, spans, stray)),
                        None => return Some((to, spans, stray)),
                        Some(_) => at = to + 1,
                    }
                    continue;
                }
            }
        }
        let to = at + memchr::memchr2(cut.delimiter, b'\n', &bytes[at..]).unwrap_or(bytes.len() - at);
        if to == bytes.len() && !cut.ended {
            return None;
        }
        fields.push(Field { from: at, to, escaped: false });
        match bytes.get(to) {
            Some(b'\n') => return Some((to + 1, spans, stray)),
            None => return Some((to, spans, stray)),
            Some(_) => at = to + 1,
        }
    }
}
enum Closing {
    At { quote: usize, line_ends: bool, doubled: bool },
    None,
    More,
}
/// The quote that closes the one at `open`.
fn closing(bytes: &[u8], open: usize, cut: Cut, lines: bool) -> Closing {
    let far = (open + 1 + FAR).min(bytes.len());
    let (mut at, mut doubled) = (open + 1, false);
    loop {
        let Some(quote) = memchr::memchr(b'"', &bytes[at..far]).map(|n| at + n) else {
            return if far == bytes.len() && far < open + 1 + FAR && !cut.ended { Closing::More } else { Closing::None };
        };
        match bytes.get(quote + 1) {
            None if !cut.ended => return Closing::More,
            Some(b'"') => {
                doubled = true;
                at = quote + 2;
                if at > far {
                    return Closing::None;
                }
                continue;
            }
            _ => {}
        }
        let line_ends = memchr::memchr(b'\n', &bytes[open..quote]).is_some();
        if !line_ends {
            return Closing::At { quote, line_ends, doubled };
        }
        let behind = bytes.get(quote + 1).copied().unwrap_or(b'\n');
        // A quote before a letter opens another field, or stands inside one.
        let closes = behind == cut.delimiter || matches!(behind, b'\n' | b'\r' | b' ');
        return if closes && lines { Closing::At { quote, line_ends, doubled } } else { Closing::None };
    }
}
/// The text of a field with doubled quotes made single.
pub fn unescaped(field: &[u8], out: &mut Vec<u8>) {
    let (mut inside, mut at) = (false, 0);
    if field.first() == Some(&b'"') {
        (inside, at) = (true, 1);
    }
    while at < field.len() {
        match field[at] {
            b'"' if inside && field.get(at + 1) == Some(&b'"') => {
                out.push(b'"');
                at += 1;
            }
            b'"' if inside => inside = false,
            b => out.push(b),
        }
        at += 1;
    }
}

/// Bytes as text: UTF-8, or Windows-1252 where they are not (an odd letter late in a file that began as plain text).
pub fn words(bytes: &[u8]) -> String {
    std::str::from_utf8(bytes).map_or_else(|_| encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(text: &[u8], delimiter: u8, width: usize) -> Vec<Vec<String>> {
        let (mut at, mut fields, mut out) = (0, vec![], vec![]);
        while at < text.len() {
            let (end, _) = record(text, at, Cut { delimiter, width, ended: true }, &mut fields).unwrap();
            assert!(end > at);
            out.push(
                fields
                    .iter()
                    .map(|f| {
                        let mut plain = vec![];
                        if f.escaped {
                            unescaped(&text[f.from..f.to], &mut plain)
                        } else {
                            plain.extend_from_slice(&text[f.from..f.to])
                        }
                        String::from_utf8_lossy(plain.trim_ascii()).into_owned()
                    })
                    .collect(),
            );
            at = end;
        }
        out
    }
    #[track_caller]
    fn check(text: &str, shown: &[&str]) {
        let got: Vec<String> = all(text.as_bytes(), b',', 3).into_iter().map(|r| r.join("|")).collect();
        assert_eq!(got, shown, "{text:?}");
    }
    #[test]
    fn fields_with_and_without_quotes() {
        check("a,b,c\n1,2,3\r\n", &["a|b|c", "1|2|3"]);
        check("\"a\",\"b,c\",d\n", &["a|b,c|d"]);
        check("a,\"two\nlines\",c\nd,e,f\n", &["a|two\nlines|c", "d|e|f"]);
        check("a,\"say \"\"hi\"\"\",c\n", &["a|say \"hi\"|c"]);
        check("a,\"\",c\n,,\n", &["a||c", "||"]);
        check("a,5\" pipe,c\nd,e,f", &["a|5\" pipe|c", "d|e|f"]);
        check("a,\"Tea, big\" special,c\n", &["a|Tea, big special|c"]);
    }
    #[test]
    fn a_quote_that_nothing_closes_swallows_no_row() {
        check("a,\"b,c\nd,e,f\ng,h,i\n", &["a|\"b|c", "d|e|f", "g|h|i"]);
        check("a,\"b,c\nd,\"e, e\",f\ng,h,i\n", &["a|\"b|c", "d|e, e|f", "g|h|i"]);
        check("a,\"b,c\nd,e,\"f\"\ng,h,i\n", &["a|\"b|c", "d|e|f", "g|h|i"]);
        check("a,b,\"c\nd,e,f\ng,h,\"\"\n", &["a|b|\"c", "d|e|f", "g|h|"]);
        check("\"a,b,c\n\"d\",\"e\",\"f\"\n\"g\",\"h\",\"i\"\n", &["\"a|b|c", "d|e|f", "g|h|i"]);
    }
    proptest! {
        /// What is written by the rules comes back, whatever the fields hold.
        #[test]
        fn quoted_fields_come_back(rows in prop::collection::vec(prop::collection::vec("[a-c \",\n;]{0,6}", 3), 1..12)) {
            let mut text = String::new();
            for row in &rows {
                let cells: Vec<String> = row.iter().map(|c| format!("\"{}\"", c.replace('"', "\"\""))).collect();
                text += &cells.join(",");
                text.push('\n');
            }
            let got = all(text.as_bytes(), b',', 3);
            let want: Vec<Vec<String>> = rows.iter().map(|r| r.iter().map(|c| c.trim().to_string()).collect()).collect();
            prop_assert_eq!(got, want);
        }
        /// A beginning of the bytes never tells another end than the whole: it asks for more.
        #[test]
        fn a_cut_never_changes_a_record(text in "[a\",\n]{1,60}", at in 0..60usize) {
            let bytes = text.as_bytes();
            let whole = record(bytes, 0, Cut { delimiter: b',', width: 2, ended: true }, &mut vec![]).unwrap();
            let part = record(&bytes[..at.min(bytes.len())], 0, Cut { delimiter: b',', width: 2, ended: false }, &mut vec![]);
            prop_assert!(part.is_none_or(|p| p == whole), "{:?} {:?}", part, whole);
        }
    }
}
