//! Figures beside the appraisal that the lines print.
use loyalty_model::fact::Fact;

/// Figures beside the appraisal that the lines print.
pub(crate) struct Headline {
    pub(crate) break_even_lift: f64,
    pub(crate) break_even_note: Fact,
    /// Simulation error of the median ROI, and what the draws are made for.
    pub(crate) error: f64,
    pub(crate) aim: f64,
    pub(crate) kept: f64,
    pub(crate) small: (u32, u32),
    pub(crate) assumed_share: f64,
    pub(crate) returns: Returns,
}
/// Returns of the means under one change each.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Returns {
    /// With the response at its mean in every draw.
    pub(crate) mean_response: f64,
    /// Without the referral reward; none: the program has none.
    pub(crate) without_referral: Option<f64>,
}
