//! `model chain-ladder`: how many of the points earned are redeemed in the end, from a points ledger; and whether that can be told at all.
use super::inputs;
use crate::cli::args::{Format, ModelArgs};
use crate::error::{Refusal, exit};
use crate::request;
use loyalty_engine::redemption::{Redemption, ultimate};
use loyalty_model::extract::Origin;
use loyalty_model::units::Currency;

/// Runs it and prints.
///
/// # Errors
/// Bad input, or too few months.
pub fn run(args: &ModelArgs) -> Result<u8, Refusal> {
    let found = found(args)?;
    match args.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&found).map_err(|e| Refusal::machine("model", e.to_string(), ""))?),
        Format::Human => print!("{}", table(&found)),
    }
    Ok(exit::PLANNED)
}
/// What the ledger says.
///
/// # Errors
/// Bad input, or too few months.
pub fn found(args: &ModelArgs) -> Result<Redemption, Refusal> {
    let config = request::config(args.data.config.as_deref())?;
    let mut data = args.data.clone();
    data.points_ledger = vec![args.file.clone()];
    let read = inputs::read(&data, &config, super::now().2)?;
    let extract = inputs::measure(&read.tables, Origin::CompanyData, Currency("XXX".into()), inputs::as_of(&args.data, &config)?)?;
    let ledger = extract.ledger.as_ref().ok_or_else(|| Refusal::input(&args.file, "there is no ledger in it", "", "give a points ledger"))?;
    ultimate(ledger)
        .map_err(|e| Refusal::input(&args.file, e.to_string(), "A run-off triangle needs earning and redemption over several months", "give a longer ledger"))
}
fn table(r: &Redemption) -> String {
    let percent = |v: f64| format!("{:.2}%", 100.0 * v);
    let mut out = String::from("Points by month of earning, oldest redeemed first; opening balance unknown.\n\n");
    out += &format!("{:<9}{:>16}{:>16}{:>16}{:>14}{:>20}\n", "earned", "points", "redeemed so far", "chain ladder", "std. error", "Bornhuetter-Ferg.");
    for c in &r.cohorts {
        out += &format!(
            "{:<9}{:>16.0}{:>16}{:>16}{:>14}{:>20}\n",
            c.month.to_string(),
            c.earned,
            percent(c.redeemed / c.earned.max(1e-9)),
            percent(c.ultimate_rate),
            percent(c.error),
            percent(c.bornhuetter_ferguson)
        );
    }
    out += &format!(
        "\nAll months: {} redeemed so far; developed as far as the ledger goes: {} (std. error {}).\n",
        percent(r.so_far),
        percent(r.developed),
        percent(r.error)
    );
    out += &match &r.not_identified {
        Some(why) => format!("Ultimate redemption: not identified. {why}\n"),
        None => format!("Ultimate redemption: {}.\n", percent(r.developed)),
    };
    out
}
