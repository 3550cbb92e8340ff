//! The trigger matrix: event → loyalty action → channel → owner, timed by the measured rhythm and priced with the program.
use crate::base::Base;
use crate::terms::Terms;
use loyalty_model::assumption::Book;
use loyalty_model::extract::Extract;
use loyalty_model::fact::{Fact, FactId};
use loyalty_model::line::{LineBook, Provenance, Unit};
use loyalty_model::plan::Persona;
use loyalty_model::program::{Program, Trigger};
use templates::{KINDS, Of, TriggerTemplate};

pub mod calendar;
mod firings;
mod hand_over;
mod letters;
mod personas;
mod sources;
mod templates;
pub use firings::replay;
pub use hand_over::assign;
pub use letters::write as write_letters;
pub use personas::assign_personas;
pub use sources::{serving, sources};
pub use templates::WELCOME;

/// Triggers of a program that go another way because this channel is barred.
pub fn moved_from(program: &Program, channel: &str) -> usize {
    program.triggers.iter().filter(|t| t.channel != channel && KINDS.iter().any(|k| k.id == t.id && k.channel == channel)).count()
}
/// Proposes the triggers of a goal. Volume is firings a month at full enrolment of today's active customers, counted in the data where they tell.
pub fn propose(base: &Base, book: &Book, lines: &LineBook, extract: &Extract, terms: &Terms, (point_value, people): (f64, &[Persona])) -> Vec<Trigger> {
    let orders: f64 = base.members.iter().map(|m| m.weight * m.p_alive * m.rate_monthly).sum();
    let worth: f64 = base.members.iter().map(|m| m.weight * m.p_alive * m.rate_monthly * m.order_value).sum::<f64>() / orders.max(1e-9);
    let near = book.value("triggers.near_goal_share");
    let quiet = (book.value("triggers.quiet_from_hour"), book.value("triggers.quiet_until_hour"));
    let day = |id: &str| Some(lines.value(id)).filter(|v| v.is_finite()).map(|v| v as u32);
    let (due, late) = (day("signals.gap_p80"), day("signals.gap_p90"));
    KINDS
        .iter()
        .filter(|k| k.goals.contains(&terms.goal))
        .filter(|k| concerns(k, orders > 0.0, extract))
        .filter(|k| k.id != "invite-a-friend" || terms.allows("referral"))
        .enumerate()
        .map(|(i, k)| {
            let channel = channel(k.channel, terms);
            let (volume, basis) = firings::volume(k.id, base, extract, (orders, near, book.value("triggers.big_basket_share")));
            let (condition, delay) = condition(k.id, due, late, near, extract);
            let (ready, data_missing) = ready(k, extract);
            let points = (k.give.map_or(0.0, |row| book.value(row)) * worth / point_value).round().max(0.0) as u64;
            let own_message = !k.rides && channel != "in-app";
            let message = if own_message { book.value("cost.message") } else { 0.0 };
            let unit_cost = points as f64 * point_value * book.value("points.reward_cost_ratio") * book.value("points.ultimate_redemption") + message;
            Trigger {
                id: k.id.into(),
                stage: k.stage,
                event: if orders > 0.0 { k.event } else { under_contract(k) }.into(),
                condition,
                delay_days: delay,
                action: k.with_bonus.filter(|_| points > 0).unwrap_or(k.action).into(),
                points,
                benefit: None,
                consent: if k.id == ANSWER { FactId("consent-answer") } else { consent(&channel) }.into(),
                channel: channel.clone(),
                owner: k.owner.into(),
                frequency_cap: match k.id {
                    "lapsed" | "invite-a-friend" | ANSWER => Fact::new("cap-yearly"),
                    "feature-adopted" => Fact::new("cap-once"),
                    _ => Fact::new("cap-monthly"),
                },
                priority: i as u32 + 1,
                kpi: k.kpi.into(),
                personas: people.iter().filter(|p| personas::reaches(k.personas, p)).map(|p| p.id.clone()).collect(),
                own_message,
                template_key: hand_over::template_key(k.stage, k.id, &channel),
                protected_window: hand_over::protected_window(&channel, quiet),
                responsible: String::new(),
                accountable: String::new(),
                consulted: String::new(),
                informed: String::new(),
                holdout_share: None,
                unit_cost,
                volume_monthly: volume,
                volume_basis: basis,
                cost_monthly: volume * unit_cost,
                data_ready: ready.into(),
                data_missing,
                letters: vec![],
                letter_test: Fact::default(),
            }
        })
        .collect()
}
/// The trigger that answers a complaint: no promotion, and once a year, for repeated apologies backfire.
const ANSWER: &str = "answer-complaint";
/// Whether this business has what a trigger waits for.
fn concerns(kind: &TriggerTemplate, orders: bool, extract: &Extract) -> bool {
    let used = extract.usage.as_ref().map(|u| u.firings);
    match kind.of {
        Of::Orders => orders,
        Of::Contract => extract.subscriptions.is_some(),
        Of::Either => orders || extract.subscriptions.is_some(),
        Of::Use if kind.id == "use-paused" => used.is_some_and(|u| u.pause_days.is_some()),
        Of::Use => used.is_some_and(|u| u.breadth.is_some()),
        Of::Ratings => extract.voice.as_ref().is_some_and(|v| !v.scores.is_empty()),
    }
}
/// The event of a trigger where customers pay by contract alone: no order is ever completed.
fn under_contract(kind: &TriggerTemplate) -> &'static str {
    if kind.event == "Order Completed" { "Points Earned" } else { kind.event }
}
fn condition(id: &str, due: Option<u32>, late: Option<u32>, near: f64, extract: &Extract) -> (Fact, Option<u32>) {
    let used = extract.usage.as_ref().map(|u| u.firings).unwrap_or_default();
    let days = |d: Option<u32>, own: f64, share: f64| match d {
        None => (Fact::new("condition-overdue"), None),
        Some(d) => (Fact::new("condition-no-order").days("gap", d).number("own", own).share("share", share), Some(d)),
    };
    match id {
        "second-order-due" => match due {
            None => (Fact::new("condition-overdue"), None),
            Some(d) => (Fact::new("condition-no-second").days("gap", d).share("share", firings::REACHED_DUE), Some(d)),
        },
        "order-overdue" => days(due, firings::OWN_DUE, firings::REACHED_DUE),
        "lapsed" => days(late, firings::OWN_LATE, firings::REACHED_LATE),
        "renewal-ahead" => (Fact::new("condition-renewal"), None),
        "reward-in-reach" => (Fact::new("condition-reward-near").share("near", near), None),
        "tier-in-reach" => (Fact::new("condition-tier-near").share("near", near), None),
        "invite-a-friend" => (Fact::new("condition-good-rating"), None),
        "feature-adopted" => (Fact::new("condition-broad-use").count("features", u64::from(used.breadth.unwrap_or(0))), None),
        "use-paused" => (Fact::new("condition-use-paused").days("pause", used.pause_days.unwrap_or(0)).share("share", firings::REACHED_LATE), used.pause_days),
        ANSWER => (Fact::new("condition-poor-rating"), None),
        _ => (Fact::new("condition-always"), None),
    }
}
/// The wanted channel, or the next that is not barred.
fn channel(wanted: &str, terms: &Terms) -> String {
    [wanted, "email", "in-app", "push", "post"].into_iter().find(|c| !terms.limits.channels_barred.iter().any(|b| b == c)).unwrap_or("in-app").into()
}
fn consent(channel: &str) -> FactId {
    match channel {
        "email" | "sms" | "phone" => FactId("consent-marketing"),
        "push" => FactId("consent-device"),
        _ => FactId("consent-none"),
    }
}
/// Whether the data to fire it is there, and whether some of it is missing.
fn ready(kind: &TriggerTemplate, extract: &Extract) -> (FactId, bool) {
    match (kind.event, extract.transactions.is_some(), extract.usage.is_some()) {
        ("Review Submitted", ..) if extract.voice.as_ref().is_some_and(|v| v.praisers_last_year + v.complainers_last_year > 0) => (FactId("data-ready"), false),
        ("Order Completed", true, _) | ("Feature Used", _, true) => (FactId("data-ready"), false),
        ("Subscription Renewal Due", ..) => (FactId("data-billing-terms"), false),
        ("Member Enrolled" | "Points Earned", ..) => (FactId("data-platform"), false),
        _ => (FactId("data-missing"), true),
    }
}
/// Says what each trigger gives or shows besides, now that the program is chosen.
pub fn attach_offers(program: &mut Program) {
    let reward = program.rewards.iter().min_by_key(|r| r.points_price);
    let first = reward.map(|r| Fact::new("gives-first-reward").text("reward", r.name.clone()).count("points", r.points_price));
    let joining = (program.earn.joining_points > 0).then(|| Fact::new("gives-joining").count("points", program.earn.joining_points));
    let referral = program.referral.as_ref().map(|r| Fact::new("gives-referral").count("points", r.recommender_points).count("friend", r.friend_points));
    let next = program.tiers.get(1).map(|t| Fact::new("gives-tier").text("tier", t.name.clone()));
    let mission = program.missions.first().map(|m| Fact::new("gives-mission").text("mission", m.name.clone()).count("points", m.points));
    for t in &mut program.triggers {
        t.benefit = match t.id.as_str() {
            "welcome" => joining.clone().or_else(|| first.clone()),
            "second-order-due" | "reward-in-reach" | "bigger-basket" | "order-overdue" | "lapsed" => first.clone(),
            "tier-in-reach" => next.clone(),
            "invite-a-friend" => referral.clone(),
            "feature-adopted" | "thank-for-review" => mission.clone(),
            _ => None,
        };
    }
}
/// Lines of volume and cost.
pub fn lines(triggers: &[Trigger], book: &mut LineBook) {
    for t in triggers {
        let basis = if t.volume_basis == Fact::default() { Fact::new("chosen-firings") } else { t.volume_basis.clone() };
        let from = || Provenance::Chosen { reason: basis.clone() };
        book.leaf(&format!("triggers.{}.volume", t.id.replace('-', "_")), t.volume_monthly, Unit::PerMonth, from());
        book.leaf(&format!("triggers.{}.unit_cost", t.id.replace('-', "_")), t.unit_cost, Unit::Money, from());
        book.leaf(&format!("triggers.{}.cost", t.id.replace('-', "_")), t.cost_monthly, Unit::Money, from());
    }
}
