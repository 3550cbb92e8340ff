//! Tables in reports and pivots as plain rows: what a report puts above, between and below its rows, months as columns, JSON in one piece.
use super::cells::field;
use super::dates::{DateShape, bare_month, month_heading};
use super::record::{Cut, record, unescaped, words};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// The records of a text with what stands in their fields.
pub fn records(bytes: &[u8], delimiter: u8, width: usize, most: usize, ended: bool) -> Vec<Vec<String>> {
    let (mut at, mut fields, mut out) = (0, vec![], vec![]);
    while at < bytes.len() && out.len() < most {
        let Some((end, _)) = record(bytes, at, Cut { delimiter, width, ended }, &mut fields) else { break };
        let text = |from: usize, to: usize, escaped: bool| {
            let mut plain = vec![];
            if escaped {
                unescaped(&bytes[from..to], &mut plain)
            } else {
                plain.extend_from_slice(&bytes[from..to])
            }
            words(plain.trim_ascii())
        };
        out.push(fields.iter().map(|f| text(f.from, f.to, f.escaped)).collect());
        at = end;
    }
    out
}
/// A cell that names a total: alone, or before or behind what it is the total of.
pub fn is_total(cell: &[u8]) -> bool {
    const WORDS: [&str; 22] = [
        "total",
        "totals",
        "grand total",
        "subtotal",
        "sub total",
        "sub-total",
        "sum",
        "summe",
        "gesamt",
        "gesamtsumme",
        "zwischensumme",
        "sous-total",
        "total général",
        "totale",
        "totaal",
        "suma",
        "totalt",
        "合計",
        "総計",
        "小計",
        "合计",
        "总计",
    ];
    if cell.len() < 3 || cell.len() > 80 {
        return false;
    }
    let Ok(cell) = std::str::from_utf8(cell) else { return false };
    let cell = cell.trim_end_matches([':', ' ']).to_lowercase();
    WORDS.contains(&cell.as_str()) || cell.starts_with("total for ") || cell.starts_with("total général") || cell.ends_with(" total") && !cell.contains('@')
}
fn line(cells: &[&str], out: &mut Vec<u8>) {
    for (i, cell) in cells.iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        field(cell.as_bytes(), out);
    }
    out.push(b'\n');
}
/// A column that is a month: its place, year and month.
pub type Month = (usize, i32, i32);
/// Columns of a heading that are months, three or more and the greater part of it. Months without a year are of the one year that is told beside
/// them.
///
/// # Errors
/// Months without a year, and no year beside them.
pub fn months(header: &[String], beside: &str) -> Result<Vec<Month>, String> {
    let enough = |n: usize| n >= 3 && n * 2 >= header.len();
    for shape in [DateShape::YearMonth, DateShape::Quarter, DateShape::Ymd, DateShape::Dmy, DateShape::Mdy, DateShape::Named] {
        let all: Vec<Month> = header.iter().enumerate().filter_map(|(i, h)| month_heading(h.as_bytes(), shape).map(|(year, month)| (i, year, month))).collect();
        let twice = all.iter().enumerate().any(|(i, m)| all[..i].iter().any(|n| (n.1, n.2) == (m.1, m.2)));
        if enough(all.len()) && !twice {
            return Ok(all);
        }
    }
    let bare: Vec<(usize, i32)> = header.iter().enumerate().filter_map(|(i, h)| bare_month(h.as_bytes()).map(|m| (i, m))).collect();
    if !enough(bare.len()) || bare.iter().enumerate().any(|(i, m)| bare[..i].iter().any(|n| n.1 == m.1)) {
        return Ok(vec![]);
    }
    let mut years: Vec<i32> =
        beside.split(|c: char| !c.is_ascii_digit()).filter_map(|w| w.parse().ok().filter(|y| w.len() == 4 && (1990..2100).contains(y))).collect();
    years.dedup();
    match years[..] {
        [year] => Ok(bare.into_iter().map(|(i, m)| (i, year, m)).collect()),
        _ => Err(header[bare[0].0].clone()),
    }
}
/// Months as columns into a row for each month that is filled. The other columns stay; a column or a row of totals goes.
pub fn unpivoted(header: &[String], months: &[Month], rows: &[Vec<String>]) -> (Vec<u8>, Vec<String>) {
    let month = |i: &usize| months.iter().any(|m| m.0 == *i);
    let stays: Vec<usize> = (0..header.len()).filter(|i| !month(i) && !is_total(header[*i].as_bytes()) && !header[*i].is_empty()).collect();
    let mut out = vec![];
    let mut names: Vec<&str> = stays.iter().map(|i| header[*i].as_str()).collect();
    // Names that the rules of columns know.
    names.extend(["date", "amount"]);
    line(&names, &mut out);
    let mut totals = 0;
    for row in rows {
        let cell = |i: usize| row.get(i).map_or("", String::as_str);
        if stays.iter().any(|i| is_total(cell(*i).as_bytes())) {
            totals += 1;
            continue;
        }
        for (at, year, month) in months {
            let amount = cell(*at);
            if amount.is_empty() || amount == "-" || amount.parse::<f64>() == Ok(0.0) {
                continue;
            }
            let mut cells: Vec<&str> = stays.iter().map(|i| cell(*i)).collect();
            let month = format!("{year}-{month:02}");
            cells.extend([month.as_str(), amount]);
            line(&cells, &mut out);
        }
    }
    let mut notes = vec![format!(
        "a pivot table: its {} columns of months became one row for each month that is filled; a month stands for every purchase in it",
        months.len()
    )];
    if totals > 0 {
        notes.push(format!("{totals} rows of totals were left out"));
    }
    (out, notes)
}
/// Whether the rows of a report stand in groups: a first column without a name that holds the group alone, and rows of totals between.
pub fn is_grouped(header: &[String], rows: &[Vec<String>]) -> bool {
    let alone = |r: &&Vec<String>| !r[0].is_empty() && !is_total(r[0].as_bytes()) && r[1..].iter().all(String::is_empty);
    let member = |r: &&Vec<String>| r[0].is_empty() && r.iter().filter(|c| !c.is_empty()).count() >= 2;
    let unnamed = header.len() >= 3 && header[0].is_empty();
    unnamed && rows.iter().filter(alone).count() >= 1 && rows.iter().filter(member).count() >= rows.iter().filter(alone).count()
}
/// Groups of a report written into each of their rows. Lines stay where they are.
pub fn ungrouped(header: &[String], titles: &str, rows: &[(usize, Vec<String>)]) -> (Vec<u8>, Vec<String>) {
    let of_customers = ["customer", "client", "kunde", "member", "cliente", "klant"].iter().any(|w| titles.to_lowercase().contains(w));
    let mut out = vec![];
    let mut names: Vec<&str> = header.iter().map(String::as_str).collect();
    names[0] = if of_customers { "Customer" } else { "Group" };
    line(&names, &mut out);
    let (mut group, mut groups, mut totals) = (String::new(), 0, 0);
    for (lines, row) in rows {
        let filled = row.iter().filter(|c| !c.is_empty()).count();
        let mut written = 0;
        if row[0].is_empty() && filled >= 2 {
            let mut cells: Vec<String> = row.iter().map(|c| c.replace('\n', " ")).collect();
            cells[0].clone_from(&group);
            line(&cells.iter().map(String::as_str).collect::<Vec<_>>(), &mut out);
            written = 1;
        } else if is_total(row[0].as_bytes()) {
            totals += 1;
        } else if filled == 1 && !row[0].is_empty() {
            group.clone_from(&row[0]);
            groups += 1;
        }
        out.extend(std::iter::repeat_n(b'\n', lines.saturating_sub(written)));
    }
    (out, vec![format!("a report in groups: {groups} headings of groups became the column {:?}, and {totals} rows of totals were left out", names[0])])
}

