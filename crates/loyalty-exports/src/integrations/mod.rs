//! Files that other systems take over, each in the form that its maker documents: `docs/handover.md` names the pages.
//!
//! None holds a person of the company's data. What a system needs to know of a member stands as a schema and one example that says it is one.
pub mod braze;
pub mod cadence;
pub mod campaign;
pub mod events;
mod icalendar;
pub mod klaviyo;
pub mod open_loyalty;
pub mod segment;
pub mod talon_one;
pub mod tasks;
pub mod voucherify;

use crate::file::{ExportError, File, View};
use crate::tables::overrides;
use loyalty_model::plan::Plan;
use loyalty_model::program::{Metric, Program, Tier};
use serde_json::{Value, json};

/// Which plan a file was made from, and what stands against it: told in every file that has room for words.
fn made_from(plan: &Plan) -> Value {
    let h = &plan.design.header;
    json!({ "plan_hash": plan.plan_hash, "company": plan.design.brief.company, "asked_on": h.asked_on.to_string(), "status": h.status, "notices": notices(plan) })
}
/// Demonstration data, overridden compliance blockers, a plan that may not launch.
fn notices(plan: &Plan) -> Vec<String> {
    let d = &plan.design;
    let origin = crate::copy::origin_note(d.header.origin).map(str::to_string);
    let halted = (d.header.status != loyalty_model::plan::Status::Planned)
        .then(|| format!("This plan is not fit to launch: {}", crate::format::sentences(&d.header.verdict)));
    origin.into_iter().chain(halted).chain(overrides::sentences(plan)).collect()
}
/// A call of a system's management interface.
fn call(method: &str, path: &str, body: Value) -> Value {
    json!({ "method": method, "path": path, "body": body })
}
/// JSON for people: indented, with a line end.
fn pretty(value: &Value) -> Result<Vec<u8>, ExportError> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}
/// A file of calls, in the order in which they are made. `unverified`: what could not be held against the maker's own description.
fn calls(view: &View, name: &str, unverified: &[&str], calls: Vec<Value>) -> Result<File, ExportError> {
    Ok(File::new(name, pretty(&json!({ "made_from": made_from(view.plan), "unverified": unverified, "calls": calls }))?))
}
/// What a tier counts, as a word for systems that count points towards a tier.
fn qualifying_event(tier: &Tier) -> &'static str {
    match tier.metric {
        Metric::NetSpend => "one status point for each unit of net spend",
        Metric::Orders => "one status point for each order",
        Metric::MissionsCompleted => "one status point for each mission completed",
        Metric::RecurringRevenue => "status points equal to the monthly fee",
    }
}
/// A program of several tiers: those that a member must reach.
fn has_tiers(program: &Program) -> bool {
    program.tiers.len() > 1
}
/// A number as JSON: whole where it is whole.
fn number(value: f64) -> Value {
    // Above 2^53 a float has no exact whole value.
    if value.fract() == 0.0 && value.abs() < 9.0e15 { json!(value as i64) } else { json!(value) }
}
/// Kebab-case of an event or name.
fn kebab(words: &str) -> String {
    let mut out = String::new();
    for c in words.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_string()
}
#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn numbers_are_whole_where_they_are() {
        assert_eq!(number(6.0), json!(6));
        assert_eq!(number(0.5), json!(0.5));
    }
    #[test]
    fn names_become_kebab_case() {
        assert_eq!(kebab("Order Completed"), "order-completed");
        assert_eq!(kebab("$5 off: the next!"), "5-off-the-next");
    }
}
