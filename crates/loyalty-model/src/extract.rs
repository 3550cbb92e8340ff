//! The extract: all that the engine ever learns of a company. Counts, sums and one panel; never raw rows.
//!
//! ```text
//! Extract
//!   origin, currency, window, as_of, fingerprint, tables[quality]
//!   transactions?   totals, by month, cohorts, (x, t_x, T) cells at cut dates, gaps, order values, concentration
//!   subscriptions?  by month, survival table, renewals
//!   usage?          by month, features
//!   voice?          scores, records
//!   members?        tiers, segments, places, consent
//!   ledger?         by month, triangle, members who redeemed more than they earned
//!   rewards?        the present catalogue
//!   items?          what the shop sells, the 200 items with the most buyers
//!   panel           up to 200,000 customers with monthly history
//! ```
//! Every number is a count, a minimum, a maximum or a sum of integers or exact decimals, so the order in which rows or
//! parts arrive cannot change it.
use crate::fact::Fact;
pub use crate::firings::{OrderFirings, UsageFirings};
pub use crate::items::{ItemFact, ItemFacts};
use crate::units::{Currency, Date, Money, Month};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where the figures of a plan come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The company's own files.
    CompanyData,
    /// The built-in demonstration company, generated with a fixed seed.
    Demonstration,
    /// A sheet of a few numbers that a person gave; customers are imagined from it.
    DriverSheet,
}

/// One input table: what was read and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TableQuality {
    /// `transactions`, `subscriptions`, `usage`, `voc`, `members`, `points-ledger`, `rewards`.
    pub table: String,
    /// Which column of the files was read as what. Names belong to files: in a plan they stand in its history, and here is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<ColumnUse>,
    /// Data rows in the files.
    pub rows_read: u64,
    /// Rows that entered the canonical table.
    pub rows_used: u64,
    /// Rows with a good amount but no customer.
    pub rows_without_customer: u64,
    /// Rows set aside, all reasons together.
    #[serde(default)]
    pub rows_set_aside: u64,
    /// Rows set aside, by reason.
    pub set_aside: Vec<SetAside>,
    /// The control total of the money (or points) column; closes exactly.
    pub control: Option<ControlTotal>,
    /// What was noticed and decided over all rows, without names of files or numbers of lines.
    pub notes: Vec<Fact>,
    /// Lines that repeat another one exactly, over all files of the table; they are kept.
    #[serde(default)]
    pub repeated_lines: u64,
    /// How far its customers are those of the orders (or subscriptions); none for those tables themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub join: Option<Join>,
    /// Orders of nothing, where there are any (orders only).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zero_orders: Option<ZeroOrders>,
    /// No column holds an amount: each order counts with this value (an assumption).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assumed_order_value: Option<f64>,
}
/// Orders that are worth nothing and none of whose lines is negative: samples, gifts, replacements. Refunds down to nothing are not among them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ZeroOrders {
    /// How many.
    pub orders: u64,
    /// Customers with one or more.
    pub customers: u64,
    /// Of these, customers who never bought anything for money.
    pub never_paid: u64,
    /// A person says that they count as purchases.
    pub counted: bool,
}
impl ZeroOrders {
    /// There is none.
    pub fn is_none(&self) -> bool {
        self.orders == 0
    }
}
/// Customers of one table that another knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Join {
    /// Who: `members`, `customers with points`.
    pub what: String,
    /// The other table: `orders` or `subscriptions`.
    pub with: String,
    /// Customers of this table that the other knows.
    pub known: u64,
    /// Customers of this table.
    pub of: u64,
}
impl TableQuality {
    /// The counts and totals without the names of columns: all that a design may know.
    pub fn without_names(&self) -> TableQuality {
        TableQuality { columns: vec![], ..self.clone() }
    }
}
/// A column of a file and what it was read as.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ColumnUse {
    /// Canonical name.
    pub canonical: String,
    /// Name (or position) in the file.
    pub column: String,
    /// `name`, `content`, `map`, `config` or `position`.
    pub found_by: String,
}
/// Rows set aside for one reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SetAside {
    /// Why, in words.
    pub reason: String,
    /// How many rows.
    pub rows: u64,
    /// Their amount where it could be read.
    pub amount: Option<Money>,
}
/// `in_file = used + without_customer + set_aside`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ControlTotal {
    /// Sum over every row whose amount could be read.
    pub in_file: Money,
    /// In the canonical table.
    pub used: Money,
    /// On rows without a customer.
    pub without_customer: Money,
    /// On rows set aside.
    pub set_aside: Money,
}
impl ControlTotal {
    /// Whether the total closes to the last digit.
    pub fn closes(&self) -> bool {
        self.in_file == self.used + self.without_customer + self.set_aside
    }
}

