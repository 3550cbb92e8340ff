//! Planted worlds: customers made by the stated process, effects drawn from the priors, orders written down, measured, fitted and appraised as
//! the program does it. The truth is the return of the same program in the world as it was made.
#[path = "../../loyalty-engine/tests/laws/world.rs"]
#[allow(dead_code)]
mod world;

use loyalty_engine::base::{self, Base, BaseMember, Class};
use loyalty_engine::simulation::{Sampling, appraise, appraise_in_full};
use loyalty_engine::terms::Terms;
use loyalty_model::assumption::Book;
use loyalty_model::extract::Origin;
use loyalty_model::units::{Currency, Date};
use loyalty_sources::canonical::{Orders, Tables};
use loyalty_sources::extract::{self, ExtractRequest};

const CUSTOMERS: usize = 1_500;
const MONTHS: f64 = 36.0;
const DAY: f64 = 365.25 / 12.0;

/// Chance of one world (SplitMix64).
struct Chance(u64);
impl Chance {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (((z ^ (z >> 31)) >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }
    fn normal(&mut self) -> f64 {
        (-2.0 * self.unit().ln()).sqrt() * (std::f64::consts::TAU * self.unit()).cos()
    }
    fn exponential(&mut self) -> f64 {
        -self.unit().ln()
    }
    /// Gamma of a half-integer shape, mean one.
    fn gamma(&mut self, halves: u32) -> f64 {
        let sum: f64 = (0..halves).map(|_| self.normal().powi(2)).sum();
        sum / f64::from(halves)
    }
}
/// A company as it was made: what is true of every customer, and the orders that a file would show.
struct World {
    truth: Base,
    tables: Tables,
}
/// How a world differs from the family that the fitted models state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    /// As the models state it: purchases at random while a customer stays.
    Stated,
    /// Gaps between purchases of two exponential parts: twice as regular.
    Erlang,
    /// Purchases follow the year: twice as many in November as in an ordinary month.
    Seasonal,
    /// Customers join ever faster: the last month brings three times what the first did, and it goes on for a year.
    Growing,
}
/// Purchases of each calendar month against the mean month, January first.
fn season(family: Family) -> [f64; 12] {
    let raw = if family == Family::Seasonal { [0.8, 0.8, 0.9, 0.9, 1.0, 0.9, 0.8, 0.8, 0.9, 1.1, 2.0, 1.6] } else { [1.0; 12] };
    let mean = raw.iter().sum::<f64>() / 12.0;
    raw.map(|x| x / mean)
}
fn made(seed: u64, family: Family) -> World {
    let year = season(family);
    let mut c = Chance(seed.wrapping_mul(0xA24B_AED4_963E_E407).wrapping_add(99));
    let end = Date::from_ymd(2025, 12, 31).unwrap().days();
    let begin = end - (MONTHS * DAY) as i32;
    let mut orders = Orders::default();
    let mut members = vec![];
    for i in 0..CUSTOMERS {
        // Rate a month, hazard a month, mean order value.
        let (rate, hazard, value) = (0.6 * c.gamma(3), (0.03 * c.gamma(3)).min(0.5), 40.0 * (0.4 * c.normal() - 0.08).exp());
        // Growing: density 1 at the beginning, 3 at the end.
        let share = c.unit();
        let joined = f64::from(begin) + MONTHS * DAY * if family == Family::Growing { ((1.0 + 8.0 * share).sqrt() - 1.0) / 2.0 } else { share };
        // The month's chance of leaving, as the process states it, spread over its days.
        let left = joined + DAY * c.exponential() / -(1.0 - hazard).ln();
        let (mut at, mut months, mut net) = (joined, [0_u16; 12], [0.0; 12]);
        let id = orders.customers.ids.len() as u32;
        orders.customers.ids.push(format!("customer {i}"));
        while at <= f64::from(end) && at < left {
            let amount = value * (0.47 * c.normal() - 0.11).exp();
            orders.customer.push(id);
            orders.day.push(at as i32);
            orders.order_key.push(orders.day.len() as u64);
            orders.amount.push((amount * 10_000.0) as i64);
            let back = ((f64::from(end) - at) / DAY) as usize;
            if back < 12 {
                months[11 - back] += 1;
                net[11 - back] += amount;
            }
            // A season is time that runs faster: the next purchase comes when so much of it has passed.
            let mut left_over = DAY / rate * if family == Family::Erlang { 0.5 * (c.exponential() + c.exponential()) } else { c.exponential() };
            while left_over > 0.0 && at <= f64::from(end) {
                let pace = year[month_of(at)];
                let step = (left_over / pace).min(1.0);
                left_over -= step * pace;
                at += step;
            }
        }
        members.push(BaseMember {
            key: (c.unit() * 9e15) as u64,
            panel: i as u32,
            weight: 1.0,
            rate_monthly: rate,
            rate_shape: f64::INFINITY,
            p_alive: if left > f64::from(end) { 1.0 } else { 0.0 },
            dropout_monthly: hazard,
            order_value: value,
            order_value_cv: 0.5,
            class: Class::Moderate,
            net_last_12: net,
            orders_last_12: months,
            mrr: 0.0,
            mrr_hazard: 0.0,
            opening_points: 0.0,
        });
    }
    classify(&mut members);
    let newcomers =
        members.iter().take(256).map(|m| BaseMember { p_alive: 1.0, panel: u32::MAX, net_last_12: [0.0; 12], orders_last_12: [0; 12], ..m.clone() }).collect();
    let truth = Base {
        model: "truth".into(),
        contractual: false,
        members,
        new_per_month: CUSTOMERS as f64 / MONTHS * if family == Family::Growing { 1.5 } else { 1.0 },
        new_log_sd: 0.0,
        // The line goes on for a year.
        new_ahead: match family {
            Family::Growing => (0..12).map(|h| (CUSTOMERS as f64 / MONTHS * (1.5 + f64::from(h) / MONTHS), 0.0)).collect(),
            _ => vec![],
        },
        newcomers,
        season: year,
        level_log_mean: 0.0,
        level_log_sd: 0.0,
    };
    World { truth, tables: Tables { orders: Some(orders), ..Tables::default() } }
}
/// Calendar month of a day, from 0.
fn month_of(day: f64) -> usize {
    Date::from_ymd(1970, 1, 1).unwrap().plus_days(day as i32).month().year_month().1 as usize - 1
}
/// Thirds by expected spend, as the engine divides them.
fn classify(members: &mut [BaseMember]) {
    let worth = |m: &BaseMember| m.p_alive * m.rate_monthly * m.order_value;
    let mut all: Vec<f64> = members.iter().map(worth).collect();
    all.sort_by(f64::total_cmp);
    let (low, high) = (all[all.len() / 3], all[2 * all.len() / 3]);
    for m in members {
        let w = worth(m);
        m.class = if w < low {
            Class::Light
        } else if w < high {
            Class::Moderate
        } else {
            Class::Heavy
        };
    }
}
fn priors() -> Book {
    let mut book = world::book();
    for (id, value) in [("cost.setup", 3_000.0), ("cost.platform_monthly", 100.0), ("cost.staff_monthly", 150.0)] {
        world::fix(&mut book, id, value);
    }
    book
}
fn terms() -> Terms {
    let mut terms = world::terms(24);
    terms.as_of = Date::from_ymd(2025, 12, 31).unwrap();
    terms.launch = terms.as_of.month().plus(1);
    terms
}
/// P10 and P90 as a plan would print them, and the truth when effects are drawn from `effects`.
fn interval_and_truth(seed: u64, effects: &Book, family: Family) -> (f64, f64, f64) {
    let World { truth, tables } = made(seed, family);
    let request = ExtractRequest { as_of: Some(Date::from_ymd(2025, 12, 31).unwrap()), ..ExtractRequest::new(Origin::CompanyData, Currency("USD".into())) };
    let extract = extract::measure(&tables, &request).unwrap();
    let book = priors();
    let fitted = base::fit(&extract, &book).base;
    let program = world::program(1.0);
    let plan = appraise_in_full(&program, &fitted, &book, &terms(), &Sampling { seed, draws: 200, members: 1_000, first_draw: 10_000 });
    // One draw of what is not known, from chance that the plan has not seen; every customer as made.
    let one = Sampling { seed: seed ^ 0x5EED, draws: 1, members: u32::MAX, first_draw: 1_000_000 };
    let truth = appraise(&program, &truth, effects, &terms(), &one);
    (plan.quantile(0.1, |o| o.roi), plan.quantile(0.9, |o| o.roi), truth.roi[0])
}
fn covered(seeds: std::ops::Range<u64>, effects: &Book) -> usize {
    covered_of(seeds, effects, Family::Stated).0
}
/// Worlds whose truth lies inside, below, above.
fn covered_of(seeds: std::ops::Range<u64>, effects: &Book, family: Family) -> (usize, usize, usize) {
    let mut out = (0, 0, 0);
    for seed in seeds {
        match interval_and_truth(seed, effects, family) {
            (low, _, truth) if truth < low => out.1 += 1,
            (_, high, truth) if truth > high => out.2 += 1,
            _ => out.0 += 1,
        }
    }
    out
}

