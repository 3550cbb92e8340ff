//! Page 5: tiers with requirement, share, benefit, cost and KPI.
use super::plan_view::{PlanView, deck_page, table};
use super::{Block, Page};
use crate::format;
use loyalty_model::extract::Origin;
use loyalty_model::plan::TierFacts;
use loyalty_model::program::Tier;

fn page_claim(t: &PlanView) -> String {
    let (facts, tiers) = (&t.d.blueprint.tiers, &t.d.blueprint.program.tiers);
    let today = if t.d.header.origin == Origin::DriverSheet { "the customers assumed" } else { "today's customers" };
    match (facts.last(), tiers.last(), tiers.len()) {
        (Some(f), Some(tier), n) if n > 1 => format!(
            "{} of {today} would qualify for {}, the highest of {} tiers; they generate {} of net spend",
            format::percent(f.share),
            tier.name,
            super::plan_view::count(n),
            format::percent(f.spend_share)
        ),
        (Some(f), _, _) => format!("One tier for everyone: no threshold, and {} of points and benefits per member a year", t.money(f.cost_per_member_year)),
        _ => "The program has no tier".into(),
    }
}
/// Benefits of the last of these tiers: what it adds, and whose it has too.
fn benefits(tiers: &[(&TierFacts, &Tier)]) -> String {
    let Some(((own, _), below)) = tiers.split_last() else { return String::new() };
    let (had, name) = below.last().map_or((&[][..], ""), |(f, tier)| (&f.benefits[..], tier.name.as_str()));
    let mut said: Vec<String> = own.benefits.iter().filter(|b| !had.contains(b)).cloned().collect();
    if !had.is_empty() {
        said.push(format!("everything in {name}"));
    }
    if said.is_empty() { "Points and rewards".into() } else { said.join("; ") }
}
pub fn page(t: &PlanView) -> Page {
    let named: Vec<_> = t.d.blueprint.tiers.iter().zip(&t.d.blueprint.program.tiers).collect();
    let rows = named.iter().enumerate().map(|(i, (f, tier))| {
        vec![
            tier.name.clone(),
            f.requirement.to_string(),
            format::whole(f.customers_today),
            format::percent(f.share),
            format::percent(f.spend_share),
            benefits(&named[..=i]),
            t.money(f.worth_per_member_year),
            t.money(f.cost_per_member_year),
            f.months_to_first_reward.map_or("over 36 months".into(), |m| format!("{} months", format::decimal(m, 1))),
        ]
    });
    let head = ["Tier", "Requirement", "#Customers", "#Share", "#Share of spend", "Benefits", "#Worth a year", "#Cost a year", "#First reward"];
    let mut blocks = vec![Block::Table(table("Tiers", "The rules applied to today's customers and the last 12 months.", &head, rows.collect()))];
    let moments = t.d.blueprint.moments.iter().map(ToString::to_string).collect();
    let moments = if super::benefits::many(t) { super::plan_view::first(moments, 4, "how to earn") } else { moments };
    blocks.push(Block::Columns(vec![vec![Block::List(moments)], super::benefits::blocks(t)]));
    deck_page(
        "tiers",
        "Tiers and benefits",
        page_claim(t),
        blocks,
        "Design search. Worth to the median member: points at face value, benefits at the worth that the catalogue assumes; cost: points at expected redemption, benefits at assumed use.",
    )
}
