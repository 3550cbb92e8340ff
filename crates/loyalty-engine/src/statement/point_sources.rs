//! Where points come from, as lines and sentences name it.

/// Sources of points, as lines name them.
pub(crate) const SOURCES: [&str; 6] = ["purchases", "joining", "missions", "surprise", "triggers", "referral"];
/// The same in words.
pub(crate) const SOURCE_WORDS: [&str; 6] = ["on purchases", "for joining", "for missions", "as a surprise", "of lifecycle triggers", "for referrals"];
