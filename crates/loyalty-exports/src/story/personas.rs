//! Page 4: who it is for.
use super::plan_view::{PlanView, capital, deck_page, table, top};
use super::{Block, Page, ROWS};
use crate::format;
use crate::tables::Table;
use loyalty_model::plan::PersonaPart;

fn page_claim(t: &PlanView) -> String {
    let largest = t.d.personas.iter().max_by(|a, b| (a.customers * a.value_yearly).total_cmp(&(b.customers * b.value_yearly)));
    match largest {
        Some(p) => {
            format!("The {} segment generates the most revenue: {} of customers, at {} a year each", p.name, format::percent(p.share), t.money(p.value_yearly))
        }
        None => "The data do not distinguish groups of customers: one program serves everyone".into(),
    }
}
/// Every persona, as a table.
pub fn all(t: &PlanView) -> Table {
    let rows = t.d.personas.iter().map(|p| {
        vec![
            capital(&p.name),
            format::whole(p.customers),
            format::percent(p.share),
            t.money(p.value_yearly),
            p.promise.to_string(),
            capital(&p.offer.to_string()),
            p.tier_path.to_string(),
        ]
    });
    table("Personas", "", &["Persona", "#Customers", "#Share", "#Value a year", "Promise", "First offer", "Tier path"], rows.collect())
}
/// What each persona brings and costs; no rows in plans of before.
pub fn parts(t: &PlanView) -> Table {
    let name = |p: &PersonaPart| match (&p.persona, p.later) {
        (Some(id), _) => capital(t.d.personas.iter().find(|x| x.id == *id).map_or(id, |x| &x.name)),
        (None, false) => "Customers of no persona".into(),
        (None, true) => "Customers who join later".into(),
    };
    let rows = t.d.economics.personas.iter().map(|p| {
        let verdict = if p.net > 0.0 { "pays for itself" } else { "costs more than it brings" };
        let money = [p.net_sales, p.contribution, p.reward_cost, p.running_cost, p.net].map(|m| t.money(m));
        [vec![name(p), format::whole(p.members)], money.to_vec(), vec![verdict.into()]].concat()
    });
    let shared = || {
        let blank = || vec!["–".to_string(); 5];
        [vec!["Of no persona alone".into()], blank(), vec![t.money(t.d.economics.personas_shared), "–".into()]].concat()
    };
    let rows: Vec<Vec<String>> = rows.collect();
    let rows = if rows.is_empty() { rows } else { [rows, vec![shared()]].concat() };
    let note = "Over the horizon, with the friends whom its members recommend. One response holds for everybody: parts differ by the rhythm, spend and status of their members. All rows add up to the program; the last one is set-up, platform, staff, test, VAT and the re-estimate of points.";
    let head = ["Persona", "#Members, mean", "#Net sales", "#Contribution", "#Reward cost", "#Messages, service, fraud", "#Net", "Verdict"];
    table("What each persona brings", note, &head, rows)
}
pub fn page(t: &PlanView) -> Page {
    let blocks = if t.d.personas.is_empty() {
        vec![Block::Text("No segment has enough customers to design for.".into())]
    } else {
        vec![Block::Table(top(all(t), ROWS + 1, "personas"))]
    };
    deck_page(
        "personas",
        "Personas",
        page_claim(t),
        blocks,
        "Rules on orders of the last 12 months and on the fitted probability of being active; each customer belongs to one persona.",
    )
}
