//! Faults that may be planted: a suite of tests that finds none of them tests nothing.

/// A rule that is broken on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A second redemption of the same day does not see the first.
    DoubleRedemption,
    /// Shipping earns points.
    PointsOnShipping,
    /// A return leaves the points of the purchase where they are.
    ReturnKeepsPoints,
    /// Points expire a day late.
    ExpiryDayLate,
    /// A tier is reviewed a day late.
    TierHeldTooLong,
    /// Pending points can be spent a day early.
    PendingDayEarly,
    /// Points that are owed are not paid from the next ones.
    DebtForgotten,
}
impl Fault {
    pub const ALL: [Fault; 7] = [
        Fault::DoubleRedemption,
        Fault::PointsOnShipping,
        Fault::ReturnKeepsPoints,
        Fault::ExpiryDayLate,
        Fault::TierHeldTooLong,
        Fault::PendingDayEarly,
        Fault::DebtForgotten,
    ];
    /// Its name, as a command takes it.
    pub const fn name(self) -> &'static str {
        match self {
            Fault::DoubleRedemption => "double-redemption",
            Fault::PointsOnShipping => "points-on-shipping",
            Fault::ReturnKeepsPoints => "return-keeps-points",
            Fault::ExpiryDayLate => "expiry-day-late",
            Fault::TierHeldTooLong => "tier-held-too-long",
            Fault::PendingDayEarly => "pending-day-early",
            Fault::DebtForgotten => "debt-forgotten",
        }
    }
    pub fn named(name: &str) -> Option<Fault> {
        Fault::ALL.into_iter().find(|f| f.name() == name)
    }
    /// What the shop does wrong, in a sentence.
    pub const fn says(self) -> &'static str {
        match self {
            Fault::DoubleRedemption => "a second redemption of the same day does not see the first",
            Fault::PointsOnShipping => "shipping earns points",
            Fault::ReturnKeepsPoints => "a return leaves the points of the purchase where they are",
            Fault::ExpiryDayLate => "points expire a day late",
            Fault::TierHeldTooLong => "a tier is reviewed a day late",
            Fault::PendingDayEarly => "pending points can be spent a day early",
            Fault::DebtForgotten => "points that are owed are not paid from the next ones",
        }
    }
}
