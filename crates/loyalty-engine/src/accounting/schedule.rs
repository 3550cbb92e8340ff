//! The schedule of the accounts: points of a month are an issue cohort, oldest leave first, allocation is never done again.
//! Standards and formulas: `accounting`.
use crate::accounting::allocate;
use crate::simulation::outcome::{Appraisal, Outcome};
use crate::simulation::tally::MonthFlow;
use loyalty_model::plan::{Accounting, AccountingPeriod, JournalEntry, PointsMonth};
use std::collections::VecDeque;

/// On which redemption the schedule rests.
#[derive(Debug, Clone, PartialEq)]
pub struct RedemptionBasis {
    /// Share of points expected to be redeemed.
    pub expected: f64,
    /// Why.
    pub why: String,
}
impl RedemptionBasis {
    /// Without a history that tells more, every point is taken to be redeemed.
    pub fn full() -> Self {
        RedemptionBasis { expected: 1.0, why: "no redemption history tells the ultimate redemption, so every point is taken to be redeemed".into() }
    }
}
const MONTHS: usize = 3;

/// Means over draws of one month.
#[derive(Debug, Clone, Copy, Default)]
struct Flow {
    sales: f64,
    bought: f64,
    granted: f64,
    redeemed: f64,
    lapsed: f64,
}
fn flows(a: &Appraisal) -> Vec<Flow> {
    let of = |m: usize, f: &dyn Fn(&MonthFlow) -> f64| a.mean(|o| f(&o.tally.months[m]));
    let flow = |m: usize| Flow {
        sales: of(m, &|f| f.net_earning),
        bought: of(m, &|f| f.points_earned),
        granted: of(m, &|f| f.points_issued() - f.points_earned),
        redeemed: of(m, &|f| f.points_redeemed),
        lapsed: of(m, &|f| f.points_expired + f.points_forfeited),
    };
    (0..a.horizon as usize).map(flow).collect()
}
/// The points account of the simulated program.
pub(crate) fn points_account(a: &Appraisal) -> Vec<PointsMonth> {
    let mut balance = a.mean(|o: &Outcome| o.tally.opening);
    let month = |(m, f): (usize, Flow)| {
        let opening = balance;
        balance += f.bought + f.granted - f.redeemed - f.lapsed;
        PointsMonth {
            month: m as u32 + 1,
            opening,
            earned: f.bought + f.granted,
            reversed: 0.0,
            redeemed: f.redeemed,
            reimbursed: 0.0,
            expired: f.lapsed,
            closing: balance,
        }
    };
    flows(a).into_iter().enumerate().map(month).collect()
}
/// A cohort of points issued in one month, or brought in.
struct Lot {
    /// Points left, and as issued.
    left: f64,
    issued: f64,
    /// Deferred for its purchase points.
    allocated: f64,
    /// Share of its points that were earned by a purchase, and that were granted besides.
    bought_share: f64,
    granted_share: f64,
}
/// Schedule and journal. Points brought in belong to the present program's accounts: they leave first and touch neither.
pub fn accounting(a: &Appraisal, point_value: f64, basis: &RedemptionBasis) -> Accounting {
    let price = point_value * basis.expected;
    let cost = a.mean(|o| o.cost_per_point_redeemed);
    let granted_cost = cost * basis.expected;
    let opening = a.mean(|o| o.tally.opening);
    let mut lots = VecDeque::from([Lot { left: opening, issued: opening.max(1e-9), allocated: 0.0, bought_share: 0.0, granted_share: 0.0 }]);
    let mut periods: Vec<AccountingPeriod> = vec![];
    let (mut liability, mut obligation) = (0.0, 0.0);
    let mut granted_redeemed = vec![];
    let mut granted_lapsed = vec![];
    for (m, f) in flows(a).into_iter().enumerate() {
        if m % MONTHS == 0 {
            periods.push(AccountingPeriod { quarter: (m / MONTHS) as u32 + 1, opening: liability, ..AccountingPeriod::default() });
            granted_redeemed.push(0.0);
            granted_lapsed.push(0.0);
        }
        let (Some(p), Some(paid), Some(dropped)) = (periods.last_mut(), granted_redeemed.last_mut(), granted_lapsed.last_mut()) else { break };
        let allocation = allocate(f.sales, f.bought * price);
        let deferred = if f.sales > 0.0 { allocation.points } else { 0.0 };
        let issued = f.bought + f.granted;
        if issued > 0.0 {
            lots.push_back(Lot { left: issued, issued, allocated: deferred, bought_share: f.bought / issued, granted_share: f.granted / issued });
        }
        p.sales += f.sales;
        p.deferred += deferred;
        p.revenue_goods += f.sales - deferred;
        p.marketing += f.granted * granted_cost;
        liability += deferred;
        obligation += f.granted * granted_cost;
        // Revenue on a cohort: allocated × points gone ÷ points expected to go, never more than was allocated.
        take(&mut lots, f.redeemed, &mut |lot, points| {
            let revenue = recognised(lot, points, basis.expected);
            p.revenue_redeemed += revenue;
            p.reward_cost += points * lot.bought_share * cost;
            liability -= revenue;
            let settled = (points * lot.granted_share * cost).min(obligation.max(0.0));
            *paid += settled;
            obligation -= settled;
        });
        take(&mut lots, f.lapsed, &mut |lot, points| {
            let revenue = if basis.expected < 1.0 { 0.0 } else { recognised(lot, points, 1.0) };
            p.revenue_lapsed += revenue;
            liability -= revenue;
            let freed = (points * lot.granted_share * granted_cost).min(obligation.max(0.0));
            *dropped += freed;
            obligation -= freed;
        });
        p.closing = liability;
        p.marketing_obligation = obligation;
    }
    let journal = periods.iter().zip(granted_redeemed.iter().zip(&granted_lapsed)).flat_map(|(p, (paid, freed))| entries(p, *paid, *freed)).collect();
    Accounting {
        basis: format!(
            "IFRS 15.B39-B43, ASC 606-10-55-41 to 55-48: the price is divided once by relative stand-alone selling prices; revenue on points follows redemption, and lapse; {}. \
             Points not earned by a purchase are marketing expense. The expected cost of points in the business case is management information and is not booked on top.",
            basis.why
        ),
        expected_redemption: basis.expected,
        stand_alone_price: price,
        periods,
        journal,
    }
}
/// Revenue of this many points of a cohort leaving, and takes it from what is still deferred.
fn recognised(lot: &mut Lot, points: f64, expected: f64) -> f64 {
    let whole = lot.allocated;
    let gone_before = (lot.issued - lot.left - points).max(0.0);
    let share = |gone: f64| (gone / (lot.issued * expected).max(1e-9)).min(1.0);
    whole * (share(gone_before + points) - share(gone_before))
}
/// Takes points from the oldest cohorts; what no cohort holds is a rounding of means.
fn take(lots: &mut VecDeque<Lot>, mut points: f64, of: &mut dyn FnMut(&mut Lot, f64)) {
    while points > 1e-9 {
        let Some(lot) = lots.front_mut() else { return };
        let part = points.min(lot.left);
        lot.left -= part;
        points -= part;
        of(lot, part);
        if lot.left <= 1e-9 {
            lots.pop_front();
        }
    }
}
fn entries(p: &AccountingPeriod, paid: f64, freed: f64) -> Vec<JournalEntry> {
    let line = |event: &str, debit: &str, credit: &str, amount: f64| JournalEntry {
        quarter: p.quarter,
        event: event.into(),
        debit: debit.into(),
        credit: credit.into(),
        amount,
    };
    let all = [
        line("Sales that earn points: goods", "Receivables or cash", "Revenue from goods", p.revenue_goods),
        line("Sales that earn points: promise of rewards", "Receivables or cash", "Contract liability: points", p.deferred),
        line("Points redeemed", "Contract liability: points", "Revenue from points", p.revenue_redeemed),
        line("Points lapsed", "Contract liability: points", "Revenue from points", p.revenue_lapsed),
        line("Rewards handed out against purchase points", "Cost of sales: rewards", "Inventory or cash", p.reward_cost),
        line("Points given without a purchase", "Marketing expense", "Obligation for granted points", p.marketing),
        line("Granted points redeemed", "Obligation for granted points", "Inventory or cash", paid),
        line("Granted points lapsed", "Obligation for granted points", "Marketing expense", freed),
    ];
    all.into_iter().filter(|e| e.amount > 0.005).collect()
}
