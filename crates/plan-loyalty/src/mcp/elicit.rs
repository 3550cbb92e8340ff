//! Asks the person, through the client, what a request leaves open: the period of the budget, an ambiguous column. Every answer is also an
//! argument, and a client that cannot ask gets a default that the answer names, or a refusal that says which argument to give.
//!
//! Since 2026-07-28 the question is the result, and the client calls again with the answer; before that the server asks while the call
//! waits. Both end here as arguments.
use super::input::PlanInput;
use crate::error::Refusal;
use rmcp::RoleServer;
use rmcp::model::{
    ElicitRequest, ElicitRequestParams, ElicitResult, ElicitationAction, ElicitationSchema, InputRequest, InputRequiredResult, InputResponses, JsonObject,
    ProtocolVersion,
};
use rmcp::service::RequestContext;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

/// How long a person may think.
const PATIENCE: Duration = Duration::from_secs(300);
/// Questions that one call may ask.
pub const MOST: usize = 4;

/// Something to ask.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    key: String,
    message: String,
    choices: Vec<String>,
}
/// What came of asking.
pub enum Outcome {
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
        key: "budget_period".into(),
        message: format!("The reward pool is {}. For which period?", text.unwrap_or_default()),
        choices: vec!["month".into(), "quarter".into()],
    })
}
/// Which column is meant, where two fit and the arguments can say it.
pub fn after(arguments: &JsonObject, refusal: &Refusal) -> Option<Question> {
    let choices: Vec<String> = refusal.next.strip_prefix("say which: ")?.split(" or ").filter_map(|c| c.strip_prefix("--map ")).map(str::to_string).collect();
    (choices.len() > 1 && (arguments.contains_key("data") || arguments.contains_key("transactions"))).then(|| Question {
        key: "map".into(),
        message: format!("{}: {}. Which one is meant?", refusal.place, refusal.fact),
        choices,
    })
}
/// Takes what the client brought of answers to questions of this call before.
pub fn brought(mut arguments: JsonObject, responses: Option<&InputResponses>, state: Option<&str>) -> JsonObject {
    // What comes back is the client's word, like any argument: it is checked where it enters.
    let before: BTreeMap<String, String> = state.and_then(|s| serde_json::from_str(s).ok()).unwrap_or_default();
    for (key, value) in before {
        answer(&mut arguments, &key, &value);
    }
    for (key, response) in responses.into_iter().flatten() {
        if response["action"] == "accept"
            && let Some(value) = response["content"][key].as_str()
        {
            answer(&mut arguments, key, value);
        }
    }
    arguments
}
fn answer(arguments: &mut JsonObject, key: &str, value: &str) {
    match key {
        "budget_period" => drop(arguments.insert("budget_period".into(), json!(value))),
        "map" => {
            let data = arguments.entry("data").or_insert_with(|| json!({}));
            match data.get_mut("map").and_then(Value::as_array_mut) {
                Some(maps) if maps.len() < 16 => maps.push(json!(value)),
                Some(_) => {}
                None => {
                    if let Some(data) = data.as_object_mut() {
                        data.insert("map".into(), json!([value]));
                    }
                }
            }
        }
        _ => {}
    }
}
/// Asks, in the way of the client's revision.
pub async fn ask(question: &Question, mut arguments: JsonObject, state: Option<&str>, context: &RequestContext<RoleServer>) -> Outcome {
    let able = context.client_capabilities().and_then(|c| c.elicitation).is_some_and(|e| e.form.is_some() || e.url.is_none());
    let Some(form) = form(question).filter(|_| able) else { return Outcome::Silence };
    let inline = context.protocol_version().is_some_and(|v| v.as_str() >= ProtocolVersion::V_2026_07_28.as_str());
    if inline {
        let kept = kept(&arguments, state);
        let requests = BTreeMap::from([(question.key.clone(), InputRequest::Elicitation(ElicitRequest::new(form)))]);
        return Outcome::Ask(InputRequiredResult::new(Some(requests), kept));
    }
    let asked = tokio::select! {
        asked = context.peer.create_elicitation_with_timeout(form, Some(PATIENCE)) => asked,
        () = context.ct.cancelled() => return Outcome::Silence,
    };
    match asked {
        Ok(ElicitResult { action: ElicitationAction::Accept, content: Some(content), .. }) => match content[&question.key].as_str() {
            Some(value) => {
                answer(&mut arguments, &question.key, value);
                Outcome::Answered(arguments)
            }
            None => Outcome::Silence,
        },
        _ => Outcome::Silence,
    }
}
/// Answers so far, for the client to bring back.
fn kept(arguments: &JsonObject, state: Option<&str>) -> Option<String> {
    let mut all: BTreeMap<String, String> = state.and_then(|s| serde_json::from_str(s).ok()).unwrap_or_default();
    if let Some(period) = arguments.get("budget_period").and_then(Value::as_str) {
        all.insert("budget_period".into(), period.into());
    }
    if let Some(map) = arguments.get("data").and_then(|d| d["map"].as_array()).and_then(|m| m.last()).and_then(Value::as_str) {
        all.insert("map".into(), map.into());
    }
    serde_json::to_string(&all).ok()
}
fn form(question: &Question) -> Option<ElicitRequestParams> {
    let schema = json!({
        "type": "object",
        "properties": { (question.key.as_str()): { "type": "string", "enum": question.choices } },
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
    #[test]
    fn two_columns_become_a_question_and_its_answer_an_argument() {
        let refusal = Refusal::input("a.csv", "a and b both fit customer", "", "say which: --map transactions.customer=a or --map transactions.customer=b");
        let question = after(&arguments(json!({ "data": { "transactions": ["a.csv"] } })), &refusal).unwrap();
        assert_eq!(question.choices, ["transactions.customer=a", "transactions.customer=b"]);
        let responses = BTreeMap::from([("map".to_string(), json!({ "action": "accept", "content": { "map": "transactions.customer=b" } }))]);
        let got = brought(arguments(json!({ "data": { "transactions": ["a.csv"] } })), Some(&responses), Some(r#"{"budget_period":"quarter"}"#));
        assert_eq!(Value::Object(got), json!({ "budget_period": "quarter", "data": { "transactions": ["a.csv"], "map": ["transactions.customer=b"] } }));
    }
}
