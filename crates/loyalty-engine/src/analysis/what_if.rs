//! What a change of the program costs: design and change on the same draws and customers, at full effort.
use crate::analysis::scenarios::redeemed_instead;
use crate::base::Base;
use crate::simulation::outcome::{Appraisal, Outcome};
use crate::simulation::{Sampling, appraise_in_full};
use crate::terms::Terms;
use loyalty_model::assumption::Book;
use loyalty_model::program::Program;

/// The change against the design.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// Of the mean net value over the horizon.
    pub net_value: f64,
    /// Of the mean reward cost over the horizon.
    pub reward_cost: f64,
    /// Of the mean highest expected cost of points outstanding.
    pub peak_liability: f64,
    /// Median ROI with the change.
    pub roi_p50: f64,
}
/// Prices changes of one program.
pub struct WhatIf<'a> {
    /// The design.
    pub program: &'a Program,
    /// Its full appraisal.
    pub full: &'a Appraisal,
    /// Customers.
    pub base: &'a Base,
    /// Assumptions.
    pub book: &'a Book,
    /// Terms.
    pub terms: &'a Terms,
    /// Sampling of the full appraisal.
    pub sampling: &'a Sampling,
}
impl WhatIf<'_> {
    /// The difference that a change makes. Where the change alters expiry, points that no longer expire count as redeemed: the assumed
    /// ultimate redemption does not depend on expiry, and this is the more expensive reading.
    pub fn difference(&self, changed: &Program) -> Difference {
        let appraise = |book: &Book| appraise_in_full(changed, self.base, book, self.terms, self.sampling);
        let mut other = appraise(self.book);
        if changed.expiry != self.program.expiry {
            other = appraise(&redeemed_instead(self.book, self.full, Some(&other)));
        }
        let moved = |f: &dyn Fn(&Outcome) -> f64| other.mean(f) - self.full.mean(f);
        Difference {
            net_value: moved(&|o| o.net_value),
            reward_cost: moved(&|o| o.reward_cost),
            peak_liability: moved(&|o| o.peak_liability),
            roi_p50: other.quantile(0.5, |o| o.roi),
        }
    }
}
