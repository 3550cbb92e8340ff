//! From words to a brief: the flags over the settings file, each value checked where it enters.
use crate::cli::args::{DataArgs, PlanArgs};
use crate::error::Refusal;
use loyalty_engine::compliance;
use loyalty_model::assumption::{Row, magnitude, rows, units_per_dollar};
use loyalty_model::brief::{Budget, Given, Goal, Period, PersonaRule, TierAsk, TierType};
use loyalty_model::finding::ComplianceRule;
use loyalty_model::line::Unit;
use loyalty_model::units::{Currency, Date, Money};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// `plan-loyalty.toml`.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "snake_case")]
pub struct Config {
    /// The brief.
    pub program: ProgramConfig,
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
    /// How files are read.
    pub reading: ReadingConfig,
    /// Who approves, and what counts.
    pub governance: GovernanceConfig,
}
/// Approvals in the settings.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "snake_case")]
pub struct GovernanceConfig {
    /// File of allowed signers, as `ssh-keygen -Y verify` reads it.
    pub allowed_signers: Option<std::path::PathBuf>,
    /// Approvals without a signature suffice to publish.
    pub unverified_approvals: bool,
    /// Who stands in for an absent approver, by role.
    pub substitutes: BTreeMap<String, String>,
    /// File of compliance rules of your own.
    pub rules: Option<std::path::PathBuf>,
}
/// The brief in the settings.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "snake_case")]
#[allow(missing_docs)]
pub struct ProgramConfig {
    pub company: Option<String>,
    pub goal: Option<String>,
    pub tiers: Option<toml::Value>,
    pub budget: Option<toml::Value>,
    pub personas: Vec<String>,
    pub constraints: Vec<String>,
    pub horizon: Option<u32>,
    pub margin: Option<f64>,
    pub currency: Option<String>,
}
/// How files are read.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "snake_case")]
#[allow(missing_docs)]
pub struct ReadingConfig {
    pub decimal_mark: Option<char>,
    pub date_order: Option<String>,
    pub as_of: Option<String>,
    /// The orders hold every line of their customers; `false`: a sample of lines or of orders.
    pub whole_histories: Option<bool>,
}
/// One path or several.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum Paths {
    One(String),
    Many(Vec<String>),
}
/// A person's own value.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum OwnValue {
    Plain(f64),
    Full { value: f64, sd: Option<f64>, by: Option<String>, note: Option<String>, measured_on: Option<u64> },
}

/// Reads the settings file; none where none was named and none stands here.
///
/// # Errors
/// A file that was named but cannot be read, or that is not as it should be.
pub fn config(named: Option<&Path>) -> Result<Config, Refusal> {
    let path = named.unwrap_or(Path::new("plan-loyalty.toml"));
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(_) if named.is_none() && !path.exists() => return Ok(Config::default()),
        Err(e) => {
            return Err(Refusal::input(
                path.display().to_string(),
                format!("the settings cannot be read: {e}"),
                "",
                "name another file with --config, or leave it out",
            ));
        }
    };
    toml::from_str(&text).map_err(|e| {
        Refusal::input(
            path.display().to_string(),
            e.message().to_string(),
            e.span().map(|s| format!("It stands in line {}", text[..s.start].lines().count().max(1))).unwrap_or_default(),
            "mend the line; plan-loyalty init writes a sound file with every setting explained",
        )
    })
}

