//! The rule table, evaluated with three values: a rule that cannot be settled is an open question, never a pass.
//!
//! `grammar` reads the expressions, `facts` says what a design tells of itself, `remedy` looks for a change of the design that takes a
//! blocker away. A company's own rules have the same form and stand beside the table's.
use crate::design::Space;
use facts::{Facts, of as facts_of};
use loyalty_model::brief::Brief;
use loyalty_model::fact::Fact;
use loyalty_model::finding::{ComplianceFinding, ComplianceRule, OpenQuestion, Severity, Verdict};
use loyalty_model::program::Program;
use loyalty_model::units::Date;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

pub mod facts;
pub mod grammar;
mod remedy;
mod vocabulary;

pub use remedy::Price;
pub use vocabulary::{example, must_be, vocabulary};

const TABLE: &str = include_str!("../../../loyalty-model/data/compliance.toml");

/// What the rules say of a design.
#[derive(Debug, Default)]
pub struct ComplianceReview {
    /// Rules that apply (`Fail`) and that cannot be settled (`Unknown`).
    pub findings: Vec<ComplianceFinding>,
    /// Rules that the facts rule out.
    pub not_applicable: u32,
    /// One question per unset fact, and one per setting that the design contradicts.
    pub questions: Vec<OpenQuestion>,
    /// What the table is and is not.
    pub disclaimer: Fact,
}
/// Why a file of rules is not one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{rule}: {fact}. {next}")]
pub struct RuleError {
    /// The rule.
    pub rule: String,
    /// What is wrong.
    pub fact: String,
    /// What to do.
    pub next: String,
}
#[derive(Deserialize)]
struct Row {
    id: String,
    title: String,
    jurisdictions: Vec<String>,
    severity: Severity,
    applies_when: String,
    obligation: String,
    remedy: String,
    source: String,
    confidence: String,
    checked: toml::Value,
}
#[derive(Deserialize)]
struct File {
    #[serde(default)]
    rule: Vec<Row>,
    /// Facts beyond the vocabulary: name → meaning.
    #[serde(default)]
    fact_names: BTreeMap<String, String>,
}
/// The rules of the table.
pub fn table() -> Vec<ComplianceRule> {
    read(TABLE).map(|r| r.0).expect("the rule table is part of the program, and a test reads it")
}
/// Reads rules: `[[rule]]` as in the table, and `[fact_names]` for facts beyond the vocabulary. Returns rules and the names of those facts.
///
/// # Errors
/// No TOML, a field that is missing, an expression that cannot be read, a fact that nobody knows.
pub fn read(text: &str) -> Result<(Vec<ComplianceRule>, BTreeSet<String>), RuleError> {
    let wrong = |rule: &str, fact: String, next: &str| RuleError { rule: rule.into(), fact, next: next.into() };
    let file: File =
        toml::from_str(text).map_err(|e| wrong("the file", e.message().into(), "write each rule as a [[rule]] with the fields of data/compliance.toml"))?;
    let known = vocabulary();
    let own: BTreeSet<String> = file.fact_names.into_keys().collect();
    let mut rules: Vec<ComplianceRule> = vec![];
    for row in file.rule {
        let expr = grammar::parse(&row.applies_when)
            .map_err(|e| wrong(&row.id, format!("applies_when cannot be read: {e}"), "see EXPRESSION LANGUAGE in data/compliance.toml"))?;
        let mut names = BTreeSet::new();
        expr.names(&mut names);
        if let Some(name) = names.iter().find(|n| !known.contains(n.as_str()) && !own.contains(*n)) {
            return Err(wrong(
                &row.id,
                format!("{name:?} is no fact of the vocabulary"),
                "use a fact of data/compliance.toml, or say under [fact_names] what it means",
            ));
        }
        let date = row.checked.as_str().map_or_else(|| row.checked.to_string(), str::to_string);
        let checked: Date = date.parse().map_err(|_| wrong(&row.id, format!("checked is {date:?}"), "write the day as 2026-11-23"))?;
        if rules.iter().any(|r| r.id == row.id) {
            return Err(wrong(&row.id, "the id stands twice".into(), "give each rule its own id"));
        }
        let Row { id, title, jurisdictions, severity, applies_when, obligation, remedy, source, confidence, .. } = row;
        rules.push(ComplianceRule { id, title, jurisdictions, severity, applies_when, obligation, remedy, source, confidence, checked });
    }
    Ok((rules, own))
}
/// A rule on facts: `Fail` where it applies, `NotApplicable` where the facts rule it out, `Unknown` with the facts that are missing.
pub fn judge(rule: &ComplianceRule, facts: &Facts) -> (Verdict, BTreeSet<String>) {
    let mut missing = BTreeSet::new();
    let gate = if rule.jurisdictions.iter().any(|j| j == "*") { Some(true) } else { grammar::place_in(facts, &rule.jurisdictions) };
    if gate.is_none() {
        missing.insert("jurisdiction".to_string());
    }
    let when = grammar::parse(&rule.applies_when).ok().and_then(|e| e.value(facts, &mut missing));
    match grammar::and(gate, when) {
        Some(true) => (Verdict::Fail, BTreeSet::new()),
        Some(false) => (Verdict::NotApplicable, BTreeSet::new()),
        None => (Verdict::Unknown, missing),
    }
}
/// Whether a rule of one place touches members of another: of the whole, or of a part.
pub fn touches(rule: &str, mine: &str) -> bool {
    grammar::matches(mine, rule)
}
/// Every rule that this brief is held to.
fn rules(brief: &Brief) -> impl Iterator<Item = ComplianceRule> {
    table().into_iter().chain(brief.own_rules.clone())
}
/// Reviews a design; for each blocker that applies, `price` is asked what a change of the design costs that takes it away.
pub fn review(brief: &Brief, program: &Program, space: &Space, price: &Price) -> ComplianceReview {
    let (facts, contradicted) = facts_of(brief, program);
    let mut out = ComplianceReview { disclaimer: Fact::new("compliance-disclaimer"), ..ComplianceReview::default() };
    let mut waiting: BTreeMap<String, u32> = BTreeMap::new();
    for rule in rules(brief) {
        let (verdict, missing) = judge(&rule, &facts);
        if verdict == Verdict::NotApplicable {
            out.not_applicable += 1;
            continue;
        }
        missing.iter().for_each(|m| *waiting.entry(m.clone()).or_default() += 1);
        let remedies =
            if verdict == Verdict::Fail && rule.severity == Severity::Blocker { remedy::offers(&rule, brief, program, space, price) } else { vec![] };
        out.findings.push(ComplianceFinding { remedies, ..finding(rule, verdict, missing, brief.asked_on) });
    }
    let waits = |(fact, n): (String, u32)| {
        let why = Fact::new("question-fact-why").count("rules", n.into()).text("fact", fact.clone());
        let question = OpenQuestion::new(format!("fact-{fact}"), Fact::new("question-fact").text("fact", fact.replace('_', " ")), why, "legal");
        match example(&fact) {
            Some(value) => question.answered(&fact, &value),
            None => question,
        }
    };
    out.questions = contradicted.into_iter().chain(waiting.into_iter().map(waits)).collect();
    out
}
fn finding(rule: ComplianceRule, verdict: Verdict, missing: BTreeSet<String>, asked_on: Date) -> ComplianceFinding {
    ComplianceFinding {
        rule: rule.id,
        title: rule.title,
        verdict,
        severity: rule.severity,
        jurisdictions: rule.jurisdictions,
        obligation: rule.obligation,
        remedy: rule.remedy,
        source: rule.source,
        confidence: rule.confidence,
        checked: rule.checked,
        stale: asked_on.days() - rule.checked.days() > 365,
        missing: missing.into_iter().collect(),
        owner: "legal".into(),
        remedies: vec![],
    }
}
