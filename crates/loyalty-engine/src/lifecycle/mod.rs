//! The trigger matrix: event → loyalty action → channel → owner, timed by the measured rhythm and priced with the program.
use crate::base::Base;
use crate::numbers::grouped;
use crate::terms::Terms;
use loyalty_model::assumption::Book;
use loyalty_model::brief::Goal;
use loyalty_model::extract::Extract;
use loyalty_model::line::{LineBook, Provenance, Unit};
use loyalty_model::plan::Persona;
use loyalty_model::program::{Program, Stage, Trigger};

mod hand_over;
pub use hand_over::assign;

/// One kind of trigger: what is fixed of it.
struct TriggerTemplate {
    id: &'static str,
    stage: Stage,
    event: &'static str,
    action: &'static str,
    /// Action where it gives a bonus.
    with_bonus: &'static str,
    /// It rides on a message that is sent anyway.
    rides: bool,
    channel: &'static str,
    owner: &'static str,
    kpi: &'static str,
    personas: &'static [&'static str],
    goals: &'static [Goal],
    subscription: bool,
    /// Assumption that says which share of an order's value is given as points; none: recognition only.
    give: Option<&'static str>,
}
use Goal::{Advocacy, Engagement, Expansion, Retention};
const ALL: &[Goal] = &Goal::ALL;
const KINDS: &[TriggerTemplate] = &[
    TriggerTemplate {
        id: "welcome",
        stage: Stage::Onboarding,
        event: "Member Enrolled",
        action: "Welcome: how points are earned and the first reward in sight",
        with_bonus: "",
        rides: true,
        channel: "email",
        owner: "CRM Manager",
        kpi: "second order rate",
        personas: &["new"],
        goals: ALL,
        subscription: false,
        give: None,
    },
    TriggerTemplate {
        id: "second-order-due",
        stage: Stage::Onboarding,
        event: "Order Completed",
        action: "What a second order brings: the way to the first reward",
        with_bonus: "Bonus points for a second order",
        rides: false,
        channel: "email",
        owner: "CRM Manager",
        kpi: "second order rate",
        personas: &["new", "one-time"],
        goals: ALL,
        subscription: false,
        give: Some("triggers.bonus_second_order"),
    },
    TriggerTemplate {
        id: "reward-in-reach",
        stage: Stage::Adoption,
        event: "Points Earned",
        action: "Show the next reward and what is missing",
        with_bonus: "",
        rides: false,
        channel: "push",
        owner: "CRM Manager",
        kpi: "redemption rate",
        personas: &["loyal", "occasional"],
        goals: ALL,
        subscription: false,
        give: None,
    },
    TriggerTemplate {
        id: "tier-in-reach",
        stage: Stage::Upsell,
        event: "Order Completed",
        action: "Show the distance to the next level",
        with_bonus: "",
        rides: true,
        channel: "email",
        owner: "CRM Manager",
        kpi: "members who move up",
        personas: &["loyal", "occasional"],
        goals: &[Retention, Expansion],
        subscription: false,
        give: None,
    },
    TriggerTemplate {
        id: "bigger-basket",
        stage: Stage::Upsell,
        event: "Product Added",
        action: "What the basket would earn, and what is missing to the next reward",
        with_bonus: "Bonus points above the usual order value",
        rides: false,
        channel: "in-app",
        owner: "E-commerce Manager",
        kpi: "average order value",
        personas: &["champions", "loyal"],
        goals: &[Expansion],
        subscription: false,
        give: Some("triggers.bonus_basket"),
    },
    TriggerTemplate {
        id: "order-overdue",
        stage: Stage::Renewal,
        event: "Order Completed",
        action: "Reminder of the points that wait and of the next reward (no bonus: retention offers have no proven effect)",
        with_bonus: "",
        rides: false,
        channel: "email",
        owner: "CRM Manager",
        kpi: "12-month retention",
        personas: &["at-risk", "loyal"],
        goals: ALL,
        subscription: false,
        give: None,
    },
    TriggerTemplate {
        id: "lapsed",
        stage: Stage::WinBack,
        event: "Order Completed",
        action: "One message with the points that wait, then silence",
        with_bonus: "One win-back offer, then silence",
        rides: false,
        channel: "email",
        owner: "CRM Manager",
        kpi: "customers won back",
        personas: &["lapsed"],
        goals: ALL,
        subscription: false,
        give: Some("triggers.bonus_win_back"),
    },
    TriggerTemplate {
        id: "invite-a-friend",
        stage: Stage::Advocacy,
        event: "Review Submitted",
        action: "Invitation to recommend; points after the friend's first kept order",
        with_bonus: "",
        rides: false,
        channel: "email",
        owner: "Community Manager",
        kpi: "referred customers",
        personas: &["champions"],
        goals: ALL,
        subscription: false,
        give: None,
    },
    TriggerTemplate {
        id: "thank-for-review",
        stage: Stage::Advocacy,
        event: "Order Delivered",
        action: "Ask for an honest review; thanks whatever it says",
        with_bonus: "",
        rides: true,
        channel: "email",
        owner: "Community Manager",
        kpi: "reviews per 100 orders",
        personas: &["champions", "loyal"],
        goals: &[Advocacy, Engagement],
        subscription: false,
        give: None,
    },
    TriggerTemplate {
        id: "feature-adopted",
        stage: Stage::Adoption,
        event: "Feature Used",
        action: "Badge for the first use of a feature",
        with_bonus: "",
        rides: false,
        channel: "in-app",
        owner: "Product Manager",
        kpi: "features per member",
        personas: &["subscribers"],
        goals: &[Engagement, Retention],
        subscription: true,
        give: None,
    },
    TriggerTemplate {
        id: "renewal-ahead",
        stage: Stage::Renewal,
        event: "Subscription Renewal Due",
        action: "Review of the year's benefits 30 days ahead",
        with_bonus: "",
        rides: false,
        channel: "email",
        owner: "Customer Success Manager",
        kpi: "net revenue retention",
        personas: &["subscribers"],
        goals: ALL,
        subscription: true,
        give: None,
    },
    TriggerTemplate {
        id: "seats-in-use",
        stage: Stage::Upsell,
        event: "Usage Limit Reached",
        action: "Offer the next plan with its benefits",
        with_bonus: "",
        rides: false,
        channel: "email",
        owner: "Customer Success Manager",
        kpi: "expansion revenue",
        personas: &["subscribers"],
        goals: &[Expansion, Engagement],
        subscription: true,
        give: None,
    },
];

