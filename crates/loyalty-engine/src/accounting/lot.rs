//! Points of one month of issue: what is deferred for them, and what becomes revenue as they leave.

/// Points issued in one month, or brought in.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Lot {
    pub(crate) issued: f64,
    /// Not gone yet.
    pub(crate) left: f64,
    pub(super) redeemed: f64,
    pub(super) lapsed: f64,
    /// Expected to be redeemed in the end, as estimated at issue.
    pub(super) expected: f64,
    /// No breakage is expected: each point carries its part until it is redeemed or expires.
    pub(super) full: bool,
    /// Deferred for its allocated points; recognised so far.
    pub(super) allocated: f64,
    pub(super) recognised: f64,
    /// Shares of its points that are part of a sale, and that were granted.
    pub(super) bought: f64,
    pub(super) granted: f64,
}
impl Lot {
    /// Revenue of points leaving: the share redeemed of those expected. Points that expire beyond the breakage expected lower the expectation, and
    /// nothing stays deferred for points that are gone.
    pub(super) fn leave(&mut self, points: f64, redeemed: bool) -> f64 {
        self.left -= points;
        if redeemed {
            self.redeemed += points
        } else {
            self.lapsed += points
        }
        let done = self.left <= 1e-9 * self.issued.max(1.0);
        let share = if done {
            1.0
        } else if self.full {
            (self.redeemed + self.lapsed) / self.issued
        } else {
            self.redeemed / self.expected.min(self.issued - self.lapsed).max(1e-9)
        };
        let revenue = (self.allocated * share.min(1.0) - self.recognised).max(0.0);
        self.recognised += revenue;
        revenue
    }
    /// What is still deferred.
    pub(crate) fn deferred(&self) -> f64 {
        self.allocated - self.recognised
    }
    /// Points still expected to be redeemed.
    pub(crate) fn remaining(&self) -> f64 {
        (self.expected - self.redeemed).clamp(0.0, self.left.max(0.0))
    }
    /// Of its points, those that are part of a sale.
    pub(crate) fn bought(&self) -> f64 {
        self.bought
    }
    pub(crate) fn gone(&self) -> (f64, f64) {
        (self.redeemed, self.lapsed)
    }
}
