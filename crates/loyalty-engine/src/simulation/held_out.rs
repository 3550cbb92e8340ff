//! Who is held out while the program is tested: what the recommended test of the plan takes out of benefit and cost.
use crate::assumptions::judgement;
use crate::base::{Base, BaseMember};
use crate::simulation::outcome::HeldOut;
use crate::simulation::paths::Paths;
use crate::simulation::sample::sum;
use loyalty_model::assumption::Book;

/// Months and share of the recommended test; nobody where no test can be sized on these customers.
pub(crate) fn of(base: &Base, book: &Book, horizon: u32, paths: &Paths) -> HeldOut {
    let months = test_months(book);
    let least = judgement(book, "test.customers_least");
    let sized = *paths.table("test sized", [months as u64, least.to_bits()], || can_be_sized(base, months, least));
    if sized {
        HeldOut { share: judgement(book, "test.holdout_share"), months: months as u32, from: horizon.saturating_sub(months as u32) }
    } else {
        HeldOut::default()
    }
}
/// Months of the recommended test.
pub(crate) fn test_months(book: &Book) -> usize {
    judgement(book, "test.months").round().clamp(1.0, 12.0) as usize
}
/// Who bought before the last `months`, so that nobody is counted for having bought in them.
pub(crate) fn bought_before(m: &BaseMember, months: usize) -> bool {
    months >= 12 || m.orders_last_12[..12 - months].iter().any(|o| *o > 0)
}
/// Enough buyers of the last year, enough of them with a history before the months looked at, and not all alike: the conditions of `analysis::decision::test_plan`.
fn can_be_sized(base: &Base, months: usize, least: f64) -> bool {
    let buyers = || base.members.iter().filter(|m| m.orders_last_year() > 0);
    let known = || buyers().filter(|m| bought_before(m, months));
    let bought = |m: &BaseMember| m.orders_last_12[12 - months..].iter().map(|o| f64::from(*o)).sum::<f64>();
    let first = known().next().map_or(0.0, bought);
    let n = sum(known().map(|m| m.weight));
    sum(buyers().map(|m| m.weight)) >= least && n >= least && known().any(|m| bought(m) > 0.0) && known().any(|m| bought(m) != first)
}
