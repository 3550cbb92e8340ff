//! Blocks of the story as HTML: tables with headings for rows and columns, charts with their text and their data.
use crate::charts::{self, Chart, Theme};
use crate::story::{Block, Figure};
use crate::tables::Table;
use std::fmt::Write;

/// Text safe in HTML.
pub fn esc(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
/// Pictures wider than this are scrolled on a small screen; the others are drawn again at the width of a phone.
const WIDE: f64 = 700.0;
const PHONE: f64 = 360.0;
/// Columns of words from which a table's rows become cards on a phone: three, or two of a table too wide for it, whose last words would be off the screen.
const CARDS: usize = 3;
const TOO_WIDE: usize = 5;

/// What the blocks of a page share: the look, and numbers for ids, so that none stands twice.
pub struct Writer<'a> {
    pub theme: &'a Theme,
    pub charts: u32,
}
impl Writer<'_> {
    /// The blocks, one below the other.
    pub fn blocks(&mut self, blocks: &[Block]) -> String {
        blocks.iter().map(|b| self.block(b)).collect()
    }
    fn block(&mut self, block: &Block) -> String {
        match block {
            Block::Figures(all) => figures(all),
            Block::Text(text) => format!("<p>{}</p>", esc(text)),
            Block::List(items) => format!("<ul>{}</ul>", items.iter().map(|i| format!("<li>{}</li>", esc(i))).collect::<String>()),
            Block::Warning(text) => format!("<p class=\"warning\" role=\"note\"><strong>Attention.</strong> {}</p>", esc(text)),
            Block::Table(t) => table(t),
            Block::Chart(c) => self.chart(c),
            Block::Columns(columns) => {
                let all: String = columns.iter().map(|c| format!("<div>{}</div>", self.blocks(c))).collect();
                format!("<div class=\"columns\">{all}</div>")
            }
        }
    }
    fn chart(&mut self, c: &Chart) -> String {
        self.charts += 1;
        let own = Chart { id: format!("{}-{}", c.id, self.charts), ..c.clone() };
        let size = own.size();
        let wide = if size.0 > WIDE { " wide" } else { "" };
        // Drawn again for a phone, not shrunk: words stay as large as they are, and amounts stay on the screen.
        let phone = if wide.is_empty() {
            let small = Chart { id: format!("{}-phone", own.id), ..own.clone() };
            format!("<div class=\"picture phone\">{}</div>", charts::svg_in(&small, self.theme, PHONE, size.1))
        } else {
            String::new()
        };
        let data = if c.data.rows.is_empty() {
            String::new()
        } else {
            format!(
                "<details class=\"data\"><summary>Data of this chart as a table<span class=\"unseen\">: {}</span></summary>{}</details>",
                esc(&c.title),
                table(&c.data)
            )
        };
        // A wide picture may have to be scrolled on a small screen: then the keyboard must reach it.
        let reach = if wide.is_empty() { String::new() } else { format!(" tabindex=\"0\" role=\"group\" aria-label=\"Chart: {}\"", esc(&c.title)) };
        format!(
            "<figure><figcaption>{}</figcaption><div class=\"picture{wide}\"{reach}>{}</div>{phone}<p class=\"note\">{}</p>{data}</figure>",
            esc(&c.title),
            charts::svg(&own, self.theme),
            esc(&c.note)
        )
    }
}
fn figures(all: &[Figure]) -> String {
    let mut out = String::from("<dl class=\"figures\">");
    for f in all {
        let note = if f.note.is_empty() { String::new() } else { format!("<dd class=\"note\">{}</dd>", esc(&f.note)) };
        let _ = write!(out, "<div><dt>{}</dt><dd class=\"value\">{}</dd>{note}</div>", esc(&f.label), esc(&f.value));
    }
    out + "</dl>"
}
/// A table: a caption, headings of columns, the first cell of each row as its heading.
pub fn table(t: &Table) -> String {
    if t.rows.is_empty() {
        return String::new();
    }
    let number = |i: usize| t.head.get(i).is_some_and(|h| h.starts_with('#'));
    let class = |i: usize| if number(i) { " class=\"n\"" } else { "" };
    let words = |i: usize| t.head.get(i).map_or("", |h| h.trim_start_matches('#'));
    // Rows that become cards are told as a table to whoever does not see them: a style that takes the grid away takes its roles too.
    let of_words = (0..t.head.len()).filter(|i| !number(*i)).count();
    let cards = t.head.len() > CARDS && (of_words >= CARDS || of_words + 1 >= CARDS && t.head.len() >= TOO_WIDE);
    let role = |r: &str| if cards { format!(" role=\"{r}\"") } else { String::new() };
    let label = |i: usize| if cards { format!(" data-label=\"{}\"", esc(words(i))) } else { String::new() };
    let head: String = (0..t.head.len()).map(|i| format!("<th scope=\"col\"{}{}>{}</th>", role("columnheader"), class(i), esc(words(i)))).collect();
    let row = |r: &Vec<String>| {
        let cell = |(i, v): (usize, &String)| match i {
            0 => format!("<th scope=\"row\"{}{}>{}</th>", role("rowheader"), class(i), esc(v)),
            _ => format!("<td{}{}{}>{}</td>", role("cell"), label(i), class(i), state(v)),
        };
        format!("<tr{}>{}</tr>", role("row"), r.iter().enumerate().map(cell).collect::<String>())
    };
    let body: String = t.rows.iter().map(row).collect();
    let note = if t.note.is_empty() { String::new() } else { format!("<span class=\"note\">{}</span>", esc(&t.note)) };
    let reach = if t.head.len() >= 4 { format!(" tabindex=\"0\" role=\"group\" aria-label=\"Table: {}\"", esc(t.title)) } else { String::new() };
    let kind = if cards { "scroll cards" } else { "scroll" };
    format!(
        "<div class=\"{kind}\"{reach}><table{table}><caption>{title}{note}</caption><thead{group}><tr{row}>{head}</tr></thead><tbody{group}>{body}</tbody></table></div>",
        table = role("table"),
        group = role("rowgroup"),
        row = role("row"),
        title = esc(t.title)
    )
}
/// Verdicts carry their class; every other cell is text.
fn state(text: &str) -> String {
    match text {
        "pass" | "FAIL" | "unknown" => format!("<span class=\"verdict-{text}\">{text}</span>"),
        _ => esc(text),
    }
}
