//! The facts of orders that a database counted: the answers of `sql/*.sql` put into the same types, each once.
use super::items::{TOP, best};
use super::panel::blank;
use super::transactions::{CONCENTRATION_PER_MILLE, Counted, Scope, bins, cuts};
use loyalty_model::extract::{
    CohortCell, ItemFact, ItemFacts, OrderFirings, PanelCustomer, PanelMonth, RftCell, TransactionFacts, TransactionMonth, ValueBin, YearOnYear, ZeroOrders,
};
use loyalty_model::units::{Date, Money, Month};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// One row of an answer: numbers, and the text in front of them where there is one.
pub type Numbers = Vec<i64>;
/// What asks a database: the name of a statement with its parameters, and what takes each row (the text in front, where there is one, and the numbers).
pub type Parts<'a, E> = &'a mut dyn FnMut(Part, &mut dyn FnMut(String, Numbers) -> Result<(), String>) -> Result<(), E>;
/// A statement of `sql` with its parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Totals,
    ZeroOrders,
    Months,
    Cohorts,
    Gaps,
    Firings,
    Concentration,
    OrderValues,
    SpendLastYear,
    YearOnYear,
    /// Last day of calibration, of hold-out, and the day from which customers are first seen late.
    Cut(i32, i32, i32),
    /// Customers at most.
    PanelCustomers(usize),
    PanelMonths(usize),
    ItemTotals,
    /// Items at most.
    Items(usize),
    /// What tables beside the orders ask: which of their customers have a line.
    AskedIds,
    /// When these bought last, and for how much.
    AskedCustomers,
    /// On how many of these days of customers there is a line.
    AskedDays,
}
/// What was counted elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderSums {
    as_of: Date,
    facts: TransactionFacts,
    items: Option<ItemFacts>,
    panel: Vec<PanelCustomer>,
}
/// What is asked of orders that are counted elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderAsk {
    pub as_of: Date,
    pub calibration_end: Option<Date>,
    /// Orders of nothing count.
    pub count_zero: bool,
    /// Lines name items of the shop.
    pub items: bool,
    pub panel_size: usize,
}
/// Number of columns that an answer must have.
fn exactly<const N: usize>(numbers: &Numbers) -> Result<[i64; N], String> {
    <[i64; N]>::try_from(numbers.as_slice()).map_err(|_| format!("{} numbers where {N} were asked for", numbers.len()))
}
fn count(n: i64) -> Result<u64, String> {
    u64::try_from(n).map_err(|_| format!("{n} is not a count"))
}
fn small(n: i64) -> Result<u32, String> {
    u32::try_from(n).map_err(|_| format!("{n} is not a number of days"))
}
fn day(n: i64) -> Result<Date, String> {
    i32::try_from(n).map(Date::from_days).map_err(|_| format!("{n} is not a day"))
}
/// From 12 · year + month.
fn month(n: i64) -> Result<Month, String> {
    let n = i32::try_from(n).map_err(|_| format!("{n} is not a month"))?;
    Ok(Month::new((n - 1).div_euclid(12), (n - 1).rem_euclid(12) + 1))
}
/// Asks for one row.
fn one<const N: usize, E>(parts: Parts<E>, part: Part) -> Result<[i64; N], E> {
    let mut out = [0; N];
    parts(part, &mut |_, row| {
        out = exactly::<N>(&row)?;
        Ok(())
    })?;
    Ok(out)
}
/// Asks for rows.
fn all<const N: usize, T, E>(parts: Parts<E>, part: Part, make: impl Fn([i64; N]) -> Result<T, String>) -> Result<Vec<T>, E> {
    let mut out = vec![];
    parts(part, &mut |_, row| {
        out.push(make(exactly::<N>(&row)?)?);
        Ok(())
    })?;
    Ok(out)
}

