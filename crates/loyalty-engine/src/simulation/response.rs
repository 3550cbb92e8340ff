//! What members get and what it moves: the value delivered to each member in each tier, and the one response to it (docs/economics.md, 5 and 6).
//!
//! Nothing but delivered value enters sales, except the penalty of a missed mission. Rules that deliver nothing move nobody.
use crate::base::{Base, BaseMember, Class};
use crate::random::exp;
use crate::simulation::draw::Behaviour;
use crate::simulation::paths::{LazyPoints, PathKey, Paths, begun, with, with_all};
use crate::simulation::rules::{Privilege, QualifyingCounts, Rules, TierRule};
use crate::simulation::sample::{Sample, expected_net, sum};
use loyalty_model::program::CostDriver;
use std::sync::{Arc, OnceLock};

/// Months over which the total response is stated: part of what `response.total` means, so no company changes it by itself.
pub(crate) const RESPONSE_MONTHS: u32 = 24;

/// Value delivered to a member in one tier, as shares of spend.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct DeliveredValue {
    /// By points, to a member who redeems: Σ reward × P(redeemed in month k) × (value kept a month)^k over the months that count ÷ spend.
    pub(crate) points: f64,
    /// By benefits as members state it, before bias and cap.
    pub(crate) soft: f64,
}
/// Value delivered to everybody in a sample, and to the base's newcomers.
#[derive(Debug)]
pub(crate) struct Delivered<'a> {
    rules: &'a Rules,
    base: &'a Base,
    /// Share of active customers who hold each tier or a higher one on their last 12 months.
    holders: Vec<f64>,
    /// Expected sales, class, and the tier that the last 12 months reach: member by member.
    standing: Vec<(f64, Class, usize)>,
    /// Member by member, each with its tiers.
    today: Vec<DeliveredValue>,
    /// Newcomer by newcomer, worked out for who is met.
    new: Vec<OnceLock<Vec<DeliveredValue>>>,
    new_points: Arc<LazyPoints>,
    /// Shares of light, moderate, heavy in expected sales, and in active customers.
    pub(crate) sales: [f64; 3],
    pub(crate) customers: [f64; 3],
}
impl<'a> Delivered<'a> {
    /// `points`: key of what the rules without triggers say of points ([`points_key`]).
    pub(crate) fn of(rules: &'a Rules, base: &'a Base, sample: &Sample, points: PathKey, paths: &Paths) -> Self {
        let holders = holders(rules, sample);
        let (tiers, points) = (rules.tiers.len(), with(points, rules.trigger_points.to_bits()));
        let of_today = paths.points(with_all(points, [TODAY, sample.id]), tiers, || {
            let all: Vec<f64> = sample.members.iter().flat_map(|(b, ..)| points_in_tiers(rules, b)).collect();
            Arc::new(LazyPoints(vec![OnceLock::from(all)]))
        });
        let new_points = paths.points(with(points, NEW), tiers, || Arc::new(LazyPoints(base.newcomers.iter().map(|_| OnceLock::new()).collect())));
        let standing = sample.members.iter().map(|(b, w, _)| (w * expected_net(b), b.class, rules.tier(&last_period(rules, b, b.mrr)))).collect();
        let known = of_today.0.first().and_then(OnceLock::get).map_or(&[][..], Vec::as_slice);
        let today = sample.members.iter().zip(known.chunks(tiers)).flat_map(|((b, ..), points)| in_tiers(rules, &holders, b, points)).collect();
        let new = base.newcomers.iter().map(|_| OnceLock::new()).collect();
        let shares = |of: &dyn Fn(&BaseMember) -> f64| {
            let mut parts = [0.0; 3];
            sample.members.iter().for_each(|(b, w, _)| parts[b.class as usize] += w * of(b));
            let total = sum(parts.iter().copied());
            if total > 0.0 { parts.map(|p| p / total) } else { [1.0 / 3.0; 3] }
        };
        let active = |b: &BaseMember| if b.mrr > 0.0 { 1.0 } else { b.p_alive };
        Delivered { rules, base, today, new, new_points, sales: shares(&expected_net), customers: shares(&active), holders, standing }
    }
    /// Of a customer of today by position in the sample.
    pub(crate) fn today(&self, at: usize) -> &[DeliveredValue] {
        let n = self.rules.tiers.len();
        &self.today[at * n..][..n]
    }
    /// Of a newcomer by position in the base.
    pub(crate) fn newcomer(&self, at: usize) -> &[DeliveredValue] {
        self.new[at].get_or_init(|| {
            let who = &self.base.newcomers[at];
            let points = self.new_points.0[at].get_or_init(|| points_in_tiers(self.rules, who).collect());
            in_tiers(self.rules, &self.holders, who, points).collect()
        })
    }
}
/// Share of active customers that their last 12 months would put into each tier or a higher one.
fn holders(rules: &Rules, sample: &Sample) -> Vec<f64> {
    let mut at = vec![0.0; rules.tiers.len()];
    for (b, weight, _) in &sample.members {
        let active = if b.mrr > 0.0 { 1.0 } else { b.p_alive };
        at[rules.tier(&last_period(rules, b, b.mrr))] += weight * active;
    }
    let total = sum(at.iter().copied());
    let mut above = 0.0;
    for share in at.iter_mut().rev() {
        above += *share;
        *share = if total > 0.0 { above / total } else { 1.0 };
    }
    at
}
/// What the last 12 months count in a qualification period.
pub(crate) fn last_period(rules: &Rules, b: &BaseMember, recurring_revenue: f64) -> QualifyingCounts {
    let months = rules.period.min(12) as usize;
    let (mut net_sales, mut orders) = (0.0, 0.0);
    for k in 12 - months..12 {
        net_sales += b.net_last_12[k];
        orders += f64::from(b.orders_last_12[k]);
    }
    let scale = f64::from(rules.period) / months as f64;
    QualifyingCounts { net_sales: net_sales * scale, orders: orders * scale, missions: 0.0, recurring_revenue }
}

