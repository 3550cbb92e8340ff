//! Page 14: roll-out and exit plan.
use super::plan_view::{PlanView, capital, deck_page, role, table};
use super::{Block, Page};
use loyalty_model::plan::Status;
use loyalty_model::roll_out::RollOut;

fn page_claim(t: &PlanView, r: &RollOut) -> String {
    let exit = format!("stopping in month {} leaves {} of points to honour", r.exit.month, t.money(r.exit.owed));
    if t.d.header.status == Status::Planned {
        format!("Launch on {}, scale or stop after a year; {exit}", r.launch)
    } else {
        format!("No launch until a named person decides; {exit}")
    }
}
pub fn page(t: &PlanView) -> Page {
    let Some(r) = &t.d.governance.roll_out else {
        let blocks = vec![Block::List(t.d.governance.checklist.iter().map(|i| format!("{} ({})", i.item, role(&i.owner))).collect())];
        return deck_page(
            "roll-out",
            "Roll-out",
            "The launch waits for its checklist; this plan has no dates yet".into(),
            blocks,
            "An earlier version of plan-loyalty, without a roll-out plan, made this plan.",
        );
    };
    let phases = r
        .phases
        .iter()
        .map(|p| vec![p.name.to_string(), p.from.to_string(), p.to.to_string(), p.work.to_string(), role(&p.owner), capital(&p.gate.to_string())]);
    let phases = table("Roll-out", "", &["Phase", "#From", "#To", "Work", "Owner", "Gate"], phases.collect());
    let steps = r.exit.steps.iter().map(|s| vec![s.months_after.to_string(), s.step.to_string(), role(&s.owner)]);
    let steps = table(
        "Exit plan",
        format!(
            "Months count from the decision to stop. Points to honour in month {}: {} at expected cost (P90 {}).",
            r.exit.month,
            t.money(r.exit.owed),
            t.money(r.exit.owed_p90)
        ),
        &["#Month", "Step", "Owner"],
        steps.collect(),
    );
    deck_page(
        "roll-out",
        "Roll-out",
        page_claim(t, r),
        vec![Block::List(r.told.iter().map(ToString::to_string).collect()), Block::Table(phases), Block::Table(steps)],
        "All dates follow the assumed launch; a later launch moves them. Legal confirms notice and run-off periods for each place.",
    )
}
