//! Two ledgers that know nothing of each other give the same balances: that of the simulation, a month at a time, and that of the sandbox, by the day.
//!
//! Acts are on the first of a month, where both calendars meet: a wait of w months is there a wait of as many days as w months have at least. The
//! simulation looks at tiers every month, the sandbox when somebody buys and at a review. Purchases are returned the newest first, and only while their points have not expired: the ledger of the
//! simulation does not know which points a purchase brought.
#[cfg(test)]
mod tests {
    use crate::redemption::redemption_tests::{Account, Act};
    use crate::simulation::rules::{Held, QualifyingCounts, TierRule, requalify, tier_rules, waiting_months};
    use loyalty_model::brief::{Goal, TierType};
    use loyalty_model::fact::Fact;
    use loyalty_model::program::{EarnRules, Expiry, Metric, Program, Tier};
    use loyalty_sandbox::{Day, Fault, Shop, Source, months_later};
    use proptest::prelude::*;
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    /// Days that are so many months at the first of any month.
    const WAITS: [(u32, u32); 4] = [(0, 0), (28, 1), (59, 2), (89, 3)];
    const MONTHS_MOST: u32 = 110;

    #[derive(Debug, Clone, Copy)]
    enum Step {
        Buy(u64),
        Wait(u32),
        Redeem(u64),
        Return,
    }
    #[derive(Debug, Clone)]
    struct Case {
        program: Program,
        steps: Vec<Step>,
    }
    fn program(wait: u32, expiry: Expiry, orders: bool, months: (u32, u32), multipliers: [f64; 3]) -> Program {
        let thresholds = if orders { [0.0, 2.0, 5.0] } else { [0.0, 300.0, 900.0] };
        let tier = |i: usize| Tier {
            id: format!("t{i}"),
            name: format!("T{i}"),
            metric: if orders { Metric::Orders } else { Metric::NetSpend },
            threshold: thresholds[i],
            qualification_months: months.0,
            validity_months: months.1,
            multiplier: multipliers[i],
            benefits: vec![],
            reason: Fact::default(),
        };
        Program {
            kind: TierType::Tiered,
            goal: Goal::Retention,
            earn: EarnRules { points_per_unit: 1.0, pending_days: wait, joining_points: 0, reason: Fact::default() },
            point_value: 0.01,
            tiers: (0..3).map(tier).collect(),
            rewards: vec![],
            expiry,
            benefits: vec![],
            missions: vec![],
            surprise: None,
            referral: None,
            triggers: vec![],
        }
    }
    /// What the simulation says of tiers, with counts by period.
    struct Status {
        tiers: Vec<TierRule>,
        period: u32,
        counts: Vec<QualifyingCounts>,
        held: Held,
        /// Period in which a tier was last asked for.
        asked: u32,
    }
    impl Status {
        fn count(&mut self, month: u32, spend: f64, orders: f64) {
            let of = &mut self.counts[(month / self.period) as usize];
            of.net_sales += spend;
            of.orders += orders;
        }
        fn requalify(&mut self, month: u32) {
            let at = (month / self.period) as usize;
            if std::mem::replace(&mut self.asked, month / self.period) != month / self.period {
                self.held.reached = 0;
            }
            let before = at.checked_sub(1).map_or_else(QualifyingCounts::default, |b| self.counts[b]);
            self.held = requalify(&self.tiers, self.held, &self.counts[at], &before, month);
        }
    }
    /// Plays a case in both; where they differ, at which step and how.
    fn play(case: &Case, fault: Option<Fault>) -> Result<(), String> {
        let opened = Day::new(2027, 1, 1).unwrap();
        let p = &case.program;
        let mut shop = Shop::open(p, opened, fault);
        let member = shop.sign_up("Ada", true, None).unwrap();
        let mut account = Account::new(p);
        assert!(WAITS.contains(&(p.earn.pending_days, waiting_months(p))), "the calendars meet");
        let mut status = Status {
            tiers: tier_rules(p),
            period: p.tiers[0].qualification_months,
            counts: vec![QualifyingCounts::default(); 130],
            held: Held::default(),
            asked: 0,
        };
        let mut bought: Vec<(usize, u32, u64, u64)> = vec![];
        for (i, step) in case.steps.iter().enumerate() {
            match *step {
                Step::Buy(goods) => {
                    let points = (goods as f64 * status.tiers[status.held.tier].earn) as u64;
                    account.apply(Act::Buy(points));
                    status.count(account.month, goods as f64, 1.0);
                    status.requalify(account.month);
                    let purchase = shop.buy(member, goods as f64, 4.9).unwrap();
                    bought.push((purchase, account.month, goods, points));
                }
                Step::Wait(months) => {
                    for _ in 0..months {
                        account.apply(Act::Wait(1));
                        status.requalify(account.month);
                    }
                    shop.pass_to(months_later(opened, account.month)).unwrap();
                }
                Step::Redeem(points) => {
                    account.apply(Act::Redeem(points));
                    let _ = shop.redeem(member, points, &i.to_string());
                }
                Step::Return => {
                    let expired = |purchase: usize| shop.account(member).unwrap().lots.iter().any(|l| l.source == Source::Purchase(purchase) && l.expired > 0);
                    let Some(at) = bought.iter().rposition(|b| !expired(b.0)) else { continue };
                    let (purchase, month, goods, points) = bought.remove(at);
                    account.apply(Act::Return(points));
                    status.count(month, -(goods as f64), -1.0);
                    shop.take_return(member, purchase).unwrap();
                }
            }
            let own = shop.account(member).unwrap();
            let simulated = (account.ledger.spendable, account.ledger.pending, account.owed, status.held.tier);
            let found = (own.available(), own.pending(), own.owed, own.tier);
            if simulated != found {
                return Err(format!("step {i} {step:?} in month {}: the simulation has {simulated:?}, the sandbox {found:?}", account.month));
            }
            if account.month > MONTHS_MOST {
                break;
            }
        }
        Ok(())
    }
    fn cases() -> impl Strategy<Value = Case> {
        let step = prop_oneof![
            4 => (1_u64..700).prop_map(Step::Buy),
            4 => (1_u32..8).prop_map(Step::Wait),
            3 => (1_u64..500).prop_map(Step::Redeem),
            2 => Just(Step::Return),
        ];
        let expiry = prop_oneof![
            Just(Expiry::None),
            (1_u32..20).prop_map(|months| Expiry::Age { months }),
            (1_u32..20).prop_map(|months| Expiry::Inactivity { months }),
        ];
        let months = prop_oneof![Just((12, 12)), Just((6, 12)), Just((12, 6)), Just((3, 4))];
        let multipliers = prop_oneof![Just([1.0, 1.0, 1.0]), Just([1.0, 1.25, 1.5]), Just([1.0, 2.0, 3.0])];
        (0_usize..WAITS.len(), expiry, any::<bool>(), months, multipliers, prop::collection::vec(step, 1..50))
            .prop_map(|(wait, expiry, orders, months, multipliers, steps)| Case { program: program(WAITS[wait].0, expiry, orders, months, multipliers), steps })
    }
    /// Reached in month 1 and never again: lost in month 25, not when the last look of the period is two years old. A monthly fee last paid in month 19: month 31.
    #[test]
    fn a_tier_lasts_from_the_month_in_which_it_is_reached() {
        let opened = Day::new(2027, 1, 1).unwrap();
        for (metric, period, paid, lost) in [(Metric::NetSpend, 12, 1..2, 25), (Metric::RecurringRevenue, 1, 0..20, 31)] {
            let mut p = program(0, Expiry::None, false, (period, 12), [1.0; 3]);
            p.tiers.iter_mut().for_each(|t| t.metric = metric);
            let mut shop = Shop::open(&p, opened, None);
            let member = shop.sign_up("Ada", true, None).unwrap();
            let mut status = Status { tiers: tier_rules(&p), period, counts: vec![QualifyingCounts::default(); 60], held: Held::default(), asked: 0 };
            for month in 0..40 {
                shop.pass_to(months_later(opened, month)).unwrap();
                let (is_paid, was_paid) = (paid.contains(&month), month > 0 && paid.contains(&(month - 1)));
                match metric {
                    Metric::NetSpend if is_paid => shop.buy(member, 300.0, 0.0).map(|_| ()).unwrap(),
                    Metric::RecurringRevenue if is_paid != was_paid => shop.subscribe(member, if is_paid { 300.0 } else { 0.0 }).unwrap(),
                    _ => (),
                }
                if is_paid {
                    status.count(month, 300.0, 0.0);
                    status.counts[(month / period) as usize].recurring_revenue = 300.0;
                }
                status.requalify(month);
                let held = usize::from(month >= paid.start && month < lost);
                assert_eq!((status.held.tier, shop.account(member).unwrap().tier), (held, held), "{metric:?} in month {month}");
            }
        }
    }
    proptest! {
        #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn the_sandbox_and_the_simulation_keep_the_same_accounts(case in cases()) {
            prop_assert!(play(&case, None).is_ok(), "{}", play(&case, None).unwrap_err());
        }
    }
    /// A fault that shows on the first of a month is found. Points that can be spent a day early are not: it takes the day before.
    #[test]
    fn a_planted_fault_is_found() {
        let mut runner = TestRunner::deterministic();
        let all: Vec<Case> = (0..400).map(|_| cases().new_tree(&mut runner).unwrap().current()).collect();
        for fault in Fault::ALL {
            let found = all.iter().filter(|c| play(c, Some(fault)).is_err()).count();
            assert_eq!(found > 0, fault != Fault::PendingDayEarly, "{}: {found} of {}", fault.name(), all.len());
        }
    }
}