/// All that the engine learns of a company.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Extract {
    /// Where it comes from.
    pub origin: Origin,
    /// Currency of every amount.
    pub currency: Currency,
    /// Last day observed; ages and recencies count to here.
    pub as_of: Date,
    /// SHA-256 over the canonical content, row order ignored.
    pub fingerprint: String,
    /// What was read.
    pub tables: Vec<TableQuality>,
    /// Orders.
    pub transactions: Option<TransactionFacts>,
    /// The orders were made up from a points ledger: each point earned stands for this much spend (an assumption).
    pub spend_per_point: Option<f64>,
    /// The order file holds no amounts: each order stands for this much spend (an assumption).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assumed_order_value: Option<f64>,
    /// Tables that were asked for and could not be read, with the reason: the plan goes on without them and is escalated.
    #[serde(default)]
    pub lost: Vec<String>,
    /// Why the orders are not whole histories of customers; then no customer-base model may be fitted on them.
    pub incomplete: Option<String>,
    /// Subscriptions.
    pub subscriptions: Option<SubscriptionFacts>,
    /// Product usage.
    pub usage: Option<UsageFacts>,
    /// Voice of customer.
    pub voice: Option<VoiceFacts>,
    /// Members of a present program or customer master data.
    pub members: Option<MemberFacts>,
    /// Points ledger.
    pub ledger: Option<LedgerFacts>,
    /// Present reward catalogue.
    pub rewards: Vec<RewardFact>,
    /// Items of the shop, where a column of the orders names them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<ItemFacts>,
    /// The panel: customers with the smallest SHA-256 of their id, in ascending order of that hash.
    pub panel: Vec<PanelCustomer>,
    /// Customers that one panel customer stands for (customers ÷ panel size; 1 when all are in it).
    pub panel_weight: f64,
}

impl Extract {
    /// What spend is imagined from, where no amounts were given: figures in money are then no measurements.
    pub fn imagined_spend(&self) -> Option<Fact> {
        let from_points = self.spend_per_point.map(|spend| Fact::new("imagined-spend-per-point").number("spend", spend));
        from_points.or_else(|| self.assumed_order_value.map(|value| Fact::new("imagined-order-value").money("value", value)))
    }
}

/// Distinct (x, t_x, T) in days, with the number of customers and, where there is a hold-out, their later orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RftCell {
    /// x: repeat purchase days after the first.
    pub frequency: u32,
    /// t_x: days from first to last purchase.
    pub recency: u32,
    /// T: days from first purchase to the cut date.
    pub age: u32,
    /// Purchase days after the cut, to the end of observation.
    pub holdout: u32,
    /// Customers.
    pub customers: u64,
}
/// The cells at one cut date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RftCut {
    /// Last day of the calibration window.
    pub cut: Date,
    /// Days of hold-out after the cut (0: none).
    pub holdout_days: u32,
    /// Customers first seen on or after this day only (`None`: everybody).
    pub first_seen_from: Option<Date>,
    /// Sorted cells.
    pub cells: Vec<RftCell>,
}

