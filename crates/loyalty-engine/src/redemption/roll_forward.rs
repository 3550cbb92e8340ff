//! The points account month by month, in the columns that finance receives.
use loyalty_model::extract::LedgerFacts;
use loyalty_model::units::Month;
use serde::Serialize;

/// One month, in hundredths of a point. Balances are measured from the beginning of the ledger: what members brought in is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Month.
    pub month: Month,
    /// Balance at its beginning, beyond the unknown opening balance.
    pub opening: i64,
    /// Earned.
    pub earned: i64,
    /// Earnings revoked.
    pub reversed: i64,
    /// Redeemed.
    pub redeemed: i64,
    /// Redemptions given back.
    pub reimbursed: i64,
    /// Expired.
    pub expired: i64,
    /// Balance at its end, beyond the unknown opening balance.
    pub closing: i64,
}
impl Row {
    /// Opening + earned − reversed − redeemed + reimbursed − expired − closing: nothing, to the point.
    pub fn gap(&self) -> i64 {
        self.opening + self.earned - self.reversed - self.redeemed + self.reimbursed - self.expired - self.closing
    }
}
/// The account. `closing` is carried from month to month; what the members hold at the end, added up one by one, must equal the last.
pub fn roll_forward(ledger: &LedgerFacts) -> Vec<Row> {
    let mut balance = 0;
    let row = |m: &loyalty_model::extract::LedgerMonth| {
        let opening = balance;
        balance += m.earned - m.reversed - m.redeemed + m.reimbursed - m.expired;
        Row {
            month: m.month,
            opening,
            earned: m.earned,
            reversed: m.reversed,
            redeemed: m.redeemed,
            reimbursed: m.reimbursed,
            expired: m.expired,
            closing: balance,
        }
    };
    ledger.months.iter().map(row).collect()
}
