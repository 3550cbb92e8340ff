//! Conditions of personas: `orders_last_year >= 4 and (p_alive > 0.6 or tier == "Gold")`.
//!
//! ```text
//! condition := all ("or" all)*        all := one ("and" one)*
//! one       := "not" one | "(" condition ")" | field compare value
//! compare   := == != < <= > >=        value := number | percent | "words" | true | false
//! ```
//! A field that is unknown of a customer fits no comparison, not even `!=`.
use crate::base::BaseMember;
use loyalty_model::extract::PanelCustomer;

/// A value of a field.
#[derive(Debug, Clone, PartialEq)]
enum Value {
    Number(f64),
    Words(String),
    Truth(bool),
}
/// What is looked at: the customer as seen, and as the base expects it.
pub struct Subject<'a> {
    /// As counted in the data.
    pub seen: &'a PanelCustomer,
    /// As fitted.
    pub fitted: &'a BaseMember,
}
type Read = fn(&Subject) -> Option<Value>;
fn number(n: impl Into<f64>) -> Option<Value> {
    Some(Value::Number(n.into()))
}
fn words(text: Option<&String>) -> Option<Value> {
    text.map(|t| Value::Words(t.to_lowercase()))
}
/// Fields by name, in the order in which an error lists them.
const FIELDS: &[(&str, Read)] = &[
    ("orders_last_year", |s| number(s.fitted.orders_last_year())),
    ("spend_last_year", |s| number(s.fitted.spend_last_year())),
    ("orders_total", |s| number(s.seen.months.iter().map(|m| u32::from(m.purchase_days)).sum::<u32>())),
    ("spend_total", |s| number(s.seen.months.iter().map(|m| m.net.to_f64()).sum::<f64>())),
    ("days_since_first_order", |s| number(s.seen.age)),
    ("days_since_last_order", |s| number(s.seen.age.saturating_sub(s.seen.recency))),
    ("order_value", |s| number(s.fitted.order_value)),
    ("orders_per_month", |s| number(s.fitted.rate_monthly)),
    ("p_alive", |s| number(s.fitted.p_alive)),
    ("mrr", |s| number(s.fitted.mrr)),
    ("subscriber", |s| Some(Value::Truth(s.seen.mrr.raw() > 0))),
    ("features_used", |s| number(s.seen.features_used)),
    ("usage_days_last_90", |s| number(s.seen.usage_days_last_90)),
    ("last_rating", |s| s.seen.last_score.and_then(|v| number(f64::from(v) / 100.0))),
    ("points_balance", |s| number(s.fitted.opening_points)),
    ("referrals_made", |s| number(s.seen.referrals_made)),
    ("referred", |s| Some(Value::Truth(s.seen.referred))),
    ("email_consent", |s| s.seen.email_consent.map(Value::Truth)),
    ("tier", |s| words(s.seen.tier.as_ref())),
    ("segment", |s| words(s.seen.segment.as_ref())),
    ("place", |s| words(s.seen.place.as_ref())),
];
/// A condition that was read.
pub enum Condition {
    /// All hold.
    All(Vec<Condition>),
    /// One holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// A field against a value.
    Compare(Comparison),
}
/// See [`Condition::Compare`].
pub struct Comparison {
    read: Read,
    operator: Operator,
    value: Value,
}
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
}
const OPERATORS: [(&str, Operator); 6] =
    [("==", Operator::Equal), ("!=", Operator::Unequal), ("<=", Operator::AtMost), (">=", Operator::AtLeast), ("<", Operator::Less), (">", Operator::More)];
const DEEPEST: u32 = 50;

