//! Arguments of tools, and the request that they say: words are read by the readers that every door shares.
use loyalty_app::operations::amend::Change;
use loyalty_app::refusal::Refusal;
use loyalty_app::request::answers::answers;
use loyalty_app::request::{Draft, parse};
use loyalty_model::brief::{Given, Goal};
use loyalty_model::pool;
use loyalty_model::request::{DataRequest, Effort};
use schemars::JsonSchema;
use serde::Deserialize;

/// Longest text and longest list that an argument may hold.
const LONGEST_TEXT: usize = 4_000;
const LONGEST_LIST: usize = 64;

/// A number, or the same as text.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum NumberOrText {
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// Text.
    Text(String),
}
impl NumberOrText {
    pub fn text(&self) -> String {
        match self {
            NumberOrText::Whole(n) => n.to_string(),
            NumberOrText::Number(n) => n.to_string(),
            NumberOrText::Text(t) => t.clone(),
        }
    }
}
/// What the program is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum GoalWord {
    Retention,
    Expansion,
    Engagement,
    Advocacy,
}
impl GoalWord {
    pub const fn goal(self) -> Goal {
        match self {
            GoalWord::Retention => Goal::Retention,
            GoalWord::Expansion => Goal::Expansion,
            GoalWord::Engagement => Goal::Engagement,
            GoalWord::Advocacy => Goal::Advocacy,
        }
    }
}
/// The agent of the plugin that calls: the plan says who did its tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AgentWord {
    LoyaltyStrategist,
    MemberInsightsAnalyst,
    LoyaltyModeling,
}
impl AgentWord {
    pub const fn word(self) -> &'static str {
        match self {
            AgentWord::LoyaltyStrategist => "loyalty-strategist",
            AgentWord::MemberInsightsAnalyst => "member-insights-analyst",
            AgentWord::LoyaltyModeling => "loyalty-modeling",
        }
    }
}
/// Period of the reward pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PeriodWord {
    Month,
    Quarter,
}
/// The company's data: files or folders inside the folders that the server may use (CSV, TSV, JSON, xlsx, xls, ods, Parquet; gz, zip). Without any, the
/// built-in demonstration company stands in.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DataInput {
    /// Orders: one row per line item or per order.
    #[schemars(length(max = 64))]
    pub transactions: Vec<String>,
    /// Subscriptions.
    #[schemars(length(max = 64))]
    pub subscriptions: Vec<String>,
    /// Product usage events.
    #[schemars(length(max = 64))]
    pub usage: Vec<String>,
    /// Voice of customer: surveys, reviews, tickets with ratings.
    #[schemars(length(max = 64))]
    pub voc: Vec<String>,
    /// Members or customer master data.
    #[schemars(length(max = 64))]
    pub members: Vec<String>,
    /// Points ledger of the current program.
    #[schemars(length(max = 64))]
    pub points_ledger: Vec<String>,
    /// Reward catalogue of the current program.
    #[schemars(length(max = 64))]
    pub rewards: Vec<String>,
    /// Which column holds what: `transactions.customer=CustomerID`, or `=#1` for a file without a header.
    #[schemars(length(max = 64))]
    pub map: Vec<String>,
    /// Decimal mark of the files, where it is ambiguous: `.` or `,`.
    pub decimal_mark: Option<String>,
    /// Order of day, month, year in dates, where it is ambiguous: `dmy`, `mdy` or `ymd`.
    pub date_order: Option<String>,
    /// Time zone of the shop (IANA name), where dates carry an offset from UTC; without it, days are read as written.
    pub time_zone: Option<String>,
    /// Last day of observation (default: the last day in the data), e.g. 2026-06-30.
    pub as_of: Option<String>,
    /// Whether orders of nothing (samples, gifts, replacements) count as purchases (default: no).
    pub count_zero_orders: Option<bool>,
    /// Currency (ISO code) of the amounts.
    pub currency: Option<String>,
    /// Settings file (default: plan-loyalty.toml in the first folder, where it exists).
    pub config: Option<String>,
}
/// A planning request: the words of `plan-loyalty --goal … --tiers … --budget …`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PlanInput {
    /// Goal of the program. Required unless the settings file has it.
    pub goal: Option<GoalWord>,
    /// A number of tiers (1 to 6) or a type: points-only, hybrid, missions, hybrid:4. Required unless the settings file has it.
    pub tiers: Option<NumberOrText>,
    /// Reward pool: 50000, "150000/quarter", "EUR 50000/month". Required unless the settings file has it.
    pub budget: Option<NumberOrText>,
    /// Period of the reward pool, if `budget` does not name one (default: month).
    pub budget_period: Option<PeriodWord>,
    /// Member segments: built-in, from the member file, or from the settings.
    #[schemars(length(max = 64))]
    pub personas: Vec<String>,
    /// Constraints from compliance or the platform, comma-separated: "EU, no points expiry, Shopify, max discount 10%".
    pub constraints: Option<String>,
    /// Contribution margin on net sales before the program: 0.42 or "42%".
    pub margin: Option<NumberOrText>,
    /// Months to simulate.
    #[schemars(range(min = 12, max = 60))]
    pub horizon: Option<u32>,
    /// Day of the launch, for example 2027-03-01 (default: 12 to 16 weeks after the request, outside the measured peak of sales).
    pub launch: Option<String>,
    /// Own values of assumptions: "response.total=0.01±0.01".
    #[schemars(length(max = 64))]
    pub assume: Vec<String>,
    /// Answers to open questions, NAME=VALUE as the plan prints them: "places=Germany".
    #[schemars(length(max = 64))]
    pub answer: Vec<String>,
    /// Company name on the outputs.
    pub company: Option<String>,
    /// A company profile (a few driver figures) instead of data.
    pub drivers: Option<String>,
    /// The company's data.
    pub data: DataInput,
    /// Seed of the simulation.
    pub seed: Option<u64>,
    /// Date of the request (default: today).
    pub asked_on: Option<String>,
    /// Demonstration company to plan for when no data is given: `default`, or `losing` (its best program loses money).
    pub demonstration: Option<String>,
    /// Folder of the deliverables (default: loyalty-plan).
    pub out: Option<String>,
    /// Only these deliverables (default: the usual ones); the plan itself is always saved.
    #[schemars(length(max = 64))]
    pub deliverables: Vec<String>,
    /// Brand file: name, primary, accent, logo (TOML).
    pub brand: Option<String>,
    /// The agent of the plugin that calls, where one does: the plan says who did its tasks.
    pub acting_as: Option<AgentWord>,
}
/// A change of a plan. Say at least one thing.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ChangeInput {
    /// Figures of the design to set: "blueprint.tiers.gold.threshold=900".
    #[schemars(length(max = 64))]
    pub set: Vec<String>,
    /// Benefits of the catalogue to add, from a tier on: "free-shipping@gold".
    #[schemars(length(max = 64))]
    pub add_benefit: Vec<String>,
    /// Benefits to remove.
    #[schemars(length(max = 64))]
    pub remove_benefit: Vec<String>,
    /// Channels whose lifecycle triggers are removed.
    #[schemars(length(max = 64))]
    pub drop_channel: Vec<String>,
    /// Release everything that was fixed by hand before.
    pub unpin: bool,
    /// Reward pool.
    pub budget: Option<NumberOrText>,
    /// Goal.
    pub goal: Option<GoalWord>,
    /// Tiers.
    pub tiers: Option<NumberOrText>,
    /// Constraints.
    pub constraints: Option<String>,
    /// Contribution margin.
    pub margin: Option<NumberOrText>,
    /// Months to simulate.
    #[schemars(range(min = 12, max = 60))]
    pub horizon: Option<u32>,
    /// Day of the launch.
    pub launch: Option<String>,
    /// Own values of assumptions.
    #[schemars(length(max = 64))]
    pub assume: Vec<String>,
    /// Answers to open questions, NAME=VALUE as the plan prints them.
    #[schemars(length(max = 64))]
    pub answer: Vec<String>,
    /// Use the data as they are now, although they changed after the plan was made.
    pub accept_data: bool,
}

