//! The words of every door: facts of a plan become sentences here, and nowhere else. Each language has a folder of sentences (`en/`) in
//! the format of Project Fluent; its rules choose plurals, and [`crate::format`] writes amounts.
mod labels;

use crate::format;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::{FluentNumber, FluentNumberOptions, FluentNumberStyle};
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use loyalty_model::fact::{Argument, Fact};
use loyalty_model::plan::Plan;
use loyalty_model::units::Currency;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::borrow::Cow;
use std::ops::Deref;
use std::sync::LazyLock;

pub use labels::{
    action, amounts, assumption_status, capital, constraint, constraint_standing, element, journal_event, open_blockers, origin_note, reservations, role,
    standing_word, status_word, treatment, verdict_word,
};

/// The sentences in English.
pub const ENGLISH: &str = concat!(
    include_str!("en/program.ftl"),
    "\n",
    include_str!("en/letters.ftl"),
    "\n",
    include_str!("en/calendar.ftl"),
    "\n",
    include_str!("en/design.ftl"),
    "\n",
    include_str!("en/customers.ftl"),
    "\n",
    include_str!("en/governance.ftl"),
    "\n",
    include_str!("en/questions.ftl"),
    "\n",
    include_str!("en/figures.ftl"),
    "\n",
    include_str!("en/reading.ftl")
);
/// Changes a piece of text on its way to a reader.
pub type Transform = fn(&str) -> Cow<'_, str>;

/// A language: every sentence, and how numbers and lists are written.
pub struct Language {
    bundle: FluentBundle<FluentResource>,
    transform: Option<Transform>,
}
pub fn english() -> &'static Language {
    static ALL: LazyLock<Language> = LazyLock::new(|| Language::of(ENGLISH, None).unwrap_or_else(|faults| panic!("copy/en: {}", faults.join("; "))));
    &ALL
}
impl Language {
    /// A language from its sentences. A transform changes everything that is not an argument: names and amounts stay.
    ///
    /// # Errors
    /// What cannot be read in the file, or is in it twice.
    pub fn of(sentences: &str, transform: Option<Transform>) -> Result<Language, Vec<String>> {
        let words = |faults: Vec<String>| faults;
        let resource = FluentResource::try_new(sentences.into()).map_err(|(_, faults)| words(faults.iter().map(ToString::to_string).collect()))?;
        let mut bundle = FluentBundle::new_concurrent(vec!["en".parse().unwrap_or_default()]);
        // Marks around arguments would enter files that machines read.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(number));
        bundle.set_transform(transform);
        bundle.add_builtins().map_err(|e| vec![e.to_string()])?;
        bundle.add_resource(resource).map_err(|faults| words(faults.iter().map(ToString::to_string).collect()))?;
        Ok(Language { bundle, transform })
    }
    /// The sentence of a fact. A fact without one prints its id: a test sees to it that there is none.
    pub fn text(&self, fact: &Fact, currency: &Currency) -> String {
        match fact {
            Fact::Words(words) => self.transform.map_or_else(|| words.clone(), |t| t(words).into_owned()),
            Fact::Known { id, args } => {
                let worded: FluentArgs = args.iter().map(|(name, a)| (Cow::from(name.as_str()), self.argument(a, currency))).collect();
                // A fact of the compliance rules has a question of its own; one that a company added has its name only.
                let own = match args.get("fact") {
                    Some(Argument::Text(name)) if id == "question-fact" => self.message(&format!("asked-{}", name.replace(' ', "-")), &worded),
                    _ => None,
                };
                own.or_else(|| self.message(id, &worded)).unwrap_or_else(|| fact.to_string())
            }
        }
    }
    fn message(&self, id: &str, args: &FluentArgs) -> Option<String> {
        let pattern = self.bundle.get_message(id)?.value()?;
        let mut faults = vec![];
        Some(self.bundle.format_pattern(pattern, Some(args), &mut faults).into_owned())
    }
    fn argument<'a>(&self, a: &'a Argument, c: &Currency) -> FluentValue<'a> {
        let unit = |id: &str, n: f64| {
            let args = FluentArgs::from_iter([("n", FluentValue::from(n))]);
            FluentValue::from(self.message(id, &args).unwrap_or_default())
        };
        match a {
            Argument::Text(text) => FluentValue::from(text.as_str()),
            // An amount of whole units is one that somebody set: it has no cents.
            Argument::Money(amount) if amount.fract() == 0.0 && *amount > 0.0 => FluentValue::from(format!("{}{}", c.sign(), format::whole(*amount))),
            Argument::Money(amount) => FluentValue::from(format::money(*amount, c)),
            Argument::Number(n) => FluentValue::from(*n),
            Argument::Count(n) => FluentValue::from(*n),
            Argument::Share(share) => {
                FluentValue::Number(FluentNumber::new(*share, FluentNumberOptions { style: FluentNumberStyle::Percent, ..Default::default() }))
            }
            Argument::Date(date) => FluentValue::from(date.to_string()),
            Argument::Months(n) => unit("unit-months", *n),
            Argument::Days(n) => unit("unit-days", *n),
            Argument::List(items) => FluentValue::from(joined(items.iter().map(|i| self.item(i, c)).collect())),
            Argument::Fact(fact) => FluentValue::from(self.text(fact, c)),
            Argument::Unknown => FluentValue::from(format::UNKNOWN),
        }
    }
    fn item(&self, a: &Argument, c: &Currency) -> String {
        let args = FluentArgs::from_iter([("item", self.argument(a, c))]);
        self.message("list-item", &args).unwrap_or_default()
    }
}
/// Comma-separated; where an item holds a comma, by semicolons.
fn joined(items: Vec<String>) -> String {
    let mark = if items.iter().any(|i| i.contains(", ")) { "; " } else { ", " };
    items.join(mark)
}
/// How numbers are written: shares as percentages, the rest grouped; `maximumFractionDigits` of a sentence says to how many decimals.
fn number<M>(value: &FluentValue, _: &M) -> Option<String> {
    let FluentValue::Number(n) = value else { return None };
    Some(match (n.options.style, n.options.maximum_fraction_digits) {
        (FluentNumberStyle::Percent, None) => format::percent(n.value),
        (FluentNumberStyle::Percent, Some(places)) => format!("{}%", format::decimal(100.0 * n.value, places)),
        (_, places) if n.value.fract() == 0.0 || places == Some(0) => format::whole(n.value),
        (_, places) => format::decimal(n.value, places.unwrap_or(2)),
    })
}

