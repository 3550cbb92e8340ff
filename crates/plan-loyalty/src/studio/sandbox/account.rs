//! The member's account: points, tier with what is missing, rewards.
use super::messages;
use super::view::View;
use loyalty_exports::format;
use loyalty_model::program::{Expiry, Metric};
use loyalty_sandbox::{Account, Lot};
use maud::{Markup, html};

pub fn account(v: &View, account: &Account) -> Markup {
    let name = v.names().get(v.member.unwrap_or(0)).map_or_else(String::new, |n| n.to_string());
    html! {
        section #account .account aria-labelledby="account-title" {
            h2 #account-title { "Account of " (name) }
            dl.tiles {
                (tile("Available", "available", account.available(), ""))
                (tile("Pending", "pending", account.pending(), &waits(account)))
                (tile("Owed", "owed", account.owed, if account.owed > 0 { "The next points pay it." } else { "" }))
            }
            (tier(v, account))
            (expiry(v, account))
            (rewards(v, account))
        }
    }
}
fn tile(label: &str, id: &str, points: u64, note: &str) -> Markup {
    html! {
        div {
            dt { (label) }
            dd { data.value data-testid=(id) value=(points) { (format::whole(points as f64)) } @if !note.is_empty() { span.note { (note) } } }
        }
    }
}
/// When pending points can be spent.
fn waits(account: &Account) -> String {
    let next = |lots: &[Lot]| lots.iter().filter(|l| !l.ripe && l.left > 0).map(|l| l.ripe_on).min();
    next(&account.lots).map_or_else(String::new, |day| format!("The next on {day}."))
}
fn tier(v: &View, account: &Account) -> Markup {
    let tiers = &v.shop.rules().tiers;
    let name = tiers.get(account.tier).map_or("", |t| t.name.as_str());
    let said = |metric: Metric, count: f64| match metric {
        Metric::NetSpend => messages::amount(count, v.currency()),
        Metric::RecurringRevenue => format!("{} a month", messages::amount(count, v.currency())),
        Metric::Orders if count == 1.0 => "1 order".into(),
        Metric::Orders => format!("{} orders", format::whole(count)),
        Metric::MissionsCompleted if count == 1.0 => "1 mission".into(),
        Metric::MissionsCompleted => format!("{} missions", format::whole(count)),
    };
    html! {
        div.standing-tier {
            h3 { "Tier: " data data-testid="tier" value=(name) { (name) } }
            @if let (true, Some(review)) = (account.tier > 0, account.review) { p { "Valid until " (review) ", when it is reviewed." } }
            @if let Some(next) = tiers.get(account.tier + 1) {
                @let counted = account.counted(next.metric, v.shop.today()).0;
                p { (said(next.metric, counted)) " of " (said(next.metric, next.threshold)) " for " (next.name) "." }
                meter min="0" max=(next.threshold) value=(counted.min(next.threshold)) aria-label=(format!("Progress to {}", next.name)) {}
            }
            @if tiers.len() > 1 { p.note { "This period of qualification ends before " (account.period_ends(v.shop.today())) "." } }
        }
    }
}
fn expiry(v: &View, account: &Account) -> Markup {
    let rule = match v.shop.rules().expiry {
        Expiry::None => "Points never expire.".to_string(),
        Expiry::Age { months } => format!("Points expire {months} months after they were earned."),
        Expiry::Inactivity { months } => format!("Points expire after {months} months without earning or redeeming."),
    };
    html! { p { (rule) @if let Some((day, points)) = account.next_expiry() { " Next: " strong { (messages::points(points)) } " on " (day) "." } } }
}
fn rewards(v: &View, account: &Account) -> Markup {
    let all = &v.shop.rules().rewards;
    let request = |body: Markup| v.form("redeem", "line", &html! { input type="hidden" name="request" value=(v.request); (body) });
    html! {
        h3 { "Rewards" }
        @if all.is_empty() {
            (request(html! {
                label for="points" { "Points to redeem" }
                input #points name="points" type="text" inputmode="numeric" value=(account.available()) size="7";
                button.main type="submit" data-testid="redeem" { "Redeem" }
            }))
        } @else {
            ul.rows {
                @for r in all {
                    @let enough = account.available() >= r.price;
                    li {
                        div { (r.name) span.note { (messages::points(r.price)) @if !enough { ", " (format::whole((r.price - account.available()) as f64)) " more needed" } } }
                        (request(html! {
                            input type="hidden" name="points" value=(r.price);
                            button.main[enough] type="submit" data-testid=(format!("redeem-{}", r.price)) aria-label=(format!("Redeem {}", r.name)) { "Redeem" }
                        }))
                    }
                }
            }
        }
    }
}
