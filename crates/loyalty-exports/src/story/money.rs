//! Money: how the net value comes about, and what a sponsor can choose.
use super::options;
use super::plan_view::{PlanView, deck_page};
use super::{Block, Page};
use crate::charts::chart_catalogue;

fn page_claim(t: &PlanView) -> String {
    let (gain, cost, net) = (t.shown("economics.incremental_margin"), t.shown("economics.total_cost"), t.shown("economics.net_value"));
    let roi = t.shown("economics.roi_p50");
    if t.value("economics.net_value") < 0.0 {
        format!("{gain} of contribution does not cover {cost} of cost over {}: net value {net}, median ROI {roi}", t.horizon())
    } else {
        format!("{gain} of contribution less {cost} of cost leaves {net} over {}; median ROI {roi}", t.horizon())
    }
}
pub fn page(t: &PlanView) -> Page {
    let mut left = vec![];
    if let Some(chart) = chart_catalogue::value(t.plan) {
        left.push(Block::Chart(Box::new(chart)));
    }
    let mut right = vec![Block::Figures(vec![
        t.metric("economics.npv"),
        super::plan_view::figure(t.shown("economics.subsidy"), "Subsidy: reward cost on sales that would have happened anyway", t.range("economics.subsidy")),
    ])];
    right.extend(options::blocks(t));
    let error = match t.d.lines.get("economics.net_value_error") {
        Some(_) => format!(" by about {}", t.shown("economics.net_value_error")),
        None => String::new(),
    };
    deck_page(
        "money",
        "Money",
        page_claim(t),
        vec![Block::Columns(vec![left, right])],
        format!(
            "Means of {} simulated futures of {} members; means add up. The options are appraised on other random draws, which move a net value{error} or more.",
            t.d.economics.draws,
            crate::format::whole(f64::from(t.d.economics.members))
        ),
    )
}
