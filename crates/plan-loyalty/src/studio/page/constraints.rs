//! What becomes of each constraint: of the plan that is shown, or of what was typed, before any search.
use super::view::{Shows, View};
use crate::studio::controls::CONSTRAINTS;
use loyalty_engine::constraints::{near_miss, parse, standing};
use loyalty_exports::copy::{english, role};
use loyalty_model::plan::Standing;
use maud::{Markup, html};

/// Below the field of the constraints; it is renewed with every answer.
pub fn constraints(v: &View) -> Markup {
    let c = &v.saved.controls;
    let typed = c.asks.iter().find(|a| a.field == CONSTRAINTS).map(|a| c.asked(a, &v.state)).filter(|typed| c.changed(CONSTRAINTS, typed));
    html! {
        ul #constraints-read .read aria-label="What became of each constraint" {
            @match typed.filter(|_| !matches!(v.shows, Shows::Full(_))) {
                Some(typed) => (unsearched(&typed)),
                None => {
                    @for o in &v.shown().design.governance.constraints {
                        (chip(o.standing, &o.words, &html! { (word(o.standing, &o.owner)) @if o.standing != Standing::NotUnderstood { ": " (english().text(&o.changed, v.currency())) } }))
                    }
                }
            }
        }
    }
}
/// Whether a constraint binds is known before the search, what it changes after it.
fn unsearched(typed: &str) -> Markup {
    let near = near_miss(typed);
    html! {
        @for c in &parse(typed) {
            @match near.as_ref().filter(|n| n.words == c.words) {
                Some(n) => (chip(Standing::NotUnderstood, &c.words, &html! { "cannot be read; did you mean “" (n.suggestions.join("” or “")) "”?" })),
                None => {
                    @let (standing, owner) = standing(c);
                    (chip(standing, &c.words, &html! { (word(standing, owner)) @if standing == Standing::Binds { ": what it changes shows after the search" } }))
                }
            }
        }
    }
}
fn chip(standing: Standing, words: &str, what: &Markup) -> Markup {
    let class = match standing {
        Standing::Binds => "binds",
        Standing::Question => "asks",
        Standing::NotUnderstood => "unread",
    };
    html! { li class=(class) { strong { (words) } " " (what) } }
}
fn word(standing: Standing, owner: &str) -> String {
    match (standing, owner.is_empty()) {
        (Standing::Binds, true) => "binds".into(),
        (Standing::Binds, false) => format!("binds, with a question for {}", role(owner)),
        (Standing::Question, _) => format!("a question for {}", role(owner)),
        (Standing::NotUnderstood, _) => format!("not understood: binds nothing; a question for {}", role(owner)),
    }
}
