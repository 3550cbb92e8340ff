//! The demonstration company with a brief, for tests and for the bars.
use loyalty_engine::progress::RunEffort;
use loyalty_engine::run::Job;
use loyalty_model::brief::{Brief, Budget, Given, Goal, Period, TierAsk, TierType};
use loyalty_model::extract::{Extract, Origin};
use loyalty_model::units::{Currency, Money};
use loyalty_sources::demo::{self, World};
use loyalty_sources::extract::{ExtractRequest, measure};
use std::collections::BTreeMap;

/// The extract of the company as it is made with this seed.
pub fn extract(seed: u64) -> Extract {
    measure(&demo::tables(World::Default, seed), &ExtractRequest::new(Origin::Demonstration, Currency("USD".into()))).unwrap()
}
/// The seed of the built-in company.
pub fn seed() -> u64 {
    demo::brief_defaults(World::Default).seed
}
pub fn given(value: f64) -> Given {
    Given { value, sd: None, by: "a person".into(), note: "for the test".into(), measured_on: None }
}
pub fn job(depth: RunEffort) -> Job {
    let told = demo::brief_defaults(World::Default);
    let brief = Brief {
        company: told.company_name.into(),
        goal: Goal::Retention,
        tiers: TierAsk { kind: TierType::Tiered, count: 3 },
        budget: Budget { amount: Money::round_from(50_000.0), period: Period::Quarter },
        currency: Currency("USD".into()),
        personas: vec![],
        persona_rules: vec![],
        constraints: vec![],
        horizon_months: 24,
        launch: None,
        asked_on: "2026-07-01".parse().unwrap(),
        given: BTreeMap::from([("company.gross_margin".to_string(), given(told.gross_margin))]),
        owners: BTreeMap::new(),
        facts: BTreeMap::new(),
        own_rules: vec![],
        amount_basis: BTreeMap::new(),
        pins: vec![],
    };
    Job { brief, seed: 1, version: "test".into(), pattern: None, depth, sketch: false }
}
