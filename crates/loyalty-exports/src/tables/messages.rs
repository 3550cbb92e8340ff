//! Suggested words of every message as CSV: one row a variant, for the templates of a CRM system.
use super::Table;
use crate::format;
use crate::tables::sheet::Sheet;
use crate::tables::trigger_matrix::in_order;
use loyalty_model::fact::Fact;
use loyalty_model::letters::{Letter, merge, merge_fields};
use loyalty_model::plan::Plan;

/// The columns.
pub const COLUMNS: [&str; 14] = [
    "id",
    "of",
    "template key",
    "channel",
    "variant",
    "share of customers",
    "hold-out share",
    "what is tested",
    "subject",
    "body",
    "merge fields",
    "where fields are empty",
    "footer",
    "status",
];
/// A message: where it belongs, and its variants.
struct Message<'a> {
    id: &'a str,
    of: &'static str,
    key: String,
    channel: &'a str,
    held_out: Option<f64>,
    tests: &'a Fact,
    letters: &'a [Letter],
}
fn all(plan: &Plan) -> Vec<Message<'_>> {
    let test = &plan.design.economics.test_plan;
    let held_out = test.recommended.and_then(|at| test.options.get(at as usize)).map(|o| o.holdout_share);
    let triggers = in_order(plan).into_iter().map(|t| Message {
        id: &t.id,
        of: "trigger",
        key: t.template_key.clone(),
        channel: &t.channel,
        held_out: t.holdout_share,
        tests: &t.letter_test,
        letters: &t.letters,
    });
    let moments = plan.design.blueprint.calendar.iter().flat_map(|c| &c.moments).map(|m| Message {
        id: &m.id,
        of: "calendar",
        key: format!("loyalty.calendar.{}.{}", m.id, m.channel),
        channel: &m.channel,
        held_out,
        tests: &m.letter_test,
        letters: &m.letters,
    });
    triggers.chain(moments).filter(|m| !m.letters.is_empty()).collect()
}
/// The sentences of a letter as one text.
pub fn body(letter: &Letter) -> String {
    letter.body.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}
/// The merge fields that stand in a variant as printed.
fn fields(letter: &Letter) -> Vec<&'static loyalty_model::letters::MergeField> {
    let text = format!("{} {}", letter.subject, body(letter));
    merge_fields().iter().filter(|f| text.contains(&merge(&f.name))).collect()
}
/// The messages as CSV text (UTF-8): triggers by stage and priority, then the calendar by day.
///
/// # Errors
/// None in practice: it writes into memory.
pub fn csv(plan: &Plan) -> Result<Vec<u8>, csv::Error> {
    let mut out = Sheet::new(&COLUMNS)?;
    let sized = plan.design.economics.test_plan.recommended.is_some();
    for m in all(plan) {
        for letter in m.letters {
            let used = fields(letter);
            out.row(&[
                m.id.into(),
                m.of.into(),
                m.key.clone(),
                m.channel.into(),
                letter.variant.clone(),
                format::percent(letter.share),
                m.held_out.map_or(if sized { "none: it is owed to everybody" } else { "none: no test can be sized" }.into(), format::percent),
                m.tests.to_string(),
                letter.subject.to_string(),
                body(letter),
                used.iter().map(|f| format!("{}: {}", merge(&f.name), f.filled_by)).collect::<Vec<_>>().join("; "),
                used.iter().map(|f| format!("{}: {}", merge(&f.name), f.when_empty)).collect::<Vec<_>>().join("; "),
                if matches!(m.channel, "email" | "sms") { "sender's address and a link to unsubscribe, from the sending system".into() } else { String::new() },
                "suggestion: the brand and Legal approve or replace it before it is sent".into(),
            ])?;
        }
    }
    out.bytes()
}
/// The same for readers: one row a variant.
pub fn table(plan: &Plan) -> Table {
    let rows = all(plan).into_iter().flat_map(|m| {
        m.letters.iter().map(move |l| vec![m.id.to_string(), m.channel.to_string(), l.variant.clone(), l.subject.to_string(), body(l), m.tests.to_string()])
    });
    let note = "Suggestions: the brand and Legal approve or replace them. What stands in braces is filled in for each member (messages.csv says by what). Variants differ in one element.";
    super::plain("Messages", note, &["Message", "Channel", "Variant", "Subject", "Body", "What is tested"], rows.collect())
}
