//! Where a simulated customer comes from.
/// Where a customer comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Origin {
    /// In the data.
    Today,
    /// Joined the company so many months before launch, after the data end.
    Since(u32),
    /// Joins in this month in both worlds.
    New(u32),
    /// Joins in this month because of the program.
    Referred(u32),
}
impl Origin {
    /// Month in which the path begins, and whether it begins with the first purchase.
    #[inline]
    pub(crate) fn start(self) -> (u32, bool) {
        match self {
            Origin::Today | Origin::Since(_) => (0, false),
            Origin::New(m) | Origin::Referred(m) => (m, true),
        }
    }
}
