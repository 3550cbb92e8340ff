//! The fixed terms of one appraisal, resolved from brief and extract once.
use crate::launch::LaunchDay;
use crate::progress::{CancelToken, RunEffort};
use crate::simulation::paths::Paths;
use loyalty_model::brief::{Binding, Brief, Goal, Period};
use loyalty_model::program::Expiry;
use loyalty_model::units::{Date, Month};
use serde::Serialize;

/// What every appraisal in a run has in common.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Terms {
    /// Goal.
    pub goal: Goal,
    /// Reward pool per period, in plan currency.
    pub pool: f64,
    /// Its period.
    pub period: Period,
    /// Months looked ahead.
    pub horizon: u32,
    /// Last day observed.
    pub as_of: Date,
    /// First month of the figures, as the day of the launch says.
    pub launch: Month,
    /// The day of the launch, and why.
    pub launch_day: LaunchDay,
    /// Limits that constraints put on the design.
    pub limits: Limits,
    /// How hard the run looks.
    pub depth: RunEffort,
    /// The wish that the run ends.
    #[serde(skip)]
    pub cancel: CancelToken,
    /// Paths of customers that were simulated before.
    #[serde(skip)]
    pub paths: Paths,
}
/// What recognised constraints forbid or cap.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Limits {
    /// Points never expire.
    pub no_expiry: bool,
    /// How points expire, as the company wishes.
    pub expiry: Option<Expiry>,
    /// Channels that may not be used.
    pub channels_barred: Vec<String>,
    /// Most that a reward takes off the order on which it is redeemed; also most reward rate on spend. A share.
    pub max_discount: Option<f64>,
    /// Most a single reward may be worth.
    pub max_reward_value: Option<f64>,
    /// Most that money off may be worth, as the cap on discounts says for a typical order.
    pub max_off_value: Option<f64>,
    /// Categories that earn and redeem nothing.
    pub excluded: Vec<String>,
    /// Levers that may not be used.
    pub levers_barred: Vec<String>,
    /// Most that points outstanding may be expected to cost.
    pub liability_cap: Option<f64>,
    /// Least share of contribution left.
    pub margin_floor: Option<f64>,
    /// Sector, as the tables of sectors write it; empty: not told.
    pub sector: String,
    /// Most messages of a member in a week.
    pub messages_week: Option<u32>,
    /// Most messages of a member in a month.
    pub messages_month: Option<u32>,
    /// Places of members.
    pub places: Vec<String>,
    /// Platforms.
    pub platforms: Vec<String>,
}
pub use loyalty_model::plan::STALE_MONTHS;
impl Terms {
    /// Full months between the last observation and launch.
    pub fn months_waited(&self) -> i32 {
        (self.launch.index() - self.as_of.month().index() - 1).max(0)
    }
    /// The data are too old to be carried forward to the launch.
    pub fn stale(&self) -> bool {
        self.months_waited() > STALE_MONTHS
    }
    /// Resolves the terms. `season`: factors of sales from January to December, all one where none was measured.
    pub fn of(brief: &Brief, as_of: Date, season: &[f64; 12]) -> Terms {
        let launch_day = LaunchDay::of(brief, as_of, season);
        let mut limits = Limits { sector: sector(brief), ..Limits::default() };
        for bind in brief.constraints.iter().flat_map(|c| &c.binds) {
            match bind {
                Binding::NoExpiry => limits.no_expiry = true,
                Binding::Expires { months, inactivity: true } => limits.expiry = Some(Expiry::Inactivity { months: *months }),
                Binding::Expires { months, .. } => limits.expiry = Some(Expiry::Age { months: *months }),
                Binding::ChannelBarred { channel } => limits.channels_barred.push(channel.clone()),
                Binding::MaxDiscount { share } => limits.max_discount = Some(limits.max_discount.map_or(*share, |s| s.min(*share))),
                Binding::MaxRewardValue { amount } => {
                    let a = amount.to_f64();
                    limits.max_reward_value = Some(limits.max_reward_value.map_or(a, |s| s.min(a)));
                }
                Binding::LeverBarred { lever } => limits.levers_barred.push(lever.clone()),
                Binding::LiabilityCap { amount } => limits.liability_cap = Some(amount.to_f64()),
                Binding::MarginFloor { share } => limits.margin_floor = Some(*share),
                Binding::Place { code } => limits.places.push(code.clone()),
                Binding::Platform { name } => limits.platforms.push(name.clone()),
                Binding::ExcludedCategory { name } => limits.excluded.push(name.clone()),
                Binding::MessageCap { most, monthly } => {
                    let limit = if *monthly { &mut limits.messages_month } else { &mut limits.messages_week };
                    *limit = Some(limit.map_or(*most, |l| l.min(*most)));
                }
                Binding::Fact { .. } | Binding::LaunchAfter { .. } | Binding::Asks { .. } => {}
            }
        }
        Terms {
            goal: brief.goal,
            pool: brief.budget.amount.to_f64(),
            period: brief.budget.period,
            horizon: brief.horizon_months,
            as_of,
            launch: launch_day.month,
            launch_day,
            limits,
            depth: RunEffort::default(),
            cancel: CancelToken::default(),
            paths: Paths::default(),
        }
    }
    /// Whether a lever is allowed.
    pub fn allows(&self, lever: &str) -> bool {
        !self.limits.levers_barred.iter().any(|l| l == lever)
    }
}
/// The sector that a person named, as the tables of sectors write it; empty: none was.
pub fn sector(brief: &Brief) -> String {
    brief.facts.get("sector").map(|s| s.trim().to_lowercase().replace(' ', "-")).unwrap_or_default()
}
