//! Figures beside the appraisal that the lines print.
use loyalty_model::fact::Fact;

/// Figures beside the appraisal that the lines print.
pub(crate) struct Headline {
    /// Line of the break-even lift, or of the last one looked at: id, share of sales, what it says of itself.
    pub(crate) lift: (&'static str, f64, Fact),
    /// Simulation error of the median ROI, and what the draws are made for.
    pub(crate) error: f64,
    pub(crate) aim: f64,
    pub(crate) kept: f64,
    pub(crate) small: (u32, u32),
    pub(crate) assumed: Assumed,
    /// Chance of a customer to leave in a month after the horizon.
    pub(crate) leaving: f64,
    pub(crate) returns: Returns,
}
/// What rests on figures that are not the company's own.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Assumed {
    /// Share of the incremental contribution.
    pub(crate) share: f64,
    /// Return of the means without it.
    pub(crate) roi: f64,
}
/// Returns of the means under one change each.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Returns {
    /// With the response at its mean in every draw.
    pub(crate) mean_response: f64,
    /// Without the referral reward; none: the program has none.
    pub(crate) without_referral: Option<f64>,
}
