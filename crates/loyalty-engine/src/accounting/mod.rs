//! Points in the accounts: IFRS 15.B39-B43 and Illustrative Example 52; ASC 606-10-55-41 to 55-48.
//!
//! A sale that earns points sells goods and a promise. Its price is allocated once, by relative stand-alone selling price (that of the
//! points already net of breakage), and never again. Revenue on points follows redemption: allocated × redeemed so far ÷ expected to be
//! redeemed, less what was recognised before; a changed expectation moves the denominator only, and is caught up in the period. Points
//! not earned by a purchase are provided for at cost (`treatment`) and no part of this. What is computed here is for the schedule of the
//! accounts; the expected cost of points in the economics is management information, the two are never booked on top of each other, and
//! `bridge` leads from one to the other.
//!
//! `opening`: what members bring in · `points_account`: points by month · `schedule`: contract liability and journal by quarter ·
//! `element`: points sold to partners, and accounts as companies publish them · `price`: breakage is taken off once ·
//! `breakage`: by month of issue and by segment · `memo`: judgements for the auditor.

pub(crate) mod basis;
pub mod breakage;
mod bridge;
pub mod element;
pub(crate) mod lot;
mod memo;
pub mod opening;
pub mod points_account;
pub mod price;
pub mod schedule;
mod treatment;

/// A sale's price, allocated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Allocation {
    /// Revenue on goods, at once.
    pub goods: f64,
    /// Deferred for points.
    pub points: f64,
}
/// Allocates `price` between goods sold at `price` alone and points with stand-alone selling price `points_alone`.
pub fn allocate(price: f64, points_alone: f64) -> Allocation {
    let points = price * points_alone / (price + points_alone);
    Allocation { goods: price - points, points }
}
/// One period of one issue cohort.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Period {
    /// Points redeemed in it.
    pub redeemed: f64,
    /// Points of the cohort expected to be redeemed in all, as estimated at its end.
    pub expected: f64,
}
/// Revenue of a period and the contract liability at its end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recognised {
    /// Revenue on points.
    pub revenue: f64,
    /// Contract liability.
    pub liability: f64,
}
/// The schedule of one cohort. Expectations below what has been redeemed count as that: revenue never exceeds the allocation.
pub fn schedule(allocated: f64, periods: &[Period]) -> Vec<Recognised> {
    let (mut redeemed, mut before) = (0.0, 0.0);
    let step = |p: &Period| {
        redeemed += p.redeemed;
        let share = if p.expected > 0.0 { (redeemed / p.expected).min(1.0) } else { 0.0 };
        let revenue = allocated * share - before;
        before += revenue;
        Recognised { revenue, liability: allocated - before }
    };
    periods.iter().map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(allocated: f64, periods: &[(f64, f64)], revenue: &[f64], liability: &[f64]) {
        let periods: Vec<Period> = periods.iter().map(|(redeemed, expected)| Period { redeemed: *redeemed, expected: *expected }).collect();
        let got = schedule(allocated, &periods);
        for (g, printed) in got.iter().zip(revenue) {
            assert!((g.revenue - printed).abs() < 0.006, "{got:?}");
        }
        for (g, printed) in got.iter().zip(liability) {
            assert!((g.liability - printed).abs() < 0.006, "{got:?}");
        }
    }
    fn near(got: f64, printed: f64) {
        assert!((got - printed).abs() < 0.006, "{got} is not {printed}");
    }
    #[test]
    fn ifrs_15_illustrative_example_52() {
        // IE267-270: 100,000 of sales, 10,000 points at 0.95; 9,500, then 9,700 expected; 4,500, then 8,500 in all redeemed.
        let a = allocate(100_000.0, 9_500.0);
        near(a.goods, 91_324.20);
        near(a.points, 8_675.80);
        check(a.points, &[(4_500.0, 9_500.0), (4_000.0, 9_700.0)], &[4_109.59, 3_492.92], &[4_566.21, 1_073.29]);
    }
    #[test]
    fn kpmg_examples_10a_and_10b() {
        // KPMG handbook, customer loyalty programs, Example 10A/10B: 9,000 deferred, 9,700 and 9,900 expected; then 9,200.
        check(9_000.0, &[(4_500.0, 9_700.0), (4_000.0, 9_900.0)], &[4_175.26, 3_552.01], &[]);
        check(9_000.0, &[(4_500.0, 9_700.0), (4_000.0, 9_200.0)], &[4_175.26, 4_139.96], &[]);
    }
    #[test]
    fn textbook_problems() {
        // Martz: sales 300,000, points 75,000, 10,000 of 25,000 redeemed.
        let a = allocate(300_000.0, 75_000.0);
        near(a.goods, 240_000.0);
        check(a.points, &[(10_000.0, 25_000.0)], &[24_000.0], &[]);
        // Erika: the expectation changes each year.
        let a = allocate(7_000_000.0, 1_000_000.0);
        near(a.points, 875_000.0);
        let years = [(15_000.0, 40_000.0), (7_950.0, 42_500.0), (2_550.0, 42_500.0), (15_000.0, 45_000.0)];
        check(a.points, &years, &[328_125.0, 144_375.0, 52_500.0, 262_500.0], &[546_875.0, 402_500.0, 350_000.0, 87_500.0]);
        // Grocer: half, two fifths and the last tenth of what was expected.
        let a = allocate(7_200_000.0, 800_000.0);
        near(a.goods, 6_480_000.0);
        check(a.points, &[(50.0, 100.0), (40.0, 100.0), (10.0, 100.0)], &[360_000.0, 288_000.0, 72_000.0], &[360_000.0, 72_000.0, 0.0]);
    }
    proptest! {
        #[test]
        fn what_is_deferred_is_recognised_or_owed(allocated in 0.0..1e9f64, periods in prop::collection::vec((0.0..1e4f64, 1.0..2e4f64), 1..12)) {
            let periods: Vec<Period> = periods.into_iter().map(|(redeemed, expected)| Period { redeemed, expected }).collect();
            let got = schedule(allocated, &periods);
            let revenue: f64 = got.iter().map(|g| g.revenue).sum();
            prop_assert!((revenue + got[got.len() - 1].liability - allocated).abs() <= 1e-6 * allocated.max(1.0));
            prop_assert!(got.iter().all(|g| g.liability >= -1e-6 * allocated.max(1.0) && g.liability <= allocated * (1.0 + 1e-9) + 1e-9));
        }
    }
}
