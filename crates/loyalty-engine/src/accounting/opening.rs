//! Contract liability of the points that members bring in: the booked balance where a person gives it; else, by month of earning,
//! (expected to be redeemed in the end − redeemed so far) × value per redeemed point × the share that was deferred when they were earned.
use crate::accounting::basis::RedemptionBasis;
use crate::redemption::Redemption;
use loyalty_model::extract::{Extract, LedgerFacts};
use loyalty_model::fact::Fact;
use loyalty_model::plan::OpeningLiability;

/// Change of the value of a point that is said.
const REPRICED: f64 = 0.01;

/// Points of one month of earning.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Earned {
    /// Earned, less reversals.
    pub earned: f64,
    /// Redeemed so far, oldest points of each member first.
    pub redeemed: f64,
    /// Expired so far.
    pub expired: f64,
}
impl Earned {
    /// Neither redeemed nor expired.
    pub fn outstanding(&self) -> f64 {
        (self.earned - self.redeemed - self.expired).max(0.0)
    }
    /// Still expected to be redeemed where this share of the points earned is redeemed in the end.
    pub fn remaining(&self, ultimate: f64) -> f64 {
        (self.earned * ultimate - self.redeemed).clamp(0.0, self.outstanding())
    }
}
/// The ledger's points by month of earning. Points that expired are taken from the oldest months: the ledger does not say from which.
pub fn by_month(ledger: &LedgerFacts) -> Vec<Earned> {
    let points = |hundredths: i64| hundredths as f64 / 100.0;
    let mut all: Vec<Earned> = ledger.months.iter().map(|m| Earned { earned: points(m.earned - m.reversed).max(0.0), ..Earned::default() }).collect();
    let first = ledger.months.first().map_or(0, |m| m.month.index());
    for (month, _, redeemed) in &ledger.triangle {
        if let Some(e) = usize::try_from(month.index() - first).ok().and_then(|i| all.get_mut(i)) {
            e.redeemed += points(*redeemed);
        }
    }
    let mut expired: f64 = ledger.months.iter().map(|m| points(m.expired)).sum();
    for e in &mut all {
        let here = expired.min(e.outstanding());
        e.expired = here;
        expired -= here;
    }
    all
}
/// What is known of the new program.
#[derive(Debug, Clone, Copy)]
pub struct NewProgram {
    /// Value of a point in its rewards.
    pub value: f64,
    /// Cost of a point redeemed, mean over draws.
    pub cost: f64,
}
/// The opening balance; `None` where there is neither a ledger nor a booked balance.
pub fn liability(extract: &Extract, basis: &RedemptionBasis, history: Option<&Redemption>, booked: Option<f64>, new: NewProgram) -> Option<OpeningLiability> {
    let Some(ledger) = &extract.ledger else {
        let amount = booked?;
        let from = Fact::new("accounting-opening-booked-alone").money("booked", amount);
        return Some(OpeningLiability { amount, from, outstanding: 0.0, expected: 0.0, value: new.value, allocation: 1.0, computed: 0.0, repricing: None });
    };
    let months = by_month(ledger);
    // Months differ in age: each has its own estimate where the history gives one.
    let ultimate = |i: usize| history.and_then(|h| h.cohorts.get(i)).map_or(basis.expected, |c| c.bornhuetter_ferguson.clamp(0.0, 1.0));
    let outstanding: f64 = months.iter().map(Earned::outstanding).sum();
    let expected: f64 = months.iter().enumerate().map(|(i, e)| e.remaining(ultimate(i))).sum();
    let (value, known) = value(extract, ledger, new.value);
    let earned: f64 = months.iter().map(|e| e.earned).sum();
    let worth = value * earned * basis.expected;
    let allocation = sales(extract, ledger, earned).map(|s| s / (s + worth)).filter(|a| a.is_finite());
    let computed = expected * value * allocation.unwrap_or(1.0);
    let said = Fact::new("accounting-opening-computed")
        .count("expected", expected.round() as u64)
        .count("outstanding", outstanding.round() as u64)
        .number("value", value)
        .fact("known", known)
        .fact(
            "allocation",
            match allocation {
                Some(a) => Fact::new("accounting-opening-allocation").share("share", a),
                None => Fact::new("accounting-opening-no-sales"),
            },
        );
    let from = match booked {
        Some(b) => Fact::new("accounting-opening-booked").money("booked", b).money("computed", computed),
        None => said,
    };
    let repricing = repriced(ledger, new.cost).filter(|_| outstanding > 0.0).map(|present| {
        let more = outstanding * (present - new.cost);
        Fact::new("accounting-repricing").number("present", present).number("planned", new.cost).money("difference", more)
    });
    Some(OpeningLiability {
        amount: booked.unwrap_or(computed),
        from,
        outstanding,
        expected,
        value,
        allocation: allocation.unwrap_or(1.0),
        computed,
        repricing,
    })
}
/// What a point redeemed costs in the present program, where the ledger books it and the new program's cost is another. Cost is held against cost.
pub fn repriced(ledger: &LedgerFacts, new_cost: f64) -> Option<f64> {
    let present = ledger.cost.filter(|c| c.1 > 0).map(|(cost, points)| cost.to_f64() / (points as f64 / 100.0));
    present.filter(|p| *p > 0.0 && (p / new_cost - 1.0).abs() > REPRICED)
}
/// Value of a redeemed point in the present program, and how it is known.
fn value(extract: &Extract, ledger: &LedgerFacts, new: f64) -> (f64, Fact) {
    let mut rewards: Vec<f64> = extract.rewards.iter().filter(|r| r.points_price > 0).filter_map(|r| Some(r.value?.to_f64() / r.points_price as f64)).collect();
    rewards.sort_by(f64::total_cmp);
    if let Some(median) = rewards.get(rewards.len() / 2).filter(|v| **v > 0.0) {
        return (*median, Fact::new("accounting-value-catalogue"));
    }
    match ledger.cost {
        Some((cost, points)) if points > 0 && cost.raw() > 0 => (cost.to_f64() / (points as f64 / 100.0), Fact::new("accounting-value-ledger")),
        _ => (new, Fact::new("accounting-value-new")),
    }
}
/// Sales of the ledger's months.
fn sales(extract: &Extract, ledger: &LedgerFacts, earned: f64) -> Option<f64> {
    if let Some(spend) = extract.spend_per_point {
        return Some(spend * earned);
    }
    let (first, last) = (ledger.months.first()?.month, ledger.months.last()?.month);
    let months = extract.transactions.as_ref()?.months.iter().filter(|m| m.month >= first && m.month <= last);
    Some(months.map(|m| m.net.to_f64()).sum()).filter(|s: &f64| *s > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn expected_in_the_end_less_redeemed_not_outstanding_times_net() {
        // 100 issued, 60 redeemed, 75 in the end: 15 points are owed. 40 outstanding × .75 would be 30.
        let e = Earned { earned: 100.0, redeemed: 60.0, expired: 0.0 };
        assert_eq!((e.outstanding(), e.remaining(0.75)), (40.0, 15.0));
        assert!((e.outstanding() * 0.75 - 30.0).abs() < 1e-12, "what it must not be");
    }
    #[test]
    fn nothing_is_owed_below_zero_or_beyond_what_is_held() {
        let of = |earned, redeemed, expired, ultimate| Earned { earned, redeemed, expired }.remaining(ultimate);
        assert_eq!(of(100.0, 80.0, 0.0, 0.75), 0.0, "more was redeemed than expected");
        assert_eq!(of(100.0, 10.0, 85.0, 1.0), 5.0, "expired points are redeemed by nobody");
        assert_eq!(of(100.0, 0.0, 0.0, 0.75), 75.0);
        assert_eq!(of(0.0, 0.0, 0.0, 0.75), 0.0);
        assert_eq!(of(100.0, 60.0, 0.0, 1.0), 40.0, "full redemption: all that is outstanding");
    }
}
