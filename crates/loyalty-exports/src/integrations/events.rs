//! The events that the triggers listen to, and those by which they are measured, with the properties each needs.
use loyalty_model::plan::Plan;
use serde_json::{Value, json};

/// A property of an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Property {
    /// Name, snake_case.
    pub name: &'static str,
    /// JSON Schema type.
    pub kind: &'static str,
    /// JSON Schema format, where it has one.
    pub format: Option<&'static str>,
    /// Must be there.
    pub required: bool,
    /// What it is.
    pub about: &'static str,
    /// Values allowed; empty: any.
    pub values: Vec<String>,
}
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Name: Object Action.
    pub name: String,
    /// What it is for.
    pub about: String,
    pub properties: Vec<Property>,
}
impl Event {
    /// JSON Schema of the properties.
    pub fn schema(&self) -> Value {
        let required: Vec<&str> = self.properties.iter().filter(|p| p.required).map(|p| p.name).collect();
        json!({ "type": "object", "properties": self.properties.iter().map(|p| (p.name.to_string(), p.schema())).collect::<serde_json::Map<_, _>>(), "required": required })
    }
    /// A made-up occurrence, marked as an example wherever it has words.
    pub fn example(&self, day: &str) -> Value {
        self.properties.iter().map(|p| (p.name.to_string(), p.example(day))).collect::<serde_json::Map<_, _>>().into()
    }
}
impl Property {
    fn schema(&self) -> Value {
        let mut out = json!({ "type": self.kind, "description": self.about });
        if let Some(format) = self.format {
            out["format"] = json!(format);
        }
        if !self.values.is_empty() {
            out["enum"] = json!(self.values);
        }
        out
    }
    fn example(&self, day: &str) -> Value {
        match (self.kind, self.format, self.values.first()) {
            (_, _, Some(value)) => json!(value),
            ("string", Some("date-time"), _) => json!(format!("{day}T00:00:00Z")),
            ("string", ..) => json!("EXAMPLE"),
            ("boolean", ..) => json!(false),
            _ => json!(0),
        }
    }
}
fn property(name: &'static str, kind: &'static str, required: bool, about: &'static str) -> Property {
    Property { name, kind, format: None, required, about, values: vec![] }
}
fn one_of(name: &'static str, about: &'static str, values: Vec<String>) -> Property {
    Property { name, kind: "string", format: None, required: true, about, values }
}
/// Every event of the plan: those of its triggers in the order of the matrix, then those by which the program is measured.
pub fn of(plan: &Plan) -> Vec<Event> {
    let program = &plan.design.blueprint.program;
    let tiers: Vec<String> = program.tiers.iter().map(|t| t.id.clone()).collect();
    let mut out: Vec<Event> = vec![];
    for t in crate::tables::trigger_matrix::in_order(plan) {
        match out.iter_mut().find(|e| e.name == t.event) {
            Some(known) => known.about = format!("{}, {}", known.about, t.id),
            None => out.push(Event { name: t.event.clone(), about: format!("Triggers: {}", t.id), properties: listened(&t.event, &tiers) }),
        }
    }
    let triggers: Vec<String> = crate::tables::trigger_matrix::in_order(plan).into_iter().map(|t| t.id.clone()).collect();
    let measured = [
        (
            "Points Redeemed",
            "Measures redemption",
            vec![property("points", "integer", true, "Points spent"), property("reward", "string", true, "Name of the reward")],
        ),
        (
            "Tier Changed",
            "Measures movement between tiers",
            vec![one_of("tier_from", "Tier before", tiers.clone()), one_of("tier_to", "Tier after", tiers.clone())],
        ),
        (
            "Loyalty Trigger Fired",
            "Measures triggers, those held back for the test among them",
            vec![
                one_of("trigger_id", "Id in the trigger matrix", triggers.clone()),
                property("template_key", "string", true, "Template in the trigger matrix"),
                property("held_out", "boolean", true, "The customer belongs to the hold-out group: nothing was sent"),
            ],
        ),
    ];
    for (name, about, properties) in measured.into_iter().filter(|(name, ..)| !(triggers.is_empty() && *name == "Loyalty Trigger Fired")) {
        if !out.iter().any(|e| e.name == name) {
            out.push(Event { name: name.into(), about: about.into(), properties });
        }
    }
    out
}
/// Properties of the events that triggers listen to, named as the Segment specification names them where it has the event.
fn listened(event: &str, tiers: &[String]) -> Vec<Property> {
    let when = Property { format: Some("date-time"), ..property("due_at", "string", true, "Day and time when it falls due, ISO 8601") };
    match event {
        "Order Completed" => vec![
            property("order_id", "string", true, "Id of the order"),
            property("total", "number", true, "Net amount that the customer pays"),
            property("currency", "string", true, "ISO 4217 code"),
            property("points_earned", "integer", false, "Points that the order earns"),
            property("points_to_next_reward", "integer", false, "Points missing to the next reward"),
        ],
        "Order Delivered" => vec![property("order_id", "string", true, "Id of the order")],
        "Product Added" => vec![
            property("product_id", "string", true, "Id of the product"),
            property("cart_id", "string", false, "Id of the basket"),
            property("price", "number", true, "Price of one"),
            property("quantity", "integer", true, "How many"),
        ],
        "Member Enrolled" => vec![
            one_of("tier", "Tier at joining", tiers.to_vec()),
            property("consent_email", "boolean", true, "Marketing consent for email"),
            property("enrolment_channel", "string", false, "Where the customer joined"),
        ],
        "Points Earned" => vec![
            property("points", "integer", true, "Points earned"),
            property("balance", "integer", true, "Points that can be spent after it"),
            property("source", "string", true, "What earned them: purchase, mission, referral, trigger"),
        ],
        "Review Submitted" => vec![property("product_id", "string", true, "Id of the product"), property("rating", "number", true, "Rating given")],
        "Feature Used" => vec![property("feature", "string", true, "Name of the feature"), property("first_use", "boolean", true, "Used for the first time")],
        "Subscription Renewal Due" => vec![property("subscription_id", "string", true, "Id of the subscription"), when],
        "Usage Limit Reached" => vec![property("limit", "string", true, "Which limit"), property("subscription_id", "string", false, "Id of the subscription")],
        _ => vec![],
    }
}
