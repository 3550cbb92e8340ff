//! Published customer-base and survival models on plain numbers. One paper per file; the paper's own letters; no business noun.
#![forbid(unsafe_code)]
pub mod arrivals;
pub mod bg_bb;
pub mod bg_nbd;
pub mod chain_ladder;
pub mod covariates;
pub mod cox;
pub mod discrete_weibull;
pub mod distributions;
pub mod experiment;
pub mod fit;
pub mod gamma_gamma;
pub mod interval;
pub mod kaplan_meier;
mod linear;
pub mod log_rank;
pub mod mbg_nbd;
pub mod nbd;
pub mod newton;
pub mod pareto_nbd;
pub mod power;
pub mod rft;
pub mod sbg;
pub mod special;
mod sums;
pub mod weibull_aft;

#[cfg(test)]
mod gradients;
