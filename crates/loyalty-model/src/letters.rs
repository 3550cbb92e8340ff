//! The words of a message: two suggested variants that differ in one stated thing, with fields that the sending system fills.
use crate::assumption::table;
use crate::fact::{Argument, Fact};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// One variant of a message, suggested: the brand and Legal approve or replace it. Its numbers are those of the plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Letter {
    /// `A` or `B`.
    pub variant: String,
    /// Share of the customers concerned who get it; the hold-out gets none.
    pub share: f64,
    /// Subject line; the title of a push message or a tile.
    pub subject: Fact,
    /// Its sentences in order.
    pub body: Vec<Fact>,
}
/// A field that the sending system fills in for each member.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MergeField {
    /// Name, as it stands between braces.
    pub name: String,
    /// What fills it.
    pub filled_by: String,
    /// What to do where nothing does.
    pub when_empty: String,
    /// A made-up value.
    pub example: String,
}
static FIELDS: LazyLock<Vec<MergeField>> = LazyLock::new(|| table(include_str!("../data/merge_fields.csv")));
/// The closed list of merge fields, `data/merge_fields.csv`.
pub fn merge_fields() -> &'static [MergeField] {
    &FIELDS
}
/// The field as it stands in a letter: `{first_name}`.
pub fn merge(name: &str) -> String {
    format!("{{{name}}}")
}
impl Letter {
    /// Names of the merge fields that its facts are given, each once, in the order of the list.
    pub fn fields(&self) -> Vec<&'static str> {
        let of = |f: &Fact, name: &str| match f {
            Fact::Known { args, .. } => args.values().any(|a| *a == Argument::Text(merge(name))),
            Fact::Words(words) => words.contains(&merge(name)),
        };
        let used = |f: &&MergeField| std::iter::once(&self.subject).chain(&self.body).any(|fact| of(fact, &f.name));
        merge_fields().iter().filter(used).map(|f| f.name.as_str()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn the_list_is_read_and_says_what_fills_each_field() {
        assert!(merge_fields().len() > 15);
        for (i, f) in merge_fields().iter().enumerate() {
            assert!(f.name.chars().all(|c| c.is_ascii_lowercase() || c == '_') && !f.name.is_empty(), "{}", f.name);
            assert!(merge_fields()[..i].iter().all(|o| o.name != f.name), "{} stands twice", f.name);
            assert!([&f.filled_by, &f.when_empty, &f.example].iter().all(|w| !w.is_empty()), "{}", f.name);
        }
    }
    #[test]
    fn fields_of_a_letter_are_those_of_its_facts() {
        let letter = Letter {
            variant: "A".into(),
            share: 0.5,
            subject: Fact::new("demo").text("points_balance", merge("points_balance")),
            body: vec![Fact::new("demo").text("first_name", merge("first_name")).text("reward", "A mug")],
        };
        assert_eq!(letter.fields(), ["first_name", "points_balance"]);
    }
}
