//! Page 3: what the data say, with their gaps.
use super::plan_view::{PlanView, counted, deck_page, first, table};
use super::{Block, Page};
use crate::charts::chart_catalogue;
use crate::format;
use loyalty_model::extract::Origin;

fn page_claim(t: &PlanView) -> String {
    if t.d.header.origin == Origin::DriverSheet {
        return "No purchases were given: the customers are imagined from a few numbers, and every money figure rests on them".into();
    }
    let gaps = t.d.signals.not_identified.len();
    let gap = if gaps == 0 { String::new() } else { format!("; the data leave {} open", counted(gaps, "question", "questions")) };
    match (t.line("signals.repeat_rate"), t.line("signals.top_200_share")) {
        (Some(r), Some(s)) => format!("{} of buyers came back, and the top fifth brings {} of net spend{gap}", format::line(r, t.c), format::line(s, t.c)),
        (Some(r), None) => format!("{} of buyers came back{gap}", format::line(r, t.c)),
        _ => match t.d.signals.groups.first() {
            Some(g) => format!("{}{gap}", super::plan_view::sentence(&g.reading)),
            None => format!("The data hold no purchases{gap}"),
        },
    }
}
pub fn page(t: &PlanView) -> Page {
    let s = &t.d.signals;
    let readings: Vec<String> = s.groups.iter().map(|g| format!("{}: {}", g.name, g.reading)).collect();
    let mut left = vec![Block::List(first(readings, 6, "signals"))];
    let tables = t.d.inputs.iter().map(|i| {
        let control = i.control.map_or("–", |k| if k.closes() { "closes" } else { "does not close" });
        vec![i.table.clone(), format::whole(i.rows_read as f64), format::whole(i.rows_set_aside as f64), control.into()]
    });
    left.push(Block::Table(table("What was read", "", &["Table", "#Rows", "#Set aside", "Control total"], tables.collect())));
    let mut right = vec![];
    if let Some(chart) = chart_catalogue::cohorts(t.plan, 12) {
        right.push(Block::Chart(Box::new(chart)));
    }
    let gaps: Vec<String> = s.not_identified.iter().map(|n| format!("Not known: {}. {}", n.what, super::plan_view::sentence(&n.why))).collect();
    if !gaps.is_empty() {
        right.push(Block::List(first(gaps, 3, "what the data cannot tell")));
    }
    let blocks = if right.is_empty() { left } else { vec![Block::Columns(vec![left, right])] };
    deck_page("data", "Data", page_claim(t), blocks, format!("Files given, observed to {}; associations are no effects.", t.d.header.as_of))
}
