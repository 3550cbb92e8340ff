//! The financial statement: its lines, and what they are recomputed from.
//!
//! `profit_and_loss`: every line, leaves as means over draws. `driver_series`, `driver_statement`: the series that the workbook recomputes the
//! statement from, and the same lines over them. `histograms`, `monthly_series`: what charts show.
pub(crate) mod driver_series;
pub mod driver_statement;
mod headline;
pub(crate) mod histograms;
pub(crate) mod monthly_series;
pub mod persona_parts;
mod point_sources;
mod profit_and_loss;

pub(crate) use headline::{Assumed, Headline, Returns};
pub(crate) use profit_and_loss::{lines, of_means, tier_profits};
