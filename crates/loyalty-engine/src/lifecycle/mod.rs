//! The trigger matrix: event → loyalty action → channel → owner, timed by the measured rhythm and priced with the program.
use crate::base::Base;
use crate::terms::Terms;
use loyalty_model::assumption::Book;
use loyalty_model::brief::Goal;
use loyalty_model::extract::Extract;
use loyalty_model::fact::{Fact, FactId};
use loyalty_model::line::{LineBook, Provenance, Unit};
use loyalty_model::plan::Persona;
use loyalty_model::program::{Program, Stage, Trigger};

mod firings;
mod hand_over;
mod personas;
pub use firings::replay;
pub use hand_over::assign;
pub use personas::assign_personas;

/// One kind of trigger: what is fixed of it.
struct TriggerTemplate {
    id: &'static str,
    stage: Stage,
    event: &'static str,
    action: FactId,
    /// Action where it gives a bonus.
    with_bonus: Option<FactId>,
    /// It rides on a message that is sent anyway.
    rides: bool,
    channel: &'static str,
    owner: &'static str,
    kpi: FactId,
    personas: &'static [&'static str],
    goals: &'static [Goal],
    subscription: bool,
    /// Assumption that says which share of an order's value is given as points; none: recognition only.
    give: Option<&'static str>,
}
use Goal::{Advocacy, Engagement, Expansion, Retention};
const ALL: &[Goal] = &Goal::ALL;
/// The trigger that greets whoever joins.
pub const WELCOME: &str = "welcome";
const KINDS: &[TriggerTemplate] = &[
    TriggerTemplate {
        id: WELCOME,
        stage: Stage::Onboarding,
        event: "Member Enrolled",
        action: FactId("trigger-welcome-action"),
        with_bonus: None,
        rides: true,
        channel: "email",
        owner: "CRM Manager",
        kpi: FactId("trigger-welcome-kpi"),
        personas: &["new"],
        goals: ALL,
        subscription: false,
        give: None,
    },
    TriggerTemplate {
        id: "second-order-due",
        stage: Stage::Onboarding,
        event: "Order Completed",
        action: FactId("trigger-second-order-due-action"),
        with_bonus: Some(FactId("trigger-second-order-due-bonus")),
        rides: false,
        channel: "email",
        owner: "CRM Manager",
        kpi: FactId("trigger-second-order-due-kpi"),
        personas: &["new", "one-time"],
        goals: ALL,
        subscription: false,
        give: Some("triggers.bonus_second_order"),
    },
    TriggerTemplate {
        id: "reward-in-reach",
        stage: Stage::Adoption,
        event: "Points Earned",
        action: FactId("trigger-reward-in-reach-action"),
        with_bonus: None,
        rides: false,
        channel: "push",
        owner: "CRM Manager",
        kpi: FactId("trigger-reward-in-reach-kpi"),
        personas: &["champions", "loyal", "occasional"],
        goals: ALL,
        subscription: false,
        give: None,
    },
    TriggerTemplate {
        id: "tier-in-reach",
        stage: Stage::Upsell,
        event: "Order Completed",
        action: FactId("trigger-tier-in-reach-action"),
        with_bonus: None,
        rides: true,
        channel: "email",
        owner: "CRM Manager",
        kpi: FactId("trigger-tier-in-reach-kpi"),
        personas: &["loyal", "occasional"],
        goals: &[Retention, Expansion],
        subscription: false,
        give: None,
    },
    TriggerTemplate {
        id: "bigger-basket",
        stage: Stage::Upsell,
        event: "Product Added",
        action: FactId("trigger-bigger-basket-action"),
        with_bonus: Some(FactId("trigger-bigger-basket-bonus")),
        rides: false,
        channel: "in-app",
        owner: "E-commerce Manager",
        kpi: FactId("trigger-bigger-basket-kpi"),
        personas: &["champions", "loyal"],
        goals: &[Expansion],
        subscription: false,
        give: Some("triggers.bonus_basket"),
    },
    TriggerTemplate {
        id: "order-overdue",
        stage: Stage::Renewal,
        event: "Order Completed",
        action: FactId("trigger-order-overdue-action"),
        with_bonus: None,
        rides: false,
        channel: "email",
        owner: "CRM Manager",
        kpi: FactId("trigger-order-overdue-kpi"),
        personas: &["at-risk", "champions", "loyal"],
        goals: ALL,
        subscription: false,
        give: None,
    },
    TriggerTemplate {
        id: "lapsed",
        stage: Stage::WinBack,
        event: "Order Completed",
        action: FactId("trigger-lapsed-action"),
        with_bonus: Some(FactId("trigger-lapsed-bonus")),
        rides: false,
        channel: "email",
        owner: "CRM Manager",
        kpi: FactId("trigger-lapsed-kpi"),
        personas: &["lapsed"],
        goals: ALL,
        subscription: false,
        give: Some("triggers.bonus_win_back"),
    },
    TriggerTemplate {
        id: "invite-a-friend",
        stage: Stage::Advocacy,
        event: "Review Submitted",
        action: FactId("trigger-invite-a-friend-action"),
        with_bonus: None,
        rides: false,
        channel: "email",
        owner: "Community Manager",
        kpi: FactId("trigger-invite-a-friend-kpi"),
        personas: &["champions"],
        goals: ALL,
        subscription: false,
        give: None,
    },
    TriggerTemplate {
        id: "thank-for-review",
        stage: Stage::Advocacy,
        event: "Order Delivered",
        action: FactId("trigger-thank-for-review-action"),
        with_bonus: None,
        rides: true,
        channel: "email",
        owner: "Community Manager",
        kpi: FactId("trigger-thank-for-review-kpi"),
        personas: &["champions", "loyal"],
        goals: &[Advocacy, Engagement],
        subscription: false,
        give: None,
    },
    TriggerTemplate {
        id: "feature-adopted",
        stage: Stage::Adoption,
        event: "Feature Used",
        action: FactId("trigger-feature-adopted-action"),
        with_bonus: None,
        rides: false,
        channel: "in-app",
        owner: "Product Manager",
        kpi: FactId("trigger-feature-adopted-kpi"),
        personas: &["subscribers"],
        goals: &[Engagement, Retention],
        subscription: true,
        give: None,
    },
    TriggerTemplate {
        id: "renewal-ahead",
        stage: Stage::Renewal,
        event: "Subscription Renewal Due",
        action: FactId("trigger-renewal-ahead-action"),
        with_bonus: None,
        rides: false,
        channel: "email",
        owner: "Customer Success Manager",
        kpi: FactId("trigger-renewal-ahead-kpi"),
        personas: &["subscribers"],
        goals: ALL,
        subscription: true,
        give: None,
    },
    TriggerTemplate {
        id: "seats-in-use",
        stage: Stage::Upsell,
        event: "Usage Limit Reached",
        action: FactId("trigger-seats-in-use-action"),
        with_bonus: None,
        rides: false,
        channel: "email",
        owner: "Customer Success Manager",
        kpi: FactId("trigger-seats-in-use-kpi"),
        personas: &["subscribers"],
        goals: &[Expansion, Engagement],
        subscription: true,
        give: None,
    },
];

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
        .filter(|k| if k.subscription { extract.subscriptions.is_some() } else { orders > 0.0 })
        .filter(|k| k.id != "invite-a-friend" || terms.allows("referral"))
        .enumerate()
        .map(|(i, k)| {
            let channel = channel(k.channel, terms);
            let (volume, basis) = firings::volume(k.id, base, extract, (orders, near, book.value("triggers.big_basket_share")));
            let (condition, delay) = condition(k.id, due, late, near);
            let (ready, data_missing) = ready(k, extract);
            let points = (k.give.map_or(0.0, |row| book.value(row)) * worth / point_value).round().max(0.0) as u64;
            let own_message = !k.rides && channel != "in-app";
            let message = if own_message { book.value("cost.message") } else { 0.0 };
            let unit_cost = points as f64 * point_value * book.value("points.reward_cost_ratio") * book.value("points.ultimate_redemption") + message;
            Trigger {
                id: k.id.into(),
                stage: k.stage,
                event: k.event.into(),
                condition,
                delay_days: delay,
                action: k.with_bonus.filter(|_| points > 0).unwrap_or(k.action).into(),
                points,
                benefit: None,
                consent: consent(&channel).into(),
                channel: channel.clone(),
                owner: k.owner.into(),
                frequency_cap: match k.id {
                    "lapsed" | "invite-a-friend" => Fact::new("cap-yearly"),
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
            }
        })
        .collect()
}
fn condition(id: &str, due: Option<u32>, late: Option<u32>, near: f64) -> (Fact, Option<u32>) {
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
        "feature-adopted" => (Fact::new("condition-first-use"), None),
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
        ("Review Submitted", ..) if extract.voice.as_ref().is_some_and(|v| v.praisers_last_year > 0) => (FactId("data-ready"), false),
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
