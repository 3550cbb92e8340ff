//! The decision variables: each an axis with a few legal options, cheapest first.
use crate::design::space::shape::Rules;
use crate::terms::Terms;
use loyalty_model::brief::{TierAsk, TierType};
use loyalty_model::program::{Expiry, Metric};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// An axis of the search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(usize)]
pub enum Axis {
    /// Share of spend given back in points.
    GiveBack,
    /// How many customers are above the first tier.
    Spread,
    /// Benefit set.
    Benefits,
    /// Missions.
    Missions,
    /// Multiplier step (hybrid).
    Slope,
    /// Referral reward.
    Referral,
    /// Surprise moments.
    Surprise,
    /// Value of the first reward.
    Ladder,
    /// Expiry.
    Expiry,
    /// Points at joining.
    Joining,
    /// What ranks members.
    Metric,
}
impl Axis {
    /// All, in the order in which the search walks them: what moves the objective most comes first.
    pub const ALL: [Axis; 11] = [
        Axis::GiveBack,
        Axis::Benefits,
        Axis::Missions,
        Axis::Referral,
        Axis::Spread,
        Axis::Slope,
        Axis::Surprise,
        Axis::Ladder,
        Axis::Expiry,
        Axis::Joining,
        Axis::Metric,
    ];
}
/// One point of the space: the option on each axis, and how far each threshold is from where the axes put it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DesignPoint {
    options: [u8; 11],
    /// Clean steps up, or down below zero, of the thresholds above the first tier, lowest first.
    steps: [i8; 5],
}
impl DesignPoint {
    /// Option on an axis.
    pub fn at(&self, axis: Axis) -> usize {
        usize::from(self.options[axis as usize])
    }
    /// The same point with another option.
    #[must_use]
    pub fn with(mut self, axis: Axis, option: usize) -> DesignPoint {
        self.options[axis as usize] = option as u8;
        self
    }
    /// Steps of the thresholds above the first tier, lowest first.
    pub fn steps(&self) -> &[i8] {
        &self.steps
    }
    /// The same point with another number of steps of one threshold; 0: the second tier's.
    #[must_use]
    pub fn stepped(mut self, upper: usize, steps: i8) -> DesignPoint {
        self.steps[upper] = steps;
        self
    }
    /// Rules that a member must learn: options above the plainest, the rate and the tier width aside.
    pub fn rules(&self) -> u32 {
        Axis::ALL
            .iter()
            .filter(|a| !matches!(a, Axis::GiveBack | Axis::Spread | Axis::Ladder | Axis::Metric))
            .map(|a| u32::from(self.options[*a as usize]))
            .sum()
    }
}
/// By options, then those with thresholds nearer to where the axes put them first: of two designs that are equal, the one that moved less is taken.
impl Ord for DesignPoint {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |p: &DesignPoint| (p.options, p.steps.map(|s| (s.unsigned_abs(), s)));
        key(self).cmp(&key(other))
    }
}
impl PartialOrd for DesignPoint {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
/// How deep the benefits go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BenefitDepth {
    /// None (points-only).
    None,
    /// Up to this depth of the catalogue.
    UpTo(u8),
}
/// How many missions, and of what sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MissionLoad {
    /// None.
    None,
    /// Two offers a year.
    Light(MissionSort),
    /// Four offers a year.
    Full(MissionSort),
    /// Six offers a year that earn most of the points.
    Heavy(MissionSort),
}
/// What a mission asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MissionSort {
    /// An act other than buying.
    Act,
    /// One order in the window.
    Order,
    /// One order more than usual in the window.
    Stretch,
}
impl MissionSort {
    /// All.
    pub const ALL: [MissionSort; 3] = [MissionSort::Act, MissionSort::Order, MissionSort::Stretch];
}
/// What joining gives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Joining {
    /// Nothing.
    Nothing,
    /// Points of so many months of a typical member.
    Months(f64),
    /// So many points that the first reward comes as soon as the rules of shape ask.
    HeadStart,
}
/// The legal options of each axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Give-back rates at the first tier, ascending.
    pub give_back: Vec<f64>,
    /// (share above the first tier, share kept by each further tier).
    pub spread: Vec<(f64, f64)>,
    /// Benefit depths.
    pub benefits: Vec<BenefitDepth>,
    /// Mission loads.
    pub missions: Vec<MissionLoad>,
    /// Multiplier steps per tier.
    pub slope: Vec<f64>,
    /// Referral value to each side as a share of an order.
    pub referral: Vec<f64>,
    /// Monthly share of active members surprised.
    pub surprise: Vec<f64>,
    /// First reward as a share of an order.
    pub ladder: Vec<f64>,
    /// Expiry rules.
    pub expiry: Vec<Expiry>,
    /// Points at joining.
    pub joining: Vec<Joining>,
    /// What ranks members.
    pub metric: Vec<Metric>,
}
impl Options {
    /// Options on an axis.
    pub fn count(&self, axis: Axis) -> usize {
        match axis {
            Axis::GiveBack => self.give_back.len(),
            Axis::Spread => self.spread.len(),
            Axis::Benefits => self.benefits.len(),
            Axis::Missions => self.missions.len(),
            Axis::Slope => self.slope.len(),
            Axis::Referral => self.referral.len(),
            Axis::Surprise => self.surprise.len(),
            Axis::Ladder => self.ladder.len(),
            Axis::Expiry => self.expiry.len(),
            Axis::Joining => self.joining.len(),
            Axis::Metric => self.metric.len(),
        }
    }
    /// The options that kind, goal and limits leave. Hard rules act here first; `limits::broken` checks the design again.
    pub fn of(ask: TierAsk, contractual: bool, terms: &Terms, rules: &Rules) -> Options {
        let (kind, count) = (ask.kind, ask.count);
        let slope = match kind {
            TierType::Hybrid if count > 1 => ["gentle", "plain", "steep"].iter().map(|s| rules.value(&format!("multiplier_step_{s}"))).collect(),
            _ => vec![0.0],
        };
        let give_back = give_back(kind, count, &slope, terms, rules);
        let first = rules.value("first_reward_order_share");
        Options {
            give_back,
            spread: if count > 1 {
                ["scarce", "narrow", "plain", "broad"]
                    .iter()
                    .map(|s| (rules.value(&format!("upper_share_{s}")), rules.value(&format!("next_share_{s}"))))
                    .collect()
            } else {
                vec![(0.0, 0.0)]
            },
            benefits: if kind == TierType::PointsOnly { vec![BenefitDepth::None] } else { (1..=3).map(BenefitDepth::UpTo).collect() },
            missions: missions(kind, contractual, terms),
            slope,
            referral: referral(terms, rules),
            surprise: if terms.allows("surprise") { vec![0.0, rules.value("surprise_monthly_share")] } else { vec![0.0] },
            ladder: vec![first / 4.0, first / 2.0, first, 2.0 * first],
            expiry: expiry(terms),
            joining: vec![Joining::Nothing, Joining::Months(rules.value("joining_months")), Joining::HeadStart],
            metric: metric(kind, count, contractual),
        }
    }
}
/// Rates in clean steps. A cap on discounts bounds the fastest tier, mission points included (`limits::broken` has the whole sum).
fn give_back(kind: TierType, count: u8, slope: &[f64], terms: &Terms, rules: &Rules) -> Vec<f64> {
    let (floor, most) = (rules.value("give_back_floor"), rules.value("give_back_most"));
    let gentlest = slope.first().copied().unwrap_or(0.0);
    let fastest = if kind == TierType::Hybrid { 1.0 + gentlest * f64::from(count.saturating_sub(1)) } else { 1.0 };
    let cap = terms.limits.max_discount.map_or(most, |share| (share / fastest).min(most));
    let mut rates: Vec<f64> =
        [0.0025, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.04, 0.05].into_iter().filter(|r| *r >= floor - 1e-12 && *r <= cap + 1e-12).collect();
    if rates.is_empty() {
        rates.push(cap);
    }
    rates
}
fn missions(kind: TierType, contractual: bool, terms: &Terms) -> Vec<MissionLoad> {
    // Invoices are no choice of the member: under contract a mission is an act.
    let sorts = if contractual { &MissionSort::ALL[..1] } else { &MissionSort::ALL[..] };
    let each = |load: fn(MissionSort) -> MissionLoad| sorts.iter().map(move |s| load(*s));
    match kind {
        TierType::Missions => each(MissionLoad::Heavy).collect(),
        TierType::PointsOnly => vec![MissionLoad::None],
        _ if !terms.allows("missions") => vec![MissionLoad::None],
        _ => std::iter::once(MissionLoad::None).chain(each(MissionLoad::Light)).chain(each(MissionLoad::Full)).collect(),
    }
}
/// What may rank members: orders or spend, engagement asking for orders first; the fee under contract; missions in a missions program.
fn metric(kind: TierType, count: u8, contractual: bool) -> Vec<Metric> {
    match (kind, contractual) {
        (TierType::Missions, _) => vec![Metric::MissionsCompleted],
        (_, true) => vec![Metric::RecurringRevenue],
        _ if count == 1 => vec![Metric::NetSpend],
        _ => vec![Metric::NetSpend, Metric::Orders],
    }
}
fn referral(terms: &Terms, rules: &Rules) -> Vec<f64> {
    if !terms.allows("referral") {
        return vec![0.0];
    }
    vec![0.0, rules.value("referral_order_share"), rules.value("referral_order_share_strong")]
}
/// Places where expiry by time is barred or expiry by inactivity is under a proposed bar, and places where it meets an unfair-terms
/// test (`data/compliance.toml`, topic `expiry`).
fn expiry(terms: &Terms) -> Vec<Expiry> {
    if let Some(asked) = terms.limits.expiry.filter(|_| !terms.limits.no_expiry) {
        return vec![asked];
    }
    let places = &terms.limits.places;
    let canada = places.iter().any(|p| p.starts_with("CA"));
    if terms.limits.no_expiry || canada {
        return vec![Expiry::None];
    }
    let fair_terms = places.iter().any(|p| p != "US");
    if fair_terms {
        return vec![Expiry::None, Expiry::Inactivity { months: 24 }];
    }
    vec![Expiry::None, Expiry::Inactivity { months: 24 }, Expiry::Inactivity { months: 18 }, Expiry::Inactivity { months: 12 }]
}
