//! A request for a plan: what was asked, as typed values, settings included. A plan stores it and is recomputed from it.
//!
//! Who asked, through which door and with which settings file is *history* ([`crate::plan::Asked`]); what the data say is the extract; what
//! of both the design depends on is the [`Brief`](crate::brief::Brief).
use crate::brief::{Budget, Given, Goal, PersonaRule, TierAsk};
use crate::fact::FactId;
use crate::finding::ComplianceRule;
use crate::units::{Currency, Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Who stands behind a value that was given with the request and names nobody. The same through every door: names are history.
pub const ASKER: FactId = FactId("by-asker");
/// The note of such a value.
pub const GIVEN_WITH_REQUEST: FactId = FactId("given-with-request");

/// A request for a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlanRequest {
    /// Goal.
    pub goal: Goal,
    /// Tiers.
    pub tiers: TierAsk,
    /// Reward pool.
    pub budget: Budget,
    /// Currency that the text of the budget named.
    #[serde(default)]
    pub budget_currency: Option<Currency>,
    /// The words of the budget, where the plan's currency has a say in how they are read, or the reading is to be said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget_words: Option<String>,
    /// Currency of the amounts, as asked.
    #[serde(default)]
    pub currency: Option<Currency>,
    /// Persona names asked for; empty: all built-in segments that hold enough customers.
    #[serde(default)]
    pub personas: Vec<String>,
    /// Segments of the company's own.
    #[serde(default)]
    pub persona_rules: Vec<PersonaRule>,
    /// Constraints in the person's words, comma-separated.
    #[serde(default)]
    pub constraints: String,
    /// Months that the economics look ahead, 12 to 60.
    pub horizon_months: u32,
    /// Day of the launch; none: after the lead time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub launch: Option<Date>,
    /// Company name on the outputs; none: what the data tell.
    #[serde(default)]
    pub company: Option<String>,
    /// Own values, by assumption id.
    #[serde(default)]
    pub given: BTreeMap<String, Given>,
    /// Owners by role.
    #[serde(default)]
    pub owners: BTreeMap<String, String>,
    /// Answers to compliance facts.
    #[serde(default)]
    pub facts: BTreeMap<String, String>,
    /// Compliance rules of the company's own.
    #[serde(default)]
    pub own_rules: Vec<ComplianceRule>,
    /// Whether amounts include `tax`, `shipping`, `discounts`: "included", "excluded".
    #[serde(default)]
    pub amounts: BTreeMap<String, String>,
    /// What a person fixed by hand in the design, in order: `blueprint.tiers.gold.threshold=900`.
    #[serde(default)]
    pub pins: Vec<String>,
    /// Values changed on frozen drivers, in order; the design is worked out with them after the run.
    #[serde(default)]
    pub frozen: Vec<FrozenValue>,
    /// The company's data.
    #[serde(default)]
    pub data: DataRequest,
    /// Seed of the simulation.
    pub seed: u64,
    /// Day on which the plan is asked for.
    pub asked_on: Date,
    /// How the run is laid out; none: by the number of customers.
    #[serde(default)]
    pub layout: Option<Layout>,
    /// How hard to look.
    #[serde(default)]
    pub effort: Effort,
    /// What is written beside the plan.
    pub output: OutputRequest,
}
/// A value changed on frozen drivers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FrozenValue {
    /// Assumption.
    pub id: String,
    /// Value.
    pub given: Given,
}
/// Where the data are and how they are read. Nothing named: the demonstration company.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DataRequest {
    /// Files, folders or globs by table (transactions, subscriptions, usage, voc, members, points-ledger, rewards). Relative paths start from
    /// the folder of the request.
    pub tables: BTreeMap<String, Vec<String>>,
    /// Which column is what; the first that fits counts.
    pub columns: Vec<ColumnMap>,
    /// Decimal mark, where the files do not tell it.
    pub decimal_mark: Option<char>,
    /// `dmy`, `mdy` or `ymd`, where the files do not tell it.
    pub date_order: Option<String>,
    /// Time zone of the shop (IANA name): dates with an offset from UTC become days in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// Last day of observation; none: the last day in the data.
    pub as_of: Option<Date>,
    /// `false`: the orders are a sample of lines or of orders.
    pub whole_histories: Option<bool>,
    /// `true`: orders of nothing count as purchases.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count_zero_orders: Option<bool>,
    /// A sheet of a few numbers instead of data.
    pub drivers: Option<String>,
    /// A database, and what is asked of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warehouse: Option<WarehouseRequest>,
    /// Demonstration company where nothing else is named.
    pub demonstration: Demonstration,
}
/// A database, and what is asked of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WarehouseRequest {
    /// Its URL as a person wrote it: `${NAME}` stands for a variable of the environment, and no password stands in it.
    pub from: String,
    /// Tables or queries of it by table (transactions, subscriptions, usage, voc, members, points-ledger, rewards).
    pub queries: BTreeMap<String, Vec<String>>,
    /// Seconds that a statement may take; none: ten minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout_seconds: Option<u32>,
    /// Where sums are computed; none: here, from the rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sums: Option<SumsIn>,
}
/// Where the sums of a plan are computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SumsIn {
    /// Here: the rows of the queries leave the database.
    Rows,
    /// In the database: answers and a panel of customers leave it.
    Engine,
}
/// A column of a file that stands for a canonical one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ColumnMap {
    /// Table.
    pub table: String,
    /// Canonical name.
    pub name: String,
    /// Column of the file, or `#1`.
    pub column: String,
}
/// Which demonstration company.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Demonstration {
    /// The usual one.
    #[default]
    Default,
    /// Its best program loses money.
    Losing,
}
/// Layout of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// Research and modeling side by side.
    Diamond,
    /// One task after another.
    Pipeline,
}
/// How hard a run looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Effort {
    /// As a plan should be.
    #[default]
    Full,
    /// Few draws of few customers, for trying out.
    Small,
}
/// What is written beside the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OutputRequest {
    /// Folder of the deliverables.
    pub folder: String,
    /// Only these; empty: the usual ones.
    #[serde(default)]
    pub deliverables: Vec<String>,
    /// Brand file.
    #[serde(default)]
    pub brand: Option<String>,
    /// Pseudonyms stand in `members.csv` in the place of customer ids.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pseudonyms: bool,
}
impl Default for OutputRequest {
    fn default() -> Self {
        OutputRequest { folder: "loyalty-plan".into(), deliverables: vec![], brand: None, pseudonyms: false }
    }
}
