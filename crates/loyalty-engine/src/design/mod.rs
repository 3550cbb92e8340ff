//! Chooses the program: tiers, earn rate, rewards, benefits, missions, from the measured distribution, for the goal, under the limits.
//!
//! `space` lays out the legal designs (`propose`), `search` chooses among them (`choose`), `pins` holds what a person fixed, and
//! `program_facts` says what the chosen program means for today's customers, tier by tier.
//!
//! Nothing is appraised here: the caller brings `judge`, which simulates a program and returns a [`Score`].
pub(crate) mod member_year;
pub(crate) mod norms;
pub mod pins;
pub mod program_facts;
pub(crate) mod reach;
pub mod search;
pub mod space;

pub use program_facts::{Facts, Replayed, facts};
pub use search::{Appraiser, Choice, ChoiceStatus, Score, ScoreBook, SearchEffort, choose, feasibility};
pub use space::{Space, point_value, propose};
