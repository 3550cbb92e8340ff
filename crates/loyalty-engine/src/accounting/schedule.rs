//! The schedule of the accounts: points of a month are an issue cohort, allocation is never done again.
//! Standards and formulas: `accounting`.
pub use crate::accounting::basis::{Basis, RedemptionBasis};
use crate::accounting::bridge::{self, Ends};
use crate::accounting::element::{PartnerSales, partners};
use crate::accounting::lot::Lot;
use crate::accounting::price::{self, Price, PriceFault};
use crate::accounting::treatment::{Split, split, treatments};
use crate::accounting::{allocate, breakage, memo};
use crate::simulation::outcome::{Appraisal, ratio};
use loyalty_model::assumption::Book;
use loyalty_model::drivers::IssueCohort;
use loyalty_model::fact::{Fact, FactId};
use loyalty_model::line::Provenance;
use loyalty_model::plan::{Accounting, AccountingPeriod, JournalEntry, JournalEvent, PointsMonth};

const MONTHS: usize = 3;
/// Months within which a liability is current.
const CURRENT: usize = 12;

/// Everything that moves while months pass.
struct Ledger {
    lots: Vec<Lot>,
    /// Obligation for granted points, at cost.
    obligation: f64,
    /// Revenue by month, each by lot: tells how soon a balance is recognised.
    released: Vec<Vec<f64>>,
}
/// Costs of a point.
#[derive(Debug, Clone, Copy)]
struct Costs {
    /// Redeemed.
    redeemed: f64,
    /// Granted: redeemed × expected redemption.
    granted: f64,
    /// Of a reward's cost: sales displaced.
    displaced: f64,
}
/// Granted points that were paid out, or lapsed, in a quarter.
#[derive(Debug, Clone, Copy, Default)]
struct Granted {
    paid: f64,
    freed: f64,
}
impl Ledger {
    fn redeem(&mut self, taken: &[f64], p: &mut AccountingPeriod, g: &mut Granted, cost: Costs) {
        for (i, points) in taken.iter().copied().enumerate().filter(|t| t.1 > 0.0) {
            let lot = &mut self.lots[i];
            let revenue = lot.leave(points, true);
            p.revenue_redeemed += revenue;
            p.reward_cost += points * lot.bought * cost.redeemed;
            p.reward_displaced += points * lot.bought * cost.redeemed * cost.displaced;
            self.note(i, revenue);
            let settled = (points * self.lots[i].granted * cost.redeemed).min(self.obligation.max(0.0));
            g.paid += settled;
            self.obligation -= settled;
        }
    }
    fn expire(&mut self, taken: &[f64], p: &mut AccountingPeriod, g: &mut Granted, cost: Costs) {
        for (i, points) in taken.iter().copied().enumerate().filter(|t| t.1 > 0.0) {
            let revenue = self.lots[i].leave(points, false);
            p.revenue_lapsed += revenue;
            self.note(i, revenue);
            let freed = (points * self.lots[i].granted * cost.granted).min(self.obligation.max(0.0));
            g.freed += freed;
            self.obligation -= freed;
        }
    }
    fn note(&mut self, lot: usize, revenue: f64) {
        if let Some(month) = self.released.last_mut() {
            month.resize(self.lots.len(), 0.0);
            month[lot] += revenue;
        }
    }
    fn liability(&self) -> f64 {
        self.lots.iter().map(Lot::deferred).sum()
    }
    /// Which lots `points` leave: in the proportion of `weights`, as far as they hold them; the rest from the oldest.
    fn divide(&self, points: f64, weights: &[f64]) -> Vec<f64> {
        let all: f64 = weights.iter().take(self.lots.len()).sum();
        let mut taken: Vec<f64> = (0..self.lots.len())
            .map(|i| if all > 0.0 { (points * weights.get(i).copied().unwrap_or(0.0) / all).min(self.lots[i].left) } else { 0.0 })
            .collect();
        let mut rest = points - taken.iter().sum::<f64>();
        for (t, lot) in taken.iter_mut().zip(&self.lots) {
            let more = rest.min(lot.left - *t).max(0.0);
            *t += more;
            rest -= more;
        }
        taken
    }
}
/// The accounts, and which points left them when.
#[derive(Debug, Clone, PartialEq)]
pub struct Books {
    /// Schedule, journal, and what is behind them.
    pub accounting: Accounting,
    /// Points by month of issue as the account moves them.
    pub cohorts: Vec<IssueCohort>,
}
/// Schedule, journal, and what is behind them.
///
/// # Errors
/// A stand-alone price that was given has breakage taken off twice, or is above the value of a point.
pub fn accounting(a: &Appraisal, basis: &Basis) -> Result<Books, PriceFault> {
    let expected = basis.redemption.expected;
    let price = price_of(basis)?.net(expected);
    let cost = costs(a, basis);
    let opening = basis.account.first().map_or(0.0, |m| m.opening);
    let mut ledger = Ledger { lots: vec![brought_in(basis, opening)], obligation: 0.0, released: vec![] };
    let mut periods: Vec<AccountingPeriod> = vec![];
    let mut granted: Vec<Granted> = vec![];
    let mut per_point = vec![];
    let mut moved: Vec<(Vec<f64>, Vec<f64>)> = vec![];
    for (m, flow) in basis.account.iter().enumerate() {
        if m % MONTHS == 0 {
            periods.push(AccountingPeriod { quarter: (m / MONTHS) as u32 + 1, opening: ledger.liability(), ..AccountingPeriod::default() });
            granted.push(Granted::default());
        }
        let (Some(p), Some(g)) = (periods.last_mut(), granted.last_mut()) else { break };
        let (points, sales) = (split(a, basis.program, m), a.mean(|o| o.tally.months[m].net_earning));
        let deferred = if sales > 0.0 { allocate(sales, points.allocated * price).points } else { 0.0 };
        per_point.push(ratio(deferred, points.allocated));
        ledger.lots.push(issued(&points, deferred, expected));
        p.sales += sales;
        p.deferred += deferred;
        p.revenue_goods += sales - deferred;
        p.marketing += points.provision * cost.granted;
        p.revenue_reduction += points.reduction * cost.granted;
        p.contract_cost += points.contract * cost.granted;
        ledger.obligation += points.granted() * cost.granted;
        ledger.released.push(vec![]);
        let weights = |of: fn(&IssueCohort) -> &Vec<f64>| -> Vec<f64> { basis.cohorts.iter().map(|c| of(c).get(m).copied().unwrap_or(0.0)).collect() };
        let taken = ledger.divide(flow.redeemed, &weights(|c| &c.redeemed));
        ledger.redeem(&taken, p, g, cost);
        moved.push((taken, vec![]));
        let taken = ledger.divide(flow.expired, &weights(|c| &c.lapsed));
        ledger.expire(&taken, p, g, cost);
        if let Some(month) = moved.last_mut() {
            month.1 = taken;
        }
        p.closing = ledger.liability();
        p.marketing_obligation = ledger.obligation;
    }
    current(&mut periods, &ledger.released);
    let journal = periods.iter().zip(&granted).flat_map(|(p, g)| entries(p, *g)).collect();
    let value = if expected > 0.0 { price / expected } else { basis.program.point_value };
    let ends = Ends { lots: &ledger.lots, value, opening: basis.opening.as_ref(), account: basis.account };
    let accounting = Accounting {
        basis: Fact::new("accounting-basis").fact("redemption", basis.redemption.why.clone()),
        expected_redemption: expected,
        stand_alone_price: price,
        opening: basis.opening.clone(),
        sources: treatments(a, basis.program, &per_point, cost.granted),
        bridge: bridge::steps(a, &ends),
        breakage: breakage::by_month(a, &ledger.lots, expected),
        partners: partner_sales(basis.book).map_or(vec![], |s| partners(&s, &pace(basis.account))),
        memo: memo::all(a, basis, &periods),
        periods,
        journal,
        segments: vec![],
    };
    Ok(Books { accounting, cohorts: cohorts(&moved) })
}
/// By lot what left in each month.
fn cohorts(moved: &[(Vec<f64>, Vec<f64>)]) -> Vec<IssueCohort> {
    let at = |v: &[f64], lot: usize| v.get(lot).copied().unwrap_or(0.0);
    let one = |lot: usize| IssueCohort {
        issued_in: lot as u32,
        redeemed: moved.iter().map(|m| at(&m.0, lot)).collect(),
        lapsed: moved.iter().map(|m| at(&m.1, lot)).collect(),
    };
    (0..=moved.len()).map(one).collect()
}
/// The price that was given, else the value of a point.
fn price_of(basis: &Basis) -> Result<Price, PriceFault> {
    let (value, expected) = (basis.program.point_value, basis.redemption.expected);
    match Some(basis.book.value("accounting.stand_alone_price")).filter(|p| *p > 0.0) {
        Some(given) => price::given(given, value, expected).map(Price::NetOfBreakage),
        None => Ok(Price::Gross(value)),
    }
}
fn costs(a: &Appraisal, basis: &Basis) -> Costs {
    let redeemed = a.mean(|o| o.cost_per_point_redeemed);
    // Rewards that take money off a sale displace what members would have paid; finance that gave a cost of goods hands out goods.
    let off = basis.book.get("points.reward_cost_ratio").is_some_and(|r| matches!(r.from, Provenance::Default { .. }));
    let displaced = ratio(basis.book.value("points.displaced_share"), basis.book.value("points.reward_cost_ratio")).clamp(0.0, 1.0);
    // An item of the shop is handed out at what it costs; only money off displaces sales in the books.
    let all = a.total(|f| f.points_redeemed);
    let off_points = ratio(all - a.mean(|o| o.tally.item_points), all);
    let of_mix = ratio(basis.program.point_value * basis.book.value("points.displaced_share") * off_points, redeemed).clamp(0.0, 1.0);
    let displaced = if basis.program.gives_items() { of_mix } else { displaced };
    Costs { redeemed, granted: redeemed * basis.redemption.expected, displaced: if off && displaced.is_finite() { displaced } else { 0.0 } }
}
/// Points brought in, with the contract liability that they carry.
fn brought_in(basis: &Basis, opening: f64) -> Lot {
    let full = basis.redemption.expected >= 1.0;
    let Some(o) = &basis.opening else { return Lot { issued: opening, left: opening, expected: opening, full, ..Lot::default() } };
    // The ledger counts all members, the simulation those that it carries.
    let scale = ratio(opening, o.outstanding);
    let expected = if scale.is_finite() { o.expected * scale } else { 0.0 };
    let full = full && (expected - opening).abs() <= 1e-6 * opening;
    Lot { issued: opening, left: opening, expected, full, allocated: o.amount, bought: 1.0, ..Lot::default() }
}
fn issued(points: &Split, deferred: f64, expected: f64) -> Lot {
    let all = points.total();
    Lot {
        issued: all,
        left: all,
        expected: all * expected,
        full: expected >= 1.0,
        allocated: deferred,
        bought: ratio(points.allocated, all),
        granted: ratio(points.granted(), all),
        ..Lot::default()
    }
}
/// Share of the points there that is redeemed in a month.
fn pace(account: &[PointsMonth]) -> Vec<f64> {
    account.iter().map(|m| ratio(m.redeemed, m.opening + m.earned)).collect()
}
fn partner_sales(book: &Book) -> Option<PartnerSales> {
    let value = |id: &str| book.value(id);
    let sales = PartnerSales {
        points: value("accounting.partner_points_monthly"),
        price: value("accounting.partner_price"),
        service_share: value("accounting.partner_service_share"),
        life: libm::round(value("accounting.point_life_months")).max(1.0) as usize,
    };
    (sales.points > 0.0 && sales.price > 0.0).then_some(sales)
}
/// Splits each closing balance: what the schedule recognises in the next twelve months on points that are there is current. Where the horizon ends
/// before, the pace of the months that are left goes on; at the end itself, the share of the quarter before.
fn current(periods: &mut [AccountingPeriod], released: &[Vec<f64>]) {
    let months = released.len();
    let mut before = 1.0;
    for (q, p) in periods.iter_mut().enumerate() {
        let end = ((q + 1) * MONTHS).min(months);
        let seen = (months - end).min(CURRENT);
        // Lot 0 was brought in, lot `end` is the last one issued.
        let gone: f64 = released[end..end + seen].iter().map(|month| month.iter().take(end + 1).sum::<f64>()).sum();
        let share = match (p.closing > 0.0, seen) {
            (false, _) => 1.0,
            (true, 0) => before,
            (true, n) => 1.0 - libm::pow(1.0 - (gone / p.closing).clamp(0.0, 1.0), CURRENT as f64 / n as f64),
        };
        before = share;
        p.current = p.closing * share;
        p.non_current = p.closing - p.current;
    }
}
fn entries(p: &AccountingPeriod, g: Granted) -> Vec<JournalEntry> {
    let line = |event: JournalEvent, debit: FactId, credit: FactId, amount: f64| JournalEntry {
        quarter: p.quarter,
        event,
        debit: debit.into(),
        credit: credit.into(),
        amount,
    };
    let all = [
        line(JournalEvent::SaleOfGoods, FactId("account-receivables"), FactId("account-revenue-goods"), p.revenue_goods),
        line(JournalEvent::PromiseOfRewards, FactId("account-receivables"), FactId("account-contract-liability"), p.deferred),
        line(JournalEvent::PointsRedeemed, FactId("account-contract-liability"), FactId("account-revenue-points"), p.revenue_redeemed),
        line(JournalEvent::PointsExpired, FactId("account-contract-liability"), FactId("account-revenue-points"), p.revenue_lapsed),
        line(JournalEvent::RewardCost, FactId("account-cost-of-rewards"), FactId("account-inventory"), p.reward_cost - p.reward_displaced),
        line(JournalEvent::RewardDisplaced, FactId("account-revenue-goods"), FactId("account-receivables"), p.reward_displaced),
        line(JournalEvent::PointsGranted, FactId("account-marketing"), FactId("account-obligation"), p.marketing),
        line(JournalEvent::RevenueReduced, FactId("account-revenue-reduction"), FactId("account-obligation"), p.revenue_reduction),
        line(JournalEvent::ContractObtained, FactId("account-contract-cost"), FactId("account-obligation"), p.contract_cost),
        line(JournalEvent::GrantedRedeemed, FactId("account-obligation"), FactId("account-inventory"), g.paid),
        line(JournalEvent::GrantedExpired, FactId("account-obligation"), FactId("account-marketing"), g.freed),
    ];
    all.into_iter().filter(|e| e.amount > 0.005).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    fn lot(expected: f64) -> Lot {
        Lot { issued: 100.0, left: 100.0, expected: 100.0 * expected, full: expected >= 1.0, allocated: 50.0, bought: 1.0, ..Lot::default() }
    }
    #[test]
    fn nothing_stays_deferred_for_points_that_are_gone() {
        // Lapsed first, redeemed later, or the other way round: what was allocated is recognised in full, never more.
        for expected in [0.3, 0.75, 0.8, 1.0] {
            for acts in [vec![(20.0, false), (80.0, true)], vec![(80.0, true), (20.0, false)], vec![(100.0, false)], vec![(50.0, true), (50.0, true)]] {
                let mut l = lot(expected);
                let revenue: f64 = acts.iter().map(|(points, redeemed)| l.leave(*points, *redeemed)).sum();
                assert!((revenue - 50.0).abs() < 1e-9 && l.deferred().abs() < 1e-9, "{expected} {acts:?}: {revenue}");
            }
        }
    }
    #[test]
    fn expected_breakage_is_recognised_with_the_points_redeemed() {
        let mut l = lot(0.8);
        assert_eq!(l.leave(40.0, true), 25.0, "half of the 80 expected");
        assert_eq!(l.leave(20.0, false), 0.0, "expires as expected");
        assert_eq!(l.remaining(), 40.0);
        assert!((l.leave(10.0, false) - 50.0 * (40.0 / 70.0 - 0.5)).abs() < 1e-9, "beyond what was expected: 70 can still be redeemed in all");
    }
    #[test]
    fn points_leave_in_the_proportion_of_the_simulation_and_never_below_nothing() {
        let ledger = Ledger { lots: vec![Lot { left: 10.0, issued: 10.0, ..Lot::default() }, lot(1.0)], obligation: 0.0, released: vec![] };
        assert_eq!(ledger.divide(20.0, &[]), [10.0, 10.0], "oldest first");
        assert_eq!(ledger.divide(20.0, &[1.0, 3.0]), [5.0, 15.0]);
        assert_eq!(ledger.divide(60.0, &[1.0, 1.0]), [10.0, 50.0], "the older one holds no more");
        assert_eq!(ledger.divide(500.0, &[1.0, 1.0]).iter().sum::<f64>(), 110.0);
    }
    #[test]
    fn a_balance_is_current_as_far_as_it_is_recognised_within_a_year() {
        let mut periods: Vec<AccountingPeriod> = (1..=8).map(|quarter| AccountingPeriod { quarter, closing: 100.0, ..AccountingPeriod::default() }).collect();
        // Lot 0 gives 2 a month throughout; what is issued later does not count for the first balance.
        let released: Vec<Vec<f64>> = (0..24).map(|m| if m < 4 { vec![2.0] } else { vec![2.0, 0.0, 0.0, 0.0, 7.0] }).collect();
        current(&mut periods, &released);
        assert!((periods[0].current - 24.0).abs() < 1e-9, "{:?}", periods[0]);
        assert!((periods[1].current - (24.0 + 12.0 * 7.0)).abs() < 1e-9 || periods[1].current == 100.0);
        assert!(periods.iter().all(|p| (p.current + p.non_current - p.closing).abs() < 1e-9 && p.current >= 0.0 && p.non_current >= 0.0));
        assert_eq!(periods[7].current, periods[6].current, "the end repeats the quarter before");
    }
}
