//! Three numbers, and how sure they are.
use super::plan_view::{PlanView, deck_page, figure};
use super::{Block, Page};
use crate::charts::chart_catalogue;
use loyalty_model::plan::Status;

fn page_claim(t: &PlanView) -> String {
    let (gain, cost) = (t.shown("economics.incremental_margin"), t.shown("economics.total_cost"));
    let chance = t.chance();
    if t.value("economics.net_value") < 0.0 {
        return format!("The program is expected to lose money: {cost} of cost brings {gain} of contribution over {}; {chance}", t.horizon());
    }
    if t.loses() {
        let chance = t.shown("economics.p_positive");
        return format!("A loss is more likely than a gain: {cost} of cost brings {gain} of contribution on average, but is only {chance} likely to pay back");
    }
    match t.pays_back() {
        true => format!("{cost} of cost brings {gain} of contribution over {}: {chance}, typically in {}", t.horizon(), t.break_even()),
        false => format!("{cost} of cost brings {gain} of contribution, but the cash does not come back within {}", t.horizon()),
    }
}
/// What the added contribution rests on.
pub fn rests_on(t: &PlanView) -> String {
    let share = t.shown("economics.assumed_share");
    match t.value("economics.assumed_share") < 0.9995 {
        true => format!("{share} of the added contribution rests on judgements and published figures, the rest on this company's own data and figures."),
        false => format!("{share} of the added contribution rests on judgements and published figures; no test on this company's customers confirms it yet."),
    }
}
pub fn page(t: &PlanView) -> Page {
    let mut blocks = vec![Block::Figures(vec![
        t.metric_over("economics.incremental_margin"),
        t.metric("economics.liability_peak"),
        figure(
            t.break_even(),
            t.name("economics.break_even_month"),
            if t.pays_back() { t.month_range("economics.break_even_month") } else { "Month from which cumulative cash stays positive".into() },
        ),
    ])];
    let mut sure = vec![
        format!("Median ROI {} ({}).", t.shown("economics.roi_p50"), t.range("economics.roi_p50")),
        rests_on(t),
        format!("{}.", crate::story::scenarios::pays_from(t)),
    ];
    if t.d.lines.get("economics.net_value_error").is_some() {
        let (net, error) = (t.shown("economics.net_value"), t.shown("economics.net_value_error"));
        sure[0] = format!(
            "Median ROI {} ({}). Mean net value {net}; other random numbers would move it by about {error}.",
            t.shown("economics.roi_p50"),
            t.range("economics.roi_p50")
        );
    }
    if t.d.lines.get("economics.member_lift").is_some() {
        let without = match t.d.lines.get("economics.roi_without_referral") {
            Some(_) => format!(", and {} without the referral reward", t.shown("economics.roi_without_referral")),
            None => String::new(),
        };
        sure.insert(
            1,
            format!(
                "Members are expected to buy {} more over 24 months ({}). Mean net value divided by mean cost is {}; it is {} if the response is exactly as expected{without}.",
                t.shown("economics.member_lift"),
                t.range("economics.member_lift"),
                t.shown("economics.roi"),
                t.shown("economics.roi_mean_response")
            ),
        );
    }
    if t.d.lines.get("economics.survivors_value").is_some() {
        sure.push(format!(
            "On this company's own evidence alone the return is {}. Customers who stay because of the program are worth {} more after the horizon; neither ROI nor net value counts it.",
            t.shown("economics.roi_own_evidence"),
            t.shown("economics.survivors_value")
        ));
    }
    if let Some(f) = &t.d.signals.forecast_check {
        let whole = crate::format::whole;
        let hit = if f.covered { "inside" } else { "outside" };
        sure.push(format!(
            "A back-test of the forecast on {} predicted {} to {} purchases (80% interval); the actual {} is {hit} it.",
            f.cut,
            whole(f.low),
            whole(f.high),
            whole(f.actual)
        ));
    }
    if t.d.header.status != Status::Planned {
        blocks.insert(0, Block::Warning(crate::format::sentences(&t.d.header.verdict)));
    }
    let mut columns = vec![vec![Block::List(sure)]];
    if super::decision::crowded(t) {
        columns.extend(chart_catalogue::cash(t.plan).map(|c| vec![Block::Chart(Box::new(c))]));
    }
    blocks.push(Block::Columns(columns));
    deck_page(
        "certainty",
        "How sure",
        page_claim(t),
        blocks,
        "Member simulation. Ranges hold if the priors hold (Scenarios); they are of single lines and do not add up.",
    )
}
