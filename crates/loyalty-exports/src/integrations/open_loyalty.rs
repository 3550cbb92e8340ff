//! Open Loyalty: a tier set with its tiers, and earning campaigns. The campaign follows the example of its technical guide; the schema of
//! tiers could not be read, and the file says so.
use super::{call, calls, has_tiers, number};
use crate::file::{ExportError, File, View};
use loyalty_model::program::Metric;
use serde_json::{Value, json};

/// The file.
///
/// # Errors
/// None in practice: it writes into memory.
pub fn files(view: &View) -> Result<Vec<File>, ExportError> {
    let d = &view.plan.design;
    let (p, c) = (&d.blueprint.program, &d.brief.currency.0);
    let start = d.header.launch;
    let campaign = |trigger: &str, name: String, about: String, points: String| {
        let body = json!({ "campaign": {
            "type": "direct", "trigger": trigger,
            "translations": { "en": { "name": name, "description": about } },
            "activity": { "startsAt": format!("{start} 00:00+00:00"), "endsAt": null },
            "rules": [{ "effects": [{ "effect": "give_points", "pointsRule": points, "walletCode": "default" }] }],
            "labels": [], "limits": {}, "active": false,
        } });
        call("POST", "/api/{storeCode}/campaign", body)
    };
    let spending = format!("{} points for each {c} of net spend; pending for {} days", p.earn.points_per_unit, p.earn.pending_days);
    let mut all = vec![campaign("transaction", "Points for spending".into(), spending, format!("transaction.grossValue * {}", p.earn.points_per_unit))];
    for m in &p.missions {
        all.push(campaign("custom_event", format!("Mission: {}", m.name), m.task.to_string(), m.points.to_string()));
    }
    for t in crate::tables::trigger_matrix::in_order(view.plan).into_iter().filter(|t| t.points > 0) {
        all.push(campaign("custom_event", format!("Trigger: {}", t.id), format!("{}: {}", t.event, t.condition), t.points.to_string()));
    }
    if has_tiers(p) {
        all.push(call("POST", "/api/{storeCode}/tierSet", tier_set(view)));
        all.push(call("PUT", "/api/{storeCode}/tierSet/{tierSet}/tiers", tiers(view)));
    }
    let unverified = [
        "bodies of tierSet and tiers: their schema could not be read; take names and values from them, not the shape",
        "expressions of pointsRule besides a whole number, and the trigger custom_event: the guide shows a transaction with a whole number",
    ];
    Ok(vec![calls(view, "open-loyalty/calls.json", &unverified, all)?])
}
fn attribute(metric: Metric) -> &'static str {
    match metric {
        Metric::NetSpend => "net spend in the qualification period",
        Metric::Orders => "orders in the qualification period",
        Metric::MissionsCompleted => "missions completed in the qualification period",
        Metric::RecurringRevenue => "monthly fee",
    }
}
fn tier_set(view: &View) -> Value {
    let d = &view.plan.design;
    let top = d.blueprint.program.tiers.last();
    let conditions: Vec<Value> = top.map(|t| json!({ "attribute": attribute(t.metric), "months": t.qualification_months })).into_iter().collect();
    json!({ "tierSet": { "translations": { "en": { "name": format!("{} tiers", d.brief.company) } }, "active": false, "conditions": conditions } })
}
fn tiers(view: &View) -> Value {
    let b = &view.plan.design.blueprint;
    let one = |(t, f): (&loyalty_model::program::Tier, &loyalty_model::plan::TierFacts)| {
        json!({
            "translations": { "en": { "name": t.name, "description": f.requirement } }, "active": false,
            "conditions": [{ "attribute": attribute(t.metric), "value": number(t.threshold) }],
            "validity_months": t.validity_months, "multiplier": number(t.multiplier), "benefits": f.benefits,
        })
    };
    json!({ "tiers": b.program.tiers.iter().zip(&b.tiers).map(one).collect::<Vec<_>>() })
}
