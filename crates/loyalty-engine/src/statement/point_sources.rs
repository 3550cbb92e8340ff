//! Where points come from, as lines name it.

/// Sources of points, as lines name them.
pub(crate) const SOURCES: [&str; 6] = ["purchases", "joining", "missions", "surprise", "triggers", "referral"];
