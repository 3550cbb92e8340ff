//! The story as the data that the template reads: strings stay data all the way and are never read as markup.
use crate::sheet::{PAGE, SIDE, Sheet};
use loyalty_exports::brand::Brand;
use loyalty_exports::charts::Chart;
use loyalty_exports::deliverable::View;
use loyalty_exports::story::{Block, Figure, Page, Story};
use loyalty_exports::tables::Table;
use serde_json::{Value, json};

/// What the template reads, and the charts it may ask for by their position.
pub struct Data<'a> {
    /// The story, the company and its colours.
    pub json: Value,
    /// Every chart of the story, in reading order.
    pub charts: Vec<&'a Chart>,
}
/// What stands on every page beside the story, and what the file says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imprint {
    /// The name on every page: the brand's, else the company's.
    pub company: String,
    /// Who prepared the plan; empty where nobody is named.
    pub author: String,
    /// `plan_hash`.
    pub hash: String,
    /// Day asked, `2026-11-25`: the only date of the file.
    pub day: String,
    /// Version of the program.
    pub version: String,
    /// Colours and logo.
    pub brand: Brand,
}
impl Imprint {
    /// The imprint of a plan.
    pub fn of(view: &View) -> Imprint {
        let (design, brand) = (&view.plan.design, view.brand);
        Imprint {
            company: brand.name.clone().unwrap_or_else(|| design.brief.company.clone()),
            author: view.plan.history.prepared_by.clone(),
            hash: view.plan.plan_hash.clone(),
            day: design.header.asked_on.to_string(),
            version: design.header.version.clone(),
            brand: brand.clone(),
        }
    }
    /// Enough of the hash to tell two plans apart.
    pub fn short_hash(&self) -> &str {
        self.hash.get(..12).unwrap_or(&self.hash)
    }
}
/// The data of a story.
pub fn data<'a>(story: &'a Story, sheets: &[Sheet], imprint: &Imprint) -> Data<'a> {
    let mut charts = vec![];
    let pages: Vec<Value> = story.pages.iter().map(|p| page(p, &mut charts)).collect();
    let json = json!({
        "title": story.title,
        "subtitle": story.subtitle,
        "notices": story.notices,
        "pages": pages,
        "sheets": sheets,
        "width": PAGE.0,
        "height": PAGE.1,
        "side": SIDE,
        "check": false,
        "company": imprint.company,
        "author": imprint.author,
        "hash": imprint.short_hash(),
        "day": imprint.day,
        "primary": imprint.brand.primary,
        "accent": imprint.brand.accent,
        "logo": imprint.brand.logo.as_ref().map(|l| if l.media_type == "image/png" { "logo.png" } else { "logo.svg" }),
    });
    Data { json, charts }
}
fn page<'a>(p: &'a Page, charts: &mut Vec<&'a Chart>) -> Value {
    let blocks: Vec<Value> = p.blocks.iter().map(|b| block(b, charts)).collect();
    json!({ "id": p.id, "name": p.name, "claim": p.claim, "source": p.source, "appendix": p.appendix, "blocks": blocks })
}
fn block<'a>(b: &'a Block, charts: &mut Vec<&'a Chart>) -> Value {
    match b {
        Block::Figures(all) => json!({ "kind": "figures", "figures": all.iter().map(figure).collect::<Vec<_>>() }),
        Block::Text(text) => json!({ "kind": "text", "text": text }),
        Block::List(items) => json!({ "kind": "list", "items": items }),
        Block::Warning(text) => json!({ "kind": "warning", "text": text }),
        Block::Table(t) => table(t),
        Block::Chart(c) => {
            charts.push(c);
            json!({ "kind": "chart", "index": charts.len() - 1, "title": c.title, "note": c.note, "alt": c.alt })
        }
        Block::Columns(columns) => {
            let columns: Vec<Vec<Value>> = columns.iter().map(|c| c.iter().map(|b| block(b, charts)).collect()).collect();
            json!({ "kind": "columns", "columns": columns })
        }
    }
}
fn figure(f: &Figure) -> Value {
    json!({ "value": f.value, "label": f.label, "note": f.note })
}
fn table(t: &Table) -> Value {
    let head: Vec<Value> = t.head.iter().map(|h| json!({ "text": h.trim_start_matches('#'), "number": h.starts_with('#') })).collect();
    json!({ "kind": "table", "title": t.title, "note": t.note, "head": head, "rows": t.rows })
}
