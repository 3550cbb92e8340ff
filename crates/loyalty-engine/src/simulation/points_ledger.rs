//! A member's points: whole points in lots by month of issue, spent oldest first.

/// Longest horizon, in months.
pub(crate) const HORIZON_MAX: u32 = 120;
/// Points as a number to add up: a signed whole number becomes a float in one instruction.
#[inline]
pub(crate) fn number(points: u64) -> f64 {
    points as i64 as f64
}
/// Points rounded down to whole ones; nothing below zero.
#[inline]
pub(crate) fn whole(points: f64) -> u64 {
    (points as i64).max(0) as u64
}
const LOTS: usize = HORIZON_MAX as usize + 2;

/// Points of one member. Lot 0 is the opening balance, lot m + 1 what month m issued.
#[derive(Debug, Clone)]
pub(crate) struct PointsLedger {
    lots: [u64; LOTS],
    pub(super) oldest: usize,
    ripe: usize,
    used: usize,
    pub(crate) spendable: u64,
    pub(crate) pending: u64,
    pub(super) last_move: u32,
}
impl PointsLedger {
    pub(crate) fn new() -> PointsLedger {
        PointsLedger { lots: [0; LOTS], oldest: 0, ripe: 0, used: 0, spendable: 0, pending: 0, last_move: 0 }
    }
    /// Empties the ledger for the next member.
    pub(crate) fn clear(&mut self) {
        self.lots[..=self.used].fill(0);
        (self.oldest, self.ripe, self.used) = (0, 0, 0);
        (self.spendable, self.pending, self.last_move) = (0, 0, 0);
    }
    /// Opening balance, spendable at once.
    pub(crate) fn open(&mut self, points: u64) {
        self.lots[0] = points;
        self.spendable = points;
        self.ripe = 1;
    }
    #[inline]
    pub(crate) fn balance(&self) -> u64 {
        self.spendable + self.pending
    }
    /// Issues points in a month.
    #[inline]
    pub(crate) fn issue(&mut self, month: u32, points: u64) {
        if points > 0 {
            self.used = month as usize + 1;
            self.lots[self.used] += points;
            if self.used < self.ripe {
                self.spendable += points
            } else {
                self.pending += points
            }
            self.last_move = month;
        }
    }
    /// Makes lots spendable whose waiting months have passed.
    #[inline]
    pub(crate) fn ripen(&mut self, month: u32, wait: u32) {
        while self.ripe + wait as usize <= month as usize + 1 {
            if self.ripe > 0 {
                let points = self.lots[self.ripe];
                self.pending -= points;
                self.spendable += points;
            }
            self.ripe += 1;
        }
    }
    #[inline]
    pub(super) fn take(&mut self, lot: usize) -> u64 {
        let points = std::mem::take(&mut self.lots[lot]);
        if lot < self.ripe {
            self.spendable -= points
        } else {
            self.pending -= points
        }
        points
    }
    /// Takes everything away; `from` hears each lot and its points.
    #[inline]
    pub(crate) fn drain_from(&mut self, from: &mut impl FnMut(usize, u64)) -> u64 {
        let all = self.balance();
        self.lots[..=self.used].iter().enumerate().filter(|(_, points)| **points > 0).for_each(|(lot, points)| from(lot, *points));
        self.lots[..=self.used].fill(0);
        self.spendable = 0;
        self.pending = 0;
        all
    }
    /// Takes back the points of a return: those of its month first where they still wait, then the newest; returns what is short because it
    /// was spent already.
    pub(crate) fn reverse(&mut self, month: u32, points: u64) -> u64 {
        let mut left = points;
        for lot in (0..=self.used.min(month as usize + 1)).rev() {
            let part = left.min(self.lots[lot]);
            self.lots[lot] -= part;
            if lot < self.ripe {
                self.spendable -= part
            } else {
                self.pending -= part
            }
            left -= part;
        }
        left
    }
    /// Spends points, oldest lots first; at most what is spendable.
    #[inline]
    pub(crate) fn redeem(&mut self, month: u32, points: u64) {
        self.redeem_from(month, points, &mut |_, _| {});
    }
    /// The same; `from` hears each lot and its points.
    #[inline]
    pub(crate) fn redeem_from(&mut self, month: u32, points: u64, from: &mut impl FnMut(usize, u64)) {
        let mut left = points.min(self.spendable);
        self.spendable -= left;
        while left > 0 {
            let used = left.min(self.lots[self.oldest]);
            self.lots[self.oldest] -= used;
            from(self.oldest, used);
            left -= used;
            if self.lots[self.oldest] == 0 && self.oldest + 1 < self.ripe {
                self.oldest += 1;
            }
        }
        self.last_move = month;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn lots_ripen_age_and_are_spent_oldest_first() {
        let mut l = PointsLedger::new();
        l.open(10);
        l.issue(0, 100);
        l.ripen(0, 1);
        assert_eq!((l.spendable, l.pending), (10, 100));
        l.ripen(1, 1);
        l.issue(1, 50);
        l.redeem(1, 60);
        assert_eq!((l.spendable, l.pending), (50, 50));
        l.ripen(2, 1);
        assert_eq!(l.expire(12, 12, u32::MAX), 50);
        assert_eq!(l.expire(13, 12, u32::MAX), 50);
        assert_eq!(l.balance(), 0);
    }
    #[test]
    fn without_a_wait_points_are_spendable_at_once() {
        let mut l = PointsLedger::new();
        l.ripen(0, 0);
        l.issue(0, 5);
        assert_eq!((l.spendable, l.pending), (5, 0));
        l.redeem(0, 5);
        l.ripen(1, 0);
        l.issue(1, 7);
        assert_eq!(l.balance(), 7);
    }
    #[test]
    fn idle_months_take_everything() {
        let mut l = PointsLedger::new();
        l.issue(3, 100);
        l.ripen(4, 1);
        assert_eq!(l.expire(8, u32::MAX, 6), 0);
        assert_eq!(l.expire(9, u32::MAX, 6), 100);
        l.clear();
        assert_eq!(l.balance(), 0);
    }
}
