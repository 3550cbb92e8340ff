//! The settings file, `plan-loyalty.toml`: a request as far as it says one, and what governs approvals.
use crate::clock;
use crate::context::{Context, SETTINGS};
use crate::refusal::Refusal;
use crate::request::{Draft, Pool, parse};
use loyalty_engine::compliance;
use loyalty_model::brief::{Given, PersonaRule};
use loyalty_model::fact::{Fact, FactId};
use loyalty_model::finding::ComplianceRule;
use loyalty_model::request::{ASKER, ColumnMap, DataRequest, GIVEN_WITH_REQUEST, PlanRequest, WarehouseRequest};
use loyalty_plans::regular;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Largest settings file.
const SETTINGS_BYTES: u64 = 16 << 20;

/// `plan-loyalty.toml`.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "snake_case")]
pub struct Settings {
    /// The brief.
    pub program: ProgramSettings,
    /// Paths by table.
    pub data: BTreeMap<String, Paths>,
    /// Columns by table.
    pub map: BTreeMap<String, BTreeMap<String, String>>,
    /// Whether amounts include `tax`, `shipping`, `discounts`: "included", "excluded".
    pub amounts: BTreeMap<String, String>,
    /// Own values of assumptions.
    pub assumptions: BTreeMap<String, OwnValue>,
    /// Owners by role.
    pub owners: BTreeMap<String, String>,
    /// Answers to compliance facts.
    pub facts: BTreeMap<String, toml::Value>,
    /// Segments of your own: name → condition.
    pub personas: BTreeMap<String, String>,
    /// A database, and tables or queries of it.
    pub warehouse: Option<WarehouseSettings>,
    /// How files are read.
    pub reading: ReadingSettings,
    /// Who approves, and what counts.
    pub governance: GovernanceSettings,
}
/// A database in the settings: a table's name or a query for each table, or several.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct WarehouseSettings {
    pub from: String,
    /// Seconds that a statement may take.
    pub timeout: Option<u32>,
    /// Where sums are computed: `rows` or `engine`.
    pub sums: Option<String>,
    pub transactions: Option<Paths>,
    pub subscriptions: Option<Paths>,
    pub usage: Option<Paths>,
    pub voc: Option<Paths>,
    pub members: Option<Paths>,
    pub points_ledger: Option<Paths>,
    pub rewards: Option<Paths>,
}
impl WarehouseSettings {
    fn request(&self) -> Result<WarehouseRequest, Refusal> {
        let named = [
            ("transactions", &self.transactions),
            ("subscriptions", &self.subscriptions),
            ("usage", &self.usage),
            ("voc", &self.voc),
            ("members", &self.members),
            ("points-ledger", &self.points_ledger),
            ("rewards", &self.rewards),
        ];
        let queries = named.into_iter().filter_map(|(table, asked)| asked.as_ref().map(|a| (table.to_string(), a.all()))).collect();
        let sums = self.sums.as_deref().map(|text| parse::sums("[warehouse] sums", text)).transpose()?;
        Ok(WarehouseRequest { from: self.from.clone(), queries, timeout_seconds: self.timeout, sums })
    }
}
/// Approvals in the settings.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "snake_case")]
pub struct GovernanceSettings {
    /// File of allowed signers, as `ssh-keygen -Y verify` reads it.
    pub allowed_signers: Option<PathBuf>,
    /// SHA-256 of that file, without which it is not trusted: whoever can write into the folder could have put it there.
    pub allowed_signers_sha256: Option<String>,
    /// Approvals without a signature suffice to publish.
    pub unverified_approvals: bool,
    /// Who stands in for an absent approver, by role.
    pub substitutes: BTreeMap<String, String>,
    /// File of compliance rules of your own.
    pub rules: Option<PathBuf>,
}
/// The brief in the settings.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "snake_case")]
pub struct ProgramSettings {
    pub company: Option<String>,
    pub goal: Option<String>,
    pub tiers: Option<toml::Value>,
    pub budget: Option<toml::Value>,
    pub personas: Vec<String>,
    pub constraints: Vec<String>,
    pub horizon: Option<u32>,
    pub launch: Option<String>,
    pub margin: Option<f64>,
    pub currency: Option<String>,
}
/// How files are read.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "snake_case")]
pub struct ReadingSettings {
    pub decimal_mark: Option<char>,
    pub date_order: Option<String>,
    pub time_zone: Option<String>,
    pub as_of: Option<String>,
    /// The orders hold every line of their customers; `false`: a sample of lines or of orders.
    pub whole_histories: Option<bool>,
    /// Orders of nothing (samples, gifts) count as purchases.
    pub count_zero_orders: Option<bool>,
}
/// One path or several.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Paths {
    One(String),
    Many(Vec<String>),
}
impl Paths {
    fn all(&self) -> Vec<String> {
        match self {
            Paths::One(p) => vec![p.clone()],
            Paths::Many(p) => p.clone(),
        }
    }
}
/// A person's own value.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum OwnValue {
    Plain(f64),
    Full { value: f64, sd: Option<f64>, by: Option<String>, note: Option<String>, measured_on: Option<u64> },
}

