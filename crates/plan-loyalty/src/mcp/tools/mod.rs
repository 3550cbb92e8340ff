//! The tools: one entry each, from what is asked to what is answered.
mod change;
mod compare;
mod data;
mod explain;
mod export;
mod model;
mod plan;
mod plans;
mod review;
mod signals;

use super::answer::Answer;
use super::call::Call;
use super::schema;
use super::server_context::ServerContext;
use loyalty_app::refusal::Refusal;
use rmcp::model::{JsonObject, ToolAnnotations};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::sync::Arc;

/// How a tool is run: blocking, off the server's threads.
pub type Run = Box<dyn Fn(&ServerContext, JsonObject, &Call) -> Result<Answer, Refusal> + Send + Sync>;
/// A tool.
pub struct Tool {
    /// Name.
    pub name: &'static str,
    /// Title.
    pub title: &'static str,
    /// What it does, and when to take it.
    pub about: &'static str,
    /// It writes files.
    pub writes: bool,
    /// It works for a while, so it waits for its turn.
    pub computes: bool,
    /// Schema of its arguments.
    pub input: Arc<JsonObject>,
    /// Schema of its answers.
    pub output: Arc<JsonObject>,
    /// Runs it.
    pub run: Run,
}
impl Tool {
    /// A tool that reads and answers at once.
    fn new<I, O>(name: &'static str, title: &'static str, about: &'static str, run: fn(&ServerContext, I, &Call) -> Result<Answer, Refusal>) -> Tool
    where
        I: DeserializeOwned + JsonSchema + 'static,
        O: JsonSchema,
    {
        let run = move |shared: &ServerContext, arguments: JsonObject, call: &Call| run(shared, read(arguments)?, call);
        Tool { name, title, about, writes: false, computes: false, input: schema::input::<I>(), output: schema::output::<O>(), run: Box::new(run) }
    }
    fn computing(self) -> Tool {
        Tool { computes: true, ..self }
    }
    fn writing(self) -> Tool {
        Tool { writes: true, ..self }
    }
    /// Hints for the client. The world is closed: files in named folders, and nothing else.
    pub fn annotations(&self) -> ToolAnnotations {
        // The same amendment twice is two entries of the change log; the same export, the same files.
        let idempotent = !self.writes || self.name == "export_deliverables";
        // Only an export writes over files; a plan keeps its revisions.
        let over = self.name == "export_deliverables";
        ToolAnnotations::with_title(self.title).read_only(!self.writes).destructive(over).idempotent(idempotent).open_world(false)
    }
    /// As the protocol lists it.
    pub fn listed(&self) -> rmcp::model::Tool {
        rmcp::model::Tool::new(self.name, self.about, Arc::clone(&self.input))
            .with_title(self.title)
            .with_raw_output_schema(Arc::clone(&self.output))
            .with_annotations(self.annotations())
    }
}
/// All of them, in the order of a plan's life. Approving, rejecting, resolving, overriding and publishing are not among them, and never will be.
pub fn all() -> Vec<Tool> {
    vec![
        data::tool(),
        signals::tool(),
        model::tool(),
        plan::tool(),
        plans::list(),
        plans::get(),
        explain::tool(),
        change::simulate(),
        change::amend(),
        compare::tool(),
        review::compliance(),
        review::review(),
        review::verify(),
        export::tool(),
    ]
}
fn read<I: DeserializeOwned>(arguments: JsonObject) -> Result<I, Refusal> {
    serde_path_to_error::deserialize(Value::Object(arguments)).map_err(|e| {
        let path = e.path().to_string();
        let place = if path == "." { "the arguments".to_string() } else { format!("argument {}", path.chars().take(80).collect::<String>()) };
        let fact: String = e.inner().to_string().chars().filter(|c| !c.is_control()).take(400).collect();
        Refusal::input(place, fact, "The arguments must fit the tool's input schema", "look at the type and the name in the input schema and call again")
    })
}