/// Reads `--goal`.
///
/// # Errors
/// An unknown word.
pub fn goal(word: &str) -> Result<Goal, Refusal> {
    Goal::ALL.into_iter().find(|g| g.word() == word.trim().to_lowercase()).ok_or_else(|| {
        Refusal::input(
            "--goal",
            format!("{word:?} is no goal"),
            "A goal decides the objective, the benefits, the triggers and the KPIs",
            "say retention, expansion, engagement or advocacy",
        )
    })
}
/// Reads `--tiers`.
///
/// # Errors
/// An unknown type or a number outside 1 to 6.
pub fn tiers(text: &str) -> Result<TierAsk, Refusal> {
    let refuse = |fact: String| {
        Refusal::input(
            "--tiers",
            fact,
            "Members cannot keep more than six levels apart, and a program has at least one",
            "say a number from 1 to 6, points-only, hybrid, missions, or hybrid:4",
        )
    };
    let (word, number) = match text.trim().split_once(':') {
        Some((w, n)) => (w.trim().to_lowercase(), Some(n.trim().to_string())),
        None => (text.trim().to_lowercase(), None),
    };
    let levels = |n: &str| match n.parse::<i64>() {
        Ok(n @ 1..=6) => Ok(n as u8),
        Ok(n) => Err(refuse(format!("{n} tiers were asked"))),
        Err(_) => Err(refuse(format!("{n:?} is no number"))),
    };
    let number = number.as_deref().map(levels).transpose()?;
    let (kind, levels) = match word.as_str() {
        "points-only" => match number {
            None | Some(1) => (TierType::PointsOnly, 1),
            Some(n) => return Err(refuse(format!("points-only has one level, not {n}"))),
        },
        "hybrid" => (TierType::Hybrid, number.unwrap_or(3)),
        "missions" => (TierType::Missions, number.unwrap_or(1)),
        _ if number.is_some() => return Err(refuse(format!("{word:?} is no tier type"))),
        n if n.parse::<i64>().is_ok() => (TierType::Tiered, levels(n)?),
        _ => return Err(refuse(format!("{word:?} is neither a number nor a tier type"))),
    };
    Ok(TierAsk { kind, levels })
}
/// Reads `--budget`; the currency where the text names one.
///
/// # Errors
/// Nothing that is a positive amount per month or quarter.
pub fn budget(text: &str) -> Result<(Budget, Option<Currency>), Refusal> {
    let refuse = |fact: String, reason: &str| Refusal::input("--budget", fact, reason, "write for example 50000, 150000/quarter or \"EUR 50000/month\"");
    let (amount, period) = match text.split_once('/') {
        None => (text, Period::Month),
        Some((amount, word)) => match word.trim().to_lowercase().as_str() {
            "month" | "m" | "monthly" => (amount, Period::Month),
            "quarter" | "q" | "quarterly" => (amount, Period::Quarter),
            other => return Err(refuse(format!("{other:?} is no period"), "The reward pool is per month or per quarter")),
        },
    };
    let mut rest = amount.trim().to_string();
    let mut currency = None;
    for (sign, code) in [("€", "EUR"), ("$", "USD"), ("£", "GBP")] {
        if rest.contains(sign) {
            rest = rest.replace(sign, "");
            currency = Some(code.to_string());
        }
    }
    let letters: String = rest.chars().filter(|c| c.is_alphabetic()).collect();
    if !letters.is_empty() {
        if letters.len() != 3 || !(rest.trim().starts_with(&letters) || rest.trim().ends_with(&letters)) {
            return Err(refuse(format!("{text:?} is no amount"), "A budget is a number with, at most, a currency code and a period"));
        }
        rest = rest.replace(&letters, "");
        currency = Some(letters.to_uppercase());
    }
    let number = rest.trim().replace([' ', '_', '\''], "");
    let grouped = number.split(',').skip(1).all(|g| g.split('.').next().is_some_and(|g| g.len() == 3));
    if number.contains(',') && !grouped {
        return Err(refuse(format!("{text:?} can be read in two ways"), "A comma before anything but three digits may be a decimal mark"));
    }
    let amount: Money = number
        .replace(',', "")
        .parse()
        .map_err(|e| refuse(format!("{text:?} is no amount: {e}"), "The reward pool is what the design may not exceed in a period"))?;
    if amount <= Money::ZERO {
        return Err(refuse(format!("the reward pool is {amount}"), "With nothing to give, no program can be designed"));
    }
    Ok((Budget { amount, period }, currency.map(Currency)))
}
/// Reads a share such as `0.42` or `42%`.
///
/// # Errors
/// Nothing between 0 and 1.
pub fn share(place: &str, text: &str) -> Result<f64, Refusal> {
    let refuse = || {
        Refusal::input(
            place,
            format!("{text:?} is no share between 0 and 1"),
            "A margin is the part of net sales that is left after the costs that grow with sales",
            "write for example 0.42 or 42%",
        )
    };
    let value = match text.trim().strip_suffix('%') {
        Some(p) => p.trim().parse::<f64>().map_err(|_| refuse())? / 100.0,
        None => text.trim().parse::<f64>().map_err(|_| refuse())?,
    };
    if value > 0.0 && value < 1.0 { Ok(value) } else { Err(refuse()) }
}
/// Reads a date such as `2026-06-30`.
///
/// # Errors
/// No such day.
pub fn date(place: &str, text: &str) -> Result<Date, Refusal> {
    text.trim().parse().map_err(|_| Refusal::input(place, format!("{text:?} is no date"), "", "write year-month-day, for example 2026-06-30"))
}
/// Who gave a value where nobody is named. Who asked, and through which door, is history: the same request is the same design, whoever makes it.
pub const ASKED: &str = "the person who asked";
const GIVEN: &str = "given with the request";
/// Reads `--assume id=value±sd`.
///
/// # Errors
/// An unknown id, or no number, or one outside the sensible limits.
pub fn assume(text: &str, by: &str) -> Result<(String, Given), Refusal> {
    let place = format!("--assume {text}");
    let (id, rest) =
        text.split_once('=').ok_or_else(|| Refusal::input(&place, "there is no = in it", "", "write ID=VALUE or ID=VALUE±SD, e.g. lift.basket=0.01±0.01"))?;
    let (value, sd) = match rest.split_once('±').or_else(|| rest.split_once("+-")) {
        Some((v, s)) => (v, Some(s)),
        None => (rest, None),
    };
    let number = |t: &str| {
        let t = t.trim();
        t.strip_suffix('%')
            .map_or_else(|| t.parse::<f64>(), |p| p.parse::<f64>().map(|v| v / 100.0))
            .map_err(|_| Refusal::input(&place, format!("{t:?} is no number"), "", "write a number with a decimal point"))
    };
    let given = Given { value: number(value)?, sd: sd.map(number).transpose()?, by: by.into(), note: GIVEN.into(), measured_on: None };
    check_given(&place, id.trim(), &given)?;
    Ok((id.trim().into(), given))
}
fn check_given(place: &str, id: &str, given: &Given) -> Result<(), Refusal> {
    let rows = rows();
    let Some(row) = rows.iter().find(|r| r.id == id) else {
        let known: Vec<&str> = rows.iter().map(|r| r.id.as_str()).collect();
        return Err(Refusal::input(place, format!("{id:?} is no assumption"), "", format!("choose one of: {}", known.join(", "))));
    };
    // How much is too much depends on the currency, which the data may tell: `check_amounts` looks then.
    let high = if row.unit == Unit::Money { f64::MAX } else { row.high };
    if given.sd.is_some_and(|s| s.is_nan() || s < 0.0) {
        return Err(beyond(place, row, given, high));
    }
    within(place, row, given, high)
}
fn within(place: &str, row: &Row, given: &Given, high: f64) -> Result<(), Refusal> {
    if (row.low..=high).contains(&given.value) { Ok(()) } else { Err(beyond(place, row, given, high)) }
}
fn beyond(place: &str, row: &Row, given: &Given, high: f64) -> Refusal {
    let fact = match high {
        f64::MAX => format!("{} is no amount from {} on", given.value, row.low),
        _ => format!("{} is outside {} to {high}", given.value, row.low),
    };
    Refusal::input(place, fact, row.description.clone(), "give a value inside the limits")
}
/// Holds amounts against their limits once the currency is known; a currency whose worth is not known has none.
///
/// # Errors
/// An amount that no company spends.
pub fn check_amounts(given: &BTreeMap<String, Given>, currency: &Currency) -> Result<(), Refusal> {
    if units_per_dollar(&currency.0).is_none() {
        return Ok(());
    }
    let amounts = rows().into_iter().filter(|r| r.unit == Unit::Money);
    for (row, own) in amounts.filter_map(|r| given.get(&r.id).map(|g| (r, g))) {
        within(&format!("{} in {currency}", row.id), &row, own, magnitude(row.high, &currency.0))?;
    }
    Ok(())
}

