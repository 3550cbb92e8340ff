//! Blocks of the story as HTML: tables with headings for rows and columns, charts with their text and their data.
use crate::charts::{self, Chart, Theme};
use crate::story::{Block, Figure};
use crate::tables::Table;
use std::fmt::Write;

/// Text safe in HTML.
pub fn esc(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
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
        let wide = if size.0 > 700.0 { " wide" } else { "" };
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
            "<figure><figcaption>{}</figcaption><div class=\"picture{wide}\"{reach}>{}</div><p class=\"note\">{}</p>{data}</figure>",
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
    let head: String = t.head.iter().enumerate().map(|(i, h)| format!("<th scope=\"col\"{}>{}</th>", class(i), esc(h.trim_start_matches('#')))).collect();
    let row = |r: &Vec<String>| {
        let cells: String = r
            .iter()
            .enumerate()
            .map(|(i, v)| if i == 0 { format!("<th scope=\"row\"{}>{}</th>", class(i), esc(v)) } else { format!("<td{}>{}</td>", class(i), state(v)) })
            .collect();
        format!("<tr>{cells}</tr>")
    };
    let body: String = t.rows.iter().map(row).collect();
    let note = if t.note.is_empty() { String::new() } else { format!("<span class=\"note\">{}</span>", esc(&t.note)) };
    let reach = if t.head.len() >= 4 { format!(" tabindex=\"0\" role=\"group\" aria-label=\"Table: {}\"", esc(t.title)) } else { String::new() };
    format!("<div class=\"scroll\"{reach}><table><caption>{}{note}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>", esc(t.title))
}
/// Verdicts carry their class; every other cell is text.
fn state(text: &str) -> String {
    match text {
        "pass" | "FAIL" | "unknown" => format!("<span class=\"verdict-{text}\">{text}</span>"),
        _ => esc(text),
    }
}