/// Law 10: worlds of another family than the models state. What is asked is that the range does not break, not that it is exact.
#[test]
fn intervals_bear_worlds_of_another_family() {
    for family in [Family::Erlang, Family::Seasonal, Family::Growing] {
        let (inside, below, above) = covered_of(0..40, &priors(), family);
        println!("{family:?}: the 80% interval of ROI covers the truth in {inside} of 40 worlds; {below} below it, {above} above");
        // At 80% a count under 26 in 40 has a chance of 1%.
        assert!(inside >= 26, "{family:?}: {inside} of 40");
    }
}

#[test]
fn intervals_cover_sixty_planted_worlds_as_often_as_they_say() {
    // At 80% a count under 42 in 60 has a chance of 2%, and one above 54 of 1%; of the first twenty, 11 are covered, of two hundred 163 (scripts/planted_worlds.sh).
    let n = covered(0..60, &priors());
    assert!((42..=54).contains(&n), "{n} of 60");
}
#[test]
#[ignore = "two hundred worlds: bash scripts/planted_worlds.sh"]
fn two_hundred_worlds() {
    let n = covered(0..200, &priors());
    println!("effects drawn from the priors: the 80% interval of ROI covers the truth in {n} of 200 worlds ({:.1}%)", n as f64 / 2.0);
    for (name, value) in [("every effect zero", 0.0), ("every effect half its prior mean", 0.5), ("every effect twice its prior mean", 2.0)] {
        let mut fixed = priors();
        let effects: Vec<String> = fixed.0.keys().filter(|id| id.starts_with("lift.") && fixed.0[*id].distribution != "fixed").cloned().collect();
        for id in effects {
            let mean = fixed.0[&id].value;
            world::fix(&mut fixed, &id, value * mean);
        }
        println!("{name}: {} of 60 worlds", covered(0..60, &fixed));
    }
    assert!((148..=172).contains(&n), "{n} of 200 is not 74 to 86%");
}
