//! How good the evidence behind a number is, by where it comes from.
use crate::line::Provenance;

/// A grade of evidence, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Counted in, or fitted on, the company's own data.
    A,
    /// A person of the company answers for it.
    B,
    /// Published, on other companies.
    C,
    /// Nobody measured it: assumed, chosen or imagined.
    D,
}
impl Grade {
    /// The grade of a source; `None` where a number is worked out from others and has no source of its own.
    pub fn of(from: &Provenance) -> Option<Grade> {
        match from {
            Provenance::Measured { .. } | Provenance::Fitted { .. } => Some(Grade::A),
            Provenance::Given { .. } => Some(Grade::B),
            Provenance::Published { .. } => Some(Grade::C),
            Provenance::Default { .. } | Provenance::Chosen { .. } | Provenance::Imagined { .. } => Some(Grade::D),
            Provenance::Simulated { .. } | Provenance::Computed => None,
        }
    }
    /// The letter.
    pub const fn letter(self) -> &'static str {
        match self {
            Grade::A => "A",
            Grade::B => "B",
            Grade::C => "C",
            Grade::D => "D",
        }
    }
    /// What the letter means.
    pub const fn meaning(self) -> &'static str {
        match self {
            Grade::A => "own data",
            Grade::B => "given by a person",
            Grade::C => "published, other companies",
            Grade::D => "assumed",
        }
    }
}
