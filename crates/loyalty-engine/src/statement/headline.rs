//! Figures beside the appraisal that the lines print.

/// Figures beside the appraisal that the lines print.
pub(crate) struct Headline {
    pub(crate) break_even_lift: f64,
    pub(crate) break_even_note: String,
    pub(crate) error: f64,
    pub(crate) kept: f64,
    pub(crate) small: (u32, u32),
    pub(crate) assumed_share: f64,
}
