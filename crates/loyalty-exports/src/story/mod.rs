//! What the deck says, page by page, before it has a format: the HTML page, the PDF and the PPTX print the same story.
//!
//! Ten pages, the title of each is its claim; then eight of an appendix; then registers, which the deck leaves to files and to the HTML page. A claim is
//! written from figures of the plan, and holds in every state of it: planned, escalated, infeasible, nothing measured. A page is one sheet of 16:9: it
//! shows what fits, and says where the rest is.
mod appendix;
mod ask;
mod benefits;
mod certainty;
mod data;
mod decision;
mod details;
mod goal;
mod governance;
mod launch;
mod liability;
mod members;
mod money;
mod options;
mod personas;
mod plan_view;
mod proof;
mod reading;
mod risks;
mod roll_out;
mod scenarios;
mod sheet;
mod tiers;
mod triggers;

use crate::brand::Brand;
use crate::charts::Chart;
use crate::copy::{origin_note, standing_word};
use crate::tables::Table;
use crate::tables::overrides;
pub use benefits::per;
pub use details::details;
use loyalty_model::plan::Plan;
use plan_view::PlanView;
pub use sheet::decision_sheet;

/// The story of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// Title of the whole.
    pub title: String,
    /// One line below it: company, goal, day, status.
    pub subtitle: String,
    /// What every page must show: demonstration data, overrides of compliance blockers.
    pub notices: Vec<String>,
    /// Ten pages, eight of the appendix, then registers.
    pub pages: Vec<Page>,
}
/// Where a page stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// What a decision needs.
    Main,
    /// What somebody will ask.
    Appendix,
    /// Lists in full: on the HTML page and in files, not in the deck.
    Register,
}
impl Place {
    /// The deck has a sheet of it.
    pub fn in_deck(self) -> bool {
        self != Place::Register
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Id, kebab-case: `decision`, `members`, `tiers`, `triggers`, `goal`, `money`, `proof`, `risks`, `roll-out`, `ask`; `certainty`, `scenarios`,
    /// `liability`, `reading`, `data`, `personas`, `governance`, `launch`; `register-…`.
    pub id: String,
    /// Short name for navigation and bookmarks: `Decision`.
    pub name: String,
    /// The title: a claim, one sentence.
    pub claim: String,
    /// Content from top to bottom.
    pub blocks: Vec<Block>,
    /// Where the page's figures come from, in one line.
    pub source: String,
    /// Where it stands.
    pub place: Place,
}
/// A piece of a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// Large numbers side by side.
    Figures(Vec<Figure>),
    /// A paragraph.
    Text(String),
    /// Points.
    List(Vec<String>),
    Table(Table),
    Chart(Box<Chart>),
    /// Something that must not be overlooked.
    Warning(String),
    /// Pieces side by side.
    Columns(Vec<Vec<Block>>),
}
/// A large number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// As printed.
    pub value: String,
    /// What it is.
    pub label: String,
    /// How sure: range, source.
    pub note: String,
}

impl Story {
    /// The pages as whoever knows the company reads them in full: how the data were read comes first, for everything rests on it.
    pub fn in_full(&self) -> Vec<&Page> {
        let (first, rest): (Vec<&Page>, Vec<&Page>) = self.pages.iter().partition(|p| p.id == "reading");
        [first, rest].concat()
    }
}
/// Most rows of a table on a page of the deck; the HTML page has the rest.
pub const ROWS: usize = 7;

/// The figure that the goal is about, with the program; its note says what it is without.
pub fn goal_figure(plan: &Plan) -> Option<Figure> {
    goal::main_figure(&PlanView::of(plan))
}
/// The smallest lift that the recommended test detects.
pub fn proof_figure(plan: &Plan) -> Option<Figure> {
    proof::main_figure(&PlanView::of(plan))
}
/// What a sponsor can choose.
pub fn options(plan: &Plan) -> Vec<Block> {
    options::blocks(&PlanView::of(plan))
}
/// Liability and accounts, alone.
pub fn accounts(plan: &Plan) -> Page {
    liability::page(&PlanView::of(plan))
}
/// The story of this plan.
pub fn story(plan: &Plan, brand: &Brand) -> Story {
    let t = PlanView::of(plan);
    let company = brand.name.as_deref().unwrap_or(&t.d.brief.company);
    let mut pages = vec![
        decision::page(&t),
        members::page(&t, company),
        tiers::page(&t),
        triggers::page(&t),
        goal::page(&t),
        money::page(&t),
        proof::page(&t),
        risks::page(&t),
        roll_out::page(&t),
        ask::page(&t),
    ];
    let appendix = [
        certainty::page(&t),
        scenarios::page(&t),
        liability::page(&t),
        reading::page(&t),
        data::page(&t),
        personas::page(&t),
        governance::page(&t),
        launch::page(&t),
    ];
    pages.extend(appendix.map(|p| Page { place: Place::Appendix, ..p }));
    pages.extend(appendix::registers(&t));
    let notices = origin_note(t.d.header.origin).map(str::to_string).into_iter().chain(overrides::sentences(plan)).collect();
    Story {
        title: format!("Loyalty program for {company}"),
        subtitle: format!(
            "{} plan, {}; requested on {}, data up to {}",
            plan_view::capital(t.d.brief.goal.word()),
            standing_word(t.d),
            t.d.header.asked_on,
            t.d.header.as_of
        ),
        notices,
        pages,
    }
}

#[cfg(test)]
mod tests;