/// Facts of the orders. A *purchase day* is a customer-day whose lines sum to more than nothing; an *order* likewise. Where a person says that
/// orders of nothing count, so does a day or an order none of whose lines is negative. Negative lines are refunds: they reduce net spend on their
/// own day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionFacts {
    /// First and last day seen.
    pub first_day: Date,
    /// Last day seen.
    pub last_day: Date,
    /// Lines in the canonical table.
    pub lines: u64,
    /// Customers with at least one line.
    pub customers: u64,
    /// Customers with at least one purchase day.
    pub buyers: u64,
    /// Buyers with at least two purchase days.
    pub repeat_buyers: u64,
    /// Orders.
    pub orders: u64,
    /// Purchase days.
    pub purchase_days: u64,
    /// Orders of nothing.
    #[serde(default, skip_serializing_if = "ZeroOrders::is_none")]
    pub zero_orders: ZeroOrders,
    /// Sum of positive lines.
    pub gross: Money,
    /// Sum of negative lines (a negative number).
    pub refunds: Money,
    /// Month by month, no month left out between the first and the last.
    pub months: Vec<TransactionMonth>,
    /// By month of first purchase and age in months.
    pub cohorts: Vec<CohortCell>,
    /// At the end of observation; at 1/2 and 2/3 of the span, held out to its end; at 1/2 and 2/3 of those two thirds, held out to their
    /// end, so that a forecast made there never saw what it is scored on. The same again for customers first seen
    /// in the second quarter of the span or later, who are less likely to be old customers in disguise.
    pub cuts: Vec<RftCut>,
    /// Days between consecutive purchase days: (days, pairs), ascending.
    pub gaps: Vec<(u32, u64)>,
    /// Net value of orders in fixed bins.
    pub order_values: Vec<ValueBin>,
    /// Net spend per buyer in the last 365 days, of buyers active in them, in fixed bins.
    pub spend_last_year: Vec<ValueBin>,
    /// Net spend of the top share of customers by net spend over the whole window: (per mille of customers, customers, net).
    pub concentration: Vec<(u32, u64, Money)>,
    /// Firings of triggers; absent in extracts of before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub firings: Option<OrderFirings>,
    /// Last 365 days against the 365 days before; absent when the span is under 730 days.
    pub year_on_year: Option<YearOnYear>,
}
impl TransactionFacts {
    /// The smallest gap between purchase days that this share (`over` ÷ `under`) of all gaps does not exceed, in days.
    pub fn gap_quantile(&self, over: u64, under: u64) -> Option<u32> {
        let pairs: u64 = self.gaps.iter().map(|g| g.1).sum();
        let mut seen = 0;
        let reached = |g: &&(u32, u64)| {
            seen += g.1;
            seen * under >= over * pairs
        };
        self.gaps.iter().find(reached).filter(|_| pairs > 0).map(|g| g.0)
    }
}
/// One month of orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransactionMonth {
    /// Which.
    pub month: Month,
    /// Customers with a purchase day in it.
    pub active: u64,
    /// Customers whose first purchase day ever seen lies in it.
    pub new: u64,
    /// Orders.
    pub orders: u64,
    /// Net of refunds.
    pub net: Money,
    /// Refunds (negative).
    pub refunds: Money,
}
/// One cell of the cohort matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CohortCell {
    /// Month of first purchase.
    pub cohort: Month,
    /// Months since.
    pub age: u32,
    /// Customers of the cohort active in that month.
    pub active: u64,
    /// Their orders.
    pub orders: u64,
    /// Their net spend.
    pub net: Money,
}
/// A bin `[from, to)` with its count and sum. Edges are 1, 2, 5 × powers of ten; the first bin begins at no lower limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ValueBin {
    /// Lower edge, included; `None`: below everything.
    pub from: Option<Money>,
    /// Upper edge, excluded; `None`: above everything.
    pub to: Option<Money>,
    /// How many.
    pub count: u64,
    /// Their sum.
    pub sum: Money,
}
/// Spend retention of last year's buyers: net revenue retention where there are no subscriptions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearOnYear {
    /// Buyers in the prior year.
    pub prior_buyers: u64,
    /// Of these, buyers in the last year too.
    pub kept_buyers: u64,
    /// Net spend of prior-year buyers in the prior year.
    pub prior_net: Money,
    /// Net spend of the same customers in the last year.
    pub later_net: Money,
    /// The same, each customer capped at the prior year's spend (gross revenue retention).
    pub later_net_capped: Money,
}

