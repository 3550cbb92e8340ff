//! Asks the person, through the client, what a request leaves open: the goal, the period of the budget, a column, the order of days and months. A
//! refusal carries the question as typed data ([`loyalty_app::refusal::Question`]); every answer is also an argument, and a client that cannot ask gets a default that the answer names, or a refusal that says which argument to give.
//!
//! Since 2026-07-28 the question is the result, and the client calls again with the answer; before that the server asks while the call
//! waits. Both end here as arguments.
use super::input::PlanInput;
use loyalty_app::refusal::{self, Refusal};
use rmcp::RoleServer;
use rmcp::model::{
    ElicitRequest, ElicitRequestParams, ElicitResult, ElicitationAction, ElicitationSchema, InputRequest, InputRequiredResult, InputResponses, JsonObject,
    ProtocolVersion,
};
use rmcp::service::RequestContext;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

/// How long a person may think.
const PATIENCE: Duration = Duration::from_secs(300);
/// Questions that one call may ask.
pub const MOST: usize = 4;
/// Answers that a client may bring back.
const MOST_ANSWERS: usize = 16;
/// Choices that a person can look through.
const MOST_CHOICES: usize = 64;

/// Something to ask.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    key: &'static str,
    message: String,
    choices: Vec<String>,
}
/// Answers of this call so far, for the client to bring back.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Answers(Vec<(String, String)>);
/// What came of asking.
pub enum ElicitationOutcome {
    /// The arguments with the answer.
    Answered(JsonObject),
    /// The question is the result.
    Ask(InputRequiredResult),
    /// Nobody can be asked, or nobody answered.
    Silence,
}

/// The period of the budget, where a plan is asked and nothing says it.
pub fn before(tool: &str, arguments: &JsonObject) -> Option<Question> {
    if tool != "plan_loyalty" {
        return None;
    }
    let input: PlanInput = serde_json::from_value(Value::Object(arguments.clone())).ok()?;
    let (text, open) = input.budget();
    (open && text.is_some()).then(|| Question {
        key: "budget_period",
        message: format!("The reward pool is {}. For which period?", text.unwrap_or_default()),
        choices: vec!["month".into(), "quarter".into()],
    })
}
/// What a refusal asks, where an argument of the tool can say it.
pub fn after(tool: &str, refusal: &Refusal) -> Option<Question> {
    let reads_data = ["plan_loyalty", "describe_data", "review_signals", "fit_model"].contains(&tool);
    let said = format!("{}: {}.", refusal.place, refusal.fact);
    let (key, message, choices): (_, _, Vec<String>) = match refusal.question.as_ref()? {
        refusal::Question::Goal { choices } if tool == "plan_loyalty" => {
            ("goal", "What is the program for?".into(), choices.iter().map(|g| g.word().to_string()).collect())
        }
        refusal::Question::Column { table, column, candidates } if reads_data => {
            ("map", format!("{said} Which column is {column}?"), candidates.iter().map(|c| format!("{table}.{column}={c}")).collect())
        }
        refusal::Question::DateOrder { choices } if reads_data => {
            ("date_order", format!("{said} In which order are day (d), month (m) and year (y)?"), choices.clone())
        }
        _ => return None,
    };
    (choices.len() > 1 && choices.len() <= MOST_CHOICES).then_some(Question { key, message, choices })
}
/// Takes what the client brought of answers to questions of this call before.
pub fn brought(mut arguments: JsonObject, responses: Option<&InputResponses>, state: Option<&str>) -> (JsonObject, Answers) {
    // What comes back is the client's word, like any argument: it is checked where it enters.
    let mut answers: Answers = state.and_then(|s| serde_json::from_str(s).ok()).unwrap_or_default();
    for (key, response) in responses.into_iter().flatten() {
        if response["action"] == "accept"
            && let Some(value) = response["content"][key].as_str()
        {
            answers.0.push((key.clone(), value.to_string()));
        }
    }
    answers.0.truncate(MOST_ANSWERS);
    answers.0.iter().for_each(|(key, value)| answer(&mut arguments, key, value));
    (arguments, answers)
}
/// Puts an answer where the tool takes it: beside the file of `fit_model`, inside the data of the others.
fn answer(arguments: &mut JsonObject, key: &str, value: &str) {
    match key {
        "budget_period" | "goal" => drop(arguments.insert(key.into(), json!(value))),
        "map" | "date_order" => {
            let beside = arguments.contains_key("file");
            let place = if beside { Some(arguments) } else { arguments.entry("data").or_insert_with(|| json!({})).as_object_mut() };
            let Some(place) = place else { return };
            if key == "date_order" {
                place.insert(key.into(), json!(value));
            } else if let Some(maps) = place.entry("map").or_insert_with(|| json!([])).as_array_mut() {
                maps.push(json!(value));
            }
        }
        _ => {}
    }
}
/// Asks, in the way of the client's revision.
pub async fn ask(question: &Question, mut arguments: JsonObject, answers: &mut Answers, context: &RequestContext<RoleServer>) -> ElicitationOutcome {
    let able = context.client_capabilities().and_then(|c| c.elicitation).is_some_and(|e| e.form.is_some() || e.url.is_none());
    let Some(form) = form(question).filter(|_| able) else { return ElicitationOutcome::Silence };
    let inline = context.protocol_version().is_some_and(|v| v.as_str() >= ProtocolVersion::V_2026_07_28.as_str());
    if inline {
        let requests = BTreeMap::from([(question.key.to_string(), InputRequest::Elicitation(ElicitRequest::new(form)))]);
        return ElicitationOutcome::Ask(InputRequiredResult::new(Some(requests), serde_json::to_string(answers).ok()));
    }
    let asked = tokio::select! {
        asked = context.peer.create_elicitation_with_timeout(form, Some(PATIENCE)) => asked,
        () = context.ct.cancelled() => return ElicitationOutcome::Silence,
    };
    match asked {
        Ok(ElicitResult { action: ElicitationAction::Accept, content: Some(content), .. }) => match content[question.key].as_str() {
            Some(value) => {
                answers.0.push((question.key.to_string(), value.to_string()));
                answer(&mut arguments, question.key, value);
                ElicitationOutcome::Answered(arguments)
            }
            None => ElicitationOutcome::Silence,
        },
        _ => ElicitationOutcome::Silence,
    }
}
fn form(question: &Question) -> Option<ElicitRequestParams> {
    let schema = json!({
        "type": "object",
        "properties": { (question.key): { "type": "string", "enum": question.choices } },
        "required": [question.key],
    });
    let requested_schema: ElicitationSchema = serde_json::from_value(schema).ok()?;
    Some(ElicitRequestParams::FormElicitationParams { meta: None, message: question.message.clone(), requested_schema })
}

