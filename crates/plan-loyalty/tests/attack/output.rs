//! What a stranger writes, in every format that leaves: a name, a heading, a review, a constraint is read as words, whatever it would mean there.
use super::common;
use super::company::{Attacks, run, said};
use super::quotes::{deliverables, files};
use std::path::Path;
use std::sync::Mutex;

/// Prints, and means something in some format.
const MEANS: [&str; 20] = [
    "=cmd|'/c calc'!A1",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "![x](http://evil.example/p.png)",
    "[x]: http://evil.example",
    "# Heading of mine",
    "| a | b |",
    "a `code` **bold**",
    "Robert'); DROP TABLE tiers;--",
    "/* x */ -- y",
    "\"quoted\" 'single'",
    "a;b:c\\d",
    "&amp; &lt; {{7*7}} ${x} {% if %}",
    "BEGIN:VEVENT",
    "<a href=http://evil.example>x</a>",
    "\"><svg onload=alert(1)>",
];
/// Does not print: refused where it enters, written out where a forged plan holds it.
const HIDDEN: [char; 20] = [
    '\0', '\u{7}', '\u{8}', '\n', '\r', '\u{1b}', '\u{7f}', '\u{85}', '\u{9b}', '\u{ad}', '\u{200b}', '\u{200e}', '\u{200f}', '\u{2028}', '\u{2029}',
    '\u{202a}', '\u{202e}', '\u{2066}', '\u{2069}', '\u{feff}',
];
/// What is wrong with a file that holds the words.
fn fault(name: &str, text: &str, words: &str) -> Option<String> {
    let end = name.rsplit('.').next().unwrap_or_default();
    let lines = || text.split("\r\n").flat_map(|l| l.split('\n'));
    if let Some(c) = text.chars().find(|c| HIDDEN.contains(c) && !matches!(c, '\n' | '\r')) {
        return Some(format!("{c:?} stands in it"));
    }
    match end {
        "html" => {
            ["<script>alert", "<img src=x", "<a href=http://evil", "<svg onload", "href=\"javascript"].into_iter().find(|t| text.contains(t)).map(String::from)
        }
        // An unescaped bracket before an address, and a tag.
        "md" => ["http://evil", "](javascript", "](http://evil", "]: http://evil", "<img src=x", "<svg onload", "<a href=http"]
            .into_iter()
            .find(|t| text.match_indices(t).any(|(at, _)| !text[..at].ends_with('\\')))
            .map(String::from)
            .or_else(|| lines().find(|l| l.starts_with("# Heading") || l.starts_with("| a | b |")).map(String::from)),
        "csv" => {
            let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
            let formula = |c: &str| c.starts_with(['=', '@', '\t', '\r']) || c.starts_with(['+', '-']) && c.parse::<f64>().is_err();
            reader.records().map(|r| r.map_err(|e| e.to_string())).find_map(|r| match r {
                Err(e) => Some(e),
                Ok(r) => r.iter().find(|c| formula(c)).map(String::from),
            })
        }
        "ics" => {
            let begun = |what: &str| lines().filter(|l| *l == what).count();
            let long = lines().find(|l| l.len() > 75).map(String::from);
            let unknown = lines()
                .find(|l| !l.is_empty() && !l.starts_with(' ') && !l.split([':', ';']).next().unwrap().chars().all(|c| c.is_ascii_uppercase() || c == '-'))
                .map(String::from);
            (begun("BEGIN:VEVENT") != begun("END:VEVENT")).then(|| "events that do not end".into()).or(long).or(unknown)
        }
        "sql" => {
            // Outside comments, every quotation mark is closed on its line, and a statement is one of ours.
            let code = |l: &&str| !l.trim_start().starts_with("--");
            lines().filter(code).find(|l| l.matches('\'').count() % 2 == 1 || l.trim_start().to_uppercase().starts_with("DROP")).map(String::from)
        }
        "json" => serde_json::from_str::<serde_json::Value>(text).err().map(|e| e.to_string()),
        _ => words.is_empty().then(|| "nothing was asked".into()),
    }
}
/// A company in whose name, headings, reviews, owners and constraints the words stand.
fn planned(home: &Path, words: &str) -> (Option<i32>, String) {
    let cell = words.replace('"', "\"\"");
    let mut orders = format!("customer_id,order_id,order_date,amount,\"{cell}\"\n");
    let mut survey = String::from("customer_id,date,score,text\n");
    for c in 0..120 {
        (0..2 + c % 6).for_each(|k| orders += &format!("c{c},o{c}-{k},2026-{:02}-{:02},{}.50,note {c}\n", 1 + (c + k) % 6, 1 + (3 * c + k) % 28, 20 + c));
        survey += &format!("c{c},2026-05-{:02},{},\"{cell} delivery was late\"\n", 1 + c % 28, 1 + c % 5);
    }
    std::fs::write(home.join("orders.csv"), orders).unwrap();
    std::fs::write(home.join("survey.csv"), survey).unwrap();
    let quoted = format!("{words:?}");
    std::fs::write(home.join("plan-loyalty.toml"), format!("[program]\ncompany = {quoted}\n[owners]\nlegal = {quoted}\n")).unwrap();
    let note = format!("note: {}", words.replace(',', " "));
    let files = ["--transactions", "orders.csv", "--voc", "survey.csv", "--effort", "small", "--constraints", &note];
    let out = run(home, "x", &[&common::BRIEF[..], &files].concat());
    (out.status.code(), said(&out))
}
#[test]
fn words_that_mean_something_in_a_format_are_words_there() {
    let (next, count) = (Mutex::new(MEANS.iter()), Mutex::new(Attacks::default()));
    let names = deliverables();
    let one = |words: &str| {
        let home = tempfile::tempdir().unwrap();
        let (code, text) = planned(home.path(), words);
        assert!(matches!(code, Some(0 | 3 | 5)), "{words:?}: {text}");
        let out = run(home.path(), "x", &["export", "--to", &names, "--out", "all"]);
        assert!(out.status.success(), "{words:?}: {}", said(&out));
        let mut all = vec![];
        ["loyalty-plan", "all", ".claude/plans"].iter().for_each(|f| files(&home.path().join(f), &mut all));
        for file in all.iter().filter(|f| f.extension().is_some_and(|e| ["html", "md", "csv", "ics", "sql", "json"].iter().any(|k| e == *k))) {
            let text = std::fs::read_to_string(file).unwrap();
            let found = fault(&file.display().to_string(), &text, words);
            assert!(found.is_none(), "{words:?} in {}: {}", file.display(), found.unwrap());
            count.lock().unwrap().0 += 1;
        }
    };
    std::thread::scope(|s| {
        for _ in 0..3 {
            s.spawn(|| {
                let step = || next.lock().unwrap().next();
                while let Some(words) = step() {
                    one(words);
                }
            });
        }
    });
    count.into_inner().unwrap().done("words in formats");
}
#[test]
fn what_does_not_print_enters_nowhere() {
    let mut a = Attacks::default();
    let home = tempfile::tempdir().unwrap();
    for c in HIDDEN {
        let words = format!("Harbour{c}Coffee");
        std::fs::write(home.path().join("plan-loyalty.toml"), format!("[program]\ncompany = \"Harbour\\u{:04x}Coffee\"\n", c as u32)).unwrap();
        let out = run(home.path(), "x", &common::BRIEF);
        a.refused(&format!("{words:?} in the settings"), (out.status.code(), said(&out)), "does not print");
        std::fs::remove_file(home.path().join("plan-loyalty.toml")).unwrap();
        // A command line cannot hold the first.
        if c != '\0' {
            let out = run(home.path(), "x", &[&common::BRIEF[..], &["--company", &words]].concat());
            a.refused(&format!("{words:?} on the command line"), (out.status.code(), said(&out)), "does not print");
            // Constraints may stand on lines of their own.
            if c != '\n' {
                let out = run(home.path(), "x", &[&common::BRIEF[..], &["--constraints", &format!("note: {words}")]].concat());
                a.refused(&format!("{words:?} in a constraint"), (out.status.code(), said(&out)), "does not print");
            }
        }
    }
    assert!(!home.path().join("loyalty-plan").exists() && common::plans(home.path()) == 0, "nothing is written");
    a.done("what does not print");
}
