//! What a design tells of itself, in the words of the rule table. What the design knows stands; the rest comes from constraints and settings.
use loyalty_model::assumption::units_per_dollar;
use loyalty_model::brief::{Binding, Brief};
use loyalty_model::fact::Fact;
use loyalty_model::finding::OpenQuestion;
use loyalty_model::program::{Expiry, Program};
use std::collections::{BTreeMap, BTreeSet};

/// Facts by name: one word, several, a number or a truth. All are kept as words.
pub type Facts = BTreeMap<String, Vec<String>>;

/// The facts of a design under a brief, and a question for each answer of the settings that the design itself contradicts.
pub fn of(brief: &Brief, program: &Program) -> (Facts, Vec<OpenQuestion>) {
    let mut facts = taken();
    for bind in brief.constraints.iter().flat_map(|c| &c.binds) {
        match bind {
            Binding::Place { code } => facts.entry("jurisdiction".into()).or_default().push(code.clone()),
            Binding::Fact { name, value } => drop(facts.insert(name.clone(), vec![value.clone()])),
            _ => {}
        }
    }
    for (name, value) in &brief.facts {
        let said: Vec<String> = words(value);
        match name.as_str() {
            "jurisdiction" => facts.entry(name.clone()).or_default().extend(said),
            _ => drop(facts.insert(name.clone(), said)),
        }
    }
    let mut contradicted = vec![];
    for (name, known) in design(program, in_members_currency(brief, &facts)) {
        match facts.get(&name) {
            // The settings may name channels beyond those of the triggers.
            Some(said) if name == "channels" => {
                let all: BTreeSet<String> = said.iter().chain(&known).cloned().collect();
                facts.insert(name, all.into_iter().collect());
            }
            Some(said) if *said != known => {
                let question = Fact::new("question-contradiction").text("name", name.clone()).list("said", said.clone()).list("design", known.clone());
                contradicted.push(OpenQuestion::new(format!("setting-{name}"), question, Fact::new("question-contradiction-why"), "legal"));
                facts.insert(name, known);
            }
            _ => drop(facts.insert(name, known)),
        }
    }
    (facts, contradicted)
}
/// The words of an answer: separated by commas, with or without brackets and quotes.
pub(super) fn words(value: &str) -> Vec<String> {
    value.trim().trim_start_matches('[').trim_end_matches(']').split(',').map(|v| v.trim().trim_matches('"').to_string()).filter(|v| !v.is_empty()).collect()
}
fn truth(b: bool) -> Vec<String> {
    vec![b.to_string()]
}
/// What holds for programs of this kind unless the settings say otherwise.
fn taken() -> Facts {
    [
        ("unit", vec!["points".to_string()]),
        ("collects_personal_data", truth(true)),
        ("profiling", truth(true)),
        ("breakage_in_business_case", truth(true)),
        ("redeem_for_cash", truth(false)),
        ("points_sold_for_money", truth(false)),
    ]
    .map(|(name, value)| (name.to_string(), value))
    .into()
}
/// What a unit of the plan's currency is in the currency of the members. Limits of rewards stand in the rules of Canada alone, in its dollars: a plan in
/// another currency is converted, at a rate that is good enough to notice a limit.
fn in_members_currency(brief: &Brief, facts: &Facts) -> f64 {
    let canadian = facts.get("jurisdiction").is_some_and(|all| all.iter().any(|place| place == "CA" || place.starts_with("CA-")));
    let rates = (units_per_dollar("CAD"), units_per_dollar(&brief.currency.0));
    match rates {
        (Some(canadian_rate), Some(own)) if canadian && brief.currency.0 != "CAD" => canadian_rate / own,
        _ => 1.0,
    }
}
/// What the design itself decides.
fn design(p: &Program, members_currency: f64) -> Facts {
    let mut f = Facts::new();
    let mut put = |name: &str, words: Vec<String>| f.insert(name.into(), words);
    put("points_earned_on_purchase", truth(p.earn.points_per_unit > 0.0));
    put("points_for_non_purchase_acts", truth(p.earn.joining_points > 0 || p.referral.is_some() || p.missions.iter().any(|m| m.orders_needed == 0)));
    put("points_expire_by_time", truth(matches!(p.expiry, Expiry::Age { .. })));
    put("points_expire_on_inactivity", truth(matches!(p.expiry, Expiry::Inactivity { .. })));
    if let Expiry::Inactivity { months } = p.expiry {
        put("inactivity_months", vec![months.to_string()]);
    }
    put("referral_program", truth(p.referral.is_some()));
    put("chance_based_reward", truth(p.surprise.is_some()));
    // With one reward alone a person says whether it is a voucher; with several, points lead to more than one thing.
    if p.rewards.len() > 1 {
        put("single_named_reward", truth(false));
    }
    if let Some(top) = p.rewards.iter().map(|r| r.value).max() {
        put("max_single_reward_value", vec![(members_currency * top.to_f64()).to_string()]);
    }
    let channels: BTreeSet<String> = p.triggers.iter().map(|t| t.channel.clone()).collect();
    if !channels.is_empty() {
        put("channels", channels.into_iter().collect());
    }
    f
}
