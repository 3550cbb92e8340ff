//! What no draw changes of a customer's life without the program.
use crate::base::{Base, BaseMember};
use crate::simulation::response::StayingPlace;
use crate::simulation::sample::Sample;

/// What no draw changes of a customer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Life {
    /// Probability of being active at launch.
    pub(super) survived: f64,
    /// Probability a month of leaving, and log(1 - it).
    pub(super) hazard: f64,
    pub(super) stay: f64,
    /// Standard deviation of the log of an order's value.
    pub(super) sigma: f64,
    /// Where the table of staying has this hazard.
    pub(super) row: StayingPlace,
}
impl Life {
    /// `gap`: months between the last observation and launch.
    fn of(b: &BaseMember, gap: u32) -> Life {
        let subscriber = b.mrr > 0.0;
        let survived = if subscriber { libm::pow(1.0 - b.mrr_hazard, f64::from(gap)) } else { b.p_alive * libm::pow(1.0 - b.dropout_monthly, f64::from(gap)) };
        let hazard = if subscriber { b.mrr_hazard } else { b.dropout_monthly }.clamp(0.0, 1.0);
        let sigma = libm::sqrt(libm::log1p(b.order_value_cv * b.order_value_cv));
        Life { survived, hazard, stay: libm::log1p(-hazard.min(1.0 - 1e-12)), sigma, row: StayingPlace::of(hazard) }
    }
}
/// Lives of a sample's customers, and of the base's newcomers.
#[derive(Debug)]
pub(crate) struct Lives {
    pub(crate) today: Vec<Life>,
    pub(crate) new: Vec<Life>,
}
impl Lives {
    /// `gap`: months between the last observation and launch.
    pub(crate) fn of(sample: &Sample, base: &Base, gap: u32) -> Lives {
        let today = sample.members.iter().map(|(b, ..)| Life::of(b, gap)).collect();
        Lives { today, new: base.newcomers.iter().map(|b| Life::of(b, 0)).collect() }
    }
}
