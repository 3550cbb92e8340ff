//! What a person fixed by hand: applied to the program after the search, before it is appraised.
use crate::design::space::limits::broken;
use crate::terms::Terms;
use loyalty_model::catalogue;
use loyalty_model::program::Program;
use serde_json::Value;

/// Why a pin does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{pin}: {fact}. {next}")]
pub struct PinError {
    /// The pin as written.
    pub pin: String,
    /// What is wrong.
    pub fact: String,
    /// What to do.
    pub next: String,
}
fn wrong(pin: &str, fact: impl Into<String>, next: impl Into<String>) -> PinError {
    PinError { pin: pin.into(), fact: fact.into(), next: next.into() }
}
/// Applies every pin in order: `blueprint.tiers.gold.threshold=900`, `blueprint.expiry={"kind":"none"}`, `add-benefit:free-shipping@gold`,
/// `remove-benefit:free-shipping`, `drop-channel:sms`. The program that comes out keeps every rule that designs keep under these `terms`.
/// `order_value`: of a typical order, in plan currency; a benefit's cost follows it.
///
/// # Errors
/// [`PinError`].
pub fn apply(program: &Program, pins: &[String], terms: &Terms, order_value: f64) -> Result<Program, PinError> {
    let mut program = program.clone();
    for pin in pins {
        program = one(&program, pin, order_value)?;
    }
    let last = pins.last().map_or("", String::as_str);
    if program.tiers.windows(2).any(|w| w[0].threshold >= w[1].threshold || w[0].metric != w[1].metric) {
        return Err(wrong(last, "thresholds no longer rise from tier to tier", "keep each threshold above the one before"));
    }
    let numbers = [program.point_value, program.earn.points_per_unit];
    if numbers.iter().any(|v| !v.is_finite() || *v < 0.0) || program.point_value <= 0.0 {
        return Err(wrong(last, "a rate or the value of a point is not above zero", "give figures above zero"));
    }
    let terms = &Terms { limits: terms.limits.on_orders(order_value), ..terms.clone() };
    match broken(&program, terms).first() {
        Some(rule) => Err(wrong(last, format!("it breaks a limit of the brief: {rule}"), "change the limit with --constraints, or the figure")),
        None => Ok(program),
    }
}
/// The flag of `plan-loyalty amend` that writes a pin.
pub fn flag(pin: &str) -> String {
    match pin.split_once(':') {
        Some((verb @ ("add-benefit" | "remove-benefit" | "drop-channel"), what)) => format!("--{verb} {what}"),
        _ => format!("--set '{pin}'"),
    }
}
fn one(program: &Program, pin: &str, order_value: f64) -> Result<Program, PinError> {
    if let Some(rest) = pin.strip_prefix("add-benefit:") {
        return add_benefit(program, pin, rest, order_value);
    }
    if let Some(id) = pin.strip_prefix("remove-benefit:") {
        let mut program = program.clone();
        let before = program.benefits.len();
        program.benefits.retain(|b| b.id != id);
        program.tiers.iter_mut().for_each(|t| t.benefits.retain(|b| b != id));
        let held = || program.benefits.iter().map(|b| b.id.as_str()).collect::<Vec<_>>().join(", ");
        return if program.benefits.len() < before {
            Ok(program)
        } else {
            Err(wrong(pin, format!("the program has no benefit {id:?}"), format!("it has: {}", held())))
        };
    }
    if let Some(channel) = pin.strip_prefix("drop-channel:") {
        let mut program = program.clone();
        let before = program.triggers.len();
        program.triggers.retain(|t| t.channel != channel);
        let held = || program.triggers.iter().map(|t| t.channel.as_str()).collect::<std::collections::BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(", ");
        return if program.triggers.len() < before {
            Ok(program)
        } else {
            Err(wrong(pin, format!("no trigger uses {channel:?}"), format!("they use: {}", held())))
        };
    }
    let form = || wrong(pin, "it cannot be read", "write blueprint.PATH=VALUE, for example blueprint.tiers.gold.threshold=900");
    let (path, value) = pin.split_once('=').ok_or_else(form)?;
    let path = path.strip_prefix("blueprint.").ok_or_else(form)?;
    let steps: Vec<&str> = path.split('.').collect();
    if let ["tiers", tier, "benefits", ..] = steps[..] {
        let fact = "a tier's list of benefits only shows what the benefits of the program say, so that setting it changes nothing";
        return Err(wrong(pin, fact, format!("use --remove-benefit ID, or --add-benefit ID@{tier}")));
    }
    if steps.last() == Some(&"reason") {
        return Err(wrong(pin, "a reason explains the design; setting it changes nothing", "say why with --reason"));
    }
    let mut document = serde_json::to_value(program).map_err(|e| wrong(pin, e.to_string(), ""))?;
    let place = find(&mut document, path, pin)?;
    let given: Value = serde_json::from_str(value).unwrap_or_else(|_| Value::String(value.into()));
    // An amount of money is text in a plan; a number is taken for it.
    *place = match (&*place, given) {
        (Value::String(_), Value::Number(n)) => Value::String(n.to_string()),
        (_, given) => given,
    };
    serde_json::from_value(document).map_err(|e| wrong(pin, format!("this value does not fit there: {e}"), "give a value of the same type as the present one"))
}
/// The place in the program that a path names: fields by name, members of a list by id, name or position.
fn find<'a>(document: &'a mut Value, path: &str, pin: &str) -> Result<&'a mut Value, PinError> {
    let mut at = document;
    for step in path.split('.') {
        let known = match &*at {
            Value::Object(map) => map.keys().cloned().collect::<Vec<_>>(),
            Value::Array(items) => items.iter().filter_map(|i| Some(i.get("id").or(i.get("name"))?.as_str()?.to_string())).collect(),
            _ => vec![],
        };
        let next = match at {
            Value::Object(map) => map.get_mut(step),
            Value::Array(items) => {
                let named = |i: &Value| ["id", "name"].iter().any(|k| i.get(*k).and_then(Value::as_str).is_some_and(|n| n.eq_ignore_ascii_case(step)));
                match items.iter().position(named).or_else(|| step.parse().ok()) {
                    Some(position) => items.get_mut(position),
                    None => None,
                }
            }
            _ => None,
        };
        at = next.ok_or_else(|| wrong(pin, format!("there is no {step:?} there"), format!("known there: {}", known.join(", "))))?;
    }
    Ok(at)
}
fn add_benefit(program: &Program, pin: &str, rest: &str, order_value: f64) -> Result<Program, PinError> {
    let (id, tier) = rest.split_once('@').unwrap_or((rest, ""));
    let all = catalogue::benefits();
    let known = || all.iter().map(|b| b.id.as_str()).collect::<Vec<_>>().join(", ");
    let benefit = all.iter().find(|b| b.id == id).ok_or_else(|| wrong(pin, format!("the catalogue has no benefit {id:?}"), format!("it has: {}", known())))?;
    if program.benefits.iter().any(|b| b.id == id) {
        return Err(wrong(pin, "the program has it already", "leave it out"));
    }
    let tiers = || program.tiers.iter().map(|t| t.id.as_str()).collect::<Vec<_>>().join(", ");
    let from = match tier {
        "" => program.tiers.len() - 1,
        _ => program
            .tiers
            .iter()
            .position(|t| t.id.eq_ignore_ascii_case(tier))
            .ok_or_else(|| wrong(pin, format!("the program has no tier {tier:?}"), format!("tiers: {}", tiers())))?,
    };
    let mut program = program.clone();
    program.benefits.push(benefit.in_use(from, order_value));
    program.benefits.sort_by_key(|b| b.from_tier);
    program.tiers[from].benefits.push(id.into());
    Ok(program)
}