impl OrderSums {
    /// Asks for everything that is known of orders up to the end of observation; `None` where no line lies there.
    ///
    /// # Errors
    /// What the asker says.
    pub fn ask<E>(parts: Parts<E>, ask: &OrderAsk) -> Result<Option<OrderSums>, E> {
        let as_of = ask.as_of;
        let [lines, customers, buyers, repeat_buyers, orders, purchase_days, gross, refunds, first, last] = one::<10, E>(parts, Part::Totals)?;
        if lines == 0 {
            return Ok(None);
        }
        let (first_day, last_day) = (Date::from_days(first as i32), Date::from_days(last as i32));
        let scope = Scope::of(first_day, as_of, ask.calibration_end);
        let [zero, with_zero, never_paid] = one::<3, E>(parts, Part::ZeroOrders)?;
        let zero_orders = ZeroOrders { orders: zero as u64, customers: with_zero as u64, never_paid: never_paid as u64, counted: ask.count_zero && zero > 0 };
        let months = all(parts, Part::Months, transaction_month)?;
        let cohorts = all(parts, Part::Cohorts, |[cohort, age, active, orders, net]: [i64; 5]| {
            Ok(CohortCell { cohort: month(cohort)?, age: small(age)?, active: count(active)?, orders: count(orders)?, net: Money::from_raw(net) })
        })?;
        let counted =
            scope.cuts.clone().into_iter().map(|(cut, until)| cells(parts, Part::Cut(cut, until, scope.first_seen_from))).collect::<Result<_, E>>()?;
        let mut gaps = all(parts, Part::Gaps, |[gap, pairs]: [i64; 2]| Ok((small(gap)?, count(pairs)?)))?;
        gaps.sort_unstable();
        let order_values = binned(parts, Part::OrderValues, &scope.edges)?;
        let spend_last_year = binned(parts, Part::SpendLastYear, &scope.edges)?;
        let shares: BTreeMap<u32, (u64, Money)> =
            all(parts, Part::Concentration, |[mille, people, net]: [i64; 3]| Ok((small(mille)?, (count(people)?, Money::from_raw(net)))))?
                .into_iter()
                .collect();
        let concentration = CONCENTRATION_PER_MILLE.map(|mille| shares.get(&mille).map_or((mille, 0, Money::ZERO), |(people, net)| (mille, *people, *net)));
        let firings = firings(one::<8, E>(parts, Part::Firings)?, as_of, first_day);
        let two_years = as_of.days() - first_day.days() >= 730;
        let year_on_year = if two_years { Some(year(one::<5, E>(parts, Part::YearOnYear)?)) } else { None };
        let facts = TransactionFacts {
            first_day,
            last_day,
            lines: lines as u64,
            customers: customers as u64,
            buyers: buyers as u64,
            repeat_buyers: repeat_buyers as u64,
            orders: orders as u64,
            purchase_days: purchase_days as u64,
            zero_orders,
            gross: Money::from_raw(gross),
            refunds: Money::from_raw(refunds),
            months: without_holes(&months, first_day.month(), last_day.month()),
            cohorts: sorted(cohorts),
            cuts: cuts(&scope, counted),
            gaps,
            order_values,
            spend_last_year,
            concentration: concentration.to_vec(),
            firings: Some(firings),
            year_on_year,
        };
        let items = if ask.items { items(parts)? } else { None };
        let panel = panel(parts, as_of, ask.panel_size)?;
        Ok(Some(OrderSums { as_of, facts, items, panel }))
    }
    #[cfg(test)]
    pub(super) fn of(extract: loyalty_model::extract::Extract) -> Option<OrderSums> {
        Some(OrderSums { as_of: extract.as_of, facts: extract.transactions?, items: extract.items, panel: extract.panel })
    }
    /// First day of a line.
    pub fn first_day(&self) -> Date {
        self.facts.first_day
    }
    /// End of observation, facts, items, panel, and the customers that one of it stands for.
    pub(super) fn taken(self) -> (Date, TransactionFacts, Option<ItemFacts>, Vec<PanelCustomer>, f64) {
        let weight = if self.panel.is_empty() { 1.0 } else { self.facts.buyers as f64 / self.panel.len() as f64 };
        (self.as_of, self.facts, self.items, self.panel, weight)
    }
}
fn transaction_month([of, active, new, orders, net, refunds]: [i64; 6]) -> Result<TransactionMonth, String> {
    let (net, refunds) = (Money::from_raw(net), Money::from_raw(refunds));
    Ok(TransactionMonth { month: month(of)?, active: count(active)?, new: count(new)?, orders: count(orders)?, net, refunds })
}
/// Every month from the first to the last, those without a line too.
fn without_holes(months: &[TransactionMonth], first: Month, last: Month) -> Vec<TransactionMonth> {
    let known: BTreeMap<Month, &TransactionMonth> = months.iter().map(|m| (m.month, m)).collect();
    let nothing = |month| TransactionMonth { month, active: 0, new: 0, orders: 0, net: Money::ZERO, refunds: Money::ZERO };
    (first.index()..=last.index()).map(Month::from_index).map(|m| known.get(&m).map_or_else(|| nothing(m), |m| **m)).collect()
}
fn sorted(mut cells: Vec<CohortCell>) -> Vec<CohortCell> {
    cells.sort_unstable_by_key(|c| (c.cohort, c.age));
    cells
}
fn cells<E>(parts: Parts<E>, part: Part) -> Result<Counted, E> {
    let (mut everybody, mut late): Counted = (vec![], vec![]);
    parts(part, &mut |_, row| {
        let [frequency, recency, age, holdout, customers, of_them_late] = exactly::<6>(&row)?;
        let cell = RftCell { frequency: small(frequency)?, recency: small(recency)?, age: small(age)?, holdout: small(holdout)?, customers: count(customers)? };
        everybody.push(cell);
        late.extend((of_them_late > 0).then_some(RftCell { customers: count(of_them_late)?, ..cell }));
        Ok(())
    })?;
    everybody.shrink_to_fit();
    late.shrink_to_fit();
    everybody.sort_unstable();
    late.sort_unstable();
    Ok((everybody, late))
}
fn binned<E>(parts: Parts<E>, part: Part, edges: &[i64]) -> Result<Vec<ValueBin>, E> {
    let mut sums = vec![(0, 0); edges.len() + 1];
    parts(part, &mut |_, row| {
        let [bin, many, net] = exactly::<3>(&row)?;
        let at = usize::try_from(bin).ok().filter(|at| *at < sums.len()).ok_or_else(|| format!("bin {bin} does not exist"))?;
        sums[at] = (count(many)?, net);
        Ok(())
    })?;
    Ok(bins(edges, &sums))
}
fn firings([due, lapsed_after, first_orders, second_due, overdue, lapsed, purchase_days, large]: [i64; 8], as_of: Date, first_day: Date) -> OrderFirings {
    OrderFirings {
        days: (as_of.days() - first_day.days() + 1).clamp(1, 365) as u32,
        due_days: u32::try_from(due).ok(),
        lapsed_days: u32::try_from(lapsed_after).ok(),
        first_orders: first_orders as u64,
        second_due: second_due as u64,
        overdue: overdue as u64,
        lapsed: lapsed as u64,
        purchase_days: purchase_days as u64,
        large: large as u64,
    }
}
fn year([prior_buyers, kept_buyers, prior_net, later_net, capped]: [i64; 5]) -> YearOnYear {
    YearOnYear {
        prior_buyers: prior_buyers as u64,
        kept_buyers: kept_buyers as u64,
        prior_net: Money::from_raw(prior_net),
        later_net: Money::from_raw(later_net),
        later_net_capped: Money::from_raw(capped),
    }
}
/// The items with the most buyers. More are asked for than are told, so that the order of names in the engine decides nothing.
fn items<E>(parts: Parts<E>) -> Result<Option<ItemFacts>, E> {
    let [items, orders] = one::<2, E>(parts, Part::ItemTotals)?;
    let mut top = vec![];
    parts(Part::Items(5 * TOP), &mut |name, row| {
        let [orders, buyers, again, units, back, amount, low, price, high] = exactly::<9>(&row)?;
        let (orders, buyers, again, units, units_back) = (count(orders)?, count(buyers)?, count(again)?, count(units)?, count(back)?);
        let [amount, price_low, price, price_high] = [amount, low, price, high].map(Money::from_raw);
        top.push(ItemFact { name, orders, buyers, again, units, units_back, amount, price_low, price, price_high });
        Ok(())
    })?;
    Ok((items > 0).then(|| ItemFacts { orders: orders as u64, items: items as u64, top: best(top) }))
}
/// The panel, in ascending order of the hash: customers first, then their months by their place.
fn panel<E>(parts: Parts<E>, as_of: Date, size: usize) -> Result<Vec<PanelCustomer>, E> {
    let (mut out, mut last): (Vec<PanelCustomer>, Option<[u8; 32]>) = (vec![], None);
    parts(Part::PanelCustomers(size), &mut |id, row| {
        let [first, until, days] = exactly::<3>(&row)?;
        let hash: [u8; 32] = Sha256::digest(id.as_bytes()).into();
        if last.replace(hash).is_some_and(|before| before >= hash) {
            return Err("the customers do not come in the order of their SHA-256".into());
        }
        let (first_day, frequency) = (day(first)?, small(days - 1)?);
        let age = small(i64::from(as_of.days()) - first)?;
        out.push(PanelCustomer { first_day, frequency, recency: small(until - first)?, age, ..blank(&id, as_of) });
        Ok(())
    })?;
    // They come customer by customer: a list has room for its months and no more.
    let (mut at, mut months): (usize, Vec<PanelMonth>) = (0, vec![]);
    parts(Part::PanelMonths(size), &mut |_, row| {
        let [place, of, days, net, refunds] = exactly::<5>(&row)?;
        let own = usize::try_from(place - 1).ok().filter(|at| *at < out.len()).ok_or_else(|| format!("the panel has no customer number {place}"))?;
        if own != at {
            out[at].months.extend_from_slice(&months);
            months.clear();
            at = own;
        }
        let purchase_days = u16::try_from(days).map_err(|_| format!("{days} purchase days in a month"))?;
        months.push(PanelMonth { month: month(of)?, purchase_days, net: Money::from_raw(net), refunds: Money::from_raw(refunds) });
        Ok(())
    })?;
    if let Some(last) = out.get_mut(at) {
        last.months.extend_from_slice(&months);
    }
    out.iter_mut().for_each(|c| {
        c.months.shrink_to_fit();
        c.months.sort_unstable_by_key(|m| m.month);
    });
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    type Rows = Vec<(&'static str, Vec<i64>)>;
    /// Asks a database that answers the panel alone.
    fn asked(customers: Rows, months: Rows) -> Result<Vec<PanelCustomer>, String> {
        let mut parts = |part: Part, row: &mut dyn FnMut(String, Numbers) -> Result<(), String>| {
            let rows = if part == Part::PanelCustomers(9) { customers.clone() } else { months.clone() };
            rows.into_iter().try_for_each(|(name, numbers)| row(name.into(), numbers))
        };
        panel(&mut parts, Date::from_days(20_000), 9)
    }
    /// SHA-256 of "b" is 3e23…, of "a" ca97….
    #[test]
    fn a_panel_in_another_order_or_of_other_places_is_refused() {
        let whole =
            asked(vec![("b", vec![19_000, 19_010, 3]), ("a", vec![18_000, 18_000, 1])], vec![("", vec![2, 24_240, 1, 5, 0]), ("", vec![1, 24_273, 1, 7, -1])])
                .unwrap();
        assert_eq!(whole.iter().map(|c| (c.id.as_str(), c.frequency, c.recency, c.age)).collect::<Vec<_>>(), [("b", 2, 10, 1_000), ("a", 0, 0, 2_000)]);
        assert_eq!(whole[0].months[0].month, Month::new(2022, 9));
        assert_eq!(whole[1].months[0].month, Month::new(2019, 12));
        assert!(asked(vec![("a", vec![1, 1, 1]), ("b", vec![1, 1, 1])], vec![]).unwrap_err().contains("SHA-256"));
        assert!(asked(vec![("b", vec![1, 1, 1])], vec![("", vec![2, 24_240, 1, 5, 0])]).unwrap_err().contains("no customer number 2"));
        assert!(asked(vec![("b", vec![1, 1])], vec![]).unwrap_err().contains("numbers"));
        assert!(asked(vec![("b", vec![1, 1, 0])], vec![]).is_err(), "a customer of the panel bought");
    }
    #[test]
    fn months_without_a_line_are_there() {
        let one = |month| TransactionMonth { month, active: 1, new: 1, orders: 1, net: Money::from_raw(5), refunds: Money::ZERO };
        let (first, last) = (Month::new(2024, 11), Month::new(2025, 2));
        let all = without_holes(&[one(last), one(first)], first, last);
        assert_eq!(
            all.iter().map(|m| (m.month.year_month(), m.active)).collect::<Vec<_>>(),
            [((2024, 11), 1), ((2024, 12), 0), ((2025, 1), 0), ((2025, 2), 1)]
        );
    }
}
