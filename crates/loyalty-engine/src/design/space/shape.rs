//! What the design is measured against: the typical customer, and the distribution that thresholds are cut from.
use crate::base::{Base, BaseMember};
use loyalty_model::assumption::Book;
use loyalty_model::program::{Metric, Mission};

/// The constants of the design search, from `data/benefits.toml`.
#[derive(Debug, Clone)]
pub struct Rules(Vec<loyalty_model::catalogue::DesignRule>);
impl Rules {
    /// Reads them.
    pub fn read() -> Self {
        Rules(loyalty_model::catalogue::design_rules())
    }
    /// The value of a rule.
    ///
    /// # Panics
    /// On an unknown name: a test walks every name in use.
    pub fn value(&self, id: &str) -> f64 {
        self.0.iter().find(|r| r.id == id).unwrap_or_else(|| panic!("no design rule {id}")).value
    }
    /// Why.
    pub fn reason(&self, id: &str) -> &str {
        self.0.iter().find(|r| r.id == id).map_or("", |r| &r.reason)
    }
}

/// The typical customer of the last 12 months. Medians over active customers, by weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shape {
    /// Most revenue is contractual.
    pub contractual: bool,
    /// Value of a typical order; under contract, a typical monthly invoice.
    pub order_value: f64,
    /// Net spend a year.
    pub spend_yearly: f64,
    /// Orders (invoices) a year.
    pub orders_yearly: f64,
    /// Active customers.
    pub active: f64,
    /// All customers.
    pub customers: f64,
    /// Assumed share of offered missions that are completed.
    pub mission_completion: f64,
}
impl Shape {
    /// Measures the base.
    pub fn of(base: &Base, book: &Book) -> Shape {
        let active: Vec<&BaseMember> = base.members.iter().filter(|m| spend_yearly(base, m) > 0.0).collect();
        let median = |f: &dyn Fn(&BaseMember) -> f64| {
            let mut v: Vec<(f64, f64)> = active.iter().map(|m| (f(m), m.weight)).collect();
            quantile(&mut v, 0.5)
        };
        let spend = median(&|m| spend_yearly(base, m)).max(1e-6);
        let orders = median(&|m| orders_yearly(base, m)).max(1.0);
        let order = median(&|m| if base.contractual && m.mrr > 0.0 { m.mrr } else { m.order_value });
        let completion = book.value("mission.completion");
        Shape {
            contractual: base.contractual,
            order_value: if order > 0.0 { order } else { spend / orders },
            spend_yearly: spend,
            orders_yearly: orders,
            active: active.iter().map(|m| m.weight).sum(),
            customers: base.members.iter().map(|m| m.weight).sum(),
            mission_completion: if completion.is_finite() { completion } else { 0.2 },
        }
    }
    /// Chance that a typical customer completes one offer of a mission: Poisson for orders, the assumption for other acts.
    pub fn completion(&self, mission: &Mission) -> f64 {
        if mission.orders_needed == 0 {
            return self.mission_completion;
        }
        let mean = self.orders_yearly / 12.0 * f64::from(mission.window_months);
        let (mut term, mut below) = (libm::exp(-mean), 0.0);
        for k in 0..mission.orders_needed {
            below += term;
            term *= mean / f64::from(k + 1);
        }
        (1.0 - below).clamp(0.02, 0.98)
    }
}
/// Net spend of the last 12 months; under contract at least a year of the present fee.
pub fn spend_yearly(base: &Base, m: &BaseMember) -> f64 {
    let seen = m.spend_last_year();
    if base.contractual { seen.max(12.0 * m.mrr) } else { seen }
}
/// Orders of the last 12 months; under contract 12 invoices.
pub fn orders_yearly(base: &Base, m: &BaseMember) -> f64 {
    let seen = f64::from(m.orders_last_year());
    if base.contractual && m.mrr > 0.0 { seen.max(12.0) } else { seen }
}
/// The metric of a customer, replayed on the last 12 months. Missions: offers that the orders of those months would have
/// completed; acts that no order shows count at the assumed completion, by a draw tied to the customer's key.
pub fn metric_value(base: &Base, m: &BaseMember, metric: Metric, missions: &[Mission], completion: f64) -> f64 {
    match metric {
        Metric::NetSpend => spend_yearly(base, m),
        Metric::Orders => orders_yearly(base, m),
        Metric::RecurringRevenue => m.mrr,
        Metric::MissionsCompleted => f64::from(missions_replayed(m, missions, completion)),
    }
}
fn missions_replayed(m: &BaseMember, missions: &[Mission], completion: f64) -> u32 {
    let mut done = 0;
    for (at, mission) in missions.iter().enumerate() {
        for start in &mission.starts {
            if mission.orders_needed > 0 {
                let from = (*start as usize).min(12);
                let to = (from + mission.window_months as usize).min(12);
                let orders: u32 = m.orders_last_12[from..to].iter().map(|o| u32::from(*o)).sum();
                done += u32::from(orders >= mission.orders_needed);
            } else if m.orders_last_year() > 0 || m.mrr > 0.0 {
                done += u32::from(unit(m.key, (at as u64) << 8 | u64::from(*start)) < completion);
            }
        }
    }
    done
}
/// A number in [0, 1) from a key and a purpose (splitmix64).
fn unit(key: u64, purpose: u64) -> f64 {
    let mut z = key ^ purpose.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}
/// The value below which a share of the weight lies; sorts in place. Zero for nothing.
pub fn quantile(values: &mut [(f64, f64)], share: f64) -> f64 {
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total: f64 = values.iter().map(|v| v.1).sum();
    let mut seen = 0.0;
    for (value, weight) in values.iter() {
        seen += weight;
        if seen >= share * total {
            return *value;
        }
    }
    values.last().map_or(0.0, |v| v.0)
}
