//! The page: what each address answers, and the frame around its parts. Parts with an id are what the script takes out of an answer.
mod begin;
mod changes;
mod comments;
mod compare;
mod constraints;
mod details;
mod drivers;
mod figures;
mod form;
mod histogram;
mod members;
mod pages;
mod sign;
mod trace;
mod view;

pub use begin::{begin, make, received};
pub use comments::comment;
pub use compare::compare;
pub use sign::{sign, signed};
pub use trace::trace;

use super::desk::{Call, Desk, Remark, Saved};
use super::state::State;
use loyalty_app::refusal::{Refusal, RefusalKind};
use loyalty_exports::charts::Theme;
use loyalty_exports::copy::{origin_note, reservations, standing_word};
use loyalty_exports::format;
use maud::{DOCTYPE, Markup, html};
use std::sync::Arc;
use view::{Shows, View};

/// What an address answers.
pub enum Answer {
    /// A page; with a refusal in it, its kind; the address that shows the same.
    Page { html: String, refusal: Option<RefusalKind>, address: Option<String> },
    /// Another address.
    GoTo(String),
    /// A file of the page.
    File { kind: &'static str, text: String },
    /// A file to keep.
    Download { name: String, bytes: Vec<u8> },
}
impl Answer {
    /// A script.
    pub fn script(text: &str) -> Answer {
        Answer::File { kind: "text/javascript; charset=utf-8", text: text.into() }
    }
}
/// The scripts of the plan's page and of the page of the data.
pub const SCRIPT: &str = include_str!("studio.js");
pub const BEGIN_SCRIPT: &str = include_str!("begin.js");
/// The style, in the colours of the company.
pub fn style(desk: &Desk) -> Answer {
    let brand = desk.saved().map(|s| s.brand.clone()).unwrap_or_default();
    let (light, dark) = (Theme::light(&brand), Theme::dark(&brand));
    let text = format!(
        ":root{{color-scheme:light dark;{}}}@media (prefers-color-scheme:dark){{:root{{{}}}}}{}{}",
        light.variables(),
        dark.variables(),
        Theme::classes(),
        include_str!("studio.css")
    );
    Answer::File { kind: "text/css; charset=utf-8", text }
}
/// The decision on one page, of the saved plan: to be sent on.
pub fn decision(desk: &Desk, call: &Call) -> Answer {
    match desk.decision(call) {
        Ok((name, bytes)) => Answer::Download { name, bytes },
        Err(why) => refused(desk, call, State::default(), why, None),
    }
}
/// The page of a state: the saved plan, or a change of it, appraised in a moment or in full.
pub fn whole(desk: &Desk, call: &Call, query: &str) -> Answer {
    shown(desk, call, State::read(query), None)
}
/// The same for the fields of the form, in a moment; the answer tells the address that shows it in full.
pub fn quick(desk: &Desk, call: &Call, query: &str) -> Answer {
    let state = desk.saved().and_then(|s| s.controls.read(query));
    let address = state.as_ref().ok().map(|s| State { full: true, ..s.clone() }.address());
    shown(desk, call, state.map(|s| State { full: false, ..s }), address)
}
/// The fields of the form as an address.
pub fn apply(desk: &Desk, query: &str) -> Answer {
    match desk.saved().and_then(|s| s.controls.read(query)) {
        Ok(state) => Answer::GoTo(state.address()),
        Err(refusal) => shown(desk, &Call::default(), Err(refusal), None),
    }
}
/// Saves the state that a form says, and shows the change log.
pub fn save(desk: &Desk, call: &Call, form: &[u8]) -> Answer {
    let field = |name: &str| form_urlencoded::parse(form).find(|(n, _)| n == name).map(|(_, v)| v.into_owned()).unwrap_or_default();
    let state = State::read(&field("state"));
    let saved = state.clone().and_then(|s| desk.save(call, &s, field("seen"), field("reason")));
    match saved {
        Ok(_) => Answer::GoTo("/?tab=history#details".into()),
        Err(refusal) => refused(desk, call, state.unwrap_or_default(), refusal, None),
    }
}
fn shown(desk: &Desk, call: &Call, state: Result<State, Refusal>, address: Option<String>) -> Answer {
    let state = match state {
        Ok(state) => state,
        Err(refusal) => return refused(desk, call, State::default(), refusal, None),
    };
    let shows = match (state.differences.is_empty(), state.full) {
        (true, _) => Ok(Shows::Saved),
        (false, false) if state.redesigns() => state.change().map(|_| Shows::Unsearched),
        (false, false) => desk.quick(call, &state).map(|q| Shows::Quick(Box::new(q))),
        (false, true) => desk.full(call, &state).map(Shows::Full),
    };
    let (shows, refusal) = match shows {
        Ok(shows) => (shows, None),
        Err(refusal) => (Shows::Saved, Some(refusal)),
    };
    answer(desk, call, state, shows, (refusal, None), address)
}
/// The page of a state, or of a comment, that is refused: its fields as they were filled in, the saved plan's figures, and why.
fn refused(desk: &Desk, call: &Call, state: State, refusal: Refusal, unsaid: Option<Remark>) -> Answer {
    answer(desk, call, state, Shows::Saved, (Some(refusal), unsaid), None)
}
fn answer(desk: &Desk, call: &Call, state: State, shows: Shows, (refusal, unsaid): (Option<Refusal>, Option<Remark>), address: Option<String>) -> Answer {
    let refusal = refusal.map(|r| desk.told(r));
    let kind = refusal.as_ref().map(|r| r.kind);
    match desk.saved() {
        Ok(saved) => {
            let address = address.or_else(|| Some(state.address()));
            let comments = desk.comments(call).map_err(|why| desk.told(why));
            let view = View { saved, state, shows, refusal, plan: desk.plan().unwrap_or_default(), comments, unsaid, person: desk.person() };
            Answer::Page { html: document(&view).into_string(), refusal: kind, address }
        }
        Err(why) => gone(desk, why),
    }
}
/// A page with the studio's style; `live`: with the script of the plan's page.
pub fn frame(title: &str, live: bool, body: &Markup) -> Markup {
    framed(title, live.then_some("/studio.js"), body)
}
fn framed(title: &str, script: Option<&str>, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                link rel="icon" href="data:,";
                link rel="stylesheet" href="/studio.css";
                @if let Some(script) = script { script src=(script) defer {} }
            }
            body { (body) }
        }
    }
}
fn document(v: &View) -> Markup {
    let body = html! {
        a.skip href="#main" { "Skip to the figures" }
        (top(v))
        div.frame {
            (form::controls(v))
            main #main tabindex="-1" {
                (refusal(v.refusal.as_ref()))
                (figures::figures(v))
                (details::details(v))
            }
            div.side { (drivers::drivers(v)) div.rest { (changes::changes(v)) (comments::comments(v)) } }
        }
        p #said .unseen role="status" {}
    };
    frame(&format!("{}: studio", v.saved.worded.design.brief.company), true, &body)
}
/// A plan that is gone has no page.
fn gone(desk: &Desk, why: Refusal) -> Answer {
    let (kind, why) = (why.kind, desk.told(why));
    let html = frame("Studio", true, &html! { main #main { h1 { "Studio" } (refusal(Some(&why))) } });
    Answer::Page { html: html.into_string(), refusal: Some(kind), address: None }
}
/// Place, fact, reason and next step, as the command tells them.
pub fn refusal(why: Option<&Refusal>) -> Markup {
    html! {
        div #refusal {
            @if let Some(r) = why {
                div.refusal role="alert" {
                    h2 { (r.place) ": " (r.fact) }
                    @if !r.reason.is_empty() { p { (sentence(&r.reason)) } }
                    @if !r.next.is_empty() { p { strong { "Next: " } (sentence(&r.next)) } }
                }
            }
        }
    }
}
fn sentence(words: &str) -> String {
    if words.ends_with(['.', '!', '?']) { words.into() } else { format!("{words}.") }
}
/// Company, status with its reason, how fresh the data are.
fn top(v: &View) -> Markup {
    let plan = v.shown();
    let (d, h) = (&plan.design, &plan.design.header);
    let why = match (&h.escalation, reservations(d)) {
        (Some(e), _) => e.diagnosis.to_string(),
        (None, Some(said)) => said,
        (None, None) => "No guardrail fails.".into(),
    };
    html! {
        header #top {
            div.who {
                p.kicker { "Loyalty program · " (d.brief.goal.word()) " · studio" }
                h1 { (d.brief.company) }
                p.note { a href="/sandbox" { "Try the program in the sandbox" } " · " a href="/sign" { "Decide and sign" } " · " a href="/decision" { "Decision page" } " · " a href="/begin" { "New plan" } }
            }
            div.standing {
                p { span class=(if d.is_clear() { "status" } else { "status stop" }) { (standing_word(d)) } " " (sentence(&why)) }
                p.note {
                    "Data up to " (h.as_of) ". Requested on " (h.asked_on) ". Revision " (revision(&v.saved)) "."
                    @if let Some(note) = origin_note(h.origin) { " " (note) }
                }
            }
        }
    }
}
fn revision(saved: &Arc<Saved>) -> String {
    format::whole(saved.worded.history.change_log.len() as f64)
}