/// A text that may be looked at: no absurd length, no control character.
///
/// # Errors
/// Otherwise.
pub fn sane(argument: &str, value: &str) -> Result<(), Refusal> {
    let fact = if value.len() > LONGEST_TEXT {
        format!("{} characters are too many", value.len())
    } else if value.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        "it contains control characters".into()
    } else {
        return Ok(());
    };
    Err(Refusal::input(argument.replace('-', "_"), fact, "Arguments are read as plain text", format!("write plain text of at most {LONGEST_TEXT} characters")))
}
fn few(argument: &str, n: usize) -> Result<(), Refusal> {
    if n <= LONGEST_LIST {
        return Ok(());
    }
    Err(Refusal::input(
        argument.replace('-', "_"),
        format!("{n} entries are too many"),
        "The number of entries per call is limited",
        format!("give at most {LONGEST_LIST}; a folder counts as one"),
    ))
}
/// Every text of a list, and their number, may be looked at.
fn sane_list(argument: &str, values: &[String]) -> Result<(), Refusal> {
    few(argument, values.len())?;
    values.iter().try_for_each(|v| sane(argument, v))
}
/// Decimal mark: one character.
///
/// # Errors
/// More than one.
pub fn decimal_mark(text: Option<&str>) -> Result<Option<char>, Refusal> {
    let Some(text) = text else { return Ok(None) };
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(mark), None) => Ok(Some(mark)),
        _ => Err(Refusal::input("decimal_mark", "it is not one character", "A decimal mark is a point or a comma", "say \".\" or \",\"")),
    }
}
/// How files are read.
///
/// # Errors
/// A word that cannot be read.
pub fn reading(map: &[String], mark: Option<&str>, date_order: Option<&str>, as_of: Option<&str>) -> Result<DataRequest, Refusal> {
    sane_list("map", map)?;
    date_order.map_or(Ok(()), |t| sane("date_order", t))?;
    Ok(DataRequest {
        columns: map.iter().map(|m| parse::column(m)).collect::<Result<_, _>>()?,
        decimal_mark: decimal_mark(mark)?,
        date_order: date_order.map(str::to_string),
        as_of: as_of.map(|t| sane("as_of", t).and_then(|()| parse::date("as_of", t))).transpose()?,
        ..DataRequest::default()
    })
}
impl DataInput {
    /// The data and their currency.
    ///
    /// # Errors
    /// Absurd texts, a word that cannot be read.
    pub fn draft(&self) -> Result<Draft, Refusal> {
        let tables = [
            ("transactions", &self.transactions),
            ("subscriptions", &self.subscriptions),
            ("usage", &self.usage),
            ("voc", &self.voc),
            ("members", &self.members),
            ("points-ledger", &self.points_ledger),
            ("rewards", &self.rewards),
        ];
        tables.into_iter().try_for_each(|(table, paths)| few(table, paths.len()))?;
        self.time_zone.as_deref().map_or(Ok(()), |t| sane("time_zone", t))?;
        let read = DataRequest {
            time_zone: self.time_zone.clone(),
            count_zero_orders: self.count_zero_orders,
            ..reading(&self.map, self.decimal_mark.as_deref(), self.date_order.as_deref(), self.as_of.as_deref())?
        };
        let named = tables.into_iter().filter(|(_, paths)| !paths.is_empty()).map(|(table, paths)| (table.to_string(), paths.clone()));
        let currency = self.currency.as_deref().map(|t| sane("currency", t).and_then(|()| parse::currency(t))).transpose()?;
        Ok(Draft { data: DataRequest { tables: named.collect(), ..read }, currency, ..Draft::default() })
    }
}
fn given(assume: &[String], margin: Option<&NumberOrText>) -> Result<std::collections::BTreeMap<String, Given>, Refusal> {
    sane_list("assume", assume)?;
    let margin = margin.map(|m| parse::margin(&m.text()));
    assume.iter().map(|t| parse::assume(t)).chain(margin).collect()
}
fn answered(answer: &[String]) -> Result<Draft, Refusal> {
    sane_list("answer", answer)?;
    answers(answer)
}
impl PlanInput {
    /// The budget with its period; the period where it was taken for granted.
    pub fn budget(&self) -> (Option<String>, bool) {
        let text = self.budget.as_ref().map(NumberOrText::text);
        let said = text.as_ref().is_none_or(|t| pool::names_period(t));
        match (text, self.budget_period) {
            (Some(t), Some(PeriodWord::Quarter)) if !said => (Some(format!("{t}/quarter")), false),
            (Some(t), Some(PeriodWord::Month)) if !said => (Some(format!("{t}/month")), false),
            (text, period) => (text, !said && period.is_none()),
        }
    }
    /// The request that it says, as far as it says one.
    ///
    /// # Errors
    /// Absurd texts, a word that cannot be read.
    pub fn draft(&self, small_effort: bool) -> Result<Draft, Refusal> {
        let texts = [("constraints", &self.constraints), ("company", &self.company), ("asked_on", &self.asked_on), ("demonstration", &self.demonstration)];
        texts.into_iter().try_for_each(|(argument, text)| text.as_deref().map_or(Ok(()), |t| sane(argument, t)))?;
        sane_list("personas", &self.personas)?;
        sane_list("deliverables", &self.deliverables)?;
        let mut data = self.data.draft()?;
        data.data.drivers = self.drivers.clone();
        Ok(Draft {
            goal: self.goal.map(GoalWord::goal),
            tiers: self.tiers.as_ref().map(|t| parse::tiers(&t.text())).transpose()?,
            budget: match (&self.budget, self.budget().0) {
                (Some(NumberOrText::Number(n)), _) if *n < 1_000.0 => Some(parse::budget_number(*n)?),
                (_, text) => text.as_deref().map(parse::budget).transpose()?,
            },
            personas: (!self.personas.is_empty()).then(|| parse::list(&self.personas.join(","))),
            constraints: self.constraints.clone(),
            horizon: self.horizon.map(parse::horizon).transpose()?,
            launch: self.launch.as_deref().map(|t| parse::date("launch", t)).transpose()?,
            company: self.company.clone(),
            given: given(&self.assume, self.margin.as_ref())?,
            demonstration: self.demonstration.as_deref().map(parse::demonstration).transpose()?,
            seed: self.seed,
            asked_on: self.asked_on.as_deref().map(|t| parse::date("asked_on", t)).transpose()?,
            effort: small_effort.then_some(Effort::Small),
            out: self.out.clone(),
            deliverables: self.deliverables.clone(),
            brand: self.brand.clone(),
            ..data
        }
        .over(answered(&self.answer)?))
    }
}
impl ChangeInput {
    /// The change.
    ///
    /// # Errors
    /// Absurd texts, a word that cannot be read.
    pub fn change(&self) -> Result<Change, Refusal> {
        let lists = [("set", &self.set), ("add_benefit", &self.add_benefit), ("remove_benefit", &self.remove_benefit), ("drop_channel", &self.drop_channel)];
        lists.into_iter().try_for_each(|(argument, values)| sane_list(argument, values))?;
        self.constraints.as_deref().map_or(Ok(()), |t| sane("constraints", t))?;
        let says = Draft {
            goal: self.goal.map(GoalWord::goal),
            tiers: self.tiers.as_ref().map(|t| parse::tiers(&t.text())).transpose()?,
            budget: match &self.budget {
                Some(NumberOrText::Number(n)) => Some(parse::budget_number(*n)?),
                other => other.as_ref().map(|b| parse::budget(&b.text())).transpose()?,
            },
            constraints: self.constraints.clone(),
            horizon: self.horizon.map(parse::horizon).transpose()?,
            launch: self.launch.as_deref().map(|t| parse::date("launch", t)).transpose()?,
            given: given(&self.assume, self.margin.as_ref())?,
            pins: parse::pins(&self.set, &self.add_benefit, &self.remove_benefit, &self.drop_channel),
            ..Draft::default()
        }
        .over(answered(&self.answer)?);
        Ok(Change { says, unpin: self.unpin, accept_data: self.accept_data })
    }
}
