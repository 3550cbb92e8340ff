//! When points expire: by age of the lot, or after idle months.
use super::points_ledger::PointsLedger;
use loyalty_model::program::{Expiry, Program};

/// Months after which points expire by age, and after which idle members lose them; `u32::MAX`: never.
pub(crate) fn expiry_months(program: &Program) -> (u32, u32) {
    let age = if let Expiry::Age { months } = program.expiry { months.max(1) } else { u32::MAX };
    let idle = if let Expiry::Inactivity { months } = program.expiry { months.max(1) } else { u32::MAX };
    (age, idle)
}
impl PointsLedger {
    /// Expires lots by age, or everything after idle months; returns the points expired.
    #[inline]
    pub(crate) fn expire(&mut self, month: u32, age: u32, idle: u32) -> u64 {
        self.expire_from(month, age, idle, &mut |_, _| {})
    }
    /// The same; `from` hears each lot and its points.
    #[inline]
    pub(crate) fn expire_from(&mut self, month: u32, age: u32, idle: u32, from: &mut impl FnMut(usize, u64)) -> u64 {
        let mut expired = 0;
        if age != u32::MAX && month >= age {
            let last = (month - age + 1) as usize;
            while self.oldest <= last {
                let points = self.take(self.oldest);
                from(self.oldest, points);
                expired += points;
                self.oldest += 1;
            }
        } else if idle != u32::MAX && month - self.last_move >= idle && self.balance() > 0 {
            expired = self.drain_from(from);
        }
        expired
    }
}
