//! Page 6: benefits, earn and burn.
use super::plan_view::{PlanView, deck_page, table};
use super::{Block, Page};
use crate::format;
use loyalty_model::program::CostDriver;

fn page_claim(t: &PlanView) -> String {
    format!(
        "Purchases earn {} of spend back in rewards in the first tier; an issued point costs {} on average",
        t.shown("blueprint.give_back_rate"),
        t.shown("economics.cost_per_point_issued")
    )
}
pub fn page(t: &PlanView) -> Page {
    let p = &t.d.blueprint.program;
    let moments = t.d.blueprint.moments.iter().map(ToString::to_string).collect();
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
        right.push(Block::Table(benefits));
    }
    let blocks = vec![
        Block::Figures(vec![
            t.metric("blueprint.give_back_rate"),
            t.metric("economics.ultimate_redemption"),
            t.metric("economics.cost_per_point_redeemed"),
            t.metric("economics.subsidy_share"),
        ]),
        Block::Columns(vec![vec![Block::List(moments)], right]),
    ];
    deck_page(
        "benefits",
        "Benefits",
        page_claim(t),
        blocks,
        "Design search over earn rate, reward ladder, missions, referral and benefits. Redemption is a published prior until a points ledger measures it.",
    )
}