/// Share of next orders that have come when an order is called overdue, and when a customer is called lapsed: by definition of the
/// percentiles `signals.gap_p80` and `signals.gap_p90`, the rest fires.
const REACHED_DUE: f64 = 0.8;
const REACHED_LATE: f64 = 0.9;

/// Proposes the triggers of a goal. Volume is firings a month at full enrolment of today's active customers.
pub fn propose(base: &Base, book: &Book, lines: &LineBook, extract: &Extract, terms: &Terms, point_value: f64) -> Vec<Trigger> {
    let active: f64 = base.members.iter().map(|m| m.weight * m.p_alive).sum();
    let orders: f64 = base.members.iter().map(|m| m.weight * m.p_alive * m.rate_monthly).sum();
    let worth: f64 = base.members.iter().map(|m| m.weight * m.p_alive * m.rate_monthly * m.order_value).sum::<f64>() / orders.max(1e-9);
    let (second, late_share) = (1.0 - REACHED_DUE, 1.0 - REACHED_LATE);
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
            let volume = match k.id {
                "welcome" => base.new_per_month,
                "second-order-due" => base.new_per_month * second,
                "reward-in-reach" | "tier-in-reach" => orders * near,
                "bigger-basket" => orders * book.value("triggers.big_basket_share"),
                "thank-for-review" => orders,
                "invite-a-friend" => active / 12.0,
                "order-overdue" => orders * second,
                "lapsed" => orders * late_share,
                _ => active / 12.0,
            };
            let (condition, delay) = condition(k.id, due, late);
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
                action: if points > 0 && !k.with_bonus.is_empty() { k.with_bonus } else { k.action }.into(),
                points,
                benefit: None,
                consent: consent(&channel).into(),
                channel: channel.clone(),
                owner: k.owner.into(),
                frequency_cap: if k.id == "lapsed" { "once a year".into() } else { "once in 30 days".into() },
                priority: i as u32 + 1,
                kpi: k.kpi.into(),
                personas: k.personas.iter().map(|p| p.to_string()).collect(),
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
                cost_monthly: volume * unit_cost,
                data_ready: ready(k, extract).into(),
            }
        })
        .collect()
}
fn condition(id: &str, due: Option<u32>, late: Option<u32>) -> (String, Option<u32>) {
    let days = |d: Option<u32>, share: &str| {
        d.map_or(("no order for longer than usual (the rhythm is not measured)".to_string(), None), |d| {
            (format!("no order for {d} days: {share} of next orders had come by then"), Some(d))
        })
    };
    match id {
        "second-order-due" => days(due, "80%"),
        "order-overdue" => days(due, "80%"),
        "lapsed" => days(late, "90%"),
        "renewal-ahead" => ("30 days before the term ends".into(), None),
        "reward-in-reach" => ("the next reward is within a fifth of its price".into(), None),
        "tier-in-reach" => ("within 15% of the next threshold".into(), None),
        _ => ("each time".into(), None),
    }
}
/// The wanted channel, or the next that is not barred.
fn channel(wanted: &str, terms: &Terms) -> String {
    [wanted, "email", "in-app", "push", "post"].into_iter().find(|c| !terms.limits.channels_barred.iter().any(|b| b == c)).unwrap_or("in-app").into()
}
fn consent(channel: &str) -> &'static str {
    match channel {
        "email" | "sms" | "phone" => "marketing consent for this channel",
        "push" => "permission on the device",
        _ => "none (inside the service)",
    }
}
fn ready(kind: &TriggerTemplate, extract: &Extract) -> &'static str {
    match (kind.event, extract.transactions.is_some(), extract.usage.is_some()) {
        ("Order Completed", true, _) | ("Feature Used", _, true) => "yes",
        ("Subscription Renewal Due", ..) => "yes, where billing terms are given",
        ("Member Enrolled" | "Points Earned", ..) => "comes with the program's own platform",
        _ => "missing: the event stream of the shop or service",
    }
}
/// Says what each trigger gives or shows besides, now that the program is chosen.
pub fn attach_offers(program: &mut Program) {
    let points = |n: u64| format!("{} points", grouped(n as f64));
    let first = program.rewards.iter().min_by_key(|r| r.points_price).map(|r| format!("{} for {}, or the next reward above", r.name, points(r.points_price)));
    let joining = (program.earn.joining_points > 0).then(|| format!("{} at joining", points(program.earn.joining_points)));
    let referral = program.referral.as_ref().map(|r| format!("{} for both sides (friend {})", points(r.recommender_points), points(r.friend_points)));
    let next = program.tiers.get(1).map(|t| format!("the benefits of {}", t.name));
    let mission = program.missions.first().map(|m| format!("the mission {} ({})", m.name, points(m.points)));
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
        let from = || Provenance::Chosen { reason: "expected firings at full enrolment of today's active customers".into() };
        book.leaf(&format!("triggers.{}.volume", t.id.replace('-', "_")), &format!("Firings a month: {}", t.id), t.volume_monthly, Unit::PerMonth, from());
        book.leaf(&format!("triggers.{}.unit_cost", t.id.replace('-', "_")), &format!("Cost of one firing: {}", t.id), t.unit_cost, Unit::Money, from());
        book.leaf(&format!("triggers.{}.cost", t.id.replace('-', "_")), &format!("Cost a month: {}", t.id), t.cost_monthly, Unit::Money, from());
    }
}
/// Gives each persona its triggers and its tier path: where most of its customers would stand today, and the next level.
/// `of` and `stands`: persona and level of each base member.
pub fn assign_personas(personas: &mut [Persona], program: &Program, base: &Base, of: &[u16], stands: &[Option<usize>]) {
    for (at, p) in personas.iter_mut().enumerate() {
        p.triggers = program.triggers.iter().filter(|t| t.personas.contains(&p.id)).map(|t| t.id.clone()).collect();
        let mut levels = vec![0.0; program.tiers.len()];
        for (i, m) in base.members.iter().enumerate().filter(|(i, _)| of.get(*i).copied() == Some(at as u16)) {
            levels[stands.get(i).copied().flatten().unwrap_or(0)] += m.weight;
        }
        let all: f64 = levels.iter().sum();
        let Some((level, most)) = levels.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1)).filter(|_| all > 0.0) else {
            p.tier_path = format!("begins as {}", program.tiers[0].name);
            continue;
        };
        let next = program.tiers.get(level + 1).map_or("stays there".into(), |t| format!("next {}", t.name));
        p.tier_path = format!("{} ({:.0}% today), {next}", program.tiers[level].name, 100.0 * most / all);
    }
}
