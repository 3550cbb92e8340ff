//! Pages of made-up stories: nothing runs over, nothing is lost, whatever the length of texts, tables and names. Positions are read out of the PDF.
mod positions;
#[path = "../../../tests/skipped.rs"]
mod skip;

use loyalty_deck::imprint::Imprint;
use loyalty_deck::sheet::Sheet;
use loyalty_deck::text_metrics::TextMetrics;
use loyalty_deck::{pdf, sheets};
use loyalty_exports::brand::Brand;
use loyalty_exports::charts::{Axis, Chart, ChartKind, Fan, Swing, Tornado};
use loyalty_exports::story::{Block, Figure, Page, Place, Story};
use loyalty_exports::tables::Table;
use loyalty_model::line::Unit;
use loyalty_model::units::Currency;

const LONG: &str = "Members who bought at least twice in the last year and whose last order is older than four fifths of their own gaps";

fn table(rows: usize) -> Table {
    let row = |i: usize| vec![format!("Level {i}"), LONG.to_string(), format!("{i},234,567"), "12.3%".into()];
    Table {
        title: "Levels",
        note: "Replayed on the last 12 months.".into(),
        head: ["Level", "Requirement", "#Members, mean", "#Share"].map(String::from).to_vec(),
        rows: (0..rows).map(row).collect(),
        folded: false,
    }
}
fn figures(count: usize) -> Block {
    Block::Figures(
        (0..count).map(|i| Figure { value: format!("−$1{i}3,456,789"), label: "Incremental gross profit over 24 months".into(), note: LONG.into() }).collect(),
    )
}
fn fan() -> Block {
    let usd = Currency("USD".into());
    let mean: Vec<f64> = (0..24).map(|i| -50_000.0 + 9_000.0 * f64::from(i)).collect();
    let kind = ChartKind::Fan(Fan {
        x: Axis::new("Month from launch", Unit::Months, &usd),
        y: Axis::new("Cumulative cash, USD", Unit::Money, &usd),
        p10: mean.iter().map(|v| v * 0.5 - 20_000.0).collect(),
        p90: mean.iter().map(|v| v * 1.4 + 20_000.0).collect(),
        mean,
        marks: vec![(6.0, "break-even".into())],
        guides: vec![],
    });
    chart("cash", kind)
}
fn tornado() -> Block {
    let usd = Currency("USD".into());
    let rows = (0..8).map(|i| Swing { label: LONG[..60].into(), shown: format!("−{i}2.3%"), change: -1.0 / f64::from(i + 1) }).collect();
    chart("tornado", ChartKind::Tornado(Tornado { x: Axis::new("Change of ROI", Unit::Share, &usd), rows }))
}
fn chart(id: &str, kind: ChartKind) -> Block {
    let (title, alt, note) = ("Cash is back in month 6".into(), "A line that rises.".into(), "Mean with P10 to P90.".into());
    Block::Chart(Box::new(Chart { id: id.into(), title, alt, note, data: table(2), kind }))
}
fn page(id: &str, place: Place, blocks: Vec<Block>) -> Page {
    Page { id: id.into(), name: id.into(), claim: LONG.into(), blocks, source: "simulation".into(), place }
}
fn story(pages: Vec<Page>) -> Story {
    let notices =
        vec!["Demonstration data: the company and every figure are made up.".into(), format!("Compliance blocker overridden. Reason: {LONG}. {LONG}.")];
    Story {
        title: "Loyalty program for A Company With a Name That Does Not Want to End Incorporated of Somewhere".into(),
        subtitle: LONG.into(),
        notices,
        pages,
    }
}
fn imprint() -> Imprint {
    Imprint {
        company: "A Company With a Name That Does Not Want to End Incorporated of Somewhere".into(),
        author: "A. Person".into(),
        hash: "0123456789abcdef0123".into(),
        day: "2026-11-25".into(),
        version: "0.1.0".into(),
        brand: Brand::default(),
    }
}
/// A story's sheets and its PDF.
fn made(story: &Story) -> (Vec<Sheet>, Vec<u8>) {
    let metrics = TextMetrics::default();
    let sheets = sheets(story, &imprint());
    let pdf = pdf::bytes(story, &sheets, &imprint(), &metrics).expect("a PDF");
    (sheets, pdf)
}
/// The sheets of these pages, held against what stands in their PDF.
fn laid(pages: Vec<Page>) -> Vec<Sheet> {
    let story = story(pages);
    let (sheets, pdf) = made(&story);
    if let Ok(folder) = std::env::var("DECK_OUT") {
        let name = std::thread::current().name().unwrap_or("deck").to_string();
        std::fs::write(format!("{folder}/{name}.pdf"), &pdf).expect("written");
    }
    match positions::words(&pdf) {
        Some(words) => positions::hold(&story, &sheets, &words),
        None => skip::skipped("pdftotext is not installed"),
    }
    sheets
}
#[test]
fn every_block_fits_on_its_page() {
    let list = Block::List(vec![LONG.into(), "#let x = *markup* is $text$ \\ here [and] <there> `too` @so".into()]);
    let pages = vec![
        page("decision", Place::Main, vec![figures(3), Block::Text(LONG.into()), list.clone(), Block::Warning(LONG.repeat(2))]),
        page("economics", Place::Main, vec![Block::Columns(vec![vec![fan()], vec![list.clone(), Block::Table(table(2))]])]),
        page("scenarios", Place::Main, vec![Block::Columns(vec![vec![fan()], vec![tornado()]]), Block::Table(table(4))]),
        page("six", Place::Main, vec![figures(4), Block::Table(table(6))]),
    ];
    let laid = laid(pages);
    assert_eq!(laid.len(), 4);
    for s in &laid {
        assert!(s.fits && s.size >= 10.0, "{s:?}");
    }
}
#[test]
fn a_table_too_long_for_its_page_shows_its_first_rows_and_says_where_the_rest_is() {
    let pages = vec![
        page("tiers", Place::Main, vec![Block::Table(table(40))]),
        page("personas", Place::Appendix, vec![Block::Table(table(60))]),
        page("register-a", Place::Register, vec![Block::Table(table(60))]),
    ];
    let laid = laid(pages);
    assert_eq!(laid.len(), 2, "a sheet for each page, none for a register");
    for (sheet, all) in laid.iter().zip([40, 60]) {
        let shown = &sheet.places[0];
        assert!(sheet.fits && shown.count >= 5 && shown.count < all, "{} of {all}", shown.count);
        assert_eq!(shown.more, format!("{} more in blueprint.html, “{}”", all - shown.count, sheet.name));
    }
}
#[test]
fn what_fits_no_page_stands_smaller() {
    let warning = Block::Warning(LONG.repeat(40));
    let laid = laid(vec![page("full", Place::Main, vec![figures(3), warning, fan()])]);
    assert!(laid.iter().any(|s| !s.fits), "{:?}", laid[0].size);
}
#[test]
fn the_same_story_is_the_same_file() {
    let make = || made(&story(vec![page("a", Place::Main, vec![fan(), Block::Table(table(3))])])).1;
    assert!(make() == make());
}
#[test]
fn a_letter_that_the_typeface_lacks_costs_the_claim_and_not_the_file() {
    let claims = |words: &str| {
        let mut story = story(vec![page("a", Place::Main, vec![Block::Text(words.into())])]);
        story.title = words.into();
        let (_, pdf) = made(&story);
        let text = String::from_utf8_lossy(&pdf).into_owned();
        (text.contains("pdfuaid:part"), text.contains("/StructTreeRoot"))
    };
    assert_eq!(claims("A Café in Łódź, Αθήνα and Москва"), (true, true));
    assert_eq!(claims("東京 coffee"), (false, true));
}
