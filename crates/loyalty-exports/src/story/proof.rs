//! Page 11: how the effect is tested, and when the program stops.
use super::plan_view::{PlanView, deck_page, figure, table};
use super::scenarios::pays_from;
use super::{Block, Figure, Page, ROWS};
use crate::charts::chart_catalogue;
use crate::format;
use loyalty_model::plan::TestOption;

fn recommended<'a>(t: &'a PlanView) -> Option<&'a TestOption> {
    let plan = &t.d.economics.test_plan;
    plan.recommended.and_then(|i| plan.options.get(i as usize))
}
fn seen(o: &TestOption) -> f64 {
    o.detectable_lift_cuped.unwrap_or(o.detectable_lift)
}
pub fn page_claim(t: &PlanView) -> String {
    match (recommended(t), &t.d.economics.test_plan.not_identified) {
        (Some(o), _) if seen(o) < 0.0005 => format!("A hold-out of {} detects even the smallest lift in {} weeks", format::percent(o.holdout_share), o.weeks),
        (Some(o), _) => format!(
            "A hold-out of {} detects a lift of {} or more in {} weeks, but nothing smaller",
            format::percent(o.holdout_share),
            format::percent_fine(seen(o)),
            o.weeks
        ),
        (None, Some(why)) => format!("No test can be sized: {}", super::plan_view::sentence(&why.to_string())),
        (None, None) => "No test of a year or less can detect the lift".into(),
    }
}
/// What the recommended test detects.
pub fn main_figure(t: &PlanView) -> Option<Figure> {
    let o = recommended(t)?;
    let note = format!("in {} weeks, with a hold-out of {}", o.weeks, format::percent(o.holdout_share));
    Some(figure(format::percent_fine(seen(o)), "Smallest lift that the test detects", note))
}
pub fn page(t: &PlanView) -> Page {
    let plan = &t.d.economics.test_plan;
    let metric = recommended(t).map(|o| o.metric.clone());
    let rows = plan.options.iter().enumerate().filter(|(_, o)| metric.as_ref().is_none_or(|m| *m == o.metric)).map(|(i, o)| {
        let mark = if plan.recommended == Some(i as u32) { " (recommended)" } else { "" };
        vec![
            format!("{}{mark}", o.weeks),
            format!("{} ({})", format::percent(o.holdout_share), format::whole(o.held_out)),
            format::percent_fine(o.detectable_lift),
            o.detectable_lift_cuped.map_or("–".into(), format::percent_fine),
        ]
    });
    let note = metric
        .as_ref()
        .map_or(String::new(), |m| format!("Smallest lift in {m} per invited customer that the test detects with 80% power at 5% significance."));
    let options = table("What a test could detect", note, &["#Weeks", "#Held out", "#Detectable lift", "#With pre-period data"], rows.collect());
    let mut right = vec![];
    if !options.rows.is_empty() {
        right.push(Block::Table(super::plan_view::top(options, ROWS - 2, "test options")));
    }
    if let Some(why) = &plan.not_identified {
        right.push(Block::Warning(format!("Why no test can be sized: {why}")));
    }
    right.push(Block::List(super::plan_view::first(plan.rules.iter().map(ToString::to_string).collect(), 3, "the test and its rules")));
    let mut left = vec![Block::List(vec![format!("{}.", pays_from(t)), super::certainty::rests_on(t)])];
    left.extend(chart_catalogue::tornado(t.plan).map(|c| Block::Chart(Box::new(c))));
    let blocks = vec![Block::Columns(vec![left, right])];
    deck_page("proof", "Proof", page_claim(t), blocks, "Variance and correlation are measured in this company's data. The rules are fixed before launch.")
}