/// The settings file of a context: as named, else the usual one where it exists.
pub fn file(context: &Context) -> Option<PathBuf> {
    match &context.settings {
        Some(named) => Some(named.clone()),
        None => context.at(SETTINGS).exists().then(|| PathBuf::from(SETTINGS)),
    }
}
/// Reads the settings; none where none was named and none is there.
///
/// # Errors
/// A file that was named but cannot be read, or that is not as it should be.
pub fn read(context: &Context) -> Result<Settings, Refusal> {
    let Some(path) = file(context) else { return Ok(Settings::default()) };
    let place = path.display().to_string();
    let read = regular::read(&context.reading("config", &path)?, SETTINGS_BYTES);
    let text = read.and_then(|bytes| String::from_utf8(bytes).map_err(std::io::Error::other)).map_err(|e| {
        Refusal::input(
            &place,
            format!("the settings cannot be read: {e}"),
            "Without them, the run would ignore what the file says",
            "name another file with --config, or leave out --config",
        )
    })?;
    toml::from_str(&text).map_err(|e| {
        Refusal::input(
            place,
            e.message().to_string(),
            e.span().map(|s| format!("The error is in line {}", text[..s.start].lines().count().max(1))).unwrap_or_default(),
            "fix the line; plan-loyalty init writes a valid file that explains every setting",
        )
    })
}
/// A draft laid over the settings, and completed.
///
/// # Errors
/// Settings that cannot be read; goal, tiers or budget said by nobody.
pub fn complete(context: &Context, draft: Draft) -> Result<PlanRequest, Refusal> {
    let draft = draft.over(read(context)?.draft(context)?);
    let today = clock::day_in(draft.data.time_zone.as_deref());
    draft.complete(today)
}
impl Settings {
    /// What the settings ask, as a request says it.
    ///
    /// # Errors
    /// A value that cannot be read, a table, a fact or an assumption that nobody knows; rules that cannot be judged.
    pub fn draft(&self, context: &Context) -> Result<Draft, Refusal> {
        let program = &self.program;
        let (own_rules, own_facts) = own_rules(self, context)?;
        check_facts(self, &own_facts)?;
        let said = |list: &[String]| (!list.is_empty()).then(|| list.to_vec());
        Ok(Draft {
            goal: program.goal.as_deref().map(parse::goal).transpose()?,
            tiers: program.tiers.as_ref().map(plain).as_deref().map(parse::tiers).transpose()?,
            budget: program.budget.as_ref().map(budget).transpose()?,
            personas: said(&program.personas),
            persona_rules: self.personas.iter().map(|(name, condition)| PersonaRule { name: name.clone(), condition: condition.clone() }).collect(),
            constraints: (!program.constraints.is_empty()).then(|| program.constraints.join(", ")),
            horizon: program.horizon.map(parse::horizon).transpose()?,
            launch: program.launch.as_deref().map(|t| parse::date("launch in the settings", t)).transpose()?,
            company: program.company.clone(),
            given: self.given()?,
            owners: self.owners.clone(),
            facts: self.facts.iter().map(|(k, v)| (k.clone(), plain(v))).collect(),
            own_rules,
            amounts: self.amounts.clone(),
            currency: program.currency.as_deref().map(parse::currency).transpose()?,
            data: self.data()?,
            ..Draft::default()
        })
    }
    /// Only the data that the settings name, how they are read, and their currency.
    ///
    /// # Errors
    /// A value that cannot be read, a table that nobody knows.
    pub fn data_draft(&self) -> Result<Draft, Refusal> {
        Ok(Draft { data: self.data()?, currency: self.program.currency.as_deref().map(parse::currency).transpose()?, ..Draft::default() })
    }
    fn given(&self) -> Result<BTreeMap<String, Given>, Refusal> {
        let said = |v: &Option<String>, default: FactId| v.as_ref().map_or_else(|| default.into(), Fact::from);
        let mut given = BTreeMap::new();
        for (id, own) in &self.assumptions {
            let g = match own {
                OwnValue::Plain(value) => parse::given(*value, None),
                OwnValue::Full { value, sd, by, note, measured_on } => {
                    Given { value: *value, sd: *sd, by: said(by, ASKER), note: said(note, GIVEN_WITH_REQUEST), measured_on: *measured_on }
                }
            };
            parse::check_given(&format!("{SETTINGS} [assumptions] {id}"), id, &g)?;
            given.insert(id.clone(), g);
        }
        if let Some(value) = self.program.margin {
            given.insert(parse::MARGIN.into(), parse::given(parse::share(&format!("{SETTINGS} margin"), &value.to_string())?, None));
        }
        Ok(given)
    }
    fn data(&self) -> Result<DataRequest, Refusal> {
        let known = |name: &String| parse::table(SETTINGS, name);
        self.data.keys().chain(self.map.keys()).try_for_each(|name| known(name).map(drop))?;
        let columns = self
            .map
            .iter()
            .flat_map(|(table, columns)| columns.iter().map(|(name, column)| ColumnMap { table: table.clone(), name: name.clone(), column: column.clone() }));
        Ok(DataRequest {
            tables: self.data.iter().map(|(table, p)| (table.clone(), p.all())).collect(),
            columns: columns.collect(),
            decimal_mark: self.reading.decimal_mark,
            date_order: self.reading.date_order.clone(),
            time_zone: self.reading.time_zone.clone(),
            as_of: self.reading.as_of.as_deref().map(|t| parse::date("as_of in the settings", t)).transpose()?,
            whole_histories: self.reading.whole_histories,
            count_zero_orders: self.reading.count_zero_orders,
            warehouse: self.warehouse.as_ref().map(WarehouseSettings::request).transpose()?,
            ..DataRequest::default()
        })
    }
}
/// A pool as the settings give it: a number, or words.
fn budget(value: &toml::Value) -> Result<Pool, Refusal> {
    match value {
        toml::Value::Float(f) => parse::budget_number(*f),
        toml::Value::String(text) => parse::budget(text),
        other => parse::budget(&other.to_string()),
    }
}
/// The company's own compliance rules, and the facts that they add to the vocabulary.
fn own_rules(settings: &Settings, context: &Context) -> Result<(Vec<ComplianceRule>, BTreeSet<String>), Refusal> {
    let Some(path) = &settings.governance.rules else { return Ok(Default::default()) };
    let place = path.display().to_string();
    let text = std::fs::read_to_string(context.reading("rules", path)?).map_err(|e| {
        Refusal::input(
            &place,
            format!("the rules cannot be read: {e}"),
            "governance.rules in plan-loyalty.toml names this file",
            "fix the path, or remove the setting",
        )
    })?;
    let (rules, facts) = compliance::read(&text)
        .map_err(|e| Refusal::input(format!("{place}, {}", e.rule), e.fact, "A rule that cannot be read would pass unnoticed", e.next))?;
    let table: BTreeSet<String> = compliance::table().into_iter().map(|r| r.id).collect();
    match rules.iter().find(|r| table.contains(&r.id)) {
        Some(r) => Err(Refusal::input(
            format!("{place}, {}", r.id),
            "the rule table has a rule of this id",
            "Two rules with one name are ambiguous",
            "give your rule another id",
        )),
        None => Ok((rules, facts)),
    }
}
/// A value as its words.
fn plain(value: &toml::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_string)
}
/// A fact that no rule knows would be an answer that nobody reads.
fn check_facts(settings: &Settings, own: &BTreeSet<String>) -> Result<(), Refusal> {
    let known = compliance::vocabulary();
    let taken = |name: &str| known.contains(name) || own.contains(name) || name.starts_with("fraud-");
    for (name, value) in &settings.facts {
        if let Some(must) = compliance::must_be(name, &plain(value)) {
            return Err(Refusal::input(
                format!("{SETTINGS} [facts] {name}"),
                format!("{value} does not answer it"),
                "An answer that no rule can read would look like a clearance",
                format!("write {must}"),
            ));
        }
    }
    match settings.facts.keys().find(|name| !taken(name)) {
        None => Ok(()),
        Some(name) => {
            let near = known.iter().max_by(|a, b| strsim::jaro_winkler(a, name).total_cmp(&strsim::jaro_winkler(b, name))).copied().unwrap_or_default();
            Err(Refusal::input(
                format!("{SETTINGS} [facts] {name}"),
                "no compliance rule knows this fact",
                "An unused answer would look like a clearance",
                format!("did you mean {near}? The head of the rule table lists the vocabulary; your own rules add facts under [fact_names]"),
            ))
        }
    }
}
