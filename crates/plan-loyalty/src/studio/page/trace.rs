//! A figure, traced to what it is made of: data, published sources, people.
use super::comments::on_figure;
use super::{Answer, frame, refusal};
use crate::studio::desk::{Call, Desk};
use crate::studio::state::State;
use maud::{Markup, html};
use serde_json::Value;

/// Letters from which a label is a sentence, not a name.
const LONG: usize = 70;

/// The page of `figure=ID` and a state: a figure of the plan that this state gives.
pub fn trace(desk: &Desk, call: &Call, query: &str) -> Answer {
    let figure = form_urlencoded::parse(query.as_bytes()).find(|(n, _)| n == "figure").map(|(_, v)| v.into_owned()).unwrap_or_default();
    let rest: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().filter(|(n, _)| n != "figure").collect();
    let state = State::read(&form_urlencoded::Serializer::new(String::new()).extend_pairs(rest).finish());
    let found = state.clone().and_then(|state| {
        if state.full && !state.differences.is_empty() {
            return desk.trace(&desk.full(call, &state)?.after, &figure);
        }
        desk.trace(&desk.saved()?.worded, &figure)
    });
    let state = state.unwrap_or_default();
    let said = match (&found, desk.saved()) {
        (Ok(found), Ok(saved)) => on_figure(desk, call, &saved.worded, &state, text(found, "id")),
        _ => html! {},
    };
    let back = state.address();
    let why = found.as_ref().err().cloned().map(|r| desk.told(r));
    let body = html! {
        header #top { div.who { p.kicker { a href=(back) { "Back to the studio" } } h1 { "Where a figure comes from" } } }
        main #main .plain tabindex="-1" {
            (refusal(why.as_ref()))
            @if let Ok(found) = &found { ul.trace { (node(found)) } (said) }
        }
    };
    Answer::Page { html: frame("Trace of a figure", false, &body).into_string(), refusal: why.map(|r| r.kind), address: None }
}
fn text<'a>(node: &'a Value, key: &str) -> &'a str {
    node[key].as_str().unwrap_or_default()
}
fn node(of: &Value) -> Markup {
    let label = text(of, "label");
    // An assumption's description is its label already.
    let from = text(of, "from");
    let own = if label.is_empty() { from } else { from.strip_suffix(label).map_or(from, |kind| kind.trim_end_matches([':', ' '])) };
    let list = |key: &str| of[key].as_array().map(Vec::as_slice).unwrap_or_default();
    html! {
        li {
            p {
                @if label.len() < LONG { strong { (label) } } @else { (label) } @if !text(of, "value").is_empty() { ": " span.figure { (text(of, "value")) } }
                @if !text(of, "range").is_empty() { span.note { " P10 to P90: " (text(of, "range")) } }
                " " code { (text(of, "id")) }
            }
            @if !own.is_empty() { p.note { (own) } }
            @if !text(of, "formula").is_empty() { p.note { "Formula: " code { (text(of, "formula")) } } }
            @if !text(of, "note").is_empty() { p.note { (text(of, "note")) } }
            @if !text(of, "customer_base").is_empty() { p.note { (text(of, "customer_base")) } }
            @if !text(of, "seen").is_empty() { p.note { "Traced above." } }
            @for lost in list("overruled") { p.note { "Overruled: " (lost["value"]) ", " (text(lost, "from")) } }
            @if !list("of").is_empty() { ul { @for o in list("of") { (node(o)) } } }
            @if !list("rests_most_on").is_empty() {
                p.note { "What simulated figures rest on most:" }
                ul { @for o in list("rests_most_on") { (node(o)) } }
            }
        }
    }
}
