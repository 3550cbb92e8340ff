//! Wishes that no design of the space can meet.
use super::Space;
use loyalty_model::brief::{Goal, TierType};
use loyalty_model::fact::Fact;

/// Wishes that the limits rule out before any search.
pub(super) fn unmet(space: &Space, triggers_asked: usize) -> Vec<Fact> {
    let mut out = vec![];
    let terms = &space.terms;
    if space.goal == Goal::Advocacy && !terms.allows("referral") {
        out.push(Fact::new("unmet-referral-barred"));
    }
    if space.kind == TierType::Missions && !terms.allows("missions") {
        out.push(Fact::new("unmet-missions-barred"));
    }
    if let Some(most) = terms.limits.max_discount
        && most < space.rules.value("give_back_most")
    {
        out.push(Fact::new("unmet-discount-cap").share("most", most));
    }
    if let Some(most) = terms.limits.max_reward_value {
        let dearest = 10.0 * space.options.ladder[0] * space.shape.order_value;
        if most < dearest {
            out.push(Fact::new("unmet-reward-cap").money("most", most));
        }
    }
    if space.triggers.len() < triggers_asked {
        out.push(Fact::new("unmet-channel-barred").count("triggers", (triggers_asked - space.triggers.len()) as u64));
    }
    out
}
