//! How a demonstration customer lives: found on a day, buys by MBG/NBD (Batislam, Denizel & Filiztekin 2007) in a time
//! that runs faster in a busy season, spends by a gamma mean and a log-normal basket, returns a few orders.
use super::chance::{Chance, Purpose};
use super::parameters::{FIRST_DAY, LAST_DAY, MONTHS, Parameters};
use loyalty_model::units::{Date, Month};

/// No customer has more orders than this, nor a line more cents than [`LINE_CENTS_MAX`]: the packed rows of the large
/// file leave 8 and 20 bits for them.
pub(super) const ORDERS_MAX: usize = 255;
pub(super) const LINE_CENTS_MAX: i64 = 999_999;

/// One order: up to three lines, in cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Order {
    /// Days since the first day of the window.
    pub(super) day: i32,
    cents: [i64; 3],
    lines: u8,
    /// Day of the refund, and the first of the lines refunded.
    pub(super) refund: Option<(i32, u8)>,
}
impl Order {
    /// Its lines, in cents.
    pub(super) fn lines(&self) -> &[i64] {
        &self.cents[..usize::from(self.lines)]
    }
    /// The returned lines, as positive cents.
    pub(super) fn refunded(&self) -> &[i64] {
        self.refund.map_or(&[], |(_, from)| &self.lines()[usize::from(from)..])
    }
    /// What is left of it, in cents.
    pub(super) fn net_cents(&self) -> i64 {
        self.lines().iter().sum::<i64>() - self.refunded().iter().sum::<i64>()
    }
}

/// One customer's life in the window.
#[derive(Debug, Clone)]
pub(super) struct Life {
    /// Position; the id is made of it.
    pub(super) index: u32,
    /// Left for good with the last order.
    pub(super) left: bool,
    /// The customer's mean basket ÷ the company's.
    pub(super) basket_factor: f64,
    /// Orders by day; the first is the customer's first.
    pub(super) orders: Vec<Order>,
}
impl Life {
    pub(super) fn first_day(&self) -> i32 {
        self.orders.first().map_or(0, |o| o.day)
    }
    pub(super) fn last_order_day(&self) -> i32 {
        self.orders.last().map_or(0, |o| o.day)
    }
}

/// The days of the window, and how fast season makes them run.
pub(super) struct Window {
    pub(super) first: Date,
    /// Days in the window.
    pub(super) days: i32,
    /// Season-days before each day; one entry more than days.
    season_before: Vec<f64>,
    /// Share of the customers acquired before each day.
    acquired_before: Vec<f64>,
}
impl Window {
    pub(super) fn new(p: &Parameters) -> Self {
        let at = |(y, m, d)| Date::from_ymd(y, m, d).unwrap_or_default();
        let first = at(FIRST_DAY);
        let days = at(LAST_DAY).days() - first.days() + 1;
        let (mut season_before, mut acquired_before) = (vec![0.0], vec![0.0]);
        for k in 0..MONTHS {
            let month = first.month().plus(k as i32);
            let factor = p.season[(month.year_month().1 - 1) as usize];
            let weight = factor * libm::pow(1.0 + p.acquisition_growth_monthly, k as f64);
            for _ in month.first_day().days()..=month.last_day().days() {
                season_before.push(season_before[season_before.len() - 1] + factor);
                acquired_before.push(acquired_before[acquired_before.len() - 1] + weight);
            }
        }
        let all = acquired_before[acquired_before.len() - 1];
        acquired_before.iter_mut().for_each(|w| *w /= all);
        Window { first, days, season_before, acquired_before }
    }
    pub(super) fn date(&self, day: i32) -> Date {
        self.first.plus_days(day)
    }
    pub(super) fn last(&self) -> i32 {
        self.days - 1
    }
    /// Days from the first day to this date.
    pub(super) fn day_of(&self, date: Date) -> i32 {
        date.days() - self.first.days()
    }
    fn acquired_on(&self, share: f64) -> i32 {
        (self.acquired_before.partition_point(|&w| w <= share) as i32 - 1).clamp(0, self.last())
    }
}

/// How customers are spread over the window.
#[derive(Debug, Clone, Copy)]
pub(super) enum Arrival {
    /// In the order of their ids, this many.
    InOrder(u32),
    /// Anyhow (ids carry no order), and early: the square of a uniform share, so that histories are long.
    Scattered,
}

/// The life of one customer.
pub(super) fn life(p: &Parameters, window: &Window, seed: u64, index: u32, arrival: Arrival) -> Life {
    let mut traits = Chance::new(seed, index, Purpose::Traits);
    let share = match arrival {
        Arrival::InOrder(of) => (f64::from(index) + traits.uniform()) / f64::from(of),
        Arrival::Scattered => {
            let u = traits.uniform();
            u * u
        }
    };
    let rate = traits.gamma(p.r) / p.alpha_days;
    let leaves = traits.beta(p.a, p.b);
    let basket_factor = traits.gamma(p.basket_shape) / p.basket_shape;

    let mut chance = Chance::new(seed, index, Purpose::Purchases);
    let mut refunds = Chance::new(seed, index, Purpose::Refunds);
    let mut day = window.acquired_on(share);
    let mut season = window.season_before[day as usize] + chance.uniform() * (window.season_before[day as usize + 1] - window.season_before[day as usize]);
    let mut orders = Vec::new();
    let left = loop {
        orders.push(order(p, window, day, p.basket_mean * basket_factor, &mut chance, &mut refunds));
        if chance.happens(leaves) {
            break true;
        }
        season += chance.exponential() / rate;
        if season >= window.season_before[window.days as usize] || orders.len() == ORDERS_MAX {
            break false;
        }
        day = window.season_before.partition_point(|&s| s <= season) as i32 - 1;
    };
    Life { index, left, basket_factor, orders }
}

fn order(p: &Parameters, window: &Window, day: i32, mean: f64, chance: &mut Chance, refunds: &mut Chance) -> Order {
    let noise = libm::exp(p.basket_sigma * chance.normal() - p.basket_sigma * p.basket_sigma / 2.0);
    let total = ((mean * noise * 100.0).round() as i64).clamp(300, LINE_CENTS_MAX);
    let lines = chance.weighted(&p.lines) + 1;
    let mut cents = [total, 0, 0];
    for k in 1..lines {
        // Each further line takes 20% to 50% of what the first one still holds.
        let part = (cents[0] as f64 * (0.2 + 0.3 * chance.uniform())).round() as i64;
        cents[k] = part;
        cents[0] -= part;
    }
    let mut order = Order { day, cents, lines: lines as u8, refund: None };
    if refunds.happens(p.refund_share) {
        let on = day + refunds.between(p.refund_days.0, p.refund_days.1);
        let from = if refunds.happens(p.refund_whole) { 0 } else { lines as u8 - 1 };
        order.refund = (on <= window.last()).then_some((on, from));
    }
    order
}

/// This many months later, on the same day of the month or the month's last.
pub(super) fn plus_months(date: Date, months: i32) -> Date {
    let (_, _, day) = date.ymd();
    let month: Month = date.month().plus(months);
    let (first, last) = (month.first_day(), month.last_day());
    Date::from_days((first.days() + i32::from(day) - 1).min(last.days()))
}

/// Whole months from one day to a later one.
pub(super) fn whole_months(from: Date, to: Date) -> u32 {
    let mut months = to.month().index() - from.month().index();
    if plus_months(from, months) > to {
        months -= 1;
    }
    months.max(0) as u32
}
