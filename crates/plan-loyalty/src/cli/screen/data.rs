//! `init` and `extract` on a screen.
use super::page;
use loyalty_app::operations::extract::ExtractOutcome;
use loyalty_app::operations::init::{InitOutcome, Look};
use loyalty_exports::copy::english;
use loyalty_model::extract::{SetAside, TableQuality};
use loyalty_model::fact::Fact;
use loyalty_model::units::Currency;

/// How the files are read, table by table.
pub fn recognised(seen: &Look) -> String {
    page::fitted(&(report(&seen.tables) + &lines(&seen.remarks)))
}
/// What was recognised, and where the settings are.
pub fn initialised(o: &InitOutcome) -> String {
    page::fitted(
        &(report(&o.tables)
            + &lines(&o.remarks)
            + &format!("Written: {}\nNext: edit it, then run plan-loyalty in this folder; flags take precedence.\n", o.path.display())),
    )
}
/// Totals of an extract.
pub fn extracted(o: &ExtractOutcome) -> String {
    let mut out: String = o.extract.tables.iter().map(reading).collect();
    if let Some(t) = &o.extract.transactions {
        out += &format!("{} lines, {} customers, {} orders, net {}, {} to {}\n", t.lines, t.customers, t.orders, t.gross + t.refunds, t.first_day, t.last_day);
        out += &format!("{} cohort cells, {} distinct histories\n", t.cohorts.len(), t.cuts.first().map_or(0, |c| c.cells.len()));
    }
    page::fitted(&(out + &lines(&o.remarks) + &o.written.as_ref().map_or(String::new(), |path| format!("{}\n", path.display()))))
}
/// A note of reading: it holds no amount of the plan's currency.
fn said(note: &Fact) -> String {
    english().text(note, &Currency(String::new()))
}
/// How a table was read, in three lines at most: its columns, what was left out, what was decided.
fn reading(t: &TableQuality) -> String {
    let columns: Vec<String> = t.columns.iter().map(|c| format!("{} = {}", c.canonical, c.column)).collect();
    let mut out = if columns.is_empty() { String::new() } else { format!("{}: {}\n", t.table, columns.join(", ")) };
    let amount = |s: &SetAside| s.amount.map_or(String::new(), |a| format!(", {a}"));
    let aside: Vec<String> = t.set_aside.iter().map(|s| format!("{} ({} rows{})", s.reason, s.rows, amount(s))).collect();
    if !aside.is_empty() {
        out += &format!("  left out: {}\n", aside.join("; "));
    }
    if !t.notes.is_empty() {
        out += &format!("  noticed: {}\n", t.notes.iter().map(said).collect::<Vec<_>>().join("; "));
    }
    out
}
fn report(tables: &[TableQuality]) -> String {
    let mut out = String::new();
    for t in tables {
        let aside: u64 = t.set_aside.iter().map(|s| s.rows).sum();
        out += &format!("{}: {} rows read, {} used, {} without a customer, {aside} set aside\n", t.table, t.rows_read, t.rows_used, t.rows_without_customer);
        for c in &t.columns {
            out += &format!("  {:<14} {} (by {})\n", c.canonical, c.column, c.found_by);
        }
        for s in &t.set_aside {
            out += &format!("  set aside: {} rows: {}\n", s.rows, s.reason);
        }
        for n in &t.notes {
            out += &format!("  {}\n", said(n));
        }
    }
    out
}
fn lines(all: &[String]) -> String {
    all.iter().map(|l| format!("{l}\n")).collect()
}
