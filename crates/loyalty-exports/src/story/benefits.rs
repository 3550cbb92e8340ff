//! What members redeem, and which benefits come with it.
use super::plan_view::{PlanView, table, top};
use super::{Block, ROWS};
use crate::format;
use loyalty_model::program::CostDriver;

/// The reward ladder, and the benefits with what they cost.
pub fn blocks(t: &PlanView) -> Vec<Block> {
    let p = &t.d.blueprint.program;
    let rewards = p.rewards.iter().map(|r| vec![r.name.clone(), format::whole(r.points_price as f64), t.money(r.value.to_f64()), t.money(r.cost.to_f64())]);
    let rewards = table("Reward ladder", "", &["Reward", "#Points", "#Face value", "#Cost to the company"], rewards.collect());
    let per = |d: CostDriver| match d {
        CostDriver::PerOrder => "per order",
        CostDriver::PerMemberMonth => "per member a month",
        CostDriver::PerMemberYear => "per member a year",
        CostDriver::PerSpend => "per unit of spend",
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
        right.push(Block::Table(top(benefits, ROWS, "benefits")));
    }
    right
}
