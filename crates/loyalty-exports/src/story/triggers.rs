//! Page 7: lifecycle triggers.
use super::plan_view::{PlanView, capital, deck_page, table};
use super::{Block, Page};
use crate::charts::chart_catalogue;
use crate::format;
use crate::tables::trigger_matrix::stage_name;
use crate::tables::{Table, campaign};
use loyalty_model::plan::Moment;

fn page_claim(t: &PlanView) -> String {
    let all = &t.d.blueprint.program.triggers;
    let ready = all.iter().filter(|x| !x.data_missing).count();
    let count = super::plan_view::count;
    match (all.len(), all.len() - ready) {
        (0, _) => "No lifecycle trigger pays for itself in this design".into(),
        (1, 0) => "The one lifecycle trigger can run at launch".into(),
        (n, 0) => format!("All {} lifecycle triggers can run at launch", count(n)),
        (n, waiting) if waiting == n => "No lifecycle trigger can run yet: the data that fire them are missing".into(),
        (n, 1) => format!("{} of {} lifecycle triggers can run at launch; one needs data that are missing", capital(&count(ready)), count(n)),
        (n, waiting) => {
            format!("{} of {} lifecycle triggers can run at launch; {} need data that are missing", capital(&count(ready)), count(n), count(waiting))
        }
    }
}
/// Every trigger, by stage and priority.
pub fn all(t: &PlanView) -> Table {
    let mut all: Vec<_> = t.d.blueprint.program.triggers.iter().collect();
    all.sort_by_key(|x| (x.stage, x.priority));
    let rows = all.iter().map(|x| {
        vec![
            stage_name(x.stage).into(),
            x.event.clone(),
            x.condition.to_string(),
            x.action.to_string(),
            x.benefit.as_ref().map_or("–".into(), ToString::to_string),
            x.channel.clone(),
            x.owner.clone(),
            x.consent.to_string(),
            format::whole(x.volume_monthly),
            t.money(x.cost_monthly),
            x.data_ready.to_string(),
        ]
    });
    let head = ["Stage", "Event", "Condition", "Action", "Gives or shows", "Channel", "Owner", "Consent", "#A month", "#Cost a month", "Data"];
    table("Lifecycle triggers", "", &head, rows.collect())
}
/// What usage and ratings bring to the triggers, and stages without one.
pub fn sources(t: &PlanView) -> Vec<String> {
    t.d.blueprint.trigger_sources.iter().map(ToString::to_string).collect()
}
/// The calendar of twelve months, and what it leaves open.
pub fn calendar(t: &PlanView) -> Vec<Block> {
    let Some(calendar) = &t.d.blueprint.calendar else { return vec![] };
    let moments = calendar.moments.iter().map(|m| format!("{}: {}; {}.{}", m.from, m.what, m.why_then, detects(m)));
    let told = calendar.told.iter().map(ToString::to_string);
    vec![Block::Table(campaign::months(calendar, t.c)), Block::List(moments.chain(told).collect())]
}
fn detects(m: &Moment) -> String {
    m.detects.as_ref().map_or(String::new(), |d| format!(" It detects {d}."))
}
pub fn page(t: &PlanView) -> Page {
    let blocks = match chart_catalogue::journey(t.plan) {
        Some(chart) => {
            let rest = "Channel, owner, consent, volume and cost of each trigger are in triggers.csv, suggested words in messages.csv, the year in campaign-calendar.csv.";
            vec![Block::Chart(Box::new(chart)), Block::Text(rest.into())]
        }
        None => vec![Block::Text("The program sends no messages of its own.".into())],
    };
    deck_page(
        "triggers",
        "Triggers",
        page_claim(t),
        blocks,
        "Delays follow this company's own gaps between orders. Volumes leave out the effect of the program.",
    )
}
