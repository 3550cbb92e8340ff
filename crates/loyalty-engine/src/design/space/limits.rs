//! Hard rules on a design. The space is laid out by them; here they are checked again on what came out.
use crate::terms::Terms;
use loyalty_model::program::{Expiry, Program};

/// The rules that a program breaks, in words; empty: none.
pub fn broken(program: &Program, terms: &Terms) -> Vec<String> {
    let mut out = ordering(program);
    let limits = &terms.limits;
    if limits.no_expiry && program.expiry != Expiry::None {
        out.push("points may not expire".into());
    }
    if let Some(most) = limits.max_reward_value
        && program.rewards.iter().any(|r| r.value.to_f64() > most + 0.005)
    {
        out.push(format!("a reward is worth more than {most}"));
    }
    if let Some(most) = limits.max_discount {
        let rate = top_rate(program);
        if rate > most + 1e-9 {
            out.push(format!("the fastest level gives back {:.2}% of spend, more than {:.2}%", 100.0 * rate, 100.0 * most));
        }
    }
    for (lever, used) in [
        ("referral", program.referral.is_some()),
        ("surprise", program.surprise.is_some()),
        ("missions", !program.missions.is_empty() && program.kind != loyalty_model::brief::TierType::Missions),
        ("free-shipping", program.benefits.iter().any(|b| b.id == "free_shipping")),
    ] {
        if used && !terms.allows(lever) {
            out.push(format!("{lever} is barred"));
        }
    }
    for trigger in &program.triggers {
        if limits.channels_barred.contains(&trigger.channel) {
            out.push(format!("trigger {} uses the barred channel {}", trigger.id, trigger.channel));
        }
    }
    out
}
/// Give-back of the fastest level on spend.
pub fn top_rate(program: &Program) -> f64 {
    let fastest = program.tiers.iter().map(|t| t.multiplier).fold(1.0, f64::max);
    program.earn.points_per_unit * program.point_value * fastest
}
fn ordering(program: &Program) -> Vec<String> {
    let mut out = vec![];
    if program.tiers.first().is_none_or(|t| t.threshold != 0.0) {
        out.push("the first level asks for something".into());
    }
    if !program.tiers.windows(2).all(|w| w[0].threshold < w[1].threshold && w[0].multiplier <= w[1].multiplier) {
        out.push("levels do not rise".into());
    }
    if !program.rewards.windows(2).all(|w| w[0].points_price < w[1].points_price && w[0].value < w[1].value) {
        out.push("the reward ladder does not rise".into());
    }
    if program.rewards.is_empty() || program.rewards.iter().any(|r| r.value.to_f64() <= 0.0) {
        out.push("the reward ladder holds no reward of value".into());
    }
    out
}
