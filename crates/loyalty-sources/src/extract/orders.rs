//! Order lines grouped by customer without copying the table: customers are cut into ranges, and each range gathers its
//! own lines in one scan of the customer column, so that the work is parallel and only the ranges at work are in memory. Where customers with near
//! numbers lie near each other, as intake leaves them, most of that scan is passed over.
use super::calendar::Calendar;
use crate::canonical::Orders;
use loyalty_model::units::Date;
use rayon::prelude::*;

/// One line of one customer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) day: i32,
    pub(super) key: u64,
    pub(super) amount: i64,
}

/// The order lines up to the end of observation, and where each customer's would stand if they were sorted.
pub(super) struct Grouped<'a> {
    pub(super) orders: &'a Orders,
    pub(super) first_day: Date,
    pub(super) last_day: Date,
    pub(super) as_of: Date,
    pub(super) calendar: Calendar,
    /// Orders of nothing are purchases.
    pub(super) count_zero: bool,
    lines_of: Vec<u32>,
    /// The least and the greatest customer of each run of [`ZONE`] lines.
    zones: Vec<(u32, u32)>,
}

/// Lines that one range should hold: small enough for the cache of one core to help, large enough to keep scans few.
const LINES_PER_RANGE: usize = 1 << 19;
/// Lines that are passed over together.
const ZONE: usize = 256;

impl<'a> Grouped<'a> {
    /// `None` where no line lies on or before the end of observation.
    pub(super) fn until(orders: &'a Orders, as_of: Date, count_zero: bool) -> Option<Self> {
        let last = as_of.days();
        let part = orders.day.len().div_ceil(rayon::current_num_threads().max(1)).max(1 << 16).next_multiple_of(ZONE);
        let counted = orders.customer.par_chunks(part).zip(orders.day.par_chunks(part)).map(|(customers, days)| {
            let mut lines_of = vec![0u32; orders.customers.ids.len()];
            let (mut first_day, mut last_day) = (i32::MAX, i32::MIN);
            for (&c, &day) in customers.iter().zip(days) {
                if day <= last {
                    lines_of[c as usize] += 1;
                    first_day = first_day.min(day);
                    last_day = last_day.max(day);
                }
            }
            let zones: Vec<(u32, u32)> =
                customers.chunks(ZONE).map(|z| z.iter().fold((u32::MAX, 0), |(least, most), c| (least.min(*c), most.max(*c)))).collect();
            (lines_of, first_day, last_day, zones)
        });
        let together = counted.reduce_with(|mut a, b| {
            a.0.iter_mut().zip(&b.0).for_each(|(mine, theirs)| *mine += theirs);
            a.3.extend(b.3);
            (a.0, a.1.min(b.1), a.2.max(b.2), a.3)
        });
        let (lines_of, first_day, last_day, zones) = together?;
        if last_day < first_day {
            return None;
        }
        let (first_day, last_day) = (Date::from_days(first_day), Date::from_days(last_day));
        Some(Grouped { orders, first_day, last_day, as_of, calendar: Calendar::between(first_day, as_of), count_zero, lines_of, zones })
    }

    pub(super) fn lines_of(&self, customer: usize) -> u32 {
        self.lines_of[customer]
    }

    /// Folds every customer that has a line and that `wanted` accepts; one accumulator per range, in the order of ranges.
    pub(super) fn fold<A: Send>(
        &self,
        wanted: impl Fn(usize) -> bool + Sync,
        start: impl Fn() -> A + Sync,
        each: impl Fn(&mut A, usize, &mut [Row]) + Sync,
    ) -> Vec<A> {
        let take = |c: usize| if wanted(c) { self.lines_of[c] } else { 0 };
        self.ranges(&take)
            .into_par_iter()
            .map(|(from, to)| {
                let mut acc = start();
                self.with_range(from, to, &take, &mut |c, rows| each(&mut acc, c, rows));
                acc
            })
            .collect()
    }

    /// Cuts the customers into ranges of about equal numbers of wanted lines.
    fn ranges(&self, take: &impl Fn(usize) -> u32) -> Vec<(usize, usize)> {
        let (mut ranges, mut from, mut lines) = (Vec::new(), 0, 0usize);
        for c in 0..self.lines_of.len() {
            lines += take(c) as usize;
            if lines >= LINES_PER_RANGE {
                ranges.push((from, c + 1));
                (from, lines) = (c + 1, 0);
            }
        }
        if lines > 0 {
            ranges.push((from, self.lines_of.len()));
        }
        ranges
    }

