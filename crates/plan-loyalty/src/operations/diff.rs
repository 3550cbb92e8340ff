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
    let b = args.b.as_ref().map(|b| shelf::open_path(&shelf::find(b, &args.plans)?)).transpose()?;
    let (x, y, revised) = sides(a, b, args.revisions.as_deref())?;
    let names = revised.unwrap_or_else(|| [args.a.clone(), args.b.clone().unwrap_or_default()]);
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
/// The two designs to compare, and their names where they are revisions of one plan.
///
/// # Errors
/// No such revision.
pub fn sides(a: shelf::Opened, b: Option<shelf::Opened>, asked: Option<&str>) -> Result<(Design, Design, Option<[String; 2]>), Refusal> {
    if let Some(b) = b {
        return Ok((a.plan.design, b.plan.design, None));
    }
    let have = a.plan.history.change_log.len() as u64;
    let (from, to) = match asked {
        Some(text) => revisions(text)?,
        None => (have.saturating_sub(1).max(1), have),
    };
    Ok((shelf::design_at(&a, from)?, shelf::design_at(&a, to)?, Some([format!("revision {from}"), format!("revision {to}")])))
}
fn revisions(text: &str) -> Result<(u64, u64), Refusal> {
    let both = text.split_once("..").and_then(|(a, b)| Some((a.trim().parse().ok()?, b.trim().parse().ok()?)));
    both.ok_or_else(|| Refusal::input("--revisions", format!("{text:?} names no two revisions"), "", "write for example 1..3"))
}
