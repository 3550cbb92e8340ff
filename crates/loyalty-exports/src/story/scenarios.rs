//! Page 9: scenarios, tornado, break-even lift.
use super::plan_view::{PlanView, deck_page, table};
use super::{Block, Page};
use crate::format;
use crate::tables::Table;

/// From which lift the program breaks even, as a claim.
pub fn pays_from(t: &PlanView) -> String {
    t.d.economics.decision.first().map_or_else(String::new, |fact| fact.to_string().trim_end_matches('.').to_string())
}
/// Every scenario.
pub fn all(t: &PlanView) -> Table {
    let rows = t.d.economics.scenarios.iter().map(|s| {
        vec![
            super::plan_view::capital(&s.id.replace('-', " ")),
            s.description.to_string(),
            format::percent(s.roi_p50),
            format!("{} to {}", format::percent(s.roi_p10), format::percent(s.roi_p90)),
            s.break_even_month
                .filter(|m| *m <= f64::from(t.d.brief.horizon_months))
                .map_or("not reached".into(), |m| format!("month {}", format::decimal(m, 0))),
        ]
    });
    table("Scenarios", "", &["Scenario", "What differs", "#Median ROI", "#P10 to P90", "#Break-even"], rows.collect())
}
pub fn page(t: &PlanView) -> Page {
    let claim = match pays_from(t) {
        s if s.is_empty() => format!("Median ROI is {} as designed", t.shown("economics.roi_p50")),
        s => s,
    };
    let mut blocks = vec![Block::Table(all(t))];
    let range = super::appendix::range(t);
    if !range.rows.is_empty() {
        blocks.push(Block::Table(range));
    }
    // The first sentence is the title.
    if let Some(rest) = t.d.economics.decision.get(1..).filter(|rest| !rest.is_empty()) {
        blocks.insert(0, Block::Text(format::sentences(rest)));
    }
    deck_page(
        "scenarios",
        "Scenarios",
        claim,
        blocks,
        "Each scenario is simulated on the same random draws. The response is a judgement from studies of other companies.",
    )
}
