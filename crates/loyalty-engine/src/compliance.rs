//! The rule table, evaluated with three values: a rule that cannot be settled is an open question, never a pass.
use loyalty_model::brief::{Binding, Brief};
use loyalty_model::finding::{ComplianceFinding, OpenQuestion, Severity, Verdict};
use loyalty_model::program::{Expiry, Program};
use loyalty_model::units::Date;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// What the table says of a design.
#[derive(Debug, Default)]
pub struct Report {
    /// Rules that apply (`Fail`) and that cannot be settled (`Unknown`).
    pub findings: Vec<ComplianceFinding>,
    /// Rules that the facts rule out.
    pub not_applicable: u32,
    /// One question per unset fact.
    pub questions: Vec<OpenQuestion>,
    /// What the table is and is not.
    pub disclaimer: String,
    /// Titles of applying rules that stop the launch.
    pub blockers: Vec<String>,
}
#[derive(Debug, Deserialize)]
struct Table {
    rule: Vec<Rule>,
}
#[derive(Debug, Deserialize)]
struct Rule {
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
/// A fact: one word, several, a number or a truth. All are kept as words.
type Facts = BTreeMap<String, Vec<String>>;

const EU: [&str; 27] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI",
    "SK",
];

fn rules() -> Vec<Rule> {
    toml::from_str::<Table>(include_str!("../../loyalty-model/data/compliance.toml"))
        .map(|t| t.rule)
        .expect("the rule table is part of the program, and a test reads it")
}
/// Reviews a design.
pub fn review(brief: &Brief, program: &Program) -> Report {
    let facts = facts(brief, program);
    let mut out = Report { disclaimer: "A spotting aid, not legal advice. No rule is not a clearance: a place or topic without a rule here is not covered, and Legal reviews the whole design.".into(), ..Report::default() };
    let mut waiting: BTreeMap<String, u32> = BTreeMap::new();
    for rule in rules() {
        let mut missing = BTreeSet::new();
        let gate = if rule.jurisdictions.iter().any(|j| j == "*") { Some(true) } else { place_in(&facts, &rule.jurisdictions) };
        if gate.is_none() {
            missing.insert("jurisdiction".to_string());
        }
        let when = match parse(&rule.applies_when) {
            Ok(expr) => expr.value(&facts, &mut missing),
            Err(_) => None,
        };
        let verdict = match and(gate, when) {
            Some(true) => Verdict::Fail,
            Some(false) => {
                out.not_applicable += 1;
                continue;
            }
            None => Verdict::Unknown,
        };
        if verdict == Verdict::Unknown {
            missing.iter().for_each(|m| *waiting.entry(m.clone()).or_default() += 1);
        } else if rule.severity == Severity::Blocker {
            out.blockers.push(format!("{}: {}", rule.title, rule.remedy));
        }
        out.findings.push(finding(rule, verdict, missing, brief.asked_on));
    }
    out.questions = waiting
        .into_iter()
        .map(|(fact, n)| OpenQuestion {
            id: format!("fact-{fact}"),
            question: format!("{}?", fact.replace('_', " ")),
            why: format!("{n} compliance rules wait for it; answer it in plan-loyalty.toml under [facts] {fact}."),
            owner: "legal".into(),
        })
        .collect();
    out
}
fn finding(rule: Rule, verdict: Verdict, missing: BTreeSet<String>, asked_on: Date) -> ComplianceFinding {
    let checked: Date = rule.checked.as_str().map(str::to_string).unwrap_or_else(|| rule.checked.to_string()).parse().unwrap_or_default();
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
        checked,
        stale: asked_on.days() - checked.days() > 365,
        missing: missing.into_iter().collect(),
        owner: "legal".into(),
    }
}
/// The facts that the design knows of itself; then constraints; then the settings.
fn facts(brief: &Brief, p: &Program) -> Facts {
    let mut f = Facts::new();
    let mut put = |name: &str, words: Vec<String>| f.insert(name.into(), words);
    let truth = |b: bool| vec![b.to_string()];
    let earns = p.earn.points_per_unit > 0.0;
    put("unit", vec!["points".into()]);
    put("points_earned_on_purchase", truth(earns));
    put("points_for_non_purchase_acts", truth(p.earn.joining_points > 0 || p.referral.is_some() || p.missions.iter().any(|m| m.orders_needed == 0)));
    put("points_expire_by_time", truth(matches!(p.expiry, Expiry::Age { .. })));
    put("points_expire_on_inactivity", truth(matches!(p.expiry, Expiry::Inactivity { .. })));
    if let Expiry::Inactivity { months } = p.expiry {
        put("inactivity_months", vec![months.to_string()]);
    }
    put("referral_program", truth(p.referral.is_some()));
    put("chance_based_reward", truth(p.surprise.is_some()));
    put("collects_personal_data", truth(true));
    put("profiling", truth(true));
    put("breakage_in_business_case", truth(true));
    put("redeem_for_cash", truth(false));
    put("points_sold_for_money", truth(false));
    if let Some(top) = p.rewards.iter().map(|r| r.value).max() {
        put("max_single_reward_value", vec![top.to_f64().to_string()]);
    }
    let channels: BTreeSet<String> = p.triggers.iter().map(|t| t.channel.clone()).collect();
    if !channels.is_empty() {
        put("channels", channels.into_iter().collect());
    }
    for bind in brief.constraints.iter().flat_map(|c| &c.binds) {
        match bind {
            Binding::Place { code } => f.entry("jurisdiction".into()).or_default().push(code.clone()),
            Binding::Fact { name, value } => {
                f.insert(name.clone(), vec![value.clone()]);
            }
            _ => {}
        }
    }
    for (name, value) in &brief.facts {
        f.insert(name.clone(), value.split(',').map(|v| v.trim().trim_matches('"').to_string()).collect());
    }
    f
}
/// A parent code matches its parts, and a part its parent: members in `EU` may live in each member state.
fn matches(mine: &str, rule: &str) -> bool {
    let part = |whole: &str, of: &str| whole == of || of.strip_prefix(whole).is_some_and(|r| r.starts_with('-')) || (whole == "EU" && EU.contains(&of));
    part(rule, mine) || (mine == "EU" && EU.contains(&rule))
}
fn place_in(facts: &Facts, list: &[String]) -> Option<bool> {
    facts.get("jurisdiction").map(|mine| mine.iter().any(|m| list.iter().any(|r| matches(m, r))))
}
fn and(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}
fn or(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    and(a.map(|v| !v), b.map(|v| !v)).map(|v| !v)
}

