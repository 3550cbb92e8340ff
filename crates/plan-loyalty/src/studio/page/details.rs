//! Below the figures: money, options, history, one of them at a time.
use super::members;
use super::pages::{blocks, page, pages};
use super::view::{Shows, View};
use crate::studio::state::{State, Tab};
use loyalty_exports::blueprint_html::table;
use loyalty_exports::charts::chart_catalogue;
use loyalty_exports::copy::english;
use loyalty_exports::story::{self, Block};
use loyalty_exports::tables::Table;
use loyalty_plans::signature::word;
use maud::{Markup, PreEscaped, html};

pub fn details(v: &View) -> Markup {
    let of = |tab: Tab| State { tab, ..v.state.clone() }.address();
    html! {
        section #details aria-labelledby="details-title" data-tab=(v.state.tab.word()) {
            h2 #details-title .unseen { "Details" }
            nav aria-label="Details" {
                ul.tabs {
                    @for tab in Tab::ALL {
                        li { a id=(format!("tab-{}", tab.word())) href=(of(tab)) data-go aria-current=[(tab == v.state.tab).then_some("page")] { (tab.title()) } }
                    }
                }
            }
            @if matches!(v.shows, Shows::Quick(_) | Shows::Unsearched) && v.state.tab != Tab::History {
                p.note { "Of the saved plan. Appraise in full to see these with the change." }
            }
            @match v.state.tab {
                Tab::Money => (money(v)),
                Tab::Options => (options(v)),
                Tab::Members => (members::members(v)),
                Tab::Journey => (pages(v, &["triggers", "launch"])),
                Tab::Proof => (pages(v, &["proof", "certainty"])),
                Tab::Governance => (pages(v, &["ask", "risks", "governance"])),
                Tab::History => (history(v)),
            }
        }
    }
}
fn money(v: &View) -> Markup {
    let plan = v.shown();
    let charts = [chart_catalogue::value(plan), chart_catalogue::cash(plan), chart_catalogue::budget(plan), chart_catalogue::liability(plan)];
    let columns = charts.into_iter().flatten().map(|c| vec![Block::Chart(Box::new(c))]).collect();
    html! { (blocks(v, &[Block::Columns(columns)])) (page(v, &story::accounts(plan))) }
}
fn options(v: &View) -> Markup {
    let all = story::options(v.shown());
    html! {
        @if all.is_empty() { p { "The search of this plan kept no options." } } @else { (blocks(v, &all)) }
    }
}
/// Who changed the plan, when and why: always that of the plan on disk.
fn history(v: &View) -> Markup {
    let said = |fact| english().text(fact, v.currency());
    let rows = v.saved.worded.history.change_log.iter().rev();
    let rows =
        rows.map(|c| vec![c.sequence.to_string(), word(c.act).into(), c.actor.clone(), said(&c.reason), c.at.clone(), c.plan_hash.chars().take(16).collect()]);
    let head = ["Revision", "Act", "Who", "Why", "When", "Design"].map(String::from).to_vec();
    PreEscaped(table(&Table { title: "Change log", note: "Newest first; as plan-loyalty log prints it.".into(), head, rows: rows.collect(), folded: false }))
}
