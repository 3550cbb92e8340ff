//! What the shop sells: the items of the last 365 days, those with the most buyers first (`sql/items.sql`).
use crate::canonical::{ItemLines, NO_ITEM, Orders};
use loyalty_model::extract::{ItemFact, ItemFacts};
use loyalty_model::units::{Date, Money};
use rayon::prelude::*;

/// Items told at most.
pub(super) const TOP: usize = 200;
/// Days looked back.
const DAYS: i32 = 365;

/// The facts; `None` where no line of the last 365 days names an item that was sold.
pub(super) fn measure(orders: &Orders, as_of: Date) -> Option<ItemFacts> {
    let i = &orders.items;
    let (from, to) = (as_of.days() - DAYS, as_of.days());
    let counted = |at: &u32| {
        let day = orders.day[i.line(*at as usize)];
        day > from && day <= to && i.item[*at as usize] != NO_ITEM
    };
    let lines = u32::try_from(i.item.len()).ok()?;
    let mut rows: Vec<u32> = (0..lines).into_par_iter().filter(counted).collect();
    rows.par_sort_unstable_by_key(|at| i.item[*at as usize]);
    let all: Vec<ItemFact> = rows.par_chunk_by(|a, b| i.item[*a as usize] == i.item[*b as usize]).filter_map(|rows| one(orders, i, rows)).collect();
    if all.is_empty() {
        return None;
    }
    let items = all.len() as u64;
    Some(ItemFacts { orders: different_orders(orders, &rows), items, top: best(all) })
}
/// Those with the most buyers, at most [`TOP`].
pub(super) fn best(mut all: Vec<ItemFact>) -> Vec<ItemFact> {
    all.sort_unstable_by(|a, b| (b.buyers, b.orders, b.amount).cmp(&(a.buyers, a.orders, a.amount)).then_with(|| a.name.cmp(&b.name)));
    all.truncate(TOP);
    all
}
/// Orders among the lines that sold something: customers in turns, so that a large table needs little room.
fn different_orders(orders: &Orders, rows: &[u32]) -> u64 {
    const ROOM: usize = 1 << 20;
    let turns = rows.len().div_ceil(ROOM).max(1) as u32;
    let one = |turn: u32| {
        let own = |at: &&u32| orders.customer[orders.items.line(**at as usize)] % turns == turn && is_sold(orders, **at);
        let mut bought: Vec<(u32, u64)> = rows.par_iter().filter(own).map(|at| order_of(orders, *at)).collect();
        bought.par_sort_unstable();
        bought.dedup();
        bought.len() as u64
    };
    (0..turns).map(one).sum()
}
fn is_sold(orders: &Orders, at: u32) -> bool {
    let (units, amount) = orders.sold(at as usize);
    units > 0 && amount > 0
}
fn order_of(orders: &Orders, at: u32) -> (u32, u64) {
    let line = orders.items.line(at as usize);
    (orders.customer[line], orders.order_key[line])
}
/// One item from its lines; `None` where it was never sold.
fn one(orders: &Orders, i: &ItemLines, rows: &[u32]) -> Option<ItemFact> {
    let (mut units, mut back, mut amount) = (0u64, 0u64, 0i128);
    let (mut prices, mut bought, mut days) = (vec![], vec![], vec![]);
    for &at in rows {
        let (pieces, worth) = orders.sold(at as usize);
        if pieces < 0 {
            back += u64::from(pieces.unsigned_abs());
        } else if pieces > 0 && worth > 0 {
            units += u64::from(pieces.unsigned_abs());
            amount += i128::from(worth);
            prices.push(worth / i64::from(pieces));
            bought.push(order_of(orders, at));
            let line = i.line(at as usize);
            days.push((orders.customer[line], orders.day[line]));
        }
    }
    if prices.is_empty() {
        return None;
    }
    prices.sort_unstable();
    bought.sort_unstable();
    bought.dedup();
    days.sort_unstable();
    days.dedup();
    let (mut buyers, mut again) = (0, 0);
    for days in days.chunk_by(|a, b| a.0 == b.0) {
        buyers += 1;
        again += u64::from(days.len() > 1);
    }
    // The smallest price that at least this share of the lines does not exceed.
    let quantile = |quarters: usize| Money::from_raw(prices[((prices.len() * quarters).div_ceil(4)).max(1) - 1]);
    Some(ItemFact {
        name: i.names[i.item[rows[0] as usize] as usize].clone(),
        orders: bought.len() as u64,
        buyers,
        again,
        units,
        units_back: back,
        amount: Money::from_raw(i64::try_from(amount).unwrap_or(i64::MAX)),
        price_low: quantile(1),
        price: quantile(2),
        price_high: quantile(3),
    })
}
