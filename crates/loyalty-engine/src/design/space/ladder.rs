//! The ladder of rewards: money off in clean steps, and items of the shop whose price lies near a step.
use crate::design::Space;
use crate::design::space::build::plain;
use crate::design::space::design_point::{Axis, DesignPoint};
use crate::design::space::own_items::{Candidate, near};
use crate::design::space::thresholds::clean;
use loyalty_model::brief::TierType;
use loyalty_model::program::{OwnItem, Reward};
use loyalty_model::units::Money;

impl Space<'_> {
    /// Values in clean money steps from the first reward up; points-only has more steps. Where items of the shop lie near a step they stand beside the
    /// money off, which stays the first reward; without money off they take the step. A cap on discounts caps money off: an item is none.
    pub(crate) fn rewards(&self, levers: DesignPoint) -> Vec<Reward> {
        let first = self.options.ladder[levers.at(Axis::Ladder)];
        let steps: &[f64] = if self.kind == TierType::PointsOnly { &[1.0, 2.0, 3.0, 5.0, 10.0, 20.0] } else { &[1.0, 2.5, 5.0, 10.0] };
        let (limits, off) = (&self.terms.limits, self.terms.allows("coupons"));
        let wanted: Vec<f64> = steps.iter().map(|r| clean(r * first * self.shape.order_value)).collect();
        let most = limits.max_reward_value.unwrap_or(f64::INFINITY);
        let chosen = near(self.own(), &wanted, most);
        let taken = |value: f64| !off && chosen.iter().any(|(step, ..)| *step == value);
        let cap = limits.money_off().unwrap_or(f64::INFINITY);
        let mut values: Vec<f64> = wanted.iter().copied().filter(|v| *v <= cap && !taken(*v)).collect();
        if values.is_empty() && (off || chosen.is_empty()) {
            values.push(cap);
        }
        values.dedup();
        let mut ladder: Vec<Reward> = values.into_iter().map(|v| self.money_off(v)).collect();
        let least = ladder.first().filter(|_| off).map_or(0, |r| r.points_price);
        for (_, item, pieces) in chosen {
            let reward = self.item(item, pieces);
            let free = |r: &Reward| r.points_price != reward.points_price && r.value != reward.value;
            if reward.points_price > least && ladder.iter().all(free) {
                ladder.push(reward);
            }
        }
        ladder.sort_by_key(|r| (r.points_price, r.value));
        ladder
    }
    /// Money off; where that is barred goods of the member's choice of the same value, at the same cost.
    fn money_off(&self, value: f64) -> Reward {
        let worth = format!("{}{}", self.sign, plain(value));
        let name = match (self.terms.allows("coupons"), self.shape.contractual) {
            (true, false) => format!("{worth} off the next order"),
            (true, true) => format!("{worth} off the next invoice"),
            (false, false) => format!("Goods worth {worth}"),
            (false, true) => format!("Add-ons or training worth {worth}"),
        };
        Reward {
            name,
            points_price: libm::round(value / self.point_value).max(1.0) as u64,
            value: Money::round_from(value),
            cost: Money::round_from(value * self.reward_cost_ratio),
            item: None,
        }
    }
    fn item(&self, item: &Candidate, pieces: u32) -> Reward {
        let worth = f64::from(pieces) * item.price;
        Reward {
            name: if pieces > 1 { format!("{pieces} × {}", item.shown) } else { item.shown.clone() },
            points_price: libm::round(worth / self.point_value).max(1.0) as u64,
            value: Money::round_from(worth),
            cost: Money::round_from(worth * item.cost_ratio),
            item: Some(OwnItem { pieces, ..item.own.clone() }),
        }
    }
}
