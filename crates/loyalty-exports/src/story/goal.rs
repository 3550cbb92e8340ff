//! What the goal changes: its KPI with and without the program first, then the others.
use super::plan_view::{PlanView, deck_page, figure, role, table};
use super::{Block, Figure, Page, ROWS};
use crate::charts::chart_catalogue;
use crate::format;
use loyalty_model::brief::Goal;
use loyalty_model::plan::Kpi;

/// KPIs, that of the goal first.
fn ordered<'a>(t: &PlanView<'a>) -> Vec<&'a Kpi> {
    let own: &[&str] = match t.d.brief.goal {
        Goal::Retention => &["retention"],
        Goal::Expansion => &["nrr"],
        Goal::Engagement => &["missions-completed", "orders-per-customer"],
        Goal::Advocacy => &["friends-referred"],
    };
    let mut all: Vec<&Kpi> = t.d.governance.kpis.iter().collect();
    all.sort_by_key(|k| own.iter().position(|id| *id == k.id).unwrap_or(own.len()));
    all
}
fn shown(t: &PlanView, k: &Kpi, v: Option<f64>) -> String {
    v.map_or("none today".into(), |v| format::value(v, k.unit, t.c))
}
/// What a KPI is to reach.
pub(super) fn target(t: &PlanView, k: &Kpi) -> String {
    k.target.map_or("set after launch".into(), |v| format::value(v, k.unit, t.c))
}
fn page_claim(t: &PlanView) -> String {
    let goal = t.d.brief.goal.word();
    match ordered(t).first() {
        Some(k) if k.baseline.is_some() && shown(t, k, k.baseline) == shown(t, k, k.target) => {
            format!("{}: {} without the program and with it; at this precision the program does not move it", k.name, shown(t, k, k.baseline))
        }
        Some(k) if k.baseline.is_some() => {
            format!("{}: {} without the program, {} with it by {}", k.name, shown(t, k, k.baseline), shown(t, k, k.target), k.by)
        }
        Some(k) => format!("The goal is {goal}: {} is to reach {} by {}", k.name, shown(t, k, k.target), k.by),
        None => format!("The goal is {goal}; no KPI of it can be measured on these data"),
    }
}
/// The KPI of the goal, with the program.
pub fn main_figure(t: &PlanView) -> Option<Figure> {
    let kpis = ordered(t);
    let k = kpis.first().filter(|k| k.target.is_some())?;
    Some(figure(shown(t, k, k.target), k.name.to_string(), format!("without the program: {}", shown(t, k, k.baseline))))
}
pub fn page(t: &PlanView) -> Page {
    let kpis = ordered(t);
    // What is only counted from the launch on has nothing to show yet; the governance page lists it.
    let rows = kpis.iter().filter(|k| k.target.is_some()).map(|k| {
        vec![
            k.name.to_string(),
            shown(t, k, k.baseline),
            shown(t, k, k.target),
            k.threshold.map_or("–".into(), |v| format::value(v, k.unit, t.c)),
            role(&k.owner),
        ]
    });
    let targets = table(
        "Targets",
        "Without the program: expected by the model, or today. Compared with customers held out, never with non-members.",
        &["KPI", "#Without", "#With, target", "#Act at", "Owner"],
        rows.collect(),
    );
    let mut said = vec![format!("What the search maximised: {}", super::plan_view::capital(&t.d.header.objective.to_string()))];
    said.extend(t.d.header.success_criteria.iter().map(|s| format!("Success: {s}")));
    let mut left = vec![];
    if let Some(k) = kpis.first().filter(|k| k.baseline.is_some()) {
        left.push(Block::Figures(vec![
            figure(shown(t, k, k.baseline), format!("{}, without the program", k.name), ""),
            figure(shown(t, k, k.target), format!("{}, with it", k.name), format!("by {}", k.by)),
        ]));
    }
    left.push(Block::Table(super::plan_view::top(targets, ROWS, "guardrails and KPIs")));
    left.push(Block::List(super::plan_view::first(said, 4, "the request")));
    let chart = chart_catalogue::tier_flows(t.plan).map(|c| Block::Chart(Box::new(c)));
    let blocks = match chart {
        Some(chart) => vec![Block::Columns(vec![left, vec![chart]])],
        None => left,
    };
    deck_page("goal", "Goal", page_claim(t), blocks, "Means of the member simulation; what the goal weighs is in docs/economics.md, section 8.")
}
