//! Pages of the blueprint, as they are written there.
use super::view::View;
use loyalty_exports::blueprint_html::Writer;
use loyalty_exports::charts::Theme;
use loyalty_exports::story::{self, Block, Page};
use maud::{Markup, PreEscaped, html};

/// The blocks of the blueprint, written as there.
pub fn blocks(v: &View, all: &[Block]) -> Markup {
    let theme = Theme::light(&v.saved.brand);
    PreEscaped(Writer { theme: &theme, charts: 0 }.blocks(all))
}
/// Pages of the blueprint, each under its claim.
pub fn pages(v: &View, ids: &[&str]) -> Markup {
    let story = story::story(v.shown(), &v.saved.brand);
    let of = ids.iter().filter_map(|id| story.pages.iter().find(|p| p.id == *id));
    html! { @for one in of { (page(v, one)) } }
}
/// A page of the blueprint under its claim.
pub fn page(v: &View, page: &Page) -> Markup {
    html! {
        h3 { (page.claim) }
        (blocks(v, &page.blocks))
        @if !page.source.is_empty() { p.note { (page.source) } }
    }
}
