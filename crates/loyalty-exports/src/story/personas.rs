//! Page 4: who it is for.
use super::plan_view::{PlanView, capital, deck_page, table, top};
use super::{Block, Page, ROWS};
use crate::format;
use crate::tables::Table;

fn page_claim(t: &PlanView) -> String {
    let largest = t.d.personas.iter().max_by(|a, b| (a.customers * a.value_yearly).total_cmp(&(b.customers * b.value_yearly)));
    match largest {
        Some(p) => {
            format!("Most net spend lies with {}: {} of customers, at {} a year each", p.name.to_lowercase(), format::percent(p.share), t.money(p.value_yearly))
        }
        None => "The data do not let customers be told apart: one program for everybody".into(),
    }
}
/// Every persona, as a table.
pub fn all(t: &PlanView) -> Table {
    let rows = t.d.personas.iter().map(|p| {
        vec![
            capital(&p.name),
            p.definition.clone(),
            format::whole(p.customers),
            format::percent(p.share),
            t.money(p.value_yearly),
            capital(&p.needs.join("; ")),
            p.tier_path.clone(),
        ]
    });
    table("Personas", "", &["Persona", "Definition", "#Customers", "#Share", "#Value a year", "Needs", "Tier path"], rows.collect())
}
pub fn page(t: &PlanView) -> Page {
    let blocks = if t.d.personas.is_empty() {
        vec![Block::Text("No segment holds enough customers to be designed for on its own.".into())]
    } else {
        vec![Block::Table(top(all(t), ROWS + 1, "personas"))]
    };
    deck_page(
        "personas",
        "Personas",
        page_claim(t),
        blocks,
        "Segments by rule on orders of the last 12 months and the fitted chance of being active; each customer stands in one.",
    )
}
