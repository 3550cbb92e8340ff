//! Page 10: liability and accounting.
use super::plan_view::{PlanView, deck_page, table};
use super::{Block, Page};
use crate::charts::chart_catalogue;
use crate::format;

fn page_claim(t: &PlanView) -> String {
    let last = t.d.economics.accounting.periods.last();
    let deferred = last.map_or(String::new(), |p| format!("; the contract liability is {} at the end of quarter {}", t.money(p.closing), p.quarter));
    format!("Outstanding points are expected to cost {} at their peak{deferred}", t.shown("economics.liability_peak"))
}
pub fn page(t: &PlanView) -> Page {
    let a = &t.d.economics.accounting;
    let mut left = vec![];
    if let Some(chart) = chart_catalogue::run_off(t.plan).or_else(|| chart_catalogue::liability(t.plan)) {
        left.push(Block::Chart(Box::new(chart)));
    }
    let rows = a.periods.iter().map(|p| {
        let mut row = vec![p.quarter.to_string()];
        row.extend([p.opening, p.deferred, p.revenue_redeemed, p.revenue_lapsed, p.closing, p.current].map(|v| t.money(v)));
        row
    });
    let schedule = table(
        "Contract liability by quarter",
        "",
        &["#Quarter", "#Opening", "#Deferred", "#Redeemed", "#Expired", "#Closing", "#Of that, current"],
        rows.collect(),
    );
    let mut right = vec![Block::Figures(vec![
        t.metric("economics.liability_peak"),
        super::plan_view::figure(format::percent(a.expected_redemption), "Redemption rate assumed in the accounts", ""),
    ])];
    right.push(Block::Table(super::plan_view::top(schedule, 8, "contract liability")));
    let mut said = "The expected cost of outstanding points is a management figure. The contract liability is the revenue that the accounts defer, at selling prices. Do not add the two.".to_string();
    if let Some(o) = &a.opening {
        said += &format!(" Points brought in open the schedule with {}. {}", t.money(o.amount), o.from);
        if let Some(repriced) = &o.repricing {
            said += &format!(" {repriced}");
        }
    }
    let lapsed = t.d.lines.value("economics.points.opening_expired");
    if lapsed >= 1.0 {
        said += &format!(
            " {} of the {} points brought in expire by the rules of this design: members lose them, and nothing of it is counted as a gain.",
            t.shown("economics.points.opening_expired"),
            t.shown("economics.points.opening")
        );
    }
    let blocks = vec![Block::Columns(vec![left, right]), Block::Text(said)];
    deck_page(
        "liability",
        "Liability",
        page_claim(t),
        blocks,
        format!("{}. The full basis is in blueprint.html.", super::plan_view::sentence(&a.basis.to_string())),
    )
}
