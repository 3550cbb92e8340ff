//! The lifecycle trigger matrix as CSV: what the CRM team sets up, row by row.
use crate::tables::sheet::Sheet;
use loyalty_model::plan::Plan;
use loyalty_model::program::{Stage, Trigger};

/// The columns. Costs are numbers, so that a sheet can add them up; the last column says in which currency.
pub const COLUMNS: [&str; 25] = [
    "id",
    "stage",
    "event",
    "condition",
    "persona",
    "loyalty action",
    "points or benefit",
    "unit cost",
    "channel",
    "template key",
    "delay",
    "frequency cap",
    "priority",
    "protected window",
    "consent needed",
    "responsible",
    "accountable",
    "consulted",
    "informed",
    "KPI",
    "hold-out share",
    "data status",
    "expected volume",
    "monthly cost",
    "currency",
];
/// Name of a stage for readers.
pub fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Onboarding => "Onboarding",
        Stage::Adoption => "Adoption",
        Stage::Upsell => "Upsell",
        Stage::Renewal => "Renewal",
        Stage::WinBack => "Win-back",
        Stage::Advocacy => "Advocacy",
    }
}
/// Triggers by stage, then priority.
pub fn in_order(plan: &Plan) -> Vec<&Trigger> {
    let mut triggers: Vec<_> = plan.design.blueprint.program.triggers.iter().collect();
    triggers.sort_by_key(|t| (t.stage, t.priority));
    triggers
}
/// What a trigger gives: its points, and what it gives or shows besides.
pub fn gives(t: &Trigger) -> String {
    let points = (t.points > 0).then(|| format!("{} points", crate::format::whole(t.points as f64)));
    points.into_iter().chain(t.benefit.clone()).collect::<Vec<_>>().join("; ")
}
/// Days after the event, in words; nothing where it fires at once.
pub fn delay(t: &Trigger) -> String {
    t.delay_days.map_or("at once".into(), |d| format!("{d} days"))
}

/// The matrix as CSV text (UTF-8), by priority within its stage.
///
/// # Errors
/// None in practice: it writes into memory.
pub fn csv(plan: &Plan) -> Result<Vec<u8>, csv::Error> {
    let currency = &plan.design.brief.currency.0;
    let mut out = Sheet::new(&COLUMNS)?;
    for t in in_order(plan) {
        out.row(&[
            t.id.clone(),
            stage_name(t.stage).into(),
            t.event.clone(),
            t.condition.clone(),
            t.personas.join("; "),
            t.action.clone(),
            gives(t),
            format!("{:.4}", t.unit_cost),
            t.channel.clone(),
            t.template_key.clone(),
            delay(t),
            t.frequency_cap.clone(),
            t.priority.to_string(),
            t.protected_window.clone(),
            t.consent.clone(),
            t.responsible.clone(),
            t.accountable.clone(),
            t.consulted.clone(),
            t.informed.clone(),
            t.kpi.clone(),
            t.holdout_share.map(crate::format::percent).unwrap_or_default(),
            t.data_ready.clone(),
            format!("{:.1}", t.volume_monthly),
            format!("{:.2}", t.cost_monthly),
            currency.clone(),
        ])?;
    }
    out.bytes()
}
