//! `model roll-forward`: the points account month by month, who redeemed more than was earned, and redemptions of the next months.
use super::ModelRequest;
use crate::context::Context;
use crate::operations::read;
use crate::refusal::Refusal;
use loyalty_engine::redemption::forecast::{MonthAhead, forecast};
use loyalty_engine::redemption::roll_forward::{Row, roll_forward};
use loyalty_model::extract::{LedgerFacts, LedgerMonth, Origin};
use loyalty_model::units::{Currency, Date};
use loyalty_sources::intake::TableKind;
use serde::Serialize;

/// Months forecast where the ledger ends.
const AHEAD: usize = 6;

/// The account and what lies ahead.
#[derive(Debug, Clone)]
pub struct PointsAccount {
    /// Month by month.
    pub rows: Vec<Row>,
    /// The members are a sample: their balances do not add up to the closing.
    pub sampled: bool,
    pub ledger: LedgerFacts,
    /// Months that the forecast knows.
    pub known: usize,
    /// Redemptions of the months after.
    pub ahead: Vec<MonthAhead>,
}
impl PointsAccount {
    /// Months of the ledger that the forecast does not know.
    pub fn later(&self) -> impl Iterator<Item = &LedgerMonth> {
        self.ledger.months.iter().skip(self.known)
    }
}
impl Serialize for PointsAccount {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let seen: Vec<f64> = self.later().map(|m| m.redeemed as f64 / 100.0).collect();
        let all = serde_json::json!({
            "unit": "hundredths of a point", "opening": null, "rows": self.rows, "over_redeemers": self.ledger.over_redeemers, "forecast": self.ahead, "seen": seen,
        });
        all.serialize(to)
    }
}
/// Closes the account and looks ahead.
///
/// # Errors
/// Bad input, an account that does not close.
pub fn fit(context: &Context, request: &ModelRequest) -> Result<PointsAccount, Refusal> {
    let read = read::read(context, &request.data_with(TableKind::PointsLedger))?;
    let extract = read::measure(&read.tables, Origin::CompanyData, Currency("XXX".into()), request.data.as_of)?;
    let ledger = extract
        .ledger
        .as_ref()
        .ok_or_else(|| Refusal::input(&request.file, "the file is not a points ledger", "The points account needs its movements", "give a points ledger"))?;
    let rows = roll_forward(ledger);
    let held: i64 = extract.panel.iter().map(|c| c.points_balance).sum();
    let sampled = extract.panel_weight > 1.0;
    let last = rows.last().map_or(0, |r| r.closing);
    if rows.iter().any(|r| r.gap() != 0) || (!sampled && held != last) {
        return Err(Refusal::input(
            &request.file,
            format!("the account ends at {last} hundredths, its members hold {held}"),
            "Points outstanding must equal what members hold",
            "report this file's shape: it must close",
        ));
    }
    let cut = request.calibration_end;
    let known: Vec<LedgerMonth> = ledger.months.iter().copied().filter(|m| cut.is_none_or(|c: Date| m.month <= c.month())).collect();
    let later = ledger.months.len() - known.len();
    let ahead = forecast(&known, if later == 0 { AHEAD } else { later });
    Ok(PointsAccount { rows, sampled, known: known.len(), ahead, ledger: ledger.clone() })
}
