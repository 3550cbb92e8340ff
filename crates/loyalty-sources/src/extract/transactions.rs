//! Facts of the orders: one pass over the customers into accumulators that merge by integer addition.
use super::firings;
use super::orders::{DayNet, Grouped, OrderNet, Row, days_of, orders_of};
use loyalty_model::extract::{CohortCell, RftCell, RftCut, TransactionFacts, TransactionMonth, ValueBin, YearOnYear, ZeroOrders};
use loyalty_model::units::{Date, Money};
use rayon::prelude::*;

/// Per mille of the customers whose share of net spend is told.
pub(super) const CONCENTRATION_PER_MILLE: [u32; 5] = [10, 50, 100, 200, 500];

/// What other tables want to know of each customer of the orders, by the customer's position.
pub(super) struct OrderCustomers {
    /// Last purchase day; `None` for a customer without one.
    pub(super) last_purchase: Vec<Option<Date>>,
    /// Net spend of the last 365 days.
    pub(super) net_last_year: Vec<Money>,
}

/// Cuts of the histories that there are at most.
pub(crate) const CUTS: usize = 5;
/// Days and edges that every customer is measured against.
pub(super) struct Scope {
    as_of: i32,
    /// Last day of calibration and of hold-out: the end of observation first, then the calibration cuts.
    pub(super) cuts: Vec<(i32, i32)>,
    pub(super) first_seen_from: i32,
    year_ago: i32,
    two_years_ago: i32,
    pub(super) edges: Vec<i64>,
}
impl Scope {
    /// From the first day seen to the end of observation.
    pub(super) fn of(first: Date, as_of: Date, calibration_end: Option<Date>) -> Self {
        let (first, as_of) = (first.days(), as_of.days());
        let span = as_of - first;
        let part = |of: i32, n: i64, d: i64| first + (i64::from(of - first) * n / d) as i32;
        let scored = calibration_end.map_or(part(as_of, 2, 3), Date::days);
        let mut cuts = vec![(as_of, as_of)];
        // A person who names the end of calibration wants no other.
        let half = calibration_end.is_none().then(|| (part(as_of, 1, 2), as_of));
        for pair in half.into_iter().chain([(scored, as_of), (part(scored, 1, 2), scored), (part(scored, 2, 3), scored)]) {
            if first < pair.0 && pair.0 < pair.1 && !cuts.contains(&pair) {
                cuts.push(pair);
            }
        }
        Scope { as_of, cuts, first_seen_from: first + span / 4, year_ago: as_of - 365, two_years_ago: as_of - 730, edges: edges() }
    }
}

/// 1, 2 and 5 times the powers of ten from 1 to 1,000,000.
fn edges() -> Vec<i64> {
    let powers = (0..6).map(|k| 10i64.pow(k));
    let mut edges: Vec<i64> = powers.flat_map(|p| [p, 2 * p, 5 * p]).collect();
    edges.push(1_000_000);
    edges.into_iter().map(|e| e * Money::SCALE).collect()
}

#[derive(Clone, Copy, Default)]
struct MonthSum {
    active: u64,
    new: u64,
    orders: u64,
    net: i64,
    refunds: i64,
}
impl MonthSum {
    fn add(&mut self, o: &MonthSum) {
        self.active += o.active;
        self.new += o.new;
        self.orders += o.orders;
        self.net += o.net;
        self.refunds += o.refunds;
    }
}

/// Sums over the customers of one range.
#[derive(Default)]
struct Sums {
    lines: u64,
    customers: u64,
    buyers: u64,
    repeat_buyers: u64,
    orders: u64,
    purchase_days: u64,
    zero: ZeroOrders,
    gross: i64,
    refunds: i64,
    months: Vec<MonthSum>,
    /// By month of first purchase, then by age.
    cohorts: Vec<Vec<MonthSum>>,
    /// Per cut: packed cells, the lowest bit telling whether the customer was first seen late.
    cells: Vec<Vec<u128>>,
    gaps: Vec<u64>,
    order_values: Vec<(u64, i64)>,
    spend_last_year: Vec<(u64, i64)>,
    nets: Vec<i64>,
    year: YearSums,
    /// Position, last purchase day, net of the last 365 days.
    customer_facts: Vec<(u32, Option<i32>, i64)>,
    days: Vec<DayNet>,
    order_nets: Vec<OrderNet>,
    purchases: Vec<i32>,
}
#[derive(Default, Clone, Copy)]
struct YearSums {
    prior_buyers: u64,
    kept_buyers: u64,
    prior_net: i64,
    later_net: i64,
    later_net_capped: i64,
}

