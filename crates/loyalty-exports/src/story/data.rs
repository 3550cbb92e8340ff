//! Page 3: what the data say, with their gaps.
use super::plan_view::{PlanView, deck_page, first, plural, table};
use super::{Block, Page};
use crate::charts::chart_catalogue;
use crate::format;
use loyalty_model::extract::Origin;

fn page_claim(t: &PlanView) -> String {
    if t.d.header.origin == Origin::DriverSheet {
        return "There are no purchase data: a few driver figures describe the customers, and every amount rests on them".into();
    }
    let gaps = t.d.signals.not_identified.len();
    let gap = if gaps == 0 { String::new() } else { format!("; the data leave {} unanswered", plural(gaps, "question", "questions")) };
    match (t.line("signals.repeat_rate"), t.line("signals.top_200_share")) {
        (Some(r), Some(s)) => format!("{} of buyers came back, and the top fifth generates {} of net spend{gap}", format::line(r, t.c), format::line(s, t.c)),
        (Some(r), None) => format!("{} of buyers came back{gap}", format::line(r, t.c)),
        _ => match t.d.signals.groups.first() {
            Some(g) => format!("{}{gap}", super::plan_view::sentence(&g.reading.to_string())),
            None => format!("The data hold no purchases{gap}"),
        },
    }
}
pub fn page(t: &PlanView) -> Page {
    let s = &t.d.signals;
    let readings: Vec<String> = s.groups.iter().map(|g| format!("{}: {}", g.name, g.reading)).collect();
    let mut left = vec![Block::List(first(readings, 6, "signals"))];
    let tables = t.d.inputs.iter().map(|i| {
        let control = i.control.map_or("–", |k| if k.closes() { "reconciled" } else { "not reconciled" });
        vec![i.table.clone(), format::whole(i.rows_read as f64), format::whole(i.rows_set_aside as f64), control.into()]
    });
    left.push(Block::Table(table("Files read", "", &["Table", "#Rows", "#Set aside", "Totals"], tables.collect())));
    let mut right = vec![];
    if let Some(chart) = chart_catalogue::cohorts(t.plan, 12) {
        right.push(Block::Chart(Box::new(chart)));
    }
    let gaps: Vec<String> = s.not_identified.iter().map(|n| format!("Unknown: {}. {}", n.what, super::plan_view::sentence(&n.why.to_string()))).collect();
    if !gaps.is_empty() {
        right.push(Block::List(first(gaps, 3, "what the data cannot tell")));
    }
    let blocks = if right.is_empty() { left } else { vec![Block::Columns(vec![left, right])] };
    deck_page("data", "Data", page_claim(t), blocks, format!("Data up to {}. Associations are not effects.", t.d.header.as_of))
}
