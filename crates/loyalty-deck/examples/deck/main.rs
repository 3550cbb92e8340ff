//! Turns a plan (JSON) into its deck: `cargo run --release -p loyalty-deck --example deck -- PLAN FOLDER`. Says what took how long, and
//! writes the story and the position of everything (`story.json`) for comparisons.
mod data;

use loyalty_deck::imprint::Imprint;
use loyalty_deck::text_metrics::TextMetrics;
use loyalty_deck::{pdf, pptx, sheets};
use loyalty_exports::brand::Brand;
use loyalty_exports::deliverable::View;
use loyalty_exports::story;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let [plan, folder] = &std::env::args().skip(1).collect::<Vec<_>>()[..] else { return Err("usage: deck PLAN FOLDER".into()) };
    let plan: loyalty_model::plan::Plan = serde_json::from_slice(&std::fs::read(plan)?)?;
    let plan = loyalty_exports::copy::Worded::english(&plan);
    let brand = Brand::default();
    let (story, imprint) = (story::story(&plan, &brand), Imprint::of(&View { plan: &plan, brand: &brand }));
    let begin = Instant::now();
    let metrics = TextMetrics::default();
    let sheets = sheets(&story, &imprint);
    println!("sheets {} ms", begin.elapsed().as_millis());
    let begin = Instant::now();
    std::fs::write(format!("{folder}/deck.pdf"), pdf::bytes(&story, &sheets, &imprint, &metrics)?)?;
    println!("pdf {} ms", begin.elapsed().as_millis());
    std::fs::write(format!("{folder}/story.json"), serde_json::to_vec(&data::data(&story, &sheets, &imprint))?)?;
    let begin = Instant::now();
    std::fs::write(format!("{folder}/deck.pptx"), pptx::bytes(&story, &sheets, &imprint)?)?;
    println!("pptx {} ms; {} pages of the story, {} of the deck", begin.elapsed().as_millis(), story.pages.len(), sheets.len());
    for s in &sheets {
        println!("{:5.1} pt {:4.0} of {:4.0} {} {}", s.size, s.height, s.room, if s.fits { "   " } else { "OUT" }, s.name);
    }
    Ok(())
}
