//! The journey of triggers and the graph of tasks.
use super::{chart, table};
use crate::charts::{Chart, ChartKind, Graph, Journey, Lane, Node, Stop};
use crate::tables::trigger_matrix::stage_name;
use loyalty_model::plan::Plan;
use loyalty_model::program::Stage;

const STAGES: [Stage; 6] = [Stage::Onboarding, Stage::Adoption, Stage::Upsell, Stage::Renewal, Stage::WinBack, Stage::Advocacy];
/// What happens in each stage of a customer's life.
pub fn journey(plan: &Plan) -> Option<Chart> {
    let d = &plan.design;
    let mut all: Vec<_> = d.blueprint.program.triggers.iter().collect();
    if all.is_empty() {
        return None;
    }
    all.sort_by_key(|t| t.priority);
    let lanes: Vec<Lane> = STAGES
        .iter()
        .map(|s| Lane {
            name: stage_name(*s).into(),
            stops: all
                .iter()
                .filter(|t| t.stage == *s)
                .map(|t| Stop { event: t.event.clone(), when: t.condition.to_string(), action: t.action.to_string(), waits: t.data_missing })
                .collect(),
        })
        .collect();
    let empty: Vec<&str> = lanes.iter().filter(|l| l.stops.is_empty()).map(|l| l.name.as_str()).collect();
    let title = if empty.is_empty() { "Every lifecycle stage has a trigger".to_string() } else { format!("No trigger in {}", empty.join(", ")) };
    let alt = format!(
        "Stages from left to right. {}",
        lanes
            .iter()
            .map(|l| format!(
                "{}: {}",
                l.name,
                if l.stops.is_empty() { "none".into() } else { l.stops.iter().map(|s| format!("{}, {}", s.event, s.when)).collect::<Vec<_>>().join("; ") }
            ))
            .collect::<Vec<_>>()
            .join(". ")
    );
    let rows = lanes.iter().flat_map(|l| l.stops.iter().map(move |s| vec![l.name.clone(), s.event.clone(), s.when.clone(), s.action.clone()])).collect();
    chart(
        "journey",
        title,
        alt,
        if all.iter().any(|t| t.data_missing) {
            "Dashed: the data that fire the trigger are missing."
        } else {
            "Stages from left to right; in each what fires first."
        },
        table("Triggers by stage", &["Stage", "Event", "When", "Action"], rows),
        ChartKind::Journey(Journey { lanes }),
    )
}
/// What waited for what in the run.
pub fn tasks(plan: &Plan) -> Option<Chart> {
    let all = &plan.history.tasks;
    if all.is_empty() {
        return None;
    }
    let nodes = all
        .iter()
        .map(|t| Node {
            label: t.id.replace('-', " "),
            who: t.done_by.last().map_or_else(|| t.agent.replace('-', " "), |who| who.replace('-', " ")),
            troubled: t.status != "done",
        })
        .collect();
    let place = |id: &str| all.iter().position(|t| t.id == id);
    let edges = all.iter().enumerate().flat_map(|(i, t)| t.depends_on.iter().filter_map(move |b| Some((place(b)?, i)))).collect();
    let troubled: Vec<&str> = all.iter().filter(|t| t.status != "done").map(|t| t.id.as_str()).collect();
    let title = if troubled.is_empty() { "Every task of the run finished".to_string() } else { format!("Not finished as planned: {}", troubled.join(", ")) };
    let alt = all
        .iter()
        .map(|t| {
            format!(
                "{} by {}{}",
                t.id,
                t.done_by.last().unwrap_or(&t.agent),
                if t.depends_on.is_empty() { String::new() } else { format!(" after {}", t.depends_on.join(" and ")) }
            )
        })
        .collect::<Vec<_>>()
        .join("; ");
    let rows = all
        .iter()
        .map(|t| {
            vec![
                t.id.clone(),
                t.stage.clone(),
                t.done_by.join(", "),
                t.agent.clone(),
                t.depends_on.join(", "),
                t.fallback_agents.join(", "),
                t.retry_limit.to_string(),
                t.status.clone(),
            ]
        })
        .collect();
    let data = table("Tasks of the run", &["Task", "Stage", "Done by", "Assigned to", "After", "Takes over", "#Retries", "Status"], rows);
    chart(
        "tasks",
        title,
        format!("Tasks and what each waits for: {alt}."),
        "Read from left to right. Dashed: not finished as planned.",
        data,
        ChartKind::Graph(Graph { nodes, edges }),
    )
}