/// The brief as written, before currency and company are settled with the data.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Written {
    pub goal: Goal,
    pub tiers: TierAsk,
    pub budget: Budget,
    pub budget_text_currency: Option<Currency>,
    pub personas: Vec<String>,
    pub persona_rules: Vec<PersonaRule>,
    pub constraints: String,
    pub horizon: u32,
    pub company: Option<String>,
    pub given: BTreeMap<String, Given>,
    pub owners: BTreeMap<String, String>,
    pub facts: BTreeMap<String, String>,
    pub own_rules: Vec<ComplianceRule>,
    pub amounts: BTreeMap<String, String>,
    pub currency: Option<Currency>,
    pub pins: Vec<String>,
}

/// Flags over settings.
///
/// # Errors
/// Whatever cannot be read, with its place.
pub fn written(args: &PlanArgs, config: &Config) -> Result<Written, Refusal> {
    let program = &config.program;
    let need = |flag: &Option<String>, setting: Option<String>, name: &str, example: &str| {
        flag.clone().or(setting).ok_or_else(|| {
            Refusal::input(
                format!("--{name}"),
                "it is missing",
                "A plan needs a goal, tiers and a budget",
                format!("add --{name} {example}, or write it into plan-loyalty.toml"),
            )
        })
    };
    let plain = |v: &toml::Value| v.as_str().map_or_else(|| v.to_string(), str::to_string);
    let goal = goal(&need(&args.goal, program.goal.clone(), "goal", "retention")?)?;
    let tiers = tiers(&need(&args.tiers, program.tiers.as_ref().map(plain), "tiers", "3")?)?;
    let (budget, budget_text_currency) = budget(&need(&args.budget, program.budget.as_ref().map(plain), "budget", "50000")?)?;
    let horizon = args.horizon.or(program.horizon).unwrap_or(24);
    if !(12..=60).contains(&horizon) {
        return Err(Refusal::input(
            "--horizon",
            format!("{horizon} months were asked"),
            "Under a year no tier is reviewed; beyond five years nothing is known",
            "say 12 to 60",
        ));
    }
    let mut given = BTreeMap::new();
    for (id, own) in &config.assumptions {
        let g = match own {
            OwnValue::Plain(value) => Given { value: *value, sd: None, by: ASKED.into(), note: GIVEN.into(), measured_on: None },
            OwnValue::Full { value, sd, by, note, measured_on } => Given {
                measured_on: *measured_on,
                value: *value,
                sd: *sd,
                by: by.clone().unwrap_or_else(|| ASKED.into()),
                note: note.clone().unwrap_or_else(|| GIVEN.into()),
            },
        };
        check_given(&format!("plan-loyalty.toml [assumptions] {id}"), id, &g)?;
        given.insert(id.clone(), g);
    }
    if let Some(value) = program.margin {
        let value = share("plan-loyalty.toml margin", &value.to_string())?;
        given.insert("company.gross_margin".into(), Given { value, sd: None, by: ASKED.into(), note: GIVEN.into(), measured_on: None });
    }
    for text in &args.assume {
        let (id, g) = assume(text, ASKED)?;
        given.insert(id, g);
    }
    if let Some(text) = &args.margin {
        given.insert(
            "company.gross_margin".into(),
            Given { value: share("--margin", text)?, sd: None, by: ASKED.into(), note: GIVEN.into(), measured_on: None },
        );
    }
    let list = |flag: &Option<String>, setting: &[String]| match flag {
        Some(text) => text.split(',').map(|p| p.trim().to_string()).filter(|p| !p.is_empty()).collect(),
        None => setting.to_vec(),
    };
    let (own_rules, own_facts) = own_rules(config.governance.rules.as_deref())?;
    check_facts(config, &own_facts)?;
    Ok(Written {
        own_rules,
        pins: args.pin.clone(),
        goal,
        tiers,
        budget,
        budget_text_currency,
        personas: list(&args.personas, &program.personas),
        persona_rules: config.personas.iter().map(|(name, condition)| PersonaRule { name: name.clone(), condition: condition.clone() }).collect(),
        constraints: args.constraints.clone().unwrap_or_else(|| program.constraints.join(", ")),
        horizon,
        company: args.company.clone().or_else(|| program.company.clone()),
        given,
        owners: config.owners.clone(),
        facts: config.facts.iter().map(|(k, v)| (k.clone(), plain(v))).collect(),
        amounts: config.amounts.clone(),
        currency: currency(&args.data, config)?,
    })
}
/// The company's own compliance rules, and the facts that they add to the vocabulary.
fn own_rules(path: Option<&Path>) -> Result<(Vec<ComplianceRule>, BTreeSet<String>), Refusal> {
    let Some(path) = path else { return Ok(Default::default()) };
    let place = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|e| {
        Refusal::input(
            &place,
            format!("the rules cannot be read: {e}"),
            "governance.rules in plan-loyalty.toml names this file",
            "mend the path, or leave the setting out",
        )
    })?;
    let (rules, facts) = compliance::read(&text)
        .map_err(|e| Refusal::input(format!("{place}, {}", e.rule), e.fact, "A rule that cannot be judged would pass unseen", e.next))?;
    let table: BTreeSet<String> = compliance::table().into_iter().map(|r| r.id).collect();
    match rules.iter().find(|r| table.contains(&r.id)) {
        Some(r) => Err(Refusal::input(
            format!("{place}, {}", r.id),
            "the rule table has a rule of this id",
            "Two rules of one name cannot be told apart",
            "give your rule another id",
        )),
        None => Ok((rules, facts)),
    }
}
/// A fact that no rule knows would be an answer that nobody reads.
fn check_facts(config: &Config, own: &BTreeSet<String>) -> Result<(), Refusal> {
    let known = compliance::vocabulary();
    let taken = |name: &str| known.contains(name) || own.contains(name) || name.starts_with("fraud-");
    match config.facts.keys().find(|name| !taken(name)) {
        None => Ok(()),
        Some(name) => {
            let near = known.iter().max_by(|a, b| strsim::jaro_winkler(a, name).total_cmp(&strsim::jaro_winkler(b, name))).copied().unwrap_or_default();
            Err(Refusal::input(
                format!("plan-loyalty.toml [facts] {name}"),
                "no compliance rule knows this fact",
                "An answer that nobody reads would look like a clearance",
                format!("did you mean {near}? The vocabulary stands at the head of the rule table; your own rules add facts under [fact_names]"),
            ))
        }
    }
}
/// The currency asked for, where one was.
///
/// # Errors
/// No three-letter code.
pub fn currency(data: &DataArgs, config: &Config) -> Result<Option<Currency>, Refusal> {
    let Some(text) = data.currency.clone().or_else(|| config.program.currency.clone()) else { return Ok(None) };
    let code = text.trim().to_uppercase();
    if code.len() == 3 && code.chars().all(|c| c.is_ascii_alphabetic()) {
        return Ok(Some(Currency(code)));
    }
    Err(Refusal::input("--currency", format!("{text:?} is no currency code"), "", "write the ISO code, for example EUR"))
}

