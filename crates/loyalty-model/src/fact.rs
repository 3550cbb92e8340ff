//! Facts: what a plan says, as an id and typed arguments. Sentences are made of them where they are printed (`loyalty-exports`, `copy`), so
//! that a better word moves no hash and no branch.
use crate::units::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// What a plan says: a fact that has a sentence in every language, or words that stand as somebody wrote them.
///
/// In JSON `{"id": "…", "args": {…}}`, or a plain string for words. Plans of shape 1.2 and older hold strings only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Fact {
    /// Words as written: by a person, in the data, or by a version without facts.
    Words(String),
    /// A fact with its arguments.
    Known {
        /// Id of its sentence.
        id: String,
        /// Arguments by name.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        args: BTreeMap<String, Argument>,
    },
}
/// An argument of a fact. Its type decides how it is printed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Argument {
    /// A name from the data, the design or a person; printed as it is.
    Text(String),
    /// An estimate in plan currency.
    Money(f64),
    /// A pure number.
    Number(f64),
    /// Anything counted; chooses between singular and plural.
    Count(u64),
    /// A share, 0 to 1; printed as a percentage.
    Share(f64),
    /// A day.
    Date(Date),
    /// Months.
    Months(f64),
    /// Days.
    Days(f64),
    /// Several, in order.
    List(Vec<Argument>),
    /// A fact inside a fact.
    Fact(Box<Fact>),
    /// A number that is not known.
    Unknown,
}
/// Numbers are finite, see [`Fact::money`] and its like: equality is an equivalence.
impl Eq for Argument {}

/// The id of a fact that takes no arguments, in tables of constants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FactId(pub &'static str);

