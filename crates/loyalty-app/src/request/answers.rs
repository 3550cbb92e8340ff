//! Answers to open questions, one flag for all: `--answer NAME=VALUE`, as the plan prints it beside each question.
use super::{Draft, parse};
use crate::refusal::Refusal;
use loyalty_engine::{compliance, constraints};
use loyalty_model::assumption::rows;
use loyalty_model::brief::Binding;
use std::collections::BTreeSet;

/// What amounts may include.
const AMOUNTS: [&str; 3] = ["tax", "shipping", "discounts"];
/// Names besides those of facts and assumptions.
const OTHERS: [&str; 2] = ["currency", "places"];

/// The answers as a draft. A name is an assumption (`cost.setup`), a fact of the compliance table (`audience`), a way of abuse (`fraud-velocity`),
/// `tax`, `shipping`, `discounts`, `currency` or `places`.
///
/// # Errors
/// No `=`, no value, a name that no question has, a value that cannot be read.
pub fn answers(texts: &[String]) -> Result<Draft, Refusal> {
    texts.iter().try_fold(Draft::default(), |draft, text| Ok(one(text)?.over(draft)))
}
fn one(text: &str) -> Result<Draft, Refusal> {
    let place = format!("--answer {text}");
    let wrong = |fact: &str, next: String| Refusal::input(&place, fact, "Each answer settles one question", next);
    let (name, value) = match text.split_once('=').map(|(n, v)| (n.trim(), v.trim())) {
        Some((name, value)) if !value.is_empty() => (name, value),
        Some((name, _)) => return Err(wrong("it has no value", format!("write --answer {name}=VALUE"))),
        None => return Err(wrong("it has no =", "write --answer NAME=VALUE, e.g. --answer tax=excluded".into())),
    };
    // As it stands in the plan: `fact-audience`, `amounts-tax`.
    let name = name.strip_prefix("fact-").or_else(|| name.strip_prefix("amounts-")).unwrap_or(name);
    let facts = compliance::vocabulary();
    Ok(match name {
        _ if rows().iter().any(|r| r.id == name) => {
            let given = parse::assume(&format!("{name}={value}")).map_err(|e| Refusal { place: place.clone(), ..e })?;
            Draft { given: [given].into(), ..Draft::default() }
        }
        _ if AMOUNTS.contains(&name) => match value {
            "included" | "excluded" => Draft { amounts: [(name.to_string(), value.to_string())].into(), ..Draft::default() },
            _ => {
                return Err(wrong(
                    &format!("{value:?} is neither included nor excluded"),
                    format!("write --answer {name}=included or --answer {name}=excluded"),
                ));
            }
        },
        "currency" => Draft { currency: Some(parse::currency(value)?), ..Draft::default() },
        "places" => {
            let places = parse::list(value);
            let known = |place: &String| constraints::parse(place).iter().all(|c| c.binds.iter().any(|b| matches!(b, Binding::Place { .. })));
            match places.iter().find(|place| !known(place)) {
                None => Draft { places, ..Draft::default() },
                Some(other) => {
                    return Err(wrong(
                        &format!("{other:?} is not a place that the rules know"),
                        "write countries, states or provinces: --answer places=\"Germany, Ontario\"".into(),
                    ));
                }
            }
        }
        _ if facts.contains(name) || name.starts_with("fraud-") => match compliance::must_be(name, value) {
            None => Draft { facts: [(name.to_string(), value.to_string())].into(), ..Draft::default() },
            Some(must) => {
                return Err(wrong(
                    &format!("{value:?} does not answer it"),
                    format!("write --answer {name}={}: {must}", compliance::example(name).unwrap_or_else(|| "DE".into())),
                ));
            }
        },
        _ => {
            let rows = rows();
            let known: BTreeSet<&str> = facts.into_iter().chain(AMOUNTS).chain(OTHERS).chain(rows.iter().map(|r| r.id.as_str())).collect();
            let near = known.iter().max_by(|a, b| strsim::jaro_winkler(a, name).total_cmp(&strsim::jaro_winkler(b, name))).copied().unwrap_or_default();
            return Err(wrong(
                &format!("no question is called {name:?}"),
                format!("did you mean --answer {near}={value}? `plan-loyalty review` lists the open questions"),
            ));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    fn all(texts: &[&str]) -> Result<Draft, Refusal> {
        answers(&texts.iter().map(|t| t.to_string()).collect::<Vec<_>>())
    }
    #[test]
    fn each_kind_of_answer_reaches_its_place() {
        let said = all(&[
            "cost.setup=40000",
            "fact-audience=consumers",
            "easy_cancel=true",
            "tax=excluded",
            "places=Germany, France",
            "currency=eur",
            "fraud-velocity=held",
        ])
        .unwrap();
        assert_eq!(said.given["cost.setup"].value, 40_000.0);
        assert_eq!((said.facts["audience"].as_str(), said.facts["easy_cancel"].as_str(), said.facts["fraud-velocity"].as_str()), ("consumers", "true", "held"));
        assert_eq!((said.amounts["tax"].as_str(), said.places.len()), ("excluded", 2));
        assert_eq!(said.currency.map(|c| c.0), Some("EUR".into()));
    }
    #[test]
    fn what_answers_nothing_is_refused_with_a_flag_that_works() {
        for (text, says) in [
            ("tax", "has no ="),
            ("tax=", "no value"),
            ("tax=perhaps", "neither"),
            ("audiense=consumers", "no question"),
            ("audience=martians", "does not answer"),
            ("easy_cancel=yes", "does not answer"),
            ("places=Atlantis", "not a place"),
            ("places=Germany, no email", "not a place"),
            ("cost.stup=5", "no question"),
            ("cost.setup=much", "not a number"),
        ] {
            let refused = all(&[text]).unwrap_err();
            assert!(refused.fact.contains(says) && refused.place.starts_with("--answer "), "{text}: {} {}", refused.place, refused.fact);
        }
        assert!(all(&["audiense=consumers"]).unwrap_err().next.contains("--answer audience=consumers"));
    }
}
