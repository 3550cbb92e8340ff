//! The program as a till reads it.
use loyalty_model::program::{Expiry, Metric, Program};

/// A tier.
#[derive(Debug, Clone, PartialEq)]
pub struct Tier {
    pub name: String,
    pub metric: Metric,
    pub threshold: f64,
    pub multiplier: f64,
    /// Months for which it is held.
    pub validity: u32,
}
/// A reward and its price in points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reward {
    pub name: String,
    pub price: u64,
}
/// Points that are not for buying: a mission that is completed, a surprise, a trigger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gift {
    pub name: String,
    pub points: u64,
    /// It counts as a mission.
    pub mission: bool,
}
/// The rules of a program.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    /// Points for a unit of currency at multiplier 1.
    pub rate: f64,
    /// Days until points can be spent.
    pub pending_days: u32,
    pub joining: u64,
    /// At least one, lowest first.
    pub tiers: Vec<Tier>,
    /// Months of a qualification period: the longest of the tiers.
    pub period: u32,
    /// By price; empty: any number of points may be redeemed.
    pub rewards: Vec<Reward>,
    pub expiry: Expiry,
    pub gifts: Vec<Gift>,
    /// Points for the recommender, for the friend, and how many friends count in a year.
    pub referral: Option<(u64, u64, u32)>,
}
impl Rules {
    pub fn of(program: &Program) -> Rules {
        let mut tiers: Vec<Tier> = program
            .tiers
            .iter()
            .map(|t| Tier { name: t.name.clone(), metric: t.metric, threshold: t.threshold, multiplier: t.multiplier, validity: t.validity_months.max(1) })
            .collect();
        if tiers.is_empty() {
            tiers.push(Tier { name: String::new(), metric: Metric::NetSpend, threshold: 0.0, multiplier: 1.0, validity: 12 });
        }
        let mut rewards: Vec<Reward> = program.rewards.iter().map(|r| Reward { name: r.name.clone(), price: r.points_price.max(1) }).collect();
        rewards.sort_by_key(|r| r.price);
        let missions = program.missions.iter().map(|m| Gift { name: m.name.clone(), points: m.points, mission: true });
        let surprise = program.surprise.iter().map(|s| Gift { name: s.occasion.to_string(), points: s.points, mission: false });
        let triggers = program.triggers.iter().filter(|t| t.points > 0).map(|t| Gift { name: t.action.to_string(), points: t.points, mission: false });
        Rules {
            rate: program.earn.points_per_unit,
            pending_days: program.earn.pending_days,
            joining: program.earn.joining_points,
            period: program.period_months(),
            tiers,
            rewards,
            expiry: program.expiry,
            gifts: missions.chain(surprise).chain(triggers).collect(),
            referral: program.referral.as_ref().map(|r| (r.recommender_points, r.friend_points, r.yearly_cap)),
        }
    }
    /// Some tier counts this.
    pub fn counts(&self, metric: Metric) -> bool {
        self.tiers.iter().skip(1).any(|t| t.metric == metric)
    }
    /// Points for an amount in a tier: whole ones, rounded down. What binary fractions take away from a whole point is given.
    pub fn points(&self, amount: f64, tier: usize) -> u64 {
        let multiplier = self.tiers.get(tier).map_or(1.0, |t| t.multiplier);
        (amount * self.rate * multiplier + 1e-6).floor().max(0.0) as u64
    }
    /// The highest tier that a count of each metric reaches.
    pub(crate) fn reached(&self, counted: impl Fn(Metric) -> f64) -> usize {
        self.tiers.iter().enumerate().skip(1).filter(|(_, t)| counted(t.metric) >= t.threshold - 1e-9).map(|(i, _)| i).last().unwrap_or(0)
    }
}
