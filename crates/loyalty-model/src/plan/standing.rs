//! What speaks against a launch although a design was found: one place that headline, page 1 and exit code follow.
use super::{Design, Status};
use crate::extract::Origin;
use crate::fact::Fact;
use crate::finding::Verdict;

/// Months between the data and the launch above which the data are called stale: then the customers are taken as they stood at their end.
pub const STALE_MONTHS: i32 = 12;

/// Something that a person must settle before a planned program is launched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reservation {
    /// A guardrail fails.
    Guardrail(Fact),
    /// The data end this many months before the launch.
    Stale(i32),
}
impl Design {
    /// Full months between the last observation and the first month of the figures.
    pub fn months_waited(&self) -> i32 {
        let first = self.economics.drivers.launch.unwrap_or_else(|| self.header.launch.month());
        (first.index() - self.header.as_of.month().index() - 1).max(0)
    }
    /// What speaks against a launch, whatever the status says.
    pub fn reservations(&self) -> Vec<Reservation> {
        let failed = self.governance.guardrails.iter().filter(|g| g.verdict == Verdict::Fail).map(|g| Reservation::Guardrail(g.title.clone()));
        let stale = self.header.origin != Origin::DriverSheet && self.months_waited() > STALE_MONTHS;
        failed.chain(stale.then(|| Reservation::Stale(self.months_waited()))).collect()
    }
    /// A design was found, and nothing speaks against its launch but what every plan leaves to a person.
    pub fn is_clear(&self) -> bool {
        self.header.status == Status::Planned && self.reservations().is_empty()
    }
}
