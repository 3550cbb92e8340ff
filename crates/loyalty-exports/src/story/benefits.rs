//! What members redeem, and which benefits come with it.
use super::plan_view::{PlanView, table, top};
use super::{Block, ROWS};
use crate::format;
use crate::tables::Table;
use loyalty_model::catalogue::{LegalFlag, risks_of};
use loyalty_model::program::CostDriver;

/// Tiers from which the page has room for the first benefits only: the HTML page folds the ladder and the rest below it.
const MANY: usize = 4;

/// The tier table takes the room of the ladder.
pub fn many(t: &PlanView) -> bool {
    t.d.blueprint.program.tiers.len() >= MANY
}
/// What members redeem points for.
pub fn ladder(t: &PlanView) -> Table {
    let rewards = t.d.blueprint.program.rewards.iter();
    let rows = rewards.map(|r| vec![r.name.clone(), format::whole(r.points_price as f64), t.money(r.value.to_f64()), t.money(r.cost.to_f64())]);
    table("Reward ladder", "", &["Reward", "#Points", "#Face value", "#Cost to the company"], rows.collect())
}
/// What the cost of a benefit follows, in words.
pub fn per(driver: CostDriver) -> &'static str {
    match driver {
        CostDriver::PerOrder => "per order",
        CostDriver::PerMemberMonth => "per member a month",
        CostDriver::PerMemberYear => "per member a year",
        CostDriver::PerSpend => "per unit of spend",
    }
}
/// The benefits with what they cost.
pub fn all(t: &PlanView) -> Table {
    let p = &t.d.blueprint.program;
    let benefits = p.benefits.iter().map(|b| {
        let from = p.tiers.get(b.from_tier).map_or("–".into(), |x| x.name.clone());
        vec![b.name.clone(), from, format!("{} {}", t.money(b.unit_cost), per(b.driver)), format::percent(b.take_up)]
    });
    table("Benefits", "", &["Benefit", "From", "Cost at full use", "#Used"], benefits.collect())
}
/// How a benefit of the catalogue is misused, and what Legal looks at before it is promised.
pub fn risks(id: &str) -> String {
    let Some((abuse, law)) = risks_of(id) else { return String::new() };
    let of = |flag: &LegalFlag| match flag {
        LegalFlag::DataNotice => "notice of how data are used",
        LegalFlag::PriceDisplay => "display of two prices",
        LegalFlag::IncomeTax => "income tax of members",
        LegalFlag::Reviews => "reviews that something is given for",
        LegalFlag::FriendsContacts => "contact data of friends",
        LegalFlag::Renewal => "renewal of a subscription",
        LegalFlag::Vat => "value-added tax",
    };
    let asked = law.iter().map(of).collect::<Vec<_>>().join(", ");
    let asked = if asked.is_empty() { String::new() } else { format!(" For Legal: {asked}.") };
    format!(" Misuse: {}.{asked}", abuse.trim_end_matches('.'))
}
/// Ladder and benefits as the page shows them.
pub fn blocks(t: &PlanView) -> Vec<Block> {
    let benefits = all(t);
    let mut right = if many(t) { vec![] } else { vec![Block::Table(top(ladder(t), ROWS, "the whole ladder"))] };
    if benefits.rows.is_empty() {
        right.push(Block::Text("No benefit besides points: none pays for itself in this design.".into()));
    } else {
        right.push(Block::Table(top(benefits, if many(t) { ROWS - 3 } else { ROWS }, "benefits")));
    }
    right
}