/// What is counted of each group of customers, in one pass; `group_of` by position of the customer: who is in no group is left out.
fn summed(g: &Grouped, scope: &Scope, group_of: impl Fn(usize) -> Option<usize> + Sync, groups: usize) -> Vec<Sums> {
    let empty = || Sums {
        months: vec![MonthSum::default(); g.calendar.months()],
        cells: vec![Vec::new(); scope.cuts.len()],
        order_values: vec![(0, 0); scope.edges.len() + 1],
        spend_last_year: vec![(0, 0); scope.edges.len() + 1],
        ..Sums::default()
    };
    let start = || (0..groups).map(|_| empty()).collect::<Vec<Sums>>();
    let parts = g.fold(
        |c| group_of(c).is_some(),
        start,
        |sums: &mut Vec<Sums>, customer, rows| {
            if let Some(own) = group_of(customer).and_then(|k| sums.get_mut(k)) {
                own.customer(g, scope, customer, rows);
            }
        },
    );
    let mut sums = start();
    for part in parts {
        sums.iter_mut().zip(part).for_each(|(all, own)| all.merge(own));
    }
    sums
}
/// The cuts of [`measure`], apart for each group of customers; `group_of` by position of the customer: who is in no group is left out.
pub(super) fn cuts_by_group(g: &Grouped, calibration_end: Option<Date>, group_of: &[Option<usize>], groups: usize) -> Vec<Vec<RftCut>> {
    let scope = Scope::of(g.first_day, g.as_of, calibration_end);
    summed(g, &scope, |c| group_of[c], groups).into_iter().map(|sums| cuts(&scope, count_all(sums.cells))).collect()
}
/// The facts, and what other tables want to know of each customer.
pub(super) fn measure(g: &Grouped, calibration_end: Option<Date>) -> (TransactionFacts, OrderCustomers) {
    let scope = Scope::of(g.first_day, g.as_of, calibration_end);
    let sums = summed(g, &scope, |_| Some(0), 1).swap_remove(0);
    let mut customers =
        OrderCustomers { last_purchase: vec![None; g.orders.customers.ids.len()], net_last_year: vec![Money::ZERO; g.orders.customers.ids.len()] };
    for &(at, last, net) in &sums.customer_facts {
        customers.last_purchase[at as usize] = last.map(Date::from_days);
        customers.net_last_year[at as usize] = Money::from_raw(net);
    }
    let facts = sums.into_facts(g, &scope);
    let firings = Some(firings::count(g, &facts));
    (TransactionFacts { firings, ..facts }, customers)
}

impl Sums {
    fn customer(&mut self, g: &Grouped, scope: &Scope, at: usize, rows: &mut [Row]) {
        let mut days = std::mem::take(&mut self.days);
        let mut orders = std::mem::take(&mut self.order_nets);
        let mut purchases = std::mem::take(&mut self.purchases);
        days_of(rows, &mut days);
        orders_of(rows, &mut orders);
        purchases.clear();
        purchases.extend(days.iter().filter(|d| d.is_purchase(g.count_zero)).map(|d| d.day));

        self.lines += rows.len() as u64;
        self.zero_orders(&orders, &days);
        // Who only got something for nothing is no customer, and what was given away tells nothing of an old one.
        if let Some(seen) = days.iter().find(|d| g.count_zero || !d.is_of_nothing()) {
            self.totals(&days, &purchases);
            self.calendar(g, &days, &orders, purchases.first().copied());
            self.values(scope, &orders, g.count_zero);
            self.rhythm(scope, seen.day, &purchases);
            self.years(scope, at, &days, &purchases);
        }
        (self.days, self.order_nets, self.purchases) = (days, orders, purchases);
    }

