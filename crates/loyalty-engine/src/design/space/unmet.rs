//! Wishes that no design of the space can meet.
use super::Space;
use super::build::plain;
use loyalty_model::brief::{Goal, TierType};

/// Wishes that the limits rule out before any search.
pub(super) fn unmet(space: &Space, triggers_asked: usize) -> Vec<String> {
    let mut out = vec![];
    let terms = &space.terms;
    if space.goal == Goal::Advocacy && !terms.allows("referral") {
        out.push("Advocacy without a referral reward: the lever is barred. Reviews and community carry the goal; allow `referral` for the rest.".into());
    }
    if space.kind == TierType::Missions && !terms.allows("missions") {
        out.push("A missions program was asked and missions are barred: one of the two must give. The design keeps the tier type.".into());
    }
    if let Some(most) = terms.limits.max_discount
        && most < space.rules.value("give_back_most")
    {
        out.push(format!("The cap on discounts ends the give-back rate at {:.2}% of spend; a richer one would need a higher cap.", 100.0 * most));
    }
    if let Some(most) = terms.limits.max_reward_value {
        let dearest = 10.0 * space.options.ladder[0] * space.shape.order_value;
        if most < dearest {
            out.push(format!("The reward ladder ends at {}{}: rewards above the cap on reward value were left out.", space.sign, plain(most)));
        }
    }
    if space.triggers.len() < triggers_asked {
        out.push(format!("{} trigger(s) use a barred channel and were left out.", triggers_asked - space.triggers.len()));
    }
    out
}
