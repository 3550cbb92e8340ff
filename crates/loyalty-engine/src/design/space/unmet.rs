//! Wishes that no design of the space can meet.
use super::Space;
use super::design_point::{Axis, DesignPoint};
use super::form::FirstReward;
use super::limits::broken;
use crate::signals::voice;
use loyalty_model::brief::{Goal, TierType};
use loyalty_model::fact::Fact;
use loyalty_model::plan::Theme;

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
    if let Some(most) = terms.limits.money_off() {
        let dearest = 10.0 * space.options.ladder[1] * space.shape.order_value;
        if most < dearest {
            out.push(Fact::new("unmet-reward-cap").money("most", most));
        }
    }
    if space.triggers.len() < triggers_asked {
        out.push(Fact::new("unmet-channel-barred").count("triggers", (triggers_asked - space.triggers.len()) as u64));
    }
    if !space.soon_asked {
        let (orders, _) = super::form::soon(&space.shape, &space.rules);
        out.push(Fact::new("unmet-first-reward").number("orders", orders));
    }
    out
}
/// Whether some legal design lets the median member of the first tier reach a first reward as soon as the rules of shape ask: a gift at joining does it
/// unless a limit stands against it.
pub(super) fn reachable(space: &Space) -> bool {
    let gift = space.options.joining.len() - 1;
    (0..space.options.count(Axis::Ladder)).any(|rung| {
        let program = space.build(DesignPoint::default().with(Axis::Joining, gift).with(Axis::Ladder, rung));
        broken(&program, &space.terms).is_empty() && FirstReward::of(&program, &space.shape, &space.entry(&program)).soon(&space.shape, &space.rules)
    })
}
/// The benefit that answers the theme behind whose complaints most value is at risk, and what is said of it; or why there is none.
pub(super) fn answer(space: &Space, themes: &[Theme]) -> (Option<String>, Fact) {
    if space.kind == TierType::PointsOnly {
        return (None, Fact::new("voice-points-only"));
    }
    if themes.is_empty() {
        return (None, Fact::new("voice-none"));
    }
    if themes.iter().all(|t| t.complaints.is_none()) {
        return (None, Fact::new("voice-no-ratings"));
    }
    let Some(first) = voice::first(themes) else { return (None, Fact::new("voice-no-risk")) };
    let share = |v: Option<f64>| v.unwrap_or(0.0);
    let (theme, complaints, risk) = (first.theme.clone(), first.complaints.unwrap_or(0), share(first.value_at_risk));
    let (lapsed, others) = (share(first.lapsed_complaining), share(first.lapsed_not_complaining));
    match space.catalogue.iter().find(|b| b.answers.contains(&first.theme) && space.fits(b)) {
        Some(b) => {
            let said = Fact::new("voice-answered")
                .text("theme", theme)
                .count("complaints", complaints)
                .share("lapsed", lapsed)
                .share("others", others)
                .money("risk", risk)
                .text("benefit", b.name.clone());
            (Some(b.id.clone()), said)
        }
        None => {
            let said = Fact::new("voice-no-lever")
                .text("theme", theme)
                .count("complaints", complaints)
                .share("lapsed", lapsed)
                .share("others", others)
                .money("risk", risk);
            (None, said)
        }
    }
}
