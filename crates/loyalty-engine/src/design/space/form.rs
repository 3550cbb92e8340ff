//! Rules of shape: what makes a program one that members understand and staff can explain, whatever the objective says (docs/design.md).
//!
//! Measured on today's customers, tier by tier. The space is laid out so that designs keep them; where a wish or a limit rules that out, the rule is
//! dropped and the plan says why.
use crate::base::{Base, BaseMember};
use crate::design::space::shape::{Rules, Shape, metric_value, orders_yearly, quantile, spend_yearly};
use crate::terms::Terms;
use loyalty_model::brief::TierType;
use loyalty_model::catalogue::{member_cost_yearly, member_worth_yearly};
use loyalty_model::fact::Fact;
use loyalty_model::line::Unit;
use loyalty_model::plan::ShapeRule;
use loyalty_model::program::{Benefit, Expiry, Mission, Program, Tier};

/// Today's customers in each tier: their weight, and spend and orders a year of the median one.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// Tier by tier, lowest first.
    pub tiers: Vec<Stand>,
}
/// Customers of one tier, or of one persona.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stand {
    /// Customers.
    pub customers: f64,
    /// Net spend of all of them, a year.
    pub spend: f64,
    /// Net spend a year of the median one.
    pub spend_typical: f64,
    /// Orders a year of the median one.
    pub orders_typical: f64,
}
impl Stand {
    /// Of some members of the base.
    pub fn of(base: &Base, who: &[&BaseMember]) -> Stand {
        let median = |f: &dyn Fn(&BaseMember) -> f64| quantile(&mut who.iter().map(|m| (f(m), m.weight)).collect::<Vec<_>>(), 0.5);
        Stand {
            customers: who.iter().map(|m| m.weight).sum(),
            spend: who.iter().map(|m| m.weight * spend_yearly(base, m)).sum(),
            spend_typical: median(&|m| spend_yearly(base, m)),
            orders_typical: median(&|m| orders_yearly(base, m)),
        }
    }
}
impl Standing {
    /// Replays tiers on the last 12 months.
    pub fn of(tiers: &[Tier], missions: &[Mission], base: &Base, completion: f64) -> Standing {
        let places = replay(tiers, missions, base, completion);
        let one = |tier: usize| Stand::of(base, &base.members.iter().zip(&places).filter(|(_, p)| **p == Some(tier)).map(|(m, _)| m).collect::<Vec<_>>());
        Standing { tiers: (0..tiers.len()).map(one).collect() }
    }
}
/// The tier of every member of the base today, by position; `None` for customers without a purchase in 12 months.
pub fn replay(tiers: &[Tier], missions: &[Mission], base: &Base, completion: f64) -> Vec<Option<usize>> {
    let metric = tiers[0].metric;
    let place = |m: &BaseMember| {
        (spend_yearly(base, m) > 0.0).then(|| {
            let value = metric_value(base, m, metric, missions, completion);
            tiers.iter().rposition(|t| value >= t.threshold).unwrap_or(0)
        })
    };
    base.members.iter().map(place).collect()
}
/// Expected mission points and surprises of a member with these orders a year.
pub fn mission_points_yearly(program: &Program, shape: &Shape, orders_yearly: f64) -> f64 {
    let own = Shape { orders_yearly, ..*shape };
    let one = |m: &Mission| own.completion(m) * m.starts.len() as f64 * m.points as f64;
    program.missions.iter().map(one).sum::<f64>() + program.surprise.as_ref().map_or(0.0, |s| 12.0 * s.monthly_share * s.points as f64)
}
/// How soon the median member of the first tier reaches the first reward: orders, and months.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FirstReward {
    /// Orders (invoices).
    pub orders: f64,
    /// Months.
    pub months: f64,
}
impl FirstReward {
    /// Of a program, for a member with this spend and these orders a year.
    pub fn of(program: &Program, shape: &Shape, entry: &Stand) -> FirstReward {
        let purchases = entry.spend_typical * program.earn.points_per_unit * program.tiers.first().map_or(1.0, |t| t.multiplier);
        let yearly = purchases + mission_points_yearly(program, shape, entry.orders_typical);
        let price = program.rewards.first().map_or(0.0, |r| r.points_price as f64);
        let missing = (price - program.earn.joining_points as f64).max(0.0);
        let years = if missing == 0.0 { 0.0 } else { missing / yearly.max(1e-9) };
        FirstReward { orders: years * entry.orders_typical, months: 12.0 * years }
    }
    /// Within the orders and months that a rule of shape asks for.
    pub fn soon(&self, shape: &Shape, rules: &Rules) -> bool {
        let (orders, months) = soon(shape, rules);
        self.orders <= orders + 1e-9 || months.is_some_and(|most| self.months <= most + 1e-9)
    }
}
/// Orders within which the first reward must come, and months that do as well, where the median customer buys twice a year or more.
pub fn soon(shape: &Shape, rules: &Rules) -> (f64, Option<f64>) {
    match shape.orders_yearly >= 2.0 {
        true => (rules.value("first_reward_orders"), Some(rules.value("first_reward_months"))),
        false => (rules.value("first_reward_orders_rare"), None),
    }
}
/// Rules that a member must learn: how to earn, how to redeem, what each tier above the first asks, that tiers earn faster, each mission, the referral
/// reward, expiry. Benefits that come by themselves need no learning.
pub fn rules_to_learn(program: &Program) -> u32 {
    let faster = program.tiers.iter().any(|t| t.multiplier > 1.0);
    let one = [true, !program.rewards.is_empty(), faster, program.referral.is_some(), program.expiry != Expiry::None];
    one.into_iter().map(u32::from).sum::<u32>() + program.tiers.len().saturating_sub(1) as u32 + program.missions.len() as u32
}
/// Distinct benefits that begin above the first tier.
pub fn benefits_above_entry(program: &Program) -> u32 {
    program.benefits.iter().filter(|b| b.from_tier > 0).count() as u32
}
/// What a year of a tier is worth to its median member: points at face value, and benefits at what they are worth to those who use them.
pub fn worth_yearly(program: &Program, shape: &Shape, tier: usize, stand: &Stand) -> f64 {
    let purchases = stand.spend_typical * program.earn.points_per_unit * program.tiers[tier].multiplier;
    (purchases + mission_points_yearly(program, shape, stand.orders_typical)) * program.point_value + benefits_worth_yearly(program, tier, stand)
}
/// What a year of a tier's benefits is worth to its median member.
pub fn benefits_worth_yearly(program: &Program, tier: usize, stand: &Stand) -> f64 {
    worth_of(program.benefits.iter().filter(|b| b.from_tier <= tier), stand)
}
/// What a year of the benefits that begin with a tier is worth to its median member, as a share of spend.
pub fn status_worth(benefits: &[Benefit], tier: usize, stand: &Stand) -> f64 {
    let worth = worth_of(benefits.iter().filter(|b| b.from_tier == tier), stand);
    if stand.spend_typical > 0.0 { worth / stand.spend_typical } else { f64::INFINITY }
}
fn worth_of<'a>(held: impl Iterator<Item = &'a Benefit>, stand: &Stand) -> f64 {
    held.map(|b| member_worth_yearly(b, stand.orders_typical, stand.spend_typical)).sum()
}
/// Expected cost of a tier's benefits for its median member and year.
pub fn benefits_yearly(program: &Program, tier: usize, stand: &Stand) -> f64 {
    let held = program.benefits.iter().filter(|b| b.from_tier <= tier);
    held.map(|b| member_cost_yearly(b, stand.orders_typical, stand.spend_typical)).sum()
}