/// Survival by tenure: (months, at risk, ended).
pub type TenureTable = Vec<(u32, u64, u64)>;

/// Facts of the subscriptions (trials left out of money).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SubscriptionFacts {
    /// Subscriptions in the table.
    pub subscriptions: u64,
    /// Customers with one.
    pub customers: u64,
    /// Subscriptions that have ended.
    pub ended: u64,
    /// Customers with nothing running at the end of observation.
    pub customers_left: u64,
    /// Trials.
    pub trials: u64,
    /// Monthly recurring revenue at the end of observation.
    pub mrr: Money,
    /// Month by month; empty for a snapshot without dates.
    pub months: Vec<SubscriptionMonth>,
    /// Survival of customers by tenure in months: (months, at risk, ended).
    pub survival: TenureTable,
    /// The same by plan or contract: (name, table).
    pub survival_by_plan: Vec<(String, TenureTable)>,
    /// Renewals due in the twelve months after the end of observation: (month, subscriptions, MRR).
    pub renewals: Vec<(Month, u64, Money)>,
    /// No start dates: tenure and an ended flag only.
    pub snapshot: bool,
}
/// MRR movement of one month, by customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubscriptionMonth {
    /// Which.
    pub month: Month,
    /// Customers paying on the first day.
    pub opening_customers: u64,
    /// Their MRR.
    pub opening_mrr: Money,
    /// New customers' MRR during the month.
    pub new_mrr: Money,
    /// New customers.
    pub new_customers: u64,
    /// More from customers who paid on the first day.
    pub expansion_mrr: Money,
    /// Less from customers who stayed (positive).
    pub contraction_mrr: Money,
    /// From customers who left (positive).
    pub churned_mrr: Money,
    /// Customers who left.
    pub churned_customers: u64,
}

/// Facts of product usage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UsageFacts {
    /// Events.
    pub events: u64,
    /// Customers with usage.
    pub customers: u64,
    /// Month, active customers, sum over its days of that day's active customers, days with data.
    pub months: Vec<(Month, u64, u64, u32)>,
    /// Firings of triggers.
    #[serde(default)]
    pub firings: UsageFirings,
    /// Per feature: adopters, and how many of adopters and of the other users are still customers at the end.
    pub features: Vec<FeatureFact>,
}
/// Adoption of one feature: an association, never an effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeatureFact {
    /// Name.
    pub feature: String,
    /// Customers who used it.
    pub adopters: u64,
    /// Of these, still customers at the end (running subscription, or purchase or use in the last 90 days).
    pub adopters_kept: u64,
    /// Users of the product who never used it.
    pub others: u64,
    /// Of these, still customers.
    pub others_kept: u64,
}

/// Facts of the voice of customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VoiceFacts {
    /// Records.
    pub records: u64,
    /// Best rating of the scale.
    pub scale_max: u32,
    /// (rating in hundredths, records).
    pub scores: Vec<(u32, u64)>,
    /// Customers with a rating of at least four fifths of the scale in the last 365 days.
    #[serde(default)]
    pub praisers_last_year: u64,
    /// Customers with a rating of at most two fifths of the scale (six of ten or eleven) in the last 365 days.
    #[serde(default)]
    pub complainers_last_year: u64,
    /// Records outside the scale, kept out of the scores.
    pub off_scale: u64,
    /// Up to 20,000 records with text or theme (smallest hash first), for themes.
    pub sample: Vec<VoiceRecord>,
}
/// One record. Texts are as given; the engine removes personal data before it quotes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoiceRecord {
    /// Rating in hundredths.
    pub score: Option<u32>,
    /// Text.
    pub text: String,
    /// Reason code that came with it.
    pub theme: Option<String>,
    /// The customer has left or lapsed by the end of observation (unknown without a customer).
    pub lapsed: Option<bool>,
    /// The customer's net spend in the last 365 days, or twelve times the MRR.
    pub yearly_value: Option<Money>,
    /// Who, as the first 8 bytes of SHA-256 of the id: to count a customer once.
    pub customer: Option<u64>,
}

