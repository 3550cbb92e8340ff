//! The closed vocabulary of facts at the head of the rule table, and what an answer to each may be. An answer that no rule can read would count as a clearance.
use super::TABLE;
use super::facts::words;
use std::collections::BTreeSet;

/// Where the vocabulary begins in the head of the table.
const BEGINS: &str = "# CLOSED VOCABULARY OF DESIGN FACTS";

/// What an answer may be.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Truth,
    Number,
    /// One of these words.
    One(Vec<String>),
    /// One or more of these words.
    Any(Vec<String>),
    /// ISO codes, or `EU`.
    Places,
}
fn entries() -> impl Iterator<Item = (&'static str, &'static str)> {
    let head = TABLE.split_once(BEGINS).map_or("", |(_, rest)| rest);
    head.lines().filter_map(|l| l.strip_prefix("#   ")).filter_map(|l| {
        let mut words = l.split_whitespace();
        Some((words.next()?, words.next()?))
    })
}
fn kind(fact: &str) -> Option<Kind> {
    let (_, said) = entries().find(|(name, _)| *name == fact)?;
    // Sectors have margins and norms besides rules.
    let more = if fact == "sector" { loyalty_model::catalogue::sectors() } else { vec![] };
    let choices = |of: &str| said.strip_prefix(of).map(|c| c.trim_matches(['(', ')']).split('|').map(String::from).chain(more.clone()).collect());
    match said {
        "bool" => Some(Kind::Truth),
        "number" => Some(Kind::Number),
        "places" => Some(Kind::Places),
        _ => choices("one-of").map(Kind::One).or_else(|| choices("any-of").map(Kind::Any)),
    }
}
/// Names of the closed vocabulary.
pub fn vocabulary() -> BTreeSet<&'static str> {
    entries().map(|(name, _)| name).collect()
}
/// A value that a fact can have: the first of its words, a number, or `true`. None for facts of a company's own, and for places, which are asked in words.
pub fn example(fact: &str) -> Option<String> {
    match kind(fact)? {
        Kind::Truth => Some("true".into()),
        Kind::Number => Some("1".into()),
        Kind::One(choices) | Kind::Any(choices) => choices.first().cloned(),
        Kind::Places => None,
    }
}
/// What an answer must be, where this is none; nothing for facts beyond the vocabulary, which take any words.
pub fn must_be(fact: &str, answer: &str) -> Option<String> {
    let said = words(answer);
    let all = |good: &dyn Fn(&str) -> bool| !said.is_empty() && said.iter().all(|w| good(w));
    let alone = said.len() == 1;
    let place = |w: &str| {
        let (country, part) = w.split_once('-').map_or((w, None), |(c, p)| (c, Some(p)));
        let letters = |t: &str| t.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
        country.len() == 2 && letters(country) && part.is_none_or(|p| (1..=3).contains(&p.len()) && letters(p))
    };
    let (good, must) = match kind(fact)? {
        Kind::Truth => (alone && all(&|w| matches!(w, "true" | "false")), "true or false".to_string()),
        Kind::Number => (alone && all(&|w| w.parse::<f64>().is_ok_and(|n| n.is_finite() && n >= 0.0)), "a number of 0 or more".into()),
        Kind::One(choices) => (alone && all(&|w| choices.iter().any(|c| c == w)), format!("one of {}", choices.join(", "))),
        Kind::Any(choices) => (all(&|w| choices.iter().any(|c| c == w)), format!("one or more of {}", choices.join(", "))),
        Kind::Places => (all(&place), "ISO codes of countries or their parts, or EU: DE, CA-ON".into()),
    };
    (!good).then_some(must)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn every_fact_has_a_kind_and_its_example_is_an_answer() {
        assert!(vocabulary().len() > 70 && !vocabulary().contains("severity"), "{:?}", vocabulary());
        for fact in vocabulary() {
            assert!(kind(fact).is_some(), "{fact}");
            assert_eq!(example(fact).and_then(|e| must_be(fact, &e)), None, "{fact}");
        }
    }
    #[test]
    fn what_is_no_answer_says_what_would_be_one() {
        for (fact, wrong, says) in [
            ("audience", "martians", "consumers"),
            ("audience", "", "consumers"),
            ("audience", "consumers, martians", "consumers"),
            ("easy_cancel", "yes", "true or false"),
            ("easy_cancel", "true, false", "true or false"),
            ("inactivity_months", "many", "number"),
            ("inactivity_months", "-3", "number"),
            ("enterprise_size", "small, large", "one of"),
            ("jurisdiction", "Ontario", "CA-ON"),
        ] {
            assert!(must_be(fact, wrong).is_some_and(|m| m.contains(says)), "{fact} = {wrong}: {:?}", must_be(fact, wrong));
        }
        for sector in loyalty_model::catalogue::sectors() {
            assert_eq!(must_be("sector", &sector), None, "{sector}");
        }
        for (fact, right) in [("audience", "[consumers, business-buyers]"), ("jurisdiction", "CA-ON, EU, DE"), ("own_fact", "anything at all")] {
            assert_eq!(must_be(fact, right), None, "{fact} = {right}");
        }
    }
}
