//! The program: what the design search chooses and the simulation appraises.
use crate::brief::{Goal, TierType};
pub use crate::expiry::Expiry;
use crate::fact::Fact;
use crate::letters::Letter;
use crate::units::Money;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A complete loyalty program, as appraised. Money amounts are in plan currency; points are whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Program {
    /// Kind.
    pub kind: TierType,
    /// Goal that it was designed for.
    pub goal: Goal,
    /// How points are earned.
    pub earn: EarnRules,
    /// Currency per point in the reward ladder (burn value).
    pub point_value: f64,
    /// Tiers, lowest first; at least one.
    pub tiers: Vec<Tier>,
    /// Rewards by price, ascending.
    pub rewards: Vec<Reward>,
    /// When points expire.
    pub expiry: Expiry,
    /// Benefits in use.
    pub benefits: Vec<Benefit>,
    /// Missions.
    pub missions: Vec<Mission>,
    /// Surprise moments.
    pub surprise: Option<Surprise>,
    /// Referral reward.
    pub referral: Option<Referral>,
    /// Lifecycle triggers that give points or a benefit; appraised with the program.
    pub triggers: Vec<Trigger>,
}
impl Program {
    /// Some reward is an item of the shop.
    pub fn gives_items(&self) -> bool {
        self.rewards.iter().any(|r| r.item.is_some())
    }
    /// Months of a qualification period, from the launch on: the longest of the tiers.
    pub fn period_months(&self) -> u32 {
        self.tiers.iter().map(|t| t.qualification_months).max().unwrap_or(12).max(1)
    }
}
/// How points are earned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EarnRules {
    /// Points per currency unit of net spend at multiplier 1.
    pub points_per_unit: f64,
    /// Days until earned points can be spent (the return window).
    pub pending_days: u32,
    /// Points at joining.
    pub joining_points: u64,
    /// Why this rate.
    pub reason: Fact,
}
/// What qualifies for a tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Metric {
    /// Net spend in the qualification period.
    NetSpend,
    /// Orders in the qualification period.
    Orders,
    /// Missions completed in the qualification period.
    MissionsCompleted,
    /// Monthly recurring revenue (subscriptions).
    RecurringRevenue,
}
/// One tier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Tier {
    /// Id, e.g. `gold`.
    pub id: String,
    /// Name, e.g. `Gold`.
    pub name: String,
    /// What is counted.
    pub metric: Metric,
    /// Least value of the metric; 0 for the first tier. In currency for spend.
    pub threshold: f64,
    /// Months counted.
    pub qualification_months: u32,
    /// Months that the status lasts once reached.
    pub validity_months: u32,
    /// Points multiplier.
    pub multiplier: f64,
    /// Ids of benefits that begin at this tier.
    pub benefits: Vec<String>,
    /// Why this threshold.
    pub reason: Fact,
}
/// One reward of the ladder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reward {
    /// Name.
    pub name: String,
    /// Price.
    pub points_price: u64,
    /// Retail value.
    pub value: Money,
    /// Cost to the company.
    pub cost: Money,
    /// The item of the shop that it is; `None`: money off, or goods of the member's choice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<OwnItem>,
}
impl Reward {
    /// Cost by retail value.
    pub fn cost_ratio(&self) -> f64 {
        self.cost.to_f64() / self.value.to_f64()
    }
}
/// An item of the shop as a reward. Its name is the company's own text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OwnItem {
    /// Name, as the orders have it.
    pub name: String,
    /// Pieces that the reward is of.
    pub pieces: u32,
    /// Customers who bought it in the last 365 days.
    pub buyers: u64,
    /// Share of the orders of items that hold it.
    pub order_share: f64,
    /// Share of its buyers who bought it on two days or more: so many members are taken to have bought it for money anyway (a judgement).
    pub again_share: f64,
}
/// What a benefit's cost follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CostDriver {
    /// Per order of an entitled member.
    PerOrder,
    /// Per entitled member and month.
    PerMemberMonth,
    /// Per entitled member and year.
    PerMemberYear,
    /// Per currency unit of spend of an entitled member.
    PerSpend,
}
/// What a benefit is believed to move; `None` claims nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EffectChannel {
    /// Works only through the tier it belongs to (`lift.tier_held.*`).
    Tier,
    /// Surprise (`lift.surprise`).
    Surprise,
    /// Nothing is claimed.
    None,
}
/// A benefit in use.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Benefit {
    /// Catalogue id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Cost driver.
    pub driver: CostDriver,
    /// Currency per unit of the driver at full use.
    pub unit_cost: f64,
    /// Currency per used unit of the driver that it is worth to a member (retail price, fee saved, or a judgement); 0: unknown.
    #[serde(default)]
    pub perceived_value: f64,
    /// Share of entitled units that are used.
    pub take_up: f64,
    /// Position of the lowest tier entitled.
    pub from_tier: usize,
    /// What it moves.
    pub effect: EffectChannel,
    /// Why it is here.
    pub reason: Fact,
}
/// A mission.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Mission {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// What the member does.
    pub task: Fact,
    /// Purchase days within the window that complete it; 0: an act other than buying.
    pub orders_needed: u32,
    /// Months of the window.
    pub window_months: u32,
    /// First months of the program year in which it is offered, 0 to 11.
    pub starts: Vec<u32>,
    /// Points when completed.
    pub points: u64,
}
/// Surprise moments.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Surprise {
    /// Share of active members who get one in a month.
    pub monthly_share: f64,
    /// Points of one.
    pub points: u64,
    /// The occasion.
    pub occasion: Fact,
}
/// Referral reward, to both sides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Referral {
    /// Points to the recommender after the friend's first order that is not returned.
    pub recommender_points: u64,
    /// Points to the friend at joining.
    pub friend_points: u64,
    /// Most rewarded referrals of a member in a year.
    pub yearly_cap: u32,
}

