//! What all pages share.
use super::pen::Fonts;
use super::picture::Pictures;
use crate::imprint::Imprint;
use crate::text_metrics::TextMetrics;
use loyalty_exports::charts::Theme;
use loyalty_exports::story::Story;

/// What all pages share.
pub struct Looks<'a> {
    pub story: &'a Story,
    /// What stands on every page.
    pub imprint: &'a Imprint,
    /// The measures.
    pub metrics: &'a TextMetrics,
    /// The typeface.
    pub fonts: &'a Fonts,
    /// How pictures are read.
    pub pictures: &'a Pictures,
    /// Colours of charts.
    pub theme: Theme,
}