#[cfg(test)]
mod tests {
    use super::*;
    fn check_budget(text: &str, shown: &str) {
        let got = match budget(text) {
            Ok((b, c)) => format!("{} {} a {}", c.map_or("-".into(), |c| c.0), b.amount, b.period.word()),
            Err(e) => e.fact,
        };
        assert_eq!(got, shown);
    }
    #[test]
    fn how_much_is_too_much_depends_on_the_currency() {
        let of = |text: &str, code: &str| {
            let (id, given) = assume(text, "me").map_err(|e| e.fact)?;
            check_amounts(&BTreeMap::from([(id, given)]), &Currency(code.into())).map_err(|e| e.fact)
        };
        assert_eq!(of("cost.setup=900000000", "IDR"), Ok(()));
        assert_eq!(of("cost.setup=900000000", "USD"), Err("900000000 is outside 0 to 100000000".into()));
        assert_eq!(of("cost.setup=-1", "IDR"), Err("-1 is no amount from 0 on".into()));
        assert_eq!(of("cost.setup=inf", "IDR"), Err("inf is no amount from 0 on".into()));
        assert_eq!(of("company.gross_margin=1.5", "IDR"), Err("1.5 is outside 0.01 to 0.99".into()));
    }
    #[test]
    fn budgets_are_read_as_people_write_them() {
        check_budget("50000", "- 50000.00 a month");
        check_budget("50000/month", "- 50000.00 a month");
        check_budget("150000/quarter", "- 150000.00 a quarter");
        check_budget("EUR 50000/month", "EUR 50000.00 a month");
        check_budget("€50,000", "EUR 50000.00 a month");
        check_budget("1,234,567.50", "- 1234567.50 a month");
        check_budget("50,5", "\"50,5\" can be read in two ways");
        check_budget("-5", "the reward pool is -5.00");
        check_budget("0", "the reward pool is 0.00");
        check_budget("50000/year", "\"year\" is no period");
        check_budget("a lot", "\"a lot\" is no amount");
    }
    fn check_tiers(text: &str, shown: &str) {
        let got = tiers(text).map_or_else(|e| e.fact, |t| format!("{:?} {}", t.kind, t.levels));
        assert_eq!(got, shown);
    }
    #[test]
    fn tiers_are_a_number_or_a_type() {
        check_tiers("3", "Tiered 3");
        check_tiers("points-only", "PointsOnly 1");
        check_tiers("hybrid", "Hybrid 3");
        check_tiers("hybrid:4", "Hybrid 4");
        check_tiers("missions", "Missions 1");
        check_tiers("missions:2", "Missions 2");
        check_tiers("0", "0 tiers were asked");
        check_tiers("7", "7 tiers were asked");
        check_tiers("points-only:3", "points-only has one level, not 3");
        check_tiers("gold", "\"gold\" is neither a number nor a tier type");
    }
    #[test]
    fn own_values_stay_inside_the_limits() {
        assert_eq!(assume("lift.basket=0.01±0.02", "Ann").unwrap().1.sd, Some(0.02));
        assert!(assume("lift.basket=9", "Ann").unwrap_err().fact.contains("outside"));
        assert!(assume("lift.nothing=1", "Ann").unwrap_err().fact.contains("no assumption"));
    }
}
