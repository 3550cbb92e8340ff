//! Page 14: roll-out and exit plan.
use super::plan_view::{PlanView, deck_page, role, table};
use super::{Block, Page};
use loyalty_model::plan::Status;
use loyalty_model::roll_out::RollOut;

fn page_claim(t: &PlanView, r: &RollOut) -> String {
    let exit = format!("a stop in month {} would still owe points that cost {}", r.exit.month, t.money(r.exit.owed));
    if t.d.header.status == Status::Planned {
        format!("Launch on {}, go on or stop after a year; {exit}", r.launch)
    } else {
        format!("No launch before a named person has decided; {exit}")
    }
}
pub fn page(t: &PlanView) -> Page {
    let Some(r) = &t.d.governance.roll_out else {
        let blocks = vec![Block::List(t.d.governance.checklist.iter().map(|i| format!("{} ({})", i.item, role(&i.owner))).collect())];
        return deck_page(
            "roll-out",
            "Roll-out",
            "The launch waits for its checklist; this plan holds no dates yet".into(),
            blocks,
            "Made before plans held a roll-out.",
        );
    };
    let phases = r.phases.iter().map(|p| vec![p.name.clone(), p.from.to_string(), p.to.to_string(), p.work.clone(), role(&p.owner), p.gate.clone()]);
    let phases = table("Roll-out", "", &["Phase", "#From", "#To", "Work", "Owner", "Gate"], phases.collect());
    let steps = r.exit.steps.iter().map(|s| vec![s.months_after.to_string(), s.step.clone(), role(&s.owner)]);
    let steps = table(
        "Exit plan",
        format!("Months count from the decision to stop. Points owed in month {}: {} (P90 {}).", r.exit.month, t.money(r.exit.owed), t.money(r.exit.owed_p90)),
        &["#Month", "Step", "Owner"],
        steps.collect(),
    );
    deck_page(
        "roll-out",
        "Roll-out",
        page_claim(t, r),
        vec![Block::Table(phases), Block::Table(steps)],
        "Dates follow the launch that the figures assume; a later launch moves them all. Legal confirms notice and run-off for each place.",
    )
}
