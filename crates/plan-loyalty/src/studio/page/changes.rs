//! The right of the page: the list of changes, ways back, the command, and saving.
use super::view::{Shows, View};
use crate::studio::state::{Difference, State};
use maud::{Markup, html};

pub fn changes(v: &View) -> Markup {
    let all = &v.state.differences;
    html! {
        aside #changes aria-labelledby="changes-title" {
            h2 #changes-title { "Changes" }
            p.acts.script-only {
                button type="button" id="undo" { "Undo" }
                button type="button" id="redo" { "Redo" }
            }
            @if all.is_empty() {
                p { "Nothing differs from the saved plan. Change a figure on the page: what it does shows at once, and nothing is saved before you say so." }
            } @else {
                ul.changed { @for d in all { (change(v, d)) } }
                p { a href=(State { tab: v.state.tab, kept: v.state.kept.clone(), ..State::default() }.address()) data-go { "Back to the saved plan" } }
                @if let Shows::Full(full) = &v.shows {
                    details open {
                        summary { h3 { "What differs" } }
                        ul.differs { @for d in &full.differences { li { span.area { (d.area) } " " (d.sentence) } } }
                    }
                    @if !full.revoked.is_empty() { p.warning { "Saving revokes approvals: " (full.revoked.join(", ")) "." } }
                }
                (command(v))
                (save(v))
            }
            (scenarios(v))
        }
    }
}
/// A difference in words: what, the saved plan's, the change's.
pub fn told(v: &View, d: &Difference) -> (String, String, String) {
    let c = &v.saved.controls;
    match (d, c.of_difference(d)) {
        (_, Some(control)) => (control.label.clone(), control.value.clone(), c.shown(control, &v.state)),
        (Difference::Add(of), None) => {
            let (id, tier) = of.split_once('@').unwrap_or((of, ""));
            let tier = c.tiers.iter().find(|(t, _)| t == tier).map_or(tier, |(_, name)| name);
            (c.benefit(id), "none".into(), if tier.is_empty() { "added".into() } else { format!("added from {tier}") })
        }
        (Difference::Remove(id), None) => (c.benefit(id), "in the program".into(), "removed".into()),
        (other, None) if c.asks.iter().any(|a| a.field == other.name()) => {
            let ask = c.asks.iter().find(|a| a.field == other.name());
            let shown = |value: &str| if value.is_empty() { "none".to_string() } else { value.to_string() };
            (ask.map_or(other.name(), |a| a.label).into(), shown(ask.map_or("", |a| &a.value)), shown(other.value()))
        }
        (Difference::Answer(of), None) => {
            let (name, answer) = of.split_once('=').unwrap_or((of, ""));
            (format!("Answer: {name}"), "open".into(), answer.into())
        }
        (other, None) => {
            let (path, value) = other.value().split_once('=').unwrap_or((other.value(), ""));
            (path.into(), "as saved".into(), value.into())
        }
    }
}
fn change(v: &View, d: &Difference) -> Markup {
    let (what, from, to) = told(v, d);
    html! {
        li {
            span { strong { (what) } " " (from) " → " (to) }
            " "
            a href=(v.state.without(d).address()) data-go aria-label=(format!("Undo {what}")) { "Undo" }
        }
    }
}
/// Scenarios that are kept beside the change at hand: they stand in the address, too.
fn scenarios(v: &View) -> Markup {
    let (kept, own) = (&v.state.kept, v.state.differing());
    let mut with = v.state.clone();
    let room = !own.is_empty() && !kept.contains(&own) && with.keep(&own).is_ok();
    html! {
        @if room || !kept.is_empty() {
            section #scenarios aria-labelledby="scenarios-title" {
                h3 #scenarios-title { "Scenarios" }
                @if room { p { a href=(with.address()) data-go { "Keep this change as a scenario" } } }
                @if !kept.is_empty() {
                    ol {
                        @for query in kept {
                            @let scenario = State::read(query).unwrap_or_default();
                            @let words: Vec<String> = scenario.differences.iter().map(|d| { let (what, _, to) = told(v, d); format!("{what} {to}") }).collect();
                            li { a href=(State { kept: kept.clone(), full: true, tab: v.state.tab, ..scenario }.address()) data-go { (words.join(", ")) } }
                        }
                    }
                    p { a href=(format!("/compare?{}", v.state.query())) { "Compare side by side" } }
                }
            }
        }
    }
}
fn command(v: &View) -> Markup {
    html! {
        details {
            summary { h3 { "Copy as command" } }
            label for="command" { "The same in a terminal" }
            textarea #command readonly rows="4" spellcheck="false" { (v.state.command(&v.plan)) }
            p.acts.script-only { button type="button" id="copy" { "Copy" } }
        }
    }
}
fn save(v: &View) -> Markup {
    html! {
        form #save action="/save" method="post" {
            h3 { "Save" }
            p.note { "Saving appraises in full, writes a new revision of the plan and its deliverables, and records who, why and when." }
            input type="hidden" name="state" value=(State { full: false, ..v.state.clone() }.query());
            input type="hidden" name="seen" value=(v.saved.head);
            label for="reason" { "Reason" }
            input #reason name="reason" type="text" required maxlength="400";
            p.acts { button.main type="submit" { "Save" } }
        }
    }
}
