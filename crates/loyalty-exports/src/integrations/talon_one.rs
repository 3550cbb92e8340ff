//! Talon.One: a program of points, a program of status that carries the tiers, and the earn rules.
//!
//! Talon.One's tiers follow points; a tier that counts orders or spend is therefore carried by a second program, whose points are counted
//! and never spent.
use super::{call, calls, has_tiers, kebab, number, qualifying_event};
use crate::file::{ExportError, File, View};
use loyalty_model::program::Expiry;
use serde_json::{Value, json};

/// The file.
///
/// # Errors
/// None in practice: it writes into memory.
pub fn files(view: &View) -> Result<Vec<File>, ExportError> {
    let d = &view.plan.design;
    let (p, name) = (&d.blueprint.program, kebab(&d.brief.company));
    let validity = match p.expiry {
        Expiry::None => "unlimited".to_string(),
        Expiry::Inactivity { months } | Expiry::Age { months } => format!("{months}M"),
    };
    let pending = if p.earn.pending_days == 0 { "immediate".to_string() } else { format!("{}D", p.earn.pending_days) };
    let program = |name: String, title: String, about: String, validity: &str, pending: &str| {
        json!({
            "name": name, "title": title, "description": about, "defaultValidity": validity, "defaultPending": pending,
            "allowSubledger": false, "sandbox": true, "timezone": "UTC", "cardBased": false,
        })
    };
    let mut expiry = format!("Points of {}", d.brief.company);
    if let Expiry::Inactivity { .. } = p.expiry {
        expiry += "; in the plan they expire after months without activity: extend the validity with each activity";
    }
    let mut all =
        vec![call("POST", "/v1/loyalty_programs", program(format!("{name}-points"), format!("{} points", d.brief.company), expiry, &validity, &pending))];
    if let (true, Some(top)) = (has_tiers(p), p.tiers.last()) {
        let about = format!("Status of {}: {}; never spent", d.brief.company, qualifying_event(top));
        let mut status =
            program(format!("{name}-status"), format!("{} status", d.brief.company), about, &format!("{}M", top.qualification_months), "immediate");
        status["tiers"] = p.tiers.iter().map(|t| json!({ "name": t.name, "minPoints": number(t.threshold) })).collect();
        status["tiersExpireIn"] = json!(format!("{}M", top.validity_months));
        // As the terms promise: who no longer reaches a tier falls one tier at a time.
        status["tiersDowngradePolicy"] = json!("one_down");
        all.push(call("POST", "/v1/loyalty_programs", status));
    }
    all.push(call("POST", "/v1/applications/{applicationId}/campaigns/{campaignId}/rulesets", json!({ "rules": rules(view), "bindings": [] })));
    let unverified =
        ["conditions and effects of rules: Talon.One's rule language is described where we could not read it; they stand in words, for the rule builder"];
    Ok(vec![calls(view, "talon-one/calls.json", &unverified, all)?])
}
/// Earn rules as the rule builder needs them said.
fn rules(view: &View) -> Vec<Value> {
    let d = &view.plan.design;
    let p = &d.blueprint.program;
    let rule = |title: String, about: String| json!({ "title": title, "description": about, "condition": [], "effects": [] });
    let mut out = vec![rule(
        "Points for spending".into(),
        format!("Session closed: add {} points for each {} of net spend; pending for {} days", p.earn.points_per_unit, d.brief.currency.0, p.earn.pending_days),
    )];
    for t in p.tiers.iter().filter(|t| t.multiplier != 1.0) {
        out.push(rule(format!("Multiplier of {}", t.name), format!("Tier is {}: points for spending times {}", t.name, t.multiplier)));
    }
    if let (true, Some(top)) = (has_tiers(p), p.tiers.last()) {
        out.push(rule("Status points".into(), format!("Add {}, in the status program", qualifying_event(top))));
    }
    if p.earn.joining_points > 0 {
        out.push(rule("Joining".into(), format!("Profile created: add {} points", p.earn.joining_points)));
    }
    for m in &p.missions {
        out.push(rule(format!("Mission: {}", m.name), format!("{} Then add {} points", m.task, m.points)));
    }
    if let Some(r) = &p.referral {
        let about = format!(
            "Friend's first kept order: add {} points to the recommender, at most {} times a year; {} points to the friend",
            r.recommender_points, r.yearly_cap, r.friend_points
        );
        out.push(rule("Referral".into(), about));
    }
    for t in crate::tables::trigger_matrix::in_order(view.plan).into_iter().filter(|t| t.points > 0) {
        out.push(rule(format!("Trigger: {}", t.id), format!("{}: {}. Add {} points, {}", t.event, t.condition, t.points, t.frequency_cap)));
    }
    out
}
