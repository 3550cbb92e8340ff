//! Hard rules on a design. The space is laid out by them; here they are checked again on what came out.
use crate::design::space::own_items::LEVER;
use crate::terms::{Limits, Terms};
use loyalty_model::catalogue::lever_of;
use loyalty_model::fact::Fact;
use loyalty_model::program::{Expiry, Program};
use loyalty_model::units::Money;
use std::collections::BTreeSet;

/// A cap on discounts: reward ÷ order on which it is redeemed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limited {
    /// The cap, as a share of the order.
    pub share: f64,
    /// A typical order, in plan currency.
    pub order_value: f64,
}
impl Limited {
    /// Most that a reward is worth, so that a typical order suffices for it: rounded down to two figures, and to whole units from two on.
    pub fn reward(&self) -> f64 {
        let most = self.share * self.order_value;
        let step = libm::pow(10.0, libm::floor(libm::log10(most.max(1e-9))) - 1.0);
        let step = if most >= 2.0 { step.max(1.0) } else { step };
        (libm::floor(most / step + 1e-9) * step).max(0.01)
    }
    /// Least order on which a reward of this value is redeemed.
    pub fn basket(&self, value: f64) -> f64 {
        value / self.share.max(1e-9)
    }
}
impl Limits {
    /// The limits on a design for orders of this typical value: the cap on discounts caps money off.
    pub fn on_orders(&self, order_value: f64) -> Limits {
        let by_discount = self.max_discount.filter(|_| order_value > 0.0).map(|share| Limited { share, order_value }.reward());
        Limits { max_off_value: by_discount, ..self.clone() }
    }
    /// Most that money off may be worth: a cap on discounts caps it beside a cap on all rewards. An item of the shop is no discount.
    pub fn money_off(&self) -> Option<f64> {
        [self.max_reward_value, self.max_off_value].into_iter().flatten().reduce(f64::min)
    }
}
/// A hard rule that a program breaks. In words for refusals, as a fact for plans.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum BrokenRule {
    /// Points expire though they may not.
    #[error("points may not expire")]
    Expires,
    /// A reward is worth more than the cap.
    #[error("a reward is worth more than {0}")]
    RewardAbove(Money),
    /// The fastest tier's reward rate is above the cap on discounts; both as shares of spend.
    #[error("the fastest tier returns {:.2}% of spend, more than {:.2}%", 100.0 * rate, 100.0 * most)]
    RateAbove {
        /// Reward rate of the fastest tier.
        rate: f64,
        /// The cap.
        most: f64,
    },
    /// A barred lever is in use.
    #[error("{0} is barred")]
    Barred(&'static str),
    /// A trigger uses a barred channel.
    #[error("trigger {trigger} uses the barred channel {channel}")]
    BarredChannel {
        /// The trigger's id.
        trigger: String,
        /// The channel.
        channel: String,
    },
    /// The first tier has a threshold.
    #[error("the first tier has a threshold; it must be 0")]
    FirstTierAsks,
    /// Thresholds or multipliers do not rise from tier to tier.
    #[error("thresholds and multipliers do not rise from tier to tier")]
    TiersDoNotRise,
    /// Prices or values do not rise along the reward ladder.
    #[error("the reward ladder does not rise")]
    LadderDoesNotRise,
    /// No reward, or one without a value.
    #[error("the reward ladder has a reward without value, or no reward")]
    LadderEmpty,
}
impl BrokenRule {
    /// The rule as a fact of a plan.
    pub fn fact(&self) -> Fact {
        match self {
            BrokenRule::Expires => Fact::new("rule-expires"),
            BrokenRule::RewardAbove(most) => Fact::new("rule-reward-above").money("most", most.to_f64()),
            BrokenRule::RateAbove { rate, most } => Fact::new("rule-rate-above").share("rate", *rate).share("most", *most),
            BrokenRule::Barred(lever) => Fact::new("rule-barred").text("lever", *lever),
            BrokenRule::BarredChannel { trigger, channel } => {
                Fact::new("rule-barred-channel").text("trigger", trigger.clone()).text("channel", channel.clone())
            }
            BrokenRule::FirstTierAsks => Fact::new("rule-first-tier"),
            BrokenRule::TiersDoNotRise => Fact::new("rule-tiers-rise"),
            BrokenRule::LadderDoesNotRise => Fact::new("rule-ladder-rises"),
            BrokenRule::LadderEmpty => Fact::new("rule-ladder-empty"),
        }
    }
}
/// The rules that a program breaks; empty: none.
pub fn broken(program: &Program, terms: &Terms) -> Vec<BrokenRule> {
    let mut out = ordering(program);
    let limits = &terms.limits;
    if limits.no_expiry && program.expiry != Expiry::None {
        out.push(BrokenRule::Expires);
    }
    for (most, of_items) in [(limits.money_off(), false), (limits.max_reward_value, true)] {
        if let Some(most) = most.filter(|most| program.rewards.iter().any(|r| r.item.is_some() == of_items && r.value.to_f64() > most + 0.005)) {
            out.push(BrokenRule::RewardAbove(Money::round_from(most)));
        }
    }
    if let Some(most) = limits.max_discount {
        let rate = top_rate(program);
        if rate > most + 1e-9 {
            out.push(BrokenRule::RateAbove { rate, most });
        }
    }
    let mut used: BTreeSet<&'static str> = program.benefits.iter().filter_map(|b| lever_of(&b.id)).collect();
    used.extend(program.referral.as_ref().map(|_| "referral"));
    used.extend(program.rewards.iter().any(|r| r.item.is_some()).then_some(LEVER));
    used.extend(program.surprise.as_ref().map(|_| "surprise"));
    used.extend((!program.missions.is_empty() && program.kind != loyalty_model::brief::TierType::Missions).then_some("missions"));
    out.extend(used.into_iter().filter(|lever| !terms.allows(lever)).map(BrokenRule::Barred));
    for trigger in program.triggers.iter().filter(|t| limits.channels_barred.contains(&t.channel)) {
        out.push(BrokenRule::BarredChannel { trigger: trigger.id.clone(), channel: trigger.channel.clone() });
    }
    out
}
/// Reward rate of the fastest tier on spend.
pub fn top_rate(program: &Program) -> f64 {
    let fastest = program.tiers.iter().map(|t| t.multiplier).fold(1.0, f64::max);
    program.earn.points_per_unit * program.point_value * fastest
}
fn ordering(program: &Program) -> Vec<BrokenRule> {
    let mut out = vec![];
    if program.tiers.first().is_none_or(|t| t.threshold != 0.0) {
        out.push(BrokenRule::FirstTierAsks);
    }
    if !program.tiers.windows(2).all(|w| w[0].threshold < w[1].threshold && w[0].multiplier <= w[1].multiplier) {
        out.push(BrokenRule::TiersDoNotRise);
    }
    if !program.rewards.windows(2).all(|w| w[0].points_price < w[1].points_price && w[0].value < w[1].value) {
        out.push(BrokenRule::LadderDoesNotRise);
    }
    if program.rewards.is_empty() || program.rewards.iter().any(|r| r.value.to_f64() <= 0.0) {
        out.push(BrokenRule::LadderEmpty);
    }
    out
}