/// Facts of the members.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MemberFacts {
    /// Members in the file.
    pub members: u64,
    /// Members who left.
    pub left: u64,
    /// By present tier.
    pub tiers: Vec<(String, u64)>,
    /// By segment of the company's own.
    pub segments: Vec<(String, u64)>,
    /// By place.
    pub places: Vec<(String, u64)>,
    /// Known consents to marketing e-mail: (yes, no); the rest is unknown.
    pub email_consent: (u64, u64),
    /// Members with a referrer.
    pub referred: u64,
    /// Members whose birthday is known, by month from January; empty: of none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub birthdays: Vec<u64>,
    /// Enrolments per month.
    pub joined: Vec<(Month, u64)>,
}

/// Facts of a points ledger, in hundredths of a point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LedgerFacts {
    /// Month, earned, redeemed, expired, members earning, members redeeming.
    pub months: Vec<LedgerMonth>,
    /// Members in the ledger.
    pub members: u64,
    /// Members who ever redeemed.
    pub redeemers: u64,
    /// Cost booked for points redeemed, and the points it covers.
    pub cost: Option<(Money, i64)>,
    /// Cumulative points redeemed by earn month and months since, oldest points first: (earn month, age, points redeemed at that age).
    pub triangle: Vec<(Month, u32, i64)>,
    /// Members who redeemed more than they earned in the window, and by how much: the opening balance is unknown.
    pub over_redeemed: (u64, i64),
    /// Who they are, in the order of their ids, and the points beyond those earned.
    pub over_redeemers: Vec<(String, i64)>,
}
/// One month of a ledger, in hundredths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerMonth {
    /// Which.
    pub month: Month,
    /// Earned, before reversals.
    pub earned: i64,
    /// Earnings revoked (positive).
    pub reversed: i64,
    /// Redeemed, before reimbursements.
    pub redeemed: i64,
    /// Redemptions given back (positive).
    pub reimbursed: i64,
    /// Expired.
    pub expired: i64,
    /// Members who earned.
    pub earners: u64,
    /// Members who redeemed.
    pub redeemers: u64,
}

/// One reward of the present catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RewardFact {
    /// Name.
    pub name: String,
    /// Price in points.
    pub points_price: u64,
    /// Retail value.
    pub value: Option<Money>,
    /// Cost.
    pub unit_cost: Option<Money>,
}

/// One customer of the panel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelCustomer {
    /// The customer's id as in the file.
    pub id: String,
    /// Day of the first purchase (or start of the first subscription).
    pub first_day: Date,
    /// Repeat purchase days.
    pub frequency: u32,
    /// First to last purchase, days.
    pub recency: u32,
    /// First purchase to the end of observation, days.
    pub age: u32,
    /// Months with any line, ascending.
    pub months: Vec<PanelMonth>,
    /// Monthly recurring revenue now (subscriptions), zero when ended or none.
    pub mrr: Money,
    /// Had a subscription.
    pub subscriber: bool,
    /// Had one and none runs any more.
    pub subscription_ended: bool,
    /// Features used.
    pub features_used: u32,
    /// Days with use in the last 90.
    pub usage_days_last_90: u32,
    /// Last rating given, hundredths.
    pub last_score: Option<u32>,
    /// Present tier in the member file.
    pub tier: Option<String>,
    /// Segment in the member file.
    pub segment: Option<String>,
    /// Place.
    pub place: Option<String>,
    /// Consent to marketing e-mail.
    pub email_consent: Option<bool>,
    /// Was referred by somebody.
    pub referred: bool,
    /// Referred others.
    pub referrals_made: u32,
    /// Points balance in the ledger (earned − redeemed − expired in the window), hundredths.
    pub points_balance: i64,
}
/// One month of one panel customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelMonth {
    /// Which.
    pub month: Month,
    /// Purchase days.
    pub purchase_days: u16,
    /// Net spend.
    pub net: Money,
    /// Refunds (negative).
    pub refunds: Money,
}
