//! Arguments of tools, and the words of the command line that say the same.
use super::door::Door;
use crate::error::Refusal;
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
    /// As text.
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
#[allow(missing_docs)]
pub enum GoalWord {
    Retention,
    Expansion,
    Engagement,
    Advocacy,
}
impl GoalWord {
    /// The word of the command line.
    pub fn word(self) -> &'static str {
        match self {
            GoalWord::Retention => "retention",
            GoalWord::Expansion => "expansion",
            GoalWord::Engagement => "engagement",
            GoalWord::Advocacy => "advocacy",
        }
    }
}
/// Period of the reward pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum PeriodWord {
    Month,
    Quarter,
}
/// The company's data: files or folders inside the folders that the server may use (CSV, TSV, gz, JSON Lines, Parquet). Without any, the
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
    /// Points ledger of a present program.
    #[schemars(length(max = 64))]
    pub points_ledger: Vec<String>,
    /// Present reward catalogue.
    #[schemars(length(max = 64))]
    pub rewards: Vec<String>,
    /// Which column is what: `transactions.customer=CustomerID`, or `=#1` for a file without a header.
    #[schemars(length(max = 64))]
    pub map: Vec<String>,
    /// Decimal mark of the files, where it cannot be told: `.` or `,`.
    pub decimal_mark: Option<String>,
    /// Order of day, month, year in dates, where it cannot be told: `dmy`, `mdy` or `ymd`.
    pub date_order: Option<String>,
    /// Last day of observation (default: the last day in the data), e.g. 2026-06-30.
    pub as_of: Option<String>,
    /// Currency (ISO code) of the amounts.
    pub currency: Option<String>,
    /// Settings file (default: plan-loyalty.toml in the first folder, where it exists).
    pub config: Option<String>,
}
/// A planning request: the words of `plan-loyalty --goal … --tiers … --budget …`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PlanInput {
    /// What the program is for. Needed, unless the settings say it.
    pub goal: Option<GoalWord>,
    /// A number of tiers (1 to 6) or a type: points-only, hybrid, missions, hybrid:4. Needed, unless the settings say it.
    pub tiers: Option<NumberOrText>,
    /// Reward pool: 50000, "150000/quarter", "EUR 50000/month". Needed, unless the settings say it.
    pub budget: Option<NumberOrText>,
    /// Period of the reward pool, where `budget` does not say it (default: month).
    pub budget_period: Option<PeriodWord>,
    /// Member segments: built-in, from the member file, or from the settings.
    #[schemars(length(max = 64))]
    pub personas: Vec<String>,
    /// Notes on compliance or platform, separated by commas: "EU, no points expiry, Shopify, max discount 10%".
    pub constraints: Option<String>,
    /// Contribution margin on net sales before the program: 0.42 or "42%".
    pub margin: Option<NumberOrText>,
    /// Months that the economics look ahead.
    #[schemars(range(min = 12, max = 60))]
    pub horizon: Option<u32>,
    /// Own values of assumptions: "lift.basket=0.01±0.01".
    #[schemars(length(max = 64))]
    pub assume: Vec<String>,
    /// Company name on the outputs.
    pub company: Option<String>,
    /// A sheet of a few numbers instead of data.
    pub drivers: Option<String>,
    /// The company's data.
    pub data: DataInput,
    /// Seed of the simulation.
    pub seed: Option<u64>,
    /// Day on which the plan is asked for (default: today).
    pub asked_on: Option<String>,
    /// Demonstration company where no data is given: `default`, or `losing` (its best program loses money).
    pub demonstration: Option<String>,
    /// Folder of the deliverables (default: loyalty-plan).
    pub out: Option<String>,
    /// Only these deliverables (default: the usual ones); the plan itself is always saved.
    #[schemars(length(max = 64))]
    pub deliverables: Vec<String>,
    /// Brand file: name, primary, accent, logo (TOML).
    pub brand: Option<String>,
}
/// A change of a plan. Say at least one thing.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ChangeInput {
    /// Figures of the design: "blueprint.tiers.gold.threshold=900".
    #[schemars(length(max = 64))]
    pub set: Vec<String>,
    /// Benefits of the catalogue, with their first level: "free-shipping@gold".
    #[schemars(length(max = 64))]
    pub add_benefit: Vec<String>,
    /// Benefits to take out.
    #[schemars(length(max = 64))]
    pub remove_benefit: Vec<String>,
    /// Channels whose lifecycle triggers are taken out.
    #[schemars(length(max = 64))]
    pub drop_channel: Vec<String>,
    /// Let go of everything fixed by hand before.
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
    /// Months ahead.
    #[schemars(range(min = 12, max = 60))]
    pub horizon: Option<u32>,
    /// Own values of assumptions.
    #[schemars(length(max = 64))]
    pub assume: Vec<String>,
    /// Work on the data as they are now, although they changed since the plan was made.
    pub accept_data: bool,
}