#[derive(Debug)]
enum Expr {
    Or(Box<Expr>, Box<Expr>),
    And(Box<Expr>, Box<Expr>),
    Not(Box<Expr>),
    Fact(String),
    Compare(String, String, String),
    In(String, Vec<String>),
}
impl Expr {
    fn value(&self, facts: &Facts, missing: &mut BTreeSet<String>) -> Option<bool> {
        let mut of = |name: &str| {
            let found = facts.get(name);
            if found.is_none() {
                missing.insert(name.to_string());
            }
            found
        };
        match self {
            Expr::Or(a, b) => or(a.value(facts, missing), b.value(facts, missing)),
            Expr::And(a, b) => and(a.value(facts, missing), b.value(facts, missing)),
            Expr::Not(a) => a.value(facts, missing).map(|v| !v),
            Expr::Fact(name) => of(name).map(|v| v.iter().any(|w| w == "true")),
            Expr::Compare(name, op, with) => {
                let words = of(name)?;
                let (Some(a), Ok(b)) = (words.first().and_then(|w| w.parse::<f64>().ok()), with.parse::<f64>()) else {
                    let equal = words.iter().any(|w| w == with);
                    return match op.as_str() {
                        "==" => Some(equal),
                        "!=" => Some(!equal),
                        _ => None,
                    };
                };
                Some(match op.as_str() {
                    "<" => a < b,
                    "<=" => a <= b,
                    ">" => a > b,
                    ">=" => a >= b,
                    "==" => a == b,
                    _ => a != b,
                })
            }
            Expr::In(name, list) if name == "jurisdiction" => of(name).and_then(|_| place_in(facts, list)),
            Expr::In(name, list) => of(name).map(|v| v.iter().any(|w| list.contains(w))),
        }
    }
    #[cfg(test)]
    fn names(&self, out: &mut BTreeSet<String>) {
        match self {
            Expr::Or(a, b) | Expr::And(a, b) => {
                a.names(out);
                b.names(out);
            }
            Expr::Not(a) => a.names(out),
            Expr::Fact(n) | Expr::Compare(n, _, _) | Expr::In(n, _) => {
                out.insert(n.clone());
            }
        }
    }
}
fn tokens(text: &str) -> Vec<String> {
    let mut out: Vec<String> = vec![];
    let chars: Vec<char> = text.chars().collect();
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i];
        if c.is_whitespace() {
            i += 1;
        } else if "<>=!".contains(c) {
            let n = 1 + usize::from(chars.get(i + 1) == Some(&'='));
            out.push(chars[i..i + n].iter().collect());
            i += n;
        } else if "()[],".contains(c) {
            out.push(c.to_string());
            i += 1;
        } else {
            let from = i;
            while i < chars.len() && !chars[i].is_whitespace() && !"<>=!()[],".contains(chars[i]) {
                i += 1;
            }
            out.push(chars[from..i].iter().collect::<String>().trim_matches('"').to_string());
        }
    }
    out
}
struct Parser {
    tokens: Vec<String>,
    at: usize,
    depth: u32,
}
fn parse(text: &str) -> Result<Expr, String> {
    let mut p = Parser { tokens: tokens(text), at: 0, depth: 0 };
    let expr = p.any()?;
    if p.at == p.tokens.len() { Ok(expr) } else { Err(format!("something follows at {:?}", p.tokens[p.at])) }
}
impl Parser {
    fn eat(&mut self, word: &str) -> bool {
        let hit = self.tokens.get(self.at).is_some_and(|t| t == word);
        self.at += usize::from(hit);
        hit
    }
    fn word(&mut self) -> Result<String, String> {
        let word = self
            .tokens
            .get(self.at)
            .filter(|t| t.chars().all(|c| c.is_alphanumeric() || "_-*.".contains(c)) && !t.is_empty())
            .cloned()
            .ok_or("a word is missing")?;
        self.at += 1;
        Ok(word)
    }
    fn any(&mut self) -> Result<Expr, String> {
        let mut left = self.all()?;
        while self.eat("or") {
            left = Expr::Or(Box::new(left), Box::new(self.all()?));
        }
        Ok(left)
    }
    fn all(&mut self) -> Result<Expr, String> {
        let mut left = self.factor()?;
        while self.eat("and") {
            left = Expr::And(Box::new(left), Box::new(self.factor()?));
        }
        Ok(left)
    }
    fn factor(&mut self) -> Result<Expr, String> {
        self.depth += 1;
        if self.depth > 200 {
            return Err("nested too deeply".into());
        }
        let out = self.one();
        self.depth -= 1;
        out
    }
    fn one(&mut self) -> Result<Expr, String> {
        if self.eat("not") {
            return Ok(Expr::Not(Box::new(self.factor()?)));
        }
        if self.eat("(") {
            let inner = self.any()?;
            return if self.eat(")") { Ok(inner) } else { Err("a bracket is open".into()) };
        }
        let name = self.word()?;
        if ["and", "or", "in"].contains(&name.as_str()) {
            return Err(format!("{name} stands where a fact should"));
        }
        if self.eat("in") {
            if !self.eat("[") {
                return Err("a list is missing".into());
            }
            let mut list = vec![self.word()?];
            while self.eat(",") {
                list.push(self.word()?);
            }
            return if self.eat("]") { Ok(Expr::In(name, list)) } else { Err("a list is open".into()) };
        }
        for op in ["<=", ">=", "==", "!=", "<", ">"] {
            if self.eat(op) {
                return Ok(Expr::Compare(name, op.into(), self.word()?));
            }
        }
        Ok(Expr::Fact(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    fn check(expr: &str, facts: &str, expected: Option<bool>) {
        let facts: Facts = facts
            .split(';')
            .filter(|f| !f.is_empty())
            .filter_map(|f| f.split_once('='))
            .map(|(k, v)| (k.to_string(), v.split(',').map(str::to_string).collect()))
            .collect();
        assert_eq!(parse(expr).unwrap().value(&facts, &mut BTreeSet::new()), expected, "{expr} with {facts:?}");
    }
    #[test]
    fn unknown_is_not_false() {
        check("a and b", "a=true", None);
        check("a and b", "a=false", Some(false));
        check("a or b", "a=true", Some(true));
        check("a or b", "a=false", None);
        check("not a", "", None);
        check("not (a or b) and c", "a=false;b=false;c=true", Some(true));
        check("n < 18", "n=12", Some(true));
        check("n >= 18", "n=12", Some(false));
        check("channels in [sms, phone]", "channels=email,sms", Some(true));
        check("jurisdiction in [US]", "jurisdiction=US-NY", Some(true));
        check("jurisdiction in [CA-ON]", "jurisdiction=CA-QC", Some(false));
        check("jurisdiction in [EU]", "jurisdiction=DE", Some(true));
        check("jurisdiction in [FR]", "jurisdiction=EU", Some(true));
    }
    #[test]
    fn every_rule_of_the_table_is_read_and_names_known_facts_only() {
        let all = rules();
        assert_eq!(all.len(), 60);
        let text = include_str!("../../loyalty-model/data/compliance.toml");
        let known: BTreeSet<&str> = text.lines().filter_map(|l| l.strip_prefix("#   ")).filter_map(|l| l.split_whitespace().next()).collect();
        for rule in all {
            let mut names = BTreeSet::new();
            parse(&rule.applies_when).unwrap_or_else(|e| panic!("{}: {e}: {}", rule.id, rule.applies_when)).names(&mut names);
            names.iter().for_each(|n| assert!(known.contains(n.as_str()), "{}: {n} is no fact of the vocabulary", rule.id));
        }
    }
    proptest! {
        #[test]
        fn no_text_breaks_the_grammar(text in "[a-z_ ()\\[\\],<>=!0-9]{0,80}") {
            if let Ok(expr) = parse(&text) {
                expr.value(&Facts::new(), &mut BTreeSet::new());
            }
        }
    }
}
