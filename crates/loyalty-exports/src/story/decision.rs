//! Page 1: the decision asked, with amount, date and signatories.
use super::plan_view::{PlanView, capital, deck_page, figure, table};
use super::{Block, Page, ROWS};
use crate::charts::chart_catalogue;
use crate::copy::{constraint_standing, open_blockers, reservations};
use crate::tables::Table;
use loyalty_model::plan::Status;

/// Constraints that page 1 shows.
const CONSTRAINTS_MOST: usize = 5;

pub fn page_claim(t: &PlanView) -> String {
    let (cost, pool, horizon) = (t.shown("economics.total_cost"), t.pool(), t.horizon());
    let by = t.d.governance.roll_out.as_ref().map_or(String::new(), |r| format!(" by {}", r.decide_by));
    match t.d.header.status {
        Status::Planned if t.loses() => match t.d.economics.pilot.as_ref().is_some_and(|p| p.value > 0.0) {
            true => format!("Decide{by} on a pilot: the full program costs {cost} over {horizon}, and a loss is more likely than a gain"),
            false if t.d.lines.gain_within_error() => {
                format!(
                    "Decide{by} whether to fund {cost} over {horizon}: the average result is within its own error of zero, and a loss is more likely than a gain"
                )
            }
            false => format!("Decide{by} whether to fund {cost} over {horizon}: it pays on average, but a loss is more likely than a gain"),
        },
        Status::Planned if !t.d.is_clear() => {
            format!("Settle what speaks against the launch{by}; then approve {cost} over {horizon} and a reward pool of up to {pool}")
        }
        Status::Planned => format!("Approve {cost} over {horizon} and a reward pool of up to {pool}{by}"),
        Status::Infeasible => match t.d.blueprint.search.smallest_budget {
            Some(s) => {
                format!("No design meets every limit: raise the pool from {pool} to {} a {}, or relax a limit{by}", t.money(s), t.d.brief.budget.period.word())
            }
            None => format!("No design meets every limit with a pool of {pool}: decide{by} which limit to relax"),
        },
        Status::Escalated => format!("Do not launch this design: decide{by} whether to spend {cost} over {horizon} at all"),
    }
}
pub fn page(t: &PlanView) -> Page {
    let g = &t.d.governance;
    let mut blocks = vec![];
    if let Some(said) = reservations(t.d).filter(|_| t.d.header.status == Status::Planned) {
        blocks.push(Block::Warning(said));
    }
    if let Some(e) = &t.d.header.escalation {
        let who = e.ladder.last().map_or("a named person", String::as_str);
        blocks.push(Block::Warning(format!(
            "{}. Decision for the {who}: {}.",
            e.diagnosis.to_string().trim_end_matches('.'),
            e.decision_asked.to_string().trim_end_matches('.')
        )));
    }
    blocks.extend(open_blockers(t.d).map(|said| Block::Warning(format!("{said}."))));
    let launch = g.roll_out.as_ref();
    blocks.extend(launch.iter().flat_map(|r| &r.warnings).map(|w| Block::Warning(w.to_string())));
    blocks.push(Block::Figures(vec![
        t.metric_over("economics.total_cost"),
        t.metric("economics.net_value"),
        figure(t.pool(), "Reward pool, the ceiling", t.pool_kept()),
        figure(
            launch.map_or("not set".into(), |r| r.decide_by.to_string()),
            "Last day to decide",
            launch.map_or(String::new(), |r| format!("for a launch on {}, as the figures assume", r.launch)),
        ),
    ]));
    let beside = match crowded(t) {
        true => Some(Block::Table(constraints(t))),
        false => chart_catalogue::cash(t.plan).map(|c| Block::Chart(Box::new(c))),
    };
    blocks.push(Block::Columns(std::iter::once(Block::Table(costs(t))).chain(beside).map(|b| vec![b]).collect()));
    deck_page("decision", "Decision", page_claim(t), blocks, "Means of the member simulation. Pool and limits as requested.")
}
/// The page has constraints to show: the picture of cash then stands with how sure the figures are.
pub fn crowded(t: &PlanView) -> bool {
    !t.d.governance.constraints.is_empty()
}
/// What became of each constraint.
fn constraints(t: &PlanView) -> Table {
    let all = &t.d.governance.constraints;
    let rows = all.iter().take(CONSTRAINTS_MOST).map(|c| vec![c.words.clone(), capital(&constraint_standing(c)), capital(&c.changed.to_string())]).collect();
    let more = all.len().saturating_sub(CONSTRAINTS_MOST);
    let note = if more > 0 { format!("{more} more in blueprint.html (the request).") } else { String::new() };
    table("Your constraints", note, &["Constraint", "What became of it", "What it changed"], rows)
}
/// What the program costs: the largest items, and the least cash on the way.
fn costs(t: &PlanView) -> Table {
    let items = ["setup", "platform", "staff", "messages", "service", "fraud", "reward_vat", "test"].map(|id| format!("economics.cost.{id}"));
    let mut items: Vec<String> = items.into_iter().filter(|id| t.value(id).abs() > 0.0).collect();
    items.sort_by(|a, b| t.value(b).total_cmp(&t.value(a)));
    let more = items.len().saturating_sub(ROWS - 2);
    items.truncate(ROWS - 2);
    let all = std::iter::once("economics.reward_cost".to_string()).chain(items).chain(["economics.cash_low".to_string()]);
    let rows = all.map(|id| vec![t.name(&id), t.shown(&id)]).collect();
    let note = match more {
        0 => String::new(),
        1 => "One smaller item in blueprint.html (the whole statement).".into(),
        n => format!("{n} smaller items in blueprint.html (the whole statement)."),
    };
    table("What it costs", note, &["Item", &format!("#Over {}", t.horizon())], rows)
}
