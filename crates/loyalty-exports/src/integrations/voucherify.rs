//! Voucherify: a loyalty campaign for the points, one for the status that carries the tiers, earning rules and rewards.
//!
//! Voucherify's tiers are ranges of points; a tier that counts orders or spend is carried by a campaign of status points, which are never
//! spent. Amounts are in hundredths of the currency, as Voucherify asks.
use super::{call, calls, has_tiers, made_from, number, qualifying_event};
use crate::file::{ExportError, File, View};
use loyalty_model::program::{Expiry, Metric, Program};
use serde_json::{Value, json};

/// Hundredths in a unit of currency.
const HUNDREDTHS: i64 = 100;

/// The file.
///
/// # Errors
/// None in practice: it writes into memory.
pub fn files(view: &View) -> Result<Vec<File>, ExportError> {
    let d = &view.plan.design;
    let p = &d.blueprint.program;
    let points = format!("{} points", d.brief.company);
    let mut all = vec![
        call("POST", "/v1/loyalties", campaign(view, &points, "Points that members earn and spend", rules_of(&p.expiry))),
        call("POST", "/v1/loyalties/{campaignId}/earning-rules", earning(view)),
    ];
    if has_tiers(p) {
        let status = format!("{} status", d.brief.company);
        let about = format!("{}; never spent", qualifying_event(&p.tiers[p.tiers.len() - 1]));
        all.push(call("POST", "/v1/loyalties", campaign(view, &status, &about, Value::Null)));
        all.push(call("POST", "/v1/loyalties/{statusCampaignId}/earning-rules", json!([status_rule(p)])));
        all.push(call("POST", "/v1/loyalties/{statusCampaignId}/tiers", tiers(view)));
    }
    for r in &p.rewards {
        let item = r.item.as_ref().map(|i| i.name.as_str());
        let body = json!({ "name": r.name, "metadata": { "points_price": r.points_price, "retail_value": r.value.to_string(), "cost": r.cost.to_string(), "currency": d.brief.currency.0, "shop_item": item } });
        all.push(call("POST", "/v1/rewards", body));
    }
    let unverified = [
        "the window in which status points count, and how long a status lasts, stand as metadata: set them in the campaign",
        "what kind of coupon a reward is: choose it in the catalogue",
    ];
    Ok(vec![calls(view, "voucherify/calls.json", &unverified, all)?])
}
fn campaign(view: &View, name: &str, about: &str, expiry: Value) -> Value {
    let mut card = json!({ "points": 0 });
    if !expiry.is_null() {
        card["expiration_rules"] = expiry;
    }
    json!({
        "name": name, "description": about, "type": "AUTO_UPDATE", "campaign_type": "LOYALTY_PROGRAM",
        "voucher": { "type": "LOYALTY_CARD", "loyalty_card": card }, "metadata": made_from(view.plan),
    })
}
/// Expiry by age; by inactivity is beyond the field, and stands in the plan's words.
fn rules_of(expiry: &Expiry) -> Value {
    match expiry {
        Expiry::Age { months } => json!({ "period_type": "MONTH", "period_value": months }),
        Expiry::None | Expiry::Inactivity { .. } => Value::Null,
    }
}
fn earning(view: &View) -> Value {
    let d = &view.plan.design;
    let p = &d.blueprint.program;
    let fixed = |name: String, event: &str, points: u64, notes: Value| json!({ "event": event, "loyalty": { "type": "FIXED", "points": points }, "source": { "banner": name }, "active": false, "metadata": notes });
    let amount = if p.earn.points_per_unit.fract() == 0.0 {
        json!({ "every": HUNDREDTHS, "points": number(p.earn.points_per_unit) })
    } else {
        json!({ "points_formula": format!("ORDER_AMOUNT * {}", p.earn.points_per_unit) })
    };
    let multipliers: Value = p.tiers.iter().map(|t| (t.name.clone(), number(t.multiplier))).collect::<serde_json::Map<_, _>>().into();
    let mut spending = json!({
        "event": "order.paid",
        "loyalty": { "type": "PROPORTIONAL", "calculation_type": "ORDER_AMOUNT", "order": { "amount": amount } },
        "source": { "banner": "Points for spending" }, "active": false,
        "metadata": { "counts": "net of returns", "multiplier_by_tier": multipliers },
    });
    if p.earn.pending_days > 0 {
        spending["pending_points"] = json!({ "period_type": "DAY", "period_value": p.earn.pending_days });
    }
    let mut out = vec![spending];
    if p.earn.joining_points > 0 {
        out.push(fixed("Joining".into(), "member_enrolled", p.earn.joining_points, json!({})));
    }
    for m in &p.missions {
        out.push(fixed(format!("Mission: {}", m.name), "mission_completed", m.points, json!({ "task": m.task.to_string(), "months": m.window_months })));
    }
    if let Some(r) = &p.referral {
        out.push(fixed(
            "Referral".into(),
            "friend_first_order_kept",
            r.recommender_points,
            json!({ "friend_points": r.friend_points, "most_a_year": r.yearly_cap }),
        ));
    }
    for t in crate::tables::trigger_matrix::in_order(view.plan).into_iter().filter(|t| t.points > 0) {
        out.push(fixed(format!("Trigger: {}", t.id), "loyalty_trigger_fired", t.points, json!({ "trigger_id": t.id, "frequency_cap": t.frequency_cap })));
    }
    Value::Array(out)
}
/// One status point for what the tiers count.
fn status_rule(p: &Program) -> Value {
    let one = json!({ "every": HUNDREDTHS, "points": 1 });
    let (event, loyalty) = match p.tiers[p.tiers.len() - 1].metric {
        Metric::Orders => ("order.paid", json!({ "type": "FIXED", "points": 1 })),
        Metric::NetSpend => ("order.paid", json!({ "type": "PROPORTIONAL", "calculation_type": "ORDER_AMOUNT", "order": { "amount": one } })),
        Metric::MissionsCompleted => ("mission_completed", json!({ "type": "FIXED", "points": 1 })),
        Metric::RecurringRevenue => ("subscription_billed", json!({ "type": "PROPORTIONAL", "calculation_type": "ORDER_AMOUNT", "order": { "amount": one } })),
    };
    json!({ "event": event, "loyalty": loyalty, "source": { "banner": "Status points" }, "active": false })
}
fn tiers(view: &View) -> Value {
    let b = &view.plan.design.blueprint;
    let one = |(t, f): (&loyalty_model::program::Tier, &loyalty_model::plan::TierFacts)| {
        let mut points = json!({ "from": number(t.threshold) });
        if let Some(last) = f.last_whole {
            points["to"] = number(last);
        }
        json!({
            "name": t.name, "points": points,
            "metadata": { "requirement": f.requirement, "benefits": f.benefits, "multiplier": number(t.multiplier), "qualification_months": t.qualification_months, "validity_months": t.validity_months },
        })
    };
    b.program.tiers.iter().zip(&b.tiers).map(one).collect()
}
