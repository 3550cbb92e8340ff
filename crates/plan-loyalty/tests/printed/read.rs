//! The text of a deliverable, as a reader sees it; the ticks of its axes, which are no figures of the plan.
use loyalty_deck::imprint::Imprint;
use loyalty_deck::{find, sheets};
use loyalty_exports::brand::Brand;
use loyalty_exports::charts::{self, Theme};
use loyalty_exports::deliverable::View;
use loyalty_exports::story::{Block, story};
use loyalty_model::plan::Plan;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// Columns that number rows.
const ROW_NUMBERS: [(&str, &str); 1] = [("redemption-tests.csv", "step")];

/// The text of a file.
pub fn text(path: &Path) -> String {
    let name = path.file_name().unwrap().to_str().unwrap();
    match path.extension().unwrap().to_str().unwrap() {
        "csv" => csv(name, path),
        "html" => html(&std::fs::read_to_string(path).unwrap()),
        "ics" => std::fs::read_to_string(path).unwrap().replace("\r\n ", "").replace("\\,", ",").replace("\\;", ";"),
        "md" | "json" | "sql" => std::fs::read_to_string(path).unwrap(),
        "ts" => data(&std::fs::read_to_string(path).unwrap()),
        "pdf" => said(Command::new("pdftotext").arg("-raw").arg(path).arg("-")),
        "pptx" => python(PPTX, path),
        "xlsx" => python(XLSX, path),
        other => panic!("{name}: say here how the text of a .{other} is read"),
    }
}
/// The data of a plan in a program; the code around them is the same for every plan.
fn data(program: &str) -> String {
    program.split_once("const plan: Plan = ").and_then(|(_, rest)| rest.split_once("\n};")).map_or_else(String::new, |(data, _)| data.into())
}
fn said(command: &mut Command) -> String {
    let out = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8_lossy(&out.stdout).into_owned()
}
/// What a program of Python's own library prints of a file; `tests/workbook` is on its path.
fn python(program: &str, path: &Path) -> String {
    let readers = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/workbook");
    said(Command::new("python3").args(["-c", program]).arg(path).env("PYTHONPATH", readers).env("PYTHONDONTWRITEBYTECODE", "1"))
}
/// Words on the axes of the deck's pictures (their class says so), each as often as it stands there: a PDF no longer tells them from
/// other words.
pub fn ticks(plan: &Plan) -> BTreeMap<String, usize> {
    let brand = Brand::default();
    let plan = &loyalty_exports::copy::Worded::english(plan);
    let (story, imprint) = (story(plan, &brand), Imprint::of(&View { plan, brand: &brand }));
    let mut out = BTreeMap::new();
    for place in sheets(&story, &imprint).iter().flat_map(|s| &s.places) {
        if let Some(Block::Chart(chart)) = find(&story, &place.path) {
            let picture = charts::svg_in(chart, &Theme::print(&brand), place.frame.0, place.frame.1);
            for tick in picture.split("class=\"tick ").skip(1) {
                let words = &tick[tick.find('>').unwrap() + 1..tick.find('<').unwrap()];
                *out.entry(words.to_string()).or_insert(0) += 1;
            }
        }
    }
    out
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
/// Words between tags, and the words of `title`, `aria-label` and `alt`. Left out: styles, scripts, and the ticks of axes.
fn html(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some(open) = rest.find('<') {
        out += &rest[..open];
        rest = &rest[open..];
        let close = rest.find('>').unwrap_or(rest.len() - 1);
        let tick = rest.starts_with("<text") && rest[..close].contains("class=\"tick ");
        let skipped = ["style", "script"].into_iter().find(|t| rest[1..].starts_with(*t));
        if let Some(tag) = skipped.or(tick.then_some("text")) {
            let end = format!("</{tag}>");
            rest = rest.find(&end).map_or("", |at| &rest[at + end.len()..]);
            continue;
        }
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
/// The words of a presentation's slides, and the numbers of its charts. A series that is not painted only carries what stands on it; a
/// lying bar that crosses zero is painted in two parts, and its length is their sum.
const PPTX: &str = r#"
import html, re, sys, zipfile
from decimal import Decimal
deck = zipfile.ZipFile(sys.argv[1])
for name in deck.namelist():
    part = deck.read(name).decode() if name.endswith('.xml') else ''
    if re.fullmatch(r'ppt/slides/slide\d+\.xml', name):
        for p in part.split('</a:p>'):
            print(html.unescape(' '.join(re.findall(r'<a:t>([^<]*)</a:t>', p))))
    if re.fullmatch(r'ppt/charts/chart\d+\.xml', name):
        bars = {}
        for series in re.findall(r'<c:ser>.*?</c:ser>', part):
            if '<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>' in series.split('<c:cat>')[0]:
                continue
            for at, number in re.findall(r'<c:pt idx="(\d+)"><c:v>([^<]*)</c:v>', series.split('<c:val>')[1]):
                bars.setdefault(at, []).append(number)
        lying = '<c:barDir val="bar"/>' in part
        for at, numbers in bars.items():
            for number in [sum(abs(Decimal(n)) for n in numbers)] if lying else numbers:
                print(name, format(Decimal(number), 'f'))
"#;
/// The cells of a workbook: words, numbers in full, and the constants of formulas other than 0 and 1. What formulas give is made of them.
const XLSX: &str = r#"
import re, sys
from decimal import Decimal
from fast import REF
from xlsx import Book
book = Book(sys.argv[1])
for sheet, cells in book.sheets.items():
    for (row, column), (formula, value, _) in cells.items():
        if formula is not None:
            bare = REF.sub(" ", re.sub(r"'(?:[^']|'')+'!", " ", formula))
            for number in re.findall(r"(?<![A-Za-z_])\d+(?:\.\d+)?", bare):
                if number not in ("0", "1"):
                    print(sheet, "formula:", number)
        elif isinstance(value, float) and (sheet, row, column) not in book.dates:
            print(sheet, "cell:", format(Decimal(repr(value)), "f"))
        elif isinstance(value, str) and not value.startswith("="):
            print(sheet, "words:", value)
"#;
/// Lines of the plan that a workbook recomputes: id and value as it stands in the file.
const LINES: &str = r#"
import sys
from xlsx import Book, place
book = Book(sys.argv[1])
for line, (sheet, cell) in book.lines().items():
    print(line, book.sheets[sheet][place(cell)][1])
"#;
/// The lines of a workbook.
pub fn lines(path: &Path) -> Vec<(String, f64)> {
    let all = python(LINES, path);
    all.lines().filter_map(|l| l.split_once(' ')).map(|(id, v)| (id.to_string(), v.parse().unwrap_or(f64::NAN))).collect()
}
