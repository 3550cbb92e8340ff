//! Planted customers: orders by the very process of a model, written down, measured, fitted and scored as a plan does it. The miss of the hold-out total
//! must lie inside what chance and the fit's own error allow, at any size.
//! `cargo test --release -p plan-loyalty --test all -- planted_fits:: --include-ignored --nocapture` prints the table, a million customers too.
use loyalty_engine::base::{self, Look, Scorer};
use loyalty_model::extract::{Origin, RftCut};
use loyalty_model::units::{Currency, Date};
use loyalty_sources::canonical::{Customers, Orders, Tables};
use loyalty_sources::extract::{ExtractRequest, measure};
use loyalty_stats::fit::Fit;
use loyalty_stats::rft::Rft;
use loyalty_stats::{bg_nbd, mbg_nbd};

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
    /// Gamma of any shape, scale one (Marsaglia & Tsang 2000).
    fn gamma(&mut self, shape: f64) -> f64 {
        let more = shape.max(1.0 + shape * f64::from(u8::from(shape < 1.0)));
        let d = more - 1.0 / 3.0;
        loop {
            let x = self.normal();
            let v = (1.0 + x / (9.0 * d).sqrt()).powi(3);
            if v > 0.0 && self.unit().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v * if shape < 1.0 { self.unit().powf(1.0 / shape) } else { 1.0 };
            }
        }
    }
}
/// r, α (weeks), a, b. The pace is slow beside a day: what falls on one day is one purchase, and at a fast pace that alone moves a total by half a percent.
const PLANTED: [f64; 4] = [0.6, 140.0, 0.3, 1.2];
const WEEKS: f64 = 1_050.0;

/// Orders of customers who join over the first half and buy as the model says; `modified`: they may leave right after the first order too (MBG/NBD).
fn orders(customers: usize, modified: bool, seed: u64) -> Tables {
    let mut c = Chance(seed.wrapping_mul(0xA24B_AED4_963E_E407).wrapping_add(7));
    let [r, alpha, a, b] = PLANTED;
    let end = Date::from_ymd(2025, 12, 31).unwrap().days();
    let begin = end + 1 - (7.0 * WEEKS) as i32;
    let mut o = Orders { customers: Customers { ids: (0..customers).map(|i| format!("c{i}")).collect() }, ..Orders::default() };
    for id in 0..customers as u32 {
        let rate = c.gamma(r) / alpha;
        let (x, y) = (c.gamma(a), c.gamma(b));
        let leaves = x / (x + y).max(1e-300);
        let (mut at, mut last) = (0.5 * WEEKS * c.unit(), None);
        while at < WEEKS {
            let day = begin + (7.0 * at) as i32;
            // What a model calls a purchase is a day with one: a second on the same day is none, and nobody leaves after it.
            if last != Some(day) {
                o.customer.push(id);
                o.day.push(day);
                o.order_key.push(o.day.len() as u64);
                o.amount.push(100_000);
                if (last.is_some() || modified) && c.unit() < leaves {
                    break;
                }
                last = Some(day);
            }
            at -= c.unit().ln() / rate.max(1e-12);
        }
    }
    Tables { orders: Some(o), ..Tables::default() }
}
type Expected = fn(&[f64; 4], &Rft, f64) -> f64;
/// Share of the total by which a forecast may miss it by chance: the fit's own error (from its covariance), and the chance of customers (the root of the sum
/// of squared counts bounds it from above).
fn chance_of_a_miss(cut: &RftCut, fit: &Fit<4>, cells: &[Rft], expected: Expected, ahead: f64) -> f64 {
    let total = |p: &[f64; 4]| cells.iter().map(|c| c.weight * expected(p, c, ahead)).sum::<f64>();
    let slope: [f64; 4] = std::array::from_fn(|i| {
        let (mut up, mut down) = (fit.parameters, fit.parameters);
        up[i] *= 1e-3_f64.exp();
        down[i] *= (-1e-3_f64).exp();
        (total(&up) - total(&down)) / 2e-3
    });
    let covariance = fit.covariance.expect("a surface that is not flat");
    let own: f64 = (0..4).map(|i| (0..4).map(|j| slope[i] * covariance[i][j] * slope[j]).sum::<f64>()).sum();
    let came: f64 = cut.cells.iter().map(|c| c.customers as f64 * f64::from(c.holdout)).sum();
    let people: f64 = cut.cells.iter().map(|c| c.customers as f64 * f64::from(c.holdout).powi(2)).sum();
    (own + people).sqrt() / came
}
fn planted(customers: usize, seeds: std::ops::Range<u64>) {
    for (name, modified) in [("bg-nbd", false), ("mbg-nbd", true)] {
        for seed in seeds.clone() {
            let request = ExtractRequest { as_of: Date::from_ymd(2025, 12, 31), ..ExtractRequest::new(Origin::CompanyData, Currency("USD".into())) };
            let extract = measure(&orders(customers, modified, seed), &request).unwrap();
            let facts = extract.transactions.as_ref().unwrap();
            let held = base::hold_out(facts, extract.as_of);
            let cut = held.scored.unwrap();
            let found = base::score_at(&Scorer::default(), cut, Some(name), Look::Totals);
            let score = found.iter().find(|s| s.model == name).unwrap();
            let cells: Vec<Rft> = cut
                .cells
                .iter()
                .map(|c| Rft { frequency: c.frequency, recency: f64::from(c.recency) / 7.0, age: f64::from(c.age) / 7.0, weight: c.customers as f64 })
                .collect();
            let (fit, expected) = if modified {
                (mbg_nbd::fit(&cells).unwrap(), mbg_nbd::expected_purchases as Expected)
            } else {
                (bg_nbd::fit(&cells).unwrap(), bg_nbd::expected_purchases as Expected)
            };
            let sd = chance_of_a_miss(cut, &fit, &cells, expected, f64::from(cut.holdout_days) / 7.0);
            let p = fit.parameters;
            println!(
                "{customers:>9} {name:<8} seed {seed}: r {:.3} alpha {:.2} a {:.3} b {:.3}; forecast {:.0}, came {:.0}: bias {:+.2}%, interval ±{:.2}%",
                p[0],
                p[1],
                p[2],
                p[3],
                score.forecast,
                score.actual,
                100.0 * score.bias,
                196.0 * sd
            );
            assert!(
                (score.forecast - cells.iter().map(|c| c.weight * expected(&p, c, f64::from(cut.holdout_days) / 7.0)).sum::<f64>()).abs()
                    < 1e-6 * score.forecast
            );
            // Three deviations: of these worlds one in 370 would miss by chance.
            assert!(score.bias.abs() < 3.0 * sd, "{name}, {customers} customers: {score:?}, {sd}");
            let errors = fit.standard_errors().unwrap();
            for i in 0..4 {
                assert!((p[i] - PLANTED[i]).abs() < 4.0 * errors[i] + 0.05 * PLANTED[i], "{name}: {p:?} ± {errors:?} beside {PLANTED:?}");
            }
        }
    }
}
#[test]
fn ten_thousand_customers() {
    planted(10_000, 0..4);
}
#[test]
fn a_hundred_thousand_customers() {
    planted(100_000, 0..2);
}
#[test]
#[ignore = "a million customers: see the head of this file"]
fn a_million_customers() {
    planted(1_000_000, 0..1);
}
