//! The story of five companies, every sentence and every figure of the deck: what a change of words or of numbers does is seen in these files.
//! `CONTRIBUTING.md` says how a change is looked at and taken over.
use crate::common;
use common::golden_plan;
use loyalty_exports::brand::Brand;
use loyalty_exports::story::{Block, Page, Story, story};
use loyalty_exports::tables::Table;
use std::fmt::Write;

fn text(told: &Story) -> String {
    let mut out = format!("{}\n{}\n", told.title, told.subtitle);
    told.notices.iter().for_each(|n| writeln!(out, "! {n}").unwrap());
    told.pages.iter().for_each(|p| page(p, &mut out));
    out
}
fn page(p: &Page, out: &mut String) {
    write!(out, "\n## {} · {}\n{}\n", p.id, p.name, p.claim).unwrap();
    p.blocks.iter().for_each(|b| block(b, out));
    if !p.source.is_empty() {
        writeln!(out, "Source: {}", p.source).unwrap();
    }
}
fn block(b: &Block, out: &mut String) {
    match b {
        Block::Figures(all) => all.iter().for_each(|f| writeln!(out, "= {} | {} | {}", f.value, f.label, f.note).unwrap()),
        Block::Text(t) => writeln!(out, "{t}").unwrap(),
        Block::List(items) => items.iter().for_each(|i| writeln!(out, "- {i}").unwrap()),
        Block::Warning(t) => writeln!(out, "! {t}").unwrap(),
        Block::Table(t) => table(t, out),
        Block::Chart(c) => {
            write!(out, "[chart {}] {}\n  {}\n  {}\n", c.id, c.title, c.alt, c.note).unwrap();
            table(&c.data, out);
        }
        Block::Columns(columns) => columns.iter().flatten().for_each(|b| block(b, out)),
    }
}
fn table(t: &Table, out: &mut String) {
    if t.rows.is_empty() {
        return;
    }
    writeln!(out, "[table] {} {}", t.title, t.note).unwrap();
    std::iter::once(&t.head).chain(&t.rows).for_each(|r| writeln!(out, "  {}", r.join(" | ")).unwrap());
}
/// The story of a company as it is kept; no clock, no folder and no version may occur in it.
fn golden(name: &str) {
    let plan = loyalty_exports::copy::Worded::english(&golden_plan(name, &[]));
    let told = text(&story(&plan, &Brand::default()));
    let version = format!("plan-loyalty {}", plan.design.header.version);
    for moving in [version.as_str(), plan.history.created_at.as_str(), concat!("/", "tmp"), ".claude", env!("CARGO_MANIFEST_DIR")] {
        assert!(!told.contains(moving), "{name}: {moving:?} is not the same tomorrow or elsewhere");
    }
    assert!(told.lines().count() > 200, "{name}: only {} lines", told.lines().count());
    insta::assert_snapshot!(name, told);
}
#[test]
fn the_demonstration_company() {
    golden("demonstration");
}
#[test]
fn a_company_whose_best_program_loses() {
    golden("losing");
}
#[test]
fn points_only_with_a_pool_for_each_quarter() {
    golden("points-only");
}
#[test]
fn missions() {
    golden("missions");
}
#[test]
fn a_company_in_yen_that_gives_a_profile_only() {
    golden("yen");
}
