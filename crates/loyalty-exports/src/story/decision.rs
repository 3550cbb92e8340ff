//! Page 1: the decision asked, with amount, date and signatories.
use super::plan_view::{PlanView, capital, deck_page, figure, role, table};
use super::{Block, Page};
use loyalty_model::plan::Status;

pub fn page_claim(t: &PlanView) -> String {
    let (cost, pool, horizon) = (t.shown("economics.total_cost"), t.pool(), t.horizon());
    let by = t.d.governance.roll_out.as_ref().map_or(String::new(), |r| format!(" by {}", r.decide_by));
    match t.d.header.status {
        Status::Planned => {
            let asked = format!("approve {cost} over {horizon} and a reward pool of {pool}");
            super::plan_view::capital(&if by.is_empty() { asked } else { format!("{}, {asked}", by.trim_start()) })
        }
        Status::Infeasible => match t.d.blueprint.search.smallest_budget {
            Some(s) => format!(
                "No design keeps every limit: decide{by} on a pool of {} a {} instead of {pool}, or on a limit",
                t.money(s),
                t.d.brief.budget.period.word()
            ),
            None => format!("No design keeps every limit with a pool of {pool}: decide{by} which limit gives"),
        },
        Status::Escalated => format!("Do not launch this design as it stands: decide{by} whether {cost} over {horizon} is still to be spent"),
    }
}
pub fn page(t: &PlanView) -> Page {
    let g = &t.d.governance;
    let mut blocks = vec![];
    if let Some(e) = &t.d.header.escalation {
        let who = e.ladder.last().map_or("a named person", String::as_str);
        blocks.push(Block::Warning(format!("{}. Asked of the {who}: {}.", e.diagnosis.trim_end_matches('.'), e.decision_asked.trim_end_matches('.'))));
    }
    let launch = g.roll_out.as_ref();
    blocks.push(Block::Figures(vec![
        figure(t.shown("economics.total_cost"), format!("program cost over {}", t.horizon()), t.range("economics.total_cost")),
        figure(t.pool(), "reward pool, the ceiling", format!("kept in {} of draws", t.shown("economics.budget_kept_share"))),
        figure(
            launch.map_or("not set".into(), |r| r.decide_by.to_string()),
            "last day to decide",
            launch.map_or(String::new(), |r| format!("for the launch on {} that the figures assume", r.launch)),
        ),
    ]));
    let rows = g.approvals.iter().map(|a| {
        let after = a.after.iter().map(|r| role(r)).collect::<Vec<_>>().join(", ");
        vec![role(&a.role), capital(&a.subject), if after.is_empty() { "first".into() } else { after }, capital(&a.state)]
    });
    let signs = table("Who signs", "", &["Role", "What is approved", "After", "State"], rows.collect());
    let money = [
        ("Set-up, once", "economics.cost.setup"),
        ("Platform", "economics.cost.platform"),
        ("Staff", "economics.cost.staff"),
        ("Messages", "economics.cost.messages"),
        ("Rewards and benefits, at expected cost", "economics.reward_cost"),
        ("Lowest cumulative cash", "economics.cash_low"),
    ];
    let rows = money.iter().map(|(label, id)| vec![(*label).to_string(), t.shown(id)]).collect();
    let amount = table("What it is spent on", "", &["Item", "#Amount"], rows);
    blocks.push(Block::Columns(vec![vec![Block::Table(amount)], vec![Block::Table(signs)]]));
    deck_page("decision", "Decision", page_claim(t), blocks, "Means over draws of the member simulation; pool and limits as asked.")
}