fn known(value: f64, of: fn(f64) -> Argument) -> Argument {
    if value.is_finite() { of(value) } else { Argument::Unknown }
}
impl Fact {
    /// A number among the arguments.
    pub fn figure(&self, argument: &str) -> Option<f64> {
        let Fact::Known { args, .. } = self else { return None };
        match args.get(argument)? {
            Argument::Money(v) | Argument::Number(v) | Argument::Share(v) | Argument::Months(v) | Argument::Days(v) => Some(*v),
            _ => None,
        }
    }
    /// A fact without arguments. The id stands in the source as a literal: a test looks for its sentence.
    pub fn new(id: &'static str) -> Fact {
        Fact::Known { id: id.into(), args: BTreeMap::new() }
    }
    /// Adds an argument; words take none.
    #[must_use]
    pub fn with(mut self, name: &str, value: Argument) -> Fact {
        if let Fact::Known { args, .. } = &mut self {
            args.insert(name.into(), value);
        }
        self
    }
    /// A name.
    #[must_use]
    pub fn text(self, name: &str, value: impl Into<String>) -> Fact {
        self.with(name, Argument::Text(value.into()))
    }
    /// An estimate in plan currency.
    #[must_use]
    pub fn money(self, name: &str, value: f64) -> Fact {
        self.with(name, known(value, Argument::Money))
    }
    /// A pure number.
    #[must_use]
    pub fn number(self, name: &str, value: f64) -> Fact {
        self.with(name, known(value, Argument::Number))
    }
    /// A count.
    #[must_use]
    pub fn count(self, name: &str, value: u64) -> Fact {
        self.with(name, Argument::Count(value))
    }
    /// A share, 0 to 1.
    #[must_use]
    pub fn share(self, name: &str, value: f64) -> Fact {
        self.with(name, known(value, Argument::Share))
    }
    /// A day.
    #[must_use]
    pub fn date(self, name: &str, value: Date) -> Fact {
        self.with(name, Argument::Date(value))
    }
    /// Months.
    #[must_use]
    pub fn months(self, name: &str, value: impl Into<f64>) -> Fact {
        self.with(name, known(value.into(), Argument::Months))
    }
    /// Days.
    #[must_use]
    pub fn days(self, name: &str, value: impl Into<f64>) -> Fact {
        self.with(name, known(value.into(), Argument::Days))
    }
    /// Names in order.
    #[must_use]
    pub fn list<T: Into<String>>(self, name: &str, values: impl IntoIterator<Item = T>) -> Fact {
        self.with(name, Argument::List(values.into_iter().map(|v| Argument::Text(v.into())).collect()))
    }
    /// Facts in order.
    #[must_use]
    pub fn facts(self, name: &str, values: impl IntoIterator<Item = Fact>) -> Fact {
        self.with(name, Argument::List(values.into_iter().map(|v| Argument::Fact(Box::new(v))).collect()))
    }
    /// A fact inside this one.
    #[must_use]
    pub fn fact(self, name: &str, value: impl Into<Fact>) -> Fact {
        self.with(name, Argument::Fact(Box::new(value.into())))
    }
    /// The id; `None` for words.
    pub fn id(&self) -> Option<&str> {
        match self {
            Fact::Known { id, .. } => Some(id),
            Fact::Words(_) => None,
        }
    }
    /// Whether it is this fact, whatever its arguments.
    pub fn is(&self, id: &str) -> bool {
        self.id() == Some(id)
    }
    /// The same with every name in it made another by `change`.
    #[must_use]
    pub fn map_text(self, change: &dyn Fn(&str) -> String) -> Fact {
        fn argument(value: Argument, change: &dyn Fn(&str) -> String) -> Argument {
            match value {
                Argument::Text(t) => Argument::Text(change(&t)),
                Argument::List(all) => Argument::List(all.into_iter().map(|a| argument(a, change)).collect()),
                Argument::Fact(f) => Argument::Fact(Box::new(f.map_text(change))),
                other => other,
            }
        }
        match self {
            Fact::Words(words) => Fact::Words(change(&words)),
            Fact::Known { id, args } => Fact::Known { id, args: args.into_iter().map(|(name, value)| (name, argument(value, change))).collect() },
        }
    }
    /// Nothing is said.
    pub fn is_empty(&self) -> bool {
        matches!(self, Fact::Words(words) if words.is_empty())
    }
}
impl Default for Fact {
    fn default() -> Self {
        Fact::Words(String::new())
    }
}
impl From<&str> for Fact {
    fn from(words: &str) -> Self {
        Fact::Words(words.into())
    }
}
impl From<String> for Fact {
    fn from(words: String) -> Self {
        Fact::Words(words)
    }
}
impl From<&String> for Fact {
    fn from(words: &String) -> Self {
        Fact::Words(words.clone())
    }
}
impl From<&&str> for Fact {
    fn from(words: &&str) -> Self {
        Fact::Words((*words).into())
    }
}
impl From<FactId> for Fact {
    fn from(id: FactId) -> Self {
        Fact::new(id.0)
    }
}
/// Words as they are; of a fact its id and arguments: a reader gets sentences from `copy`.
impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fact::Words(words) => f.pad(words),
            Fact::Known { id, args } if args.is_empty() => write!(f, "<{id}>"),
            Fact::Known { id, args } => write!(f, "<{id} {}>", serde_json::to_string(args).unwrap_or_default()),
        }
    }
}
/// One fact or several; a plan of shape 1.2 holds one string.
///
/// # Errors
/// Neither a fact nor a list of facts.
pub fn one_or_many<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Vec<Fact>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        One(Fact),
        Many(Vec<Fact>),
    }
    Ok(match Either::deserialize(d)? {
        Either::One(fact) if fact.is_empty() => vec![],
        Either::One(fact) => vec![fact],
        Either::Many(facts) => facts,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn a_fact_goes_through_json_and_words_stay_a_string() {
        let inner = Fact::new("pool-kept").share("kept", 0.88);
        let all = Fact::new("demo").count("n", 3).text("tier", "Gold").fact("why", inner).list("ways", ["a", "b"]).money("cost", f64::NAN);
        let json = serde_json::to_value(&all).unwrap();
        assert_eq!(
            json,
            serde_json::json!({"id": "demo", "args": {
                "n": {"count": 3}, "tier": {"text": "Gold"}, "ways": {"list": [{"text": "a"}, {"text": "b"}]}, "cost": "unknown",
                "why": {"fact": {"id": "pool-kept", "args": {"kept": {"share": 0.88}}}}
            }})
        );
        assert_eq!(serde_json::from_value::<Fact>(json).unwrap(), all);
        assert_eq!(serde_json::to_string(&Fact::new("plain")).unwrap(), r#"{"id":"plain"}"#);
        assert_eq!(serde_json::from_str::<Fact>(r#""no points expiry""#).unwrap(), Fact::from("no points expiry"));
        assert_eq!(serde_json::to_string(&Fact::from("as written")).unwrap(), r#""as written""#);
        let keys: Vec<&str> = match &all {
            Fact::Known { args, .. } => args.keys().map(String::as_str).collect(),
            Fact::Words(_) => vec![],
        };
        assert_eq!(keys, ["cost", "n", "tier", "ways", "why"], "arguments have one order");
    }
}
