//! One call at work, as an operation sees it: tells its progress, may be cancelled.
use super::input::AgentWord;
use loyalty_engine::progress::{CancelToken, Progress, TaskEvent};
use loyalty_model::plan::CallingAgent;
use tokio::sync::mpsc::UnboundedSender;

/// Looks on a run for the client.
pub struct Call {
    cancel: CancelToken,
    told: UnboundedSender<String>,
    /// Program and version of the client, where it said.
    client: Option<String>,
}
impl Call {
    /// A call of this client that tells its tasks here.
    pub fn new(told: UnboundedSender<String>, client: Option<String>) -> Call {
        Call { cancel: CancelToken::default(), told, client }
    }
    /// The agent that calls.
    pub fn agent(&self, acting_as: Option<AgentWord>) -> CallingAgent {
        CallingAgent { client: self.client.clone(), acting_as: acting_as.map(|a| a.word().to_string()) }
    }
}
/// Program and version as a client gives them, in the signs of a name and cut: a client can say anything.
pub fn client(name: &str, version: &str) -> Option<String> {
    let plain = |text: &str| -> String { text.chars().filter(|c| c.is_ascii_alphanumeric() || "-_.+ ".contains(*c)).take(40).collect() };
    let said = format!("{} {}", plain(name).trim(), plain(version).trim());
    Some(said.trim().to_string()).filter(|s| !s.is_empty())
}
impl Progress for Call {
    fn on_event(&self, task: &str, event: TaskEvent) {
        if event != TaskEvent::Begin {
            let _ = self.told.send(task.to_string());
        }
    }
    fn cancel_token(&self) -> CancelToken {
        self.cancel.clone()
    }
}
