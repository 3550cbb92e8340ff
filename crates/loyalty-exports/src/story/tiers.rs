//! Page 5: tiers with requirement, share, benefit, cost and KPI.
use super::plan_view::{PlanView, deck_page, table};
use super::{Block, Page};
use crate::charts::chart_catalogue;
use crate::format;
use loyalty_model::extract::Origin;
use loyalty_model::plan::TierFacts;
use loyalty_model::program::Tier;

fn page_claim(t: &PlanView) -> String {
    let (facts, tiers) = (&t.d.blueprint.tiers, &t.d.blueprint.program.tiers);
    let today = if t.d.header.origin == Origin::DriverSheet { "imagined customers" } else { "today's customers" };
    match (facts.last(), tiers.last(), tiers.len()) {
        (Some(f), Some(tier), n) if n > 1 => format!(
            "{}, the highest of {} levels, holds {} of {today} and {} of their net spend",
            tier.name,
            super::plan_view::count(n),
            format::percent(f.share),
            format::percent(f.spend_share)
        ),
        (Some(f), _, _) => format!("One level for everybody: no threshold to reach, {} a member and year", t.money(f.cost_per_member_year)),
        _ => "The program has no level".into(),
    }
}
/// What ends each KPI; said once, above the table.
const AGAINST: &str = ", against the hold-out group.";
/// Benefits of the last of these levels: what it adds, and whose it has too.
fn benefits(levels: &[(&TierFacts, &Tier)]) -> String {
    let Some(((own, _), below)) = levels.split_last() else { return String::new() };
    let (had, name) = below.last().map_or((&[][..], ""), |(f, tier)| (&f.benefits[..], tier.name.as_str()));
    let mut said: Vec<String> = own.benefits.iter().filter(|b| !had.contains(b)).cloned().collect();
    if !had.is_empty() {
        said.push(format!("all of {name}"));
    }
    if said.is_empty() { "points and rewards".into() } else { said.join("; ") }
}
pub fn page(t: &PlanView) -> Page {
    let named: Vec<_> = t.d.blueprint.tiers.iter().zip(&t.d.blueprint.program.tiers).collect();
    let rows = named.iter().enumerate().map(|(i, (f, tier))| {
        vec![
            tier.name.clone(),
            f.requirement.clone(),
            format::whole(f.customers_today),
            format::percent(f.share),
            format::percent(f.spend_share),
            benefits(&named[..=i]),
            t.money(f.cost_per_member_year),
            f.months_to_first_reward.map_or("over 36 months".into(), |m| format!("{} months", format::decimal(m, 1))),
            f.kpi.strip_suffix(AGAINST).unwrap_or(&f.kpi).to_string(),
        ]
    });
    let head = ["Tier", "Requirement", "#Customers", "#Share", "#Of spend", "Benefits", "#Cost a year", "#First reward", "KPI"];
    let mut blocks =
        vec![Block::Table(table("Tiers", "Today's customers, replayed on the last 12 months; each KPI against the hold-out group.", &head, rows.collect()))];
    let charts: Vec<Vec<Block>> =
        [chart_catalogue::spend(t.plan), chart_catalogue::tier_flows(t.plan)].into_iter().flatten().map(|c| vec![Block::Chart(Box::new(c))]).collect();
    match charts.len() {
        0 => blocks.extend(chart_catalogue::tiers(t.plan).map(|c| Block::Chart(Box::new(c)))),
        1 => blocks.extend(charts.into_iter().flatten()),
        _ => blocks.push(Block::Columns(charts)),
    }
    deck_page("tiers", "Tiers", page_claim(t), blocks, "Design search; cost of points at expected redemption, benefits at the use assumed.")
}
