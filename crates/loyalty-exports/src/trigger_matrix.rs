//! The lifecycle trigger matrix as CSV: event → loyalty action → channel → owner.
use loyalty_model::plan::Plan;
use loyalty_model::program::Stage;

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

/// The matrix as CSV text (UTF-8), by priority within its stage.
///
/// # Errors
/// None in practice: it writes into memory.
pub fn csv(plan: &Plan) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::Writer::from_writer(vec![]);
    out.write_record([
        "id",
        "stage",
        "event",
        "condition",
        "delay_days",
        "action",
        "points",
        "benefit",
        "channel",
        "owner",
        "consent",
        "frequency_cap",
        "priority",
        "kpi",
        "personas",
        "volume_monthly",
        "cost_monthly",
        "currency",
        "data_ready",
    ])?;
    let mut triggers: Vec<_> = plan.design.blueprint.program.triggers.iter().collect();
    triggers.sort_by_key(|t| (t.stage, t.priority));
    for t in triggers {
        out.write_record([
            t.id.as_str(),
            stage_name(t.stage),
            &t.event,
            &t.condition,
            &t.delay_days.map(|d| d.to_string()).unwrap_or_default(),
            &t.action,
            &t.points.to_string(),
            t.benefit.as_deref().unwrap_or_default(),
            &t.channel,
            &t.owner,
            &t.consent,
            &t.frequency_cap,
            &t.priority.to_string(),
            &t.kpi,
            &t.personas.join("; "),
            &format!("{:.1}", t.volume_monthly),
            &format!("{:.2}", t.cost_monthly),
            &plan.design.brief.currency.0,
            &t.data_ready,
        ])?;
    }
    out.into_inner().map_err(|e| e.into_error().into())
}
