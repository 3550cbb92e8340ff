//! The expression language of the rule table: facts, comparisons, lists, `and`, `or`, `not`, with three values.
use super::facts::Facts;
use std::collections::BTreeSet;

const EU: [&str; 27] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI",
    "SK",
];
/// A rule for a whole touches its parts, and members listed for a whole (`CA`, `EU`) may live in each of its parts.
pub(super) fn matches(mine: &str, rule: &str) -> bool {
    let part = |whole: &str, of: &str| whole == of || of.strip_prefix(whole).is_some_and(|r| r.starts_with('-')) || (whole == "EU" && EU.contains(&of));
    part(rule, mine) || part(mine, rule)
}
/// Whether a place of the members is in a list; `None` where no place is known.
pub(super) fn place_in(facts: &Facts, list: &[String]) -> Option<bool> {
    facts.get("jurisdiction").map(|mine| mine.iter().any(|m| list.iter().any(|r| matches(m, r))))
}
/// Kleene's conjunction.
pub(super) fn and(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}
fn or(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    and(a.map(|v| !v), b.map(|v| !v)).map(|v| !v)
}

/// An expression.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Expr {
    Or(Box<Expr>, Box<Expr>),
    And(Box<Expr>, Box<Expr>),
    Not(Box<Expr>),
    Fact(String),
    Compare(String, String, String),
    In(String, Vec<String>),
}
impl Expr {
    /// Its value; `None` where facts are missing, whose names are added to `missing`.
    pub fn value(&self, facts: &Facts, missing: &mut BTreeSet<String>) -> Option<bool> {
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
    /// The facts it names.
    pub fn names(&self, out: &mut BTreeSet<String>) {
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
/// Reads an expression.
///
/// # Errors
/// What is wrong with it, in words.
pub fn parse(text: &str) -> Result<Expr, String> {
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
