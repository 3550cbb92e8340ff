//! The page of a shop: store on the left, account on the right, the ledger below. It has no script.
use super::view::View;
use super::{account, messages, store};
use crate::studio::page::{Answer, frame, refusal};
use loyalty_app::refusal::Refusal;
use loyalty_sandbox::Account;
use maud::{Markup, html};

/// A refusal where there is no shop to show.
pub fn bare(why: &Refusal) -> Answer {
    let body = html! { main #main { h1 { "Redemption sandbox" } (refusal(Some(why))) p { a href="/sandbox" { "Open a new shop" } } } };
    Answer::Page { html: frame("Redemption sandbox", false, &body).into_string(), refusal: Some(why.kind), address: None }
}
pub fn whole(v: &View) -> Answer {
    let account = v.member.and_then(|m| v.shop.account(m));
    let body = html! {
        a.skip href="#main" { "Skip to the shop" }
        (top(v))
        main #main .sandbox tabindex="-1" {
            (refusal(v.refusal.as_ref()))
            @if let Some(note) = v.note { p.notice role="status" { (note) } }
            @if let Some(fault) = v.shop.fault() {
                p.warning { strong { "A fault is planted: " } (fault.says()) ". Tests of this shop must fail." }
            }
            @if v.older { p.warning { "The plan was saved again since this shop opened. A new shop has the new program." } }
            div.counter {
                (store::store(v, account.as_ref()))
                @if let Some(account) = &account { (account::account(v, account)) }
            }
            @if let Some(account) = &account { (ledger(v, account)) }
        }
    };
    let title = format!("{}: redemption sandbox", v.saved.worded.design.brief.company);
    let kind = v.refusal.as_ref().map(|r| r.kind);
    Answer::Page { html: frame(&title, false, &body).into_string(), refusal: kind, address: None }
}
fn top(v: &View) -> Markup {
    html! {
        header #top {
            div.who {
                p.kicker { a href="/" { (v.saved.worded.design.brief.company) } " · studio" }
                h1 { "Redemption sandbox" }
                p.note { "The program of the saved plan in a shop of its own. Nothing here changes the plan. " a href="/sandbox" { "Open a new shop" } }
            }
            section.clock aria-label="Clock" {
                p { "Today " time.today data-testid="today" datetime=(v.shop.today()) { (v.shop.today()) } span.note { " · opened " (v.shop.opened()) } }
                div.acts {
                    (clock(v, "wait", &html! { input type="hidden" name="days" value="1"; button type="submit" { "+1 day" } }))
                    (clock(v, "month", &html! { button type="submit" { "+1 month" } }))
                    @if let Some(next) = v.shop.next_change() {
                        (clock(v, "next", &html! { button type="submit" { "Skip to " (next) } }))
                    }
                    (clock(v, "wait", &html! {
                        label for="days" { "Days" }
                        input #days name="days" type="text" inputmode="numeric" value="30" size="4";
                        button type="submit" { "Wait" }
                    }))
                }
            }
        }
    }
}
fn clock(v: &View, act: &str, body: &Markup) -> Markup {
    v.form(act, "line", body)
}
fn ledger(v: &View, account: &Account) -> Markup {
    let names = v.names();
    let tiers = v.shop.rules().tiers.len() > 1;
    html! {
        div.ledger {
            h2 #ledger-title { "Ledger of " (names.get(v.member.unwrap_or(0)).copied().unwrap_or_default()) }
            div.scroll.cards role="region" aria-labelledby="ledger-title" tabindex="0" {
                table {
                    thead { tr {
                        th scope="col" { "Day" } th scope="col" { "What happened" }
                        th.n scope="col" { "Available" } th.n scope="col" { "Pending" } th.n scope="col" { "Owed" }
                        @if tiers { th scope="col" { "Tier" } }
                    } }
                    tbody {
                        @for line in account.ledger.iter().rev() {
                            tr {
                                td data-label="Day" { span.whole { (line.day) } }
                                td data-label="What happened" { (messages::said(&line.said, v.shop.rules(), &names, v.currency())) }
                                @for (label, n) in [("Available", line.available), ("Pending", line.pending), ("Owed", line.owed)] {
                                    td.n data-label=(label) { (loyalty_exports::format::whole(n as f64)) }
                                }
                                @if tiers { td data-label="Tier" { (v.shop.rules().tiers.get(line.tier).map_or("", |t| t.name.as_str())) } }
                            }
                        }
                    }
                }
            }
        }
    }
}
