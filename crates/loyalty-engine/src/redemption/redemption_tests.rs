//! Redemption flows: what a member's balance must be after each step, for the people who will test the real system. What is expected is
//! worked out from the rules of the program; every case is then run through the ledger of the simulation, and both must agree.
use crate::simulation::expiry::expiry_months;
use crate::simulation::points_ledger::PointsLedger;
use crate::simulation::rules::{Held, QualifyingCounts, requalify, tier_rules, waiting_months};
use loyalty_model::fact::{Fact, FactId};
use loyalty_model::plan::{FlowCase, FlowStep};
use loyalty_model::program::Program;

/// What a step does to the account.
#[derive(Debug, Clone, Copy)]
pub(super) enum Act {
    Buy(u64),
    Wait(u32),
    Redeem(u64),
    Return(u64),
}
/// One case on the ledger, a month at a time.
pub(super) struct Account {
    pub(super) ledger: PointsLedger,
    pub(super) month: u32,
    wait: u32,
    expiry: (u32, u32),
    /// Points returned after they were spent: the next points pay it first.
    pub(super) owed: u64,
}
impl Account {
    pub(super) fn new(program: &Program) -> Self {
        let mut account = Account { ledger: PointsLedger::new(), month: 0, wait: waiting_months(program), expiry: expiry_months(program), owed: 0 };
        account.ledger.ripen(0, account.wait);
        account
    }
    /// Points moved: issued, expired, redeemed, revoked.
    pub(super) fn apply(&mut self, act: Act) -> u64 {
        match act {
            Act::Buy(points) => {
                let paid = points.min(self.owed);
                self.owed -= paid;
                self.ledger.issue(self.month, points - paid);
                points
            }
            Act::Wait(months) => (0..months)
                .map(|_| {
                    self.month += 1;
                    let expired = self.ledger.expire(self.month, self.expiry.0, self.expiry.1);
                    self.ledger.ripen(self.month, self.wait);
                    expired
                })
                .sum(),
            Act::Redeem(points) if points <= self.ledger.spendable => {
                self.ledger.redeem(self.month, points);
                points
            }
            Act::Redeem(_) => 0,
            Act::Return(points) => {
                self.owed += self.ledger.reverse(self.month, points);
                points
            }
        }
    }
}
/// A step as it is written down: what is done, what must stand after it.
struct Said {
    action: Fact,
    act: Act,
    spendable: u64,
    pending: u64,
    owed: u64,
    outcome: FactId,
}
fn said(action: Fact, act: Act, (spendable, pending): (u64, u64), outcome: FactId) -> Said {
    Said { action, act, spendable, pending, owed: 0, outcome }
}
fn case(program: &Program, id: &str, title: FactId, steps: Vec<Said>) -> FlowCase {
    let mut account = Account::new(program);
    let mut agrees = true;
    let steps: Vec<FlowStep> = steps
        .into_iter()
        .map(|s| {
            account.apply(s.act);
            agrees &= (account.ledger.spendable, account.ledger.pending, account.owed) == (s.spendable, s.pending, s.owed);
            FlowStep { action: s.action, month: account.month, spendable: s.spendable, pending: s.pending, owed: s.owed, tier: None, outcome: s.outcome.into() }
        })
        .collect();
    FlowCase { id: id.into(), title: title.into(), steps, agrees }
}
/// Every case that applies to the program.
pub fn cases(program: &Program) -> Vec<FlowCase> {
    let wait = waiting_months(program);
    let (age, idle) = expiry_months(program);
    let price = program.rewards.iter().map(|r| r.points_price.max(1)).min().unwrap_or(100);
    let lots = |balance: u64| if wait == 0 { (balance, 0) } else { (0, balance) };
    let ripe = |points: u64| said(Fact::new("flow-wait-for-points").months("wait", wait), Act::Wait(wait), (points, 0), FactId("flow-points-spendable"));
    let bought = if wait == 0 { FactId("flow-points-spendable") } else { FactId("flow-points-pending") };
    let buy = |points: u64, after: (u64, u64)| said(Fact::new("flow-buy").count("points", points), Act::Buy(points), after, bought);
    let redeem = |points: u64| Fact::new("flow-redeem").count("points", points);
    let take = |points: u64, after: (u64, u64)| said(redeem(points), Act::Redeem(points), after, FactId("flow-reward-given"));
    let no = |points: u64, after: (u64, u64)| said(redeem(points), Act::Redeem(points), after, FactId("flow-refused"));
    let give_back = |outcome: FactId| said(Fact::new("flow-return"), Act::Return(price), (0, 0), outcome);
    let idle_for = |months: u32, outcome: FactId, held: u64| said(Fact::new("flow-idle").months("months", months), Act::Wait(months), (held, 0), outcome);
    let wait_for = |months: u32, outcome: FactId, held: u64| said(Fact::new("flow-wait").months("months", months), Act::Wait(months), (held, 0), outcome);
    let owing = |mut s: Said, owed: u64| {
        s.owed = owed;
        s
    };
    let mut all = vec![
        case(program, "earn", FactId("flow-earn"), vec![buy(price, lots(price)), ripe(price)]),
        case(program, "full-redemption", FactId("flow-full-redemption"), vec![buy(price, lots(price)), ripe(price), take(price, (0, 0))]),
        case(
            program,
            "partial-redemption",
            FactId("flow-partial-redemption"),
            vec![buy(2 * price + 7, lots(2 * price + 7)), ripe(2 * price + 7), take(price, (price + 7, 0)), take(price, (7, 0))],
        ),
        case(
            program,
            "insufficient-balance",
            FactId("flow-insufficient-balance"),
            vec![buy(price - 1, lots(price - 1)), ripe(price - 1), no(price, (price - 1, 0))],
        ),
        case(program, "two-at-once", FactId("flow-two-at-once"), vec![buy(price, lots(price)), ripe(price), take(price, (0, 0)), no(price, (0, 0))]),
        case(program, "return-before-redemption", FactId("flow-return-before"), vec![buy(price, lots(price)), give_back(FactId("flow-points-revoked"))]),
        case(
            program,
            "return-after-redemption",
            FactId("flow-return-after"),
            vec![
                buy(price, lots(price)),
                ripe(price),
                take(price, (0, 0)),
                owing(give_back(FactId("flow-points-owed")), price),
                buy(price + 5, lots(5)),
                ripe(5),
            ],
        ),
    ];
    if wait > 0 {
        all.push(case(program, "pending", FactId("flow-pending"), vec![buy(price, (0, price)), no(price, (0, price)), ripe(price), take(price, (0, 0))]));
    }
    if age != u32::MAX && age > wait {
        let short = age - wait - 1;
        all.push(case(
            program,
            "expiry-by-age",
            FactId("flow-expiry-by-age"),
            vec![buy(price, lots(price)), ripe(price), wait_for(short, FactId("flow-points-kept"), price), wait_for(1, FactId("flow-points-expire"), 0)],
        ));
    }
    if idle != u32::MAX && idle > wait {
        let short = idle - wait - 1;
        all.push(case(
            program,
            "expiry-by-inactivity",
            FactId("flow-expiry-by-inactivity"),
            vec![buy(price, lots(price)), ripe(price), idle_for(short, FactId("flow-points-kept"), price), idle_for(1, FactId("flow-points-expire"), 0)],
        ));
    }
    if age == u32::MAX && idle == u32::MAX {
        let years = vec![buy(price, lots(price)), ripe(price), wait_for(60, FactId("flow-points-kept"), price)];
        all.push(case(program, "no-expiry", FactId("flow-no-expiry"), years));
    }
    all.extend(tier_review(program));
    all
}
/// Reaching, holding and losing the second tier: the months that follow from period and validity, and the rule that the simulation uses, asked at the end
/// of every month as the simulation asks it.
fn tier_review(program: &Program) -> Option<FlowCase> {
    let tiers = tier_rules(program);
    let second = program.tiers.get(1)?;
    let period = program.period_months();
    let validity = second.validity_months.max(1);
    // It is reached in month 1. The period after that, and the first review at which neither the running period nor the one before is that of month 1.
    let next = (1 / period + 1) * period;
    let lost = 1 + validity * (next + period - 1).div_ceil(validity);
    let kept = lost - validity;
    let mut steps = vec![(0, 0, FactId("flow-tier-below")), (1, 1, FactId("flow-tier-reached")), (next, 1, FactId("flow-tier-new-period"))];
    steps.extend((kept > next).then_some((kept, 1, FactId("flow-tier-kept"))));
    steps.push((lost, 0, FactId("flow-tier-lost")));
    let counted = |month: u32| match month {
        0 => 0.99 * second.threshold,
        m if m < next => second.threshold,
        _ => 0.0,
    };
    let of = |value: f64| QualifyingCounts::only(second.metric, value);
    let (mut held, mut by_month) = (Held::default(), vec![]);
    for month in 0..=lost {
        if month.is_multiple_of(period) {
            held.reached = 0;
        }
        let before = month.checked_sub(month % period + 1).map_or(0.0, counted);
        held = requalify(&tiers, held, &of(counted(month)), &of(before), month);
        by_month.push(held.tier);
    }
    let agrees = by_month.iter().enumerate().all(|(month, tier)| *tier == usize::from(month > 0 && (month as u32) < lost));
    let name = |i: usize| program.tiers.get(i).map_or_else(String::new, |t| t.name.clone());
    let step = |(month, tier, why): (u32, usize, FactId)| FlowStep {
        action: why.into(),
        month,
        spendable: 0,
        pending: 0,
        owed: 0,
        tier: Some(name(tier)),
        outcome: Fact::new("flow-tier-outcome").text("tier", name(tier)),
    };
    let steps = steps.into_iter().map(step).collect();
    Some(FlowCase { id: "tier-review".into(), title: Fact::new("flow-tier-review").text("tier", second.name.clone()), steps, agrees })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    proptest! {
        #[test]
        fn an_account_conserves_points(acts in prop::collection::vec((0_u8..4, 1_u64..500), 1..60), age in prop::option::of(2_u32..15), idle in prop::option::of(2_u32..15), wait in 0_u32..3) {
            let expiry = (age.unwrap_or(u32::MAX), if age.is_some() { u32::MAX } else { idle.unwrap_or(u32::MAX) });
            let mut a = Account { ledger: PointsLedger::new(), month: 0, wait, expiry, owed: 0 };
            a.ledger.ripen(0, wait);
            let (mut issued, mut out) = (0_u64, 0_u64);
            for (kind, n) in acts {
                match kind {
                    0 => issued += a.apply(Act::Buy(n)),
                    1 => out += a.apply(Act::Wait(1 + (n % 3) as u32)),
                    2 => out += a.apply(Act::Redeem(n)),
                    _ => out += a.apply(Act::Return(n.min(issued - issued.min(out)))),
                }
                if a.month > 100 { break; }
                prop_assert_eq!(issued + a.owed, out + a.ledger.balance(), "issued + owed = gone + held");
            }
        }
    }
}
