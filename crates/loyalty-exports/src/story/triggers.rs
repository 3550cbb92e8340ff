//! Page 7: lifecycle triggers.
use super::plan_view::{PlanView, capital, counted, deck_page, table};
use super::{Block, Page};
use crate::charts::chart_catalogue;
use crate::format;
use crate::tables::Table;
use crate::tables::trigger_matrix::stage_name;

fn page_claim(t: &PlanView) -> String {
    let all = &t.d.blueprint.program.triggers;
    let ready = all.iter().filter(|x| !x.data_ready.starts_with("missing")).count();
    let Some(busy) = all.iter().max_by(|a, b| a.volume_monthly.total_cmp(&b.volume_monthly)) else {
        return "No lifecycle trigger pays for itself in this design".into();
    };
    let waits = match all.len() - ready {
        0 => "each with the data that it needs".to_string(),
        n => format!("{} waiting for data", super::plan_view::count(n)),
    };
    format!(
        "{}, {waits}; the busiest, {}, fires {} times a month",
        capital(&counted(all.len(), "trigger", "triggers")),
        busy.event,
        format::whole(busy.volume_monthly)
    )
}
/// Every trigger, by stage and priority.
pub fn all(t: &PlanView) -> Table {
    let mut all: Vec<_> = t.d.blueprint.program.triggers.iter().collect();
    all.sort_by_key(|x| (x.stage, x.priority));
    let rows = all.iter().map(|x| {
        vec![
            stage_name(x.stage).into(),
            x.event.clone(),
            x.condition.clone(),
            x.action.clone(),
            x.benefit.clone().unwrap_or_else(|| "–".into()),
            x.channel.clone(),
            x.owner.clone(),
            x.consent.clone(),
            format::whole(x.volume_monthly),
            t.money(x.cost_monthly),
            x.data_ready.clone(),
        ]
    });
    let head = ["Stage", "Event", "Condition", "Action", "Gives or shows", "Channel", "Owner", "Consent", "#A month", "#Cost a month", "Data"];
    table("Lifecycle triggers", "", &head, rows.collect())
}
pub fn page(t: &PlanView) -> Page {
    let blocks = match chart_catalogue::journey(t.plan) {
        Some(chart) => {
            vec![
                Block::Chart(Box::new(chart)),
                Block::Text("Channel, owner, consent, volume and cost of each stand in the appendix and in triggers.csv.".into()),
            ]
        }
        None => vec![Block::Text("The program runs without messages of its own.".into())],
    };
    deck_page(
        "triggers",
        "Triggers",
        page_claim(t),
        blocks,
        "Delays from the company's own gaps between orders; volumes expected without the program's effect.",
    )
}