    fn totals(&mut self, days: &[DayNet], purchases: &[i32]) {
        self.customers += 1;
        self.buyers += u64::from(!purchases.is_empty());
        self.repeat_buyers += u64::from(purchases.len() > 1);
        self.purchase_days += purchases.len() as u64;
        let net: i64 = days.iter().map(|d| d.net).sum();
        let refunds: i64 = days.iter().map(|d| d.refunds).sum();
        self.gross += net - refunds;
        self.refunds += refunds;
        self.nets.push(net);
    }

    /// Months, and cohorts of those who bought. What lies before the first purchase (a refund) counts at age 0.
    fn calendar(&mut self, g: &Grouped, days: &[DayNet], orders: &[OrderNet], first: Option<i32>) {
        let cohort = first.map(|day| g.calendar.month_offset(day));
        let mut last_active = None;
        for d in days {
            let month = g.calendar.month_offset(d.day);
            let active = u64::from(d.is_purchase(g.count_zero) && last_active != Some(month));
            if d.is_purchase(g.count_zero) {
                last_active = Some(month);
            }
            let new = u64::from(first == Some(d.day));
            self.month(month, cohort, MonthSum { active, new, orders: 0, net: d.net, refunds: d.refunds });
        }
        for o in orders.iter().filter(|o| o.is_purchase(g.count_zero)) {
            self.orders += 1;
            self.month(g.calendar.month_offset(o.day), cohort, MonthSum { orders: 1, ..MonthSum::default() });
        }
    }
    fn month(&mut self, month: usize, cohort: Option<usize>, sum: MonthSum) {
        self.months[month].add(&sum);
        let Some(cohort) = cohort else { return };
        let age = month.saturating_sub(cohort);
        if self.cohorts.len() <= cohort {
            self.cohorts.resize(cohort + 1, Vec::new());
        }
        let ages = &mut self.cohorts[cohort];
        if ages.len() <= age {
            ages.resize(age + 1, MonthSum::default());
        }
        ages[age].add(&sum);
    }

    fn zero_orders(&mut self, orders: &[OrderNet], days: &[DayNet]) {
        let of_nothing = orders.iter().filter(|o| o.is_of_nothing()).count() as u64;
        self.zero.orders += of_nothing;
        self.zero.customers += u64::from(of_nothing > 0);
        self.zero.never_paid += u64::from(of_nothing > 0 && days.iter().all(|d| d.net <= 0));
    }
    fn values(&mut self, scope: &Scope, orders: &[OrderNet], count_zero: bool) {
        for o in orders.iter().filter(|o| o.is_purchase(count_zero)) {
            into_bin(&mut self.order_values, &scope.edges, o.net);
        }
    }

    /// Gaps, and (x, t_x, T) at every cut. `seen` is the day of the first line of any sign.
    fn rhythm(&mut self, scope: &Scope, seen: i32, purchases: &[i32]) {
        for pair in purchases.windows(2) {
            let gap = (pair[1] - pair[0]) as usize;
            if self.gaps.len() <= gap {
                self.gaps.resize(gap + 1, 0);
            }
            self.gaps[gap] += 1;
        }
        let Some(&first) = purchases.first() else { return };
        let late = u128::from(seen >= scope.first_seen_from);
        for (cells, &(cut, until)) in self.cells.iter_mut().zip(&scope.cuts) {
            let before = purchases.partition_point(|&day| day <= cut);
            if before > 0 {
                let after = purchases.partition_point(|&day| day <= until) - before;
                let cell = [before - 1, (purchases[before - 1] - first) as usize, (cut - first) as usize, after];
                cells.push(cell.iter().fold(0u128, |packed, &v| packed << 31 | v as u128) << 1 | late);
            }
        }
    }

    fn years(&mut self, scope: &Scope, at: usize, days: &[DayNet], purchases: &[i32]) {
        let (mut later, mut prior) = (0, 0);
        for d in days.iter().rev().take_while(|d| d.day > scope.two_years_ago) {
            *(if d.day > scope.year_ago { &mut later } else { &mut prior }) += d.net;
        }
        let active = purchases.last().is_some_and(|&day| day > scope.year_ago);
        let before = purchases.iter().any(|&day| day > scope.two_years_ago && day <= scope.year_ago);
        if active {
            into_bin(&mut self.spend_last_year, &scope.edges, later);
        }
        if before {
            self.year.prior_buyers += 1;
            self.year.kept_buyers += u64::from(active);
            self.year.prior_net += prior;
            self.year.later_net += later;
            self.year.later_net_capped += later.min(prior);
        }
        self.customer_facts.push((at as u32, purchases.last().copied(), later));
    }

