//! What people say about the plan: on the right of the page, at the figures, and on the page of a trace. It is kept beside the plan and changes nothing in it.
use super::view::{View, name};
use super::{Answer, refused};
use crate::studio::desk::{Call, Desk, Remark};
use crate::studio::state::{State, Tab};
use loyalty_app::operations::comments::{self, Comment, LETTERS_MOST, NAME_MOST};
use loyalty_exports::copy::Worded;
use maud::{Markup, html};

/// Figures that the form offers, where the plan has them; every other one has a form of its own, on the page that traces it.
const OFFERED: [&str; 6] = [
    "economics.net_value",
    "economics.period.reward_cost",
    "economics.roi_p50",
    "economics.total_cost",
    "economics.break_even_month",
    "economics.liability_end",
];

/// A comment as the form sent it, or what settles one; then the page that it was sent from.
pub fn comment(desk: &Desk, call: &Call, form: &[u8]) -> Answer {
    let field = |name: &str| form_urlencoded::parse(form).find(|(n, _)| n == name).map(|(_, v)| v.into_owned()).unwrap_or_default();
    let state = State::read(&field("state"));
    let remark = Remark { on: field("on"), text: field("text"), by: field("by") };
    let done = match field("settle").parse() {
        Ok(number) => state.clone().and_then(|_| desk.settle(call, number, &remark.by)),
        Err(_) => state.clone().and_then(|_| desk.say(call, &remark)),
    };
    let state = state.unwrap_or_default();
    match done {
        Ok(()) => Answer::GoTo(match field("figure") {
            figure if figure.is_empty() => format!("{}#comments", state.address()),
            figure => format!("{}#comments", trace_address(&state, &figure)),
        }),
        Err(why) => refused(desk, call, state, why, Some(remark)),
    }
}
fn trace_address(state: &State, figure: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("figure", figure);
    format!("/trace?{}&{}", query.finish(), state.query()).trim_end_matches('&').to_string()
}
/// The right of the page. The list is renewed with the figures; the form stays as it is while somebody writes.
pub fn comments(v: &View) -> Markup {
    html! {
        section #comments aria-labelledby="comments-title" {
            h2 #comments-title { "Comments" }
            div #comments-list {
                // Of the form below, which is not renewed: what is at hand is.
                input type="hidden" form="comment" name="state" value=(v.state.query());
                @match &v.comments {
                    Ok(all) => (listed(all, &v.state, &|c| place(v, c))),
                    Err(why) => p.warning { (why.place) ": " (why.fact) },
                }
            }
            details open[v.unsaid.is_some()] {
                summary { h3 { "Say something" } }
                (form(v))
            }
        }
    }
}
fn open(all: &[Comment]) -> impl Iterator<Item = &Comment> {
    all.iter().filter(|c| c.settled.is_none())
}
/// Open comments, oldest first, each with what settles it; those that are settled are folded.
fn listed(all: &[Comment], state: &State, place: &dyn Fn(&Comment) -> Option<String>) -> Markup {
    let settled: Vec<&Comment> = all.iter().filter(|c| c.settled.is_some()).collect();
    html! {
        @if open(all).next().is_none() { p.note { "None is open. A comment changes nothing in the plan and revokes no approval." } }
        ol.comments { @for c in open(all) { (one(c, state, place(c))) } }
        @if !settled.is_empty() {
            details { summary { (settled.len()) " settled" } ol.comments { @for c in settled { (one(c, state, place(c))) } } }
        }
    }
}
fn one(c: &Comment, state: &State, place: Option<String>) -> Markup {
    html! {
        li value=(c.number) {
            p.note {
                strong { (c.said.by) } " on " @match &place { Some(to) => a href=(to) { (c.said.shown) }, None => (c.said.shown) }
                ", " time datetime=(c.said.at) { (c.said.at.replace('T', " ").trim_end_matches('Z')) " UTC" } ", revision " (c.said.revision)
            }
            p.said { (c.said.text) }
            @match &c.settled {
                Some(s) => p.note { "Settled by " (s.by) "." },
                None => form.settle action="/comment" method="post" {
                    input type="hidden" name="state" value=(state.query());
                    input type="hidden" name="settle" value=(c.number);
                    button type="submit" aria-label=(format!("Settle comment {}", c.number)) { "Settle" }
                },
            }
        }
    }
}
/// Where what a comment is on can be looked at.
fn place(v: &View, c: &Comment) -> Option<String> {
    let at = |tab: Tab| format!("{}#details", State { tab, ..v.state.clone() }.address());
    match c.said.on.split_once(':') {
        Some(("figure", id)) => Some(v.trace(id)),
        Some(("tier" | "benefit", _)) => Some(format!("{}#figures", v.state.address())),
        Some(("trigger", _)) => Some(at(Tab::Journey)),
        _ => None,
    }
}
/// How many open comments a part of the plan has.
pub fn mark(v: &View, on: &str) -> Markup {
    let count = v.comments.iter().flatten().filter(|c| c.settled.is_none() && c.said.on == on).count();
    html! { @if count > 0 { " " a.mark href="#comments" { (count) @if count == 1 { " comment" } @else { " comments" } } } }
}
fn form(v: &View) -> Markup {
    let parts = comments::parts(&v.saved.worded);
    let chosen = v.unsaid.as_ref().map_or("", |r| r.on.as_str());
    let figures = || OFFERED.iter().filter(|id| v.saved.worded.design.lines.get(id).is_some()).map(|id| (format!("figure:{id}"), name(id).to_string()));
    let of =
        |kind: &str| parts.iter().filter(|p| p.on.split_once(':').is_some_and(|(k, _)| k == kind)).map(|p| (p.on.clone(), p.shown.clone())).collect::<Vec<_>>();
    let groups = [("Figures", figures().collect()), ("Tiers", of("tier")), ("Benefits", of("benefit")), ("Messages", of("trigger"))];
    let known = chosen.is_empty() || groups.iter().any(|(_, all)| all.iter().any(|(on, _)| on == chosen));
    let about = html! {
        label for="comment-on" { "On" }
        select #comment-on name="on" {
            option value="" { "the plan as a whole" }
            @if !known { option value=(chosen) selected { (chosen) } }
            @for (group, all) in groups.iter().filter(|(_, all)| !all.is_empty()) {
                optgroup label=(group) { @for (on, shown) in all { option value=(on) selected[on == chosen] { (short(shown)) } } }
            }
        }
        p.note { "Any other figure: follow its link." }
    };
    fields(v.unsaid.as_ref(), &v.person, &about)
}
fn short(words: &str) -> String {
    let cut: String = words.chars().take(60).collect();
    if cut == words { cut } else { format!("{cut}…") }
}
fn fields(unsaid: Option<&Remark>, person: &str, about: &Markup) -> Markup {
    html! {
        form #comment action="/comment" method="post" {
            (about)
            label for="comment-text" { "Comment" }
            textarea #comment-text name="text" rows="3" required maxlength=(LETTERS_MOST) { (unsaid.map_or("", |r| r.text.as_str())) }
            label for="comment-by" { "Your name" }
            input #comment-by name="by" type="text" required maxlength=(NAME_MOST) value=(unsaid.map_or(person, |r| r.by.as_str()));
            p.acts { button type="submit" { "Comment" } }
        }
    }
}
/// Comments on one figure, and the form for another: on the page of its trace.
pub fn on_figure(desk: &Desk, call: &Call, plan: &Worded, state: &State, figure: &str) -> Markup {
    let Ok(part) = comments::part(plan, &format!("figure:{figure}")) else { return html! {} };
    let all = desk.comments(call).map(|all| all.into_iter().filter(|c| c.said.on == part.on).collect::<Vec<_>>());
    let about = html! {
        input type="hidden" name="on" value=(part.on);
        input type="hidden" name="figure" value=(figure);
        input type="hidden" name="state" value=(state.query());
    };
    html! {
        section #comments aria-labelledby="comments-title" {
            h2 #comments-title { "Comments on this figure" }
            @match &all {
                Ok(all) => (listed(all, state, &|_| None)),
                Err(why) => p.warning { (why.place) ": " (why.fact) },
            }
            div.stack { (fields(None, &desk.person(), &about)) }
        }
    }
}
