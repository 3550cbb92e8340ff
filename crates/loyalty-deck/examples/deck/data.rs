//! The story as JSON, for whoever compares it with what was drawn.
use loyalty_deck::block::cell;
use loyalty_deck::imprint::Imprint;
use loyalty_deck::sheet::Sheet;
use loyalty_exports::charts::{Chart, ChartKind};
use loyalty_exports::story::{Block, Figure, Page, Story};
use loyalty_exports::tables::Table;
use serde_json::{Value, json};

/// The data of a story.
pub fn data(story: &Story, sheets: &[Sheet], imprint: &Imprint) -> Value {
    json!({
        "title": story.title,
        "subtitle": story.subtitle,
        "notices": story.notices,
        "pages": story.pages.iter().filter(|p| p.place.in_deck()).map(page).collect::<Vec<_>>(),
        "sheets": sheets,
        "company": imprint.company,
        "hash": imprint.short_hash(),
        "day": imprint.day,
    })
}
fn page(p: &Page) -> Value {
    let blocks: Vec<Value> = p.blocks.iter().map(block).collect();
    json!({ "id": p.id, "name": p.name, "claim": p.claim, "source": p.source, "appendix": p.place != loyalty_exports::story::Place::Main, "blocks": blocks })
}
fn block(b: &Block) -> Value {
    match b {
        Block::Figures(all) => json!({ "kind": "figures", "figures": all.iter().map(figure).collect::<Vec<_>>() }),
        Block::Text(text) => json!({ "kind": "text", "text": text }),
        Block::List(items) => json!({ "kind": "list", "items": items }),
        Block::Warning(text) => json!({ "kind": "warning", "text": text }),
        Block::Table(t) => table(t),
        Block::Chart(c) => json!({ "kind": "chart", "title": c.title, "note": c.note, "alt": c.alt, "data": c.data.rows, "said": thresholds(c) }),
        Block::Columns(columns) => {
            let columns: Vec<Vec<Value>> = columns.iter().map(|c| c.iter().map(block).collect()).collect();
            json!({ "kind": "columns", "columns": columns })
        }
    }
}
/// Words at the thresholds of a chart, which the PPTX prints below it.
fn thresholds(c: &Chart) -> Vec<&str> {
    let ChartKind::Columns(columns) = &c.kind else { return vec![] };
    columns.thresholds.iter().map(|(_, words)| words.as_str()).collect()
}
fn figure(f: &Figure) -> Value {
    json!({ "value": f.value, "label": f.label, "note": f.note })
}
fn table(t: &Table) -> Value {
    let head: Vec<Value> = t.head.iter().map(|h| json!({ "text": h.trim_start_matches('#'), "number": h.starts_with('#') })).collect();
    let rows = t.rows.iter().map(|r| r.iter().enumerate().map(|(i, c)| cell(t, i, c)).collect::<Vec<_>>()).collect::<Vec<_>>();
    json!({ "kind": "table", "title": t.title, "note": t.note, "head": head, "rows": rows })
}
