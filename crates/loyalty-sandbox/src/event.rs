//! What happened, and when: the only thing that a shop keeps. Balances are derived from it.
use crate::Day;

/// Something that somebody did.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// The member signed up; `welcome`: with the points for joining; by the recommendation of another.
    Join { welcome: bool, friend_of: Option<usize> },
    /// The member bought; only goods earn points.
    Buy { purchase: usize, goods: f64, shipping: f64 },
    /// The member returned a purchase.
    Return { purchase: usize },
    /// A reward was issued for a request.
    Redeem { price: u64, request: String },
    /// A request for a reward was refused.
    Refuse { price: u64 },
    /// The member completed a mission, or got points for a moment.
    Gift { gift: usize },
    /// The member's subscription costs so much a month from now on.
    Subscribe { monthly: f64 },
    /// A friend placed a first order.
    FriendBought { friend: usize },
    /// That friend returned it, and has no other.
    FriendReturned { friend: usize },
}
/// An act and its day.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    pub day: Day,
    pub act: Act,
}
/// What points were issued for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    Joining,
    /// Joining by a recommendation.
    Recommended,
    Purchase(usize),
    Gift(usize),
    /// A friend's first order.
    Friend(usize),
}
