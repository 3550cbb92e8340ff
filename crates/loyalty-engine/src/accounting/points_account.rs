//! The points account of the program, month by month. Issue and expiry are those of the member simulation. So are redemptions where no ledger
//! tells more; where one does, they follow the ledger's own forecast (`redemption::forecast`), which knows season and growth.
use crate::accounting::opening;
use crate::redemption::forecast::{MonthAhead, forecast};
use crate::simulation::outcome::{Appraisal, Outcome, ratio};
use crate::simulation::sample::sum;
use loyalty_model::drivers::IssueCohort;
use loyalty_model::extract::LedgerFacts;
use loyalty_model::plan::PointsMonth;
use loyalty_model::units::Month;

/// Months ahead of the ledger's end over which growth is carried forward; later months repeat them.
const GROWTH_MONTHS: usize = 12;

/// The account as simulated: means over draws, P10 and P90 of redemptions and of the balance.
pub(crate) fn simulated(a: &Appraisal) -> Vec<PointsMonth> {
    let mut balance = a.mean(|o: &Outcome| o.tally.opening);
    let month = |m: usize| {
        let mean = |f: &dyn Fn(&crate::simulation::tally::MonthFlow) -> f64| a.mean(|o| f(&o.tally.months[m]));
        let (earned, redeemed) = (mean(&|f| f.points_issued()), mean(&|f| f.points_redeemed));
        let expired = mean(&|f| f.points_expired + f.points_forfeited);
        let range = |f: &dyn Fn(&Outcome) -> f64| Some([a.quantile(0.1, f), a.quantile(0.9, f)]);
        let opening = balance;
        balance += earned - redeemed - expired;
        PointsMonth {
            month: m as u32 + 1,
            opening,
            earned,
            redeemed,
            expired,
            closing: balance,
            redeemed_range: range(&|o| o.tally.months[m].points_redeemed),
            closing_range: range(&|o| o.tally.months[m].points_outstanding + o.tally.months[m].points_pending),
            ..PointsMonth::default()
        }
    };
    (0..a.horizon as usize).map(month).collect()
}
/// Redemptions of the present program in the months from `launch` on, as the ledger forecasts them; none without a year of history, or where the
/// launch is more than a year after its end. Growth is carried forward for a year after the ledger's end; later months repeat the calendar
/// month before, with the interval of their own distance.
pub(crate) fn present_program(ledger: &LedgerFacts, launch: Month, months: usize) -> Vec<MonthAhead> {
    let Some(last) = ledger.months.last() else { return vec![] };
    let Some(wait) = usize::try_from(launch.index() - last.month.index() - 1).ok().filter(|w| *w < GROWTH_MONTHS) else { return vec![] };
    let ahead = forecast(&ledger.months, wait + months);
    let one = |i: usize| {
        let own = ahead.get(i)?;
        let base = if i < GROWTH_MONTHS { own } else { ahead.get(i % GROWTH_MONTHS)? };
        // No narrower than the month that it repeats.
        let low = ratio(own.low, own.mid).min(ratio(base.low, base.mid));
        let high = ratio(own.high, own.mid).max(ratio(base.high, base.mid));
        Some(MonthAhead { month: own.month, low: base.mid * low, mid: base.mid, high: base.mid * high })
    };
    (wait..wait + months).map_while(one).collect()
}
/// The account with redemptions as the ledger forecasts them.
///
/// The forecast is of the present program, which issues points at its own rate. Where the new one issues more or fewer, redemptions of its own
/// points count in that proportion: forecast × (redeemed as simulated ÷ redeemed if new points were issued as at present), both summed from launch
/// on. It opens with what the ledger's members hold. A ledger that tells nothing leaves the account as simulated.
pub(crate) fn with_ledger(account: &[PointsMonth], cohorts: &[IssueCohort], ledger: &LedgerFacts, launch: Month) -> Vec<PointsMonth> {
    let ahead = present_program(ledger, launch, account.len());
    if ahead.len() < account.len() || account.is_empty() {
        return account.to_vec();
    }
    let year = ledger.months.len().saturating_sub(12);
    let present = ledger.months[year..].iter().map(|m| (m.earned - m.reversed) as f64 / 100.0).sum::<f64>() / 12.0;
    let planned = sum(account.iter().map(|m| m.earned)) / account.len() as f64;
    let faster = ratio(present, planned);
    let brought_in = |m: usize| cohorts.iter().filter(|c| c.issued_in == 0).map(|c| c.redeemed.get(m).copied().unwrap_or(0.0)).sum::<f64>();
    let (mut as_planned, mut as_present) = (0.0, 0.0);
    // What members hold is counted; the simulation's sample of them comes near it. A ledger of totals alone leaves the sample's.
    let counted: f64 = opening::by_month(ledger).iter().map(opening::Earned::outstanding).sum();
    let opening = if counted > 0.0 && account[0].opening > 0.0 { counted } else { account[0].opening };
    let (mut balance, mut spread, mut out) = (opening, 0.0, vec![]);
    for (m, (sim, f)) in account.iter().zip(&ahead).enumerate() {
        let old = brought_in(m).min(sim.redeemed);
        as_planned += sim.redeemed;
        as_present += old + faster * (sim.redeemed - old);
        let part = if as_present > 0.0 && as_planned > 0.0 { as_planned / as_present } else { 1.0 };
        let opening = balance;
        let there = opening + sim.earned;
        let redeemed = (f.mid * part).min(there);
        let expired = sim.expired.min(there - redeemed);
        balance = there - redeemed - expired;
        // A forecast that is too high in one month is too high in the next: widths add up. What is issued is as uncertain as in the simulation.
        spread += part * (f.high - f.mid);
        let issue = sim.closing_range.map_or(0.0, |r| 0.5 * (r[1] - r[0]));
        let width = libm::hypot(spread, issue);
        out.push(PointsMonth {
            opening,
            redeemed,
            expired,
            closing: balance,
            redeemed_simulated: Some(sim.redeemed),
            redeemed_range: Some([(f.low * part).min(there), (f.high * part).min(there)]),
            closing_range: Some([(balance - width).max(0.0), balance + width]),
            ..*sim
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use loyalty_model::extract::LedgerMonth;

    fn ledger(months: i32, growth: f64) -> LedgerFacts {
        let first = Month::new(2024, 1);
        let month = |i: i32| {
            let redeemers = 100.0 + growth * f64::from(i);
            let each = 500.0 + 100.0 * f64::from(i % 12);
            let redeemed = (redeemers * each * 100.0) as i64;
            LedgerMonth {
                month: first.plus(i),
                earned: 10_000_000,
                reversed: 0,
                redeemed,
                reimbursed: 0,
                expired: 0,
                earners: 300,
                redeemers: redeemers as u64,
            }
        };
        LedgerFacts {
            months: (0..months).map(month).collect(),
            members: 1000,
            redeemers: 500,
            cost: None,
            triangle: vec![],
            over_redeemed: (0, 0),
            over_redeemers: vec![],
        }
    }
    fn account(months: usize, opening: f64, earned: f64, redeemed: f64) -> Vec<PointsMonth> {
        let mut balance = opening;
        let month = |m: usize| {
            let opening = balance;
            balance += earned - redeemed;
            let range = Some([balance, balance]);
            PointsMonth { month: m as u32 + 1, opening, earned, redeemed, closing: balance, closing_range: range, ..PointsMonth::default() }
        };
        (0..months).map(month).collect()
    }
    fn close(account: &[PointsMonth]) {
        for w in account.windows(2) {
            assert_eq!(w[0].closing, w[1].opening);
        }
        for m in account {
            assert!((m.opening + m.earned - m.redeemed - m.expired - m.closing).abs() < 1e-6, "{m:?}");
            let ([low, high], [least, most]) = (m.redeemed_range.unwrap(), m.closing_range.unwrap());
            assert!(low <= m.redeemed && m.redeemed <= high && least <= m.closing && m.closing <= most && m.closing >= 0.0, "{m:?}");
        }
    }
    #[test]
    fn the_account_follows_the_ledger_and_not_the_simulation() {
        let l = ledger(24, 2.0);
        let launch = Month::new(2026, 1);
        let sim = account(24, 5e7, 100_000.0, 20_000.0);
        let cohorts = [IssueCohort { issued_in: 0, redeemed: vec![20_000.0; 24], lapsed: vec![0.0; 24] }];
        let got = with_ledger(&sim, &cohorts, &l, launch);
        close(&got);
        // 100,000 points earned a month, none redeemed by the triangle: what members hold is counted, not sampled.
        assert_eq!(got[0].opening, 24.0 * 100_000.0);
        let ahead = forecast(&l.months, 12);
        for (m, f) in got.iter().zip(&ahead) {
            assert!((m.redeemed - f.mid).abs() < 1e-6 && m.redeemed_simulated == Some(20_000.0), "{m:?}");
        }
        // The second year repeats the first: growth is not carried on for ever, but its interval widens.
        for (a, b) in got[..12].iter().zip(&got[12..]) {
            assert!((a.redeemed - b.redeemed).abs() < 1e-6);
            let width = |m: &PointsMonth| m.redeemed_range.map(|r| r[1] - r[0]).unwrap();
            assert!(width(b) >= width(a));
        }
    }
    #[test]
    fn fewer_new_points_are_redeemed_less() {
        let (l, launch) = (ledger(24, 0.0), Month::new(2026, 1));
        // All that is redeemed was issued by the new program, which issues half of what the present one does (100,000 a month).
        let sim = account(12, 1.0, 50_000.0, 20_000.0);
        let got = with_ledger(&sim, &[], &l, launch);
        let half: f64 = forecast(&l.months, 12).iter().map(|f| 0.5 * f.mid).sum();
        let bound: f64 = got.iter().map(|m| m.redeemed).sum();
        assert!((bound - half).abs() < 1e-6 * half, "{bound} is not {half}");
        close(&got);
    }
    #[test]
    fn a_ledger_that_tells_nothing_changes_nothing() {
        let sim = account(12, 1e6, 1000.0, 500.0);
        let launch = Month::new(2026, 1);
        assert_eq!(with_ledger(&sim, &[], &ledger(11, 0.0), Month::new(2024, 12)), sim, "no year of history");
        assert_eq!(with_ledger(&sim, &[], &ledger(24, 0.0), launch.plus(12)), sim, "the launch is a year away");
    }
    #[test]
    fn nobody_redeems_more_than_is_there() {
        let (l, launch) = (ledger(24, 0.0), Month::new(2026, 1));
        let got = with_ledger(&account(12, 0.0, 100.0, 100.0), &[], &l, launch);
        close(&got);
        assert_eq!(got[11].closing, 0.0);
    }
}
