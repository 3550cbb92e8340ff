//! The exported suite without a browser: its cases, played in the sandbox by the day as `redemption-tests.spec.ts` plays them. `tests/studio` plays them in
//! Chromium; here many programs pass in a second, and each planted fault is found.
use loyalty_engine::redemption::redemption_tests;
use loyalty_exports::copy::{english, in_words};
use loyalty_exports::redemption_suite::{Act, Case, cases};
use loyalty_model::brief::{Goal, TierType};
use loyalty_model::fact::Fact;
use loyalty_model::plan::FlowCase;
use loyalty_model::program::{EarnRules, Expiry, Metric, Mission, Program, Reward, Tier};
use loyalty_model::units::{Currency, Money};
use loyalty_sandbox::{Day, Fault, Shop, days_later, months_later};
use proptest::prelude::*;

const OPENED: [(i16, i8, i8); 4] = [(2026, 12, 1), (2027, 1, 31), (2028, 2, 29), (2027, 6, 15)];

fn program(expiry: Expiry, pending_days: u32, metric: Metric, thresholds: &[f64], price: Option<u64>, multipliers: bool) -> Program {
    let months = if metric == Metric::RecurringRevenue { 1 } else { 12 };
    let tier = |(i, threshold): (usize, &f64)| Tier {
        id: format!("t{i}"),
        name: format!("Tier {i}"),
        metric,
        threshold: *threshold,
        qualification_months: months,
        validity_months: 12,
        multiplier: if multipliers { 1.0 + 0.25 * i as f64 } else { 1.0 },
        benefits: vec![],
        reason: Fact::default(),
    };
    let reward = |points_price| Reward { name: "R".into(), points_price, value: Money::round_from(5.0), cost: Money::round_from(3.0), item: None };
    let mission = Mission { id: "m".into(), name: "M".into(), task: Fact::default(), orders_needed: 0, window_months: 3, starts: vec![0], points: 10 };
    Program {
        kind: TierType::Hybrid,
        goal: Goal::Retention,
        earn: EarnRules { points_per_unit: 2.0, pending_days, joining_points: 0, reason: Fact::default() },
        point_value: 0.01,
        tiers: std::iter::once(&0.0).chain(thresholds).enumerate().map(tier).collect(),
        rewards: price.into_iter().flat_map(|p| [reward(p), reward(3 * p)]).collect(),
        expiry,
        benefits: vec![],
        missions: vec![mission],
        surprise: None,
        referral: None,
        triggers: vec![],
    }
}
/// The suite of a program: its flows in words, as deliverables have them.
fn suite(program: &Program) -> (Vec<FlowCase>, Vec<Case>) {
    let flows: Vec<FlowCase> = redemption_tests::cases(program);
    let found = cases(program, &in_words(&flows, english(), &Currency("EUR".into())));
    (flows.into_iter().filter(|c| c.agrees).collect(), found)
}
/// A case in play, as the class `Play` of the suite.
struct Play {
    shop: Shop,
    start: Day,
    bought: Day,
    reached: Day,
    counted: f64,
    stands: (u64, u64, u64),
    tier: Option<String>,
}
impl Play {
    fn stand(&self) -> ((u64, u64, u64), String) {
        let a = self.shop.account(0).unwrap();
        ((a.available(), a.pending(), a.owed), self.shop.rules().tiers[a.tier].name.clone())
    }
    fn check(&self, what: &str) -> Result<(), String> {
        let (points, tier) = self.stand();
        match &self.tier {
            Some(asked) if *asked != tier => Err(format!("{what}: {tier}, not {asked}")),
            None if self.stands != points => Err(format!("{what}: {points:?}, not {:?}", self.stands)),
            _ => Ok(()),
        }
    }
    fn until(&mut self, day: Day) -> Result<(), String> {
        if day > self.shop.today() {
            self.shop.pass_to(day.yesterday().unwrap()).unwrap();
            self.check("the day before")?;
            self.shop.pass(1).unwrap();
        }
        Ok(())
    }
    fn qualify(&mut self, program: &Program, share: f64) {
        let (metric, threshold) = (program.tiers[1].metric, program.tiers[1].threshold);
        let whole = matches!(metric, Metric::Orders | Metric::MissionsCompleted);
        let target = if whole { (share * threshold + 1e-6).floor() } else { (share * threshold * 100.0 + 1e-6).floor() / 100.0 };
        let by = target - std::mem::replace(&mut self.counted, target);
        match metric {
            Metric::RecurringRevenue => self.shop.subscribe(0, target).unwrap(),
            Metric::NetSpend => self.shop.buy(0, by, 4.9).map(|_| ()).unwrap(),
            Metric::Orders => (0..by as u32).for_each(|_| self.shop.buy(0, 1.0, 4.9).map(|_| ()).unwrap()),
            Metric::MissionsCompleted => (0..by as u32).for_each(|_| self.shop.gift(0, 0).unwrap()),
        }
    }
    fn act(&mut self, program: &Program, act: Act, name: &str) -> Result<(), String> {
        match act {
            Act::Buy { points } => {
                self.bought = self.shop.today();
                let rules = self.shop.rules();
                let tier = self.shop.account(0).unwrap().tier;
                let goods = (points as f64 / (rules.rate * rules.tiers[tier].multiplier) * 10_000.0 - 1e-6).ceil() / 10_000.0;
                self.shop.buy(0, goods, 4.9).map(|_| ()).map_err(|e| format!("{e:?}"))?;
            }
            Act::WaitForPoints => self.until(days_later(self.bought, program.earn.pending_days))?,
            Act::Wait { month } => self.until(months_later(self.start, month))?,
            Act::Redeem { points, given, .. } => {
                if self.shop.redeem(0, points, name).is_ok() != given {
                    return Err(format!("a request for {points} is not answered with {given}"));
                }
            }
            Act::Return => {
                let last = self.shop.account(0).unwrap().purchases.iter().rposition(|p| !p.returned).unwrap();
                self.shop.take_return(0, last).unwrap();
            }
            Act::StayBelow => self.qualify(program, 0.99),
            Act::Reach { month } => {
                self.until(months_later(self.start, month))?;
                self.reached = self.shop.today();
                self.qualify(program, 1.0);
            }
            Act::NewPeriod { month } => {
                self.until(months_later(self.start, month))?;
                if program.tiers[1].metric == Metric::RecurringRevenue {
                    self.shop.subscribe(0, 0.0).unwrap();
                }
            }
            Act::Review { after } => self.until(months_later(self.reached, after))?,
        }
        Ok(())
    }
}
fn play(program: &Program, case: &Case, opened: Day, fault: Option<Fault>) -> Result<(), String> {
    let mut shop = Shop::open(program, opened, fault);
    shop.sign_up("Ada", false, None).unwrap();
    let mut play = Play { shop, start: opened, bought: opened, reached: opened, counted: 0.0, stands: (0, 0, 0), tier: None };
    for (i, step) in case.steps.iter().enumerate() {
        let told = |e: String| format!("{} {}. {}: {e}", case.id, i + 1, step.action);
        play.act(program, step.act, &i.to_string()).map_err(told)?;
        (play.stands, play.tier) = ((step.available, step.pending, step.owed), step.tier.clone());
        play.check(&step.outcome).map_err(told)?;
    }
    Ok(())
}
/// The id of the fact that a step states, from the act that was read from its balances.
fn stated(act: Act, before: Option<Act>) -> &'static [&'static str] {
    match act {
        Act::Buy { .. } => &["flow-buy"],
        Act::WaitForPoints => &["flow-wait-for-points"],
        Act::Wait { .. } if matches!(before, Some(Act::Buy { .. })) => &["flow-wait-for-points"],
        Act::Wait { .. } => &["flow-wait", "flow-idle"],
        Act::Redeem { .. } => &["flow-redeem"],
        Act::Return => &["flow-return"],
        Act::StayBelow => &["flow-tier-below"],
        Act::Reach { .. } => &["flow-tier-reached"],
        Act::NewPeriod { .. } => &["flow-tier-new-period"],
        Act::Review { .. } => &["flow-tier-kept", "flow-tier-lost"],
    }
}
fn programs() -> impl Strategy<Value = Program> {
    let expiry =
        prop_oneof![Just(Expiry::None), (1_u32..40).prop_map(|months| Expiry::Age { months }), (1_u32..40).prop_map(|months| Expiry::Inactivity { months })];
    let metric = prop_oneof![Just(Metric::NetSpend), Just(Metric::Orders), Just(Metric::MissionsCompleted), Just(Metric::RecurringRevenue)];
    let wait = prop_oneof![Just(0), Just(1), Just(14), Just(30), Just(45), Just(90), 0_u32..100];
    (expiry, wait, metric, prop::bool::ANY, prop::option::of(2_u64..5_000), prop::bool::ANY).prop_map(|(expiry, wait, metric, tiers, price, multipliers)| {
        let thresholds: &[f64] = if tiers { &[4.0, 11.0] } else { &[] };
        program(expiry, wait, metric, thresholds, price, multipliers)
    })
}
proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn the_cases_of_any_program_pass_in_a_shop_that_keeps_its_rules(program in programs(), opened in 0_usize..OPENED.len()) {
        let (year, month, day) = OPENED[opened];
        let (flows, suite) = suite(&program);
        prop_assert_eq!(flows.len(), suite.len());
        for (flow, case) in flows.iter().zip(&suite) {
            for (i, (said, step)) in flow.steps.iter().zip(&case.steps).enumerate() {
                let before = i.checked_sub(1).map(|b| case.steps[b].act);
                prop_assert!(stated(step.act, before).contains(&said.action.id().unwrap()), "{}: {:?} was read as {:?}", case.id, said, step.act);
            }
            prop_assert_eq!(play(&program, case, Day::new(year, month, day).unwrap(), None), Ok(()));
        }
    }
}
#[test]
fn every_planted_fault_fails_a_case_wherever_its_rule_is() {
    let opened = Day::new(2027, 3, 1).unwrap();
    for expiry in [Expiry::None, Expiry::Age { months: 12 }, Expiry::Inactivity { months: 24 }] {
        for (wait, tiers) in [(0, true), (30, true), (14, false)] {
            let thresholds: &[f64] = if tiers { &[400.0] } else { &[] };
            let program = program(expiry, wait, Metric::NetSpend, thresholds, Some(500), false);
            let (_, suite) = suite(&program);
            for fault in Fault::ALL {
                let rule = match fault {
                    Fault::ExpiryDayLate => expiry != Expiry::None,
                    Fault::TierHeldTooLong => tiers,
                    Fault::PendingDayEarly => wait > 0,
                    _ => true,
                };
                let found: Vec<&str> = suite.iter().filter(|c| play(&program, c, opened, Some(fault)).is_err()).map(|c| c.id.as_str()).collect();
                assert_eq!(!found.is_empty(), rule, "{} in {expiry:?}, {wait} days, tiers {tiers}: {found:?}", fault.name());
            }
        }
    }
}