/// A customer's own rhythm without the program.
struct Rhythm {
    orders: f64,
    spend: f64,
    order_value: f64,
    stays: f64,
}
impl Rhythm {
    fn of(b: &BaseMember) -> Rhythm {
        match b.mrr > 0.0 {
            true => Rhythm { orders: 1.0, spend: b.mrr, order_value: b.mrr, stays: 1.0 - b.mrr_hazard.clamp(0.0, 1.0) },
            false => Rhythm {
                orders: b.rate_monthly,
                spend: b.rate_monthly * b.order_value,
                order_value: b.order_value,
                stays: 1.0 - b.dropout_monthly.clamp(0.0, 1.0),
            },
        }
    }
}
/// Words of a key: points of a sample's customers, and of newcomers.
const TODAY: u64 = 1;
const NEW: u64 = 2;
/// Key of all that the value of points reads of the rules: what is taken away here is read for nothing but sales, costs and privileges.
pub(crate) fn points_key(rules: &Rules) -> PathKey {
    let mut read = Rules { period: 0, items: vec![], item_first: false, status_extra: 0.0, ..rules.clone() };
    read.prices.truncate(1);
    for tier in &mut read.tiers {
        *tier = TierRule::that_earns(tier.earn);
    }
    begun(&format!("{read:?}"))
}
/// Value of points to a customer in each tier, as shares of spend.
fn points_in_tiers(rules: &Rules, b: &BaseMember) -> impl Iterator<Item = f64> {
    let rhythm = Rhythm::of(b);
    let besides = if rhythm.spend > 0.0 { points_besides(rules, &rhythm) } else { 0.0 };
    rules.tiers.iter().map(move |tier| if rhythm.spend > 0.0 { points_value(rules, &rhythm, rhythm.spend * tier.earn + besides) } else { 0.0 })
}
/// Value delivered to a customer in each tier, of which these are the points.
fn in_tiers(rules: &Rules, holders: &[f64], b: &BaseMember, points: &[f64]) -> impl Iterator<Item = DeliveredValue> {
    let rhythm = Rhythm::of(b);
    let soft = move |i: usize| match rhythm.spend <= 0.0 {
        true => 0.0,
        false => soft_value(&rules.tiers[i].privileges, (holders[i], rules.status_extra), rules.counting.further_benefit, &rhythm),
    };
    points.iter().enumerate().map(move |(i, points)| DeliveredValue { points: *points, soft: soft(i) })
}
/// Points a month that are expected besides those on purchases: missions, surprise, triggers, a referral.
fn points_besides(rules: &Rules, rhythm: &Rhythm) -> f64 {
    let missions = mission_points(rules, rhythm.orders) / 12.0;
    let surprise = rules.surprise_share * rules.surprise_points as f64;
    let referral = rules.referral.map_or(0.0, |(own, friend, _)| {
        let rate = rules.referral_rates.0
            + (rules.referral_rates.1 - rules.referral_rates.0) * referral_pull(rules, (own, friend), rhythm.order_value, rules.referral_curvature);
        rate / 12.0 * own as f64
    });
    missions + surprise + rules.trigger_points + referral
}
/// Share of the paid increase of referrals that a reward brings: 1 - exp(-reward ÷ (curvature × order value)).
pub(crate) fn referral_pull(rules: &Rules, (own, friend): (u64, u64), order_value: f64, curvature: f64) -> f64 {
    let reward = (own + friend) as f64 * rules.point_value;
    if reward <= 0.0 || order_value <= 0.0 { 0.0 } else { 1.0 - exp(-reward / (curvature * order_value)) }
}
/// Expected mission points of a program year that count as value: nothing where a mission is hopeless or would have happened anyway, and a part of it
/// for each further one in a row.
fn mission_points(rules: &Rules, orders_monthly: f64) -> f64 {
    let (mut points, mut worth, mut free_from) = (0.0, 1.0, 0);
    for month in 0..12 {
        let Some(mission) = rules.offered[month as usize].filter(|_| month >= free_from).map(|i| &rules.missions[i]) else { continue };
        worth = if month > 0 && month == free_from { worth * rules.counting.further_mission } else { 1.0 };
        free_from = month + mission.months;
        let chance = match mission.orders {
            0 => rules.completion,
            needed => at_least(needed, orders_monthly * f64::from(mission.months)),
        };
        if (rules.counting.hopeless_below..=rules.counting.certain_above).contains(&chance) {
            points += worth * chance * mission.points as f64;
        }
    }
    points
}
/// P(Poisson(mean) ≥ n).
fn at_least(n: u32, mean: f64) -> f64 {
    let mut term = exp(-mean);
    let mut below = 0.0;
    for k in 0..n {
        below += term;
        term *= mean / f64::from(k + 1);
    }
    (1.0 - below).max(0.0)
}
/// Value of points to a member who redeems and gets `flow` points a month, as a share of spend. Rewards are unlocked one lowest price at a time; an
/// unlocked one is taken in a month with the book's redemption hazard; what would expire before it unlocks is worth nothing.
fn points_value(rules: &Rules, rhythm: &Rhythm, flow: f64) -> f64 {
    if rules.point_value <= 0.0 || flow <= 0.0 && rules.joining == 0 {
        return 0.0;
    }
    let price = rules.prices.first().copied().unwrap_or(1) as f64;
    // Chance a month that a gap longer than the inactivity limit begins, after which points expire.
    let gap = if rules.idle_expiry < u32::MAX { rhythm.orders * exp(-rhythm.orders * f64::from(rules.idle_expiry)) } else { 0.0 };
    let keeps = exp(-gap);
    let (mut locked, mut ready, mut kept, mut waited) = (0.0, 0.0, 1.0, 0);
    let (mut alive, mut discount, mut value, mut spend) = (1.0, 1.0, 0.0, 0.0);
    for month in 0..rules.counting.months {
        if month > 0 {
            alive *= rhythm.stays;
            discount *= rules.counting.kept_monthly;
        }
        spend += alive * rhythm.spend;
        if month >= rules.pending {
            locked += flow + if month == rules.pending { rules.joining as f64 } else { 0.0 };
            kept *= keeps;
            waited += 1;
        }
        if locked >= price {
            // Positive and far below 2^63: cutting off what follows the point is the floor.
            let unlocked = ((locked / price) as u64) as f64 * price;
            locked -= unlocked;
            ready += kept * unlocked;
            (kept, waited) = (1.0, 0);
        } else if waited > rules.age_expiry {
            // Only the last months' points are still there.
            locked = locked.min(flow * f64::from(rules.age_expiry));
        }
        let taken = rules.redemption_pace * ready;
        ready -= taken;
        value += alive * discount * taken * rules.point_value;
    }
    if spend > 0.0 { value / spend } else { 0.0 }
}
/// Stated value of a tier's benefits as a share of spend: the best in full, each further one in part; a privilege counts the more the fewer hold it: its
/// extra worth (`response.status_extra`, the judgement that a company may change) goes with the fourth power of the share of members who do not. The
/// power is the shape of that law: nearly all of the worth at one holder in a hundred, hardly any at one in two.
fn soft_value(privileges: &[Privilege], (held_by, extra): (f64, f64), further: f64, rhythm: &Rhythm) -> f64 {
    if privileges.is_empty() {
        return 0.0;
    }
    let squared = (1.0 - held_by) * (1.0 - held_by);
    let exclusive = 1.0 + extra * squared * squared;
    let (mut all, mut best) = (0.0, 0.0_f64);
    for p in privileges {
        let units = match p.driver {
            CostDriver::PerOrder => rhythm.orders,
            CostDriver::PerMemberMonth => 1.0,
            CostDriver::PerMemberYear => 1.0 / 12.0,
            CostDriver::PerSpend => rhythm.spend,
        };
        let worth = units * p.worth * if p.above_entry { exclusive } else { 1.0 };
        all += worth;
        best = best.max(worth);
    }
    (best + further * (all - best)) / rhythm.spend
}

