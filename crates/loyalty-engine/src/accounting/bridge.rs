//! From the business case to the accounts: one balance, step by step.
use crate::accounting::lot::Lot;
use crate::simulation::outcome::Appraisal;
use loyalty_model::fact::Fact;
use loyalty_model::plan::{BridgeStep, OpeningLiability, PointsMonth};

/// Where the schedule ends.
pub(crate) struct Ends<'a> {
    /// Brought in, then by month of issue.
    pub(crate) lots: &'a [Lot],
    /// Value of a redeemed point of this program.
    pub(crate) value: f64,
    pub(crate) opening: Option<&'a OpeningLiability>,
    pub(crate) account: &'a [PointsMonth],
}
/// The steps. Each is the difference of two balances, so that they add up to the contract liability; steps without an amount are left out.
pub(crate) fn steps(a: &Appraisal, ends: &Ends) -> Vec<BridgeStep> {
    let (Some(last), Some((brought_in, new))) = (ends.account.last(), ends.lots.split_first()) else { return vec![] };
    let cost = a.mean(|o| o.cost_per_point_redeemed);
    let business_case = a.mean(|o| o.outstanding_cost);
    let held = a.mean(|o| o.tally.months.last().map_or(0.0, |f| f.points_pending + f.points_outstanding));
    let remaining: f64 = ends.lots.iter().map(Lot::remaining).sum();
    let simulated = if last.closing > 0.0 { remaining * held / last.closing } else { held };
    let old_value = ends.opening.map_or(ends.value, |o| o.value);
    let at_value = |bought: bool| {
        let part = |l: &Lot| l.remaining() * if bought { l.bought() } else { 1.0 };
        part(brought_in) * old_value + new.iter().map(part).sum::<f64>() * ends.value
    };
    let contract: f64 = ends.lots.iter().map(Lot::deferred).sum();
    // A booked balance runs off as the computed one would: their difference does so too.
    let booked = ends.opening.map_or(0.0, |o| if o.amount > 0.0 { brought_in.deferred() * (1.0 - o.computed / o.amount) } else { 0.0 });
    let balances = [
        (Fact::new("bridge-redemption"), simulated * cost),
        (Fact::new("bridge-ledger"), remaining * cost),
        (Fact::new("bridge-value"), at_value(false)),
        (Fact::new("bridge-granted"), at_value(true)),
        (Fact::new("bridge-allocation"), contract - booked),
        (Fact::new("bridge-booked"), contract),
    ];
    let mut before = business_case;
    let mut all = vec![BridgeStep { step: Fact::new("bridge-business-case"), amount: business_case, balance: business_case }];
    for (step, balance) in balances {
        let amount = balance - before;
        if amount.abs() > 1e-9 * before.abs().max(1e-3) {
            all.push(BridgeStep { step, amount, balance });
        }
        before = balance;
    }
    all.push(BridgeStep { step: Fact::new("bridge-contract-liability"), amount: contract, balance: contract });
    all
}
