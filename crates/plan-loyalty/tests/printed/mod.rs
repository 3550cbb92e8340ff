//! Figures in texts, and the numbers of a plan that they may come from.
pub mod pool;
pub mod read;
pub mod statements;
pub mod token;
