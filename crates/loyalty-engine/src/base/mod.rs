//! The customer base: what each customer would do without the program, fitted on the extract and scored on a hold-out.
mod covariates;
mod fit;
mod level;
mod newcomers;
mod score;
use serde::{Deserialize, Serialize};

pub use covariates::{AtEntry, covariates_at, covariates_at_entry};
pub use fit::{Fitted, HoldOut, fit, fit_while, hold_out, hold_out_of_all};
pub use level::check;
pub use newcomers::season_of as season;
pub use score::{Look, Scorer, score_at};

/// Today's customers and those to come, without the program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Base {
    /// Name of the chosen model, e.g. `mbg-nbd`, `pareto-nbd`, `same-as-before`, `kaplan-meier`, `driver-sheet`.
    pub model: String,
    /// Most revenue is contractual (subscriptions).
    pub contractual: bool,
    /// Customers, in panel order. Sum of weights = customers of the company that can still come back (buyers or subscribers).
    pub members: Vec<BaseMember>,
    /// Customers joining per month, expected: the mean of the next twelve months where they are laid out.
    pub new_per_month: f64,
    /// Standard deviation of `new_per_month` as a log-level.
    pub new_log_sd: f64,
    /// Customers joining in each month after the last observation (median), and the standard deviation of its log; empty: `new_per_month` and
    /// `new_log_sd` in every month.
    #[serde(default)]
    pub new_ahead: Vec<(f64, f64)>,
    /// What a new customer is like at the first purchase: draw one of these at random (rates as of joining).
    pub newcomers: Vec<BaseMember>,
    /// Season by calendar month (January first) with mean 1.
    pub season: [f64; 12],
    /// Level of purchases per draw: rates are multiplied by exp(N(level_log_mean, level_log_sd)): bias seen at earlier origins and
    /// disagreement between models.
    pub level_log_mean: f64,
    /// See `level_log_mean`.
    pub level_log_sd: f64,
}
/// Times the median that the customers who join in a month may be: a level that was far off once must not make a market.
const MOST_JOINING: f64 = 20.0;
impl Base {
    /// Customers joining in a month after the last observation, counted from 0, where the level of all months is `level` (in the unit of
    /// `new_log_sd`: exp of that many standard deviations). Beyond what is laid out the last month goes on.
    pub fn joining(&self, month: usize, level: f64) -> f64 {
        match self.new_ahead.get(month).or(self.new_ahead.last()) {
            Some((median, sd)) if self.new_log_sd > 0.0 => median * libm::pow(level, sd / self.new_log_sd).min(MOST_JOINING),
            Some((median, _)) => *median,
            None => self.new_per_month * level,
        }
    }
}
/// Light, moderate and heavy third of active customers by expected spend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Class {
    /// Lowest third.
    Light,
    /// Middle.
    Moderate,
    /// Highest.
    Heavy,
}
/// One customer without the program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BaseMember {
    /// Key for random streams and sampling: the first 8 bytes of SHA-256 of the id.
    pub key: u64,
    /// Position in `extract.panel` (`u32::MAX` for imagined newcomers).
    pub panel: u32,
    /// Customers that this one stands for.
    pub weight: f64,
    /// Mean of purchase days per month while active.
    pub rate_monthly: f64,
    /// Gamma shape of that rate's uncertainty (the rate of a draw is Gamma(shape, mean = rate_monthly)).
    pub rate_shape: f64,
    /// Chance of still being active today.
    pub p_alive: f64,
    /// Mean monthly hazard of dropping out while active.
    pub dropout_monthly: f64,
    /// Mean net spend per purchase day.
    pub order_value: f64,
    /// Coefficient of variation of order values around that mean.
    pub order_value_cv: f64,
    /// Light, moderate, heavy.
    pub class: Class,
    /// Net spend in each of the last 12 months, oldest first.
    pub net_last_12: [f64; 12],
    /// Purchase days in each of the last 12 months, oldest first.
    pub orders_last_12: [u16; 12],
    /// Monthly recurring revenue today (0: none).
    pub mrr: f64,
    /// Monthly hazard of the subscription ending.
    pub mrr_hazard: f64,
    /// Points balance brought in from a present program.
    pub opening_points: f64,
}
impl BaseMember {
    /// Net spend of the last 12 months.
    pub fn spend_last_year(&self) -> f64 {
        self.net_last_12.iter().sum()
    }
    /// Purchase days of the last 12 months.
    pub fn orders_last_year(&self) -> u32 {
        self.orders_last_12.iter().map(|o| u32::from(*o)).sum()
    }
}
