//! The canonical tables and the extract as files: what the SQL of `sql/` is checked on.
use super::inputs;
use crate::cli::args::ExtractArgs;
use crate::error::{Refusal, exit};
use crate::request;
use loyalty_model::extract::Origin;
use loyalty_model::units::Currency;
use loyalty_plans::store;
use loyalty_sources::demo::{self, World};
use loyalty_sources::extract::canonical_csv;

/// Writes them.
///
/// # Errors
/// Bad input, or the disk.
pub fn run(args: &ExtractArgs) -> Result<u8, Refusal> {
    let config = request::config(args.data.config.as_deref())?;
    let (tables, origin, files) = if args.demo {
        (demo::tables(World::WithPilot, demo::brief_defaults(World::WithPilot).seed), Origin::Demonstration, vec![])
    } else {
        let read = inputs::read(&args.data, &config, super::now().2)?;
        (read.tables, Origin::CompanyData, read.inputs)
    };
    let extract = inputs::measure(&tables, origin, Currency("XXX".into()), inputs::as_of(&args.data, &config)?)?;
    if let Some(t) = &extract.transactions {
        println!("{} lines, {} customers, {} orders, net {}, {} to {}", t.lines, t.customers, t.orders, t.gross + t.refunds, t.first_day, t.last_day);
        println!("{} cohort cells, {} distinct histories", t.cohorts.len(), t.cuts.first().map_or(0, |c| c.cells.len()));
    }
    inputs::remarks(&files).iter().for_each(|r| println!("{r}"));
    if let Some(dir) = &args.out {
        canonical_csv::write(&tables, dir)
            .map_err(|e| Refusal::machine(dir.display().to_string(), e.to_string(), "choose another folder or free some space"))?;
        let json = serde_json::to_vec(&extract).map_err(|e| Refusal::machine("the extract", e.to_string(), ""))?;
        store::write_whole(&dir.join("extract.json"), &json)?;
        println!("{}", dir.join("extract.json").display());
    }
    Ok(exit::PLANNED)
}
