//! Page 2: three numbers, and how sure they are.
use super::plan_view::{PlanView, deck_page, figure};
use super::{Block, Page};
use crate::charts::chart_catalogue;
use loyalty_model::plan::Status;

fn page_claim(t: &PlanView) -> String {
    let (gain, cost) = (t.shown("economics.incremental_margin"), t.shown("economics.total_cost"));
    let chance = t.chance();
    if t.value("economics.net_value") < 0.0 {
        return format!("The program is expected to lose money: {gain} of added contribution for {cost} of cost, above zero {chance}");
    }
    if t.loses() {
        return format!("More likely a loss than a gain: {gain} of added contribution for {cost} on average, but above zero only {chance}");
    }
    match t.pays_back() {
        true => format!("{gain} of added contribution for {cost}: paid back in {}, above zero {chance}", t.break_even()),
        false => format!("{gain} of added contribution for {cost}, but cash is not back within {}", t.horizon()),
    }
}
pub fn page(t: &PlanView) -> Page {
    let mut blocks = vec![Block::Figures(vec![
        t.figure("economics.incremental_margin", &format!("incremental contribution over {}", t.horizon())),
        t.figure("economics.liability_peak", "peak liability: expected cost of points outstanding"),
        figure(
            t.break_even(),
            "payback, median",
            if t.pays_back() { t.range("economics.break_even_month") } else { "first month from which cumulative cash stays above zero".into() },
        ),
    ])];
    let mut sure = vec![
        format!("Median return on cost {}; {}.", t.shown("economics.roi_p50"), t.range("economics.roi_p50")),
        format!(
            "{} of the added profit rests on judgements and published figures, none of it on a test of this company's own customers.",
            t.shown("economics.assumed_share")
        ),
        format!("{}.", crate::story::scenarios::pays_from(t)),
    ];
    if t.value("economics.assumed_share") < 0.9995 {
        sure[1] = format!(
            "{} of the added profit rests on judgements and published figures; the rest on what this company measured or gave.",
            t.shown("economics.assumed_share")
        );
    }
    if let Some(f) = &t.d.signals.forecast_check {
        let whole = crate::format::whole;
        let hit = if f.covered { "inside" } else { "outside" };
        sure.push(format!(
            "The forecast without a program, made the same way on {}, gave {} to {} purchases; {} came: {hit} the 80% interval.",
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
    if let Some(chart) = chart_catalogue::cash(t.plan) {
        columns.push(vec![Block::Chart(Box::new(chart))]);
    }
    blocks.push(Block::Columns(columns));
    deck_page("summary", "Summary", page_claim(t), blocks, "Member simulation; percentiles over draws are ranges of single lines and never add up.")
}
