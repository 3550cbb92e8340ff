//! What the deck says, page by page, before it has a format: the HTML page, the PDF and the PPTX print the same story.
//!
//! Fifteen pages, the title of each is its claim, then the appendix. A claim is written from figures of the plan, and holds in every
//! state of it: planned, escalated, infeasible, nothing measured. A page holds what fits on 16:9; the appendix holds the rest.
mod appendix;
mod benefits;
mod data;
mod decision;
mod details;
mod economics;
mod governance;
mod liability;
mod options;
mod personas;
mod plan_view;
mod proof;
mod reading;
mod risks;
mod roll_out;
mod scenarios;
mod summary;
mod tiers;
mod triggers;

use crate::brand::Brand;
use crate::charts::Chart;
use crate::copy::{origin_note, standing_word};
use crate::tables::Table;
use crate::tables::overrides;
pub use details::details;
use loyalty_model::plan::Plan;
use plan_view::PlanView;
pub(crate) use plan_view::capital;

/// The story of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// Title of the whole.
    pub title: String,
    /// One line below it: company, goal, day, status.
    pub subtitle: String,
    /// What every page must show: demonstration data, overrides of compliance blockers.
    pub notices: Vec<String>,
    /// Sixteen pages (without options, where no design keeps the limits, fifteen), then the appendix.
    pub pages: Vec<Page>,
}
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Id, kebab-case: `reading`, `decision`, `summary`, `data`, `personas`, `tiers`, `benefits`, `triggers`, `economics`, `options`, `scenarios`,
    /// `liability`, `proof`, `risks`, `governance`, `roll-out`, `appendix-…`.
    pub id: String,
    /// Short name for navigation and bookmarks: `Decision`.
    pub name: String,
    /// The title: a claim, one sentence.
    pub claim: String,
    /// Content from top to bottom.
    pub blocks: Vec<Block>,
    /// Where the page's figures come from, in one line.
    pub source: String,
    /// It belongs to the appendix.
    pub appendix: bool,
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

/// Rows of a table on a page of the deck; the appendix holds the rest.
pub const ROWS: usize = 7;

/// The story of this plan.
pub fn story(plan: &Plan, brand: &Brand) -> Story {
    let t = PlanView::of(plan);
    let company = brand.name.as_deref().unwrap_or(&t.d.brief.company);
    let mut pages = vec![
        reading::page(&t),
        decision::page(&t),
        summary::page(&t),
        data::page(&t),
        personas::page(&t),
        tiers::page(&t),
        benefits::page(&t),
        triggers::page(&t),
        economics::page(&t),
        scenarios::page(&t),
        liability::page(&t),
        proof::page(&t),
        risks::page(&t),
        governance::page(&t),
        roll_out::page(&t),
    ];
    let after = pages.iter().position(|p| p.id == "scenarios").unwrap_or(pages.len());
    pages.splice(after..after, options::page(&t));
    pages.extend(appendix::pages(&t));
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
