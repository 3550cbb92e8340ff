//! The right of the page, first: the assumptions that move the result most.
use super::form::number_in;
use super::view::View;
use crate::studio::drivers::Driver;
use maud::{Markup, html};

pub fn drivers(v: &View) -> Markup {
    let all = &v.saved.controls.drivers;
    html! {
        section #drivers aria-labelledby="drivers-title" {
            h2 #drivers-title { "What moves ROI most" }
            @if all.offered.is_empty() {
                p.note { "This plan ranks no assumptions: at small effort too few futures are simulated for that. A plan at full effort has five here." }
            } @else {
                p.note { "In the plan's ranking: how far ROI moves from the P10 to the P90 of each. A value that you give is as uncertain as the plan's; 0.03±0 is certain." }
                @for d in &all.offered { (driver(v, d)) }
                @if !all.elsewhere.is_empty() {
                    p.note { "Ranked among them: " (all.elsewhere.iter().map(|(name, place)| format!("{name} ({place})")).collect::<Vec<_>>().join("; ")) "." }
                }
            }
        }
    }
}
/// Its field belongs to the form, which is elsewhere on the page.
fn driver(v: &View, d: &Driver) -> Markup {
    let about = html! {
        a.trace href=(v.trace(&d.id)) title="Where it comes from" { (d.status) } " " (d.about) "; " span.whole title="From its P10 to its P90" { (d.moves) }
    };
    number_in(v, &d.control, Some("controls"), &about)
}
