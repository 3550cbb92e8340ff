//! What the sending system and the people around it need of a trigger besides its economics: template, protected window, roles,
//! hold-out, rules of law.
use crate::compliance;
use loyalty_model::brief::Brief;
use loyalty_model::fact::Fact;
use loyalty_model::finding::ComplianceFinding;
use loyalty_model::plan::{Raci, TestPlan};
use loyalty_model::program::{Stage, Trigger};

/// Name of the message or tile in the sending system.
pub(super) fn template_key(stage: Stage, id: &str, channel: &str) -> String {
    let stage = match stage {
        Stage::Onboarding => "onboarding",
        Stage::Adoption => "adoption",
        Stage::Upsell => "upsell",
        Stage::Renewal => "renewal",
        Stage::WinBack => "win-back",
        Stage::Advocacy => "advocacy",
    };
    format!("loyalty.{stage}.{id}.{channel}")
}
/// When a trigger is held back.
pub(super) fn protected_window(channel: &str, (from, until): (f64, f64)) -> Fact {
    let hour = |h: f64| format!("{h:02.0}:00");
    match channel {
        "push" | "sms" | "phone" => Fact::new("window-quiet-hours").text("from", hour(from)).text("until", hour(until)),
        _ => Fact::new("window-complaint"),
    }
}
/// Names the people, the hold-out and the rules of law of each trigger, once the packet stands.
pub fn assign(triggers: &mut [Trigger], brief: &Brief, test: &TestPlan, raci: &[Raci], findings: &[ComplianceFinding]) {
    let holdout = test.recommended.and_then(|at| test.options.get(at as usize)).map(|o| o.holdout_share);
    let row = raci.iter().find(|r| r.activity.is("activity-messages"));
    let rules = compliance::table();
    for t in triggers {
        let role = t.owner.to_lowercase().replace(' ', "-");
        t.responsible = brief.owners.get(&role).map_or_else(|| t.owner.clone(), |person| format!("{person} ({})", t.owner));
        t.accountable = row.map(|r| r.accountable.clone()).unwrap_or_default();
        t.consulted = row.map(|r| r.consulted.join(", ")).unwrap_or_default();
        if t.points > 0 {
            t.consulted = format!("{}, finance", t.consulted);
        }
        t.informed = row.map(|r| r.informed.join(", ")).unwrap_or_default();
        // An answer is owed to everybody who complains.
        t.holdout_share = holdout.filter(|_| t.id != super::ANSWER);
        let law: Vec<&str> =
            rules.iter().filter(|r| on_channel(&r.applies_when, &t.channel) && findings.iter().any(|f| f.rule == r.id)).map(|r| r.id.as_str()).collect();
        if !law.is_empty() && t.own_message {
            t.consent = Fact::new("consent-rules").fact("consent", std::mem::take(&mut t.consent)).list("rules", law);
        }
    }
}
/// Whether a rule of the table speaks of messages on this channel: `channels in [email, sms]`.
fn on_channel(applies_when: &str, channel: &str) -> bool {
    let Some((_, rest)) = applies_when.split_once("channels in [") else { return false };
    rest.split(']').next().unwrap_or_default().split(',').any(|c| c.trim() == channel)
}
#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn a_rule_is_of_a_channel_where_it_names_it() {
        assert!(on_channel("channels in [email, sms] and jurisdiction in [CA]", "sms"));
        assert!(!on_channel("channels in [email, sms] and jurisdiction in [CA]", "push"));
        assert!(!on_channel("points_expire_by_time", "email"));
    }
    #[test]
    fn a_message_that_rings_has_quiet_hours() {
        assert_eq!(protected_window("push", (21.0, 8.0)), Fact::new("window-quiet-hours").text("from", "21:00").text("until", "08:00"));
        assert_eq!(protected_window("email", (21.0, 8.0)), Fact::new("window-complaint"));
    }
}
