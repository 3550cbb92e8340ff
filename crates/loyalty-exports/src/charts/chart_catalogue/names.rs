//! Short names of what moves the return, for a chart; an input without one keeps the description of its assumption.
use crate::tables;
use loyalty_model::plan::Design;

const NAMES: [(&str, &str); 34] = [
    ("base.level", "Purchases without the program"),
    ("base.newcomers", "Number of new customers"),
    ("lift.frequency.light", "Effect on orders of light buyers"),
    ("lift.frequency.moderate", "Effect on orders of moderate buyers"),
    ("lift.frequency.heavy", "Effect on orders of heavy buyers"),
    ("lift.basket", "Effect on the value of an order"),
    ("lift.dropout_hazard", "Effect on customers leaving (hazard)"),
    ("lift.novelty", "Novelty effect in the first month"),
    ("lift.points_pressure", "Pull of a reward within reach"),
    ("lift.tier_pressure", "Pull of a tier within reach"),
    ("lift.tier_held.middle", "Effect of holding a middle tier"),
    ("lift.tier_held.top", "Effect of holding the top tier"),
    ("lift.mission_during", "Effect of a mission while it runs"),
    ("lift.mission_reached", "Effect of a mission completed"),
    ("lift.mission_missed", "Effect of a mission missed"),
    ("lift.redemption_momentum", "Effect in the month of a redemption"),
    ("lift.surprise", "Effect of a surprise"),
    ("lift.trigger_messages", "Effect of lifecycle messages"),
    ("mission.completion", "Share of missions completed"),
    ("referral.rate_yearly", "Referred customers per member a year"),
    ("referral.clv_premium", "Value of a referred customer"),
    ("referral.own_hazard", "Effect of referring on leaving"),
    ("points.ultimate_redemption", "Expected redemption rate"),
    ("points.redemption_hazard_monthly", "Speed of redemption"),
    ("points.reward_cost_ratio", "Cost of a reward per unit of its value"),
    ("program.enrolment_active_share", "Share of active customers who enrol"),
    ("program.enrolment_new_share", "Share of new customers who enrol"),
    ("company.gross_margin", "Contribution margin"),
    ("cost.setup", "Set-up cost"),
    ("cost.platform_monthly", "Platform fee"),
    ("cost.staff_monthly", "Staff cost"),
    ("subscription.expansion_lift", "Effect on growth of subscriptions"),
    ("subscription.onboarding_hazard", "Effect of onboarding on leaving (hazard)"),
    ("company.discount_rate_yearly", "Discount rate"),
];
/// The name of an input.
pub fn short(d: &Design, id: &str) -> String {
    match NAMES.iter().find(|(known, _)| *known == id) {
        Some((_, name)) => (*name).into(),
        None => tables::input_name(d, id).trim_end_matches('.').to_string(),
    }
}
