//! `model roll-forward`: the points account month by month, who redeemed more than was earned, and redemptions of the next months.
use super::inputs;
use crate::cli::args::{Format, ModelArgs};
use crate::error::{Refusal, exit};
use crate::request;
use loyalty_engine::redemption::forecast::{MonthAhead, forecast};
use loyalty_engine::redemption::roll_forward::{Row, roll_forward};
use loyalty_model::extract::{LedgerFacts, LedgerMonth, Origin};
use loyalty_model::units::{Currency, Date};

/// Months forecast where the ledger ends.
const AHEAD: usize = 6;

/// Runs it and prints.
///
/// # Errors
/// Bad input, an account that does not close.
pub fn run(args: &ModelArgs) -> Result<u8, Refusal> {
    let found = found(args)?;
    let later: Vec<&LedgerMonth> = found.ledger.months.iter().skip(found.known).collect();
    match args.format {
        Format::Json => {
            let all = json(&found);
            println!("{}", serde_json::to_string_pretty(&all).map_err(|e| Refusal::machine("model", e.to_string(), ""))?);
        }
        Format::Human => print!("{}{}{}", account(&found.rows, found.sampled), over(&found.ledger), outlook(&found.ahead, &later)),
    }
    Ok(exit::PLANNED)
}
/// The account and what lies ahead.
pub struct Found {
    rows: Vec<Row>,
    sampled: bool,
    ledger: LedgerFacts,
    known: usize,
    ahead: Vec<MonthAhead>,
}
/// As it is printed.
pub fn json(found: &Found) -> serde_json::Value {
    let seen: Vec<f64> = found.ledger.months.iter().skip(found.known).map(|m| m.redeemed as f64 / 100.0).collect();
    serde_json::json!({
        "unit": "hundredths of a point", "opening": null, "rows": found.rows, "over_redeemers": found.ledger.over_redeemers, "forecast": found.ahead, "seen": seen,
    })
}
/// Closes the account and looks ahead.
///
/// # Errors
/// Bad input, an account that does not close.
pub fn found(args: &ModelArgs) -> Result<Found, Refusal> {
    let config = request::config(args.data.config.as_deref())?;
    let mut data = args.data.clone();
    data.points_ledger = vec![args.file.clone()];
    let read = inputs::read(&data, &config, super::now().2)?;
    let extract = inputs::measure(&read.tables, Origin::CompanyData, Currency("XXX".into()), inputs::as_of(&args.data, &config)?)?;
    let ledger = extract.ledger.as_ref().ok_or_else(|| Refusal::input(&args.file, "there is no ledger in it", "", "give a points ledger"))?;
    let rows = roll_forward(ledger);
    let held: i64 = extract.panel.iter().map(|c| c.points_balance).sum();
    let sampled = extract.panel_weight > 1.0;
    let last = rows.last().map_or(0, |r| r.closing);
    if rows.iter().any(|r| r.gap() != 0) || (!sampled && held != last) {
        return Err(Refusal::input(
            &args.file,
            format!("the account ends at {last} hundredths, its members hold {held}"),
            "",
            "report this file's shape: it must close",
        ));
    }
    let cut = args.calibration_end.as_ref().map(|t| request::date("--calibration-end", t)).transpose()?;
    let known: Vec<LedgerMonth> = ledger.months.iter().copied().filter(|m| cut.is_none_or(|c: Date| m.month <= c.month())).collect();
    let later = ledger.months.len() - known.len();
    let ahead = forecast(&known, if later == 0 { AHEAD } else { later });
    Ok(Found { rows, sampled, known: known.len(), ahead, ledger: ledger.clone() })
}
fn points(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths.abs() % 100)
}
fn account(rows: &[Row], sampled: bool) -> String {
    let mut out =
        String::from("Points account. Opening balance: unknown (the ledger begins with balances it does not show); opening and closing are beyond it.\n\n");
    out +=
        &format!("{:<9}{:>18}{:>16}{:>12}{:>14}{:>12}{:>14}{:>18}\n", "month", "opening", "earned", "reversed", "redeemed", "reimbursed", "expired", "closing");
    for r in rows {
        let p = [r.opening, r.earned, r.reversed, r.redeemed, r.reimbursed, r.expired, r.closing].map(points);
        out += &format!("{:<9}{:>18}{:>16}{:>12}{:>14}{:>12}{:>14}{:>18}\n", r.month.to_string(), p[0], p[1], p[2], p[3], p[4], p[5], p[6]);
    }
    out += if sampled {
        "Each month closes to the point.\n"
    } else {
        "Each month closes to the point, and the last closing is what the members hold, added up one by one.\n"
    };
    out
}
fn over(ledger: &LedgerFacts) -> String {
    if ledger.over_redeemers.is_empty() {
        return String::new();
    }
    let mut out = format!("\n{} members redeemed more than they earned here (their opening balance is at least that):\n", ledger.over_redeemed.0);
    for (who, excess) in &ledger.over_redeemers {
        out += &format!("  {who}  {}\n", points(*excess));
    }
    out
}
fn outlook(ahead: &[MonthAhead], later: &[&LedgerMonth]) -> String {
    if ahead.is_empty() {
        return "\nRedemptions of the next months: not identified (twelve months with redemptions are needed).\n".into();
    }
    let mut out = format!("\nRedemptions ahead (80% interval)\n{:<9}{:>14}{:>14}{:>14}", "month", "low", "median", "high");
    out += if later.is_empty() { "\n" } else { "          seen\n" };
    let mut covered = 0;
    for (i, m) in ahead.iter().enumerate() {
        out += &format!("{:<9}{:>14.0}{:>14.0}{:>14.0}", m.month.to_string(), m.low, m.mid, m.high);
        if let Some(seen) = later.get(i).map(|l| l.redeemed as f64 / 100.0) {
            let inside = m.low <= seen && seen <= m.high;
            covered += u32::from(inside);
            out += &format!("{seen:>14.0}  {}", if inside { "covered" } else { "missed" });
        }
        out.push('\n');
    }
    if !later.is_empty() {
        out += &format!("{covered} of {} months covered.\n", later.len());
    }
    out
}
