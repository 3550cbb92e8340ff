//! Page 6: benefits, earn and burn.
use super::plan_view::{PlanView, deck_page, table};
use super::{Block, Page};
use crate::format;
use loyalty_model::program::CostDriver;

fn page_claim(t: &PlanView) -> String {
    format!(
        "Members get {} of spend back in rewards at the first level; a point is expected to cost {}",
        t.shown("blueprint.give_back_rate"),
        t.shown("economics.cost_per_point_issued")
    )
}
pub fn page(t: &PlanView) -> Page {
    let p = &t.d.blueprint.program;
    let moments = t.d.blueprint.moments.iter().filter(|m| !m.starts_with("Reward ladder")).cloned().collect();
    let rewards = p.rewards.iter().map(|r| vec![r.name.clone(), format::whole(r.points_price as f64), t.money(r.value.to_f64()), t.money(r.cost.to_f64())]);
    let rewards = table("Burn: the reward ladder", "", &["Reward", "#Points", "#Value", "#Cost"], rewards.collect());
    let per = |d: CostDriver| match d {
        CostDriver::PerOrder => "an order",
        CostDriver::PerMemberMonth => "a member and month",
        CostDriver::PerMemberYear => "a member and year",
        CostDriver::PerSpend => "a unit of spend",
    };
    let benefits = p.benefits.iter().map(|b| {
        let from = p.tiers.get(b.from_tier).map_or("–".into(), |x| x.name.clone());
        vec![b.name.clone(), from, format!("{} {}", t.money(b.unit_cost), per(b.driver)), format::percent(b.take_up)]
    });
    let benefits = table("Benefits", "", &["Benefit", "From", "Cost at full use", "#Used"], benefits.collect());
    let mut right = vec![Block::Table(rewards)];
    if benefits.rows.is_empty() {
        right.push(Block::Text("No benefit besides points: none pays for itself in this design.".into()));
    } else {
        right.push(Block::Table(benefits));
    }
    let blocks = vec![
        Block::Figures(vec![
            t.figure("blueprint.give_back_rate", "given back, first level"),
            t.figure("economics.ultimate_redemption", "of points redeemed in the end"),
            t.figure("economics.cost_per_point_redeemed", "cost of a point redeemed"),
            t.figure("economics.subsidy_share", "of reward cost on sales that would have come anyway"),
        ]),
        Block::Columns(vec![vec![Block::List(moments)], right]),
    ];
    deck_page(
        "benefits",
        "Benefits",
        page_claim(t),
        blocks,
        "Design search over earn rate, ladder, missions, referral and benefits; ultimate redemption is a prior until the ledger tells.",
    )
}
