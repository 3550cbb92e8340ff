//! The store: members, buying, returning, what else gives points.
use super::messages;
use super::view::{View, address};
use loyalty_model::program::Metric;
use loyalty_sandbox::{Account, Gift};
use maud::{Markup, html};

pub fn store(v: &View, account: Option<&Account>) -> Markup {
    html! {
        section.store aria-labelledby="store-title" {
            h2 #store-title { "Store" }
            @if let Some(account) = account {
                (members(v))
                (buying(v))
                (purchases(v, account))
                (gifts(v))
                @if v.shop.rules().counts(Metric::RecurringRevenue) { (subscription(v)) }
                details { summary { h3 { "Sign up another member" } } (sign_up(v)) }
            } @else {
                p { "Sign up a member, then buy, return, redeem, and let days pass. Every step stands in the ledger." }
                (sign_up(v))
            }
        }
    }
}
fn members(v: &View) -> Markup {
    html! {
        nav aria-label="Members" {
            ul.tabs {
                @for (i, name) in v.names().into_iter().enumerate() {
                    li { a href=(address(v.id, i)) aria-current=[(v.member == Some(i)).then_some("page")] { (name) } }
                }
            }
        }
    }
}
fn sign_up(v: &View) -> Markup {
    let (names, rules) = (v.names(), v.shop.rules());
    v.form("sign-up", "stack", &html! {
        label for="name" { "Name of a new member" }
        input #name name="name" type="text" maxlength="60" required value=(if names.is_empty() { "Ada" } else { "" });
        @if rules.joining > 0 {
            label.choice for="welcome" { input #welcome type="checkbox" name="welcome" value="1" checked; span { "Points for joining" span.note { " " (messages::points(rules.joining)) } } }
        }
        @if let (Some((own, friend, most)), false) = (rules.referral, names.is_empty()) {
            label for="friend-of" { "Recommended by" }
            select #friend-of name="friend-of" {
                option value="" { "nobody" }
                @for (i, name) in names.iter().enumerate() { option value=(i) { (name) } }
            }
            p.note { (messages::points(friend)) " to the friend; " (messages::points(own)) " to the member after the friend's first order, for at most " (most) " friends a year." }
        }
        p.acts { button.main type="submit" { "Sign up" } }
    })
}
/// Goods and shipping that the form begins with, in the size of the currency: twenty times and twice the least reward.
fn begins_with(v: &View) -> (String, String) {
    let least = v.saved.worded.design.blueprint.program.rewards.first().map_or(2.5, |r| r.value.to_f64());
    let plain = |amount: f64| messages::amount(amount, v.currency()).chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    (plain(20.0 * least), plain(2.0 * least))
}
fn buying(v: &View) -> Markup {
    let code = v.currency().0.as_str();
    let (goods, shipping) = begins_with(v);
    v.form(
        "buy",
        "buy",
        &html! {
            div { label for="goods" { "Goods" span.note { " " (code) } } input #goods name="goods" type="text" inputmode="decimal" value=(goods); }
            div { label for="shipping" { "Shipping" span.note { " " (code) } } input #shipping name="shipping" type="text" inputmode="decimal" value=(shipping); }
            button.main type="submit" { "Buy" }
        },
    )
}
fn purchases(v: &View, account: &Account) -> Markup {
    html! {
        h3 { "Purchases" }
        @if account.purchases.is_empty() { p.note { "None yet." } }
        ul.rows {
            @for (i, p) in account.purchases.iter().enumerate().rev() {
                li {
                    div {
                        strong { (messages::amount(p.goods, v.currency())) }
                        @if p.shipping > 0.0 { " + " (messages::amount(p.shipping, v.currency())) " shipping" }
                        span.note { "No. " (i + 1) ", " (p.day) ", " (messages::points(p.points)) }
                    }
                    @if p.returned { span.note { "returned" } } @else {
                        (v.form("return", "line", &html! {
                            input type="hidden" name="purchase" value=(i);
                            button type="submit" aria-label=(format!("Return purchase {}", i + 1)) { "Return" }
                        }))
                    }
                }
            }
        }
    }
}
fn gifts(v: &View) -> Markup {
    let all = &v.shop.rules().gifts;
    let verb = |g: &Gift| if g.mission { "Complete" } else { "Give" };
    html! {
        @if !all.is_empty() {
            h3 { "Missions and moments" }
            ul.rows {
                @for (i, g) in all.iter().enumerate() {
                    li {
                        div { (g.name) span.note { (messages::points(g.points)) } }
                        (v.form("gift", "line", &html! {
                            input type="hidden" name="gift" value=(i);
                            button type="submit" aria-label=(format!("{} {}", verb(g), g.name)) { (verb(g)) }
                        }))
                    }
                }
            }
        }
    }
}
fn subscription(v: &View) -> Markup {
    v.form("subscribe", "buy", &html! {
        div { label for="monthly" { "Subscription a month" span.note { " " (v.currency().0) } } input #monthly name="monthly" type="text" inputmode="decimal" value="0"; }
        button type="submit" { "Change" }
    })
}
