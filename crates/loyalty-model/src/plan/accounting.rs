//! What finance books: the points account, the contract liability by quarter, the journal, and what stands behind them.
use crate::fact::Fact;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A month of the points account.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PointsMonth {
    /// Month from launch, from 1.
    pub month: u32,
    /// Balance at its beginning.
    pub opening: f64,
    /// Earned, from every source.
    pub earned: f64,
    /// Earnings revoked: none, sales are net of refunds.
    pub reversed: f64,
    /// Redeemed.
    pub redeemed: f64,
    /// Redemptions given back: none, see `reversed`.
    pub reimbursed: f64,
    /// Expired, and forfeited by ended subscriptions.
    pub expired: f64,
    /// Balance at its end, pending points among it.
    pub closing: f64,
    /// Redemptions of the member simulation, where `redeemed` follows the ledger's own forecast instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redeemed_simulated: Option<f64>,
    /// P10 and P90 of `redeemed`; `None` in plans of before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redeemed_range: Option<[f64; 2]>,
    /// P10 and P90 of `closing`; `None` in plans of before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing_range: Option<[f64; 2]>,
}
/// The schedule of the accounts under IFRS 15 / ASC 606. Management's cost provision is not part of it and is never booked on top.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Accounting {
    /// On which redemption the schedule rests, and why.
    pub basis: Fact,
    /// Share of points expected to be redeemed.
    pub expected_redemption: f64,
    /// Stand-alone selling price of a point, net of expected breakage.
    pub stand_alone_price: f64,
    /// Contract liability of points brought in; `None`: none were, or a plan of before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening: Option<OpeningLiability>,
    /// How each source of points is treated; empty in plans of before.
    #[serde(default)]
    pub sources: Vec<PointsTreatment>,
    /// By quarter.
    pub periods: Vec<AccountingPeriod>,
    /// Journal entries by quarter; debits equal credits in each.
    pub journal: Vec<JournalEntry>,
    /// From the business case's expected cost of points outstanding at the end to the contract liability: the amounts add up to the last.
    #[serde(default)]
    pub bridge: Vec<BridgeStep>,
    /// Breakage by month of issue; month 0: brought in.
    #[serde(default)]
    pub breakage: Vec<IssueBreakage>,
    /// Breakage of the points brought in, by segment.
    #[serde(default)]
    pub segments: Vec<SegmentBreakage>,
    /// Points sold to partners, by quarter and element; empty where none are.
    #[serde(default)]
    pub partners: Vec<ElementPeriod>,
    /// Judgements that an auditor asks for, and what is to be signed off.
    #[serde(default)]
    pub memo: Vec<Fact>,
}
/// Contract liability of the points that members bring in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OpeningLiability {
    /// What the schedule opens with, in plan currency.
    pub amount: f64,
    /// Where the amount comes from: booked, or computed.
    pub from: Fact,
    /// Points outstanding.
    pub outstanding: f64,
    /// Of these, expected to be redeemed: by age, (expected in the end − redeemed so far), nowhere below zero.
    pub expected: f64,
    /// Value per redeemed point, in plan currency.
    pub value: f64,
    /// Share of that which was deferred when the points were earned: sales ÷ (sales + points at their value).
    pub allocation: f64,
    /// What the formula gives, also where a booked balance was given.
    pub computed: f64,
    /// The present program's value of a point and this program's, where they differ: said, and the balance is not repriced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repricing: Option<Fact>,
}
/// How points of one source are treated in the accounts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PointsTreatment {
    /// What the points are given for.
    pub source: Fact,
    /// The treatment.
    pub treatment: Treatment,
    /// Why, and which policy was chosen where there is a choice.
    pub why: Fact,
    /// Points issued over the horizon.
    pub points: f64,
    /// What is deferred (allocated points) or provided for (the others) over the horizon, in plan currency.
    pub amount: f64,
}
/// Treatments of points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Treatment {
    /// A material right of a sale: part of its price is deferred (IFRS 15.B39-B42).
    Allocated,
    /// Given without a purchase: a provision at expected cost, marketing expense.
    Provision,
    /// Given to customers without a purchase: reduces revenue, at expected cost.
    RevenueReduction,
    /// Given for a new customer: cost of obtaining a contract, at expected cost.
    ContractCost,
}
/// A quarter of the schedule, in plan currency, means over draws.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AccountingPeriod {
    /// Quarter from launch, from 1.
    pub quarter: u32,
    /// Sales that earned points.
    pub sales: f64,
    /// Of that, revenue on goods at once.
    pub revenue_goods: f64,
    /// Deferred for points.
    pub deferred: f64,
    /// Contract liability at the beginning.
    pub opening: f64,
    /// Revenue on points redeemed.
    pub revenue_redeemed: f64,
    /// Revenue on points lapsed.
    pub revenue_lapsed: f64,
    /// Contract liability at the end: opening + deferred − both revenues.
    pub closing: f64,
    /// Of the closing balance, expected to be recognised within twelve months.
    #[serde(default)]
    pub current: f64,
    /// Of the closing balance, later.
    #[serde(default)]
    pub non_current: f64,
    /// Cost of rewards handed out against purchase points.
    pub reward_cost: f64,
    /// Of that, sales that members would have paid in cash and now pay with a "money off" reward.
    #[serde(default)]
    pub reward_displaced: f64,
    /// Marketing expense: points not earned by a purchase, at expected cost.
    pub marketing: f64,
    /// Revenue reduction: surprise and trigger points, at expected cost.
    #[serde(default)]
    pub revenue_reduction: f64,
    /// Cost of obtaining a contract: points of recommenders, at expected cost.
    #[serde(default)]
    pub contract_cost: f64,
    /// Obligation for those three at the end, at cost.
    pub marketing_obligation: f64,
}
/// What a line of the journal books. Plans of shape 1.2 and older hold its English words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum JournalEvent {
    /// Revenue on goods of sales that earn points.
    #[serde(alias = "Sales that earn points: goods")]
    SaleOfGoods,
    /// What those sales defer for points.
    #[serde(alias = "Sales that earn points: promise of rewards")]
    PromiseOfRewards,
    /// Revenue on points redeemed.
    #[serde(alias = "Points redeemed")]
    PointsRedeemed,
    /// Revenue on points that expired.
    #[serde(alias = "Points lapsed")]
    PointsExpired,
    /// Cost of rewards handed out against purchase points.
    #[serde(alias = "Rewards handed out against purchase points")]
    RewardCost,
    /// Sales paid with a "money off" reward instead of cash.
    RewardDisplaced,
    /// Points given without a purchase, at expected cost.
    #[serde(alias = "Points given without a purchase")]
    PointsGranted,
    /// Surprise and trigger points, at expected cost.
    RevenueReduced,
    /// Points of recommenders, at expected cost.
    ContractObtained,
    /// Granted points redeemed.
    #[serde(alias = "Granted points redeemed")]
    GrantedRedeemed,
    /// Granted points that expired.
    #[serde(alias = "Granted points lapsed")]
    GrantedExpired,
}
impl JournalEvent {
    /// Its amount is points × cost of a point: it moves with the cost of rewards.
    pub const fn at_cost(self) -> bool {
        !matches!(self, JournalEvent::SaleOfGoods | JournalEvent::PromiseOfRewards | JournalEvent::PointsRedeemed | JournalEvent::PointsExpired)
    }
}
/// A line of the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct JournalEntry {
    /// Quarter from launch.
    pub quarter: u32,
    /// What happens.
    pub event: JournalEvent,
    /// Account debited.
    pub debit: Fact,
    /// Account credited.
    pub credit: Fact,
    /// Amount.
    pub amount: f64,
}
/// A step from the business case to the accounts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BridgeStep {
    /// What it is: the first and the last are balances, the others changes.
    pub step: Fact,
    /// Amount, in plan currency.
    pub amount: f64,
    /// The balance after it.
    pub balance: f64,
}
/// Points of one month of issue at the end of the horizon.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct IssueBreakage {
    /// Month of issue from 1; 0: brought in.
    pub issued_in: u32,
    /// Points issued.
    pub issued: f64,
    /// Redeemed by the end of the horizon.
    pub redeemed: f64,
    /// Lapsed by then.
    pub lapsed: f64,
    /// Outstanding then.
    pub outstanding: f64,
    /// Of the points issued, not expected to be redeemed in the accounts.
    pub expected: f64,
    /// The same in the business case.
    pub business_case: f64,
}
/// Points that a segment brings in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SegmentBreakage {
    /// Name of the segment.
    pub segment: String,
    /// Points outstanding.
    pub outstanding: f64,
    /// Of these, held by customers who have left, by the probability of each to be active.
    pub held_by_lapsed: f64,
    /// Not expected to be redeemed in the accounts: the total, divided in proportion to points held by customers who have left.
    pub expected: f64,
}
/// A quarter of one element of the points sold to partners, in plan currency.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ElementPeriod {
    /// Quarter from launch, from 1.
    pub quarter: u32,
    /// The element.
    pub element: Element,
    /// Balance at its beginning.
    pub opening: f64,
    /// Billed to partners.
    pub additions: f64,
    /// Recognised as revenue.
    pub released: f64,
    /// Other changes.
    pub other: f64,
    /// Currency translation.
    pub translation: f64,
    /// Balance at its end: opening + additions − released + other + translation.
    pub closing: f64,
}
/// What partners pay for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Element {
    /// The reward: recognised as points are redeemed.
    Redemption,
    /// Running the program: recognised in equal parts over a point's life.
    Service,
}