/// The words of a command, each checked for absurd length.
#[derive(Debug, Clone)]
pub struct Words(pub Vec<String>);
impl Words {
    /// Begins a command.
    pub fn new(before: &[&str]) -> Words {
        Words(before.iter().map(|s| s.to_string()).collect())
    }
    /// Adds `--flag=value`.
    ///
    /// # Errors
    /// A value that no person would write.
    pub fn flag(&mut self, flag: &str, value: &str) -> Result<(), Refusal> {
        sane(flag, value)?;
        self.0.push(format!("--{flag}={value}"));
        Ok(())
    }
    /// Adds it where there is a value.
    ///
    /// # Errors
    /// As [`Words::flag`].
    pub fn maybe(&mut self, flag: &str, value: Option<&str>) -> Result<(), Refusal> {
        value.map_or(Ok(()), |v| self.flag(flag, v))
    }
    /// Adds it for each value.
    ///
    /// # Errors
    /// As [`Words::flag`]; too many values.
    pub fn each(&mut self, flag: &str, values: &[String]) -> Result<(), Refusal> {
        few(flag, values.len())?;
        values.iter().try_for_each(|v| self.flag(flag, v))
    }
    /// Adds files.
    ///
    /// # Errors
    /// Outside the fence.
    pub fn files(&mut self, door: &Door, flag: &str, paths: &[String]) -> Result<(), Refusal> {
        few(flag, paths.len())?;
        for path in paths {
            door.fence.reading(flag, path)?;
            self.0.push(format!("--{flag}={path}"));
        }
        Ok(())
    }
}
/// A text that may be looked at: no absurd length, no control character.
///
/// # Errors
/// Otherwise.
pub fn sane(argument: &str, value: &str) -> Result<(), Refusal> {
    let fact = if value.len() > LONGEST_TEXT {
        format!("{} characters are too many", value.len())
    } else if value.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        "there are control characters in it".into()
    } else {
        return Ok(());
    };
    Err(Refusal::input(argument.replace('-', "_"), fact, "", format!("write plain text of at most {LONGEST_TEXT} characters")))
}
fn few(argument: &str, n: usize) -> Result<(), Refusal> {
    if n <= LONGEST_LIST {
        return Ok(());
    }
    Err(Refusal::input(argument.replace('-', "_"), format!("{n} entries are too many"), "", format!("give at most {LONGEST_LIST}; a folder counts as one")))
}
impl DataInput {
    /// No file is named.
    pub fn none(&self) -> bool {
        [&self.transactions, &self.subscriptions, &self.usage, &self.voc, &self.members, &self.points_ledger, &self.rewards].iter().all(|f| f.is_empty())
    }
    /// Adds its flags.
    ///
    /// # Errors
    /// Files outside the fence, absurd texts.
    pub fn say(&self, door: &Door, words: &mut Words) -> Result<(), Refusal> {
        let tables = [
            ("transactions", &self.transactions),
            ("subscriptions", &self.subscriptions),
            ("usage", &self.usage),
            ("voc", &self.voc),
            ("members", &self.members),
            ("points-ledger", &self.points_ledger),
            ("rewards", &self.rewards),
        ];
        tables.into_iter().try_for_each(|(flag, paths)| words.files(door, flag, paths))?;
        words.each("map", &self.map)?;
        words.maybe("decimal-mark", self.decimal_mark.as_deref())?;
        words.maybe("date-order", self.date_order.as_deref())?;
        words.maybe("as-of", self.as_of.as_deref())?;
        words.maybe("currency", self.currency.as_deref())?;
        words.files(door, "config", self.config.as_slice())
    }
}
impl PlanInput {
    /// The budget with its period; the period where it was taken for granted.
    pub fn budget(&self) -> (Option<String>, bool) {
        let text = self.budget.as_ref().map(NumberOrText::text);
        let said = text.as_ref().is_none_or(|t| t.contains('/'));
        match (text, self.budget_period) {
            (Some(t), Some(PeriodWord::Quarter)) if !said => (Some(format!("{t}/quarter")), false),
            (Some(t), Some(PeriodWord::Month)) if !said => (Some(format!("{t}/month")), false),
            (text, period) => (text, !said && period.is_none()),
        }
    }
    /// The command that says it.
    ///
    /// # Errors
    /// Files outside the fence, absurd texts.
    pub fn command(&self, door: &Door) -> Result<Vec<String>, Refusal> {
        let mut words = Words::new(&["plan-loyalty"]);
        words.maybe("goal", self.goal.map(GoalWord::word))?;
        words.maybe("tiers", self.tiers.as_ref().map(NumberOrText::text).as_deref())?;
        words.maybe("budget", self.budget().0.as_deref())?;
        if !self.personas.is_empty() {
            few("personas", self.personas.len())?;
            words.flag("personas", &self.personas.join(","))?;
        }
        words.maybe("constraints", self.constraints.as_deref())?;
        words.maybe("margin", self.margin.as_ref().map(NumberOrText::text).as_deref())?;
        words.maybe("horizon", self.horizon.map(|h| h.to_string()).as_deref())?;
        words.each("assume", &self.assume)?;
        words.maybe("company", self.company.as_deref())?;
        words.files(door, "drivers", self.drivers.as_slice())?;
        self.data.say(door, &mut words)?;
        words.maybe("seed", self.seed.map(|s| s.to_string()).as_deref())?;
        words.maybe("asked-on", self.asked_on.as_deref())?;
        words.maybe("world", self.demonstration.as_deref())?;
        if let Some(out) = &self.out {
            door.fence.writing("out", out)?;
            words.flag("out", out)?;
        }
        few("deliverables", self.deliverables.len())?;
        if !self.deliverables.is_empty() {
            words.flag("only", &self.deliverables.join(","))?;
        }
        words.files(door, "brand", self.brand.as_slice())?;
        if door.small_effort {
            words.flag("effort", "small")?;
        }
        Ok(words.0)
    }
}
impl ChangeInput {
    /// The flags that say it.
    ///
    /// # Errors
    /// Absurd texts.
    pub fn flags(&self) -> Result<Vec<String>, Refusal> {
        let mut words = Words::new(&[]);
        words.maybe("budget", self.budget.as_ref().map(NumberOrText::text).as_deref())?;
        words.maybe("goal", self.goal.map(GoalWord::word))?;
        words.maybe("tiers", self.tiers.as_ref().map(NumberOrText::text).as_deref())?;
        words.maybe("constraints", self.constraints.as_deref())?;
        words.maybe("margin", self.margin.as_ref().map(NumberOrText::text).as_deref())?;
        words.maybe("horizon", self.horizon.map(|h| h.to_string()).as_deref())?;
        words.each("assume", &self.assume)?;
        words.each("pin", &self.set)?;
        for (list, verb) in [(&self.add_benefit, "add-benefit"), (&self.remove_benefit, "remove-benefit"), (&self.drop_channel, "drop-channel")] {
            few(verb, list.len())?;
            list.iter().try_for_each(|v| words.flag("pin", &format!("{verb}:{v}")))?;
        }
        Ok(words.0)
    }
}
