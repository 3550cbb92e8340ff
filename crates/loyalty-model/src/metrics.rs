//! The dictionary of printed metrics, `data/metrics.csv`: one name and one definition for each, whatever prints it.
//!
//! The id of a row is the id of a plan's line; `*` in it stands for a tier, a segment, a trigger or a number, which takes the place of `{}` in
//! the name. A name that a reader could take for another is a fault: the test below compares them.
use crate::line::Line;
use serde::Deserialize;
use std::sync::LazyLock;

/// A metric that is printed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Metric {
    /// Id of its line, with `*` for what varies.
    pub id: String,
    /// Printed name; `{}` is what varies.
    pub name: String,
    /// What it is, in one sentence.
    pub definition: String,
    /// Unit, as lines have it.
    pub unit: String,
    /// Where it is printed.
    pub printed: String,
}
static ALL: LazyLock<Vec<Metric>> = LazyLock::new(|| {
    let rows = csv::Reader::from_reader(include_str!("../data/metrics.csv").as_bytes()).into_deserialize().collect::<Result<_, _>>();
    rows.expect("data/metrics.csv is read by a test")
});

/// Every metric, in the order of the file.
pub fn all() -> &'static [Metric] {
    &ALL
}
/// The metric of a line's id, and what stands for the `*`; the row that says most of the id counts.
pub fn of(id: &str) -> Option<(&'static Metric, &str)> {
    let fits = |m: &'static Metric| match m.id.split_once('*') {
        None => (m.id == id).then_some((m, "")),
        Some((before, after)) => id.strip_prefix(before)?.strip_suffix(after).filter(|v| !v.is_empty()).map(|v| (m, v)),
    };
    ALL.iter().filter_map(fits).max_by_key(|(m, _)| m.id.len())
}
/// The printed name of a line. One that the dictionary does not know (plans of other versions have some) goes by its label, or else by its id.
pub fn name(line: &Line) -> String {
    let Some((metric, varies)) = of(&line.id) else { return if line.label.is_empty() { line.id.clone() } else { line.label.to_string() } };
    let words = varies.replace(['_', '-'], " ");
    let mut rest = words.chars();
    let first = rest.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let subject = if metric.name.starts_with("{}") { first + rest.as_str() } else { words };
    metric.name.replace("{}", &subject)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::Fact;
    use crate::line::{Provenance, Unit};
    use std::collections::BTreeSet;
    fn line(id: &str) -> Line {
        Line {
            id: id.into(),
            label: "called so before".into(),
            value: 1.0,
            unit: Unit::Count,
            from: Provenance::Computed,
            formula: None,
            range: None,
            note: None,
        }
    }
    #[test]
    fn ids_and_names_are_one_to_one_and_every_metric_is_defined() {
        let (mut ids, mut names) = (BTreeSet::new(), BTreeSet::new());
        assert!(all().len() > 100, "{}", all().len());
        for m in all() {
            assert!(ids.insert(&m.id), "{} stands twice", m.id);
            assert!(names.insert(m.name.to_lowercase()), "{}: {:?} is the name of another metric too", m.id, m.name);
            assert!(m.definition.ends_with('.') && m.definition.len() > 5 && !m.unit.is_empty() && !m.printed.is_empty(), "{}", m.id);
            assert_eq!(m.id.contains('*'), m.name.contains("{}"), "{}: {}", m.id, m.name);
        }
    }
    #[test]
    fn a_line_is_named_by_the_row_that_says_most_of_its_id() {
        assert_eq!(name(&line("economics.roi_p50")), "Median ROI");
        assert_eq!(name(&line("blueprint.tier.gold.give_back_rate")), "Gold: reward rate on purchases");
        assert_eq!(name(&line("triggers.second_order_due.cost")), "Second order due: cost a month");
        assert_eq!(name(&line("signals.feature_gift_note_others")), "Customers who stayed without gift note");
        assert_eq!(name(&line("signals.survival_12")), "Subscribers still there after 12 months");
        assert_eq!(name(&line("personas.äußere_stadt.customers")), "Äußere stadt: customers");
        assert_eq!(name(&line("of.a.later.version")), "called so before");
        assert_eq!(name(&Line { label: Fact::default(), ..line("of.a.later.version") }), "of.a.later.version");
    }
}
