//! Changes of the design that take a blocker away, each with its cost.
use super::{facts, judge, rules};
use crate::analysis::Difference;
use crate::design::{Space, pins};
use loyalty_model::brief::Brief;
use loyalty_model::finding::{ComplianceRule, DesignRemedy, Severity, Verdict};
use loyalty_model::program::{Expiry, Program};
use std::collections::BTreeSet;

/// What a changed program costs against the design.
pub type Price<'a> = dyn Fn(&Program) -> Difference + 'a;
/// Months of inactivity that every rule of the table allows.
const SPELL: u32 = 24;

/// The single changes that settle the rule as not touching the design and bring in no other blocker, the least costly first.
pub(super) fn offers(rule: &ComplianceRule, brief: &Brief, program: &Program, space: &Space, price: &Price) -> Vec<DesignRemedy> {
    let blockers = |p: &Program| -> BTreeSet<String> {
        let (facts, _) = facts::of(brief, p);
        rules(brief).filter(|r| r.severity == Severity::Blocker && judge(r, &facts).0 == Verdict::Fail).map(|r| r.id).collect()
    };
    let before = blockers(program);
    let mut out: Vec<DesignRemedy> = vec![];
    for (pin, words) in changes(rule, program) {
        let Ok(changed) = pins::apply(program, std::slice::from_ref(&pin), &space.terms, space.shape.order_value) else { continue };
        let settled = judge(rule, &facts::of(brief, &changed).0).0 == Verdict::NotApplicable;
        if !settled || !blockers(&changed).is_subset(&before) {
            continue;
        }
        let d = price(&changed);
        out.push(DesignRemedy {
            change: pins::flag(&pin),
            words,
            net_value: d.net_value,
            reward_cost: d.reward_cost,
            peak_liability: d.peak_liability,
            roi_p50: d.roi_p50,
        });
    }
    out.sort_by(|a, b| b.net_value.total_cmp(&a.net_value));
    out
}
/// Changes worth trying, as pins, with words.
fn changes(rule: &ComplianceRule, program: &Program) -> Vec<(String, String)> {
    let mut out = vec![];
    let mut add = |pin: String, words: &str| out.push((pin, words.to_string()));
    let expiry = |e: Expiry| format!("blueprint.expiry={}", serde_json::to_string(&e).unwrap_or_default());
    if program.expiry != Expiry::None {
        add(expiry(Expiry::None), "Points never expire; those that would have lapsed are taken to be redeemed.");
    }
    if !matches!(program.expiry, Expiry::None | Expiry::Inactivity { months: SPELL.. }) {
        add(
            expiry(Expiry::Inactivity { months: SPELL }),
            "Points lapse only after 24 months without earning or spending, after a warning; those that would have lapsed before are taken to be redeemed.",
        );
    }
    if program.referral.is_some() {
        add("blueprint.referral=null".into(), "No reward for recommending.");
    }
    if program.surprise.is_some() {
        add("blueprint.surprise=null".into(), "No reward that turns on chance.");
    }
    for most in limits(&rule.applies_when) {
        let kept: Vec<_> = program.rewards.iter().filter(|r| r.value.to_f64() <= most).collect();
        if !kept.is_empty() && kept.len() < program.rewards.len() {
            let list = serde_json::to_string(&kept).unwrap_or_default();
            add(format!("blueprint.rewards={list}"), &format!("No single reward worth more than {most}; members with more points take several."));
        }
    }
    let channels: BTreeSet<&String> = program.triggers.iter().map(|t| &t.channel).collect();
    for channel in channels {
        add(format!("drop-channel:{channel}"), &format!("No lifecycle message by {channel}: its triggers are dropped."));
    }
    out
}
/// Limits that a rule sets on the dearest reward.
fn limits(expression: &str) -> Vec<f64> {
    expression
        .split("max_single_reward_value >")
        .skip(1)
        .filter_map(|rest| rest.trim().split(|c: char| !c.is_ascii_digit() && c != '.').next()?.parse().ok())
        .collect()
}