    fn merge(&mut self, mut part: Sums) {
        self.lines += part.lines;
        self.customers += part.customers;
        self.buyers += part.buyers;
        self.repeat_buyers += part.repeat_buyers;
        self.orders += part.orders;
        self.purchase_days += part.purchase_days;
        self.zero.orders += part.zero.orders;
        self.zero.customers += part.zero.customers;
        self.zero.never_paid += part.zero.never_paid;
        self.gross += part.gross;
        self.refunds += part.refunds;
        add_months(&mut self.months, &part.months);
        if self.cohorts.len() < part.cohorts.len() {
            self.cohorts.resize(part.cohorts.len(), Vec::new());
        }
        for (mine, theirs) in self.cohorts.iter_mut().zip(&part.cohorts) {
            add_months(mine, theirs);
        }
        for (mine, theirs) in self.cells.iter_mut().zip(&mut part.cells) {
            mine.append(theirs);
        }
        if self.gaps.len() < part.gaps.len() {
            self.gaps.resize(part.gaps.len(), 0);
        }
        self.gaps.iter_mut().zip(&part.gaps).for_each(|(mine, theirs)| *mine += theirs);
        add_bins(&mut self.order_values, &part.order_values);
        add_bins(&mut self.spend_last_year, &part.spend_last_year);
        self.nets.append(&mut part.nets);
        self.customer_facts.append(&mut part.customer_facts);
        self.year.prior_buyers += part.year.prior_buyers;
        self.year.kept_buyers += part.year.kept_buyers;
        self.year.prior_net += part.year.prior_net;
        self.year.later_net += part.year.later_net;
        self.year.later_net_capped += part.year.later_net_capped;
    }

    fn into_facts(mut self, g: &Grouped, scope: &Scope) -> TransactionFacts {
        self.nets.par_sort_unstable_by(|a, b| b.cmp(a));
        let until_last = g.calendar.month_offset(g.last_day.days()) + 1;
        TransactionFacts {
            first_day: g.first_day,
            last_day: g.last_day,
            lines: self.lines,
            customers: self.customers,
            buyers: self.buyers,
            repeat_buyers: self.repeat_buyers,
            orders: self.orders,
            purchase_days: self.purchase_days,
            zero_orders: ZeroOrders { counted: g.count_zero && !self.zero.is_none(), ..self.zero },
            gross: Money::from_raw(self.gross),
            refunds: Money::from_raw(self.refunds),
            months: self.months[..until_last].iter().enumerate().map(|(at, m)| transaction_month(g, at, m)).collect(),
            cohorts: cohort_cells(g, &self.cohorts),
            cuts: cuts(scope, count_all(self.cells)),
            gaps: (0u32..).zip(self.gaps).filter(|&(_, pairs)| pairs > 0).collect(),
            order_values: bins(&scope.edges, &self.order_values),
            spend_last_year: bins(&scope.edges, &self.spend_last_year),
            concentration: concentration(&self.nets),
            firings: None,
            year_on_year: (scope.as_of - g.first_day.days() >= 730).then(|| self.year.into()),
        }
    }
}
impl From<YearSums> for YearOnYear {
    fn from(y: YearSums) -> Self {
        YearOnYear {
            prior_buyers: y.prior_buyers,
            kept_buyers: y.kept_buyers,
            prior_net: Money::from_raw(y.prior_net),
            later_net: Money::from_raw(y.later_net),
            later_net_capped: Money::from_raw(y.later_net_capped),
        }
    }
}

