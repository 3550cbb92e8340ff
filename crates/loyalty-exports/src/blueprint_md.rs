//! The blueprint as Markdown: the same story as deck and web page, with the details that the web page folds; charts are their tables.
use crate::brand::Brand;
use crate::format;
use crate::markdown::{cell, inline, safe};
use crate::story::{Block, Figure, Page, details, story};
use crate::tables::Table;
use loyalty_model::plan::Plan;

/// The blueprint.
pub fn markdown(plan: &Plan, brand: &Brand) -> String {
    let told = story(plan, brand);
    let mut out = format!("# {}\n\n{}\n\n", safe(&told.title), safe(&told.subtitle));
    out.extend(told.notices.iter().map(|n| format!("> **{}**\n\n", safe(n))));
    out += &format!("**{}**\n\n", safe(&format::sentences(&plan.design.header.verdict)));
    for page in told.in_full() {
        out += &section(plan, page);
    }
    let h = &plan.design.header;
    out + &format!("---\nPlan {} · schema {} · plan-loyalty {}\n", &plan.plan_hash[..12.min(plan.plan_hash.len())], plan.schema_version, h.version)
}
fn section(plan: &Plan, page: &Page) -> String {
    // What a page of the deck leaves out follows it here.
    let mut out = format!("## {}: {}\n\n{}", page.name, safe(&page.claim), blocks(&page.blocks).replace("in blueprint.html", "below"));
    for (name, of) in details(plan, &page.id) {
        out += &format!("### {name}\n\n{}", blocks(&of));
    }
    if !page.source.is_empty() {
        out += &format!("*{}*\n\n", safe(&page.source.replace("in blueprint.html", "below")));
    }
    out
}
fn blocks(all: &[Block]) -> String {
    all.iter().map(block).collect()
}
fn block(block: &Block) -> String {
    match block {
        Block::Figures(all) => all.iter().map(figure).collect::<String>() + "\n",
        Block::Text(text) => format!("{}\n\n", safe(text)),
        Block::List(items) => items.iter().map(|i| format!("- {}\n", safe(i))).collect::<String>() + "\n",
        Block::Warning(text) => format!("> **Attention.** {}\n\n", safe(text)),
        Block::Table(t) => table(t),
        Block::Chart(c) => table(&Table { note: c.title.clone(), ..c.data.clone() }),
        Block::Columns(columns) => columns.iter().map(|c| blocks(c)).collect(),
    }
}
fn figure(f: &Figure) -> String {
    let note = if f.note.is_empty() { String::new() } else { format!(" ({})", inline(&f.note)) };
    format!("- **{}** {}{note}\n", inline(&f.value), inline(&f.label))
}
fn table(t: &Table) -> String {
    if t.rows.is_empty() {
        return String::new();
    }
    let row = |cells: &[String]| format!("| {} |\n", cells.iter().map(|v| cell(v)).collect::<Vec<_>>().join(" | "));
    let head: Vec<String> = t.head.iter().map(|h| h.trim_start_matches('#').to_string()).collect();
    let rule: String = t.head.iter().map(|h| if h.starts_with('#') { "---:|" } else { "---|" }).collect();
    let note = if t.note.is_empty() { String::new() } else { format!("{}\n\n", safe(&t.note)) };
    format!("**{}**\n\n{note}{}|{rule}\n{}\n", safe(t.title), row(&head), t.rows.iter().map(|r| row(r)).collect::<String>())
}
