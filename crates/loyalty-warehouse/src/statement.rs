//! From what a person wrote, a table's name or a query, to one statement that reads.
use crate::engine::Engine;
use crate::fault::Fault;

/// The name under which a query is asked for.
const ROWS: &str = "plan_loyalty_rows";

/// What a person asks of a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// Parts of a table's name: catalog, schema, table.
    Table(Vec<String>),
    Query(String),
}
impl Asked {
    /// Reads it: what begins with SELECT, WITH or FROM and a blank is a query, anything else a name.
    pub fn read(place: &str, text: &str) -> Result<Asked, Fault> {
        let text = text.trim();
        let word = text.split(|c: char| c.is_whitespace() || "(*".contains(c)).next().unwrap_or_default().to_ascii_lowercase();
        if ["select", "with", "from"].contains(&word.as_str()) && word.len() < text.len() {
            return single(place, text).map(Asked::Query);
        }
        parts(text).map(Asked::Table).ok_or_else(|| {
            let reason = "A table is named by up to three parts with points between them, and a query begins with SELECT or WITH";
            Fault::new(
                place,
                format!("{text:?} is neither a table nor a query"),
                reason,
                "write public.orders, or \"My Schema\".\"My Table\", or select … from …",
            )
        })
    }
    /// The statement that reads it.
    pub fn statement(&self, engine: Engine) -> String {
        match self {
            Asked::Query(text) => text.clone(),
            Asked::Table(names) => format!("SELECT * FROM {}", named(engine, names)),
        }
    }
}
/// A table's name as SQL takes it.
pub fn named(engine: Engine, parts: &[String]) -> String {
    parts.iter().map(|p| engine.quoted(p)).collect::<Vec<_>>().join(".")
}
/// Parts of a name: a part in double quotes is taken by its letters, so that an injection is a name of a table that is not there.
fn parts(text: &str) -> Option<Vec<String>> {
    let (mut out, mut rest) = (vec![], text);
    loop {
        let (part, after) = match rest.strip_prefix('"') {
            Some(mut quoted) => {
                let mut name = String::new();
                loop {
                    let (before, behind) = quoted.split_once('"')?;
                    name += before;
                    match behind.strip_prefix('"') {
                        Some(more) => {
                            name.push('"');
                            quoted = more;
                        }
                        None => break (name, behind),
                    }
                }
            }
            None => {
                let end = rest.find('.').unwrap_or(rest.len());
                (rest[..end].to_string(), &rest[end..])
            }
        };
        if part.is_empty() || part.len() > 255 || part.chars().any(char::is_control) {
            return None;
        }
        out.push(part);
        match after.strip_prefix('.') {
            Some(next) => rest = next,
            None => return (after.is_empty() && out.len() <= 3).then_some(out),
        }
    }
}
/// One query without its closing semicolon.
fn single(place: &str, text: &str) -> Result<String, Fault> {
    let ends = ends(text);
    let bad = |fact: &str, next: &str| Err(Fault::new(place, fact, "One query is asked for each entry, and nothing after it", next));
    match ends {
        None => bad("a quote or a comment of the query is not closed", "close it"),
        Some(at) if at.is_empty() => Ok(text.to_string()),
        Some(at) if text[at[0]..].trim_matches(|c: char| c == ';' || c.is_whitespace()).is_empty() => Ok(text[..at[0]].trim_end().to_string()),
        Some(_) => bad("the query holds more than one statement", "write one query; several entries for one table are a list"),
    }
}
/// Where statements end: semicolons outside quotes and comments. None: a quote or comment is open at the end.
fn ends(text: &str) -> Option<Vec<usize>> {
    let (bytes, mut at, mut out) = (text.as_bytes(), 0, vec![]);
    let closed = |from: usize, by: &str| text.get(from..).and_then(|rest| rest.find(by)).map(|n| from + n + by.len());
    while at < bytes.len() {
        at = match bytes[at] {
            b'\'' | b'"' | b'`' => closed(at + 1, &text[at..=at])?,
            b'-' if bytes.get(at + 1) == Some(&b'-') => closed(at, "\n").unwrap_or(bytes.len()),
            b'/' if bytes.get(at + 1) == Some(&b'*') => closed(at + 2, "*/")?,
            b'$' => match dollar(&text[at..]) {
                Some(tag) => closed(at + tag.len(), tag)?,
                None => at + 1,
            },
            b';' => {
                out.push(at);
                at + 1
            }
            _ => at + 1,
        };
    }
    Some(out)
}
/// The opening `$tag$` of a text in dollars.
fn dollar(text: &str) -> Option<&str> {
    let end = text[1..].find('$')? + 1;
    text[1..end].chars().all(|c| c.is_alphanumeric() || c == '_').then_some(&text[..=end])
}
/// Asks for the columns of a statement and no row.
pub fn columns_of(statement: &str) -> String {
    format!("SELECT * FROM ({statement}\n) AS {ROWS} LIMIT 0")
}
/// The first rows of a statement.
pub fn first_of(statement: &str, rows: u32) -> String {
    format!("SELECT * FROM ({statement}\n) AS {ROWS} LIMIT {rows}")
}
/// The statement with each column as text in which nothing is lost.
pub fn as_text(engine: Engine, statement: &str, columns: &[String]) -> String {
    let all: Option<Vec<String>> = columns.iter().map(|c| engine.as_text(c)).collect();
    match all {
        Some(all) => format!("SELECT {} FROM ({statement}\n) AS {ROWS}", all.join(", ")),
        None => statement.to_string(),
    }
}
/// A query that a person can read and change: these columns of a table.
pub fn selected(engine: Engine, table: &[String], columns: &[String]) -> String {
    // Whatever some engine could take for another word stands in quotes.
    let all: Vec<String> = columns.iter().map(|c| format!("  {}", engine.quoted(c))).collect();
    format!("SELECT\n{}\nFROM {}", all.join(",\n"), named(engine, table))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<Asked, String> {
        Asked::read("here", text).map_err(|f| f.error.fact)
    }
    fn table(parts: &[&str]) -> Result<Asked, String> {
        Ok(Asked::Table(parts.iter().map(|p| (*p).to_string()).collect()))
    }
    #[test]
    fn names_and_queries_are_told_apart() {
        assert_eq!(read("orders"), table(&["orders"]));
        assert_eq!(read("shop.Orders"), table(&["shop", "Orders"]));
        assert_eq!(read("\"my.schema\".\"a \"\"b\"\"\""), table(&["my.schema", "a \"b\""]));
        assert_eq!(read("select"), table(&["select"]));
        assert_eq!(read("selection"), table(&["selection"]));
        assert_eq!(read(" SELECT 1 ;\n; "), Ok(Asked::Query("SELECT 1".into())));
        assert_eq!(read("with a as (select 1) select * from a"), Ok(Asked::Query("with a as (select 1) select * from a".into())));
        assert_eq!(read("select(1)"), Ok(Asked::Query("select(1)".into())));
        for bad in ["", "a..b", "a.b.c.d", "\"a", "\"a\"b", "a\nb"] {
            assert!(read(bad).is_err(), "{bad:?}");
        }
    }
    #[test]
    fn one_query_and_nothing_after_it() {
        for good in [
            "select ';' from t",
            "select 1 -- a; b",
            "select \"a;b\" from t",
            "select $$;$$",
            "select $x$ $$; $x$ from t",
            "select 1 /* ; */ from t",
            "select 'it''s; so'",
            "select $1",
        ] {
            assert_eq!(read(good), Ok(Asked::Query(good.into())), "{good}");
        }
        for (bad, fact) in [
            ("select 1; drop table t", "more than one"),
            ("select 1;\n-- x\nselect 2", "more than one"),
            ("select 'a", "not closed"),
            ("select 1 /* a", "not closed"),
            ("select $a$ $b$", "not closed"),
        ] {
            assert!(read(bad).unwrap_err().contains(fact), "{bad}");
        }
    }
    proptest! {
        /// Whatever stands in a name, SQL reads it as that one name: it ends at the quote that was written last.
        #[test]
        fn a_name_stays_a_name(name in "[a-z\"`;' .-]{1,20}") {
            for (engine, quote) in [(Engine::PostgreSql, '"'), (Engine::Sqlite, '"'), (Engine::DuckDb, '"'), (Engine::Spark, '`')] {
                let written = named(engine, std::slice::from_ref(&name));
                let inner = written.strip_prefix(quote).and_then(|w| w.strip_suffix(quote)).unwrap();
                prop_assert_eq!(inner.replace(&format!("{quote}{quote}"), "").matches(quote).count(), 0);
                prop_assert_eq!(inner.replace(&format!("{quote}{quote}"), &quote.to_string()), name.clone());
            }
        }
        /// A quoted name is read back as it was written, with anything in it.
        #[test]
        fn quoted_names_come_back(names in prop::collection::vec("[a-zA-Z\"`;' .-]{1,12}", 1..4)) {
            let text = named(Engine::PostgreSql, &names);
            prop_assert_eq!(read(&text), Ok(Asked::Table(names)));
        }
    }
}