fn add_months(mine: &mut Vec<MonthSum>, theirs: &[MonthSum]) {
    if mine.len() < theirs.len() {
        mine.resize(theirs.len(), MonthSum::default());
    }
    mine.iter_mut().zip(theirs).for_each(|(m, t)| m.add(t));
}
fn add_bins(mine: &mut [(u64, i64)], theirs: &[(u64, i64)]) {
    for (m, t) in mine.iter_mut().zip(theirs) {
        m.0 += t.0;
        m.1 += t.1;
    }
}
fn into_bin(bins: &mut [(u64, i64)], edges: &[i64], value: i64) {
    let bin = &mut bins[edges.partition_point(|&edge| edge <= value)];
    bin.0 += 1;
    bin.1 += value;
}
pub(super) fn bins(edges: &[i64], sums: &[(u64, i64)]) -> Vec<ValueBin> {
    let edge = |at: usize| edges.get(at).map(|&e| Money::from_raw(e));
    let bin = |(at, &(count, sum)): (usize, &(u64, i64))| ValueBin { from: at.checked_sub(1).and_then(edge), to: edge(at), count, sum: Money::from_raw(sum) };
    sums.iter().enumerate().map(bin).collect()
}

fn transaction_month(g: &Grouped, at: usize, m: &MonthSum) -> TransactionMonth {
    TransactionMonth {
        month: g.calendar.month_at(at),
        active: m.active,
        new: m.new,
        orders: m.orders,
        net: Money::from_raw(m.net),
        refunds: Money::from_raw(m.refunds),
    }
}

/// Cells in which something happened, by cohort and age.
fn cohort_cells(g: &Grouped, cohorts: &[Vec<MonthSum>]) -> Vec<CohortCell> {
    let mut cells = Vec::new();
    for (cohort, ages) in cohorts.iter().enumerate() {
        for (age, m) in (0u32..).zip(ages).filter(|(_, m)| m.active > 0 || m.orders > 0 || m.net != 0) {
            let cohort = g.calendar.month_at(cohort);
            cells.push(CohortCell { cohort, age, active: m.active, orders: m.orders, net: Money::from_raw(m.net) });
        }
    }
    cells
}

/// Cells of everybody, and of those first seen late.
pub(super) type Counted = (Vec<RftCell>, Vec<RftCell>);
fn count_all(cells: Vec<Vec<u128>>) -> Vec<Counted> {
    let sorted = |mut packed: Vec<u128>| {
        packed.par_sort_unstable();
        count_cells(&packed)
    };
    cells.into_par_iter().map(sorted).collect()
}
/// Everybody at each cut, then those first seen late at each cut.
pub(super) fn cuts(scope: &Scope, counted: Vec<Counted>) -> Vec<RftCut> {
    let (mut everybody, mut late) = (Vec::new(), Vec::new());
    for (&(cut, until), (all, few)) in scope.cuts.iter().zip(counted) {
        let holdout_days = (until - cut) as u32;
        let cut = Date::from_days(cut);
        everybody.push(RftCut { cut, holdout_days, first_seen_from: None, cells: all });
        late.push(RftCut { cut, holdout_days, first_seen_from: Some(Date::from_days(scope.first_seen_from)), cells: few });
    }
    everybody.append(&mut late);
    everybody
}

fn count_cells(sorted: &[u128]) -> Counted {
    let field = |cell: u128, at: u32| (cell >> (31 * at)) as u32 & 0x7fff_ffff;
    let (mut all, mut late) = (Vec::new(), Vec::new());
    for run in sorted.chunk_by(|a, b| a >> 1 == b >> 1) {
        let packed = run[0] >> 1;
        let (frequency, recency) = (field(packed, 3), field(packed, 2));
        let (age, holdout) = (field(packed, 1), field(packed, 0));
        let cell = |customers| RftCell { frequency, recency, age, holdout, customers };
        let few = run.len() - run.partition_point(|c| c & 1 == 0);
        all.push(cell(run.len() as u64));
        if few > 0 {
            late.push(cell(few as u64));
        }
    }
    (all, late)
}

/// `nets` falls. The top share rounds up, so that it is never nobody.
fn concentration(nets: &[i64]) -> Vec<(u32, u64, Money)> {
    let top = |per_mille: u32| {
        let customers = (nets.len() * per_mille as usize).div_ceil(1000);
        (per_mille, customers as u64, Money::from_raw(nets[..customers].iter().sum()))
    };
    CONCENTRATION_PER_MILLE.map(top).to_vec()
}