/// Limit of a rule of shape.
enum Limit {
    Most(f64),
    Least(f64),
}
/// How a program stands to each rule of shape that its kind knows. `why` says of a rule that is not kept why it could not be.
pub fn checks(program: &Program, standing: &Standing, shape: &Shape, why: &dyn Fn(&Fact) -> Fact) -> Vec<ShapeRule> {
    let rules = Rules::read();
    let mut out = vec![];
    let mut put = |rule: Fact, (value, unit): (f64, Unit), limit: Limit, kept: bool| {
        let why = if kept { Fact::default() } else { why(&rule) };
        let (at_most, limit) = match limit {
            Limit::Most(x) => (true, x),
            Limit::Least(x) => (false, x),
        };
        out.push(ShapeRule { rule, value, unit, limit, at_most, kept, why });
    };
    let name = |i: usize| program.tiers[i].name.clone();
    let first = FirstReward::of(program, shape, &standing.tiers[0]);
    let (orders, months) = soon(shape, &rules);
    let by_orders = first.orders <= orders + 1e-9;
    match months.filter(|_| !by_orders) {
        Some(most) => put(Fact::new("shape-first-reward-months"), (first.months, Unit::Months), Limit::Most(most), first.months <= most + 1e-9),
        None => put(Fact::new("shape-first-reward-orders"), (first.orders, Unit::Orders), Limit::Most(orders), by_orders),
    }
    let (learn, most) = (f64::from(rules_to_learn(program)), rules.value("rules_most"));
    put(Fact::new("shape-rules-to-learn"), (learn, Unit::Count), Limit::Most(most), learn <= most);
    if program.tiers.len() > 1 && program.kind != TierType::PointsOnly {
        let step = rules.value("pyramid_step");
        for i in 1..program.tiers.len() {
            let (below, here) = (standing.tiers[i - 1].customers, standing.tiers[i].customers);
            let ratio = if here > 0.0 { below / here } else { 0.0 };
            put(Fact::new("shape-pyramid").text("tier", name(i)), (ratio, Unit::Ratio), Limit::Least(step), ratio >= step - 1e-9);
        }
        let cash = |t: &loyalty_model::program::Tier| program.earn.points_per_unit * program.point_value * t.multiplier;
        let slowest = program.tiers.windows(2).map(|w| cash(&w[1]) - cash(&w[0])).fold(f64::INFINITY, f64::min);
        put(Fact::new("shape-cash-never-falls"), (slowest, Unit::Share), Limit::Least(0.0), slowest >= -1e-12);
        for i in 1..program.tiers.len() {
            let worth = |at: usize| worth_yearly(program, shape, at, &standing.tiers[i]);
            let more = worth(i) - worth(i - 1);
            put(Fact::new("shape-worth-rises").text("tier", name(i)), (more, Unit::Money), Limit::Least(0.0), more > 0.0);
        }
        for i in 1..program.tiers.len() {
            let (worth, least) = (status_worth(&program.benefits, i, &standing.tiers[i]), rules.value("status_worth"));
            if worth.is_finite() {
                put(Fact::new("shape-status-felt").text("tier", name(i)), (worth, Unit::Share), Limit::Least(least), worth >= least - 1e-9);
            }
        }
        let (above, least) = (f64::from(benefits_above_entry(program)), rules.value("benefits_above_entry"));
        put(Fact::new("shape-benefits-above-entry"), (above, Unit::Count), Limit::Least(least), above >= least);
    }
    out
}
/// Why a rule of shape is not kept: fixed by a person, by a limit of the brief, or not to be had with these customers.
pub(crate) fn not_in_shape(rule: &Fact, terms: &Terms, by_hand: bool) -> Fact {
    let (limits, first) = (&terms.limits, rule.is("shape-first-reward-orders") || rule.is("shape-first-reward-months"));
    match () {
        () if by_hand => Fact::new("shape-by-hand"),
        () if rule.is("shape-pyramid") => Fact::new("shape-customers-alike"),
        () if first && (limits.max_discount.is_some() || limits.max_reward_value.is_some()) => Fact::new("shape-limit"),
        () if rule.is("shape-rules-to-learn") => Fact::new("shape-tiers-asked"),
        () => Fact::new("shape-no-design"),
    }
}
