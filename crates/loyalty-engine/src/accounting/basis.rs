//! What the accounts are made of.
use loyalty_model::assumption::Book;
use loyalty_model::brief::Brief;
use loyalty_model::drivers::IssueCohort;
use loyalty_model::fact::Fact;
use loyalty_model::plan::{OpeningLiability, PointsMonth};
use loyalty_model::program::Program;

/// On which redemption the schedule rests.
#[derive(Debug, Clone, PartialEq)]
pub struct RedemptionBasis {
    /// Share of points expected to be redeemed.
    pub expected: f64,
    /// Why.
    pub why: Fact,
}
impl RedemptionBasis {
    /// Without a history that tells more, every point is taken to be redeemed.
    pub fn full() -> Self {
        RedemptionBasis { expected: 1.0, why: Fact::new("accounting-full-redemption") }
    }
}
/// What the schedule is made of.
#[derive(Debug, Clone)]
pub struct Basis<'a> {
    /// The program.
    pub program: &'a Program,
    /// Assumptions.
    pub book: &'a Book,
    /// Who is named.
    pub brief: Option<&'a Brief>,
    /// Redemption.
    pub redemption: RedemptionBasis,
    /// Points brought in.
    pub opening: Option<OpeningLiability>,
    /// The points account.
    pub account: &'a [PointsMonth],
    /// Points by month of issue, as simulated; which months leave first. Empty: the oldest leave first.
    pub cohorts: &'a [IssueCohort],
}
