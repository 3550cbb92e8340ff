//! Statements of a deliverable: the name of a metric and the figure that follows it. Wherever a metric is named with a figure, that figure is the plan's.
use super::token::{Figure, figures};
use loyalty_model::metrics;
use loyalty_model::plan::Plan;

/// A named figure as a deliverable prints it.
#[derive(Debug, Clone)]
pub struct Statement {
    /// Id of the plan's line.
    pub id: String,
    /// Value of the plan.
    pub planned: f64,
    /// The figure.
    pub figure: Figure,
    /// It has a minus.
    pub negative: bool,
    /// Where the figure begins in the text, bytes.
    pub at: usize,
}
impl Statement {
    /// It says what the plan says, at its rounding.
    pub fn agrees(&self) -> bool {
        let scale = if self.figure.percent { 100.0 } else { 1.0 };
        let planned = self.planned * scale;
        let near = (planned.abs() - self.figure.value).abs() <= self.figure.half * (1.0 + 1e-9) + 1e-9 * planned.abs();
        let zero = planned.abs() <= self.figure.half;
        // What is taken off (a bar of a waterfall) has a minus where the cost itself has none.
        let taken_off = self.id.starts_with("economics.cost.") || self.id == "economics.redemption_cash";
        near && (zero || taken_off || self.negative == (planned < 0.0))
    }
}
/// Words between a name and its figure that say nothing else: what a column of values is called, and verbs.
const BETWEEN: [&str; 9] = ["value: ", "as planned: ", "is ", "of ", "comes to ", "planned ", "amount: ", "here: ", "plan: "];
/// Words after a figure with which it is no value of the metric as planned: the head of the next column, an effect on something else, a condition, a limit.
const AFTER: [&str; 10] = ["% range", " pts", "% when", " when", "% or more", " or more", "% more", "% if", " if", "%: it was redesigned"];
/// Words before a name that make it another: an entry of the accounts in money, which counts no points; a share.
const BEFORE: [&str; 3] = ["item: ", "item: granted ", "share of "];
/// The figure at the very beginning of a text, after marks of tables, words of [`BETWEEN`], a sign and a currency.
fn leading(text: &str, currency: &str) -> Option<(Figure, bool, usize)> {
    let mut rest = text;
    loop {
        let before = rest;
        rest = rest.trim_start_matches([' ', '\n', ':', ',', '|', '"', '\t']);
        rest = BETWEEN.iter().find_map(|w| rest.strip_prefix(w)).unwrap_or(rest);
        if rest.len() == before.len() {
            break;
        }
    }
    let bare = rest.trim_start_matches(['−', '-']);
    let negative = bare.len() < rest.len();
    let bare = bare.strip_prefix(currency).unwrap_or(bare).trim_start_matches(['$', '£', '€', '¥', ' ']);
    // "12 months" is a length and no value of a metric that is none.
    let figure = figures(&bare.chars().take(40).collect::<String>()).into_iter().next()?;
    let after = bare.strip_prefix(figure.text.as_str())?;
    (!AFTER.iter().any(|w| after.starts_with(w))).then_some((figure, negative, text.len() - bare.len()))
}
/// Every statement of a text. A longer name hides the shorter one that it contains.
pub fn of(text: &str, plan: &Plan) -> Vec<Statement> {
    let currency = plan.design.brief.currency.0.clone();
    let mut named: Vec<(String, &str, f64)> = plan.design.lines.0.values().map(|l| (metrics::name(l), l.id.as_str(), l.value)).collect();
    named.sort_by_key(|(name, ..)| std::cmp::Reverse(name.len()));
    let lower = text.to_lowercase();
    // Positions are those of the text only where lower case has the same length.
    let text = if lower.len() == text.len() { text } else { lower.as_str() };
    let mut taken = vec![false; text.len()];
    let mut out = vec![];
    for (name, id, planned) in &named {
        let name = name.to_lowercase();
        for (at, _) in lower.match_indices(&name) {
            let end = at + name.len();
            let inside = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '-');
            let other = BEFORE.iter().any(|w| lower[..at].ends_with(w));
            if other || taken[at] || inside(text[..at].chars().next_back()) || inside(text[end..].chars().next()) {
                continue;
            }
            taken[at..end].fill(true);
            if let Some((figure, negative, begin)) = leading(&text[end..], &currency) {
                out.push(Statement { id: (*id).to_string(), planned: *planned, figure, negative, at: end + begin });
            }
        }
    }
    out
}
