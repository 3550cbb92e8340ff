//! A request on its way: a [`Draft`] holds what was said, whoever said it; laid over the settings and completed it is a
//! [`PlanRequest`](loyalty_model::request::PlanRequest), which a plan stores; an amendment is a draft laid over that.
pub mod answers;
pub mod parse;

use crate::refusal::{Question, Refusal};
use loyalty_model::brief::{Budget, Given, Goal, PersonaRule, TierAsk};
use loyalty_model::finding::ComplianceRule;
use loyalty_model::plain::prints;
use loyalty_model::request::{DataRequest, Demonstration, Effort, Layout, OutputRequest, PlanRequest, WarehouseRequest};
use loyalty_model::units::{Currency, Date};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Months that the economics look ahead where nobody says.
const HORIZON_MONTHS: u32 = 24;

/// A request as far as it was said.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    pub goal: Option<Goal>,
    pub tiers: Option<TierAsk>,
    /// Pool.
    pub budget: Option<Pool>,
    pub personas: Option<Vec<String>>,
    pub persona_rules: Vec<PersonaRule>,
    pub constraints: Option<String>,
    /// Where members live, besides what the constraints say.
    pub places: Vec<String>,
    pub horizon: Option<u32>,
    pub launch: Option<Date>,
    pub company: Option<String>,
    pub given: BTreeMap<String, Given>,
    pub owners: BTreeMap<String, String>,
    pub facts: BTreeMap<String, String>,
    pub own_rules: Vec<ComplianceRule>,
    pub amounts: BTreeMap<String, String>,
    pub currency: Option<Currency>,
    /// What a person fixes in the design, after what was fixed before.
    pub pins: Vec<String>,
    /// Values on frozen drivers, of plans that stored them in a command line.
    pub frozen: Vec<(String, Given)>,
    pub data: DataRequest,
    pub demonstration: Option<Demonstration>,
    pub seed: Option<u64>,
    pub asked_on: Option<Date>,
    pub layout: Option<Layout>,
    pub effort: Option<Effort>,
    /// Folder of the deliverables.
    pub out: Option<String>,
    pub deliverables: Vec<String>,
    pub brand: Option<String>,
    /// Pseudonyms stand in `members.csv` in the place of customer ids.
    pub pseudonyms: Option<bool>,
}
/// A reward pool as it was asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pool {
    /// Pool.
    pub budget: Budget,
    /// Currency that its words named.
    pub currency: Option<Currency>,
    /// Its words, where the plan's currency has a say in how they are read, or the reading is to be said.
    #[serde(default)]
    pub words: Option<String>,
}
impl Draft {
    /// Nothing was said.
    pub fn is_empty(&self) -> bool {
        *self == Draft::default()
    }
    /// This draft over another: what is said here counts, what is not is taken from there.
    pub fn over(self, under: Draft) -> Draft {
        let both = |over: BTreeMap<String, String>, mut under: BTreeMap<String, String>| {
            under.extend(over);
            under
        };
        let mut given = under.given;
        given.extend(self.given);
        let own = |over: Vec<String>, under: Vec<String>| if over.is_empty() { under } else { over };
        Draft {
            goal: self.goal.or(under.goal),
            tiers: self.tiers.or(under.tiers),
            budget: self.budget.or(under.budget),
            personas: self.personas.or(under.personas),
            persona_rules: if self.persona_rules.is_empty() { under.persona_rules } else { self.persona_rules },
            constraints: self.constraints.or(under.constraints),
            places: [under.places, self.places].concat(),
            horizon: self.horizon.or(under.horizon),
            launch: self.launch.or(under.launch),
            company: self.company.or(under.company),
            given,
            owners: both(self.owners, under.owners),
            facts: both(self.facts, under.facts),
            own_rules: if self.own_rules.is_empty() { under.own_rules } else { self.own_rules },
            amounts: both(self.amounts, under.amounts),
            currency: self.currency.or(under.currency),
            pins: [under.pins, self.pins].concat(),
            frozen: [under.frozen, self.frozen].concat(),
            data: data_over(self.data, under.data),
            demonstration: self.demonstration.or(under.demonstration),
            seed: self.seed.or(under.seed),
            asked_on: self.asked_on.or(under.asked_on),
            layout: self.layout.or(under.layout),
            effort: self.effort.or(under.effort),
            out: self.out.or(under.out),
            deliverables: own(self.deliverables, under.deliverables),
            brand: self.brand.or(under.brand),
            pseudonyms: self.pseudonyms.or(under.pseudonyms),
        }
    }
    /// A request, where everything was said that a plan needs.
    ///
    /// # Errors
    /// Goal, tiers or budget said by nobody.
    pub fn complete(self, today: Date) -> Result<PlanRequest, Refusal> {
        self.printing()?;
        let goal = self.goal.ok_or_else(|| missing("goal", "retention").asking(Question::Goal { choices: Goal::ALL.to_vec() }))?;
        let tiers = self.tiers.ok_or_else(|| missing("tiers", "3"))?;
        let Pool { budget, currency: budget_currency, words: budget_words } = self.budget.ok_or_else(|| missing("budget", "50000"))?;
        let frozen = |(id, given)| loyalty_model::request::FrozenValue { id, given };
        Ok(PlanRequest {
            goal,
            tiers,
            budget,
            budget_currency,
            budget_words,
            currency: self.currency,
            personas: self.personas.unwrap_or_default(),
            persona_rules: self.persona_rules,
            constraints: with_places(self.constraints.unwrap_or_default(), &self.places),
            horizon_months: self.horizon.unwrap_or(HORIZON_MONTHS),
            launch: self.launch.map(|day| parse::after(day, self.asked_on.unwrap_or(today))).transpose()?,
            company: self.company,
            given: self.given,
            owners: self.owners,
            facts: self.facts,
            own_rules: self.own_rules,
            amounts: self.amounts,
            pins: self.pins,
            frozen: self.frozen.into_iter().map(frozen).collect(),
            data: DataRequest { demonstration: self.demonstration.unwrap_or_default(), ..self.data },
            seed: self.seed.unwrap_or(1),
            asked_on: self.asked_on.unwrap_or(today),
            layout: self.layout,
            effort: self.effort.unwrap_or_default(),
            output: OutputRequest {
                folder: self.out.unwrap_or_else(|| OutputRequest::default().folder),
                deliverables: self.deliverables,
                brand: self.brand,
                pseudonyms: self.pseudonyms.unwrap_or_default(),
            },
        })
    }
    /// What people wrote is printed on every deliverable: it holds no character that a reader cannot see.
    fn printing(&self) -> Result<(), Refusal> {
        let own = |place: &str, text: &String| (place.to_string(), text.clone());
        let named = self.company.iter().map(|t| own("company", t)).chain(self.constraints.iter().map(|t| own("constraints", &t.replace(['\n', '\t'], " "))));
        let listed = self.personas.iter().flatten().map(|t| own("personas", t)).chain(self.persona_rules.iter().map(|r| own("personas", &r.name)));
        let owners = self.owners.iter().flat_map(|(role, who)| [own("owners", role), own("owners", who)]);
        let facts = self.facts.iter().map(|(name, said)| own(&format!("facts {name}"), said));
        let rules = self
            .own_rules
            .iter()
            .flat_map(|r| [&r.title, &r.obligation, &r.remedy, &r.source].map(|t| own(&format!("rule {}", r.id), &t.replace(['\n', '\t'], " "))));
        for (place, text) in named.chain(listed).chain(owners).chain(facts).chain(rules) {
            if let Some(c) = text.chars().find(|c| !prints(*c)) {
                return Err(Refusal::input(
                    place,
                    format!("it holds the character U+{:04X}, which does not print", u32::from(c)),
                    "It stands on every deliverable, and a reader would see something else than it says",
                    "write it in printing characters on one line",
                ));
            }
        }
        Ok(())
    }
    /// The draft that says what a request says: to lay another over it.
    pub fn of(r: PlanRequest) -> Draft {
        Draft {
            goal: Some(r.goal),
            tiers: Some(r.tiers),
            budget: Some(Pool { budget: r.budget, currency: r.budget_currency, words: r.budget_words }),
            personas: Some(r.personas),
            persona_rules: r.persona_rules,
            constraints: Some(r.constraints),
            places: vec![],
            horizon: Some(r.horizon_months),
            launch: r.launch,
            company: r.company,
            given: r.given,
            owners: r.owners,
            facts: r.facts,
            own_rules: r.own_rules,
            amounts: r.amounts,
            currency: r.currency,
            pins: r.pins,
            frozen: r.frozen.into_iter().map(|f| (f.id, f.given)).collect(),
            demonstration: Some(r.data.demonstration),
            data: r.data,
            seed: Some(r.seed),
            asked_on: Some(r.asked_on),
            layout: r.layout,
            effort: Some(r.effort),
            out: Some(r.output.folder),
            deliverables: r.output.deliverables,
            brand: r.output.brand,
            pseudonyms: r.output.pseudonyms.then_some(true),
        }
    }
}
/// Constraints with places that they do not name yet.
fn with_places(constraints: String, places: &[String]) -> String {
    let said = parse::list(&constraints);
    let new = places.iter().filter(|p| !said.iter().any(|s| s.eq_ignore_ascii_case(p)));
    let all: Vec<&str> = Some(constraints.as_str()).filter(|c| !c.trim().is_empty()).into_iter().chain(new.map(String::as_str)).collect();
    all.join(", ")
}
/// Files that are named here stand in place of all that are named there.
fn data_over(over: DataRequest, under: DataRequest) -> DataRequest {
    DataRequest {
        tables: if over.tables.values().all(Vec::is_empty) { under.tables } else { over.tables },
        columns: [over.columns, under.columns].concat(),
        decimal_mark: over.decimal_mark.or(under.decimal_mark),
        date_order: over.date_order.or(under.date_order),
        time_zone: over.time_zone.or(under.time_zone),
        as_of: over.as_of.or(under.as_of),
        whole_histories: over.whole_histories.or(under.whole_histories),
        count_zero_orders: over.count_zero_orders.or(under.count_zero_orders),
        drivers: over.drivers.or(under.drivers),
        warehouse: warehouse_over(over.warehouse, under.warehouse),
        demonstration: over.demonstration,
    }
}
/// A database that is named here with the queries that are named here, or those of the settings.
fn warehouse_over(over: Option<WarehouseRequest>, under: Option<WarehouseRequest>) -> Option<WarehouseRequest> {
    let (over, under) = match (over, under) {
        (Some(over), Some(under)) => (over, under),
        (over, under) => return over.or(under),
    };
    Some(WarehouseRequest {
        from: if over.from.is_empty() { under.from } else { over.from },
        queries: if over.queries.is_empty() { under.queries } else { over.queries },
        timeout_seconds: over.timeout_seconds.or(under.timeout_seconds),
        sums: over.sums.or(under.sums),
    })
}
fn missing(name: &str, example: &str) -> Refusal {
    Refusal::input(
        format!("--{name}"),
        "it is missing",
        "A plan needs a goal, tiers and a budget",
        format!("add --{name} {example}, or write it into plan-loyalty.toml"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    fn said() -> Draft {
        Draft {
            goal: Some(Goal::Retention),
            tiers: parse::tiers("3").ok(),
            budget: parse::budget("EUR 50000").ok(),
            given: [parse::assume("cost.setup=5").unwrap()].into(),
            pins: vec!["a".into()],
            ..Draft::default()
        }
    }
    #[test]
    fn what_is_said_counts_and_the_rest_is_taken_from_below() {
        let over = Draft { goal: Some(Goal::Advocacy), given: [parse::assume("cost.setup=7").unwrap()].into(), pins: vec!["b".into()], ..Draft::default() };
        let both = over.over(said());
        assert_eq!((both.goal, both.tiers, both.given["cost.setup"].value), (Some(Goal::Advocacy), said().tiers, 7.0));
        assert_eq!(both.pins, ["a", "b"], "in the order in which they were fixed");
        let lacking = Draft { goal: None, ..said() }.complete(Date::default()).unwrap_err();
        assert!(lacking.place == "--goal" && matches!(lacking.question, Some(Question::Goal { .. })), "{lacking}");
    }
    #[test]
    fn a_request_and_its_draft_say_the_same_and_both_survive_json() {
        let request = said().complete(Date::from_days(20_000)).unwrap();
        assert_eq!(Draft::of(request.clone()).complete(Date::default()).unwrap(), request);
        let text = serde_json::to_string(&request).unwrap();
        assert_eq!(serde_json::from_str::<PlanRequest>(&text).unwrap(), request);
    }
}