    fn with_range(&self, from: usize, to: usize, take: &impl Fn(usize) -> u32, each: &mut impl FnMut(usize, &mut [Row])) {
        const UNWANTED: u32 = u32::MAX;
        let mut total = 0u32;
        let mut next: Vec<u32> = Vec::with_capacity(to - from);
        for c in from..to {
            let lines = take(c);
            next.push(if lines == 0 { UNWANTED } else { total });
            total += lines;
        }
        let mut rows = vec![Row { day: 0, key: 0, amount: 0 }; total as usize];
        let (low, width, last) = (from as u32, (to - from) as u32, self.as_of.days());
        let o = self.orders;
        for (zone, _) in self.zones.iter().enumerate().filter(|(_, (least, most))| *least < to as u32 && *most >= low) {
            let lines = zone * ZONE..((zone + 1) * ZONE).min(o.customer.len());
            let of = o.customer[lines.clone()].iter().zip(&o.day[lines.clone()]).zip(o.order_key[lines.clone()].iter().zip(&o.amount[lines]));
            for ((&c, &day), (&key, &amount)) in of {
                let c = c.wrapping_sub(low);
                if c >= width {
                    continue;
                }
                let slot = &mut next[c as usize];
                if day <= last && *slot != UNWANTED {
                    rows[*slot as usize] = Row { day, key, amount };
                    *slot += 1;
                }
            }
        }
        let mut begin = 0;
        for (c, &end) in (from..to).zip(&next) {
            if end != UNWANTED {
                each(c, &mut rows[begin..end as usize]);
                begin = end as usize;
            }
        }
    }
}

/// One customer-day: the net of its lines and the negative ones of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct DayNet {
    pub(super) day: i32,
    pub(super) net: i64,
    pub(super) refunds: i64,
    negative: bool,
}
impl DayNet {
    /// The lines sum to more than nothing; or to nothing, none of them being negative, where such days count.
    pub(super) fn is_purchase(&self, count_zero: bool) -> bool {
        self.net > 0 || count_zero && self.is_of_nothing()
    }
    /// No line is worth anything.
    pub(super) fn is_of_nothing(&self) -> bool {
        self.net == 0 && !self.negative
    }
}

/// Sorts one customer's lines by day and sums each day.
pub(super) fn days_of(rows: &mut [Row], days: &mut Vec<DayNet>) {
    days.clear();
    rows.sort_unstable_by_key(|r| (r.day, r.key));
    for r in rows.iter() {
        match days.last_mut() {
            Some(d) if d.day == r.day => {
                d.net += r.amount;
                d.refunds += r.amount.min(0);
                d.negative |= r.amount < 0;
            }
            _ => days.push(DayNet { day: r.day, net: r.amount, refunds: r.amount.min(0), negative: r.amount < 0 }),
        }
    }
}

/// One order: its lines may lie on several days; it is dated at the first.
#[derive(Debug, Clone, Copy)]
pub(super) struct OrderNet {
    key: u64,
    pub(super) day: i32,
    pub(super) net: i64,
    negative: bool,
}
impl OrderNet {
    /// As of a day.
    pub(super) fn is_purchase(&self, count_zero: bool) -> bool {
        self.net > 0 || count_zero && self.is_of_nothing()
    }
    /// No line is worth anything.
    pub(super) fn is_of_nothing(&self) -> bool {
        self.net == 0 && !self.negative
    }
    fn absorb(&mut self, net: i64, negative: bool) {
        self.net += net;
        self.negative |= negative;
    }
}

/// The orders of one customer whose lines are sorted by day and key.
pub(super) fn orders_of(rows: &[Row], orders: &mut Vec<OrderNet>) {
    orders.clear();
    let mut before = i32::MIN;
    for r in rows {
        match orders.last_mut() {
            Some(o) if o.key == r.key && before == r.day => o.absorb(r.amount, r.amount < 0),
            _ => orders.push(OrderNet { key: r.key, day: r.day, net: r.amount, negative: r.amount < 0 }),
        }
        before = r.day;
    }
    // Orders that come back on a later day (part deliveries, cancellations) are one order.
    orders.sort_unstable_by_key(|o| (o.key, o.day));
    orders.dedup_by(|later, first| {
        let same = later.key == first.key;
        if same {
            first.absorb(later.net, later.negative);
        }
        same
    });
}