/// Effects of a draw on one member in one tier at full ramp.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Steady {
    /// Log hazard ratio of leaving.
    pub(crate) hazard: f64,
    /// Log effect on the purchase rate.
    pub(crate) frequency: f64,
    /// Log effect on the value of an order or payment.
    pub(crate) basket: f64,
}
/// The response of a draw.
#[derive(Debug)]
pub(crate) struct Response<'a> {
    draw: &'a Behaviour,
    staying: &'a StayingTable,
    /// Response of light, moderate, heavy members against the mean over sales.
    pub(crate) classes: [f64; 3],
    /// 1 ÷ (1 - exp(-reference ÷ curvature)).
    scale: f64,
    /// What a unit of face value of points is worth: 1, or the bias of stated worths where the first reward is an item of the shop.
    face: f64,
}
impl<'a> Response<'a> {
    pub(crate) fn of(draw: &'a Behaviour, staying: &'a StayingTable, delivered: &Delivered) -> Self {
        let scale = -1.0 / libm::expm1(-draw.reference_value / draw.curvature);
        let face = if delivered.rules.item_first { draw.bias } else { 1.0 };
        Response { draw, staying, classes: spread(&delivered.sales, draw.class_ratio), scale, face }
    }
    /// Share of the total response that a delivered value calls forth: concave, 1 at the reference value.
    pub(crate) fn saturation(&self, v: &DeliveredValue) -> f64 {
        let d = self.draw;
        let value = d.redemption * self.face * v.points + (d.bias * v.soft).min(d.soft_cap);
        (1.0 - exp(-value / d.curvature)) * self.scale
    }
    /// Log lift of members' sales that is expected: the response weighted with the expected sales of who joins (chance by class).
    pub(crate) fn expected(&self, delivered: &Delivered, joins: &[f64; 3]) -> f64 {
        let tiers = delivered.rules.tiers.len();
        let (mut lift, mut all) = (0.0, 0.0);
        for (i, (sales, class, tier)) in delivered.standing.iter().enumerate() {
            let weight = sales * joins[*class as usize];
            lift += weight * self.classes[*class as usize] * self.saturation(&delivered.today[i * tiers + tier]);
            all += weight;
        }
        if all > 0.0 { self.draw.total * lift / all } else { 0.0 }
    }
    /// Effects on a member: the total divided over staying, frequency and basket; what staying cannot carry goes to frequency.
    pub(crate) fn steady(&self, v: &DeliveredValue, class: Class, place: StayingPlace, subscriber: bool) -> Steady {
        let d = self.draw;
        let total = d.total * self.classes[class as usize] * self.saturation(v);
        if total == 0.0 {
            return Steady::default();
        }
        let row = self.staying.at(place);
        let (ratio, carried) = row.carry(total * d.staying);
        let rest = (total - carried) / row.reached;
        if subscriber {
            return Steady { hazard: ratio, frequency: 0.0, basket: rest };
        }
        let basket = total * (1.0 - d.staying) * (1.0 - d.frequency_of_rest) / row.reached;
        Steady { hazard: ratio, frequency: rest - basket, basket }
    }
}
/// Factors of light, moderate, heavy with a geometric step, light over heavy = `ratio`, whose mean with these weights is 1.
fn spread(weights: &[f64; 3], ratio: f64) -> [f64; 3] {
    let raw = [ratio, libm::sqrt(ratio), 1.0];
    let mean = sum(raw.iter().zip(weights).map(|(r, w)| r * w));
    raw.map(|r| r / mean)
}
/// Chance of joining by class, given the mean over active customers; heavy over light = `ratio`.
pub(crate) fn enrolment(customers: &[f64; 3], mean: f64, ratio: f64) -> [f64; 3] {
    spread(customers, 1.0 / ratio).map(|f| (mean * f).min(1.0))
}

