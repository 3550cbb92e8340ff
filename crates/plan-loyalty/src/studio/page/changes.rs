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
                p { a href=(State { tab: v.state.tab, ..State::default() }.address()) data-go { "Back to the saved plan" } }
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
        }
    }
}
fn change(v: &View, d: &Difference) -> Markup {
    let c = &v.saved.controls;
    let (what, from, to) = match (d, c.of_difference(d)) {
        (_, Some(control)) => (control.label.clone(), control.value.clone(), c.shown(control, &v.state)),
        (Difference::Add(of), None) => {
            let (id, tier) = of.split_once('@').unwrap_or((of, ""));
            let tier = c.tiers.iter().find(|(t, _)| t == tier).map_or(tier, |(_, name)| name);
            (c.benefit(id), "none".into(), if tier.is_empty() { "added".into() } else { format!("added from {tier}") })
        }
        (Difference::Remove(id), None) => (c.benefit(id), "in the program".into(), "removed".into()),
        (other, None) => {
            let (path, value) = other.value().split_once('=').unwrap_or((other.value(), ""));
            (path.into(), "as saved".into(), value.into())
        }
    };
    html! {
        li {
            span { strong { (what) } " " (from) " → " (to) }
            " "
            a href=(v.state.without(d).address()) data-go aria-label=(format!("Undo {what}")) { "Undo" }
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
