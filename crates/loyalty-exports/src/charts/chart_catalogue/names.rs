//! Short names of what moves the return, for a chart; an input without one keeps the description of its assumption.
use crate::tables;
use loyalty_model::plan::Design;

const NAMES: [(&str, &str); 25] = [
    ("base.level", "Purchases without the program"),
    ("base.newcomers", "Number of new customers"),
    ("response.total", "Sales lift from rewards worth 1% of spend"),
    ("response.curvature", "Reward value at which the lift flattens"),
    ("response.class_ratio", "Lift of light relative to heavy buyers"),
    ("response.staying_share", "Part of the lift from staying longer"),
    ("response.frequency_share_of_rest", "Part of the rest from buying more often"),
    ("response.hypothetical_bias", "How far members act on stated value"),
    ("lift.mission_missed", "Effect of a missed mission"),
    ("mission.completion", "Share of missions completed"),
    ("referral.rate_yearly", "Referred customers per member and year"),
    ("referral.clv_premium", "Value of a referred customer"),
    ("points.ultimate_redemption", "Expected redemption rate"),
    ("points.redemption_hazard_monthly", "Speed of redemption"),
    ("points.reward_cost_ratio", "Cost of a reward per unit of face value"),
    ("program.enrolment_active_share", "Share of active customers who enrol"),
    ("program.enrolment_new_share", "Share of new customers who enrol"),
    ("company.gross_margin", "Contribution margin"),
    ("cost.setup", "Set-up cost"),
    ("cost.platform_monthly", "Platform fee"),
    ("cost.staff_monthly", "Staff cost"),
    ("cost.fraud_share", "Fraud and abuse"),
    ("cost.contacts_per_member_year", "Contacts with customer service"),
    ("cost.contact", "Cost of a contact"),
    ("company.discount_rate_yearly", "Discount rate"),
];
/// The name of an input.
pub fn short(d: &Design, id: &str) -> String {
    match NAMES.iter().find(|(known, _)| *known == id) {
        Some((_, name)) => (*name).into(),
        None => tables::input_name(d, id).trim_end_matches('.').to_string(),
    }
}