/// Where in a customer's life a trigger fires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// From joining to the second order.
    Onboarding,
    /// Growing use.
    Adoption,
    /// More or better.
    Upsell,
    /// Before and at renewal, or before an order is overdue.
    Renewal,
    /// After a customer stopped buying.
    WinBack,
    /// Recommending.
    Advocacy,
}
/// One row of the trigger matrix.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Trigger {
    /// Id, e.g. `second-order-overdue`.
    pub id: String,
    /// Stage.
    pub stage: Stage,
    /// Event by the Segment specification: Object Action, past tense, e.g. `Order Completed`.
    pub event: String,
    /// Condition in words, with its measured figures.
    pub condition: Fact,
    /// Days after the event (or since the last order) when it fires, where it has a delay.
    pub delay_days: Option<u32>,
    /// What happens.
    pub action: Fact,
    /// Points given; 0: none.
    pub points: u64,
    /// What it gives or shows besides, priced where it comes from: points at joining, the next reward, a referral's points.
    pub benefit: Option<Fact>,
    /// email, push, in-app, sms, post, account-manager.
    pub channel: String,
    /// Owner by role.
    pub owner: String,
    /// Consent that the channel needs, or `none`.
    pub consent: Fact,
    /// Most sends per member, in words.
    pub frequency_cap: Fact,
    /// 1 is sent first where several fire.
    pub priority: u32,
    /// KPI it is judged on.
    pub kpi: Fact,
    /// Personas it serves.
    pub personas: Vec<String>,
    /// It sends a message of its own; else it rides on one that is sent anyway (order mails) or is shown inside the service.
    pub own_message: bool,
    /// Expected cost of one firing: its points at their expected cost, plus the message where it sends one (line id `triggers.<id>.unit_cost`).
    #[serde(default)]
    pub unit_cost: f64,
    /// Name of the message or tile in the sending system: `loyalty.renewal.order-overdue.email`.
    #[serde(default)]
    pub template_key: String,
    /// When it is held back, in words: quiet hours of the channel, a complaint or return that is open.
    #[serde(default)]
    pub protected_window: Fact,
    /// Who sets it up and runs it.
    #[serde(default)]
    pub responsible: String,
    /// Who answers for it.
    #[serde(default)]
    pub accountable: String,
    /// Who is asked before it changes.
    #[serde(default)]
    pub consulted: String,
    /// Who is told.
    #[serde(default)]
    pub informed: String,
    /// Share of customers who never get it, so that its effect can be measured: the hold-out of the test plan; `None` where no test is
    /// recommended.
    #[serde(default)]
    pub holdout_share: Option<f64>,
    /// Expected firings a month (line id `triggers.<id>.volume`).
    pub volume_monthly: f64,
    /// How the volume is known.
    #[serde(default)]
    pub volume_basis: Fact,
    /// Expected cost a month: points at their expected cost, plus messages of its own (line id `triggers.<id>.cost`).
    pub cost_monthly: f64,
    /// Whether the data to fire it is in what was given: `yes`, or what is missing.
    pub data_ready: Fact,
    /// Some of it is missing.
    #[serde(default)]
    pub data_missing: bool,
    /// Suggested words; none where every channel is barred.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub letters: Vec<Letter>,
    /// What the two variants differ in.
    #[serde(default)]
    pub letter_test: Fact,
}
