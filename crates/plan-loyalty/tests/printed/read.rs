//! The text of a deliverable, as a reader sees it.
use std::path::Path;

/// Columns that number rows.
const ROW_NUMBERS: [(&str, &str); 1] = [("redemption-tests.csv", "step")];

/// The text of a file; `None` for a form whose figures another test holds against the plan, or that holds none.
pub fn text(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    match path.extension()?.to_str()? {
        "csv" => Some(csv(name, path)),
        "html" => Some(html(&std::fs::read_to_string(path).unwrap())),
        "ics" => Some(std::fs::read_to_string(path).unwrap().replace("\r\n ", "")),
        "md" | "json" | "sql" => Some(std::fs::read_to_string(path).unwrap()),
        // The PDF prints the story of the page and its charts, with ticks on their axes: tests/deck holds its texts against the story.
        "pdf" => None,
        "pptx" => Some(pptx(path)),
        // The workbook computes: its own test recalculates it and holds every summary line against the plan.
        "xlsx" => None,
        other => panic!("{name}: say here how the text of a .{other} is read"),
    }
}
fn csv(name: &str, path: &Path) -> String {
    let mut out = String::new();
    let mut table = csv::Reader::from_path(path).unwrap();
    let head = table.headers().unwrap().clone();
    for row in table.records() {
        for (column, cell) in head.iter().zip(&row.unwrap()) {
            if !ROW_NUMBERS.contains(&(name, column)) {
                out += &format!("{column}: {cell}\n");
            }
        }
    }
    out
}
/// Words between tags, and the words of `title`, `aria-label` and `alt`. Left out: styles, scripts, and what is drawn (axis ticks; a
/// chart's figures stand in its table).
fn html(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some(open) = rest.find('<') {
        out += &rest[..open];
        rest = &rest[open..];
        let skipped = ["style", "script", "svg"].iter().find(|t| rest[1..].starts_with(**t));
        if let Some(tag) = skipped {
            let end = format!("</{tag}>");
            rest = rest.find(&end).map_or("", |at| &rest[at + end.len()..]);
            continue;
        }
        let close = rest.find('>').unwrap_or(rest.len() - 1);
        for name in ["title=\"", "aria-label=\"", "alt=\""] {
            if let Some(at) = rest[..close].find(name) {
                let words = &rest[at + name.len()..];
                out += &format!(" {} ", &words[..words.find('"').unwrap_or(0)]);
            }
        }
        out.push(' ');
        rest = &rest[close + 1..];
    }
    out += rest;
    [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&nbsp;", " ")]
        .iter()
        .fold(out, |text, (entity, c)| text.replace(entity, c))
}
/// The words of a presentation's slides; charts keep their numbers in parts of their own, and the deck's own test reads those.
fn pptx(path: &Path) -> String {
    const WORDS: &str = "import html,re,sys,zipfile\nz=zipfile.ZipFile(sys.argv[1])\nfor n in z.namelist():\n  if re.fullmatch(r'ppt/slides/slide\\d+\\.xml',n):\n    print('\\n'.join(html.unescape(' '.join(re.findall(r'<a:t>([^<]*)</a:t>',p))) for p in z.read(n).decode().split('</a:p>')))";
    let out = std::process::Command::new("python3").args(["-c", WORDS]).arg(path).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8_lossy(&out.stdout).into_owned()
}