impl Condition {
    /// Whether a customer fits.
    pub fn holds(&self, s: &Subject) -> bool {
        match self {
            Condition::All(parts) => parts.iter().all(|p| p.holds(s)),
            Condition::Any(parts) => parts.iter().any(|p| p.holds(s)),
            Condition::Not(part) => !part.holds(s),
            Condition::Compare(c) => c.holds(s),
        }
    }
}
impl Comparison {
    fn holds(&self, s: &Subject) -> bool {
        let Some(seen) = (self.read)(s) else { return false };
        let order = match (&seen, &self.value) {
            (Value::Number(a), Value::Number(b)) => a.partial_cmp(b),
            (Value::Words(a), Value::Words(b)) => Some(a.cmp(b)),
            (Value::Truth(a), Value::Truth(b)) => Some(a.cmp(b)),
            _ => None,
        };
        order.is_some_and(|o| match self.operator {
            Operator::Equal => o.is_eq(),
            Operator::Unequal => o.is_ne(),
            Operator::Less => o.is_lt(),
            Operator::AtMost => o.is_le(),
            Operator::More => o.is_gt(),
            Operator::AtLeast => o.is_ge(),
        })
    }
}

/// Reads a condition.
///
/// # Errors
/// What was found where something else belongs, in words.
pub fn parse(text: &str) -> Result<Condition, String> {
    let mut p = Parser { tokens: tokens(text)?, at: 0, depth: 0 };
    let condition = p.any()?;
    match p.tokens.get(p.at) {
        None => Ok(condition),
        Some(left) => Err(format!("{left:?} follows where the condition could end; put and, or between comparisons")),
    }
}
fn tokens(text: &str) -> Result<Vec<String>, String> {
    let mut out = vec![];
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let taken = match first {
            '(' | ')' => 1,
            '"' => rest[1..].find('"').map(|n| n + 2).ok_or_else(|| format!("the quote at {rest:?} is not closed"))?,
            '=' | '!' | '<' | '>' => OPERATORS
                .iter()
                .find(|(o, _)| rest.starts_with(o))
                .map(|(o, _)| o.len())
                .ok_or_else(|| format!("{first:?} is no comparison; write == for equal"))?,
            _ => rest.find(|c: char| c.is_whitespace() || "()=!<>\"".contains(c)).unwrap_or(rest.len()),
        };
        out.push(rest[..taken].to_string());
        rest = rest[taken..].trim_start();
    }
    Ok(out)
}
struct Parser {
    tokens: Vec<String>,
    at: usize,
    depth: u32,
}
impl Parser {
    fn eat(&mut self, word: &str) -> bool {
        let hit = self.tokens.get(self.at).is_some_and(|t| t.eq_ignore_ascii_case(word));
        self.at += usize::from(hit);
        hit
    }
    fn take(&mut self, wanted: &str) -> Result<String, String> {
        let token = self.tokens.get(self.at).cloned().ok_or_else(|| format!("it ends where {wanted} belongs"))?;
        self.at += 1;
        Ok(token)
    }
    fn any(&mut self) -> Result<Condition, String> {
        let mut parts = vec![self.all()?];
        while self.eat("or") {
            parts.push(self.all()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Condition::Any(parts) })
    }
    fn all(&mut self) -> Result<Condition, String> {
        let mut parts = vec![self.one()?];
        while self.eat("and") {
            parts.push(self.one()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Condition::All(parts) })
    }
    fn one(&mut self) -> Result<Condition, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(format!("it is nested deeper than {DEEPEST}"));
        }
        let condition = if self.eat("not") {
            Condition::Not(Box::new(self.one()?))
        } else if self.eat("(") {
            let inside = self.any()?;
            if !self.eat(")") {
                return Err("a bracket is not closed".into());
            }
            inside
        } else {
            Condition::Compare(self.comparison()?)
        };
        self.depth -= 1;
        Ok(condition)
    }
    fn comparison(&mut self) -> Result<Comparison, String> {
        let name = self.take("a field")?;
        let known = || FIELDS.iter().map(|f| f.0).collect::<Vec<_>>().join(", ");
        let read = FIELDS.iter().find(|f| f.0 == name).ok_or_else(|| format!("{name:?} is no field; known are {}", known()))?.1;
        let sign = self.take("a comparison")?;
        let operator = OPERATORS.iter().find(|o| o.0 == sign).ok_or_else(|| format!("{sign:?} is no comparison; write ==, !=, <, <=, > or >="))?.1;
        let value = value(&self.take("a value")?)?;
        Ok(Comparison { read, operator, value })
    }
}
fn value(token: &str) -> Result<Value, String> {
    let quoted = token.strip_prefix('"').and_then(|t| t.strip_suffix('"'));
    if let Some(text) = quoted {
        return Ok(Value::Words(text.to_lowercase()));
    }
    match token.to_ascii_lowercase().as_str() {
        "true" | "yes" => return Ok(Value::Truth(true)),
        "false" | "no" => return Ok(Value::Truth(false)),
        _ => {}
    }
    let percent = token.strip_suffix('%');
    let parsed = percent.unwrap_or(token).parse::<f64>().ok().filter(|n| n.is_finite());
    parsed.map(|n| Value::Number(if percent.is_some() { n / 100.0 } else { n })).ok_or_else(|| format!("{token:?} is no value; put words in quotes"))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::base::Class;
    use loyalty_model::units::{Date, Money};
    use proptest::prelude::*;

    fn somebody() -> (PanelCustomer, BaseMember) {
        let seen = PanelCustomer {
            id: "c1".into(),
            first_day: Date::from_days(0),
            frequency: 4,
            recency: 300,
            age: 400,
            months: vec![],
            mrr: Money::ZERO,
            subscriber: false,
            subscription_ended: false,
            features_used: 2,
            usage_days_last_90: 0,
            last_score: None,
            tier: Some("Gold".into()),
            segment: None,
            place: None,
            email_consent: Some(true),
            referred: false,
            referrals_made: 0,
            points_balance: 0,
        };
        let fitted = BaseMember {
            key: 1,
            panel: 0,
            weight: 1.0,
            rate_monthly: 0.4,
            rate_shape: 1.0,
            p_alive: 0.7,
            dropout_monthly: 0.02,
            order_value: 50.0,
            order_value_cv: 0.5,
            class: Class::Moderate,
            net_last_12: [10.0; 12],
            orders_last_12: [1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 0, 0],
            mrr: 0.0,
            mrr_hazard: 0.02,
            opening_points: 0.0,
        };
        (seen, fitted)
    }
    fn check(text: &str, shown: &str) {
        let (seen, fitted) = somebody();
        let got = parse(text).map_or_else(|e| e, |c| c.holds(&Subject { seen: &seen, fitted: &fitted }).to_string());
        assert_eq!(got, shown, "{text}");
    }
    #[test]
    fn conditions_say_who_fits() {
        check("orders_last_year >= 5", "true");
        check("orders_last_year > 5", "false");
        check("orders_last_year >= 4 and p_alive > 60%", "true");
        check("p_alive > 0.9 or tier == \"gold\"", "true");
        check("p_alive > 0.9 or tier == \"gold\" and spend_last_year < 100", "false");
        check("not (p_alive > 0.9) and email_consent == yes", "true");
        check("days_since_last_order == 100", "true");
        check("last_rating < 3", "false");
        check("last_rating >= 3", "false");
        check("segment != \"vip\"", "false");
        check("mrr", "it ends where a comparison belongs");
        check("mrr = 3", "'=' is no comparison; write == for equal");
        check("tier == Gold", "\"Gold\" is no value; put words in quotes");
        check("(mrr > 3", "a bracket is not closed");
        check("mrr > 3 mrr < 4", "\"mrr\" follows where the condition could end; put and, or between comparisons");
        assert!(parse("orders > 3").err().unwrap_or_default().starts_with("\"orders\" is no field; known are orders_last_year"));
    }
    proptest! {
        #[test]
        fn nothing_that_is_written_panics(text in "[a-z_ ()<>=!\"0-9.%]{0,80}") {
            let (seen, fitted) = somebody();
            if let Ok(c) = parse(&text) {
                c.holds(&Subject { seen: &seen, fitted: &fitted });
            }
        }
        #[test]
        fn not_turns_every_answer_round(limit in -10.0..20.0f64) {
            let (seen, fitted) = somebody();
            let s = Subject { seen: &seen, fitted: &fitted };
            let plain = parse(&format!("orders_last_year > {limit}")).unwrap().holds(&s);
            let turned = parse(&format!("not orders_last_year > {limit}")).unwrap().holds(&s);
            prop_assert_ne!(plain, turned);
        }
    }
}