/// What a hazard ratio does to a member's sales over the months of the response, by the member's hazard.
#[derive(Debug)]
pub(crate) struct StayingTable {
    rows: Vec<StayingRow>,
}
/// Hazards a month of the table's rows, evenly spaced in their log; and points in the log hazard ratio, from ln ½ to ln 2.
const HAZARDS: (f64, f64, usize) = (1e-6, 0.9, 96);
const RATIOS: usize = 9;
#[derive(Debug, Clone, Copy)]
struct StayingRow {
    /// Log of sales over the months against those at ratio 1, by log hazard ratio; falling.
    log_sales: [f64; RATIOS],
    /// Mean of the ramp over the months, weighted with the share of members still active.
    reached: f64,
}
impl StayingTable {
    pub(crate) fn of(ramp: &dyn Fn(u32) -> f64) -> StayingTable {
        let (low, high, n) = HAZARDS;
        let hazard = |i: usize| low * libm::pow(high / low, i as f64 / (n - 1) as f64);
        StayingTable { rows: (0..n).map(|i| StayingRow::of(hazard(i), ramp)).collect() }
    }
    fn at(&self, place: StayingPlace) -> StayingBetween<'_> {
        let (below, above, part) = (&self.rows[place.row], &self.rows[place.row + 1], place.part);
        StayingBetween { below, above, part, reached: below.reached + part * (above.reached - below.reached) }
    }
}
/// Where a hazard stands between two rows of the table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StayingPlace {
    row: usize,
    part: f64,
}
impl StayingPlace {
    /// Of a hazard a month.
    pub(crate) fn of(hazard: f64) -> StayingPlace {
        let (low, high, n) = HAZARDS;
        let at = libm::log(hazard.clamp(low, high) / low) / libm::log(high / low) * (n - 1) as f64;
        let row = (at as usize).min(n - 2);
        StayingPlace { row, part: at - row as f64 }
    }
}
/// The table between two rows.
struct StayingBetween<'a> {
    below: &'a StayingRow,
    above: &'a StayingRow,
    part: f64,
    /// Mean of the ramp over the months.
    reached: f64,
}
fn log_ratio(k: usize) -> f64 {
    std::f64::consts::LN_2 * (2.0 * k as f64 / (RATIOS - 1) as f64 - 1.0)
}
impl StayingRow {
    fn of(hazard: f64, ramp: &dyn Fn(u32) -> f64) -> StayingRow {
        let stay = libm::log1p(-hazard);
        let sales = |x: f64| {
            let (mut exponent, mut total, mut reached) = (0.0, 1.0, 0.0);
            for t in 1..RESPONSE_MONTHS {
                exponent += exp(ramp(t) * x);
                let active = exp(stay * exponent);
                total += active;
                reached += ramp(t) * active;
            }
            (total, reached)
        };
        let (plain, reached) = sales(0.0);
        StayingRow { log_sales: std::array::from_fn(|k| libm::log(sales(log_ratio(k)).0 / plain)), reached: (reached / plain).max(1e-9) }
    }
}
impl StayingBetween<'_> {
    fn log_sales(&self, k: usize) -> f64 {
        let (a, b) = (self.below.log_sales[k], self.above.log_sales[k]);
        a + self.part * (b - a)
    }
    /// Log hazard ratio within ½ … 2 that moves log sales by `wanted`, and what it does move.
    fn carry(&self, wanted: f64) -> (f64, f64) {
        // Log sales fall in k; most effects are small, so the search begins in the middle, where they are 0.
        let middle = RATIOS / 2;
        let k = if wanted >= 0.0 {
            (1..=middle).rev().take_while(|k| wanted >= self.log_sales(*k)).last().unwrap_or(middle)
        } else {
            (middle + 1..RATIOS).find(|k| wanted >= self.log_sales(*k)).unwrap_or(RATIOS - 1)
        };
        let (above, below) = (self.log_sales(k - 1), self.log_sales(k));
        if wanted >= above {
            return (log_ratio(k - 1), above);
        }
        if wanted <= below {
            return (log_ratio(k), below);
        }
        let part = (above - wanted) / (above - below).max(1e-300);
        (log_ratio(k - 1) + part * (log_ratio(k) - log_ratio(k - 1)), wanted)
    }
}
