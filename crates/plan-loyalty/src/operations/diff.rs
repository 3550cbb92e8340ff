//! `diff`: two plans, or two revisions of one, by meaning.
use super::shelf;
use crate::cli::args::{DiffArgs, DiffFormat};
use crate::error::{Refusal, exit};
use loyalty_exports::diff::{between, summary};
use loyalty_model::plan::Design;

/// Compares and prints.
///
/// # Errors
/// No such plan or revision.
pub fn run(args: &DiffArgs) -> Result<u8, Refusal> {
    let a = shelf::open_path(&shelf::find(&args.a, &args.plans)?)?;
    let (x, y, names): (Design, Design, [String; 2]) = match &args.b {
        Some(b) => (a.plan.design, shelf::open_path(&shelf::find(b, &args.plans)?)?.plan.design, [args.a.clone(), b.clone()]),
        None => {
            let have = a.plan.history.change_log.len() as u64;
            let (from, to) = match &args.revisions {
                Some(text) => revisions(text)?,
                None => (have.saturating_sub(1).max(1), have),
            };
            (shelf::design_at(&a, from)?, shelf::design_at(&a, to)?, [format!("revision {from}"), format!("revision {to}")])
        }
    };
    let all = between(&x, &y);
    match args.format {
        DiffFormat::Json => {
            let whole = serde_json::json!({ "from": names[0], "to": names[1], "summary": summary(&x, &y), "differences": all });
            println!("{}", serde_json::to_string_pretty(&whole).unwrap_or_default());
        }
        DiffFormat::Markdown => {
            println!("## {} → {}\n\n**{}**\n", names[0], names[1], summary(&x, &y));
            all.iter().for_each(|d| println!("- *{}* {}", d.area, d.sentence));
        }
        DiffFormat::Human if all.is_empty() => println!("{} and {}: no difference.", names[0], names[1]),
        DiffFormat::Human => {
            println!("{} → {}: {}", names[0], names[1], summary(&x, &y));
            all.iter().for_each(|d| println!("  {:<12} {}", d.area, d.sentence));
        }
    }
    Ok(exit::PLANNED)
}
fn revisions(text: &str) -> Result<(u64, u64), Refusal> {
    let both = text.split_once("..").and_then(|(a, b)| Some((a.trim().parse().ok()?, b.trim().parse().ok()?)));
    both.ok_or_else(|| Refusal::input("--revisions", format!("{text:?} names no two revisions"), "", "write for example 1..3"))
}