/// JSON with its long numbers as texts: an id over 2^53 keeps each of its digits, and so does an amount.
pub fn exact_numbers(json: &[u8]) -> Cow<'_, [u8]> {
    /// Characters of a number that every reader of JSON keeps.
    const KEPT: usize = 15;
    let (mut at, mut copied, mut out) = (0, 0, vec![]);
    while at < json.len() {
        match json[at] {
            b'"' => {
                // To the end of the text; one that nothing closes is no JSON, and whoever reads it will say so.
                at += 1;
                loop {
                    match memchr::memchr2(b'"', b'\\', json.get(at..).unwrap_or_default()) {
                        Some(n) if json[at + n] == b'"' => {
                            at += n + 1;
                            break;
                        }
                        Some(n) => at += n + 2,
                        None => {
                            at = json.len();
                            break;
                        }
                    }
                }
            }
            b'-' | b'0'..=b'9' => {
                let from = at;
                at += json[from..].iter().take_while(|b| matches!(b, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')).count();
                if at - from > KEPT {
                    out.extend_from_slice(&json[copied..from]);
                    out.push(b'"');
                    out.extend_from_slice(&json[from..at]);
                    out.push(b'"');
                    copied = at;
                }
            }
            _ => at += 1,
        }
    }
    if copied == 0 {
        return Cow::Borrowed(json);
    }
    out.extend_from_slice(&json[copied..]);
    Cow::Owned(out)
}
/// JSON that is not one object a line, as one: a list of objects, an object that holds such a list, or objects one behind another.
///
/// # Errors
/// Where it is no JSON, or holds no list of objects.
pub fn json_lines(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut found: Vec<Value> = vec![];
    for value in serde_json::Deserializer::from_slice(&exact_numbers(bytes)).into_iter::<Value>() {
        found.push(value.map_err(|e| e.to_string())?);
    }
    let rows = match found.len() {
        1 => longest(found.remove(0), 0).ok_or("it holds no list of objects")?,
        _ => found,
    };
    let mut out = vec![];
    if rows.iter().all(Value::is_array) {
        // A list of lists: the first holds the names.
        for row in rows {
            let cells: Vec<String> = row.as_array().into_iter().flatten().map(plain).collect();
            line(&cells.iter().map(String::as_str).collect::<Vec<_>>(), &mut out);
        }
        return Ok(out);
    }
    for row in rows {
        serde_json::to_writer(&mut out, &row).map_err(|e| e.to_string())?;
        out.push(b'\n');
    }
    Ok(out)
}
/// The longest list of objects (or of lists), nested at most twice; an object by itself is a list of one.
fn longest(value: Value, depth: usize) -> Option<Vec<Value>> {
    match value {
        // Objects by their key: {"1001": {…}, "1002": {…}}.
        Value::Object(map) if map.len() > 2 && map.values().all(Value::is_object) => Some(
            map.into_iter()
                .map(|(key, mut row)| {
                    if let Some(fields) = row.as_object_mut()
                        && !fields.contains_key("id")
                    {
                        fields.insert("id".into(), Value::String(key));
                    }
                    row
                })
                .collect(),
        ),
        Value::Array(all) => (all.iter().any(|v| v.is_object()) || (all.len() > 1 && all.iter().all(Value::is_array))).then_some(all),
        Value::Object(map) if depth < 3 => {
            let alone = Value::Object(map.clone());
            let best =
                map.into_iter().filter(|(_, v)| v.is_array() || (v.is_object() && depth < 2)).filter_map(|(_, v)| longest(v, depth + 1)).max_by_key(Vec::len);
            match best {
                Some(best) if best.len() > 1 || depth > 0 => Some(best),
                best => best.or_else(|| (depth == 0).then(|| vec![alone])),
            }
        }
        _ => None,
    }
}
/// What a value is, below the names that MongoDB puts around its types: `{"$date": …}`.
fn unwrapped(value: &Value) -> &Value {
    match value.as_object().filter(|o| o.len() == 1).and_then(|o| o.iter().next()) {
        Some((key, inner)) if key.starts_with('$') => unwrapped(inner),
        _ => value,
    }
}
fn plain(value: &Value) -> String {
    match unwrapped(value) {
        Value::Null => String::new(),
        Value::String(s) => s.clone(),
        other => other.to_string(),
    }
}
/// Names of the fields of an object, those of objects in it as `a.b`.
pub fn paths(object: &Map<String, Value>, before: &str, out: &mut Vec<(String, bool)>) {
    const DEEPEST: usize = 5;
    for (key, value) in object {
        let path = if before.is_empty() { key.clone() } else { format!("{before}.{key}") };
        match unwrapped(value) {
            Value::Object(inner) if !inner.is_empty() && path.matches('.').count() < DEEPEST => paths(inner, &path, out),
            _ => out.push((path, value.is_null())),
        }
    }
}
/// The text of a field by its path; empty for nothing and for an object.
pub fn at_path(object: &Map<String, Value>, path: &str) -> String {
    fn find<'a>(object: &'a Map<String, Value>, path: &str) -> Option<&'a Value> {
        if let Some(value) = object.get(path) {
            return Some(value);
        }
        path.match_indices('.').find_map(|(at, _)| find(object.get(&path[..at])?.as_object()?, &path[at + 1..]))
    }
    find(object, path).map(unwrapped).filter(|v| !v.is_object()).map_or_else(String::new, plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    fn owned(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|c| (*c).to_string()).collect()
    }
    #[test]
    fn totals_are_known_by_their_words() {
        for word in ["Total", "TOTAL:", "Grand total", "Summe", "Total for Ada", "Ada Total", "合計"] {
            assert!(is_total(word.as_bytes()), "{word}");
        }
        for word in ["Totally Tea", "1001", "", "Sumatra", "total@example.com"] {
            assert!(!is_total(word.as_bytes()), "{word}");
        }
    }
    #[test]
    fn months_as_columns_become_rows() {
        let header = owned(&["Customer ID", "2024-01", "2024-02", "2024-03", "Total"]);
        let at = months(&header, "").unwrap();
        assert_eq!(at, [(1, 2024, 1), (2, 2024, 2), (3, 2024, 3)]);
        let rows = [owned(&["a", "5", "", "0", "5"]), owned(&["Total", "5", "", "0", "5"])];
        let (text, notes) = unpivoted(&header, &at, &rows);
        assert_eq!(String::from_utf8(text).unwrap(), "Customer ID,date,amount\na,2024-01,5\n");
        assert!(notes[1].contains("1 rows"));
        let count = |cells: &[&str], beside| months(&owned(cells), beside).map(|m| m.len());
        assert_eq!(count(&["id", "2024-01", "amount"], ""), Ok(0));
        assert_eq!(count(&["Customer", "Jan 2024", "Feb 2024", "Mär 2024"], ""), Ok(3));
        assert_eq!(count(&["Customer", "01/01/2024", "01/02/2024", "01/03/2024"], ""), Ok(3));
        assert_eq!(count(&["Customer", "Jan", "Feb", "Mar"], "Sales 2024.csv"), Ok(3));
        assert_eq!(count(&["Customer", "Jan", "Feb", "Mar"], "sales.csv"), Err("Jan".into()));
    }
    #[test]
    fn groups_of_a_report_go_into_their_rows() {
        let header = owned(&["", "Date", "Amount"]);
        let rows = [owned(&["Ada", "", ""]), owned(&["", "2024-01-05", "5"]), owned(&["Total for Ada", "", "5"])];
        assert!(is_grouped(&header, &rows));
        let numbered: Vec<(usize, Vec<String>)> = rows.into_iter().map(|r| (1, r)).collect();
        let (text, _) = ungrouped(&header, "Sales by Customer", &numbered);
        assert_eq!(String::from_utf8(text).unwrap(), "Customer,Date,Amount\n\nAda,2024-01-05,5\n\n");
    }
    #[test]
    fn json_in_every_usual_form() {
        for text in [r#"[{"a":1},{"a":2}]"#, r#"{"data":[{"a":1},{"a":2}],"next":null}"#, "{\n\"a\":1\n}\n{\n\"a\":2\n}", r#"{"d":{"rows":[{"a":1},{"a":2}]}}"#]
        {
            assert_eq!(String::from_utf8(json_lines(text.as_bytes()).unwrap()).unwrap(), "{\"a\":1}\n{\"a\":2}\n", "{text}");
        }
        assert_eq!(String::from_utf8(json_lines(br#"[["a","b"],[1,"x,y"]]"#).unwrap()).unwrap(), "a,b\n1,\"x,y\"\n");
        let keyed = json_lines(br#"{"7":{"a":1},"8":{"a":2},"9":{"a":3}}"#).unwrap();
        assert_eq!(String::from_utf8(keyed).unwrap().lines().next(), Some(r#"{"a":1,"id":"7"}"#));
        assert!(json_lines(b"[1,2").is_err() && json_lines(b"[1,2]").is_err());
    }
    #[test]
    fn long_numbers_keep_each_digit() {
        let text = r#"{"id":123456789012345678901234567890,"a":-0.1000000000000000055,"b":12.5,"c":"9999999999999999999 \" x","d":[18446744073709551617]}"#;
        let kept = exact_numbers(text.as_bytes());
        let Ok(Value::Object(o)) = serde_json::from_slice(&kept) else { panic!("{}", String::from_utf8_lossy(&kept)) };
        assert_eq!(at_path(&o, "id"), "123456789012345678901234567890");
        assert_eq!((at_path(&o, "a").as_str(), at_path(&o, "b").as_str()), ("-0.1000000000000000055", "12.5"));
        assert_eq!(at_path(&o, "c"), "9999999999999999999 \" x");
        for odd in ["", "\"", "\"\\", "{\"a", "-", "12345678901234567890"] {
            assert!(exact_numbers(odd.as_bytes()).len() >= odd.len(), "{odd}");
        }
        let lines = json_lines(br#"[{"id":98765432109876543210987},{"id":1}]"#).unwrap();
        assert_eq!(String::from_utf8(lines).unwrap(), "{\"id\":\"98765432109876543210987\"}\n{\"id\":1}\n");
    }
    #[test]
    fn nested_fields_have_paths() {
        let Ok(Value::Object(o)) = serde_json::from_str(r#"{"a":{"b":{"c":1}},"d.e":2,"f":null,"g":{}}"#) else { panic!() };
        let Ok(Value::Object(mongo)) = serde_json::from_str(r#"{"at":{"$date":{"$numberLong":"17"}}}"#) else { panic!() };
        assert_eq!(at_path(&mongo, "at"), "17");
        let mut all = vec![];
        paths(&o, "", &mut all);
        assert_eq!(all, [("a.b.c".into(), false), ("d.e".into(), false), ("f".into(), true), ("g".into(), false)]);
        assert_eq!((at_path(&o, "a.b.c").as_str(), at_path(&o, "d.e").as_str(), at_path(&o, "a").as_str()), ("1", "2", ""));
    }
}