/// A plan whose facts are sentences of one language: what deliverables and screens are made of. Its hash is that of the plan it was made of,
/// and nothing is computed from it.
#[derive(Debug, Clone)]
pub struct Worded(Plan);
impl Deref for Worded {
    type Target = Plan;
    fn deref(&self) -> &Plan {
        &self.0
    }
}
impl Worded {
    /// The plan in English.
    pub fn english(plan: &Plan) -> Worded {
        Worded::of(plan, english())
    }
    /// The plan in a language.
    pub fn of(plan: &Plan, language: &Language) -> Worded {
        Worded(in_words(plan, language, &plan.design.brief.currency))
    }
}
/// Anything that holds facts, with sentences in their place.
pub fn in_words<T: Serialize + DeserializeOwned + Clone>(value: &T, language: &Language, currency: &Currency) -> T {
    let worded = || {
        let mut document = serde_json::to_value(value).ok()?;
        say(&mut document, language, currency);
        serde_json::from_value(document).ok()
    };
    worded().unwrap_or_else(|| value.clone())
}
/// Puts sentences in the place of facts, in anything that was written as JSON.
fn say(value: &mut Value, language: &Language, currency: &Currency) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|v| say(v, language, currency)),
        Value::Object(fields) => {
            // A fact has an id, and arguments or nothing else.
            let fact = fields.contains_key("id") && fields.keys().all(|k| k == "id" || k == "args");
            match fact.then(|| serde_json::from_value::<Fact>(Value::Object(fields.clone())).ok()).flatten() {
                Some(fact) => *value = Value::String(language.text(&fact, currency)),
                None => fields.values_mut().for_each(|v| say(v, language, currency)),
            }
        }
        _ => {}
    }
}
