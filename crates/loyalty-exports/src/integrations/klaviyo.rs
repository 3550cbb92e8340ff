//! Klaviyo: metrics and flows as Markdown for people, each with the call of its API.
use super::{events, notices};
use crate::file::{ExportError, File, View};
use crate::markdown::{cell, safe};
use crate::tables::trigger_matrix::{delay, gives, in_order, stage_name};
use loyalty_model::program::Trigger;
use serde_json::{Value, json};
use std::fmt::Write;

/// The file.
///
/// # Errors
/// None in practice: it writes into memory.
pub fn files(view: &View) -> Result<Vec<File>, ExportError> {
    let mut out = String::new();
    write(&mut out, view).map_err(|e| ExportError::Format { format: "markdown", words: e.to_string() })?;
    Ok(vec![File::new("klaviyo/flows.md", out)])
}
fn write(out: &mut String, view: &View) -> std::fmt::Result {
    let d = &view.plan.design;
    writeln!(out, "# Klaviyo: metrics and flows of {}\n", safe(&d.brief.company))?;
    writeln!(
        out,
        "From plan {}, requested on {}. Set up metrics first: a flow names its metric by the id that Klaviyo gives it.",
        view.plan.plan_hash, d.header.asked_on
    )?;
    for notice in notices(view.plan) {
        writeln!(out, "\n> {}", safe(&notice))?;
    }
    writeln!(
        out,
        "\n*Unverified*: the members that Klaviyo excludes from a flow (hold-out, open complaints, those who ordered meanwhile) are set as filters in its editor; the row Filter says them in words, and the profile property `loyalty_held_out` is a name of this plan."
    )?;
    writeln!(out, "\n## Metrics\n\nA metric comes into being with its first event (`POST /api/events`). The customer in the examples does not exist.")?;
    let day = d.header.asked_on.to_string();
    for e in events::of(view.plan) {
        writeln!(out, "\n### {}\n\n{}.\n\n| Property | Type | Needed | Meaning |\n|---|---|---|---|", e.name, e.about)?;
        for p in &e.properties {
            let kind = p.format.map_or(p.kind.to_string(), |f| format!("{} ({f})", p.kind));
            let values = if p.values.is_empty() { String::new() } else { format!(": {}", p.values.join(", ")) };
            writeln!(out, "| `{}` | {kind} | {} | {}{values} |", p.name, if p.required { "yes" } else { "no" }, p.about)?;
        }
        let body = json!({ "data": { "type": "event", "attributes": {
            "metric": { "data": { "type": "metric", "attributes": { "name": e.name } } },
            "profile": { "data": { "type": "profile", "attributes": { "external_id": "EXAMPLE-DO-NOT-SYNC" } } },
            "time": format!("{day}T00:00:00Z"), "properties": e.example(&day),
        } } });
        block(out, "POST /api/events", &body)?;
    }
    writeln!(out, "\n## Flows")?;
    for t in in_order(view.plan) {
        flow(out, view, t)?;
    }
    Ok(())
}
fn block(out: &mut String, call: &str, body: &Value) -> std::fmt::Result {
    writeln!(out, "\n`{call}`\n\n```json\n{}\n```", serde_json::to_string_pretty(body).unwrap_or_default())
}
fn flow(out: &mut String, view: &View, t: &Trigger) -> std::fmt::Result {
    let currency = &view.plan.design.brief.currency.0;
    writeln!(out, "\n### {} ({})\n", t.id, stage_name(t.stage))?;
    let gives = gives(t);
    let rows = [
        ("Trigger", format!("metric {}; {}", t.event, t.condition)),
        ("Delay", delay(t)),
        ("Filter", filter(t)),
        ("Message", t.action.to_string()),
        ("Gives or shows", if gives.is_empty() { "nothing besides".into() } else { gives }),
        ("Channel", t.channel.clone()),
        ("Template", t.template_key.clone()),
        ("Audience", t.personas.join(", ")),
        ("Held back", t.protected_window.to_string()),
        ("Hold-out", t.holdout_share.map_or("none is recommended".into(), |s| format!("{} of customers, drawn at random once", crate::format::percent(s)))),
        ("At most", t.frequency_cap.to_string()),
        ("Consent", t.consent.to_string()),
        ("Priority", t.priority.to_string()),
        ("Owner", t.responsible.clone()),
        ("KPI", t.kpi.to_string()),
        ("Expected", format!("{:.1} a month; {currency} {:.4} each, {currency} {:.2} a month", t.volume_monthly, t.unit_cost, t.cost_monthly)),
        ("Data", t.data_ready.to_string()),
    ];
    writeln!(out, "| | |\n|---|---|")?;
    for (what, words) in rows {
        writeln!(out, "| {what} | {} |", cell(&words))?;
    }
    match actions(t) {
        Some(actions) => block(out, "POST /api/flows", &body(t, actions)),
        None if t.own_message => writeln!(out, "\nNo flow: {} is sent by another system.", t.channel),
        None if t.channel == "in-app" => writeln!(out, "\nNo flow: it is shown inside the service."),
        None => writeln!(out, "\nNo flow of its own: its words stand in a message that is sent anyway."),
    }
}
/// What an editor of flows calls a filter: whoever did meanwhile what the trigger waits for leaves the flow.
fn filter(t: &Trigger) -> String {
    let held_out = "loyalty_held_out is not true";
    match t.delay_days {
        Some(_) => format!("{held_out}; zero times {} since starting this flow", t.event),
        None => held_out.into(),
    }
}
fn body(t: &Trigger, actions: Vec<Value>) -> Value {
    let entry = actions.first().map(|a| a["temporary_id"].clone()).unwrap_or_default();
    json!({ "data": { "type": "flow", "attributes": { "name": format!("Loyalty: {}", t.id), "definition": {
        "triggers": [{ "type": "metric", "id": format!("ID-OF-METRIC {}", t.event) }],
        "profile_filter": null, "actions": actions, "entry_action_id": entry,
    } } } })
}
/// Delay and message; none where Klaviyo sends nothing.
fn actions(t: &Trigger) -> Option<Vec<Value>> {
    if !t.own_message {
        return None;
    }
    let message = match t.channel.as_str() {
        "email" => json!({ "temporary_id": "message", "type": "send-email", "links": { "next": null },
            "data": { "status": "draft", "message": { "name": t.template_key, "subject_line": t.action, "template_id": null, "smart_sending_enabled": true, "transactional": false } } }),
        "push" => json!({ "temporary_id": "message", "type": "send-mobile-push", "links": { "next": null },
            "data": { "status": "draft", "message": { "name": t.template_key, "body": t.action, "smart_sending_enabled": true } } }),
        _ => return None,
    };
    let wait = t
        .delay_days
        .map(|days| json!({ "temporary_id": "wait", "type": "time-delay", "links": { "next": "message" }, "data": { "unit": "days", "value": days } }));
    Some(wait.into_iter().chain([message]).collect())
}