#[cfg(test)]
mod tests {
    use super::*;
    fn arguments(v: Value) -> JsonObject {
        v.as_object().cloned().unwrap_or_default()
    }
    #[test]
    fn the_period_is_asked_only_where_nothing_says_it() {
        assert!(before("plan_loyalty", &arguments(json!({ "budget": 50000 }))).is_some());
        assert!(before("plan_loyalty", &arguments(json!({ "budget": "50000/quarter" }))).is_none());
        assert!(before("plan_loyalty", &arguments(json!({ "budget": 50000, "budget_period": "month" }))).is_none());
        assert!(before("get_plan", &arguments(json!({ "budget": 50000 }))).is_none());
    }
    fn column(candidates: &[&str]) -> Refusal {
        let candidates = candidates.iter().map(|c| c.to_string()).collect();
        let question = refusal::Question::Column { table: "points-ledger".into(), column: "time".into(), candidates };
        Refusal::input("a.csv", "two columns hold dates", "", "a sentence that no one parses").asking(question)
    }
    #[test]
    fn a_typed_question_becomes_choices_and_its_answer_an_argument() {
        let question = after("describe_data", &column(&["posted or booked", "seen"])).unwrap();
        assert_eq!(
            question.choices,
            ["points-ledger.time=posted or booked", "points-ledger.time=seen"],
            "the table of the file, and a name with \" or \" in it"
        );
        let responses = BTreeMap::from([("map".to_string(), json!({ "action": "accept", "content": { "map": "transactions.customer=b" } }))]);
        let asked = arguments(json!({ "data": { "transactions": ["a.csv"] } }));
        let (got, answers) = brought(asked, Some(&responses), Some(r#"[["budget_period","quarter"],["map","transactions.time=a"]]"#));
        let maps = json!(["transactions.time=a", "transactions.customer=b"]);
        assert_eq!(Value::Object(got), json!({ "budget_period": "quarter", "data": { "transactions": ["a.csv"], "map": maps } }));
        assert_eq!(answers.0.len(), 3, "every answer is kept, not the last alone");
        let (beside, _) = brought(arguments(json!({ "file": "a.csv" })), Some(&responses), None);
        assert_eq!(beside["map"], json!(["transactions.customer=b"]));
    }
    #[test]
    fn what_no_argument_can_say_is_not_asked() {
        assert_eq!(after("simulate_change", &column(&["a", "b"])), None);
        assert_eq!(after("describe_data", &column(&["a"])), None, "one candidate is no choice");
        assert_eq!(
            after("describe_data", &Refusal::input("a.csv", "x", "", "say which: --map transactions.customer=a or --map transactions.customer=b")),
            None
        );
        let goal = Refusal::input("goal", "it is missing", "", "").asking(refusal::Question::Goal { choices: loyalty_model::brief::Goal::ALL.to_vec() });
        assert_eq!(after("plan_loyalty", &goal).unwrap().choices.len(), 4);
    }
}
